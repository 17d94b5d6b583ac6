"""Who is set aside, what was said of them, and the patient as known since."""

from __future__ import annotations

import dataclasses

from recordkeeper.catalogue import changes, documents, sources, whose
from recordkeeper.catalogue.changes import PATIENT, Change
from recordkeeper.catalogue.documents import Judged
from recordkeeper.catalogue.store import Catalogue
from recordkeeper.catalogue.whose import Said, Say
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Recognition
from recordkeeper.records.kinds import Identity, Kind, Outcome, Status
from recordkeeper.records.patient import Identifier, PersonRead
from tests.catalogue.test_intakes import begun
from tests.making import entries
from tests.making.entries import PATIENT as MADE_UP
from tests.making.entries import READER, Entry

OMAR = PersonRead("Omar Example", PartialDate(1958, 11, 2), identifiers=(Identifier("Clinic", "77123"),))


def test_strangers_are_those_that_are_still_set_aside(catalogue: Catalogue) -> None:
    db = catalogue.writer
    for name in ("a", "b", "c"):
        entries.add(db, Entry(name, status=Status.SET_ASIDE))
        read = Judged(Recognition(Kind.LETTER, 0.9, person=OMAR), Identity.DIFFERS, Status.SET_ASIDE, READER)
        documents.put(db, name, read, None)
    documents.put(db, "b", dataclasses.replace(read, status=Status.TO_REVIEW), None)
    begun(catalogue, 1, ("a", Outcome.SET_ASIDE), ("b", Outcome.SET_ASIDE))
    begun(catalogue, 2, ("c", Outcome.SET_ASIDE))
    assert [(one.record, one.person) for one in whose.aside(db)] == [("a", OMAR), ("c", OMAR)]
    assert whose.brought(db, 1) == {"a", "b"}


def test_the_patient_is_also_known_as_somebody_has_said_until_it_is_taken_back(catalogue: Catalogue) -> None:
    db = catalogue.writer
    sources.set_patient(db, MADE_UP)
    said = Said("g1", Say.ME, (OMAR, PersonRead("UP, MADE", PartialDate(1961, 3, 2))))
    changes.add(db, Change(1, "", "whose_me", {PATIENT: {"g1": said.plain}}, {PATIENT: {"g1": None}}))
    assert whose.said(db) == (said,)
    patient = sources.patient(db)
    assert patient.also_known_as == ("Omar Example",)
    assert patient.identifiers == OMAR.identifiers
    assert patient.also_printed == said.people
    left = Said("g1", Say.LEFT, (OMAR,))
    changes.add(db, Change(2, "", "whose_left", {PATIENT: {"g1": left.plain}}, {PATIENT: {"g1": said.plain}}))
    assert sources.patient(db) == MADE_UP


def test_receipts_follow_whose_the_records_are(catalogue: Catalogue) -> None:
    db = catalogue.writer
    entries.add(db, Entry("a", status=Status.SET_ASIDE))
    entries.add(db, Entry("b"))
    begun(catalogue, 1, ("a", Outcome.ADDED), ("b", Outcome.SET_ASIDE))
    whose.let_receipts_follow(db)
    told = {row.path: (row.outcome, row.reason_code) for row in sources.receipt(db, 1).files}
    assert told == {"/media/1/a": (Outcome.SET_ASIDE, "other_person"), "/media/1/b": (Outcome.ADDED, "")}
