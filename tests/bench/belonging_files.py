"""Made-up families from files to the list: papers as PDFs, studies as DICOM, added to a library of their patient.

Everything is as a person has it: kinds, days, places and numbers are those that were read, and one report may have
been put together with another's twin. What is found is compared with what is true.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from recordkeeper.app import App
from recordkeeper.catalogue import documents
from recordkeeper.records.belonging import RELATIONS, PairCandidate, PairKind
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Record
from recordkeeper.records.patient import Patient
from recordkeeper.records.query import Listing
from tests.bench.belonging_pairs import Result
from tests.making.dicom import SeriesRecipe, uid, write_series
from tests.making.documents import pdf_with_columns
from tests.making.families import family
from tests.making.family_kit import Document, Family, Truth
from tests.making.libraries import a_library, bring_in

_KINDS = {forth: kind for kind, (forth, _) in RELATIONS.items()}


def measure(work: Path, families: int, seed: object) -> Result:
    """Add `families` made-up families, each to a library of its own, and compare the lists with the truth."""
    result = Result()
    for number in range(families):
        made = family(f"{seed} {number}")
        place = work / f"family-{number}"
        _judge(made, set(_found(made, place)), result, f"family {number}")
    return result


def _found(made: Family, place: Path) -> Iterator[Truth]:
    person = made.person
    patient = Patient(f"{person.given} {person.family}", PartialDate.of(person.birth), sex=person.sex)
    for document in made.documents:
        _write_paper(document, place / "heap")
    for study in made.studies:
        _write_study(study, made, place / "heap")
    with a_library(place / "library", patient) as app:
        bring_in(app, place / "heap")
        yield from _pairs(app, made)


def _write_paper(document: Document, heap: Path) -> None:
    pdf_with_columns(heap / f"{document.id}.pdf", [page.text for page in document.pages])


def _write_study(study: PairCandidate, made: Family, heap: Path) -> None:
    for number, modality in enumerate(study.modalities, start=1):
        recipe = SeriesRecipe(
            patient_name=f"{made.person.family}^{made.person.given}",
            patient_id=made.person.number,
            birth_date=f"{made.person.birth:%Y%m%d}",
            sex=made.person.sex,
            study=study.id,
            study_date=str(study.date).replace("-", ""),
            accession=study.accession,
            study_description=study.description,
            series_number=number,
            series_description="",
            modality=modality,
            institution=study.facility,
            body_part=study.body_part,
            laterality=study.laterality,
            slices=1,
        )
        write_series(heap / study.id / modality, recipe)


def _pairs(app: App, made: Family) -> Iterator[Truth]:
    """The pairs the list tells, by the names of the made-up records."""
    studies = {uid(1, made.person.number, study.id): study.id for study in made.studies}
    records = documents.find(app.library.catalogue.reader(), Listing())
    names = {record.id: _name(record, studies) for record in records}
    for record in records:
        for each in record.relatives.pairings:
            if each.relation in _KINDS:
                yield _KINDS[each.relation], names[record.id], names[each.record]


def _name(record: Record, studies: dict[str, str]) -> str:
    if record.imaging is not None:
        return studies[record.imaging.study_uid]
    return record.files[0].name.removesuffix(".pdf")


def _judge(made: Family, found: set[Truth], result: Result, name: str) -> None:
    for truth in sorted((made.truth | found) - made.open):
        right, true = truth in found, truth in made.truth
        for score in (result.of(truth[0]), result.of("all")):
            score.right += right and true
            score.missed += true and not right
            score.extra += right and not true
        if right != true:
            result.errors.append(f"{name} {'missed' if true else 'made up'} {PairKind(truth[0])}: {truth[1:]}")
