"""What a person may ask of the records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    """One page that holds the words. A higher score fits better.

    `page` is None for a study's descriptions, for what a person wrote on the record, and where only filters were
    asked.
    """

    record: str
    page: int | None
    boxes: tuple[Box, ...]
    snippet: str
    score: float


@dataclass(frozen=True, slots=True)
class Filters:
    """What records must be to be found, beside the words they hold; nothing given = no restriction.

    One of each sort must fit (or within a sort), all sorts must (and across). `since` and `until` are dates that
    may be partial, as stored; a record that only partly lies within them is within them.
    """

    kinds: frozenset[Kind] = frozenset()
    places: tuple[str, ...] = ()  # words of a facility or an author
    since: str = ""
    until: str = ""
    tags: tuple[str, ...] = ()
    statuses: frozenset[Status] = frozenset()
    starred: bool = False
    noted: bool = False


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person typed: the words to find, and the filters that stood among them."""

    words: str
    filters: Filters = NO_FILTERS


@dataclass(frozen=True, slots=True)
class Search:
    """What was found. `terms` are the words as pages have them, to be marked; `read_as` says for each word that
    stands nowhere which near ones were sought in its place.
    """

    hits: tuple[Hit, ...]
    terms: tuple[str, ...] = ()
    read_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


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
    starred: bool = False
    tags: tuple[str, ...] = ()
    noted: bool = False
