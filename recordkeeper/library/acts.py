"""What a person does to records: journalled, then laid over the facts, each act one row that can be taken back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue import (
    changes,
    clinical,
    documents,
    engine,
    issuers,
    jobs,
    labs,
    merging,
    parting,
    relatives,
    traces,
    whose,
)
from recordkeeper.catalogue.changes import Change, Effect
from recordkeeper.catalogue.parting import Part
from recordkeeper.library.folder import Library
from recordkeeper.records.belonging import PairKind, natural
from recordkeeper.records.clinical import SIGN
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.ids import document_id
from recordkeeper.records.kinds import NEVER_OF_CARE, DateOrder, DateRole, Kind, Status
from recordkeeper.records.labs import LabStatus
from recordkeeper.records.plain import from_plain, to_plain

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_MERGE = "merge"
_TELLS_WHOSE = {changes.WHOSE, "trashed", "accession"}  # fields of a record from which others' person can be told
CORRECTABLE = ("kind", "title", "service_date", "date_role", "facility", "author", "accession")


def accept(library: Library, records: Sequence[str]) -> tuple[str, ...]:
    """A person has looked: "the page says this". A fact or a result is named record#its id. Returns the records."""
    return act(library, "accept", _effect(library, records, {"confirmed": True}, {"confirmed": True}))


def correct(library: Library, record: str, field: str, value: str) -> tuple[str, ...]:
    """Lay a person's value over what was read. InputProblem for an unknown field or a value that cannot be."""
    if SIGN in record:
        return act(library, "correct", _effect(library, [record], {}, _printed(field, value)))
    return correct_fields(library, record, {field: value})


def correct_fields(library: Library, record: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """`correct` for several fields of one record as one act, taken back by one undo."""
    return act(library, "correct", {record: {field: _checked(field, value) for field, value in values.items()}})


def correct_all(library: Library, records: Sequence[str], field: str, value: str) -> tuple[str, ...]:
    """`correct` for one field of several records as one act."""
    return act(library, "correct", {record: {field: _checked(field, value)} for record in records})


def trash(library: Library, records: Sequence[str]) -> tuple[str, ...]:
    """Move records to the trash; a fact named record#fact is not shown any more."""
    return act(library, "trash", _effect(library, records, {"trashed": True}, {"removed": True}))


def untrash(library: Library, records: Sequence[str]) -> tuple[str, ...]:
    """Take records, and facts, out of the trash."""
    return act(library, "untrash", _effect(library, records, {"trashed": None, "moved_to": None}, None))


def moved(library: Library, records: Sequence[str], place: str, name: str) -> tuple[str, ...]:
    """The records are in the library of `name` now: here they go to the trash, which says so."""
    away = {"trashed": True, "moved_to": {"place": place, "name": name}}
    return act(library, "move", dict.fromkeys(records, away))


def merge(library: Library, records: Sequence[str]) -> tuple[str, ...]:
    """Make one document of several, in this order; it is called what the first was. Returns its id alone.

    All the parts of a document that was parted are that document again.

    InputProblem "merge_one" for fewer than two, "merge_not_document" for scans, the trash and others' records.
    """
    db = library.catalogue.writer
    wanted = list(dict.fromkeys(records))
    if len(wanted) < 2:
        raise InputProblem("merge_one")
    for record in wanted:
        found = documents.get(db, record)
        if found.imaging is not None or found.status in (Status.SET_ASIDE, Status.TRASHED):
            raise InputProblem("merge_not_document", record=record)
    parted = parting.parted_from(db, wanted[0])
    if parted is not None and {part.record for part in parted.parts} == set(wanted):
        return rejoin(library, wanted[0])
    whole, *others = wanted
    parts = [*merging.parts_of(db, whole)]
    for other in others:
        parts += [part for part in (other, *merging.parts_of(db, other)) if part not in (whole, *parts)]
    effect: Effect = {
        part: {"merged_into": {"record": whole, "position": at}} for at, part in enumerate(parts, start=1)
    }
    act(library, _MERGE, {**effect, whole: {}})
    return (whole,)


def split(library: Library, record: str, pages: Sequence[int]) -> tuple[str, ...]:
    """Part a document before each of these pages (counted from 1 within it); returns the ids of its parts.

    InputProblem "split_not_document" for scans, one page and what was put together of several files, "split_where"
    for pages it does not have.
    """
    found = documents.get(library.catalogue.writer, record)
    count = found.page_count or 0
    if found.imaging is not None or len(found.files) != 1 or count < 2:
        raise InputProblem("split_not_document", record=record)
    starts = sorted({1, *pages})
    if len(starts) < 2 or starts[0] < 1 or starts[-1] > count:
        raise InputProblem("split_where", count=count)
    (file,) = found.files
    before = (file.first_page or 1) - 1
    spans = [
        (before + first, before + end - 1) for first, end in zip(starts, [*starts[1:], count + 1], strict=True)
    ]
    parts = [Part(document_id(file.fingerprint, first, last), first, last) for first, last in spans]
    act(library, "split", {record: {"parts": to_plain(parts)}})
    return tuple(part.record for part in parts)


def rejoin(library: Library, part: str) -> tuple[str, ...]:
    """Put all parts together again of the document a person parted; returns the document's id alone.

    InputProblem "not_a_part"; "rejoin_not_now" while a part belongs to another document or is parted itself.
    """
    db = library.catalogue.writer
    parted = parting.parted_from(db, part)
    if parted is None:
        raise InputProblem("not_a_part", record=part)
    for each in parted.parts:
        said = changes.corrections(db, each.record)
        if said.get("merged_into") or said.get("parts") or merging.is_whole(db, each.record):
            raise InputProblem("rejoin_not_now")
    act(library, "rejoin", {parted.whole: {"parts": None}})
    return (parted.whole,)


def pair(library: Library, record: str, to: str, how: str = "") -> tuple[str, ...]:
    """A person says that `record` belongs to `to`: a PairKind, "same_text", or as their kinds have it with "".

    InputProblem "pair_with_itself", "not_a_relation".
    """
    db = library.catalogue.writer
    if record == to:
        raise InputProblem("pair_with_itself")
    kinds = Kind(documents.get(db, record).kind), Kind(documents.get(db, to).kind)
    if not how:
        how, turned = natural(*kinds)
        record, to = (to, record) if turned else (record, to)
    if how != relatives.SAME_TEXT and how not in set(PairKind):
        raise InputProblem("not_a_relation", value=how, relations=", ".join([*PairKind, relatives.SAME_TEXT]))
    return act(library, "pair", _saying(db, record, to, how))


def unpair(library: Library, record: str, other: str) -> tuple[str, ...]:
    """A person says that two records do not belong together, nor are they the same twice."""
    if record == other:
        raise InputProblem("pair_with_itself")
    return act(library, "unpair", _saying(library.catalogue.writer, record, other, relatives.APART))


def _saying(db: Database, record: str, to: str, how: str) -> Effect:
    """What is said of two records stands with the first, and replaces what was said the other way round."""
    turned = f"{relatives.WITH}{record}"
    back: dict[str, Any] = {turned: None} if turned in changes.corrections(db, to) else {}
    return {record: {f"{relatives.WITH}{to}": how}, to: back}


def merge_facilities(library: Library, name: str, into: str) -> tuple[str, ...]:
    """A person says that two places are one, called as the second. Returns the ids of its records.

    InputProblem "no_such_facility", "facility_with_itself".
    """
    db = library.catalogue.writer
    one, other = issuers.find(db, name), issuers.find(db, into)
    if one == other:
        raise InputProblem("facility_with_itself")
    return act(library, "merge_facilities", {issuers.PLACE + one: {issuers.SAME_AS: other}})


def part_facility(library: Library, name: str) -> tuple[str, ...]:
    """A person says that a place merged into another is one of its own. InputProblem "no_such_facility"."""
    key = issuers.find_merged(library.catalogue.writer, name)
    return act(library, "part_facility", {issuers.PLACE + key: {issuers.SAME_AS: None}})


def name_facility(library: Library, name: str, called: str) -> tuple[str, ...]:
    """A person says what a place is called. InputProblem "no_such_facility", "facility_without_name"."""
    if not called.strip():
        raise InputProblem("facility_without_name")
    key = issuers.find(library.catalogue.writer, name)
    return act(
        library, "name_facility", {issuers.PLACE + key: {issuers.NAME: engine.storable(" ".join(called.split()))}}
    )


def say_date_order(library: Library, name: str, order: DateOrder) -> tuple[str, ...]:
    """A person says how a place prints 03/04/2024, once for all its papers. InputProblem "no_such_facility"."""
    key = issuers.find(library.catalogue.writer, name)
    return act(library, "say_date_order", {issuers.PLACE + key: {issuers.DATE_ORDER: order.value}})


def undo(library: Library) -> tuple[str, ...]:
    """Take back the newest act that still holds; InputProblem "nothing_to_undo"."""
    last = changes.last_to_undo(library.catalogue.writer)
    if last is None:
        raise InputProblem("nothing_to_undo")
    return do(library, last.label, last.inverse, last.forward, undoes=last.seq)


def redo(library: Library) -> tuple[str, ...]:
    """Do again what was taken back last; InputProblem "nothing_to_redo"."""
    last = changes.last_to_redo(library.catalogue.writer)
    if last is None:
        raise InputProblem("nothing_to_redo")
    return do(library, last.label, last.forward, last.inverse, undoes=last.seq)


def replay(db: Database, content: dict[str, Any]) -> None:
    """Apply a journalled act to a catalogue that does not have it yet, inside the caller's transaction."""
    change = from_plain(Change, content["change"])
    meant = (*_teaching(db, change), *_places_meant(change))
    before = issuers.touched(db, meant)
    changes.add(db, change)
    for record in changes.touched(change.forward):
        documents.refresh(db, record)
        _part(db, record, change)
    if change.label == _MERGE:
        for record in change.forward:  # once all pages are where they belong
            merging.count_pages(db, record)
            traces.forget(db, documents.row_of(db, record))
    if changes.PATIENT in change.forward or any(_TELLS_WHOSE & effect.keys() for effect in change.forward.values()):
        jobs.want(db, changes.PATIENT, whose.JUDGE)
    for record in dict.fromkeys((*before, *issuers.touched(db, meant))):
        if record not in change.forward:
            documents.refresh(db, record)
    relatives.choose_shown(db)


def _teaching(db: Database, change: Change) -> list[str]:
    """The records and places of an act that tell how others are to be read; most acts tell nothing."""
    return [
        name
        for name, fields in change.forward.items()
        if issuers.is_place(name)
        or not issuers.TEACHING.isdisjoint(fields)
        or ("confirmed" in fields and issuers.is_unclear(db, name))
    ]


def _places_meant(change: Change) -> list[str]:
    """The places an act merges others into, or parts them from."""
    said = [
        effect.get(name, {}).get(issuers.SAME_AS) for effect in (change.forward, change.inverse) for name in effect
    ]
    return [f"{issuers.PLACE}{key}" for key in said if key]


def _part(db: Database, record: str, change: Change) -> None:
    """Let the parts of a record come or go, where the act was about them."""
    if "parts" not in change.forward[record]:
        return
    now, before = (tuple(from_plain(Part, each) for each in effect[record]["parts"] or ())
                   for effect in (change.forward, change.inverse))  # fmt: skip
    parting.take_back(db, before)
    if now:
        parting.put(db, record, now)


def act(library: Library, label: str, forward: Effect) -> tuple[str, ...]:
    """Do an act that is named and put together elsewhere; InputProblem when a record is not here."""
    db = library.catalogue.writer
    for record in changes.touched(forward):
        if not issuers.is_place(record):
            documents.row_of(db, record)  # refuses ids that are not here
    return do(library, label, forward, changes.inverse_of(db, forward), undoes=None)


def _effect(
    library: Library, names: Sequence[str], of_record: dict[str, Any], of_fact: dict[str, Any] | None
) -> Effect:
    """What an act lays over records and over facts named record#fact; None takes a word on a fact back."""
    effect: Effect = {}
    for name in names:
        record, sign, fact = name.partition(SIGN)
        if not sign:
            effect.setdefault(record, {}).update(of_record)
            continue
        if labs.says(name):
            owner, field, word = _word_on_result(library, name, of_fact)
            effect.setdefault(owner, {})[field] = word
            continue
        kept = clinical.get(library.catalogue.writer, name)
        word = clinical.word_on(kept, of_fact) if of_fact is not None else None
        effect.setdefault(record, {})[clinical.FIELD + fact] = word
    return effect


def _word_on_result(
    library: Library, name: str, said: dict[str, Any] | None
) -> tuple[str, str, dict[str, Any] | None]:
    """Where a person's word on a result stands, and the word; a typed one keeps what was typed."""
    db = library.catalogue.writer
    kept = labs.get(db, name)
    owner, field = kept.record or changes.LABS, labs.FIELD + kept.id
    before = changes.corrections(db, owner).get(field, {})
    if kept.status is LabStatus.TYPED:
        return owner, field, {**before, "removed": bool(said and said.get("removed"))}
    return owner, field, labs.word_on(kept, said) if said is not None else None


def say_result(library: Library, label: str, owner: str, each: str, word: dict[str, Any]) -> str:
    """A person types a result, or puts one right: `word` as catalogue.labs reads it. Returns its name."""
    act(library, label, {owner: {labs.FIELD + each: word}})
    return f"{'' if owner == changes.LABS else owner}{labs.SIGN}{each}"


def _printed(field: str, value: str) -> dict[str, Any]:
    """A person's words for a fact; only what is printed can be put right."""
    if field != "printed":
        raise InputProblem("no_such_field", field=field, fields="printed")
    if not value.strip():
        raise InputProblem("nothing_printed")
    return {"printed": engine.storable(" ".join(value.split()))}


def do(library: Library, label: str, forward: Effect, inverse: Effect, *, undoes: int | None) -> tuple[str, ...]:
    now = dt.datetime.now(dt.UTC).isoformat(timespec="seconds")
    seq = changes.next_seq(library.catalogue.writer)
    content = {"change": to_plain(Change(seq, now, label, forward, inverse, undoes))}
    with library.noting("change", content) as db:
        replay(db, content)
        named = changes.touched(forward)
        places = [name for name in named if issuers.is_place(name)]
        return (*(name for name in named if name not in places), *issuers.touched(db, places))


def _checked(field: str, value: str) -> str:
    if field not in CORRECTABLE:
        raise InputProblem("no_such_field", field=field, fields=", ".join(CORRECTABLE))
    try:
        if field == "kind":
            return Kind(value).value
        if field == "service_date":
            return str(PartialDate.parse(value))
        if field == "date_role":
            return _role_of_care(value).value
    except ValueError as error:
        raise InputProblem(f"not_a_{field}", value=value) from error
    return engine.storable(value)


def _role_of_care(value: str) -> DateRole:
    """What happened on a day of care; ValueError for others, such as the day of printing."""
    role = DateRole(value)
    if role in NEVER_OF_CARE:
        raise ValueError(value)
    return role
