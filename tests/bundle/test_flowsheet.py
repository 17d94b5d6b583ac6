"""The flowsheet of a bundle: a page a group, every number with its page, markers over treatments."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pymupdf
import pytest

from recordkeeper.app import App
from recordkeeper.bundle.verify import verify
from recordkeeper.catalogue import labs
from recordkeeper.intake.lab_entry import Typed, correct_result, type_result
from recordkeeper.library import acts, preparing
from recordkeeper.paper.flow_sheet import write
from recordkeeper.paths import resources
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.flow import FlowCell, FlowColumn, FlowRow, FlowSheet, FlowTable
from recordkeeper.records.labs import LabStatus
from recordkeeper.records.own import OwnList
from recordkeeper.wording.words import Words
from recordkeeper.work.pool import WorkerPool
from recordkeeper.work.progress import Progress
from tests.bundle.shelf import all_records, do, export, manifest_of
from tests.making import documents as papers
from tests.making.libraries import a_library, bring_in

HEAD = "LABORATORY REPORT\nHarbor Laboratory\nAnna Sample   Born 03/05/1964\n"
TABLE = "Test            Result   Flag   Units    Reference Range\n"
DAYS = [f"{month:02}/14/2024" for month in range(1, 12)]
CEA = ["5.9    H", "14.2   H", "31.7   H", "22.0   H", "12.4   H", "6.3    H", "4.1", "3.9", "<0.5", "2.2", "2.4"]


def report(day: str, cea: str) -> list[str]:
    front = f"{HEAD}Collected: {day}\nThis report has two pages. The results are on the second.\n"
    return [
        front,
        f"{HEAD}Collected: {day}\n\n{TABLE}"
        f"Sodium          140             mmol/L   135-145\nPotassium       4.1             mmol/L   3.5-5.1\n"
        f"Hemoglobin      12.9            g/dL     12.0-16.0\nCEA             {cea:8s}        ng/mL    0.0-5.0\n",
    ]


@pytest.fixture(scope="module")
def tested(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    """Eleven reports of two pages, one value put right, one typed, treatments shared and private."""
    place = tmp_path_factory.mktemp("tested")
    with a_library(place / "library") as app:
        texts = map(report, DAYS, CEA)
        made = [papers.pdf_with_text(place / f"{number}.pdf", text) for number, text in enumerate(texts)]
        bring_in(app, *made)
        for fields in (
            {"name": "FOLFOX", "kind": "drug", "start": "2024-02-20", "end": "2024-05-30"},
            {"name": "Bowel operation", "kind": "operation", "start": "2024-07-02"},
            {"name": "Secret cure", "kind": "drug", "start": "2024-08-02", "share": "no"},
        ):
            do(app, preparing.add_entry, OwnList.TREATMENTS, fields)
        rules = app.lab_rules()
        do(app, type_result, rules, Typed("CA 19-9", "41", "2024-06-02", "U/mL", "<37", "H", "City lab"))
        db = app.library.catalogue.reader()
        sodium = next(one for one in labs.all_results(db) if one.result.name == "Sodium")
        do(app, correct_result, rules, f"{sodium.record}{labs.SIGN}{sodium.id}", "printed", "141")
        yield app


@pytest.fixture(scope="module")
def bundle(tested: App, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(export(tested, tmp_path_factory.mktemp("flow") / "bundle", "lab_report").entry.path)


def pages_of(path: Path) -> list[str]:
    with pymupdf.open(path) as document:
        return [" ".join(page.get_text().split()) for page in document]


def flow_of(bundle: Path) -> tuple[Path, range]:
    """The sheet's own file, and its pages in the packet."""
    (sheet,) = (each for each in manifest_of(bundle)["sheets"] if each["key"] == "blood_tests")
    return bundle / sheet["path"], range(sheet["first_page"], sheet["last_page"] + 1)


def test_each_group_has_its_page_and_every_value_its_lab_s_mark(bundle: Path) -> None:
    path, _ = flow_of(bundle)
    markers, blood, salts, _curves = pages_of(path)
    assert "Tumor markers" in markers
    assert "5.9 H" in markers
    assert "range 0.0-5.0" in markers
    assert "<0.5" in markers
    assert "Hemoglobin" in blood
    assert "Blood count" in blood
    assert "Salts and sugar" in salts
    assert "Potassium" in salts


def test_more_tests_and_days_than_a_page_holds_go_on_over_the_next_ones(tmp_path: Path) -> None:
    days = tuple(FlowColumn(PartialDate(2024, 1, 1 + at)) for at in range(25))
    cells = [tuple(FlowCell(f"{row}.{at:02}") for at in range(25)) for row in range(40)]
    rows = tuple(FlowRow(f"Test {at}", "mmol/L", "Lab", row) for at, row in enumerate(cells))
    flow = FlowSheet("Anna", None, PartialDate(2024), (FlowTable("other", days, rows),))
    out = tmp_path / "f.pdf"
    write(flow, out, Words.load(resources() / "wording", "en"), {}, 1)
    said = pages_of(out)
    assert len(said) == 9
    assert "continued" not in said[0]
    assert all("Other tests, continued" in page for page in said[1:])
    for wanted in (cell.printed for row in cells for cell in row):
        assert sum(wanted in page.split() for page in said) == 1, wanted


def test_every_cell_cites_the_page_of_the_packet_on_which_its_number_stands(bundle: Path) -> None:
    """The reports have a page in front: a citation of the record's first page would be wrong."""
    path, _ = flow_of(bundle)
    packet = pages_of(bundle / "Packet.pdf")
    with pymupdf.open(path) as document:
        cells = [
            (value[4], under[4])
            for page in document
            for value in page.get_text("words")
            for under in page.get_text("words")
            if under[4].isdigit() and abs(under[3] - value[3] - 8.5) < 3 and 0 <= under[0] - value[0] < 14
        ]
    found = {value: packet[int(page) - 1] for value, page in cells}
    for value in ("5.9", "14.2", "31.7", "22.0", "6.3", "<0.5"):
        assert f"CEA {value}" in found[value], value


def test_the_pages_in_the_packet_say_the_same_as_the_sheet_s_own_file(bundle: Path) -> None:
    path, numbers = flow_of(bundle)
    packet = pages_of(bundle / "Packet.pdf")
    for own, number in zip(pages_of(path), numbers, strict=True):
        for word in own.split("Made for this bundle")[-1].split():
            assert word in packet[number - 1], (number, word)


def test_curves_stand_over_treatments_that_are_shared(bundle: Path) -> None:
    last = pages_of(flow_of(bundle)[0])[-1]
    assert "Tumor markers over treatments" in last
    assert "FOLFOX" in last
    assert "Bowel operation" in last
    assert "Secret cure" not in " ".join(pages_of(bundle / "Packet.pdf"))


def test_what_a_person_typed_or_put_right_is_marked(bundle: Path) -> None:
    said = " ".join(pages_of(flow_of(bundle)[0]))
    assert "CA 19-9" in said
    assert "41 H" in said
    assert "the patient says" in said
    assert "141" in said
    assert "put it right" in said


def test_a_doubtful_number_is_not_told_only_its_page(tested: App, tmp_path: Path) -> None:
    paper = papers.pdf_with_text(
        tmp_path / "odd.pdf",
        [f"{HEAD}Collected: 12/20/2024\n\n{TABLE}CEA             97531           furlongs 0.0-5.0\n"],
    )
    bring_in(tested, paper)
    db = tested.library.catalogue.reader()
    odd = next(one for one in labs.all_results(db) if one.result.printed == "97531")
    assert odd.status is LabStatus.TO_REVIEW
    said = " ".join(pages_of(flow_of(Path(export(tested, tmp_path / "b", odd.record).entry.path))[0]))
    assert "97531" not in said
    assert "?" in said
    assert "see p." in said
    do(tested, acts.trash, [odd.record])


def test_results_of_records_that_stay_out_are_not_told(tested: App, tmp_path: Path) -> None:
    kept = next(r.id for r in all_records(tested) if str(r.service_date) == "2024-03-14")
    made = Path(export(tested, tmp_path / "one", kept).entry.path)
    said = " ".join(pages_of(flow_of(made)[0]))
    assert "31.7" in said
    assert "14.2" not in said
    assert "22.0" not in said


def test_it_is_listed_verified_and_left_out_on_wish(
    bundle: Path, tested: App, pool: WorkerPool, tmp_path: Path
) -> None:
    assert all(check.ok for check in verify(bundle, pool, Progress()))
    assert "Blood tests by date" in (bundle / "index.html").read_text("utf-8")
    assert "Blood tests by date" in pages_of(bundle / "Packet.pdf")[0]
    without = Path(export(tested, tmp_path / "w", "lab_report", without_sheets=("blood_tests",)).entry.path)
    assert all(each["key"] != "blood_tests" for each in manifest_of(without)["sheets"])
    spanish = Path(export(tested, tmp_path / "es", "lab_report", language="es").entry.path)
    assert "Marcadores tumorales" in " ".join(pages_of(flow_of(spanish)[0]))
