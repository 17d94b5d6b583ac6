"""Reading pictures in the background: told, paused, stopped, and gone on with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from recordkeeper import paths
from recordkeeper.catalogue import documents, pictures
from recordkeeper.records.plain import to_plain
from recordkeeper.records.query import Listing
from recordkeeper.records.reading import PageText
from recordkeeper.tasks import worker_tasks
from recordkeeper.ui.adding.reading_bar import ReadingBar
from recordkeeper.ui.desk import Desk
from recordkeeper.work.frames import Frame
from recordkeeper.work.lanes import Lanes
from recordkeeper.work.pool import InlineWorkers
from tests.making.documents import image_only_pdf
from tests.making.libraries import a_library, bring_in
from tests.ui.conftest import desk_of

LETTER = "Dear Mrs Sample,\nthe results of your examination are enclosed.\nYours sincerely"


class Gate:
    """An engine that reads a page each time it is let."""

    def __init__(self) -> None:
        self.open = Event()

    def task(self) -> Any:
        def answer(args: dict[str, Any]) -> Iterator[Frame]:
            assert self.open.wait(20)
            yield Frame(to_plain(PageText(args["page"], LETTER, 612, 792, from_ocr=True, picture_only=True)))

        return answer


@pytest.fixture
def gate() -> Gate:
    return Gate()


@pytest.fixture
def bar(qtbot: QtBot, tmp_path: Path, gate: Gate) -> Iterator[ReadingBar]:
    with a_library(tmp_path / "library") as app:
        bring_in(app, image_only_pdf(tmp_path / "scan.pdf", ["one", "two", "three"]), pictures=False)
        tasks = {**worker_tasks(paths.resources()), "ocr": gate.task}
        desk: Desk = desk_of(replace(app, lanes=Lanes(app.lanes.workers, InlineWorkers(tasks))))
        bar = ReadingBar(desk)
        qtbot.addWidget(bar)
        yield bar
        gate.open.set()
        bar.stop_for_closing()
        desk.errands.close()


def waiting(bar: ReadingBar) -> int:
    return pictures.count_waiting(bar.desk.library.catalogue.reader())


def test_it_shows_itself_while_pages_are_read_and_goes_when_they_are(
    bar: ReadingBar, gate: Gate, qtbot: QtBot
) -> None:
    said: list[str] = []
    bar.desk.news.said.connect(said.append)
    bar.begin()
    qtbot.waitUntil(lambda: not bar.isHidden())
    gate.open.set()
    qtbot.waitUntil(bar.isHidden, timeout=20_000)
    assert waiting(bar) == 0
    assert said == ["3 pages that are pictures were read. Their words can be found now."]
    (record,) = documents.find(bar.desk.library.catalogue.reader(), Listing())
    assert record.kind.value == "letter"


def test_stopped_the_rest_waits_for_the_next_time(bar: ReadingBar, gate: Gate, qtbot: QtBot) -> None:
    bar.begin()
    qtbot.waitUntil(lambda: bar.running)
    bar.stop.click()
    gate.open.set()
    qtbot.waitUntil(lambda: not bar.running, timeout=20_000)
    assert waiting(bar) > 0
    bar.begin()
    qtbot.waitUntil(lambda: waiting(bar) == 0 and not bar.running, timeout=20_000)


def test_paused_it_reads_nothing_until_it_may_go_on(bar: ReadingBar, gate: Gate, qtbot: QtBot) -> None:
    bar.begin()
    qtbot.waitUntil(lambda: bar.running)
    bar.pause.click()
    assert bar.pause.text() == "Go on"
    gate.open.set()
    bar.pause.click()
    assert bar.pause.text() == "Pause"
    qtbot.waitUntil(lambda: waiting(bar) == 0, timeout=20_000)


def test_with_nothing_waiting_nothing_is_shown(fresh_desk: Desk, qtbot: QtBot) -> None:
    bar = ReadingBar(fresh_desk)
    qtbot.addWidget(bar)
    bar.begin()
    with qtbot.waitSignal(fresh_desk.news.said, timeout=300, raising=False) as told:
        pass
    assert not told.signal_triggered
    assert bar.isHidden()
