"""Adding as a person does it: dropping, watching, pausing, stopping, going on, and what is said in trouble."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents, intakes
from recordkeeper.library.originals import Originals, Source, Staged
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.kinds import Outcome
from recordkeeper.records.patient import Patient
from recordkeeper.records.query import Listing
from recordkeeper.ui.adding.adder import Ended
from recordkeeper.ui.adding.panel import AddingPanel
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.shell.window import MainWindow
from recordkeeper.work.pool import WorkerPool
from tests.making.libraries import write

OMAR = Patient("Omar Example", PartialDate(1958, 11, 2), country="US")


def letter(number: int, name: str = "Anna Sample", born: str = "March 5, 1964") -> str:
    lines = (
        "Old Hospital",
        f"Patient: {name}",
        f"Date of birth: {born}",
        f"Visit of January {number % 28 + 1}, 2024",
        f"No. {number}",
    )
    return "\n".join(lines)


def letters(place: Path, count: int) -> Path:
    return write(place, {f"letter {n:04}.txt": letter(n) for n in range(count)})


@pytest.fixture
def panel(fresh_desk: Desk, qtbot: QtBot) -> Iterator[AddingPanel]:
    made = AddingPanel(fresh_desk)
    qtbot.addWidget(made)
    yield made
    made.stop_for_closing()


def ended(qtbot: QtBot, panel: AddingPanel, begin: Callable[[], object], seconds: int = 60) -> Ended:
    """Do something and wait until the add that runs has ended."""
    with qtbot.waitSignal(panel.adder.ended, timeout=seconds * 1000) as signal:
        begin()
    return cast("Ended", signal.args[0])


def said(panel: AddingPanel) -> str:
    return f"{panel._title.text()} {panel._detail.text()}"


def records(desk: Desk) -> int:
    return len(documents.find(desk.library.catalogue.reader(), Listing()))


def test_it_is_hidden_while_there_is_nothing_to_tell(panel: AddingPanel) -> None:
    assert panel.isHidden()


def test_a_folder_dropped_on_the_window_is_added_and_its_receipt_is_one_click_away(
    fresh_desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    window = MainWindow(fresh_desk, fresh_desk.library.patient, "#0F766E")
    qtbot.addWidget(window)
    heap = letters(tmp_path / "Downloads", 3)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(heap))])
    drop = QDropEvent(
        QPointF(600, 400),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    changed: list[object] = []
    fresh_desk.news.records_changed.connect(changed.append)
    done = ended(qtbot, window.adding, lambda: window.dropEvent(drop))
    assert done.receipt is not None
    assert done.receipt.totals[Outcome.ADDED] == 3
    assert "3 new records, from 3 files." in said(window.adding)
    assert changed[-1] == ()
    with qtbot.waitSignal(window.adding.receipt_wanted) as wanted:
        window.adding._receipt.click()
    assert wanted.args == [done.receipt.intake]
    window.adding.stop_for_closing()


def test_while_it_adds_it_tells_how_far_it_is(panel: AddingPanel, tmp_path: Path, qtbot: QtBot) -> None:
    seen: list[str] = []
    panel.adder.told.connect(lambda _step: seen.append(panel._detail.text()))
    ended(qtbot, panel, lambda: panel.add([letters(tmp_path / "heap", 30)]))
    assert any(" of 30 files." in text for text in seen)
    assert panel._bar.isHidden()


def test_the_same_folder_twice_adds_nothing_and_says_so(panel: AddingPanel, tmp_path: Path, qtbot: QtBot) -> None:
    heap = letters(tmp_path / "heap", 3)
    ended(qtbot, panel, lambda: panel.add([heap]))
    ended(qtbot, panel, lambda: panel.add([heap]))
    assert "Nothing new was added. 3 files were here already." in said(panel)


def test_stop_is_heard_within_half_a_second_and_go_on_adds_the_rest(
    panel: AddingPanel, tmp_path: Path, qtbot: QtBot
) -> None:
    heap = letters(tmp_path / "heap", 1500)
    panel.add([heap])
    qtbot.waitUntil(lambda: panel._bar.value() > 20, timeout=60_000)
    begun = time.monotonic()
    done = ended(qtbot, panel, panel._stop.click)
    took = time.monotonic() - begun
    assert took <= 0.5, f"stopping took {took:.2f} s"
    assert done.stopped
    assert done.receipt is not None
    kept = done.receipt.totals[Outcome.ADDED]
    assert kept + done.receipt.totals[Outcome.PENDING] == 1500
    assert kept == records(panel.desk)
    assert "You stopped this." in said(panel)
    more = ended(qtbot, panel, panel._again.click, seconds=120)
    assert more.receipt is not None
    assert more.receipt.intake == done.receipt.intake
    assert more.receipt.totals[Outcome.ADDED] == 1500
    assert more.receipt.finished


def test_paused_work_waits_and_goes_on(panel: AddingPanel, tmp_path: Path, qtbot: QtBot) -> None:
    panel.add([letters(tmp_path / "heap", 400)])
    qtbot.waitUntil(lambda: panel._bar.value() > 5, timeout=60_000)
    panel._pause.click()
    assert panel._detail.text() == "Paused. Nothing is lost."
    assert panel._pause.text() == "Go on"
    qtbot.wait(300)  # what was under way may still arrive
    at = panel._bar.value()
    qtbot.wait(300)
    assert panel._bar.value() == at < 400
    done = ended(qtbot, panel, panel._pause.click)
    assert done.receipt is not None
    assert done.receipt.totals[Outcome.ADDED] == 400


def test_paused_work_can_be_stopped(panel: AddingPanel, tmp_path: Path, qtbot: QtBot) -> None:
    panel.add([letters(tmp_path / "heap", 400)])
    qtbot.waitUntil(lambda: panel._bar.value() > 5, timeout=60_000)
    panel._pause.click()
    assert ended(qtbot, panel, panel._stop.click).stopped


def test_a_second_drop_waits_its_turn_and_is_named(panel: AddingPanel, tmp_path: Path, qtbot: QtBot) -> None:
    first, second = letters(tmp_path / "first", 60), write(tmp_path / "second", {"a.txt": letter(999)})
    panel.add([first])
    panel.add([second])
    panel.add([second])  # the same drop waits once
    assert panel._next.text() == "Next: second."
    qtbot.waitUntil(lambda: said(panel).startswith("Done: second"), timeout=60_000)
    lines = intakes.all_intakes(panel.desk.library.catalogue.reader())
    assert [line.sources for line in lines] == [(str(second),), (str(first),)]


def test_a_source_that_is_gone_is_told_and_the_rest_is_there(
    panel: AddingPanel, tmp_path: Path, qtbot: QtBot
) -> None:
    heap = letters(tmp_path / "heap", 2)
    done = ended(qtbot, panel, lambda: panel.add([heap, tmp_path / "stick that was pulled out"]))
    assert "2 new records, from 2 files. 1 file could not be read." in said(panel)
    assert done.receipt is not None
    assert {row.reason_code for row in done.receipt.files} == {"", "not_there"}


class FullDisk(Originals):
    """Has no room for another copy."""

    def stage(self, source: Source, check: Callable[[], None]) -> Staged:
        del source, check
        raise PlaceProblem("disk_full", place=str(self._folder))


def test_a_full_disk_is_a_sentence_and_what_was_there_still_is(
    fresh_desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    library = fresh_desk.library
    full = dataclasses.replace(
        library, originals=FullDisk(library.folder / "originals", library.folder / "staging")
    )
    panel = AddingPanel(dataclasses.replace(fresh_desk, library=full))
    qtbot.addWidget(panel)
    done = ended(qtbot, panel, lambda: panel.add([letters(tmp_path / "heap", 3)]))
    assert isinstance(done.error, PlaceProblem)
    assert "The disk is full." in said(panel)
    assert "All that was added before is still there." in said(panel)
    assert not panel._again.isHidden()
    panel.stop_for_closing()


def test_readers_that_are_killed_cost_their_own_files_only(
    panel: AddingPanel, tmp_path: Path, qtbot: QtBot
) -> None:
    pool = panel.desk.lanes.workers
    assert isinstance(pool, WorkerPool)
    panel.add([letters(tmp_path / "heap", 300)])
    qtbot.waitUntil(lambda: panel._bar.value() > 20, timeout=60_000)
    for slot in pool._all:
        if slot.process is not None:
            slot.process.kill()
    with qtbot.waitSignal(panel.adder.ended, timeout=60_000) as signal:
        pass
    receipt = signal.args[0].receipt
    assert sum(receipt.totals.values()) == 300
    assert receipt.totals[Outcome.ADDED] >= 300 - len(pool._all)
    assert receipt.totals[Outcome.ADDED] + receipt.totals[Outcome.UNREADABLE] == 300


def test_records_that_name_somebody_else_are_one_click_from_the_question(
    panel: AddingPanel, tmp_path: Path, qtbot: QtBot
) -> None:
    heap = write(
        tmp_path / "heap",
        {
            "a.txt": letter(1),
            "b.txt": letter(2, "Omar Example", "November 2, 1958"),
            "c.txt": letter(3, "Rosa Other", "May 1, 1970"),
        },
    )
    done = ended(qtbot, panel, lambda: panel.add([heap]))
    qtbot.waitUntil(lambda: not panel.whose.isHidden())
    assert "2 files name somebody else" in said(panel)
    assert panel._whose_told.text() == "Some records name 2 other people. Say who they are."
    assert done.receipt is not None
    with qtbot.waitSignal(panel.receipt_wanted) as wanted:
        panel.answer.click()
    assert wanted.args == [done.receipt.intake]


def test_closing_stops_what_runs_and_the_receipt_can_be_gone_on_with(
    fresh_desk: Desk, tmp_path: Path, qtbot: QtBot
) -> None:
    panel = AddingPanel(fresh_desk)
    qtbot.addWidget(panel)
    panel.add([letters(tmp_path / "heap", 600)])
    qtbot.waitUntil(lambda: panel._bar.value() > 5, timeout=60_000)
    begun = time.monotonic()
    panel.stop_for_closing()
    assert time.monotonic() - begun < 1.0
    (line,) = intakes.all_intakes(fresh_desk.library.catalogue.reader())
    assert line.ended is None
    assert line.totals[Outcome.PENDING]
