"""From what was read to what the catalogue keeps: whose it is, whether to ask, and the record's lasting id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from recordkeeper.catalogue.documents import Judged
from recordkeeper.recognise.people import reason_of, weigh
from recordkeeper.recognise.stacks import stacks_of
from recordkeeper.records.document import Recognition
from recordkeeper.records.imaging import InstanceRead, placed
from recordkeeper.records.kinds import DateRole, Doubt, Identity, Kind, Status
from recordkeeper.records.patient import Patient
from recordkeeper.records.provenance import Reader
from recordkeeper.records.reading import Condition

RECOGNISER = Reader("recogniser", 1)
_OF_SOMETHING_ELSE = frozenset({DateRole.BIRTH, DateRole.COMPARISON, DateRole.EXPIRY})
_SELDOM_DATED = frozenset({Kind.PHOTO, Kind.IMAGING_STUDY})
_SLICED = frozenset({"CT", "MR", "PT"})
SURE = 0.7  # below it a person is asked; calibrated by tests/bench/recognise.py


def judge(
    patient: Patient,
    recognition: Recognition,
    condition: Condition,
    *,
    study_uid: str = "",
    file: str | None = None,
) -> Judged:
    """Compare the person with the patient and decide whether somebody has to look.

    A record with nothing but the patient's name is not asked about by itself: `ties` sees all of them together.
    """
    verdict = weigh(patient, recognition.person)
    reason = reason_of(verdict, recognition.person)
    reasons = tuple(replace(r, file=r.file or file) for r in (*recognition.reasons, reason))
    asked = verdict.identity is Identity.UNKNOWN and bool(recognition.person.name) and not verdict.only_name
    doubts = doubts_of(recognition, condition, asked=asked)
    return Judged(
        recognition=replace(recognition, reasons=reasons),
        identity=verdict.identity,
        status=status_of(verdict.identity, doubts),
        doubts=doubts,
        reader=RECOGNISER,
        study_uid=study_uid,
    )


def doubts_of(recognition: Recognition, condition: Condition, *, asked: bool) -> tuple[Doubt, ...]:
    """Why somebody has to look at a record; nothing when the machine is sure enough. `asked`: whose it is, too."""
    return tuple(_doubts(recognition, condition, asked=asked))


def status_of(identity: Identity, doubts: Sequence[Doubt]) -> Status:
    """Whether a record is set aside, has to be looked at, or is sure enough not to ask."""
    if identity is Identity.DIFFERS:
        return Status.SET_ASIDE
    return Status.TO_REVIEW if doubts else Status.RECOGNISED


def _doubts(recognition: Recognition, condition: Condition, *, asked: bool) -> Iterator[Doubt]:
    if recognition.kind is Kind.OTHER or recognition.kind_confidence < SURE:
        yield Doubt.KIND
    if _asks_for_date(recognition, condition):
        yield Doubt.DATE
    if asked:
        yield Doubt.WHOSE
    if condition is not Condition.READ:
        yield Doubt.UNREAD


def _asks_for_date(recognition: Recognition, condition: Condition) -> bool:
    """Whether the day is unsure, or none was taken though days are printed. Where there is nothing to choose from
    (no day but of birth or of something else, a picture, a file nobody could read) nobody is asked.
    """
    if recognition.service_date is not None:
        return recognition.date_confidence < SURE
    days = [other for other in recognition.other_dates if other.role not in _OF_SOMETHING_ELSE and other.date.day]
    return bool(days) and condition is Condition.READ and recognition.kind not in _SELDOM_DATED


def geometric_order(instances: Sequence[tuple[int, InstanceRead]]) -> list[int]:
    """The numbers given with a series' instances, stack by stack in the order of the body (recognise/stacks)."""
    stacks = stacks_of([(number, placed(instance)) for number, instance in instances])
    return [number for stack in stacks for number in stack.members]


def missing_numbers(instances: Sequence[InstanceRead]) -> tuple[int, ...] | None:
    """Instance numbers absent from a run that is otherwise whole; None when the numbers cannot tell.

    Only slices through the body are numbered in a run: views of an X-ray or clips of an ultrasound need not be.
    """
    if not {instance.modality for instance in instances} <= _SLICED:
        return None
    numbers = {instance.instance_number for instance in instances}
    if None in numbers or len({i.sop_instance_uid for i in instances}) != len(numbers):
        return None
    if len(numbers) == 1 and numbers != {1}:
        return None  # one picture chosen from many tells nothing of the others
    present = sorted(number for number in numbers if number is not None)
    wanted = range(min(present[0], 1), present[-1] + 1)
    absent = tuple(number for number in wanted if number not in numbers)
    return absent if len(absent) <= len(present) else None
