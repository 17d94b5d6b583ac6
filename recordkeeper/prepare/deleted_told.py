"""What deleting for good leaves behind, in words."""

from __future__ import annotations

from collections.abc import Iterator

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.deleting import Outlook
from recordkeeper.wording.words import Words


def what_is_left(told: Outlook, words: Words, *, by_name: bool) -> Iterator[str]:
    """What stays, and where what goes is still kept; nothing where there is nothing to say.

    `by_name` names the records that stay, for who works with ids.
    """
    if by_name:
        for record, others in told.stayed:
            yield words.say("trash.shares_file", record=record, others=", ".join(others))
    elif told.stayed:
        yield words.say("trash.shares_file_count", count=len(told.stayed))
    if told.kept_until is not None:
        yield words.say("trash.kept_until", day=words.date(PartialDate.of(told.kept_until)))
    if told.full_made is not None:
        day = PartialDate.of(told.full_made.astimezone().date())
        yield words.say("trash.kept_on_copy", place=told.full_place, day=words.date(day))
    if told.bundles:
        yield words.say("trash.kept_in_bundles", count=len(told.bundles), places=", ".join(told.bundles))
