"""Trouble while the window is open: a wrong click, a file that vanished, a full disk, a killed worker.

Each time there is a calm sentence, the window goes on working, and everything is still there.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from recordkeeper.app import start_of
from recordkeeper.catalogue import documents
from recordkeeper.library import folder
from recordkeeper.library.check import check
from recordkeeper.records.document import Record
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import Listing
from recordkeeper.ui.adding.adder import Ended
from recordkeeper.ui.shell.window import MainWindow
from recordkeeper.ui.start import Start
from recordkeeper.work.pool import WorkerPool
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.dicom import SeriesRecipe, write_series
from tests.making.documents import pdf_with_text
from tests.making.libraries import ANNA, write
from tests.making.small_disk import small_disk as small_disk_at

PATIENCE = 60_000  # ms
PATHOLOGY = """NORTHFIELD HOSPITAL
SURGICAL PATHOLOGY REPORT
Patient: Anna Sample   DOB: 03/05/1964
Collected: 02/06/2024   Reported: 02/09/2024
Final diagnosis: Adenocarcinoma, moderately differentiated."""
SMALL_DISK_MB = 24


def letters(place: Path, count: int, first: int = 0) -> Path:
    text = "Old Hospital\nPatient: Anna Sample\nDate of birth: March 5, 1964\nVisit of January 9, 2024\nNo. {}"
    return write(place, {f"letter {n:04}.txt": text.format(n) for n in range(first, first + count)})


class Person:
    """Sits before the whole window: presses what is named, reads what is said."""

    def __init__(self, qtbot: QtBot, start: Start) -> None:
        self._qtbot = qtbot
        self._start = start

    @property
    def window(self) -> MainWindow:
        assert isinstance(self._start.window, MainWindow)
        return self._start.window

    def wait(self, ready: Callable[[], object]) -> None:
        self._qtbot.waitUntil(lambda: bool(ready()), timeout=PATIENCE)

    def open(self, library: Path) -> None:
        self._start.begin(library)
        self.wait(lambda: isinstance(self._start.window, MainWindow))
        self.window.resize(1440, 900)
        self.window.activateWindow()

    def press(self, name: str) -> None:
        self.wait(lambda: self._seen(QAbstractButton, name))
        self._qtbot.mouseClick(self._seen(QAbstractButton, name), Qt.MouseButton.LeftButton)

    def write(self, name: str, text: str) -> None:
        self.wait(lambda: self._seen(QLineEdit, name))
        field = self._seen(QLineEdit, name)
        assert isinstance(field, QLineEdit)
        field.setText(text)

    def go(self, page: str) -> QWidget:
        """Open a page by its entry in the rail."""
        button = self.window.rail.findChild(QAbstractButton, f"rail-{page}")
        self._qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        return self.window.stack.currentWidget()

    def look_at(self, record: str) -> None:
        """Open a record in Records and wait until all is there that will be."""
        page = self.go("records")
        page.show_record(record, None)  # type: ignore[attr-defined]
        self.wait(lambda: page.ready() is not None and page.ready().record.id == record)  # type: ignore[attr-defined]

    def add(self, *paths: Path) -> Ended:
        ended: list[Ended] = []
        self.window.adding.adder.ended.connect(ended.append)
        self.window.adding.add(paths)
        self.wait(lambda: ended)
        return ended[0]

    def records(self) -> tuple[Record, ...]:
        return documents.find(self.window.desk.library.catalogue.reader(), Listing())

    @property
    def bar(self) -> str:
        return self.window.undo_bar._told.text() if self.window.undo_bar.isVisible() else ""

    @property
    def panel(self) -> str:
        return f"{self.window.adding._title.text()} {self.window.adding._detail.text()}"

    def _seen(self, kind: type[QWidget], name: str) -> QWidget | None:
        for widget in self.window.findChildren(kind):
            spoken = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            if spoken == name and widget.isVisible() and widget.isEnabled():
                return widget
        return None


@pytest.fixture
def person(qtbot: QtBot, qapp: QApplication) -> Iterator[Person]:
    qapp.setStyleSheet("")
    start = start_of(qapp)
    yield Person(qtbot, start)
    start.end()
    if start.window is not None:
        start.window.close()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder.create(tmp_path / "library", ANNA, readme="A library made by a test.").close()
    return tmp_path / "library"


@pytest.fixture
def heap(tmp_path: Path) -> Path:
    """A report, five letters and a scan."""
    letters(tmp_path / "heap", 5)
    pdf_with_text(tmp_path / "heap" / "PATH.PDF", [PATHOLOGY, "Second page of the report."])
    write_series(tmp_path / "heap" / "ct", SeriesRecipe(slices=12, rows=64, columns=64))
    return tmp_path / "heap"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk_at(tmp_path / "disk", SMALL_DISK_MB) as place:
        yield place


def pathology(person: Person) -> Record:
    (found,) = (record for record in person.records() if "pathology" in record.kind)
    return found


def is_whole(person: Person) -> bool:
    return check(person.window.desk.library, Progress(), CancelToken()).ok


def test_wrong_clicks_are_taken_back_one_by_one(person: Person, library: Path, heap: Path) -> None:
    person.open(library)
    person.add(heap)
    before, report = person.records(), pathology(person)

    person.look_at(report.id)
    person.press("Move to the trash")
    person.wait(lambda: report.id not in {record.id for record in person.records()})
    person.wait(lambda: person.bar == "Moved to the trash.")
    person.press("Undo")
    person.wait(lambda: person.records() == before)

    person.look_at(report.id)
    person.press("Accept")
    person.wait(lambda: pathology(person).status is Status.CONFIRMED)
    person.look_at(report.id)
    person.press("Correct")
    person.write("Title", "Something quite wrong")
    person.press("Save")
    person.wait(lambda: pathology(person).title == "Something quite wrong")
    for _ in range(2):  # by the keys everybody knows
        person._qtbot.keyClick(person.window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    person.wait(lambda: person.records() == before)

    person.go("trash")
    person.go("home")
    assert is_whole(person)


def test_an_original_that_vanished_is_told_wherever_it_is_wanted_and_all_else_is_there(
    person: Person, library: Path, heap: Path, tmp_path: Path
) -> None:
    person.open(library)
    person.add(heap)
    report, count = pathology(person), len(person.records())
    desk = person.window.desk
    original = next(path for path in (library / "originals").rglob(f"*{report.files[0].fingerprint.sha256[4:]}*"))
    original.unlink()

    person.look_at(report.id)
    reader = person.go("records").reader  # type: ignore[attr-defined]
    person.wait(lambda: reader.paper.sentences)
    assert set(reader.paper.sentences.values()) == {desk.words.say("reader.file_missing")}
    person.press("Open a copy")
    person.wait(lambda: person.bar)
    assert person.bar == desk.words.say("records.file_gone")

    safety = person.go("safety")
    person.press("Check my library")
    person.wait(lambda: "1 file is not there." in safety.check.result.text())  # type: ignore[attr-defined]

    wizard = person.go("bundles").wizard  # type: ignore[attr-defined]
    person.press("Make a bundle")
    wizard.who.place.setText(str(tmp_path))
    person.press("Next")
    person.wait(lambda: wizard.what.model.rowCount() > 0)
    person.press("Next")
    person.press("Make the bundle")
    person.wait(lambda: not wizard.busy)
    assert "missing from your library" in wizard.make.trouble_text.text()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["heap", "library"]

    other = next(record for record in person.records() if record.id != report.id and not record.imaging)
    person.look_at(other.id)
    person.wait(lambda: not reader.paper.sentences and reader.paper.leaves)
    assert len(person.records()) == count


def test_a_full_disk_is_a_sentence_and_once_there_is_room_all_goes_on(
    person: Person, small_disk: Path, heap: Path, tmp_path: Path
) -> None:
    library = small_disk / "library"
    folder.create(library, ANNA, readme="A library made by a test.").close()
    person.open(library)
    person.add(heap)
    before, report = person.records(), pathology(person)
    filler = fill(small_disk / "filler")

    more = letters(tmp_path / "more", 40, first=100)
    ended = person.add(more)
    assert ended.error is not None
    assert "The disk is full." in person.panel
    assert "All that was added before is still there." in person.panel

    person.look_at(report.id)
    person.press("Accept")
    person.wait(lambda: person.bar)
    assert "The disk is full." in person.bar
    assert pathology(person).status is report.status
    person.go("scans")
    person.go("home")

    filler.unlink()
    again: list[Ended] = []
    person.window.adding.adder.ended.connect(again.append)
    person.press("Go on")
    person.wait(lambda: again)
    assert again[0].error is None
    assert len(person.records()) == len(before) + 40
    person.look_at(report.id)
    person.press("Accept")
    person.wait(lambda: pathology(person).status is Status.CONFIRMED)
    assert is_whole(person)


def fill(path: Path) -> Path:
    """Write until the disk takes not one byte more."""
    with path.open("wb", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return path


def test_killed_workers_cost_nothing_a_person_sees(person: Person, library: Path, heap: Path) -> None:
    person.open(library)
    person.add(heap)
    report = pathology(person)
    scan = next(record for record in person.records() if record.imaging)
    workers = person.window.desk.lanes.workers
    assert isinstance(workers, WorkerPool)

    assert kill(workers) > 0
    person.look_at(report.id)
    reader = person.go("records").reader  # type: ignore[attr-defined]
    person.wait(lambda: reader.supply.held > 0)
    assert not reader.paper.sentences

    viewer = person.go("scans").viewer  # type: ignore[attr-defined]
    person.window.desk.news.show_study.emit(scan.id)
    person.wait(lambda: viewer.stage.canvas.image is not None)
    kill(workers)
    viewer.stage.canvas.setFocus()
    person._qtbot.keyClick(viewer.stage.canvas, Qt.Key.Key_End)
    person.wait(lambda: viewer.stack.current == 11 and viewer.stack.at(11) is not None)
    assert not viewer.stage.notice.isVisible()

    more = letters(heap.parent / "more", 150, first=100)
    person.window.adding.add([more])
    person.wait(lambda: person.window.adding._bar.value() > 10)
    kill(workers)
    person.wait(lambda: not person.window.adding.adder.running)
    receipt = person.window.adding
    assert receipt.isVisible()
    assert person.panel.startswith("Done: more")
    assert len(person.records()) >= 7 + 150 - len(workers._all)
    assert is_whole(person)


def kill(workers: WorkerPool) -> int:
    """End the worker processes as a system short of memory would; returns how many there were."""
    alive = [slot.process for slot in workers._all if slot.process is not None and slot.process.poll() is None]
    for process in alive:
        os.kill(process.pid, signal.SIGKILL)
    return len(alive)
