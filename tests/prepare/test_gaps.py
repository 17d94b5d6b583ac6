"""Every gap the contract names: told when nothing held fills it, not told when something does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from recordkeeper.prepare.gaps import gaps_in
from recordkeeper.records.belonging import PairCues, PairKind, Revision
from recordkeeper.records.clinical import FactKind
from recordkeeper.records.gaps import Gap, GapKind
from recordkeeper.records.held import BrokenSeries, Held, Holding
from recordkeeper.records.kinds import Kind
from recordkeeper.records.told import ToldKind
from tests.prepare.holdings import fact, holding, record, rules, told


def gaps(found: Holding, kind: GapKind) -> list[Gap]:
    return [gap for gap in gaps_in(found, rules().gaps) if gap.kind is kind]


REPORT = record("r", Kind.IMAGING_REPORT, "2024-03-04", modalities=("CT",))
STUDY = record("s", Kind.IMAGING_STUDY, "2024-06-04", modalities=("CT",))


def test_a_report_and_images_that_do_not_belong_together_lack_each_other() -> None:
    found = holding(REPORT, STUDY)
    assert [gap.record for gap in gaps(found, GapKind.REPORT_WITHOUT_IMAGES)] == ["r"]
    assert [gap.record for gap in gaps(found, GapKind.IMAGES_WITHOUT_REPORT)] == ["s"]


def test_a_pet_ct_is_called_a_pet() -> None:
    (gap,) = gaps(holding(replace(REPORT, modalities=("CT", "PT"))), GapKind.REPORT_WITHOUT_IMAGES)
    assert dict(gap.fields)["what"] == "PT"


@pytest.mark.parametrize("kind", [PairKind.REPORT_OF_STUDY, PairKind.READ_AGAIN, PairKind.TOGETHER])
def test_a_pair_is_whole(kind: PairKind) -> None:
    found = holding(REPORT, STUDY, pairs=frozenset({(kind, "r", "s")}))
    assert gaps_in(found, rules().gaps) == ()


def test_an_offer_is_no_gap_yet() -> None:
    assert gaps_in(holding(REPORT, STUDY, offers=frozenset({("r", "s")})), rules().gaps) == ()


def test_two_alone_on_neighbouring_days_are_no_gap() -> None:
    assert gaps_in(holding(REPORT, replace(STUDY, date=REPORT.date)), rules().gaps) == ()


def test_what_is_in_the_trash_lacks_nothing() -> None:
    assert gaps_in(holding(replace(REPORT, trashed=True)), rules().gaps) == ()


@pytest.mark.parametrize("codes", [("SR",), ("KO", "PR")])
def test_papers_inside_dicom_need_no_report(codes: tuple[str, ...]) -> None:
    assert gaps(holding(replace(STUDY, modalities=codes)), GapKind.IMAGES_WITHOUT_REPORT) == []


def test_a_study_of_screen_pictures_is_told_as_such() -> None:
    found = holding(replace(STUDY, modalities=("SC", "OT")))
    assert [gap.record for gap in gaps(found, GapKind.PICTURES_ONLY)] == ["s"]
    assert gaps(holding(STUDY), GapKind.PICTURES_ONLY) == []


def test_pictures_of_discs_are_told_without_a_record() -> None:
    (gap,) = gaps(holding(pictures_of_discs=12), GapKind.PICTURES_ONLY)
    assert (gap.record, dict(gap.fields)["count"]) == (None, 12)


def test_a_series_with_slices_missing_is_told_with_their_numbers() -> None:
    found = holding(replace(STUDY, broken=(BrokenSeries("Chest", 38, (3, 4)),)))
    (gap,) = gaps(found, GapKind.SERIES_INCOMPLETE)
    assert dict(gap.fields) == {"series": "Chest", "count": 2, "here": 38, "whole": 40, "numbers": "3, 4"}


NOTE = record(
    "n", Kind.CONSULT_NOTE, "2024-05-06", told(ToldKind.STUDY, "CT", "2024-01-12", page=3, words="CT of 12 Jan")
)


def test_a_scan_told_of_and_not_here_cites_words_and_page() -> None:
    (gap,) = gaps(holding(NOTE), GapKind.STUDY_MENTIONED_MISSING)
    assert (gap.record, gap.page, gap.words) == ("n", 3, "CT of 12 Jan")
    assert dict(gap.fields)["what"] == "CT"
    assert str(dict(gap.fields)["date"]) == "2024-01-12"


@pytest.mark.parametrize(
    "held",
    [
        record("x", Kind.IMAGING_REPORT, "2024-01-12", modalities=("CT",)),
        record("x", Kind.IMAGING_STUDY, "2024-01-13", modalities=("CT",)),
        record("x", Kind.IMAGING_STUDY, "2024-01-12", modalities=("PT", "CT")),
        record("x", Kind.IMAGING_REPORT, "2024-01-12"),  # nobody knows of what sort
        record("x", Kind.IMAGING_REPORT, "2024-01", modalities=("CT",)),
        record("x", Kind.IMAGING_REPORT, modalities=("CT",)),  # nobody knows of what day
        record("x", Kind.PROCEDURE_REPORT, "2024-01-12"),
        record("x", Kind.IMAGING_STUDY, "2024-01-12", modalities=("CT",), trashed=True),
    ],
)
def test_what_may_be_the_scan_told_of_fills_the_gap(held: Held) -> None:
    assert gaps(holding(NOTE, held), GapKind.STUDY_MENTIONED_MISSING) == []


@pytest.mark.parametrize(
    "held",
    [
        record("x", Kind.IMAGING_REPORT, "2024-01-15", modalities=("CT",)),
        record("x", Kind.IMAGING_STUDY, "2024-01-12", modalities=("MR",)),
        record("x", Kind.CONSULT_NOTE, "2024-01-12"),
        record("x", Kind.IMAGING_REPORT, modalities=("MR",)),
    ],
)
def test_what_cannot_be_the_scan_told_of_does_not(held: Held) -> None:
    assert len(gaps(holding(NOTE, held), GapKind.STUDY_MENTIONED_MISSING)) == 1


def test_x_rays_have_many_codes() -> None:
    note = record("n", Kind.CONSULT_NOTE, "2024-05-06", told(ToldKind.STUDY, "XR", "2024-01-12"))
    held = record("x", Kind.IMAGING_STUDY, "2024-01-12", modalities=("DX",))
    assert gaps(holding(note, held), GapKind.STUDY_MENTIONED_MISSING) == []


def test_a_month_told_of_is_any_day_of_it() -> None:
    note = record("n", Kind.CONSULT_NOTE, "2024-05-06", told(ToldKind.STUDY, "CT", "2024-01"))
    assert (
        gaps(holding(note, record("x", Kind.IMAGING_REPORT, "2024-01-29")), GapKind.STUDY_MENTIONED_MISSING) == []
    )
    found = gaps(holding(note, record("x", Kind.IMAGING_REPORT, "2024-03-29")), GapKind.STUDY_MENTIONED_MISSING)
    assert len(found) == 1


def test_a_day_without_its_year_may_be_of_any_year() -> None:
    vague = replace(told(ToldKind.STUDY, "CT", "2024-01-12"), year_known=False)
    note = record("n", Kind.CONSULT_NOTE, "2024-05-06", vague)
    for date, count in (("2024-01-12", 0), ("2022-01-13", 0), ("2024-02-12", 1)):
        held = record("x", Kind.IMAGING_REPORT, date, modalities=("CT",))
        assert len(gaps(holding(note, held), GapKind.STUDY_MENTIONED_MISSING)) == count


def test_a_report_does_not_lack_what_it_reports() -> None:
    own = record(
        "r", Kind.IMAGING_REPORT, "2024-01-12", told(ToldKind.STUDY, "CT", "2024-01-12"), modalities=("CT",)
    )
    assert gaps(holding(own), GapKind.STUDY_MENTIONED_MISSING) == []


def test_what_lies_after_the_record_was_only_planned() -> None:
    note = record("n", Kind.CONSULT_NOTE, "2024-01-06", told(ToldKind.STUDY, "CT", "2024-02-12"))
    assert gaps(holding(note), GapKind.STUDY_MENTIONED_MISSING) == []


def test_one_scan_told_of_twice_is_one_gap_by_the_newest() -> None:
    again = record("later", Kind.LETTER, "2024-07-06", told(ToldKind.STUDY, "CT", "2024-01-12"))
    assert [gap.record for gap in gaps(holding(again, NOTE), GapKind.STUDY_MENTIONED_MISSING)] == ["later"]


NUMBERED = record("n", Kind.CONSULT_NOTE, "2024-05-06", told(ToldKind.PATHOLOGY, "S:24:1234"))
DATED = record("n", Kind.CONSULT_NOTE, "2024-05-06", told(ToldKind.PATHOLOGY, date="2024-03-20"))


@pytest.mark.parametrize("note", [NUMBERED, DATED])
def test_tissue_told_of_and_not_here_is_a_gap(note: Held) -> None:
    assert len(gaps(holding(note), GapKind.PATHOLOGY_MENTIONED_MISSING)) == 1


@pytest.mark.parametrize("accession", ["S24-1234", "S-24-0001234", "24-S-1234", "S1234/24", "S2024-1234"])
def test_a_case_number_is_known_however_it_is_printed(accession: str) -> None:
    report = record("p", Kind.PATHOLOGY_REPORT, "2024-03-20", accession=accession)
    assert gaps(holding(NUMBERED, report), GapKind.PATHOLOGY_MENTIONED_MISSING) == []


@pytest.mark.parametrize("accession", ["S24-12345", "S23-1234", "C24-1234", ""])
def test_another_number_is_another_case(accession: str) -> None:
    report = record("p", Kind.PATHOLOGY_REPORT, "2024-03-20", accession=accession)
    assert len(gaps(holding(NUMBERED, report), GapKind.PATHOLOGY_MENTIONED_MISSING)) == 1


def test_a_report_on_markers_is_not_the_report_it_adds_to() -> None:
    markers = record(
        "m",
        Kind.PATHOLOGY_REPORT,
        "2024-03-25",
        told(ToldKind.PATHOLOGY, "S:24:1234"),
        title="Biomarker report",
        accession="S24-1234",
    )
    assert [gap.record for gap in gaps(holding(markers), GapKind.PATHOLOGY_MENTIONED_MISSING)] == ["m"]
    whole = record("p", Kind.PATHOLOGY_REPORT, "2024-03-20", accession="S24-1234")
    assert gaps(holding(markers, whole), GapKind.PATHOLOGY_MENTIONED_MISSING) == []


@pytest.mark.parametrize(
    ("date", "count"), [("2024-03-18", 0), ("2024-04-10", 0), ("2024-03-01", 1), ("2024-08-01", 1)]
)
def test_tissue_of_a_day_may_be_reported_later(date: str, count: int) -> None:
    report = record("p", Kind.PATHOLOGY_REPORT, date)
    assert len(gaps(holding(DATED, report), GapKind.PATHOLOGY_MENTIONED_MISSING)) == count


def test_a_number_speaks_for_the_day_in_the_same_words() -> None:
    tells = told(ToldKind.PATHOLOGY, "S:24:1234"), told(ToldKind.PATHOLOGY, date="2024-03-20")
    note = record("n", Kind.CONSULT_NOTE, "2024-05-06", *tells)
    assert len(gaps(holding(note), GapKind.PATHOLOGY_MENTIONED_MISSING)) == 1


LETTER = record("l", Kind.LETTER, "2024-05-06")


def test_a_marker_only_other_papers_tell_of_is_a_gap() -> None:
    facts = (
        fact("l", FactKind.MARKER, "ER positive", name="ER", page=2),
        fact("l", FactKind.MARKER, "PR 5 %", name="PR"),
    )
    (gap,) = gaps(holding(LETTER, facts=facts), GapKind.MARKER_MENTIONED_MISSING)
    assert (gap.record, gap.page, gap.words, dict(gap.fields)["names"]) == ("l", 2, "ER positive", "ER, PR")


def test_a_laboratorys_report_that_names_it_fills_the_gap() -> None:
    report = record("p", Kind.PATHOLOGY_REPORT, "2024-03-20", names=("ER",))
    facts = (fact("l", FactKind.MARKER, "ER positive", name="ER"),)
    assert gaps(holding(LETTER, report, facts=facts), GapKind.MARKER_MENTIONED_MISSING) == []


def test_what_nobody_is_sure_of_is_no_gap() -> None:
    facts = (fact("l", FactKind.MARKER, "ER ?", name="ER", status="to_review"),)
    assert gaps(holding(LETTER, facts=facts), GapKind.MARKER_MENTIONED_MISSING) == []


AWAITS = record("p", Kind.PATHOLOGY_REPORT, "2024-03-20", told(ToldKind.PENDING, "HER2"), names=("ER", "HER2"))


def test_a_result_still_to_come_is_a_gap_until_a_report_gives_it() -> None:
    assert [gap.record for gap in gaps(holding(AWAITS), GapKind.MARKER_MENTIONED_MISSING)] == ["p"]
    given = record("m", Kind.MOLECULAR_REPORT, "2024-04-20", names=("HER2",))
    assert gaps(holding(AWAITS, given), GapKind.MARKER_MENTIONED_MISSING) == []
    older = replace(given, date=replace(given.date, year=2020)) if given.date else given
    assert len(gaps(holding(AWAITS, older), GapKind.MARKER_MENTIONED_MISSING)) == 1
    facts = (fact("p", FactKind.MARKER, "HER2 negative", name="HER2"),)
    assert gaps(holding(AWAITS, facts=facts), GapKind.MARKER_MENTIONED_MISSING) == []


EARLY = record(
    "e",
    Kind.IMAGING_REPORT,
    "2024-03-04",
    told(ToldKind.PRELIMINARY, words="PRELIMINARY REPORT"),
    revision=Revision.PRELIMINARY,
    modalities=("CT",),
    accession="A1",
)


def test_a_preliminary_report_without_the_final_one() -> None:
    (gap,) = gaps(holding(EARLY), GapKind.FINAL_MISSING)
    assert (gap.record, gap.words) == ("e", "PRELIMINARY REPORT")


@pytest.mark.parametrize(
    ("other", "count"),
    [
        (replace(EARLY, id="f", revision=Revision.FINAL), 0),
        (replace(EARLY, id="f", revision=Revision.UNKNOWN, accession=""), 0),
        (replace(EARLY, id="f", revision=Revision.FINAL, accession="A2"), 1),
        (replace(EARLY, id="f", revision=Revision.FINAL, accession="", modalities=("MR",)), 1),
        (replace(EARLY, id="f", revision=Revision.FINAL, kind=Kind.PATHOLOGY_REPORT), 1),
    ],
)
def test_the_final_version_is_known_by_its_number_or_day_and_subject(other: Held, count: int) -> None:
    kept = replace(other, telling=LETTER.telling)
    assert len(gaps(holding(EARLY, kept), GapKind.FINAL_MISSING)) == count


ANNOUNCES = record(
    "p",
    Kind.PATHOLOGY_REPORT,
    "2024-03-20",
    told(ToldKind.ADDENDUM, words="Addendum to follow."),
    accession="S24-1234",
    cues=PairCues(specimens=("S:24:1234",), whole=True),
)


def test_an_addendum_announced_and_not_here() -> None:
    (gap,) = gaps(holding(ANNOUNCES), GapKind.ADDENDUM_MISSING)
    assert (gap.record, gap.words) == ("p", "Addendum to follow.")


def test_an_addendum_that_came_fills_the_gap() -> None:
    addendum = record("a", Kind.PATHOLOGY_REPORT, "2024-04-01", revision=Revision.ADDENDUM, accession="S-24-1234")
    paired = frozenset({(PairKind.ADDENDUM_TO, "a", "p")})
    other = replace(addendum, accession="S24-999")
    assert gaps(holding(ANNOUNCES, addendum), GapKind.ADDENDUM_MISSING) == []
    assert gaps(holding(ANNOUNCES, other, pairs=paired), GapKind.ADDENDUM_MISSING) == []
    assert len(gaps(holding(ANNOUNCES, other), GapKind.ADDENDUM_MISSING)) == 1
    assert gaps(holding(replace(ANNOUNCES, revision=Revision.ADDENDUM)), GapKind.ADDENDUM_MISSING) == []


def test_a_case_number_in_a_letter_is_not_its_own_though_it_is_printed_as_accession() -> None:
    tells = told(
        ToldKind.PATHOLOGY, "S:24:29446", words="Outside pathology, accession S24-29446, showed carcinoma."
    )
    letter = record("l", Kind.LETTER, "2024-05-06", tells, accession="S24-29446")
    (gap,) = (g for g in gaps_in(holding(letter), rules().gaps) if g.kind is GapKind.PATHOLOGY_MENTIONED_MISSING)
    assert (gap.record, gap.page, gap.words) == ("l", 1, tells.words)
    report = record("p", Kind.PATHOLOGY_REPORT, "2024-05-01", accession="S24-29446")
    assert not gaps_in(holding(letter, report), rules().gaps)
