"""What the first paper of a bundle tells of the illness: the story, the timeline, and what is not there.

Pages are pages of Packet.pdf, counted from 1; None where nothing of the packet can be cited.
"""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.records.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Cited:
    """One line as printed, with its page; or what the patient wrote down, perhaps as told by somebody."""

    text: str
    date: PartialDate | None = None
    page: int | None = None
    told_by: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One part of the story (`story.part.*`); `blank` is what stands where it has no line (`bundle.story.*`).
    `side_by_side` as in the story.
    """

    name: str
    lines: tuple[Cited, ...] = ()
    side_by_side: bool = False
    blank: str = "not_found"


@dataclass(frozen=True, slots=True)
class Moment:
    """One dated event in its lane (`story.lane.*`); `typed`: the patient wrote it down, no record says it."""

    date: PartialDate
    lane: str
    what: str
    page: int | None = None
    end: PartialDate | None = None
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing the records tell of, or doctors ask for, that is not there."""

    text: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A sheet made for the bundle: its title, its first page in the packet, and its own file."""

    title: str
    pages: int
    page: int | None = None
    file: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """All of it. `unconfirmed` counts the lines nobody has said are on the page; `lanes` is their order."""

    story: tuple[Told, ...] = ()
    unconfirmed: int = 0
    lanes: tuple[str, ...] = ()
    moments: tuple[Moment, ...] = ()
    missing: tuple[Missing, ...] = ()


NOTHING_TOLD = Overview()
