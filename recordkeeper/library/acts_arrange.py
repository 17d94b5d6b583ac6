"""The order of the pages of a document that was made of several, such as photos of one letter."""

from __future__ import annotations

from collections.abc import Sequence

from recordkeeper.catalogue import documents, merging
from recordkeeper.catalogue.changes import Effect
from recordkeeper.library.acts import act
from recordkeeper.library.folder import Library
from recordkeeper.records.errors import InputProblem


def arrange(library: Library, record: str, order: Sequence[int]) -> tuple[str, ...]:
    """Put the files of a document in another order: `order` names them by the place they have now, from 1.

    The record it is called after stays the same, wherever its pages come to stand. Returns its id alone.
    InputProblem "no_such_record", "arrange_not_merged", "arrange_order" where not each is named once.
    """
    db = library.catalogue.writer
    documents.row_of(db, record)
    if not merging.is_whole(db, record):
        raise InputProblem("arrange_not_merged", record=record)
    parts = merging.in_order(db, record)
    if sorted(order) != list(range(1, len(parts) + 1)):
        raise InputProblem("arrange_order", count=len(parts))
    wanted = [parts[number - 1] for number in order]
    home = wanted.index(record)  # its own files stand at 0: what comes before them counts downwards
    effect: Effect = {
        part: {"merged_into": {"record": record, "position": at - home}}
        for at, part in enumerate(wanted)
        if part != record
    }
    act(library, "arrange", {**effect, record: {}})
    return (record,)
