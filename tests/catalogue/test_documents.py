"""Records: listed in order, page by page, with a person's corrections over what was read."""

from __future__ import annotations

import pytest

from recordkeeper.catalogue import changes, documents, record_lines, sources
from recordkeeper.catalogue.changes import Change
from recordkeeper.catalogue.documents import Judged
from recordkeeper.catalogue.store import Catalogue
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import FilePart, Recognition
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.kinds import Identity, Kind, Status
from recordkeeper.records.provenance import Box, Fingerprint, Reason
from recordkeeper.records.query import Listing
from recordkeeper.records.reading import Format, Reading
from tests.making import entries
from tests.making.entries import READER, Entry

EVERYTHING = Listing()


def _ids(catalogue: Catalogue, listing: Listing = EVERYTHING) -> list[str]:
    return [record.id for record in documents.find(catalogue.writer, listing)]


def _correct(catalogue: Catalogue, record: str, **fields: object) -> None:
    db = catalogue.writer
    forward = {record: dict(fields)}
    inverse = changes.inverse_of(db, forward)
    changes.add(db, Change(changes.next_seq(db), "2026-01-01", "correct", forward, inverse))
    documents.refresh(db, record)


def test_newest_comes_first_and_undated_last(catalogue: Catalogue) -> None:
    dates = {"a": "2023", "b": "2024-03-05", "c": None, "d": "2024-03", "e": "2024", "f": "2024-03-05"}
    for name, date in dates.items():
        entries.add(catalogue.writer, Entry(name, date=date))
    assert _ids(catalogue) == ["b", "f", "d", "e", "a", "c"]


def test_paging_shows_every_record_once(catalogue: Catalogue) -> None:
    dates = [None, "2020", "2024-03-05", "2024-03-05", "2024-03", None, "2021-01-01"]
    for number, date in enumerate(dates):
        entries.add(catalogue.writer, Entry(f"r{number}", date=date))
    whole, paged, after = _ids(catalogue), list[str](), None
    while page := _ids(catalogue, Listing(limit=2, after=after)):
        paged += page
        after = page[-1]
    assert paged == whole
    assert len(whole) == len(dates)


def test_a_page_after_nothing_known_is_refused(catalogue: Catalogue) -> None:
    with pytest.raises(InputProblem, match="no_such_record"):
        _ids(catalogue, Listing(after="nobody"))


def test_the_trash_is_listed_only_when_asked_for(catalogue: Catalogue) -> None:
    for status in Status:
        entries.add(catalogue.writer, Entry(f"is-{status}", status=status))
    assert set(_ids(catalogue)) == {f"is-{status}" for status in Status if status is not Status.TRASHED}
    for status in Status:
        assert _ids(catalogue, Listing(status=status)) == [f"is-{status}"]
    assert documents.count_by_status(catalogue.writer) == dict.fromkeys(Status, 1)


def test_one_kind_is_listed_by_itself(catalogue: Catalogue) -> None:
    entries.add(catalogue.writer, Entry("a", kind=Kind.LAB_REPORT))
    entries.add(catalogue.writer, Entry("b", kind=Kind.LETTER))
    assert _ids(catalogue, Listing(kind=Kind.LAB_REPORT)) == ["a"]


def test_corrections_lie_over_what_was_read(catalogue: Catalogue) -> None:
    entries.add(catalogue.writer, Entry("a", date="2020", title="Read", facility="Read hospital"))
    _correct(catalogue, "a", title="Said", service_date="2024-03", kind="lab_report", author="Dr. Said")
    record = documents.get(catalogue.writer, "a")
    assert (record.title, record.kind, record.author) == ("Said", Kind.LAB_REPORT, "Dr. Said")
    assert record.service_date == PartialDate(2024, 3)
    assert record.facility == "Read hospital"
    assert record.kind_confidence == 0.9  # the machine's, before any correction


def test_corrections_survive_a_better_reading(catalogue: Catalogue) -> None:
    entries.add(catalogue.writer, Entry("a", title="Read", facility="Read hospital"))
    _correct(catalogue, "a", title="Said", confirmed=True)
    better = Recognition(Kind.CONSENT, 0.99, title="Read better", facility="Better hospital")
    documents.put(catalogue.writer, "a", Judged(better, Identity.AGREES, Status.TO_REVIEW, READER), 3)
    record = documents.get(catalogue.writer, "a")
    assert (record.title, record.facility, record.kind) == ("Said", "Better hospital", Kind.CONSENT)
    assert record.status is Status.CONFIRMED
    assert record.page_count == 3
    _correct(catalogue, "a", title=None, confirmed=None)
    record = documents.get(catalogue.writer, "a")
    assert (record.title, record.status) == ("Read better", Status.TO_REVIEW)


def test_an_empty_title_is_a_correction_too(catalogue: Catalogue) -> None:
    entries.add(catalogue.writer, Entry("a", title="Read"))
    _correct(catalogue, "a", title="")
    assert documents.get(catalogue.writer, "a").title == ""


def test_the_trash_wins_over_every_status(catalogue: Catalogue) -> None:
    entries.add(catalogue.writer, Entry("a", status=Status.SET_ASIDE))
    assert documents.get(catalogue.writer, "a").set_aside_reason == "other_person"
    _correct(catalogue, "a", trashed=True, confirmed=True)
    record = documents.get(catalogue.writer, "a")
    assert (record.status, record.set_aside_reason) == (Status.TRASHED, "")
    _correct(catalogue, "a", trashed=None)
    assert documents.get(catalogue.writer, "a").status is Status.CONFIRMED


def test_reasons_come_back_and_are_renewed(catalogue: Catalogue) -> None:
    reason = Reason("kind", "letter", "rule", "Dear colleague", 1, Box(1, 2, 3, 4), entries.fingerprint("a").sha256)
    entries.add(catalogue.writer, Entry("a", reasons=(reason, Reason("title", "x", "rule"))))
    assert documents.reasons(catalogue.writer, "a") == (reason, Reason("title", "x", "rule"))
    better = Recognition(Kind.LETTER, 1.0, reasons=(Reason("kind", "letter", "other rule"),))
    documents.put(catalogue.writer, "a", Judged(better, Identity.AGREES, Status.RECOGNISED, READER), 1)
    assert [found.rule for found in documents.reasons(catalogue.writer, "a")] == ["other rule"]


def test_a_record_of_chosen_pages_shows_only_those(catalogue: Catalogue) -> None:
    db, file = catalogue.writer, entries.fingerprint("scan")
    pages = tuple(entries.page(f"side {number}", number) for number in range(1, 6))
    original = sources.add_original(db, file, Reading(Format.PDF, READER, page_count=5, pages=pages))
    judged = Judged(Recognition(Kind.LETTER, 0.9), Identity.AGREES, Status.RECOGNISED, READER)
    row = documents.put(db, "part", judged, 2)
    documents.link(db, row, original, FilePart("scan.pdf", file, Format.PDF, 2, 3), 0)
    documents.link(db, row, original, FilePart("scan.pdf", file, Format.PDF, 2, 3), 0)
    assert [(page.page, page.text) for page in documents.pages(db, "part")] == [(2, "side 2"), (3, "side 3")]
    assert documents.get(db, "part").files == (FilePart("scan.pdf", file, Format.PDF, 2, 3),)
    assert documents.page_counts(db, "part") == (5,)


def test_a_record_of_many_files_keeps_their_order(catalogue: Catalogue) -> None:
    db = catalogue.writer
    judged = Judged(Recognition(Kind.LETTER, 0.9), Identity.AGREES, Status.RECOGNISED, READER)
    row = documents.put(db, "photos", judged, 3)
    for position, name in ((2, "first-in"), (0, "second-in"), (1, "third-in")):
        file = entries.fingerprint(name)
        reading = Reading(Format.JPEG, READER, page_count=1, pages=(entries.page(name),))
        documents.link(
            db, row, sources.add_original(db, file, reading), FilePart(name, file, Format.JPEG), position
        )
    assert [part.name for part in documents.get(db, "photos").files] == ["second-in", "third-in", "first-in"]
    assert [page.text for page in documents.pages(db, "photos")] == ["second-in", "third-in", "first-in"]


def test_what_is_not_there_is_said_so(catalogue: Catalogue) -> None:
    for ask in (documents.get, documents.row_of):
        with pytest.raises(InputProblem, match="no_such_record"):
            ask(catalogue.writer, "nobody")
    assert not documents.exists(catalogue.writer, "nobody")


def test_foreign_text_no_database_takes_is_stored_all_the_same(catalogue: Catalogue) -> None:
    entries.add(catalogue.writer, Entry("a", ("half \ud800 and a\0hole",), title="half \udfff", facility="a\0b"))
    record = documents.get(catalogue.writer, "a")
    assert (record.title, record.facility) == ("half ?", "a b")
    assert documents.pages(catalogue.writer, "a")[0].text == "half ? and a hole"
    _correct(catalogue, "a", title="said \udc80")
    assert documents.get(catalogue.writer, "a").title == "said ?"


def _file(name: str) -> Fingerprint:
    return entries.fingerprint(name)


def test_words_are_found_on_a_page_in_any_case_and_with_any_accent(catalogue: Catalogue) -> None:
    entries.add(catalogue.writer, Entry("a", ("El CÁNCER de mama no es cancer de pulmón (cancer)",)))
    boxes = documents.boxes_of(catalogue.writer, _file("a"), 1, "cáncer")
    assert [box.x0 for box in boxes] == [10.0, 60.0, 90.0]
    assert documents.boxes_of(catalogue.writer, _file("a"), 1, "pulmon mam") == tuple(
        Box(x, 0.0, x + 9.0, 9.0) for x in (30.0, 80.0)
    )


@pytest.mark.parametrize("words", ["", "   ", '"', "absent", "ncer"])
def test_words_that_are_not_there_have_no_boxes(words: str, catalogue: Catalogue) -> None:
    entries.add(catalogue.writer, Entry("a", ("cancer",)))
    assert documents.boxes_of(catalogue.writer, _file("a"), 1, words) == ()


def test_signs_in_the_words_mean_themselves(catalogue: Catalogue) -> None:
    entries.add(catalogue.writer, Entry("a", ("CA-125 (U/mL) 3.5",)))
    assert documents.boxes_of(catalogue.writer, _file("a"), 1, "(u/ml) 3.5 .*") == (
        Box(10, 0, 19, 9),
        Box(20, 0, 29, 9),
    )
    assert documents.boxes_of(catalogue.writer, _file("a"), 7, "ca") == ()


def test_the_lines_of_a_list_come_as_the_records_do(catalogue: Catalogue) -> None:
    dates = {"a": "2023", "b": "2024-03-05", "c": None, "d": "2024-03"}
    for name, date in dates.items():
        entries.add(
            catalogue.writer, Entry(name, ("one", "two"), date, title=f"Letter {name}", facility="Hospital")
        )
    _correct(catalogue, "a", title="My own words")
    _correct(catalogue, "b", trashed=True)
    lines = record_lines.find(catalogue.writer, EVERYTHING)
    assert [line.id for line in lines] == _ids(catalogue)
    assert {line.id: line.title for line in lines} == {"a": "My own words", "c": "Letter c", "d": "Letter d"}
    assert {(line.count, line.is_study, line.facility) for line in lines} == {(2, False, "Hospital")}
    assert [line.id for line in record_lines.find(catalogue.writer, Listing(status=Status.TRASHED))] == ["b"]
