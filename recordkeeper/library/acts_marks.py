"""Stars, tags and notes that a person puts on records: each an act that can be taken back."""

from __future__ import annotations

from collections.abc import Sequence

from recordkeeper.catalogue import changes, engine, marks
from recordkeeper.library.acts import act
from recordkeeper.library.folder import Library
from recordkeeper.records.errors import InputProblem

_LONGEST_TAG = 40


def star(library: Library, records: Sequence[str]) -> tuple[str, ...]:
    """Put a star on records. InputProblem "no_such_record"."""
    return act(library, "star_record", {record: {marks.STARRED: True} for record in records})


def unstar(library: Library, records: Sequence[str]) -> tuple[str, ...]:
    """Take the star from records. InputProblem "no_such_record"."""
    return act(library, "unstar_record", {record: {marks.STARRED: None} for record in records})


def note(library: Library, record: str, words: str) -> tuple[str, ...]:
    """Write a note on a record in place of the one it has; "" takes it away. InputProblem "no_such_record"."""
    return act(library, "note_record", {record: {marks.NOTE: engine.storable(words.strip()) or None}})


def tag(
    library: Library, records: Sequence[str], *, add: Sequence[str] = (), remove: Sequence[str] = ()
) -> tuple[str, ...]:
    """Put tags on records and take others from them, in one act. A tag in other letters of case is the same tag.

    InputProblem "tag_empty" for one without words and where nothing is asked; "no_such_record".
    """
    adding, going = [_cleaned(each) for each in add], {_cleaned(each).casefold() for each in remove}
    if not adding and not going:
        raise InputProblem("tag_empty")
    db = library.catalogue.writer
    known = {each.casefold(): each for each in marks.tags(db)}
    effect: changes.Effect = {}
    for record in records:
        held = marks.of(changes.corrections(db, record)).tags
        wanted = {each.casefold(): each for each in held}
        for each in adding:
            wanted.setdefault(each.casefold(), known.get(each.casefold(), each))
        kept = [each for key, each in wanted.items() if key not in going]
        effect[record] = {marks.TAGS: kept or None}
    return act(library, "tag", effect)


def _cleaned(tag: str) -> str:
    found = engine.storable(" ".join(tag.split())[:_LONGEST_TAG]).strip()
    if not found:
        raise InputProblem("tag_empty")
    return found
