"""What a record is called on the papers of a bundle."""

from __future__ import annotations

from pathlib import PurePosixPath

from recordkeeper.records.document import Record
from recordkeeper.records.kinds import Kind
from recordkeeper.wording.words import Words

_SAYS_LITTLE = (Kind.OTHER, Kind.PHOTO)


def title_of(record: Record, words: Words) -> str:
    """The record's title, or its kind in words; where neither says much, the file's own name is added."""
    title = record.title or words.say(f"cli.kind.{record.kind}")
    if record.kind not in _SAYS_LITTLE or not record.files:
        return title
    own = PurePosixPath(record.files[0].name).stem
    return title if own.casefold() in title.casefold() else f"{title} ({own})"


def dated_title(record: Record, words: Words) -> str:
    """The title after the day of care, or after words that say there is none."""
    date = words.date(record.service_date) if record.service_date else words.say("common.no_date")
    return f"{date} · {title_of(record, words)}"
