"""The treatments in one line, the medicines and allergies: what records say, as printed, and what a person typed.

Unlike the story, what nobody has confirmed is listed too, and says so: it is the way to confirm it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.prepare.board import Said
from recordkeeper.prepare.timeline import folded
from recordkeeper.records.clinical import FactKind, FactStatus, KeptFact
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.held import Held, Holding
from recordkeeper.records.kinds import Kind
from recordkeeper.records.own import Entry, OwnList

_SAID = frozenset({FactStatus.CONFIRMED, FactStatus.CORRECTED})


class Sort(StrEnum):
    """What a line is of; the values are those of the field "kind" of the lists."""

    OPERATION = "operation"
    DRUG = "drug"
    RADIATION = "radiation"
    MEDICINE = "medicine"
    ALLERGY = "allergy"


_TREATMENTS = {
    FactKind.OPERATION: Sort.OPERATION,
    FactKind.DRUG_TREATMENT: Sort.DRUG,
    FactKind.RADIATION: Sort.RADIATION,
}
_TAKEN = {FactKind.MEDICINE: Sort.MEDICINE, FactKind.ALLERGY: Sort.ALLERGY}
_PAPERS = {
    Kind.OPERATIVE_NOTE: Sort.OPERATION,
    Kind.SYSTEMIC_THERAPY_RECORD: Sort.DRUG,
    Kind.RADIATION_SUMMARY: Sort.RADIATION,
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line: as printed in a record (`record`, `page`, maybe `quoted`), or as typed (`entry`).

    `confirmed`: a person said that the page says so, or typed it. `also_in`: further records in the same words.
    `fact`: what an act calls what is quoted.
    """

    sort: str
    text: str
    date: PartialDate | None = None
    end: PartialDate | None = None
    record: str = ""
    page: int | None = None
    quoted: bool = False
    entry: str = ""
    confirmed: bool = False
    also_in: tuple[str, ...] = ()
    fact: str = ""


def treatment_line(holding: Holding, said: Said) -> tuple[Line, ...]:
    """Operations, drugs and radiation by their dates, those without a date last.

    A paper about a treatment stands for itself only where nothing is quoted from it.
    """
    here = {record.id: record for record in holding.records if not record.trashed}
    quoted = list(_quoted(holding, here, _TREATMENTS))
    told = _told(quoted)
    papers = [
        Line(_PAPERS[record.kind].value, record.title, record.date, record=record.id, page=1)
        for record in here.values()
        if record.kind in _PAPERS and record.id not in told
    ]
    typed = [_typed(entry, entry.get("kind") or "other", "start", "end") for entry in said.of(OwnList.TREATMENTS)]
    return tuple(sorted([*quoted, *papers, *typed], key=_order))


def medicines(holding: Holding, said: Said) -> tuple[Line, ...]:
    """What was typed, in its order, then what records list, newest first, medicines before allergies.

    A list that is here stands for itself only where nothing is quoted from it.
    """
    here = {record.id: record for record in holding.records if not record.trashed}
    typed = [
        _typed(entry, entry.get("kind") or "medicine", "since", "until") for entry in said.of(OwnList.MEDICINES)
    ]
    quoted = list(_quoted(holding, here, _TAKEN))
    quoted.sort(key=lambda line: str(line.date or here[line.record].date or ""), reverse=True)
    quoted.sort(key=lambda line: line.sort == Sort.ALLERGY)
    told = _told(quoted)
    papers = [
        Line(Sort.MEDICINE, record.title, record.date, record=record.id, page=1)
        for record in here.values()
        if record.kind is Kind.MEDICATION_LIST and record.id not in told
    ]
    return (*typed, *quoted, *papers)


def _told(quoted: Sequence[Line]) -> set[str]:
    """The records something is quoted from."""
    return {record for line in quoted for record in (line.record, *line.also_in)}


def _quoted(holding: Holding, here: Mapping[str, Held], sorts: Mapping[FactKind, Sort]) -> Iterator[Line]:
    """One line for what several papers say in the same words of the same day; a confirmed one speaks for all."""
    groups: dict[tuple[str, str, str], list[KeptFact]] = {}
    for fact in holding.facts:
        sort = sorts.get(fact.fact.kind)
        if sort is not None and fact.shown_in in here:
            groups.setdefault((sort, folded(fact), str(_day(fact, sort, here) or "")), []).append(fact)
    for (of, _, _), facts in groups.items():
        first, *others = sorted(facts, key=lambda one: one.status not in _SAID)
        yield Line(
            of,
            first.fact.printed,
            _day(first, of, here),
            record=first.shown_in,
            page=first.fact.page,
            quoted=True,
            confirmed=first.status in _SAID,
            fact=first.called,
            also_in=tuple(dict.fromkeys(one.shown_in for one in others if one.shown_in != first.shown_in)),
        )


def _day(fact: KeptFact, sort: str, here: Mapping[str, Held]) -> PartialDate | None:
    """The day printed in the same words; else, of a treatment told by its own paper, the paper's: an operation's is
    the day of its operative note.
    """
    record = here[fact.shown_in]
    return fact.fact.date or (record.date if _PAPERS.get(record.kind) == sort else None)


def _typed(entry: Entry, sort: str, first: str, last: str) -> Line:
    parts = (entry.get(field) for field in ("name", "dose", "how_often", "place"))
    record, _, page = entry.get("record").partition("#")
    begin, end = (PartialDate.parse(entry.get(field)) if entry.get(field) else None for field in (first, last))
    return Line(
        sort,
        ", ".join(part for part in parts if part),
        begin,
        end,
        record,
        int(page) if page.isdigit() else None,
        entry=entry.id,
        confirmed=True,
    )


def _order(line: Line) -> tuple[str, str, str]:
    return str(line.date or "9999"), line.sort, line.text
