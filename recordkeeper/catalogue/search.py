"""Full text over every page that is neither set aside nor trashed, and over what a person wrote on a record."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.catalogue import filtering, vocabulary, word_forms
from recordkeeper.catalogue.engine import storable
from recordkeeper.catalogue.pages import folded
from recordkeeper.records.kinds import Status
from recordkeeper.records.provenance import Box
from recordkeeper.records.query import NO_FILTERS, Filters, Hit, Search
from recordkeeper.records.reading import WordBoxes

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_OPEN, _CLOSE = "\ufdd0", "\ufdd1"  # noncharacters: no reader's text holds them, as it does control signs
_TERM = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"\w")
_AROUND_A_WORD = ".,;:!?()[]'*-"
_MOST_WIDENED = 12  # words of a search for which other forms are sought; a pasted page is found as it stands
_RANKED_UP_TO = 2000  # beyond it, ranking a very common word takes longer than it helps: newest pages first

# The records of a page. CROSS JOIN keeps the full text on the outside: it is asked once, not once a page.
_RECORDS = """
    CROSS JOIN page p ON p.id = f.rowid
    LEFT JOIN record_file rf ON rf.original_id = p.original_id
         AND p.number BETWEEN coalesce(rf.first_page, 1) AND coalesce(rf.last_page, p.number)
    JOIN record r ON r.rowid = coalesce(rf.record_id, p.record_id) AND r.merged_into = ''
"""
_MARKED = "highlight(page_text, 0, ?, ?), snippet(page_text, 0, '', '', '…', 20), p.words"


def find(
    db: Database, words: str, *, status: Status | None = None, filters: Filters = NO_FILTERS, limit: int = 100
) -> tuple[Hit, ...]:
    """The pages that hold all the words, best first; the last word may be unfinished. "…" asks for a phrase."""
    return seek(db, words, status=status, filters=filters, limit=limit).hits


def seek(
    db: Database, words: str, *, status: Status | None = None, filters: Filters = NO_FILTERS, limit: int = 100
) -> Search:
    """As `find`, with what was found for each word: another form of it, or a near one where it stands nowhere.

    Filters without words give each record once, newest first.
    """
    where, values = filtering.conditions(db, filters, status)
    terms, read_as = _understood(db, storable(words))
    if not terms:
        return Search(tuple(_filtered(db, where, [*values, limit])) if filters != NO_FILTERS else ())
    match = " AND ".join(term.query for term in terms)
    (count,) = db.execute(
        "SELECT count(*) FROM (SELECT 1 FROM page_text WHERE page_text MATCH ? LIMIT ?)",
        [match, _RANKED_UP_TO + 1],
    ).fetchone()
    found = _best if count <= _RANKED_UP_TO else _newest
    hits = tuple(found(db, match, where, [*values, limit]))
    return Search(hits, tuple(dict.fromkeys(each for term in terms for each in term.marks)), read_as)


def _filtered(db: Database, where: str, values: Sequence[object]) -> Iterator[Hit]:
    rows = db.execute(
        f"""
        SELECT r.id FROM record r WHERE r.merged_into = '' AND {where}
        ORDER BY coalesce(r.service_date, '') DESC, r.id LIMIT ?
        """,
        values,
    ).fetchall()
    return (Hit(record, None, (), "", 0.0) for (record,) in rows)


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


@dataclass(frozen=True, slots=True)
class _Term:
    """One thing that must stand on the page: as an FTS5 query, and as what is marked there."""

    query: str
    marks: tuple[str, ...]


def _understood(db: Database, words: str) -> tuple[list[_Term], dict[str, tuple[str, ...]]]:
    """What a person types as terms of FTS5: all quoted, so that no sign has a meaning of its own."""
    found = [(phrase, word) for phrase, word in _TERM.findall(words) if _WORD.search(phrase or word)]
    open_end = bool(found) and not words.rstrip().endswith('"')
    terms: list[_Term] = []
    read_as: dict[str, tuple[str, ...]] = {}
    for at, (phrase, word) in enumerate(found):
        unfinished = open_end and at == len(found) - 1
        text, others = phrase or word, tuple[str, ...]()
        if not phrase and at < _MOST_WIDENED:
            others, near = _widened(db, word, unfinished=unfinished)
            read_as |= {word: near} if near else {}
        queries = [_quoted(text) + ("*" if unfinished else ""), *map(_quoted, others)]
        query = queries[0] if len(queries) == 1 else f"({' OR '.join(queries)})"
        terms.append(_Term(query, (f'"{phrase}"' if phrase else word, *others)))
    return terms, read_as


def _widened(db: Database, word: str, *, unfinished: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(other words to be sought with this one, those of them that are near ones because it stands nowhere)."""
    bare = folded(word).casefold().strip(_AROUND_A_WORD)
    if not word_forms.is_plain(bare):
        return (), ()
    others = vocabulary.forms(db, bare)
    if others or (unfinished and vocabulary.begins_some(db, bare)):
        return tuple(each for each in others if each != bare), ()
    near = vocabulary.near(db, bare)
    return near, near


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'


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
        page=number if number > 0 else None,
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
