"""What belongs together is found when records come in, told from both sides, and put right by a person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from recordkeeper.app import App
from recordkeeper.catalogue import documents, record_lines, traces
from recordkeeper.intake.belong import belong
from recordkeeper.intake.reread import reread
from recordkeeper.library import acts
from recordkeeper.records.belonging import PairKind, Relation
from recordkeeper.records.document import Record
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.kinds import Kind, Status
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import CancelToken, Progress
from tests.making import documents as making
from tests.making.dicom import SeriesRecipe, write_series
from tests.making.libraries import a_library, bring_in, built_again, write

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

HEAD = "Sample Hospital\nPatient: Anna Sample\nDate of birth: 03/05/1964\n"
CT = f"""{HEAD}RADIOLOGY REPORT
Exam: CT CHEST WITH CONTRAST
Exam date: 03/12/2024
Accession: RAD7712345
TECHNIQUE: Helical images of the chest after 80 mL of contrast.
FINDINGS: The lungs are clear. No enlarged lymph nodes are seen. The heart is of normal size.
There is a small cyst in the liver, 8 mm, as before. Bones show wear that fits the age.
IMPRESSION: No change since the last examination. A small cyst in the liver.
"""
TISSUE = f"""{HEAD}SURGICAL PATHOLOGY REPORT
Case number: S24-4711
Collected: 02/02/2024
Reported: 02/05/2024
SPECIMEN: Left breast, needle biopsy.
GROSS DESCRIPTION: Three cores, each 12 mm long, tan and firm.
DIAGNOSIS: Left breast, biopsy: invasive ductal carcinoma, grade 2, in two of three cores, 9 mm at most.
"""
MOLECULAR = f"""{HEAD}MOLECULAR PATHOLOGY REPORT
Next generation sequencing of tumor tissue
Specimen: S24-4711, left breast
Collected: 02/02/2024
Reported: 03/01/2024
RESULTS: PIK3CA p.H1047R detected, variant allele frequency 31 %. ERBB2 not amplified. TP53 no variant found.
METHOD: 324 genes were sequenced from tumor DNA. Genomic findings: tumor mutational burden 3 per megabase.
"""


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        yield app


def records(app: App) -> dict[str, Record]:
    """By the name of their first file."""
    found = documents.find(app.library.catalogue.reader(), Listing())
    return {record.files[0].name: record for record in found}


def act(app: App, what: Callable[..., object], *arguments: object) -> None:
    app.lanes.writer.submit(what, app.library, *arguments).result()


def again(app: App) -> None:
    belong(app.library, app.lanes, progress=Progress(), cancel=CancelToken())


def seen(record: Record) -> set[tuple[str, Relation]]:
    return {(each.record, each.relation) for each in (*record.relatives.pairings, *record.relatives.twins)}


def heap(place: Path) -> Path:
    """A report as text and as PDF, its scan, a biopsy and its molecular report."""
    write(place, {"ct.txt": CT, "tissue.txt": TISSUE, "molecular.txt": MOLECULAR})
    making.pdf_with_text(place / "ct.pdf", [CT])
    write_series(place / "scan", SeriesRecipe(accession="RAD7712345", study_date="20240312"))
    return place


def test_one_text_in_two_files_is_shown_once(app: App, tmp_path: Path) -> None:
    bring_in(app, heap(tmp_path / "heap"))
    found = records(app)
    text, pdf = found["ct.txt"], found["ct.pdf"]
    assert (pdf.id, Relation.SAME_TEXT) in seen(text)
    assert (text.id, Relation.SAME_TEXT) in seen(pdf)
    lines = record_lines.of(app.library.catalogue.reader(), (text.id, pdf.id))
    (shown,) = (line.id for line in lines.values() if not line.shown_as)
    assert {text.relatives.shown_as, pdf.relatives.shown_as} == {"", shown}
    counted = {line.id: line.copies for line in record_lines.find(app.library.catalogue.reader(), Listing())}
    assert {counted[text.id], counted[pdf.id]} == {0, 1}
    assert counted[shown] == 1
    assert all(each.reasons for each in text.relatives.twins)


def test_a_family_is_seen_from_each_of_its_records(app: App, tmp_path: Path) -> None:
    bring_in(app, heap(tmp_path / "heap"))
    found = records(app)
    study = next(record for record in found.values() if record.kind is Kind.IMAGING_STUDY)
    shown = next(found[name] for name in ("ct.txt", "ct.pdf") if not found[name].relatives.shown_as)
    assert (shown.id, Relation.STUDY_OF_REPORT) in seen(study)
    for name in ("ct.txt", "ct.pdf"):  # the one that is not shown has the family of the one that is
        assert (study.id, Relation.REPORT_OF_STUDY) in seen(found[name])
    assert (found["tissue.txt"].id, Relation.MOLECULAR_OF) in seen(found["molecular.txt"])
    assert (found["molecular.txt"].id, Relation.HAS_MOLECULAR) in seen(found["tissue.txt"])
    (why,) = (each for each in study.relatives.pairings if each.record == shown.id)
    assert any("RAD7712345" in reason.words for reason in why.reasons)


def test_the_later_version_stands_for_the_earlier_one(app: App, tmp_path: Path) -> None:
    first = TISSUE.replace("REPORT\n", "REPORT - PRELIMINARY\n", 1)
    last = TISSUE.replace("REPORT\n", "REPORT - CORRECTED REPORT\n", 1).replace("02/05/2024", "02/09/2024")
    bring_in(app, write(tmp_path / "heap", {"first.txt": first, "last.txt": last}))
    found = records(app)
    assert found["last.txt"].relatives.supersedes == (found["first.txt"].id,)
    assert found["first.txt"].relatives.shown_as == found["last.txt"].id
    assert (found["last.txt"].id, Relation.REPLACED_BY) in seen(found["first.txt"])


def test_what_comes_later_is_compared_with_what_is_here(app: App, tmp_path: Path) -> None:
    whole = heap(tmp_path / "heap")
    for path in sorted(whole.iterdir()):
        bring_in(app, path)
    together = {name: record.relatives for name, record in records(app).items()}
    with a_library(tmp_path / "other") as other:
        bring_in(other, whole)
        at_once = {name: record.relatives for name, record in records(other).items()}
    assert together == at_once


def test_a_person_takes_two_apart_and_back_again(app: App, tmp_path: Path) -> None:
    bring_in(app, heap(tmp_path / "heap"))
    before = records(app)
    text, pdf = before["ct.txt"].id, before["ct.pdf"].id
    molecular, tissue = before["molecular.txt"].id, before["tissue.txt"].id
    act(app, acts.unpair, text, pdf)
    act(app, acts.unpair, tissue, molecular)
    apart = records(app)
    assert apart["ct.txt"].relatives.apart == (pdf,)
    assert not {record.relatives.shown_as for record in apart.values()} - {""}
    assert tissue not in {other for other, _ in seen(apart["molecular.txt"])}
    act(app, acts.undo)
    act(app, acts.undo)
    assert {name: seen(record) for name, record in records(app).items()} == {
        name: seen(record) for name, record in before.items()
    }


def test_a_person_puts_two_together(app: App, tmp_path: Path) -> None:
    letter = f"{HEAD}Dear Dr. Example,\nThank you for seeing Mrs. Sample.\nYours sincerely,\nDr. Test"
    bring_in(app, write(heap(tmp_path / "heap"), {"letter.txt": letter}))
    found = records(app)
    letter_id, tissue = found["letter.txt"].id, found["tissue.txt"].id
    study = next(record.id for record in found.values() if record.imaging)
    act(app, acts.pair, letter_id, tissue)
    act(app, acts.pair, study, tissue, PairKind.REPORT_OF_STUDY)
    found = records(app)
    assert (tissue, Relation.TOGETHER) in seen(found["letter.txt"])
    assert (letter_id, Relation.TOGETHER) in seen(found["tissue.txt"])
    assert all(each.said and each.confidence == 1 for each in found["letter.txt"].relatives.pairings)
    act(app, acts.pair, letter_id, tissue, "same_text")
    assert (tissue, Relation.SAME_TEXT) in seen(records(app)["letter.txt"])
    with pytest.raises(InputProblem, match="pair_with_itself"):
        acts.pair(app.library, tissue, tissue)
    with pytest.raises(InputProblem, match="not_a_relation"):
        acts.pair(app.library, tissue, letter_id, "cousins")


def test_reading_again_and_building_again_find_the_same(app: App, tmp_path: Path) -> None:
    bring_in(app, heap(tmp_path / "heap"))
    found = records(app)
    act(app, acts.unpair, found["ct.txt"].id, found["ct.pdf"].id)
    again(app)
    before = {record.id: record.relatives for record in records(app).values()}
    reread(app.library, app.lanes, app.rules(), None, progress=Progress(), cancel=CancelToken())
    again(app)
    assert {record.id: record.relatives for record in records(app).values()} == before
    with built_again(app, tmp_path / "again") as rebuilt:
        again(rebuilt)
        assert {record.id: record.relatives for record in records(rebuilt).values()} == before


def test_when_the_one_shown_goes_to_the_trash_the_other_is_shown(app: App, tmp_path: Path) -> None:
    bring_in(app, heap(tmp_path / "heap"))
    found = records(app)
    hidden, shown = sorted((found["ct.txt"], found["ct.pdf"]), key=lambda record: not record.relatives.shown_as)
    act(app, acts.trash, [shown.id])
    again(app)
    left = documents.get(app.library.catalogue.reader(), hidden.id)
    assert left.relatives.shown_as == ""
    assert {relation for _, relation in seen(left)} == {Relation.REPORT_OF_STUDY}
    act(app, acts.undo)
    again(app)
    assert {record.id: record.relatives for record in records(app).values()} == {
        record.id: record.relatives for record in found.values()
    }


def test_a_corrected_kind_is_compared_anew(app: App, tmp_path: Path) -> None:
    bring_in(app, heap(tmp_path / "heap"))
    study = next(record for record in records(app).values() if record.imaging)
    for name in ("ct.txt", "ct.pdf"):
        act(app, acts.correct, records(app)[name].id, "kind", "letter")
    assert traces.asked(app.library.catalogue.reader())
    again(app)
    assert not documents.get(app.library.catalogue.reader(), study.id).relatives.pairings


def test_pages_put_together_are_compared_as_one(app: App, tmp_path: Path) -> None:
    first, second = CT.split("FINDINGS", 1)
    making.pdf_with_text(tmp_path / "heap" / "whole.pdf", [first, f"FINDINGS{second}"])
    write(tmp_path / "heap", {"1.txt": first, "2.txt": f"FINDINGS{second}"})
    bring_in(app, tmp_path / "heap")
    found = records(app)
    act(app, acts.merge, [found["1.txt"].id, found["2.txt"].id])
    again(app)
    assert (found["whole.pdf"].id, Relation.SAME_TEXT) in seen(records(app)["1.txt"])


def test_strangers_papers_belong_to_strangers_only(app: App, tmp_path: Path) -> None:
    place = heap(tmp_path / "heap")
    other = {"Anna Sample": "Zelda Other", "03/05/1964": "01/02/1950"}
    text = CT
    for ours, theirs in other.items():
        text = text.replace(ours, theirs)
    (place / "ct.txt").unlink()
    (place / "ct.pdf").unlink()
    bring_in(app, write(place, {"theirs.txt": text}))
    theirs = records(app)["theirs.txt"]
    assert theirs.status is Status.SET_ASIDE
    assert not theirs.relatives.pairings


def test_killed_before_comparing_it_goes_on(app: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = heap(tmp_path / "heap")

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(traces, "put_twins", killed)
        with pytest.raises(KeyboardInterrupt):
            bring_in(app, whole)
    again(app)
    found = records(app)
    assert (found["ct.pdf"].id, Relation.SAME_TEXT) in seen(found["ct.txt"])
    assert not traces.asked(app.library.catalogue.reader())


def test_an_older_library_is_compared_when_it_is_next_written_to(app: App, tmp_path: Path) -> None:
    bring_in(app, heap(tmp_path / "heap"))
    before = {record.id: record.relatives for record in records(app).values()}

    def forget_all(db: Database) -> None:
        db.execute("DELETE FROM trace")
        db.execute("DELETE FROM twin")
        db.execute("DELETE FROM pairing")
        db.execute("UPDATE record SET shown_as = ''")
        db.execute("INSERT OR REPLACE INTO job VALUES ('library', 'belong', 1, 'waiting')")

    app.lanes.writer.submit(forget_all, app.library.catalogue.writer).result()
    again(app)
    assert {record.id: record.relatives for record in records(app).values()} == before
