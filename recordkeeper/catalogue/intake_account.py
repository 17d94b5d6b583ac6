"""What one intake brought, asked for what is not whole in it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from recordkeeper.records.reading import Format

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

# What only a burned disc has beside its records.
_OF_A_DISC = ("viewer_program", "disc_index")
_CAMERA = (Format.JPEG, Format.HEIC, Format.PNG, Format.WEBP)
_PICTURES = (Format.JPEG, Format.PNG, Format.BMP, Format.GIF, Format.TIFF)


@dataclass(frozen=True, slots=True)
class BrokenSeries:
    """A series an intake touched that lacks slices: how many are here, and the numbers of the others."""

    record: str
    number: int | None
    plain_name: str
    description: str
    instances: int
    missing: tuple[int, ...]


def series_with_missing(db: Database, intake_id: int) -> tuple[BrokenSeries, ...]:
    """The series of an intake's instances that lack slices, as they stand now."""
    rows = db.execute(
        """
        SELECT r.id, s.number, s.plain_name, s.description, s.missing,
               (SELECT count(DISTINCT i.uid) FROM instance i WHERE i.series_id = s.id)
        FROM series s JOIN record r ON r.rowid = s.record_id
        WHERE s.missing NOT IN ('null', '[]') AND r.status <> 'trashed' AND s.id IN (
            SELECT i.series_id FROM source_file f JOIN instance i ON i.original_id = f.original_id
            WHERE f.intake_id = ?
        ) ORDER BY r.id, s.number, s.uid
        """,
        [intake_id],
    ).fetchall()
    return tuple(
        BrokenSeries(record, number, plain_name, description, count, tuple(json.loads(missing)))
        for record, number, plain_name, description, missing, count in rows
    )


@dataclass(frozen=True, slots=True)
class Burned:
    """How many files of an intake show that it was a disc, hold scans, or are pictures no camera took."""

    disc_files: int
    scans: int
    pictures: int


def burned(db: Database, intake_id: int) -> Burned:
    marks = ", ".join("?" * len(_PICTURES))
    disc_files, scans, pictures = db.execute(
        f"""
        SELECT coalesce(sum(f.reason_code IN (?, ?)), 0), coalesce(sum(o.format = ?), 0),
               coalesce(sum(o.format IN ({marks}) AND o.taken = ''), 0)
        FROM source_file f LEFT JOIN original o ON o.id = f.original_id WHERE f.intake_id = ?
        """,
        [*_OF_A_DISC, Format.DICOM, *_PICTURES, intake_id],
    ).fetchone()
    return Burned(disc_files, scans, pictures)


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo an intake added as a record of its own: when it was taken (ISO, "" when not said), and its words."""

    record: str
    folder: str
    name: str
    taken: str
    text: str


def photos(db: Database, intake_id: int) -> tuple[Photo, ...]:
    """The photos of an intake that stand alone: not part of a document, trashed, or somebody else's."""
    marks = ", ".join("?" * len(_CAMERA))
    rows = db.execute(
        f"""
        SELECT r.id, f.path, f.name, o.taken, coalesce(p.text, '')
        FROM source_file f JOIN original o ON o.id = f.original_id
        JOIN record_file rf ON rf.original_id = o.id JOIN record r ON r.rowid = rf.record_id
        LEFT JOIN page p ON p.original_id = o.id AND p.number = 1
        WHERE f.intake_id = ? AND f.outcome = 'added' AND o.format IN ({marks}) AND o.page_count = 1
          AND rf.home IS NULL AND r.status NOT IN ('trashed', 'set_aside')
          AND NOT EXISTS (SELECT 1 FROM record part WHERE part.merged_into = r.id)
        ORDER BY f.id
        """,
        [intake_id, *_CAMERA],
    ).fetchall()
    return tuple(
        Photo(record, path.removesuffix(name), name, taken, text) for record, path, name, taken, text in rows
    )
