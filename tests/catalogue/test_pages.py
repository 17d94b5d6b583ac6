"""The pages of a record: their sizes, their words, and where words stand."""

from __future__ import annotations

import pytest

from recordkeeper.catalogue import documents, pages, sources
from recordkeeper.catalogue.documents import Judged
from recordkeeper.catalogue.store import Catalogue
from recordkeeper.records.document import FilePart, Recognition
from recordkeeper.records.kinds import Identity, Kind, Status
from recordkeeper.records.provenance import Box
from recordkeeper.records.reading import Condition, Format, Reading
from tests.making import entries
from tests.making.entries import READER, Entry


def _record(catalogue: Catalogue, *files: tuple[Reading, int | None, int | None]) -> None:
    """A record "r" of several files with their page spans."""
    db = catalogue.writer
    judged = Judged(Recognition(Kind.LETTER, 0.9), Identity.AGREES, Status.RECOGNISED, READER)
    row = documents.put(db, "r", judged, None)
    for position, (reading, first, last) in enumerate(files):
        fingerprint = entries.fingerprint(f"file {position}")
        original = sources.add_original(db, fingerprint, reading)
        part = FilePart(f"file {position}", fingerprint, reading.format, first, last)
        documents.link(db, row, original, part, position)


def _reading(*texts: str, count: int | None = None) -> Reading:
    read = tuple(entries.page(text, number) for number, text in enumerate(texts, start=1))
    return Reading(Format.PDF, READER, page_count=count or len(texts), pages=read)


def _places(catalogue: Catalogue) -> list[tuple[str, int]]:
    return [(leaf.name, leaf.page) for leaf in pages.leaves(catalogue.writer, "r")]


def test_leaves_run_through_the_files_in_order(catalogue: Catalogue) -> None:
    _record(catalogue, (_reading("a", "b", "c"), 2, 3), (_reading("d"), None, None))
    assert _places(catalogue) == [("file 0", 2), ("file 0", 3), ("file 1", 1)]
    assert {(leaf.width, leaf.height) for leaf in pages.leaves(catalogue.writer, "r")} == {(612.0, 792.0)}


def test_pages_nobody_read_are_leaves_of_unknown_size(catalogue: Catalogue) -> None:
    _record(catalogue, (_reading("a", count=3), None, None))
    assert _places(catalogue) == [("file 0", 1), ("file 0", 2), ("file 0", 3)]
    assert [leaf.width for leaf in pages.leaves(catalogue.writer, "r")] == [612.0, 0.0, 0.0]


@pytest.mark.parametrize("condition", [Condition.LOCKED, Condition.UNREADABLE, Condition.KEPT])
def test_a_file_that_cannot_be_shown_is_one_leaf_with_its_reason(
    catalogue: Catalogue, condition: Condition
) -> None:
    closed = Reading(Format.PDF, READER, condition, "locked", "7", page_count=9)
    _record(catalogue, (closed, None, None), (_reading("a"), None, None))
    leaves = pages.leaves(catalogue.writer, "r")
    assert [(leaf.reason_code, leaf.detail) for leaf in leaves] == [("locked", "7"), ("", "")]
    assert list(pages.page_words(catalogue.writer, "r", 0, 9)) == [1]


def test_a_file_that_claims_a_million_pages_has_no_million_leaves(catalogue: Catalogue) -> None:
    _record(catalogue, (_reading("a", count=1_000_000), None, None))
    assert len(_places(catalogue)) == pages.MOST_LEAVES


def test_an_unknown_record_has_no_leaves(catalogue: Catalogue) -> None:
    assert pages.leaves(catalogue.writer, "nobody") == ()
    assert pages.find_in(catalogue.writer, "nobody", "word", phrase=True) == ()


def test_words_come_with_their_boxes_for_the_leaves_asked_for(catalogue: Catalogue) -> None:
    _record(catalogue, (_reading("one", "two words", "three"), None, None))
    read = pages.page_words(catalogue.writer, "r", 1, 2)
    assert {leaf: (page.text, len(page.words)) for leaf, page in read.items()} == {
        1: ("two words", 2),
        2: ("three", 1),
    }


def _found(catalogue: Catalogue, words: str, *, phrase: bool) -> list[tuple[int, list[float]]]:
    found = pages.find_in(catalogue.writer, "r", words, phrase=phrase)
    return [(place.leaf, [box.x0 for box in place.boxes]) for place in found]


def test_a_phrase_is_found_across_line_ends_in_any_case_and_without_accents(catalogue: Catalogue) -> None:
    text = "The Biópsia\nof the LEFT   breast"
    _record(catalogue, (_reading("nothing", text), None, None))
    assert _found(catalogue, "biopsia of", phrase=True) == [(1, [10.0, 20.0])]
    assert _found(catalogue, "left breast", phrase=True) == [(1, [40.0, 50.0])]
    assert _found(catalogue, "eft", phrase=True) == [(1, [40.0])]
    assert _found(catalogue, "breast left", phrase=True) == []


def test_each_word_is_found_wherever_it_begins_one(catalogue: Catalogue) -> None:
    _record(catalogue, (_reading("left breast", "a breast on the left", "cleft"), None, None))
    assert _found(catalogue, "breast left", phrase=False) == [(0, [0.0]), (0, [10.0]), (1, [10.0]), (1, [40.0])]


@pytest.mark.parametrize("words", ["", "   ", '"', "(", "a|b", ".*", "\\"])
def test_signs_mean_nothing_and_nothing_finds_nothing(catalogue: Catalogue, words: str) -> None:
    _record(catalogue, (_reading("plain words"), None, None))
    assert _found(catalogue, words, phrase=True) == []
    assert _found(catalogue, words, phrase=False) == []


def test_very_many_places_are_cut_off(catalogue: Catalogue) -> None:
    _record(catalogue, (_reading(*["ha " * 500] * 6), None, None))
    assert len(pages.find_in(catalogue.writer, "r", "ha", phrase=True)) == pages.MOST_FOUND


def test_the_catalogue_finds_what_the_page_marks(catalogue: Catalogue) -> None:
    entries.add(catalogue.writer, Entry("e", texts=("of the left breast",)))
    (leaf,) = pages.leaves(catalogue.writer, "e")
    (found,) = pages.find_in(catalogue.writer, "e", "LEFT", phrase=False)
    assert found.boxes == documents.boxes_of(catalogue.writer, leaf.file, 1, "left") == (Box(20.0, 0.0, 29.0, 9.0),)
