"""What a person may ask of the records."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind, Status
from recordkeeper.records.own import OwnList
from recordkeeper.records.provenance import Box


@dataclass(frozen=True, slots=True)
class Listing:
    """Which records to list, newest service date first; None = no restriction. The trash only when asked for."""

    kind: Kind | None = None
    status: Status | None = None
    limit: int | None = None
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """One page that holds the words. `page` is None for a study's descriptions. A higher score fits better."""

    record: str
    page: int | None
    boxes: tuple[Box, ...]
    snippet: str
    score: float


@dataclass(frozen=True, slots=True)
class OwnHit:
    """An entry of a person's own lists that holds the words, and the field they stand in."""

    list: OwnList
    entry: str
    field: str
    snippet: str


@dataclass(frozen=True, slots=True)
class RecordLine:
    """A record as a row of a list shows it. `count` is its pages or, for a study, its images; None = not known.

    `shown_as` is the record that is shown in its place ("" for most), `copies` how many it is shown for itself;
    `moved_to` whose library it went to, for one in the trash because of that.
    """

    id: str
    kind: Kind
    title: str
    service_date: PartialDate | None
    facility: str
    status: Status
    is_study: bool
    count: int | None
    shown_as: str = ""
    copies: int = 0
    moved_to: str = ""
