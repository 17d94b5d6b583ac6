"""Full text over every page that is neither set aside nor trashed."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from recordkeeper.catalogue.engine import storable
from recordkeeper.records.kinds import Status
from recordkeeper.records.provenance import Box
from recordkeeper.records.query import Hit
from recordkeeper.records.reading import WordBoxes

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"  # noncharacters: no reader's text holds them, as it does control signs
_TERM = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w")
_RANKED_UP_TO = 2000  # beyond it, ranking a very common word takes longer than it helps: newest pages first

# The records of a page. CROSS JOIN keeps the full text on the outside: it is asked once, not once a page.
_RECORDS = """
    CROSS JOIN page p ON p.id = f.rowid
    LEFT JOIN record_file rf ON rf.original_id = p.original_id
         AND p.number BETWEEN coalesce(rf.first_page, 1) AND coalesce(rf.last_page, p.number)
    JOIN record r ON r.rowid = coalesce(rf.record_id, p.record_id) AND r.merged_into = ''
"""
_MARKED = "highlight(page_text, 0, ?, ?), snippet(page_text, 0, '', '', '…', 20), p.words"


def find(db: Database, words: str, *, status: Status | None = None, limit: int = 100) -> tuple[Hit, ...]:
    """The pages that hold all the words, best first; the last word may be unfinished. "…" asks for a phrase."""
    match = fts_query(storable(words))
    if not match:
        return ()
    (count,) = db.execute(
        "SELECT count(*) FROM (SELECT 1 FROM page_text WHERE page_text MATCH ? LIMIT ?)",
        [match, _RANKED_UP_TO + 1],
    ).fetchone()
    found = _best if count <= _RANKED_UP_TO else _newest
    shown = "r.status = ?" if status else "r.status NOT IN ('set_aside', 'trashed')"
    return tuple(found(db, match, shown, [*([status] if status else []), limit]))


def _best(db: Database, match: str, shown: str, values: Sequence[object]) -> Iterator[Hit]:
    rows = db.execute(
        f"""
        WITH f AS MATERIALIZED (SELECT rowid, rank AS score FROM page_text WHERE page_text MATCH ?)
        SELECT r.id, p.number, p.id, -f.score FROM f {_RECORDS} WHERE {shown} ORDER BY f.score, p.id LIMIT ?
        """,
        [match, *values],
    ).fetchall()
    pages = _marked(db, match, {page_id for _, _, page_id, _ in rows})
    return (_hit(record, number, score, *pages[page_id]) for record, number, page_id, score in rows)


def _newest(db: Database, match: str, shown: str, values: Sequence[object]) -> Iterator[Hit]:
    """All in one: pages come in the order wanted, so that only those shown are marked."""
    rows = db.execute(
        f"""
        SELECT r.id, p.number, 1.0, {_MARKED} FROM page_text f {_RECORDS}
        WHERE page_text MATCH ? AND {shown} ORDER BY f.rowid DESC LIMIT ?
        """,
        [_OPEN, _CLOSE, match, *values],
    ).fetchall()
    return (_hit(*row) for row in rows)


def fts_query(words: str) -> str:
    """What a person types as an FTS5 query: every term quoted, so that no sign has a meaning of its own."""
    terms: list[str] = []
    for phrase, word in _TERM.findall(words):
        text = phrase or word
        if _WORD.search(text):
            terms.append('"' + text.replace('"', '""') + '"')
    if terms and not words.rstrip().endswith('"'):
        terms[-1] += "*"
    return " ".join(terms)


def _marked(db: Database, match: str, page_ids: set[int]) -> dict[int, tuple[str, str, bytes]]:
    """page id → text with the words marked, snippet, word boxes. The plus has the full text asked once for all."""
    rows = db.execute(
        f"""
        SELECT p.id, {_MARKED}
        FROM page_text CROSS JOIN page p ON p.id = page_text.rowid
        WHERE page_text MATCH ? AND +page_text.rowid IN (SELECT value FROM json_each(?))
        """,
        [_OPEN, _CLOSE, match, json.dumps(sorted(page_ids))],
    )
    return {page_id: (marked, snippet, packed) for page_id, marked, snippet, packed in rows}


def _hit(record: str, number: int, score: float, marked: str, snippet: str, packed: bytes) -> Hit:
    return Hit(
        record=record,
        page=number or None,
        boxes=_boxes(marked, WordBoxes(packed)),
        snippet=" ".join(snippet.split()),
        score=float(f"{score:.4g}"),  # digits, not decimals: in a small library scores are tiny
    )


def _boxes(marked: str, words: WordBoxes) -> tuple[Box, ...]:
    """The boxes of the marked spans."""
    if not words.packed:
        return ()
    before, *rest = marked.split(_OPEN)
    spans: list[tuple[int, int]] = []
    at = len(before)
    for part in rest:
        span, _, after = part.partition(_CLOSE)
        spans.append((at, at + len(span)))
        at += len(span) + len(after)
    return words.touching(spans)
