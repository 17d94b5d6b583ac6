"""What a person does to key findings: marks words of a page, writes a note, takes the mark away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from recordkeeper.catalogue import changes, findings, pages
from recordkeeper.catalogue.engine import storable
from recordkeeper.library.acts import act
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.findings import Finding
from recordkeeper.records.provenance import Box

if TYPE_CHECKING:
    from recordkeeper.catalogue.changes import Effect
    from recordkeeper.library.folder import Library

LONGEST_WORDS, LONGEST_NOTE = 2000, 4000
_MOST_BOXES = 400  # lines and words of a full page of small print


class Piece(NamedTuple):
    """Words of one page (from 1 within the record) and where they stand on it."""

    page: int
    words: str
    boxes: tuple[Box, ...]


def mark(library: Library, record: str, pieces: Sequence[Piece], note: str = "") -> str:
    """Mark words, a finding for each page they stand on, in one act; returns the id of the first.

    The file is not touched. InputProblem "no_such_record", "no_such_page", "nothing_marked".
    """
    db = library.catalogue.writer
    leaves, number = pages.leaves(db, record), changes.next_seq(db)
    effect: Effect = {}
    for at, piece in enumerate(pieces):
        if not 1 <= piece.page <= len(leaves):
            raise InputProblem("no_such_page", page=piece.page)
        said = storable(" ".join(piece.words.split())[:LONGEST_WORDS])
        if not said:
            raise InputProblem("nothing_marked")
        leaf, each = leaves[piece.page - 1], f"f{number}" + (f"-{at}" if at else "")
        finding = Finding(each, leaf.file.sha256, leaf.page, said, piece.boxes[:_MOST_BOXES])
        kept = (_kept(note) or None) if not at else None
        effect[findings.name_of(finding.file, each)] = {
            findings.MARK: findings.mark_of(finding),
            findings.NOTE: kept,
        }
    if not effect:
        raise InputProblem("nothing_marked")
    act(library, "mark_finding", effect)
    return f"f{number}"


def mark_words(library: Library, record: str, page: int, words: str, note: str = "") -> str:
    """Mark words where they first stand on a page. InputProblem "words_not_on_page", and those of `mark`."""
    for place in pages.find_in(library.catalogue.writer, record, words, phrase=True):
        if place.leaf == page - 1:
            return mark(library, record, [Piece(page, words, place.boxes)], note)
    raise InputProblem("words_not_on_page", page=page)


def write_note(library: Library, each: str, note: str) -> str:
    """Write something beside a finding; "" takes the note away. InputProblem "no_such_finding"."""
    finding = findings.get(library.catalogue.writer, each)
    act(library, "note_finding", {findings.name_of(finding.file, each): {findings.NOTE: _kept(note) or None}})
    return each


def unmark(library: Library, each: str) -> str:
    """Take the mark and its note away; undo brings both back. InputProblem "no_such_finding"."""
    finding = findings.get(library.catalogue.writer, each)
    gone = {findings.MARK: None, findings.NOTE: None}
    act(library, "unmark_finding", {findings.name_of(finding.file, each): gone})
    return each


def _kept(note: str) -> str:
    return storable(note.strip()[:LONGEST_NOTE])
