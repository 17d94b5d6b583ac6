"""Which images are kept and fetched: near before far, and never more than fits."""

from __future__ import annotations

import numpy as np

from recordkeeper.preview.slices import MODALITY, Slice
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.ui.scans.reading import Named, Place, SeriesShown
from recordkeeper.ui.scans.stack import Stack

BYTES = 200


def series(uid: str, count: int) -> SeriesShown:
    places = tuple(Place(Fingerprint(f"{n:064x}", 1), 0) for n in range(count))
    return SeriesShown(uid, 1, uid, "CT", 0, places, (Named("", None),) * count)


def image() -> Slice:
    levels = (np.zeros((10, 10), np.uint16),)
    return Slice(levels, 0, 1, MODALITY, None, "LINEAR", (0, 1), inverted=False, aspect=1, right="", down="",
                 laterality="")  # fmt: skip


def fetched(stack: Stack, most: int = 10_000) -> list[int]:
    """Everything the stack asks for, as it asks for it."""
    asked: list[int] = []
    while len(asked) < most and (index := stack.next_wanted()) is not None:
        assert stack.series is not None
        stack.ask(stack.series.uid, index)
        stack.put(stack.series.uid, index, image())
        asked.append(index)
    return asked


def test_images_are_fetched_the_way_a_person_goes_and_some_behind() -> None:
    stack = Stack()
    stack.open(series("a", 9))
    stack.go(2)
    assert fetched(stack) == [2, 3, 4, 5, 1, 6, 7, 8, 0]
    stack.open(series("b", 9))
    stack.go(7)
    stack.go(6)
    assert fetched(stack) == [6, 5, 4, 3, 7, 2, 1, 0, 8]


def test_of_a_series_too_large_only_what_is_around_the_view_is_kept() -> None:
    stack = Stack(most_bytes=40 * BYTES, around_bytes=12 * BYTES)
    stack.open(series("small", 40))
    fetched(stack)
    assert stack.loaded == 40
    stack.open(series("large", 41))
    assert len(fetched(stack, most=500)) < 60
    assert stack.loaded <= 12
    stack.go(20)
    fetched(stack, most=500)
    assert all(stack.at(index) is not None for index in range(18, 29))
    assert stack.at(0) is None
    stack.go(19)
    fetched(stack, most=500)
    assert all(stack.at(index) is not None for index in range(11, 21))


def test_what_is_on_its_way_is_not_asked_for_again() -> None:
    stack = Stack()
    stack.open(series("a", 3))
    stack.ask("a", 0)
    assert stack.next_wanted() is None  # nothing takes time from the one looked at
    stack.put("a", 0, image())
    assert stack.next_wanted() == 1
    stack.ask("a", 1)
    assert stack.next_wanted() == 2
    stack.go(2)
    assert stack.next_wanted() == 2


def test_memory_is_kept_to_and_nothing_is_fetched_for_ever() -> None:
    stack = Stack(most_bytes=10 * BYTES)
    stack.open(series("a", 100))
    asked = fetched(stack, most=1000)
    assert len(asked) < 30
    assert stack.loaded <= 10
    stack.go(60)
    fetched(stack, most=1000)
    assert stack.at(60) is not None
    assert stack.at(0) is None
    assert stack.loaded <= 10


def test_a_series_seen_before_is_still_there_until_room_is_needed() -> None:
    stack = Stack(most_bytes=10 * BYTES)
    stack.open(series("a", 4))
    fetched(stack)
    stack.open(series("b", 4))
    fetched(stack)
    stack.open(series("a", 4))
    assert stack.loaded == 4
    stack.open(series("c", 8))
    stack.go(4)
    fetched(stack)
    stack.open(series("a", 4))
    assert stack.loaded < 4


def test_a_crash_is_forgiven_twice_and_other_troubles_never() -> None:
    stack = Stack()
    stack.open(series("a", 1))
    for left in (True, True, False):
        assert stack.next_wanted() == 0
        stack.ask("a", 0)
        stack.fail("a", 0, "crashed")
        assert (stack.trouble(0) == "") is left
    assert stack.next_wanted() is None
    stack.open(series("b", 1))
    stack.ask("b", 0)
    stack.fail("b", 0, "failed")
    assert stack.trouble(0) == "failed"


def test_going_beyond_the_ends_stays_at_them() -> None:
    stack = Stack()
    stack.open(series("a", 3))
    assert stack.go(99)
    assert stack.current == 2
    assert not stack.go(99)
    assert stack.go(-5)
    assert stack.current == 0
