"""Many documents in one file: hard cases by name, and figures on made-up and real bundles."""

from __future__ import annotations

import random
import time
from pathlib import Path

import pytest

from recordkeeper.formats.registry import Registry
from recordkeeper.recognise.rules import Rules
from recordkeeper.recognise.split import split
from recordkeeper.recognise.split_rules import SplitRules
from recordkeeper.records.belonging import Span
from recordkeeper.records.reading import OutlineEntry, PageText
from tests.bench.belonging_split import Score, made_up, real_bundles, real_singles
from tests.conftest import ROOT
from tests.making.bundles import bundle, fax_cover, separator, single
from tests.making.layouts import LAYOUTS, ContinuedMarks, Dictation, EncounterPrint, LabCompany, Letterhead, Minimal
from tests.making.paper import Row, Sheet, renumbered

FOLDER = ROOT / "resources" / "rules"


@pytest.fixture(scope="module")
def rules() -> SplitRules:
    return SplitRules.load(FOLDER, Rules.load(FOLDER))


def page(*lines: str, foot: str = "", full: bool = False) -> PageText:
    """A page of lines, small at the top or filled to its end."""
    sheet = Sheet(612, 792)
    rows = [*lines]
    while full and len(rows) < 56:
        rows.append("and the text goes on about the same matter, line after line, without an end of its own")
    for number, line in enumerate(rows):
        sheet.put(60 + 12 * number, Row.at(60, line))
    if foot:
        sheet.put(765, Row.at(280, foot, 8))
    return sheet.page(1)


def starts(spans: tuple[Span, ...]) -> list[int]:
    return [span.first_page for span in spans]


def parted(rules: SplitRules, *pages: PageText, outline: tuple[OutlineEntry, ...] = ()) -> list[int]:
    return starts(split(renumbered(pages), outline, rules=rules))


SIGNED = ("", "Electronically signed by Una Fennimore, MD")
CT = (
    "Eastmere Hospital",
    "CT CHEST WITH CONTRAST",
    "Patient: Imogen Quillan   MRN: 4418822",
    "Exam date: 03/05/2024",
)
MRI = ("Eastmere Hospital", "MRI BRAIN", "Patient: Imogen Quillan   MRN: 4418822", "Exam date: 07/09/2024")


def test_no_pages_give_no_span(rules: SplitRules) -> None:
    assert split([], rules=rules) == ()


def test_one_page_is_one_document(rules: SplitRules) -> None:
    (span,) = split([page(*CT)], rules=rules)
    assert (span.first_page, span.last_page) == (1, 1)


def test_two_reports_of_one_hospital_are_parted_and_the_reason_is_told(rules: SplitRules) -> None:
    one, other = split(renumbered([page(*CT, *SIGNED), page(*MRI, *SIGNED)]), rules=rules)
    assert (one.last_page, other.first_page) == (1, 2)
    assert other.title == "MRI BRAIN"
    assert other.confidence > 0.9
    assert other.reasons[0].field == "split"
    assert {reason.page for reason in other.reasons if reason.words} == {2}


def test_spans_cover_every_page_once(rules: SplitRules) -> None:
    made = bundle(random.Random(4), LAYOUTS, papers=8)
    spans = split(made.pages, rules=rules)
    covered = [number for span in spans for number in range(span.first_page, span.last_page + 1)]
    assert covered == list(range(1, len(made.pages) + 1))


@pytest.mark.parametrize(
    "marks", ["Page {} of {}", "{}/{}", "Page {}/{}", "Página {} de {}", "Seite {} von {}", "p. {} of {}"]
)
def test_page_numbers_that_begin_again_part_documents(marks: str, rules: SplitRules) -> None:
    pages = [
        page("Sample text of the report", full=True, foot=marks.format(n, of))
        for of in (2, 3)
        for n in range(1, of + 1)
    ]
    assert parted(rules, *pages) == [1, 3]


def test_page_numbers_that_go_on_hold_a_document_together_whatever_heads_its_pages(rules: SplitRules) -> None:
    assert parted(rules, page(*CT, full=True, foot="Page 1 of 2"), page("MEDICATION LIST", foot="Page 2 of 2")) == [
        1
    ]


def test_page_numbers_a_scanner_misread_still_count(rules: SplitRules) -> None:
    pages = [page("Sample text", full=True, foot=foot) for foot in ("Page l of 2", "Page 2 0f 2", "Pago 1 of I")]
    assert parted(rules, *pages) == [1, 3]


def test_a_fraction_in_the_text_is_no_page_number(rules: SplitRules) -> None:
    pages = [page("Lymph nodes: 0/12 involved", full=True), page("1/3 of the specimen was frozen and", full=True)]
    assert parted(rules, *pages) == [1]


def test_a_long_report_that_repeats_its_head_is_one(rules: SplitRules) -> None:
    head = (
        "EASTMERE LABORATORY",
        "Patient: Imogen Quillan   DOB: 02/02/1961",
        "Specimen ID: S24-10203   Collected: 03/05/2024",
    )
    assert parted(rules, *(page(*head, full=True) for _ in range(12))) == [1]


def test_the_same_head_with_another_specimen_is_another_report(rules: SplitRules) -> None:
    def report(number: str, day: str) -> PageText:
        return page(
            "EASTMERE LABORATORY",
            "LABORATORY REPORT",
            "Patient: Imogen Quillan   DOB: 02/02/1961",
            f"Specimen ID: {number}   Collected: {day}",
            "Hemoglobin   12.1",
        )

    assert parted(rules, report("S24-10203", "03/05/2024"), report("S24-55519", "06/19/2024")) == [1, 2]


def test_another_patient_is_another_document(rules: SplitRules) -> None:
    one = page("Name: Imogen Quillan   MRN: 4418822", "Hemoglobin   12.1")
    other = page("Name: Basil Ashgrove   MRN: 9977135", "Hemoglobin   13.0")
    assert parted(rules, one, other) == [1, 2]


def test_a_sentence_that_goes_on_over_the_page_break_holds(rules: SplitRules) -> None:
    one = page(*CT, full=True)
    other = page(
        "lymph node in the left axilla, unchanged since the earlier study of the chest.", "IMPRESSION: stable."
    )
    assert parted(rules, one, other) == [1]


def test_continued_marks_hold(rules: SplitRules) -> None:
    one = page(*CT, foot="Continued on next page")
    assert parted(rules, one, page("CT CHEST WITH CONTRAST (continued)", "IMPRESSION: stable.")) == [1]


def test_a_blank_page_goes_with_the_document_before(rules: SplitRules) -> None:
    spans = split(renumbered([page(*CT, *SIGNED), PageText(0, "", 612, 792), page(*MRI, *SIGNED)]), rules=rules)
    assert [(span.first_page, span.last_page) for span in spans] == [(1, 2), (3, 3)]


def test_blank_backs_part_nothing(rules: SplitRules) -> None:
    blank = PageText(0, "", 612, 792)
    sides = [page("so the text of this long letter runs on and on", full=True), blank]
    assert parted(rules, page(*CT, full=True), blank, *sides, *sides) == [1]


def test_a_separator_sheet_parts(rules: SplitRules) -> None:
    draw = random.Random(1)
    assert parted(
        rules, page("Some text of a note, short."), separator(draw), page("Some other text, short too.")
    ) == [1, 3]


def test_a_fax_cover_is_a_document_of_its_own(rules: SplitRules) -> None:
    assert parted(rules, fax_cover(random.Random(1), "Eastmere Hospital"), page(*CT)) == [1, 2]


def test_fax_pages_of_one_sending_may_hold_several_documents(rules: SplitRules) -> None:
    def faxed(number: int, *lines: str) -> PageText:
        return page(f"FROM: EASTMERE HOSPITAL   02/17/2024 10:4{number}   P.0{number}/04", *lines)

    assert parted(rules, faxed(1, *CT, *SIGNED), faxed(2, *MRI, *SIGNED)) == [1, 2]


def test_numbers_of_a_print_job_over_all_pages_do_not_hold_documents_together(rules: SplitRules) -> None:
    reports = [CT, MRI] * 5
    pages = [
        page(*lines, *SIGNED, foot=f"Printed by A. Sample   Page {n} of 10") for n, lines in enumerate(reports, 1)
    ]
    assert parted(rules, *pages) == list(range(1, 11))


def test_pages_nobody_has_read_part_nothing(rules: SplitRules) -> None:
    pictures = [PageText(n, "", 612, 792, picture_only=True) for n in range(1, 30)]
    assert starts(split(pictures, rules=rules)) == [1]


def test_a_letter_after_a_letter_begins_with_its_greeting(rules: SplitRules) -> None:
    def letter(day: str) -> PageText:
        return page(
            "Eastmere Cancer Center",
            day,
            "Dear Doctor Demoson,",
            "I saw your patient today.",
            "Sincerely,",
            "Una Fennimore",
        )

    assert parted(rules, letter("May 2, 2023"), letter("June 30, 2023")) == [1, 2]


def test_a_portal_file_is_parted_at_its_bookmarks_one_a_visit(rules: SplitRules) -> None:
    pages = [page("Encounter Details", "Medications", "Metformin", full=number % 3 != 2) for number in range(300)]
    outline = tuple(OutlineEntry(f"Office Visit - {1 + n % 12:02d}/14/2021", 1 + 3 * n) for n in range(100))
    spans = split(renumbered(pages), outline, rules=rules)
    assert starts(spans) == [1 + 3 * n for n in range(100)]
    assert spans[4].title == "Office Visit - 05/14/2021"
    assert spans[4].reasons[0].rule == "a bookmark"


def test_the_chapters_of_one_report_part_nothing(rules: SplitRules) -> None:
    made = single(random.Random(8), LabCompany, words=3000)
    chapters = ("Summary of Findings", "Genomic Findings", "Clinical Trials", "Appendix", "References")
    outline = tuple(OutlineEntry(title, 1 + n) for n, title in enumerate(chapters))
    assert starts(split(made.pages, outline, rules=rules)) == [1]


def test_bookmarks_of_every_page_part_nothing(rules: SplitRules) -> None:
    made = single(random.Random(9), Letterhead, words=3000)
    outline = tuple(OutlineEntry(f"Page {n}", n) for n in range(1, len(made.pages) + 1))
    assert starts(split(made.pages, outline, rules=rules)) == [1]


def test_joined_files_are_parted_at_the_bookmarks_that_bear_their_names(rules: SplitRules) -> None:
    pages = [
        page("some text that says nothing of where it comes from, nor of what it is", full=True) for _ in range(6)
    ]
    outline = (OutlineEntry("scan0001.pdf", 1), OutlineEntry("IMG_2.jpg", 3), OutlineEntry("letter.docx", 6))
    assert parted(rules, *pages, outline=outline) == [1, 3, 6]


def test_sheets_that_text_flows_over_are_parted_only_where_one_ends_early(rules: SplitRules) -> None:
    one, other = page(*CT, *SIGNED, full=True), page(*MRI, *SIGNED)
    assert starts(split(renumbered([one, other]), rules=rules, flowing=True)) == [1]
    assert starts(split(renumbered([page(*CT, *SIGNED), other]), rules=rules, flowing=True)) == [1, 2]


@pytest.mark.parametrize("layout", [ContinuedMarks, Dictation, EncounterPrint, LabCompany, Letterhead, Minimal])
def test_a_paper_of_thirty_pages_is_one(layout: type, rules: SplitRules) -> None:
    made = single(random.Random(layout.__name__), layout, words=9000)
    assert len(made.pages) >= 10
    assert starts(split(made.pages, rules=rules)) == [1]


def test_odd_text_raises_nothing(rules: SplitRules) -> None:
    odd = [
        PageText(n, text)
        for n, text in enumerate(
            ("\x00\n\n\n", "1", "Page 99999 of 1", "\ud7ff" * 5000, "|||||\n" * 900, "a" * 200_000), 1
        )
    ]
    assert split(odd, rules=rules)[-1].last_page == 6


def test_made_up_bundles_in_all_layouts_score_at_least_95(rules: SplitRules) -> None:
    assert made_up(LAYOUTS, rules, (), 40, 77, 0.0).f1 >= 0.95
    assert made_up(LAYOUTS, rules, (), 40, 78, 0.01).f1 >= 0.93


def test_one_single_paper_in_a_hundred_at_most_is_parted(rules: SplitRules) -> None:
    score = Score()
    for number in range(150):
        draw = random.Random(f"single {number}")
        score.add(single(draw, draw.choice(LAYOUTS), words=draw.choice((0, 900, 2500, 6000))), rules, "")
    assert score.broken <= 1


def test_labelled_bundles_and_reports(rules: SplitRules, shared_data: Path) -> None:
    registry = Registry(ROOT / "resources")
    bundles, singles = Score(), Score()
    for name, made in real_bundles(shared_data, registry):
        bundles.add(made, rules, name)
    assert bundles.f1 >= 0.95, bundles.errors
    for papers in real_singles(shared_data, registry).values():
        for name, pages in papers:
            singles.broken += len(split(pages, rules=rules)) > 1
            singles.errors.append(name)
    assert singles.broken <= 0.01 * len(singles.errors)


def test_twenty_thousand_pages_take_time_by_the_page_only(rules: SplitRules) -> None:
    made = bundle(random.Random(12), LAYOUTS, papers=12).pages
    pages = renumbered([*made] * (2000 // len(made)))
    few, many = pages[:400], pages[:1600]
    began = time.process_time()
    split(few, rules=rules)
    between = time.process_time()
    split(many, rules=rules)
    assert time.process_time() - between < 8 * (between - began)  # four times the pages; the rest is noise
