"""Opinions side by side, as a person wrote them down: what is the same and what differs is said by the person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from recordkeeper.records.own import Entry

TOPICS = ("diagnosis", "stage", "plan", "order", "tests", "trials", "why", "guideline")
COMPARED = ("same", "differs", "unclear")
DIFFERS = "differs"
SPECIALTIES = ("pathology", "surgery", "medical", "radiation")  # of a third opinion
MANY = 4  # more opinions than these tend to confuse, guides for patients say


@dataclass(frozen=True, slots=True)
class Held:
    """What one opinion says of a topic, where it stands ("record#page"), and how it compares."""

    entry: str
    by: str
    says: str
    page: str = ""
    compared: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic with what every opinion says of it, in the order they were written down."""

    name: str
    opinions: tuple[Held, ...]

    @property
    def differs(self) -> bool:
        """Whether a person said so."""
        return any(each.compared == DIFFERS for each in self.opinions)


def side_by_side(opinions: Sequence[Entry], *, every: bool = False) -> tuple[Topic, ...]:
    """The topics that any opinion speaks of, or `every` one; an opinion that is silent on one says ""."""
    topics = (Topic(name, tuple(_held(each, name) for each in opinions)) for name in TOPICS)
    return tuple(topic for topic in topics if every or any(each.says or each.compared for each in topic.opinions))


def differ(opinions: Sequence[Entry]) -> bool:
    """Whether a person said that they differ in anything."""
    return any(topic.differs for topic in side_by_side(opinions))


def ask_for_report(opinion: Entry) -> dict[str, str]:
    """The request for the written report of an opinion; complete but for the address."""
    place = ", ".join(part for part in (opinion.get("by"), opinion.get("place")) if part)
    return {"what": "report", "slot": "doctor_report", "from": place, "details": opinion.get("date")}


def _held(entry: Entry, name: str) -> Held:
    return Held(
        entry.id, entry.get("by"), entry.get(name), entry.get(f"{name}_page"), entry.get(f"{name}_compared")
    )
