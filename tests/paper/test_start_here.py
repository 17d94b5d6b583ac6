"""Tests of recordkeeper.paper.start_here and its two sides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pymupdf
import pytest

from recordkeeper.paper import start_here
from recordkeeper.paper.sharing import share_rows
from recordkeeper.paper.start_second import modality
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.overview import Cited, Missing, Moment, Overview, Told
from recordkeeper.records.papers import (
    ItemLine,
    LeftOut,
    LeftOutReason,
    PaperSize,
    Section,
    SectionLine,
    StartSheet,
    StudyLine,
)
from recordkeeper.records.patient import Identifier, Patient
from recordkeeper.wording.words import Words

WORDING = Path(__file__).resolve().parents[2] / "resources" / "wording"
ALL_REASONS = tuple(LeftOut(reason, 2) for reason in LeftOutReason)
PATIENT = Patient(
    "Rosalind Hart-Samplewood",
    PartialDate(1961, 2, 3),
    "F",
    ("Rosalind Hart",),
    (Identifier("Northfield General Hospital", "NG-4411"), Identifier("Harbor Example Cancer Center", "HX-7")),
)


def sheet(count: int = 24, studies: int = 2) -> StartSheet:
    sections = list(Section)
    items = tuple(
        ItemLine(
            sections[n * len(sections) // count], f"Report {n}", PartialDate(2024, 1 + n % 12), "Northfield", n + 3
        )
        for n in range(count)
    )
    lines = tuple(
        SectionLine(s, sum(i.section is s for i in items), 6, PartialDate(2023), PartialDate(2024), 3)
        for s in sections
    )
    return StartSheet(
        patient=PATIENT,
        made_on=PartialDate(2026, 11, 23),
        made_with="Recordkeeper 0.1.0",
        bundle_id="RK-1",
        recipient="Dr A. Specimen",
        question="Should the next step be an operation?",
        documents=count,
        pages=count * 3,
        images=43,
        sections=lines,
        items=items,
        studies=tuple(StudyLine(("CT",), f"Chest {n}", 24, PartialDate(2024, 3, 5)) for n in range(studies)),
        left_out=(LeftOut(LeftOutReason.INSURANCE, 3),),
    )


def sides(folder: Path, start: StartSheet, language: str = "en") -> tuple[str, str]:
    out = folder / "START-HERE.pdf"
    start_here.write(start, out, Words.load(WORDING, language))
    with pymupdf.open(out) as document:
        assert document.page_count == 2
        for page in document:
            for x0, y0, x1, y1, *_ in page.get_text("words"):
                assert x0 >= 0
                assert y0 >= 0
                assert x1 <= page.rect.width
                assert y1 <= page.rect.height
        return " ".join(document[0].get_text().split()), " ".join(document[1].get_text().split())


def test_the_first_side_says_whose_records_for_whom_and_what_is_asked(tmp_path: Path) -> None:
    first, _ = sides(tmp_path, sheet())
    for said in (
        "Rosalind Hart-Samplewood",
        "Also known as: Rosalind Hart",
        "Born 3 February 1961 · female",
        "Dr A. Specimen",
        "Should the next step be an operation?",
        "NG-4411",
        "HX-7",
        "Recordkeeper 0.1.0",
        "23 Nov 2026",
    ):
        assert said in first


def test_the_second_side_lists_sections_studies_and_what_was_left_out(tmp_path: Path) -> None:
    _, second = sides(tmp_path, sheet())
    for said in (
        "Pathology",
        " · p. 3",
        "CT scan",
        "Chest 1",
        "24 images",
        "Bills and insurance papers",
        "DICOMDIR",
    ):
        assert said in second


@pytest.mark.parametrize("paper", list(PaperSize))
@pytest.mark.parametrize(("count", "studies"), [(1, 0), (10, 1), (200, 40), (1000, 300)])
def test_any_number_of_records_makes_two_sides(tmp_path: Path, count: int, studies: int, paper: PaperSize) -> None:
    sides(tmp_path, replace(sheet(count, studies), paper=paper))


def told(times: int = 1) -> Overview:
    """A story with citations, blanks and lines that differ, a timeline, and what is not there; `times` as much."""
    day = PartialDate(2024, 3, 12)
    diagnosis = tuple(Cited(f"carcinoma, wording {n}", day, 4) for n in range(2 * times))
    moments = tuple(
        Moment(PartialDate(2020 + n % 5, 1 + n % 12), "visits", f"Visit {n}", 9) for n in range(8 * times)
    )
    return Overview(
        story=(
            Told("diagnosis", diagnosis, side_by_side=True),
            Told("treatments", (Cited("Paclitaxel, weekly", None, None, "Dr. Hand"), Cited("Tea"))),
            Told("allergies"),
            Told("medicines", blank="not_checked"),
        ),
        unconfirmed=3,
        lanes=("operations", "visits"),
        moments=(Moment(day, "operations", "Wide excision", 10, PartialDate(2024, 4)), *moments),
        missing=tuple(Missing(f"A record names scan {n}. It is not found here.", 7) for n in range(times)),
    )


def test_the_story_stands_on_side_one_with_its_pages(tmp_path: Path) -> None:
    first, second = sides(tmp_path, replace(sheet(), overview=told(), first_page=101))
    for said in (
        "12 Mar 2024: carcinoma, wording 1 (p. 104)",
        "none is chosen",
        "Paclitaxel, weekly (as told to the patient by Dr. Hand)",
        "Tea (the patient says)",
        "Allergies not found in these records",
        "Medicines read in these records, but not checked yet: please look in them",
        "3 more lines were read and are not checked yet",
    ):
        assert said in first
    for said in ("Wide excision (until Apr 2024) p. 110", "Visit 7", "scan 0. It is not found here. (p. 107)"):
        assert said in second


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("times", [1, 30, 300])
def test_however_much_is_told_it_stays_on_two_sides_and_what_has_no_room_is_counted(
    tmp_path: Path, times: int, language: str
) -> None:
    full = replace(sheet(200, 40), overview=told(times), question="Why? " * 300, left_out=ALL_REASONS)
    first, second = sides(tmp_path, full, language)
    if language == "en":
        hidden = [int(part.split()[0]) for part in first.split("… and ")[1:] if "see Packet.pdf" in part[:30]]
        assert first.count("carcinoma, wording") + sum(hidden) == 2 * times
        events = [int(part.split()[0]) for part in second.split("… and ")[1:] if "more event" in part[:20]]
        assert second.count("Visit ") + sum(events) == 8 * times
        assert "Wide excision" in second  # an operation is never what is counted away
        studies = next(part for part in second.split("… and ")[1:] if "more studies" in part[:20])
        assert int(studies.split()[0]) + second.count("Chest ") == 40
        missing = [int(part.split()[0]) for part in second.split("… and ")[1:] if part[:12].split()[1] == "more"
                   and "event" not in part[:20] and "stud" not in part[:20]]  # fmt: skip
        assert second.count("It is not found here") + sum(missing) == times


def test_several_questions_stand_under_each_other(tmp_path: Path) -> None:
    out = tmp_path / "START-HERE.pdf"
    start_here.write(replace(sheet(), question="1. First?\n2. Second?"), out, Words.load(WORDING, "en"))
    with pymupdf.open(out) as document:
        lines = document[0].get_text().splitlines()
    assert {"1. First?", "2. Second?"} <= set(lines)


def test_a_part_without_documents_promises_no_story(tmp_path: Path) -> None:
    first, second = sides(tmp_path, replace(sheet(), overview=replace(told(), story=(), missing=())))
    assert "What the records say" not in first
    assert "Not found" not in second


def test_a_long_legal_name_is_never_cut(tmp_path: Path) -> None:
    name = "José María Ñandú 山田 太郎 Διονύσιος Wolfeschlegelsteinhausenbergerdorff Montgomery-Featherstone"
    first, _ = sides(tmp_path, replace(sheet(), patient=replace(PATIENT, name=name)))
    before_the_foot = first[: first.index("Bundle RK-1")]
    assert set(name.split()) <= set(before_the_foot.split())


def test_a_very_long_question_says_where_the_rest_is(tmp_path: Path) -> None:
    first, _ = sides(tmp_path, replace(sheet(), question="Should we wait or treat now? " * 90))
    assert "The rest of the question is in README.txt." in first


def test_without_question_recipient_or_numbers_it_says_so(tmp_path: Path) -> None:
    bare = StartSheet(Patient("Li Wei", None), PartialDate(2026), "Recordkeeper", "RK-2")
    first, second = sides(tmp_path, bare)
    assert "No question was written down" in first
    assert first.count("not given") == 3
    assert "No images are in this bundle." in second
    assert "Nothing was left out." in second


def test_many_hospital_numbers_are_counted(tmp_path: Path) -> None:
    numbers = tuple(Identifier(f"Hospital {n}", f"H-{n}") for n in range(12))
    first, _ = sides(tmp_path, replace(sheet(), patient=replace(PATIENT, identifiers=numbers)))
    assert "H-6" in first
    assert "and 4 more, see README.txt" in first


def test_it_speaks_the_recipients_language(tmp_path: Path) -> None:
    first, second = sides(tmp_path, sheet(), "es")
    assert "La pregunta" in first
    assert "Anatomía patológica" in second
    assert "Rosalind Hart-Samplewood" in first


def test_the_same_sheet_is_the_same_file(tmp_path: Path) -> None:
    sides(tmp_path, sheet())
    before = pymupdf.open(tmp_path / "START-HERE.pdf")[0].get_pixmap().samples
    sides(tmp_path, sheet())
    assert pymupdf.open(tmp_path / "START-HERE.pdf")[0].get_pixmap().samples == before


@pytest.mark.parametrize(
    ("wanted", "room", "shown"),
    [
        ([3, 2], 9, [3, 2]),
        ([10, 1], 6, [4, 1]),
        ([10, 10], 6, [2, 2]),
        ([10, 10], 5, [2, 1]),
        ([5, 5, 5], 2, [0, 0, 0]),
        ([], 4, []),
    ],
)
def test_rows_are_shared_fairly(wanted: list[int], room: int, shown: list[int]) -> None:
    assert share_rows(wanted, room) == shown


def test_a_study_is_called_by_the_first_modality_people_know() -> None:
    words = Words.load(WORDING, "en")
    assert modality(("MR", "SR"), words) == "MRI scan"
    assert modality(("QQ",), words) == "QQ"
    assert modality((), words) == "Images"
