"""Pages that are pictures: which of them nobody has read yet, and the words once they are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.catalogue.engine import storable
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.records.reading import Format, PageText, WordBoxes

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

OCR = "ocr"  # the job of a file with such pages


@dataclass(frozen=True, slots=True)
class PictureFile:
    """A file with pages that are pictures, and the numbers of those still to be read."""

    fingerprint: Fingerprint
    format: Format
    pages: tuple[int, ...]


def waiting(db: Database, sha256: str) -> PictureFile | None:
    """The file with its unread pictures; None when it is not here (any more)."""
    row = db.execute("SELECT id, size, format FROM original WHERE sha256 = ?", [sha256]).fetchone()
    if row is None:
        return None
    original_id, size, form = row
    numbers = db.execute(
        "SELECT number FROM page WHERE original_id = ? AND picture_only AND NOT from_ocr ORDER BY number",
        [original_id],
    ).fetchall()
    return PictureFile(Fingerprint(sha256, size), Format(form), tuple(number for (number,) in numbers))


def count_waiting(db: Database) -> int:
    """How many pages wait to be read, in all files that have the job."""
    (count,) = db.execute(
        """
        SELECT count(*) FROM job j JOIN original o ON o.sha256 = j.fingerprint JOIN page p ON p.original_id = o.id
        WHERE j.step = ? AND p.picture_only AND NOT p.from_ocr
        """,
        [OCR],
    ).fetchone()
    return int(count)


def put(db: Database, sha256: str, page: PageText) -> None:
    """Keep the words of a picture. The row is made anew: the index of words follows rows in and out."""
    (original_id,) = db.execute("SELECT id FROM original WHERE sha256 = ?", [sha256]).fetchone()
    db.execute("DELETE FROM page WHERE original_id = ? AND number = ?", [original_id, page.page])
    db.execute(
        """
        INSERT INTO page (original_id, number, text, words, width, height, from_ocr, picture_only, turn, skew,
                          sure)
        VALUES (?, ?, ?, ?, ?, ?, 1, 1, ?, ?, ?)
        """,
        [
            original_id,
            page.page,
            storable(page.text),
            page.words.packed,
            page.width,
            page.height,
            page.turn,
            page.skew,
            page.sure,
        ],
    )


@dataclass(frozen=True, slots=True)
class ReadBefore:
    """What recognising a file again takes: its pages as the catalogue holds them."""

    original_id: int
    name: str
    format: Format
    title: str
    page_count: int | None
    pages: tuple[PageText, ...]


def read_before(db: Database, sha256: str) -> ReadBefore:
    """Everything read of a file so far."""
    original_id, form, title, page_count, name = db.execute(
        """
        SELECT o.id, o.format, o.title, o.page_count,
               coalesce((SELECT f.name FROM source_file f WHERE f.original_id = o.id ORDER BY f.id LIMIT 1), '')
        FROM original o WHERE o.sha256 = ?
        """,
        [sha256],
    ).fetchone()
    rows = db.execute(
        """
        SELECT number, text, width, height, words, from_ocr, picture_only, turn, skew, sure
        FROM page WHERE original_id = ? ORDER BY number
        """,
        [original_id],
    ).fetchall()
    pages = tuple(
        PageText(number, text, width, height, WordBoxes(words), bool(ocr), bool(picture), turn, skew, sure)
        for number, text, width, height, words, ocr, picture, turn, skew, sure in rows
    )
    return ReadBefore(original_id, name, Format(form), title, page_count, pages)


def stands(db: Database, file: Fingerprint, page: int) -> tuple[int, float]:
    """(turn, skew) of a page of a file: how it has to be turned to be read; (0, 0.0) where nothing is known."""
    row = db.execute(
        """
        SELECT p.turn, p.skew FROM page p JOIN original o ON o.id = p.original_id
        WHERE o.sha256 = ? AND p.number = ?
        """,
        [file.sha256, page],
    ).fetchone()
    return (int(row[0]), float(row[1])) if row else (0, 0.0)
