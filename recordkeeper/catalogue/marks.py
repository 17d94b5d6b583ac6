"""What a person puts on a record beside what was read: tags, a note, a star. And their words, made searchable.

All are corrections of the record, so that every act on them is journalled, undone and rebuilt like any other.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue.engine import storable
from recordkeeper.records.marks import NO_MARKS, Marks

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

TAGS, NOTE, STARRED = "tags", "note", "starred"
_WRITTEN = ("title", "facility", "author")  # what a person may write that no page says
_OWN_PAGE = -1  # the number of the page that holds a person's words; a study's descriptions have 0


def of(said: Mapping[str, Any]) -> Marks:
    """The marks among the corrections of a record."""
    return Marks(bool(said.get(STARRED)), tuple(said.get(TAGS, ())), str(said.get(NOTE, "")))


def all_marks(db: Database) -> dict[str, Marks]:
    """Record → its marks, for every record that has any."""
    said: dict[str, dict[str, Any]] = {}
    rows = db.execute(
        "SELECT record, field, value FROM correction WHERE field IN (?, ?, ?)", [TAGS, NOTE, STARRED]
    ).fetchall()
    for record, field, value in rows:
        said.setdefault(record, {})[field] = json.loads(value)
    found = {record: of(fields) for record, fields in said.items()}
    return {record: marks for record, marks in found.items() if marks != NO_MARKS}


def tags(db: Database) -> dict[str, int]:
    """Tag → how many records outside the trash carry it, in the order of the alphabet."""
    rows = db.execute(
        """
        SELECT c.value FROM correction c JOIN record r ON r.id = c.record
        WHERE c.field = ? AND r.status <> 'trashed' AND r.merged_into = ''
        """,
        [TAGS],
    ).fetchall()
    count = Counter(tag for (value,) in rows for tag in json.loads(value))
    return dict(sorted(count.items(), key=lambda each: each[0].casefold()))


def put_words(db: Database, rowid: int, said: Mapping[str, Any]) -> None:
    """Let a search find what a person wrote on a record, as a page of its own without a number."""
    marks = of(said)
    written = (marks.note, *marks.tags, *(str(said[field]) for field in _WRITTEN if said.get(field)))
    text = storable("\n".join(part for part in written if part))
    row = db.execute("SELECT id, text FROM page WHERE record_id = ? AND number = ?", [rowid, _OWN_PAGE]).fetchone()
    number, before = row or (None, "")
    if text == before:
        return
    db.execute("DELETE FROM page WHERE id = ?", [number])  # the full text follows what comes and goes, no change
    if text:
        db.execute(
            """
            INSERT INTO page (id, record_id, number, text, words, width, height, from_ocr, picture_only)
            VALUES (?, ?, ?, ?, x'', 0, 0, 0, 0)
            """,
            [number, rowid, _OWN_PAGE, text],
        )
