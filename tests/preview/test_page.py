"""A page of a record: where it is, and its pixels."""

from __future__ import annotations

import pytest

from recordkeeper.library.folder import Library
from recordkeeper.preview.page import PagePlace, locate, paint
from recordkeeper.records.document import FilePart, Record
from recordkeeper.records.errors import InputProblem, PlaceProblem
from recordkeeper.records.kinds import Identity, Kind, Status
from recordkeeper.records.patient import NOBODY
from recordkeeper.records.provenance import Box, Fingerprint
from recordkeeper.records.reading import Format, Picture
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import Trouble, WorkerFailure
from tests.making.entries import fingerprint
from tests.preview.conftest import answering


def _record(*spans: tuple[int | None, int | None]) -> Record:
    files = tuple(
        FilePart(str(place), fingerprint(str(place)), Format.PDF, first, last)
        for place, (first, last) in enumerate(spans)
    )
    return Record(
        id="r", kind=Kind.LETTER, kind_confidence=1, title="", service_date=None, date_role=None,
        date_confidence=0, other_dates=(), facility="", author="", accession="", person=NOBODY,
        identity=Identity.AGREES, status=Status.RECOGNISED, set_aside_reason="", page_count=None, files=files,
    )  # fmt: skip


WHOLE = (None, None)


@pytest.mark.parametrize(
    ("spans", "counts", "expected"),
    [
        ([WHOLE], [3], [("0", 1), ("0", 2), ("0", 3)]),
        ([WHOLE, WHOLE], [1, 2], [("0", 1), ("1", 1), ("1", 2)]),
        ([(3, 4), (7, 7)], [9, 9], [("0", 3), ("0", 4), ("1", 7)]),
        ([(2, None)], [3], [("0", 2), ("0", 3)]),
        ([WHOLE], [None], [("0", 1)]),
        ([WHOLE], [0], [("0", 1)]),
    ],
)
def test_pages_run_through_the_files_in_order(
    spans: list[tuple[int | None, int | None]], counts: list[int | None], expected: list[tuple[str, int]]
) -> None:
    record = _record(*spans)
    places = [locate(record, counts, number) for number in range(1, len(expected) + 1)]
    assert places == [PagePlace(fingerprint(name), Format.PDF, page) for name, page in expected]
    for number in (0, -1, len(expected) + 1):
        with pytest.raises(InputProblem, match="no_such_page"):
            locate(record, counts, number)


def test_a_page_is_painted_from_its_original(library: Library, kept: Fingerprint) -> None:
    workers, asked = answering("render", Frame({"width": 2, "height": 1, "mode": "RGB"}, b"abcdef"))
    picture = paint(library, workers, PagePlace(kept, Format.PDF, 4), dpi=72, marks=(Box(1, 2, 3, 4),))
    assert picture == Picture(2, 1, "RGB", b"abcdef")
    assert (asked[0]["page"], asked[0]["dpi"], asked[0]["marks"]) == (4, 72, [[1, 2, 3, 4]])
    assert asked[0]["content"] == b"content"


@pytest.mark.parametrize(
    ("header", "size"),
    [
        ({"width": 2, "height": 2, "mode": "RGB"}, 11),
        ({"width": 100_000, "height": 100_000, "mode": "L"}, 4),
        ({"width": -2, "height": -2, "mode": "L"}, 4),
        ({"width": 0, "height": 0, "mode": "L"}, 0),
        ({"width": 1, "height": 1, "mode": "CMYK"}, 4),
    ],
)
def test_a_picture_that_is_not_as_long_as_it_says_is_refused(
    header: dict[str, object], size: int, library: Library, kept: Fingerprint
) -> None:
    workers, _ = answering("render", Frame(header, b"x" * size))
    with pytest.raises(WorkerFailure) as caught:
        paint(library, workers, PagePlace(kept, Format.PDF, 1), dpi=72, marks=())
    assert caught.value.trouble is Trouble.FAILED


def test_a_missing_original_is_told_as_such(library: Library) -> None:
    workers, asked = answering("render", Frame({}))
    with pytest.raises(PlaceProblem, match="original_missing"):
        paint(library, workers, PagePlace(fingerprint("gone"), Format.PDF, 1), dpi=72, marks=())
    assert asked == []
