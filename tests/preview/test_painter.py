"""Pages painted in the order they are wanted; the newest wishes replace those still waiting."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from recordkeeper.library.folder import Library
from recordkeeper.preview.page import PagePlace
from recordkeeper.preview.painter import Painter, Problem, Wanted
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.records.reading import Format, Picture
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import InlineWorkers, WorkerFailure
from tests.making.entries import fingerprint

PATIENCE = 10.0


class Easel:
    """Workers that paint when the test says so, and the results in the order they came."""

    def __init__(self) -> None:
        self.begun: list[int] = []
        self.results: list[tuple[int, Any]] = []
        self._changed = threading.Condition()
        self._may = threading.Semaphore(0)
        self.workers = InlineWorkers({"render": lambda: self._render})

    def _render(self, args: dict[str, Any]) -> Iterator[Frame]:
        with self._changed:
            self.begun.append(args["page"])
            self._changed.notify_all()
        assert self._may.acquire(timeout=PATIENCE)
        if args["page"] == 13:
            raise ValueError("damaged")
        yield Frame({"width": 1, "height": 1, "mode": "L", "turned": 90}, b"x")

    def done(self, wish: Wanted, result: Picture | Problem) -> None:
        with self._changed:
            self.results.append((wish.place.page, result))
            self._changed.notify_all()

    def let(self, number: int) -> None:
        self._may.release(number)

    def wait(self, met: Callable[[], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(met, PATIENCE)


@pytest.fixture
def easel() -> Iterator[Easel]:
    made = Easel()
    yield made
    made.let(100)


@pytest.fixture
def painter(library: Library, easel: Easel) -> Iterator[Painter[Picture]]:
    made = Painter(library, easel.workers, develop=lambda picture: picture, done=easel.done, threads=1)
    yield made
    made.close()


def _wish(file: Fingerprint, page: int) -> Wanted:
    return Wanted(PagePlace(file, Format.PDF, page), 72.0)


def test_the_most_urgent_page_is_painted_first(painter: Painter[Picture], easel: Easel, kept: Fingerprint) -> None:
    easel.let(3)
    painter.want([_wish(kept, page) for page in (5, 1, 3)])
    easel.wait(lambda: len(easel.results) == 3)
    assert easel.begun == [5, 1, 3]
    assert easel.results[0] == (5, Picture(1, 1, "L", b"x", 90))


def test_new_wishes_replace_those_that_wait(painter: Painter[Picture], easel: Easel, kept: Fingerprint) -> None:
    painter.want([_wish(kept, page) for page in (1, 2, 3)])
    easel.wait(lambda: easel.begun == [1])
    painter.want([_wish(kept, page) for page in (8, 1, 9)])
    easel.let(3)
    easel.wait(lambda: len(easel.results) == 3)
    assert easel.begun == [1, 8, 9]  # what was being painted is finished, and not painted twice


def test_nothing_wanted_stops_what_waits(painter: Painter[Picture], easel: Easel, kept: Fingerprint) -> None:
    painter.want([_wish(kept, 1), _wish(kept, 2)])
    easel.wait(lambda: easel.begun == [1])
    painter.want([])
    easel.let(5)
    easel.wait(lambda: len(easel.results) == 1)
    painter.want([_wish(kept, 7)])
    easel.wait(lambda: len(easel.results) == 2)
    assert easel.begun == [1, 7]


def test_a_page_that_cannot_be_painted_costs_only_itself(
    painter: Painter[Picture], easel: Easel, kept: Fingerprint
) -> None:
    easel.let(3)
    painter.want([_wish(kept, 13), _wish(fingerprint("gone"), 1), _wish(kept, 2)])
    easel.wait(lambda: len(easel.results) == 3)
    damaged, missing, good = (result for _, result in easel.results)
    assert isinstance(damaged, WorkerFailure)
    assert isinstance(missing, PlaceProblem)
    assert isinstance(good, Picture)


def test_the_reader_is_loaded_before_anything_is_wanted(library: Library) -> None:
    asked: list[dict[str, Any]] = []

    def wake(args: dict[str, Any]) -> Iterator[Frame]:
        asked.append(args)
        yield Frame({})

    workers = InlineWorkers({"wake": lambda: wake})
    Painter(library, workers, develop=lambda picture: picture, done=lambda _wish, _result: None).wake()
    assert asked == [{"format": "pdf"}]


def test_a_closed_painter_delivers_nothing(painter: Painter[Picture], easel: Easel, kept: Fingerprint) -> None:
    painter.want([_wish(kept, 1), _wish(kept, 2)])
    easel.wait(lambda: easel.begun == [1])
    painter.close()
    easel.let(5)
    painter.want([_wish(kept, 3)])
    painter.close()
    assert easel.results == []
    assert easel.begun == [1]
