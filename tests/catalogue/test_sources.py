"""Intakes and their receipts: every file once, and the totals add up."""

from __future__ import annotations

import pytest

from recordkeeper.catalogue import sources
from recordkeeper.catalogue.store import Catalogue
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.intake import FoundFile, Intake
from recordkeeper.records.kinds import Outcome
from recordkeeper.records.patient import Identifier, Patient
from recordkeeper.records.reading import Condition, Format, Reading
from tests.making import entries
from tests.making.entries import READER, Entry


def _found(path: str, outcome: Outcome, reason: str = "") -> FoundFile:
    name = path.rpartition("/")[2]
    return FoundFile(path, name, outcome, reason, fingerprint=entries.fingerprint(path), size=5, modified_ns=7)


def _intake(catalogue: Catalogue, number: int = 1) -> None:
    sources.begin_intake(catalogue.writer, Intake(number, "2026-01-01T00:00:00+00:00", ("/media/cd",)))


def test_a_receipt_lists_every_file_once_and_adds_up(catalogue: Catalogue) -> None:
    _intake(catalogue)
    for number, outcome in enumerate(Outcome):
        sources.add_found(catalogue.writer, 1, _found(f"cd/{number}", outcome, "why"), None)
        sources.add_found(catalogue.writer, 1, _found(f"cd/{number}", outcome, "why"), None)
    receipt = sources.receipt(catalogue.writer)
    assert [row.outcome for row in receipt.files] == list(Outcome)
    assert set(receipt.totals.values()) == {1}
    assert sum(receipt.totals.values()) == len(receipt.files) - 1  # the container stands outside
    assert {row.reason_code for row in receipt.files} == {"why"}


def test_a_pending_file_gets_its_outcome_and_a_settled_one_keeps_it(catalogue: Catalogue) -> None:
    _intake(catalogue)
    for outcome in (Outcome.PENDING, Outcome.ADDED, Outcome.UNREADABLE):
        sources.add_found(catalogue.writer, 1, _found("cd/a", outcome), None)
    assert [row.outcome for row in sources.receipt(catalogue.writer).files] == [Outcome.ADDED]


def test_what_an_interrupted_intake_has_settled_is_known(catalogue: Catalogue) -> None:
    _intake(catalogue)
    sources.add_found(catalogue.writer, 1, _found("cd/a", Outcome.ADDED), None)
    sources.add_found(catalogue.writer, 1, _found("cd/b", Outcome.PENDING), None)
    assert sources.settled(catalogue.writer, 1) == {"cd/a": (5, 7)}
    assert [intake.id for intake in sources.unfinished_intakes(catalogue.writer)] == [1]
    assert not sources.receipt(catalogue.writer).finished
    sources.end_intake(catalogue.writer, 1, "2026-01-01T00:01:00+00:00")
    assert sources.unfinished_intakes(catalogue.writer) == ()
    assert sources.receipt(catalogue.writer).finished


def test_the_latest_receipt_is_shown_unless_another_is_asked_for(catalogue: Catalogue) -> None:
    for number in (1, 2):
        assert sources.next_intake_id(catalogue.writer) == number
        _intake(catalogue, number)
    sources.add_found(catalogue.writer, 1, _found("cd/a", Outcome.ADDED), None)
    assert sources.receipt(catalogue.writer).intake == 2
    assert len(sources.receipt(catalogue.writer, 1).files) == 1


def test_a_receipt_that_is_not_there_is_said_so(catalogue: Catalogue) -> None:
    for asked in (None, 5):
        with pytest.raises(InputProblem, match="no_such_intake"):
            sources.receipt(catalogue.writer, asked)


def test_a_receipt_names_the_records_a_file_carries(catalogue: Catalogue) -> None:
    entries.add(catalogue.writer, Entry("a"))
    original = sources.find_original(catalogue.writer, entries.fingerprint("a").sha256)
    assert original is not None
    _intake(catalogue)
    sources.add_found(catalogue.writer, 1, _found("cd/a", Outcome.ADDED), original.id)
    sources.add_found(catalogue.writer, 1, _found("cd/b", Outcome.NOT_RECORDS), None)
    assert [row.records for row in sources.receipt(catalogue.writer).files] == [("a",), ()]


def test_originals_are_found_by_their_content(catalogue: Catalogue) -> None:
    reading = Reading(
        Format.PDF, READER, Condition.LOCKED, "locked", "detail \ud800", page_count=3, title="half \udc80"
    )
    number = sources.add_original(catalogue.writer, entries.fingerprint("a"), reading)
    found = sources.find_original(catalogue.writer, entries.fingerprint("a").sha256)
    assert found == sources.Original(
        number, entries.fingerprint("a"), Format.PDF, Condition.LOCKED, "locked", "detail ?", 3, "made-up", 1
    )
    assert sources.find_original(catalogue.writer, "0" * 64) is None
    assert list(sources.all_originals(catalogue.writer)) == [found]


def test_the_patient_is_kept_whole_and_can_be_corrected(catalogue: Catalogue) -> None:
    sources.set_patient(catalogue.writer, entries.PATIENT)
    other = Patient("Other", None, "F", ("Née Else",), (Identifier("H", "1"),), "DE")
    sources.set_patient(catalogue.writer, other)
    assert sources.patient(catalogue.writer) == other
