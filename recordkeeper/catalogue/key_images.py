"""Marked images. A person's star is a correction of its study, in the field "star:" + instance and frame."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from recordkeeper.records.errors import InputProblem
from recordkeeper.records.key_images import KeyImage

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

STAR = "star:"
_KEY_OBJECTS = "1.2.840.10008.5.1.4.1.1.88.59"
_SELECTED = re.compile(r"^\s*Image ([0-9.]+)$", re.MULTILINE)  # formats/dicom_report writes one a line


def field(instance_uid: str, frame: int) -> str:
    """The name a star goes by among the corrections of its study."""
    return f"{STAR}{instance_uid}:{frame}"


def check(db: Database, record_id: str, instance_uid: str, frame: int) -> None:
    """InputProblem "no_such_image" where the study holds no such image."""
    if instance_uid not in _series_of(db, record_id) or frame < 0:
        raise InputProblem("no_such_image", index=frame)


def of_study(db: Database, record_id: str) -> tuple[KeyImage, ...]:
    """The marked images of a study that are here, a person's first; the hospital's where no person starred them."""
    selected = _selected(db, record_id)
    rows = db.execute(
        "SELECT field, value FROM correction WHERE record = ? AND field LIKE 'star:%' ORDER BY field", [record_id]
    ).fetchall()
    if not rows and not selected:
        return ()
    series = _series_of(db, record_id)
    starred: dict[tuple[str, int], KeyImage] = {}
    for name, value in rows:
        uid, _, frame = name.removeprefix(STAR).rpartition(":")
        if uid in series:
            caption = json.loads(value).get("caption", "")
            starred[uid, int(frame)] = KeyImage(record_id, series[uid], uid, int(frame), caption)
    for uid, title in selected.items():
        if uid in series and not any(uid == of for of, _ in starred):
            starred[uid, 0] = KeyImage(record_id, series[uid], uid, 0, title, by_hospital=True)
    return tuple(starred.values())


def all_images(db: Database) -> tuple[KeyImage, ...]:
    """Those of every study that is neither set aside nor in the trash, newest study first."""
    rows = db.execute(
        """
        SELECT r.id FROM record r WHERE r.status NOT IN ('set_aside', 'trashed')
          AND EXISTS (SELECT 1 FROM series s WHERE s.record_id = r.rowid)
        ORDER BY coalesce(r.service_date, '') DESC, r.id
        """
    ).fetchall()
    return tuple(image for (record,) in rows for image in of_study(db, record))


def _series_of(db: Database, record_id: str) -> dict[str, str]:
    """Instance → series, of the images of a study."""
    rows = db.execute(
        """
        SELECT i.uid, s.uid FROM instance i JOIN series s ON s.id = i.series_id
        JOIN record r ON r.rowid = s.record_id WHERE r.id = ? AND json_extract(i.header, '$.has_pixels')
        """,
        [record_id],
    ).fetchall()
    return dict(rows)


def _selected(db: Database, record_id: str) -> dict[str, str]:
    """Instance → what the hospital's selection says of it, from the text of key object documents of the study."""
    rows = db.execute(
        """
        SELECT p.text FROM page p JOIN instance i ON i.original_id = p.original_id
        JOIN series s ON s.id = i.series_id JOIN record r ON r.rowid = s.record_id
        WHERE r.id = ? AND json_extract(i.header, '$.sop_class_uid') = ? ORDER BY p.original_id, p.number
        """,
        [record_id, _KEY_OBJECTS],
    ).fetchall()
    found: dict[str, str] = {}
    for (text,) in rows:
        said = [line.partition(": ")[2].strip() for line in text.splitlines() if "Key Object Description: " in line]
        title = said[0] if said else text.partition("\n")[0].strip()
        found |= dict.fromkeys(_SELECTED.findall(text), title)
    return found
