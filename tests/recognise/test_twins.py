"""The same thing twice: hard cases by name, and figures on made-up and real records."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path

import pytest

from recordkeeper.formats.registry import Registry
from recordkeeper.recognise.rules import Rules
from recordkeeper.recognise.sketch import Sketch, fingerprint_of
from recordkeeper.recognise.trace import BelongingRules
from recordkeeper.recognise.twin_index import TwinIndex, postings
from recordkeeper.recognise.twin_rules import TwinRules
from recordkeeper.recognise.twins import judge, likeness
from recordkeeper.records.belonging import Likeness, Revision, TwinCandidate, Twinship
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.reading import PageText
from tests.bench.belonging_twins import made, real, score
from tests.conftest import ROOT
from tests.making.layouts import Letterhead, Portal
from tests.making.noise import misread
from tests.making.paper import Paper, somebody
from tests.making.prose import made_up
from tests.making.versions import NORMAL_CHEST, a_report

FOLDER = ROOT / "resources" / "rules"
DAY, OTHER_DAY = PartialDate(2024, 3, 5), PartialDate(2024, 3, 6)


@pytest.fixture(scope="module")
def rules() -> TwinRules:
    return TwinRules.load(FOLDER)


def paper(kind: str, words: int = 300, seed: int = 1) -> Paper:
    draw = random.Random(seed)
    made_paper = a_report(draw, kind, somebody(draw))
    return replace(made_paper, body=made_up(draw, kind, words)[1]) if kind != "normal" else made_paper


def record(
    name: str,
    pages: list[PageText],
    rules: TwinRules,
    date: PartialDate | None = DAY,
    accession: str = "",
    revision: Revision = Revision.UNKNOWN,
    reported: PartialDate | None = None,
) -> TwinCandidate:
    return TwinCandidate(name, fingerprint_of(pages, rules=rules), date, 1.0, accession, revision, reported)


def text(*lines: str) -> list[PageText]:
    return [PageText(1, "\n".join(lines))]


def set_in(layout: type, made_paper: Paper) -> list[PageText]:
    return layout(random.Random(3)).pages(made_paper)


def judged(one: TwinCandidate, other: TwinCandidate, rules: TwinRules) -> Twinship:
    found, turned = judge(one, other, rules=rules), judge(other, one, rules=rules)
    assert found.likeness is turned.likeness
    assert found.shown == turned.shown
    return found


def test_a_text_is_like_itself_and_unlike_another(rules: TwinRules) -> None:
    one, other = (
        fingerprint_of(set_in(Letterhead, paper(kind, 300, len(kind))), rules=rules)
        for kind in ("consult_note", "pathology_report")
    )
    assert likeness(one, one, rules=rules) > 0.95
    assert likeness(one, other, rules=rules) < 0.05


@pytest.mark.parametrize("kind", ["pathology_report", "imaging_report", "progress_note", "lab_report"])
def test_a_portals_print_and_a_scan_are_twins_of_the_report(kind: str, rules: TwinRules) -> None:
    report = paper(kind)
    pdf = record("pdf", set_in(Letterhead, report), rules)
    portal = record("portal", set_in(Portal, report), rules)
    draw = random.Random(5)
    scan = record("scan", [misread(page, draw, 0.01) for page in set_in(Letterhead, report)], rules)
    for other in (portal, scan):
        found = judged(pdf, other, rules)
        assert found.likeness is Likeness.SAME
        assert found.confidence > 0.8
        assert found.shown == ""


def test_sections_in_another_order_are_the_same_text(rules: TwinRules) -> None:
    parts = paper("consult_note", 500).body.split("\n\n")
    one, other = (record(name, text(*order), rules) for name, order in (("a", parts), ("b", parts[::-1])))
    assert judged(one, other, rules).likeness is Likeness.SAME


def test_a_table_whose_columns_stand_in_another_order_is_the_same(rules: TwinRules) -> None:
    rows = [line.split("   ") for line in paper("lab_report", 200).body.split("\n") if line.count("   ") >= 3]
    one = record("a", text("LAB RESULTS", *("   ".join(row) for row in rows)), rules)
    other = record("b", text("LABORATORY", *(f"{row[0]}   {row[3]}   {row[1]}   {row[2]}" for row in rows)), rules)
    assert judged(one, other, rules).likeness is Likeness.SAME


@pytest.mark.parametrize(
    "printed", ["03/05/2024", "2024-03-05", "March 5, 2024", "5 March 2024", "05.03.24", "5 de marzo de 2024"]
)
def test_a_date_counts_as_the_same_however_it_is_printed(printed: str, rules: TwinRules) -> None:
    sketch = Sketch.of(fingerprint_of(text(f"Collected {printed}"), rules=rules))
    assert sketch.day_set == Sketch.of(fingerprint_of(text("Collected 2024-03-05"), rules=rules)).day_set


def test_the_same_panel_on_another_day_is_no_twin_even_if_the_days_are_not_known(rules: TwinRules) -> None:
    one, other = (record(str(seed), text(paper("lab_report", 200, seed).body), rules, None) for seed in (1, 2))
    assert judged(one, other, rules).likeness is Likeness.TEMPLATE


def test_a_note_copied_forward_to_the_next_day_is_no_twin(rules: TwinRules) -> None:
    note = paper("progress_note", 400).body
    one = record("monday", text("PROGRESS NOTE 03/05/2024", note), rules, DAY)
    other = record("tuesday", text("PROGRESS NOTE 03/06/2024", note), rules, OTHER_DAY)
    assert judged(one, other, rules).likeness is Likeness.TEMPLATE


def test_two_normal_chest_x_rays_in_the_same_words_are_two(rules: TwinRules) -> None:
    head = "XR CHEST   Patient: Imogen Quillan   MRN: 4418822   DOB: 02/02/1961   Exam date: "
    one = record("march", text(f"{head}03/05/2024", NORMAL_CHEST), rules, DAY, "A24-10001")
    other = record("june", text(f"{head}06/01/2024", NORMAL_CHEST), rules, PartialDate(2024, 6, 1), "A24-20002")
    assert judged(one, other, rules).likeness is Likeness.TEMPLATE


def test_the_same_template_with_other_case_numbers_on_one_day_is_two(rules: TwinRules) -> None:
    head = "XR CHEST   Patient: Imogen Quillan   Exam date: 03/05/2024   Accession: "
    one = record("morning", text(f"{head}A24-10001", NORMAL_CHEST), rules, DAY, "A24-10001")
    other = record("evening", text(f"{head}A24-20002", NORMAL_CHEST), rules, DAY, "A24-20002")
    assert judged(one, other, rules).likeness is Likeness.TEMPLATE


def test_a_date_that_was_misjudged_does_not_hide_a_twin(rules: TwinRules) -> None:
    report = [
        *set_in(Letterhead, paper("pathology_report", 400)),
        *text("Collected 03/05/2024   Reported 03/06/2024"),
    ]
    one, other = record("pdf", report, rules, DAY), record("copy", report, rules, OTHER_DAY)
    assert judged(one, other, rules).likeness is Likeness.SAME


def test_a_faxs_own_line_and_day_change_nothing(rules: TwinRules) -> None:
    body = paper("imaging_report", 200).body
    one = record("pdf", text("FROM: EASTMERE   03/09/2024 10:41   P.01/02", "CT CHEST", body), rules, None)
    other = record("fax", text("FROM: ALDERTON   11/30/2023 08:02   P.09/12", "CT CHEST", body), rules, None)
    assert judged(one, other, rules).likeness is Likeness.SAME


def test_final_replaces_preliminary(rules: TwinRules) -> None:
    body = paper("pathology_report", 400).body
    early = record(
        "early", text("PRELIMINARY REPORT", body[: int(0.8 * len(body))]), rules, revision=Revision.PRELIMINARY
    )
    final = record("final", text("FINAL REPORT", body), rules, revision=Revision.FINAL)
    found = judged(early, final, rules)
    assert (found.likeness, found.shown) == (Likeness.REVISED, "final")


def test_what_has_an_addendum_replaces_what_has_none(rules: TwinRules) -> None:
    body = paper("pathology_report", 400).body
    final = record("final", text(body), rules)
    added = record("added", text(body, "ADDENDUM: HER2 is negative by FISH."), rules, revision=Revision.ADDENDUM)
    assert judged(final, added, rules).shown == "added"


def test_a_correction_of_one_number_replaces_the_report(rules: TwinRules) -> None:
    body = f"{paper('pathology_report', 300).body}\nThe tumor measures 14 mm in greatest dimension."
    wrong = record("wrong", text(body), rules, revision=Revision.FINAL)
    right = record(
        "right", text("CORRECTED REPORT", body.replace("14 mm", "41 mm")), rules, revision=Revision.CORRECTED
    )
    assert judged(wrong, right, rules).shown == "right"


def test_of_two_addenda_the_one_issued_later_is_shown(rules: TwinRules) -> None:
    body = paper("pathology_report", 400).body
    added = Revision.ADDENDUM
    one = record(
        "one", text(body, "ADDENDUM: ER positive."), rules, DAY, "S24-1234", added, PartialDate(2024, 3, 9)
    )
    two = record(
        "two",
        text(body, "ADDENDUM: ER positive.", "ADDENDUM 2: HER2 negative."),
        rules,
        DAY,
        "S24-1234",
        added,
        PartialDate(2024, 3, 20),
    )
    assert judged(one, two, rules).shown == "two"


def test_a_photo_of_one_page_is_a_part_and_says_of_which_page(rules: TwinRules) -> None:
    pages = set_in(Letterhead, paper("consult_note", 2200))
    assert len(pages) >= 4
    whole = record("whole", pages, rules)
    photo = record("photo", [misread(pages[2], random.Random(2), 0.01)], rules)
    found = judge(photo, whole, rules=rules)
    assert (found.likeness, found.shown) == (Likeness.PART, "whole")
    assert found.pages == ((1, 3),)


def test_two_words_are_no_twin_of_two_words(rules: TwinRules) -> None:
    one, other = (
        record("a", text("Page intentionally blank"), rules, None),
        record("b", text("Page intentionally blank"), rules, None),
    )
    assert judge(one, other, rules=rules).confidence < 0.95
    empty = record("c", [PageText(1, "")], rules, None)
    assert judge(empty, record("d", [], rules, None), rules=rules).likeness is Likeness.DIFFERENT


def test_a_sketch_is_small_and_survives_being_stored(rules: TwinRules) -> None:
    pages = set_in(Letterhead, paper("consult_note", 2500))
    packed = fingerprint_of(pages, rules=rules)
    assert len(packed) < 6000
    assert Sketch.of(packed).packed() == packed


@pytest.mark.parametrize("untrusted", [b"", b"\x01", b"\x01" * 30, b"\x02" * 100, bytes(5000)])
def test_bytes_that_are_no_sketch_are_refused(untrusted: bytes) -> None:
    with pytest.raises(ValueError, match="not a sketch"):
        Sketch.of(untrusted)


def test_the_index_finds_a_twin_among_thousands_without_comparing_them(rules: TwinRules) -> None:
    filed = []
    for number in range(3000):
        draw = random.Random(number)
        _, body = made_up(draw, draw.choice(("progress_note", "imaging_report", "lab_report")), 120)
        filed.append(
            (f"{number}", postings(fingerprint_of(text(f"Case {number} of {draw.random()}", body), rules=rules)))
        )
    report = set_in(Letterhead, paper("pathology_report", 500, 99))
    filed.append(("pdf", postings(fingerprint_of(report, rules=rules))))
    index = TwinIndex(filed)
    scan = postings(fingerprint_of([misread(page, random.Random(1), 0.02) for page in report], rules=rules))
    began = time.perf_counter()
    near = index.near(scan)
    assert time.perf_counter() - began < 0.5
    assert near[0] == "pdf"
    assert TwinIndex([]).near(scan) == ()


def test_a_made_up_library_has_no_false_twin_and_hardly_a_twin_is_missed(rules: TwinRules) -> None:
    result = score(made(Rules.load(FOLDER), BelongingRules.load(FOLDER), 8, "pinned"), rules)
    assert result.precision >= 0.99, result.errors
    assert result.recall >= 0.93, result.errors
    assert result.ordered >= 0.95 * result.versions, result.errors


@pytest.mark.slow
def test_no_two_labelled_texts_are_taken_for_one(rules: TwinRules, shared_data: Path) -> None:
    held = real(shared_data, Registry(ROOT / "resources"), Rules.load(FOLDER), rules, ())
    result = score(held, rules)
    assert result.extra == 0, result.errors
    assert result.recall >= 0.97, result.errors
