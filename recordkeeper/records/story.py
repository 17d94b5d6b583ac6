"""The timeline and the story: what happened when, and what the records say, each with where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.papers import PaperSize


@dataclass(frozen=True, slots=True)
class Event:
    """One dated event. `record` and `page` say where it stands; both empty for what a person typed (`entry`).

    `value` is the number of a blood test, None for all else.
    """

    date: PartialDate
    lane: str
    what: str  # a title, or the words as printed
    record: str = ""
    page: int | None = None
    kind: str = ""  # of the record, the fact or the treatment
    end: PartialDate | None = None
    entry: str = ""
    confirmed: bool = False
    value: float | None = None


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One line as printed, or as a person typed it, with its citation.

    `date` is the one printed beside it, else the record's. `kind` is the fact's, "" for what was typed; `name` is
    which marker. `others` are further records that say the same in the same words. `fact` is what an act calls it.
    """

    printed: str
    kind: str = ""
    name: str = ""
    date: PartialDate | None = None
    record: str = ""
    page: int | None = None
    entry: str = ""
    told_by: str = ""
    told_on: PartialDate | None = None
    end: PartialDate | None = None  # of a treatment or medicine that ended
    by: str = ""  # who proposed it: the author of the record, else its place
    others: tuple[str, ...] = ()
    fact: str = ""


@dataclass(frozen=True, slots=True)
class StoryPart:
    """One part. `side_by_side`: its lines do not say the same, and none is chosen. `waiting` are read, but nobody
    has said that the page says so: they are left out of what is printed and given away, and counted.
    """

    name: str
    lines: tuple[StoryLine, ...]
    side_by_side: bool = False
    waiting: tuple[StoryLine, ...] = ()

    @property
    def left_out(self) -> int:
        return len(self.waiting)

    @property
    def blank(self) -> str:
        """What stands where it has no line (`story.*`): that nothing was found, or that what was is not checked."""
        return "not_checked" if self.waiting else "not_found"


@dataclass(frozen=True, slots=True)
class Story:
    """All parts in order; one without lines is "not found"."""

    parts: tuple[StoryPart, ...]

    @property
    def left_out(self) -> int:
        return sum(part.left_out for part in self.parts)


@dataclass(frozen=True, slots=True)
class TimelinePage:
    """What goes on the one page of the timeline: whose it is, when made; the events and their lanes, in order."""

    name: str
    born: PartialDate | None
    made: PartialDate
    events: tuple[Event, ...]
    lanes: tuple[str, ...]
    paper: PaperSize = PaperSize.A4
