"""Full text: what a person types finds what they mean, and no sign does harm."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recordkeeper.catalogue import documents, imaging, search, sources
from recordkeeper.catalogue.documents import Judged
from recordkeeper.catalogue.store import Catalogue
from recordkeeper.records.document import FilePart, Recognition
from recordkeeper.records.kinds import Identity, Kind, Status
from recordkeeper.records.provenance import Box
from recordkeeper.records.query import Filters
from recordkeeper.records.reading import Format, Reading
from tests.making import entries
from tests.making.entries import READER, Entry


def _found(catalogue: Catalogue, words: str, status: Status | None = None) -> set[tuple[str, int | None]]:
    return {(hit.record, hit.page) for hit in search.find(catalogue.reader(), words, status=status)}


@pytest.fixture
def filled(catalogue: Catalogue) -> Catalogue:
    db = catalogue.writer
    entries.add(db, Entry("path", ("invasive ductal carcinoma of the left breast", "margins are clear")))
    entries.add(db, Entry("letter", ("Dear colleague, the carcinoma was on the left, see margins",)))
    entries.add(db, Entry("spanish", ("Diagnóstico: cáncer de mama, seguimiento en un año",)))
    entries.add(db, Entry("lab", ("CA-125 12.5 U/mL (0-35) Hämoglobin 13,1",)))
    entries.add(db, Entry("stranger", ("carcinoma of somebody else",), status=Status.SET_ASIDE))
    entries.add(db, Entry("trash", ("carcinoma thrown away",), status=Status.TRASHED))
    return catalogue


def test_all_words_must_be_on_the_page(filled: Catalogue) -> None:
    assert _found(filled, "carcinoma left") == {("path", 1), ("letter", 1)}
    assert _found(filled, "carcinoma margins") == {("letter", 1)}
    assert _found(filled, "carcinoma absent") == set()


def test_the_page_is_named(filled: Catalogue) -> None:
    assert _found(filled, "clear") == {("path", 2)}


def test_the_last_word_may_be_unfinished_and_no_other(filled: Catalogue) -> None:
    assert _found(filled, "left carc") == {("path", 1), ("letter", 1)}
    assert _found(filled, "carc left") == set()


def test_quotes_ask_for_a_phrase(filled: Catalogue) -> None:
    assert _found(filled, '"the left"') == {("path", 1), ("letter", 1)}
    assert _found(filled, '"left the"') == set()
    assert _found(filled, '"the left breast"') == {("path", 1)}
    assert _found(filled, '"the lef"') == set()
    assert _found(filled, '"left breast" carc') == {("path", 1)}


@pytest.mark.parametrize("words", ["cancer", "cáncer", "CANCER", "diagnostico cáncer", "ano", "hamoglobin", "HÄMO"])
def test_accents_and_case_do_not_matter(words: str, filled: Catalogue) -> None:
    assert len(_found(filled, words)) == 1


@pytest.mark.parametrize("words", ["CA-125", "ca 125", "ca-12", "12.5", "U/mL", "(0-35)"])
def test_numbers_and_units_are_found_as_written(words: str, filled: Catalogue) -> None:
    assert _found(filled, words) == {("lab", 1)}


@pytest.mark.parametrize("words", ["(carcinoma", "carcinoma*", "carcinoma ^ : ( * -", "-carcinoma", '"carcinoma'])
def test_signs_around_a_word_are_passed_over(words: str, filled: Catalogue) -> None:
    assert _found(filled, words) == {("path", 1), ("letter", 1)}


@pytest.mark.parametrize(
    "words",
    ["", " ", '"', '""', '"*(:^', "*", "(", ":", "^", "_", "__ --", "AND", "OR NOT", "NEAR(a b)", "text: x", "{a}",
     "a" * 5000, "\0", "\ud800", "'; DROP TABLE page; --", "+-~|&!"],
)  # fmt: skip
def test_no_sign_does_harm(words: str, filled: Catalogue) -> None:
    search.find(filled.reader(), words)
    assert _found(filled, "clear") == {("path", 2)}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(max_size=30))
def test_nothing_a_person_can_type_breaks_the_search(filled: Catalogue, words: str) -> None:
    assert isinstance(search.find(filled.reader(), words), tuple)


def test_a_pasted_page_of_words_is_a_search_too(filled: Catalogue) -> None:
    assert _found(filled, "carcinoma left " * 1000) == {("path", 1), ("letter", 1)}
    assert _found(filled, " ".join(f"word{number}" for number in range(2000))) == set()


def test_strangers_and_the_trash_are_not_found_unless_asked_for(filled: Catalogue) -> None:
    assert {record for record, _ in _found(filled, "carcinoma")} == {"path", "letter"}
    assert _found(filled, "carcinoma", Status.SET_ASIDE) == {("stranger", 1)}
    assert _found(filled, "carcinoma", Status.TRASHED) == {("trash", 1)}


def test_the_boxes_are_those_of_the_words(catalogue: Catalogue) -> None:
    entries.add(catalogue.writer, Entry("a", ("one Tumör two tumor\x02 three\x03 tumors\nfour  the tumor mass",)))
    (hit,) = search.find(catalogue.reader(), '"the tumor"')
    assert [box.x0 for box in hit.boxes] == [70.0, 80.0]
    (hit,) = search.find(catalogue.reader(), "tumor")
    assert [box.x0 for box in hit.boxes] == [10.0, 30.0, 50.0, 80.0]
    assert all(isinstance(box, Box) for box in hit.boxes)
    (hit,) = search.find(catalogue.reader(), "four three")
    assert [box.x0 for box in hit.boxes] == [40.0, 60.0]


def test_boxes_stay_exact_after_signs_no_database_takes(catalogue: Catalogue) -> None:
    entries.add(catalogue.writer, Entry("a", ("😀 nul\0here half\ud800 word",)))
    (hit,) = search.find(catalogue.reader(), "word")
    assert [box.x0 for box in hit.boxes] == [30.0]


def test_the_snippet_shows_the_words_where_they_are(catalogue: Catalogue) -> None:
    entries.add(catalogue.writer, Entry("a", ("filler " * 200 + "here is\nthe needle we seek" + " filler" * 200,)))
    (hit,) = search.find(catalogue.reader(), "needle")
    assert "the needle we seek" in hit.snippet
    assert "\n" not in hit.snippet
    assert len(hit.snippet) < 200


def test_the_better_page_comes_first(catalogue: Catalogue) -> None:
    entries.add(catalogue.writer, Entry("weak", ("tumor " + "other words " * 50,)))
    entries.add(catalogue.writer, Entry("strong", ("tumor tumor tumor",)))
    for number in range(5):
        entries.add(catalogue.writer, Entry(f"else-{number}", ("nothing of the sort",)))
    hits = search.find(catalogue.reader(), "tumor")
    assert [hit.record for hit in hits] == ["strong", "weak"]
    assert hits[0].score > hits[1].score > 0


def test_no_more_hits_than_asked_for(catalogue: Catalogue) -> None:
    for number in range(10):
        entries.add(catalogue.writer, Entry(f"r{number}", ("tumor",)))
    assert len(search.find(catalogue.reader(), "tumor", limit=3)) == 3


def test_a_very_common_word_shows_the_newest_pages(catalogue: Catalogue) -> None:
    db = catalogue.writer
    with db.atomic():
        for number in range(2100):
            entries.add(db, Entry(f"r{number}", ("the report",)))
        entries.add(db, Entry("hidden", ("the report",), status=Status.TRASHED))
    hits = search.find(catalogue.reader(), "the", limit=3)
    assert [hit.record for hit in hits] == ["r2099", "r2098", "r2097"]
    assert hits[0].boxes


def test_a_studys_descriptions_are_found_without_a_page(catalogue: Catalogue) -> None:
    db = catalogue.writer
    judged = Judged(Recognition(Kind.IMAGING_STUDY, 0.9), Identity.AGREES, Status.RECOGNISED, READER, "1.2.3")
    row = documents.put(db, "study", judged, None)
    imaging.put_description(db, row, "CT abdomen with contrast")
    imaging.put_description(db, row, "CT abdomen portal venous")
    assert _found(catalogue, "portal") == {("study", None)}
    assert _found(catalogue, "contrast") == set()


def test_a_page_of_a_file_belongs_to_the_record_of_its_span(catalogue: Catalogue) -> None:
    db, file = catalogue.writer, entries.fingerprint("scan")
    pages = tuple(entries.page(f"side number{number} tumor", number) for number in range(1, 5))
    original = sources.add_original(db, file, Reading(Format.PDF, READER, page_count=4, pages=pages))
    for name, first, last in (("front", 1, 2), ("back", 3, 4)):
        judged = Judged(Recognition(Kind.LETTER, 0.9), Identity.AGREES, Status.RECOGNISED, READER)
        row = documents.put(db, name, judged, 2)
        documents.link(db, row, original, FilePart("scan.pdf", file, Format.PDF, first, last), 0)
    assert _found(catalogue, "tumor") == {("front", 1), ("front", 2), ("back", 3), ("back", 4)}
    assert _found(catalogue, "number3") == {("back", 3)}


@pytest.fixture
def various(catalogue: Catalogue) -> Catalogue:
    db = catalogue.writer
    ct = Kind.IMAGING_REPORT
    entries.add(db, Entry("scan", ("Two metastases in the liver.",), "2023-05-07", ct, facility="St. Mary Clínic"))
    entries.add(db, Entry("letter", ("No metastasis was seen, biopsies follow.",), "2023", facility="Dr. Other"))
    entries.add(db, Entry("old", ("A metastasis, perhaps.",), "2021-03", facility="St. Mary Clinic"))
    entries.add(db, Entry("undated", ("Metastasis of the lung",)))
    return catalogue


def _records(catalogue: Catalogue, words: str, **filters: Any) -> set[str]:
    return {hit.record for hit in search.find(catalogue.reader(), words, filters=Filters(**filters))}


def test_other_forms_of_a_word_are_found_and_marked(various: Catalogue) -> None:
    assert _records(various, "metastases liver") == {"scan"}
    assert _records(various, "metastasis") == {"scan", "letter", "old", "undated"}
    assert _records(various, "biopsy") == {"letter"}
    (hit,) = search.find(various.reader(), "biopsy")
    assert [box.x0 for box in hit.boxes] == [40.0]
    assert _records(various, '"metastasis in"') == set()  # a phrase is as it is typed


def test_a_word_with_a_slip_finds_the_near_ones_and_says_so(various: Catalogue) -> None:
    found = search.seek(various.reader(), "livr")
    assert [hit.record for hit in found.hits] == ["scan"]
    assert found.read_as == {"livr": ("liver",)}
    assert "liver" in found.terms
    assert _records(various, "metsatasis") == {"letter", "old", "undated"}
    assert _records(various, "metstassis") == {"letter", "old", "undated"}
    assert search.seek(various.reader(), "liver").read_as == {}
    assert search.seek(various.reader(), "live").read_as == {}  # as it is typed on
    assert search.seek(various.reader(), "zyzzyva").hits == ()


def test_filters_narrow_what_holds_the_words(various: Catalogue) -> None:
    assert _records(various, "metastasis", kinds=frozenset({Kind.IMAGING_REPORT})) == {"scan"}
    assert _records(various, "metastasis", places=("mary clinic",)) == {"scan", "old"}
    assert _records(various, "metastasis", since="2023-05", until="2024") == {"scan", "letter"}
    assert _records(various, "metastasis", until="2023-05") == {"scan", "letter", "old"}
    assert _records(various, "metastasis", since="2023-06") == {"letter"}  # some day of 2023


def test_filters_alone_list_records_newest_first(various: Catalogue) -> None:
    found = search.seek(various.reader(), "", filters=Filters(places=("st. mary",)))
    assert [(hit.record, hit.page, hit.snippet) for hit in found.hits] == [("scan", None, ""), ("old", None, "")]
    assert search.find(various.reader(), "") == ()
    assert _records(various, "", statuses=frozenset({Status.TRASHED})) == set()
