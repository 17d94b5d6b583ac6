"""People whom records name and who are not the patient: one group a person, one question a group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue import changes, sources, whose
from recordkeeper.catalogue.whose import Aside, Said, Say
from recordkeeper.intake.whose import settle
from recordkeeper.library import acts
from recordkeeper.library.folder import Library
from recordkeeper.recognise.people import Verdict, may_be_one, same_person, weigh
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.ids import group_id
from recordkeeper.records.patient import PersonRead

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


@dataclass(frozen=True, slots=True)
class Group:
    """One person who is not the patient, as records name it, and those records; `left` = not asked any more."""

    id: str
    people: tuple[PersonRead, ...]
    records: tuple[Aside, ...]
    verdict: Verdict
    left: bool

    @property
    def person(self) -> PersonRead:
        """The person as told most fully."""
        return max(self.people, key=lambda one: (one.birth_date is not None, len(one.identifiers)))

    @property
    def name_fit(self) -> str:
        """How the name stands to the patient's: none, kin, part, slip, full."""
        return self.verdict.name.name.lower() if self.verdict.name is not None else "none"

    @property
    def record_ids(self) -> tuple[str, ...]:
        return tuple(one.record for one in self.records)


def groups(db: Database) -> tuple[Group, ...]:
    """The people whose records are set aside, in the order they were first met."""
    patient, sayings = sources.patient(db), whose.said(db)
    gathered: list[list[Aside]] = []
    for one in whose.aside(db):
        home = next((group for group in gathered if all(_together(one, other) for other in group)), None)
        if home is None:
            gathered.append([one])
        else:
            home.append(one)
    return tuple(_group(group, sayings, weigh(patient, group[0].person)) for group in gathered)


def open_groups(db: Database, intake_id: int | None = None) -> tuple[Group, ...]:
    """Those that are still asked about; with `intake_id`, those an intake brought records of."""
    asked = tuple(group for group in groups(db) if not group.left)
    if intake_id is None or not asked:
        return asked
    brought = whose.aside_of_intake(db, intake_id)
    return tuple(group for group in asked if brought & set(group.record_ids))


def find(db: Database, name: str) -> Group:
    """The group of this id, or with this record; InputProblem "no_such_group"."""
    found = next((group for group in groups(db) if name == group.id or name in group.record_ids), None)
    if found is None:
        raise InputProblem("no_such_group", group=name)
    return found


def me(library: Library, name: str) -> tuple[str, ...]:
    """This is the patient under another name: all records of the group come back. Returns the ids touched."""
    return _say(library, name, Say.ME, "whose_me")


def leave(library: Library, name: str) -> tuple[str, ...]:
    """Somebody else: the records stay set aside, and nobody is asked about this person again."""
    return _say(library, name, Say.LEFT, "whose_left")


def _say(library: Library, name: str, say: Say, label: str) -> tuple[str, ...]:
    db = library.catalogue.writer
    group = find(db, name)
    before: dict[str, Any] = {said.field: None for said in whose.said(db) if _is_about(said, group.people)}
    said = Said(group.id, say, group.people)
    forward = {changes.PATIENT: before | {said.field: said.plain}, **{record: {} for record in group.record_ids}}
    return settle(library, acts.act(library, label, forward))


def _group(members: Sequence[Aside], sayings: Iterable[Said], verdict: Verdict) -> Group:
    people = tuple(dict.fromkeys(one.person for one in members))
    left = any(said.say is Say.LEFT and _is_about(said, people) for said in sayings)
    return Group(group_id(members[0].person), people, tuple(members), verdict, left)


def _is_about(said: Said, people: Iterable[PersonRead]) -> bool:
    return any(same_person(one, person) for person in people for one in said.people)


def _together(one: Aside, other: Aside) -> bool:
    """Whether two records name one person. Scans also have to give one number, as far as both give any."""
    if one.person == other.person:
        return True
    if one.is_study and other.is_study:
        first, second = (set(each.person.identifiers[:1]) for each in (one, other))
        if first and second and first != second:
            return False
    return may_be_one(one.person, other.person)
