"""The pages of one record in order: how large they are, what stands on them, and where words are found."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.records.papers import ScanText
from recordkeeper.records.provenance import Box, Fingerprint
from recordkeeper.records.reading import Condition, Format, WordBoxes

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

MOST_LEAVES = 20_000  # as many pages as readers read; a damaged file may claim a million
_PORTION = 100  # pages read at a time, so that a thousand-page file is never in memory at once
MOST_FOUND = 2000  # places in one record; a letter is found on every line, and nobody steps through all
_WORDLESS = frozenset({Condition.KEPT, Condition.LOCKED, Condition.UNREADABLE})


_READABLE = """
    (o.page_count > 0 AND o.condition = 'read' AND EXISTS (
        SELECT 1 FROM instance i JOIN series s ON s.id = i.series_id
        WHERE i.original_id = o.id AND s.modality NOT IN ('KO', 'PR')
              AND NOT coalesce(json_extract(i.header, '$.has_pixels'), 0)
    ))
"""


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a record. `page` counts within the file; points of the unturned page, 0 where not known.

    A file that has no pages to show has one leaf all the same, with the reason it cannot be shown.
    """

    file: Fingerprint
    format: Format
    page: int
    width: float = 0.0
    height: float = 0.0
    picture_only: bool = False
    name: str = ""
    reason_code: str = ""
    detail: str = ""
    turn: int = 0  # degrees clockwise until the text of a picture stands upright
    skew: float = 0.0


@dataclass(frozen=True, slots=True)
class PageWords:
    """The text of a page and where its words stand."""

    text: str
    words: WordBoxes


@dataclass(frozen=True, slots=True)
class Found:
    """One place where words were found: the leaf (from 0) and the boxes, none where the page has none."""

    leaf: int
    boxes: tuple[Box, ...]


def leaves(db: Database, record_id: str) -> tuple[Leaf, ...]:
    """The pages of a record, file by file, as `preview.page.locate` counts them.

    Of a study those without pictures: reports, curves and plans that can be read. Which images are marked, and how
    they are to be shown, is said where the images are.
    """
    return tuple(leaf for leaf, _ in _leaves(db, record_id))


def has_images(db: Database, record_id: str) -> bool:
    """Whether a study holds any picture, and not only words and curves."""
    found = db.execute(
        """
        SELECT 1 FROM instance i JOIN series s ON s.id = i.series_id JOIN record r ON r.rowid = s.record_id
        WHERE r.id = ? AND json_extract(i.header, '$.has_pixels') LIMIT 1
        """,
        [record_id],
    ).fetchone()
    return found is not None


def page_words(db: Database, record_id: str, first: int, last: int) -> dict[int, PageWords]:
    """Leaf number (from 0) → text and boxes, for the leaves first to last that have a page in the catalogue."""
    wanted = {page_id: at for at, (_, page_id) in enumerate(_leaves(db, record_id)) if first <= at <= last}
    found = {wanted[page_id]: words for page_id, words in _texts(db, [i for i in wanted if i is not None])}
    return dict(sorted(found.items()))


def find_in(db: Database, record_id: str, words: str, *, phrase: bool) -> tuple[Found, ...]:
    """Where `words` stand in a record, in any case, accents or not; at most MOST_FOUND places.

    `phrase`: as one piece, however the spaces run; otherwise each word wherever it begins a word, as in the search.
    """
    pattern = _phrase(words) if phrase else each_word(words)
    if pattern is None:
        return ()
    at = {page_id: number for number, (_, page_id) in enumerate(_leaves(db, record_id)) if page_id is not None}
    found: list[Found] = []
    for page_id, page in _texts(db, list(at)):
        for match in pattern.finditer(folded(page.text)):
            found.append(Found(at[page_id], page.words.between(*match.span())))
            if len(found) == MOST_FOUND:
                return tuple(found)
    return tuple(found)


def scans(db: Database, file: Fingerprint, first: int = 1, last: int | None = None) -> tuple[ScanText, ...]:
    """What OCR read on the pages of a file that are pictures."""
    rows = db.execute(
        """
        SELECT p.number, p.text, p.width, p.height, p.words, p.turn
        FROM page p JOIN original o ON o.id = p.original_id
        WHERE o.sha256 = ? AND p.from_ocr AND p.words <> x'' AND p.number BETWEEN ? AND coalesce(?, p.number)
        ORDER BY p.number
        """,
        [file.sha256, first, last],
    ).fetchall()
    return tuple(
        ScanText(number, text, width, height, WordBoxes(packed), turn)
        for number, text, width, height, packed, turn in rows
    )


def _leaves(db: Database, record_id: str) -> Iterator[tuple[Leaf, int | None]]:
    """Each leaf with the row of its page, None where the file was not read."""
    files = db.execute(
        f"""
        SELECT o.id, o.sha256, o.size, o.format, o.condition, o.reason_code, o.detail, rf.name,
               coalesce(rf.first_page, 1), coalesce(rf.last_page, o.page_count, 1)
        FROM record r JOIN record_file rf ON rf.record_id = r.rowid JOIN original o ON o.id = rf.original_id
        WHERE r.id = ? AND (r.study_uid = '' OR {_READABLE}) ORDER BY rf.position, o.id
        """,
        [record_id],
    ).fetchall()
    for original, sha256, size, form, condition, reason, detail, name, first, last in files:
        file = Fingerprint(sha256, size)
        if Condition(condition) in _WORDLESS:
            yield Leaf(file, Format(form), first, name=name, reason_code=reason, detail=detail), None
            continue
        rows = db.execute(
            """
            SELECT number, id, width, height, picture_only, turn, skew FROM page
            WHERE original_id = ? AND number BETWEEN ? AND ?
            """,
            [original, first, last],
        ).fetchall()
        read = {number: rest for number, *rest in rows}
        for number in range(first, min(max(first, last), first + MOST_LEAVES - 1) + 1):
            page_id, width, height, picture, turn, skew = read.get(number, (None, 0.0, 0.0, False, 0, 0.0))
            leaf = Leaf(file, Format(form), number, width, height, bool(picture), name, turn=turn, skew=skew)
            yield leaf, page_id


def _texts(db: Database, page_ids: Sequence[int]) -> Iterator[tuple[int, PageWords]]:
    """The pages with these row ids, in their order, read a portion at a time."""
    for start in range(0, len(page_ids), _PORTION):
        portion = page_ids[start : start + _PORTION]
        marks = ", ".join("?" * len(portion))
        rows = db.execute(f"SELECT id, text, words FROM page WHERE id IN ({marks})", portion).fetchall()
        by_id = {page_id: PageWords(text, WordBoxes(packed)) for page_id, text, packed in rows}
        yield from ((page_id, by_id[page_id]) for page_id in portion if page_id in by_id)


def _phrase(words: str) -> re.Pattern[str] | None:
    parts = [re.escape(part) for part in folded(words).split()]
    return re.compile(r"\s+".join(parts), re.IGNORECASE) if parts else None


def each_word(words: str) -> re.Pattern[str] | None:
    """What finds each of the words wherever it begins a word of a folded text; None when there are none."""
    parts = [re.escape(part) for part in folded(words).replace('"', " ").split()]
    return re.compile("|".join(rf"(?<!\w){part}" for part in parts), re.IGNORECASE) if parts else None


def folded(text: str) -> str:
    """Without accents, sign for sign, as the search sees it."""
    return text if text.isascii() else "".join(map(_without_accent, text))


def _without_accent(sign: str) -> str:
    apart = unicodedata.normalize("NFD", sign)
    return apart[0] if all(map(unicodedata.combining, apart[1:])) else sign
