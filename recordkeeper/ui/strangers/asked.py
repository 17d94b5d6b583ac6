"""What a card asks about: read once for all cards, off the window's thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.preview.page import PagePlace, paint
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.work.pool import WorkerFailure

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.catalogue.pages import Leaf
    from recordkeeper.intake.neighbours import Neighbour
    from recordkeeper.intake.strangers import Group
    from recordkeeper.library.folder import Library
    from recordkeeper.records.patient import Patient
    from recordkeeper.records.reading import Picture
    from recordkeeper.work.pool import Workers


@dataclass(frozen=True, slots=True)
class Question:
    """One person, the other libraries there are, those that are about this person, and the first page to show."""

    group: Group
    patient: Patient
    others: tuple[Neighbour, ...]
    known_to: tuple[Neighbour, ...]
    leaf: Leaf | None


def questions(db: Database, intake: int | None, places: Sequence[str]) -> tuple[Question, ...]:
    """The people still asked about; with `intake`, those it brought records of. Runs on a reader lane."""
    from recordkeeper.catalogue import pages, sources, whose

    if not (whose.aside(db) or whose.unsure(db)):
        return ()
    from recordkeeper.intake import strangers  # dear to load, and most libraries meet no stranger
    from recordkeeper.intake.neighbours import neighbours

    found = strangers.open_groups(db, intake)
    others = neighbours(places) if found else ()
    patient = sources.patient(db)
    asked = []
    for group in found:
        first = group.records[0]
        leaves = () if first.is_study else pages.leaves(db, first.record)
        knowing = tuple(each for each in others if each.knows(group.person))
        asked.append(Question(group, patient, others, knowing, leaves[0] if leaves else None))
    return tuple(asked)


def count(db: Database, intake: int) -> int:
    """How many other people an intake's records name."""
    return sum(each.group.about.value == "stranger" for each in questions(db, intake, ()))


def count_open(db: Database) -> int:
    """How many questions of whose records are wait for an answer."""
    return len(questions(db, None, ()))


def first_page(library: Library, workers: Workers, leaf: Leaf, dpi: float) -> Picture | None:
    """A small picture of a page; None when it cannot be painted."""
    place = PagePlace(leaf.file, leaf.format, leaf.page, leaf.turn)
    try:
        return paint(library, workers, place, dpi=dpi, marks=())
    except (WorkerFailure, PlaceProblem):
        return None
