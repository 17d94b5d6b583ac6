"""What a document is compared by, made once from its pages: see `records.belonging.Trace`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.recognise.pairing_cues import cues_of
from recordkeeper.recognise.pairing_rules import PairingRules
from recordkeeper.recognise.revision import revision_of
from recordkeeper.recognise.rules import Rules
from recordkeeper.recognise.sketch import fingerprint_of
from recordkeeper.recognise.told import tell
from recordkeeper.recognise.told_rules import ToldRules
from recordkeeper.recognise.twin_index import postings
from recordkeeper.recognise.twin_rules import TwinRules
from recordkeeper.records.belonging import Revision, Trace
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import DateRead
from recordkeeper.records.kinds import DateRole, Kind
from recordkeeper.records.reading import PageText

_ISSUED = (DateRole.REPORTED, DateRole.SIGNED)


@dataclass(frozen=True, slots=True)
class BelongingRules:
    """The rules of twins, of pairing, and of what is told of other records."""

    twins: TwinRules
    pairing: PairingRules
    told: ToldRules

    @classmethod
    def load(cls, folder: Path) -> BelongingRules:
        """Read the rules from `folder`. OSError: a file is missing, ValueError: one is not as it should be."""
        return cls(TwinRules.load(folder), PairingRules.load(folder), ToldRules.load(folder))


def trace_of(
    pages: Sequence[PageText],
    kind: Kind,
    title: str,
    dates: Sequence[DateRead],
    *,
    rules: Rules,
    belonging: BelongingRules,
    country: str = "",
) -> Trace:
    """Return the trace of a document that was recognised as `kind`, with this title and these other dates."""
    sketch = fingerprint_of(pages, rules=belonging.twins)
    revision, why = revision_of(pages, title, rules=belonging.twins)
    cues = cues_of(pages, kind, rules=rules, pairing=belonging.pairing, title=title, country=country)
    telling = tell(
        pages,
        kind,
        why if revision is Revision.PRELIMINARY else None,
        rules=rules,
        pairing=belonging.pairing,
        told=belonging.told,
        country=country,
    )
    return Trace(sketch, postings(sketch), revision, issued(dates), cues, telling)


def issued(dates: Sequence[DateRead]) -> PartialDate | None:
    """The day this version of a report was signed or issued: the last of those it names."""
    return max((each.date for each in dates if each.role in _ISSUED), default=None)
