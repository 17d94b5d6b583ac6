"""People whom records name and who are not the patient, or may not be: one group a person, one question a group.

Papers that carry the patient's name and nothing else to tell by are one group, however many they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue import changes, named, sources, whose
from recordkeeper.catalogue.changes import MINE, OTHERS, WHOSE
from recordkeeper.catalogue.whose import Asked, Said, Say
from recordkeeper.intake import ties
from recordkeeper.intake.whose import settle
from recordkeeper.library import acts
from recordkeeper.library.folder import Library
from recordkeeper.recognise.people import Verdict, may_be_one, same_person, weigh
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.ids import group_id, name_id
from recordkeeper.records.kinds import Identity
from recordkeeper.records.patient import Patient, PersonRead

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


class About(StrEnum):
    """What is asked about a group."""

    STRANGER = "stranger"  # somebody else; the records are set aside
    NAME_ALONE = "name_alone"  # the patient's name, and nothing else to tell by
    UNSURE = "unsure"  # somebody who may be the patient


@dataclass(frozen=True, slots=True)
class Group:
    """One person, as records name it, and those records; `left` = not asked any more."""

    id: str
    about: About
    people: tuple[PersonRead, ...]
    records: tuple[Asked, ...]
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
    """The people whose records are set aside or in doubt, in the order they were first met; the name alone last."""
    patient, sayings = sources.patient(db), whose.said(db)
    aside = (_group(About.STRANGER, each, sayings, patient) for each in _gathered(whose.aside(db)))
    return (*aside, *_unsure(db, patient))


def _unsure(db: Database, patient: Patient) -> tuple[Group, ...]:
    asked = whose.unsure(db)
    if not asked:
        return ()
    found = ties.answers(patient, named.records(db), lambda: named.origins(db))
    bare = [one for one in asked if found[one.record].only_name]
    others = [one for one in asked if not found[one.record].only_name]
    made = [_group(About.UNSURE, each, (), patient) for each in _gathered(others)]
    return (*made, *([_group(About.NAME_ALONE, bare, (), patient)] if bare else []))


def _gathered(records: Iterable[Asked]) -> list[list[Asked]]:
    """Records that name one person, together."""
    gathered: list[list[Asked]] = []
    for one in records:
        home = next((group for group in gathered if all(_together(one, other) for other in group)), None)
        if home is None:
            gathered.append([one])
        else:
            home.append(one)
    return gathered


def open_groups(db: Database, intake_id: int | None = None) -> tuple[Group, ...]:
    """Those that are still asked about; with `intake_id`, those an intake brought records of."""
    asked = tuple(group for group in groups(db) if not group.left)
    if intake_id is None or not asked:
        return asked
    brought = whose.brought(db, intake_id)
    return tuple(group for group in asked if brought & set(group.record_ids))


def find(db: Database, name: str) -> Group:
    """The group of this id, or with this record; InputProblem "no_such_group"."""
    found = next((group for group in groups(db) if name == group.id or name in group.record_ids), None)
    if found is None:
        raise InputProblem("no_such_group", group=name)
    return found


def me(library: Library, name: str) -> tuple[str, ...]:
    """This is the patient: all records of the group are the patient's. Returns the ids touched.

    A stranger's name is learned, as another one of the patient's. A name that more people may bear is not: the
    answer holds for these records, and later ones are asked about again.
    """
    db = library.catalogue.writer
    group, patient = find(db, name), sources.patient(db)
    learned = {person for person in group.people if _teaches(group, person, patient)}
    forward = _forget(db, group)
    if learned:
        said = Said(group.id, Say.ME, tuple(person for person in group.people if person in learned))
        forward[changes.PATIENT][said.field] = said.plain
    for one in group.records:
        forward[one.record] = {WHOSE: MINE} if one.said or one.person not in learned else {}
    return _do(library, "whose_me", forward)


def leave(library: Library, name: str) -> tuple[str, ...]:
    """Somebody else: the records are set aside, and nobody is asked about them again."""
    db = library.catalogue.writer
    group = find(db, name)
    forward = _forget(db, group)
    said = Said(group.id, Say.LEFT, group.people)
    forward[changes.PATIENT][said.field] = said.plain
    word = {} if group.about is About.STRANGER else {WHOSE: OTHERS}
    forward.update(dict.fromkeys(group.record_ids, word))
    return _do(library, "whose_left", forward)


def say_whose(library: Library, records: Sequence[str], *, mine: bool) -> tuple[str, ...]:
    """Of these records alone: the patient's, or somebody else's and set aside. Returns the ids touched."""
    word = MINE if mine else OTHERS
    act = acts.act(library, "say_mine" if mine else "say_theirs", {record: {WHOSE: word} for record in records})
    return settle(library, act)


def _teaches(group: Group, person: PersonRead, patient: Patient) -> bool:
    """Whether papers of this person are the patient's from now on, once somebody has said so of these."""
    if weigh(patient, person).identity is Identity.DIFFERS:
        return True
    return group.about is not About.NAME_ALONE and person.birth_date is not None


def _forget(db: Database, group: Group) -> dict[str, dict[str, Any]]:
    """An effect that takes back what was said of the people of a group before."""
    return {changes.PATIENT: {said.field: None for said in whose.said(db) if _is_about(said, group.people)}}


def _do(library: Library, label: str, forward: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    if not forward[changes.PATIENT]:
        del forward[changes.PATIENT]
    return settle(library, acts.act(library, label, forward))


def _group(about: About, members: Sequence[Asked], sayings: Iterable[Said], patient: Patient) -> Group:
    people = tuple(dict.fromkeys(one.person for one in members))
    left = any(said.say is Say.LEFT and _is_about(said, people) for said in sayings)
    first = members[0].person
    name = name_id(patient.name) if about is About.NAME_ALONE else group_id(first)
    return Group(name, about, people, tuple(members), weigh(patient, first), left)


def _is_about(said: Said, people: Iterable[PersonRead]) -> bool:
    return any(same_person(one, person) for person in people for one in said.people)


def _together(one: Asked, other: Asked) -> bool:
    """Whether two records name one person. Scans also have to give one number, as far as both give any."""
    if one.person == other.person:
        return True
    if one.is_study and other.is_study:
        first, second = (set(each.person.identifiers[:1]) for each in (one, other))
        if first and second and first != second:
            return False
    return may_be_one(one.person, other.person)
