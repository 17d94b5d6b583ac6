"""Which files are opened for what is inside, and what is said of them when that does not work."""

from __future__ import annotations

from dataclasses import replace

from recordkeeper.intake import read
from recordkeeper.intake.arrivals import Arrival, Taken
from recordkeeper.records.kinds import Outcome
from recordkeeper.records.provenance import Reader
from recordkeeper.records.reading import Condition, Reading

DEEPEST_ARCHIVE = 1  # an archive inside an archive is opened, one inside that is kept as it is
_DEEPEST_RECORD = 3  # a PDF on a mail in an archive in an archive; a mail on a mail on a mail is kept whole
_ARCHIVE = Reader("archive", 1)


def is_opened(reading: Reading, depth: int) -> bool:
    """Whether files are taken out of this one: an archive, or a record with documents inside."""
    return reading.condition is Condition.CONTAINER or (reading.inside > 0 and depth <= _DEEPEST_RECORD)


def unopened(outer: Arrival, opened: Taken, reason_code: str) -> Taken:
    """What refused to be opened is kept; a record stays one, and says that something in it could not be had."""
    assert opened.opens is not None
    if opened.reading is not None:
        reading = replace(opened.reading, reason_code=opened.reading.reason_code or "inside_not_opened")
        return replace(
            opened, found=replace(opened.found, reason_code=reading.reason_code), reading=reading, opens=None
        )
    condition = Condition.LOCKED if reason_code == "archive_locked" else Condition.UNREADABLE
    reading = Reading(opened.opens, _ARCHIVE, condition=condition, reason_code=reason_code)
    outcome = Outcome.LOCKED if condition is Condition.LOCKED else Outcome.UNREADABLE
    return Taken(outer.found(outcome, reason_code), outer.staged, reading, read.ONE_UNKNOWN)


def keep_too(opened: Taken) -> Taken:
    """An archive with something in it that could not be taken out is kept as well: nothing may be lost."""
    assert opened.opens is not None
    reading = Reading(opened.opens, _ARCHIVE, condition=Condition.KEPT, reason_code="archive_kept_for_member")
    found = replace(opened.found, reason_code=reading.reason_code)
    return replace(opened, found=found, reading=reading, documents=read.ONE_UNKNOWN)
