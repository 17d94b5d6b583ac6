"""An add in words: how long yet, what came of it, where it came from."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import PurePath

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.intake import Receipt
from recordkeeper.records.kinds import Outcome
from recordkeeper.wording.words import Words

# What a person should know first comes first.
ORDER = (
    Outcome.ADDED,
    Outcome.ALREADY_HERE,
    Outcome.SET_ASIDE,
    Outcome.LOCKED,
    Outcome.UNREADABLE,
    Outcome.PENDING,
    Outcome.NOT_RECORDS,
    Outcome.CONTAINER,
)
ICONS = {
    Outcome.ADDED: "check",
    Outcome.ALREADY_HERE: "records",
    Outcome.SET_ASIDE: "aside",
    Outcome.LOCKED: "lock",
    Outcome.UNREADABLE: "look",
    Outcome.PENDING: "pause",
    Outcome.NOT_RECORDS: "info",
    Outcome.CONTAINER: "folder",
}
_SOON, _MINUTE, _HOUR = 10, 60, 3600


def time_left(words: Words, seconds: float | None) -> str:
    """ "about 2 minutes left", rounded as people would; "" while it is not known."""
    if seconds is None:
        return ""
    if seconds < _SOON:
        return words.say("adding.left.soon")
    if seconds < 0.75 * _MINUTE:
        return words.say("adding.left.under_a_minute")
    if seconds < _HOUR:
        return words.say("adding.left.minutes", count=max(1, round(seconds / _MINUTE)))
    return words.say("adding.left.hours", count=max(1, round(seconds / _HOUR)))


def name_of(words: Words, paths: Sequence[str], moved_from: str = "") -> str:
    """What a person calls what they dropped: the folder's or file's name, or how many files."""
    if moved_from:
        return words.say("strangers.moved_from", name=moved_from)
    if len(paths) != 1:
        return words.say("adding.things", count=len(paths))
    return PurePath(paths[0]).name or paths[0]


def what_came_of_it(words: Words, receipt: Receipt, *, stopped: bool) -> str:
    """One or a few sentences with the counts of a receipt, packed folders that were opened among them."""
    counts = Counter(row.outcome for row in receipt.files)
    new = len({record for row in receipt.files if row.outcome is Outcome.ADDED for record in row.records})
    said = [words.say("adding.stopped")] if stopped else []
    said.append(
        words.say(
            "adding.new_records", count=new, files=words.say("adding.from_files", count=counts[Outcome.ADDED])
        )
    )
    said += [
        words.say(f"adding.told.{outcome}", count=counts[outcome])
        for outcome in ORDER[1:]
        if counts[outcome] and not (stopped and outcome is Outcome.PENDING)
    ]
    return " ".join(said)


def moment(words: Words, iso: str) -> str:
    """ "3 Feb 2026, 14:05" in this computer's time zone."""
    at = dt.datetime.fromisoformat(iso).astimezone()
    return f"{words.date(PartialDate.of(at.date()))}, {at:%H:%M}"
