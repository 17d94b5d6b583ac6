"""Preliminary reports without the final one, and addenda that were announced and are not here."""

from __future__ import annotations

from collections.abc import Iterator

from recordkeeper.prepare.gap_rules import GapRules, near
from recordkeeper.records.belonging import PairKind, Revision
from recordkeeper.records.gaps import Gap, GapKind
from recordkeeper.records.held import Held, Holding
from recordkeeper.records.told import Told, ToldKind

_LATER = frozenset({Revision.ADDENDUM, Revision.AMENDED, Revision.CORRECTED})
_ADDS = frozenset({PairKind.ADDENDUM_TO, PairKind.MARKERS_OF, PairKind.MOLECULAR_OF})


def finals_missing(holding: Holding, rules: GapRules) -> Iterator[Gap]:
    """Reports that call themselves preliminary, of which no later version is here."""
    for record in holding.records:
        told = _first(record, ToldKind.PRELIMINARY)
        if told is None or record.trashed or record.revision is not Revision.PRELIMINARY:
            continue
        if not any(_is_final_of(one, record, rules) for one in holding.records if one is not record):
            dated = (("date", record.date),) if record.date else ()
            fields = (("title", record.title), *dated)
            yield Gap(GapKind.FINAL_MISSING, record.id, fields, told.page, told.words)


def _is_final_of(one: Held, record: Held, rules: GapRules) -> bool:
    """Whether a report may be the final version of another: the same sort, by its number or by day and subject."""
    if one.kind is not record.kind or one.revision is Revision.PRELIMINARY:
        return False
    if one.accession and record.accession:
        return _plain(one.accession) == _plain(record.accession)
    if one.date is None or record.date is None:
        return False
    sorts = rules.sorts(one.modalities), rules.sorts(record.modalities)
    days = rules.version_days
    return near(record.date, one.date, before=days, after=days) and (not all(sorts) or bool(sorts[0] & sorts[1]))


def _plain(number: str) -> str:
    return "".join(sign for sign in number.upper() if sign.isalnum())


def addenda_missing(holding: Holding, rules: GapRules) -> Iterator[Gap]:
    """Reports that announce an addendum which is not here."""
    added_to = {to for kind, _, to in holding.pairs if kind in _ADDS}
    for record in holding.records:
        told = _first(record, ToldKind.ADDENDUM)
        if told is None or record.trashed or record.id in added_to or record.revision in _LATER:
            continue
        if not any(_adds_to(one, record, rules) for one in holding.records if one is not record):
            yield Gap(GapKind.ADDENDUM_MISSING, record.id, (("title", record.title),), told.page, told.words)


def _adds_to(one: Held, record: Held, rules: GapRules) -> bool:
    """Whether a report says that it adds to the case of another."""
    if one.revision not in _LATER and not (one.kind in rules.tissue and rules.is_partial(one)):
        return False
    if one.accession and _plain(one.accession) == _plain(record.accession):
        return True
    return bool(set(one.cues.specimens[:2]) & set(record.cues.specimens[:1]))


def _first(record: Held, kind: ToldKind) -> Told | None:
    return next((told for told in record.telling.told if told.kind is kind), None)
