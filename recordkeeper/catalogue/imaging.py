"""Studies, series and instances."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue.engine import storable
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.imaging import InstanceRead, Placed, Series, Study, placed_frames
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.provenance import Fingerprint

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def add_instance(db: Database, record_row: int, original_id: int, instance: InstanceRead) -> None:
    """Put an instance into its series; what the series is called and its order come with `put_series`."""
    db.execute(
        """
        INSERT OR IGNORE INTO series (record_id, uid, number, modality, description, plain_name, body_part)
        VALUES (?, ?, ?, ?, ?, '', ?)
        """,
        [
            record_row,
            instance.series_instance_uid,
            instance.series_number,
            storable(instance.modality),
            storable(instance.series_description),
            storable(instance.body_part_examined),
        ],
    )
    db.execute(
        """
        INSERT OR IGNORE INTO instance (original_id, series_id, uid, position, header)
        VALUES (?, (SELECT id FROM series WHERE record_id = ? AND uid = ?), ?, ?, ?)
        """,
        [
            original_id,
            record_row,
            instance.series_instance_uid,
            instance.sop_instance_uid,
            instance.instance_number or 0,
            json.dumps(to_plain(instance)),
        ],
    )


def is_of(db: Database, record_id: str, instance: InstanceRead) -> bool:
    """Whether an instance is of the person of a study, which has the same number and name.

    Another birth date or another issuer of the number is another person; none is no other.
    """
    rows = db.execute(
        """
        SELECT DISTINCT json_extract(i.header, '$.person.birth_date'),
                        json_extract(i.header, '$.issuer_of_patient_id')
        FROM record r JOIN series s ON s.record_id = r.rowid JOIN instance i ON i.series_id = s.id WHERE r.id = ?
        """,
        [record_id],
    ).fetchall()
    born, issuer = str(instance.person.birth_date or ""), instance.issuer_of_patient_id
    return all(
        born in ("", other or born) and issuer in ("", other_issuer or issuer) for other, other_issuer in rows
    )


def study_of(db: Database, original_id: int) -> str | None:
    """The record id of the study an instance is in."""
    row = db.execute(
        """
        SELECT r.id FROM instance i JOIN series s ON s.id = i.series_id JOIN record r ON r.rowid = s.record_id
        WHERE i.original_id = ?
        """,
        [original_id],
    ).fetchone()
    return str(row[0]) if row else None


def renew_instance(db: Database, original_id: int, instance: InstanceRead) -> None:
    """Put the header read now in place of the one read before."""
    db.execute(
        "UPDATE instance SET header = ? WHERE original_id = ?", [json.dumps(to_plain(instance)), original_id]
    )


def instances(db: Database, record_row: int) -> tuple[tuple[int, Fingerprint, InstanceRead], ...]:
    """(original id, fingerprint, header) of a study's instances, series by series in geometric order."""
    rows = db.execute(
        """
        SELECT i.original_id, o.sha256, o.size, i.header
        FROM instance i JOIN series s ON s.id = i.series_id JOIN original o ON o.id = i.original_id
        WHERE s.record_id = ? ORDER BY s.number, s.uid, i.position, i.original_id
        """,
        [record_row],
    )
    words: dict[str, str] = {}
    return tuple(
        (original_id, Fingerprint(sha256, size), from_plain(InstanceRead, _shared(json.loads(header), words)))
        for original_id, sha256, size, header in rows
    )


def headers(db: Database, record_row: int) -> tuple[tuple[Fingerprint, str, str], ...]:
    """(fingerprint, SOP instance UID, header as it is kept) of a study's instances, in the order of `instances`.

    The header is the JSON of an InstanceRead, for who only hands it on.
    """
    rows = db.execute(
        """
        SELECT o.sha256, o.size, i.uid, i.header
        FROM instance i JOIN series s ON s.id = i.series_id JOIN original o ON o.id = i.original_id
        WHERE s.record_id = ? ORDER BY s.number, s.uid, i.position, i.original_id
        """,
        [record_row],
    )
    return tuple((Fingerprint(sha256, size), uid, header) for sha256, size, uid, header in rows)


def with_programs(db: Database) -> frozenset[str]:
    """The ids of the studies with an image whose first bytes begin as a program does."""
    rows = db.execute(
        """
        SELECT DISTINCT r.id
        FROM instance i JOIN series s ON s.id = i.series_id JOIN record r ON r.rowid = s.record_id
        WHERE instr(i.header, '"program_in_preamble"')
        """
    )
    return frozenset(record for (record,) in rows)


def _shared(header: dict[str, Any], words: dict[str, str]) -> dict[str, Any]:
    """The header with each of its words in memory once: twenty thousand slices say nearly the same."""
    return {key: words.setdefault(value, value) if type(value) is str else value for key, value in header.items()}


def put_series(db: Database, record_row: int, series: Series, order: Sequence[int]) -> None:
    """Store a series' plain name, gaps and the geometric order of its instances (original ids)."""
    db.execute(
        "UPDATE series SET plain_name = ?, missing = ? WHERE record_id = ? AND uid = ?",
        [
            storable(series.plain_name),
            json.dumps(series.missing) if series.missing is not None else None,
            record_row,
            series.uid,
        ],
    )
    db.conn.executemany(
        "UPDATE instance SET position = ? WHERE original_id = ?",
        [(position, original_id) for position, original_id in enumerate(order)],
    )


def put_description(db: Database, record_row: int, text: str) -> None:
    """Make a study's descriptions searchable."""
    db.execute("DELETE FROM page WHERE record_id = ? AND number = 0", [record_row])
    db.execute(
        """
        INSERT INTO page (record_id, number, text, words, width, height, from_ocr, picture_only)
        VALUES (?, 0, ?, x'', 0, 0, 0, 0)
        """,
        [record_row, storable(text)],
    )


def study(db: Database, record_row: int, study_uid: str) -> Study:
    """The study with its series; each instance UID once, in geometric order."""
    rows = db.execute(
        """
        SELECT id, uid, number, modality, description, plain_name, missing, body_part
        FROM series WHERE record_id = ? ORDER BY number, uid
        """,
        [record_row],
    ).fetchall()
    found = tuple(
        Series(
            uid=uid,
            number=number,
            modality=modality,
            description=description,
            plain_name=plain_name,
            instances=_uids(db, series_id),
            missing=tuple(json.loads(missing)) if missing is not None else None,
        )
        for series_id, uid, number, modality, description, plain_name, missing, _ in rows
    )
    header = db.execute(
        """
        SELECT i.header FROM instance i JOIN series s ON s.id = i.series_id
        WHERE s.record_id = ? ORDER BY i.original_id LIMIT 1
        """,
        [record_row],
    ).fetchone()
    description = from_plain(InstanceRead, json.loads(header[0])).study_description if header else ""
    return Study(
        study_uid=study_uid,
        modalities=tuple(dict.fromkeys(series.modality for series in found)),
        body_part=next((row[7] for row in rows if row[7]), ""),
        description=description,
        series=found,
    )


def laterality(db: Database, record_row: int) -> str:
    """The first Laterality that an instance of a study states; "" when none does."""
    row = db.execute(
        """
        SELECT json_extract(i.header, '$.laterality') FROM instance i JOIN series s ON s.id = i.series_id
        WHERE s.record_id = ? AND json_extract(i.header, '$.laterality') <> '' LIMIT 1
        """,
        [record_row],
    ).fetchone()
    return str(row[0]) if row else ""


def _uids(db: Database, series_id: int) -> tuple[str, ...]:
    rows = db.execute(
        "SELECT uid FROM instance WHERE series_id = ? ORDER BY position, original_id", [series_id]
    ).fetchall()
    return tuple(dict.fromkeys(uid for (uid,) in rows))


def series_frames(db: Database, record_row: int, series_uid: str) -> tuple[tuple[Fingerprint, int], ...]:
    """(file, number of frames) of a series' instances in geometric order, each instance UID once."""
    rows = db.execute(
        """
        SELECT i.uid, o.sha256, o.size, coalesce(o.page_count, 0) FROM instance i
        JOIN series s ON s.id = i.series_id JOIN original o ON o.id = i.original_id
        WHERE s.record_id = ? AND s.uid = ? ORDER BY i.position, i.original_id
        """,
        [record_row, series_uid],
    ).fetchall()
    once: dict[str, tuple[Fingerprint, int]] = {}
    for uid, sha256, size, frames in rows:
        once.setdefault(uid, (Fingerprint(sha256, size), frames))
    return tuple(once.values())


@dataclass(frozen=True, slots=True)
class ImageFile:
    """A file of a series as a viewer needs it: its frames, whom it names (as stored), and where it lies; `each` is
    where every frame of an enhanced file lies.
    """

    uid: str
    fingerprint: Fingerprint
    frames: int
    name: str
    birth_date: PartialDate | None
    placed: Placed
    each: tuple[Placed, ...] = ()


_PLACED = ("image_position_patient", "image_orientation_patient", "rows", "columns", "image_type",
           "acquisition_number", "instance_number",
           "frame_positions", "frame_orientations", "frame_kinds")  # fmt: skip


def image_files(db: Database, record_id: str, series_uid: str) -> tuple[ImageFile, ...]:
    """The files of a series in geometric order, each instance UID once; those without images are left out."""
    where = ", ".join(f"'$.{name}'" for name in _PLACED)
    rows = db.execute(
        f"""
        SELECT i.uid, o.sha256, o.size, iif(json_extract(i.header, '$.has_pixels'), o.page_count, 0),
               coalesce(json_extract(i.header, '$.person.name'), ''),
               json_extract(i.header, '$.person.birth_date'), json_extract(i.header, {where})
        FROM instance i JOIN series s ON s.id = i.series_id JOIN original o ON o.id = i.original_id
        WHERE s.record_id = (SELECT rowid FROM record WHERE id = ?) AND s.uid = ?
        ORDER BY i.position, i.original_id
        """,
        [record_id, series_uid],
    ).fetchall()
    once: dict[str, ImageFile] = {}
    dates = {born: PartialDate.parse(born) if born else None for born in {row[5] for row in rows}}
    for uid, sha256, size, frames, name, born, where in rows:
        if frames:  # of two files of one instance, one may be cut off before its image
            file = Fingerprint(sha256, size)
            once.setdefault(uid, ImageFile(uid, file, frames, name, dates[born], *_placed(where, frames)))
    return tuple(once.values())


_PRESENTATION = "1.2.840.10008.5.1.4.1.1.11."  # softcopy presentation states (PS3.4 B.5)


def presentation_files(db: Database, record_id: str) -> tuple[Fingerprint, ...]:
    """The files of a study that say how its images are to be shown."""
    rows = db.execute(
        """
        SELECT o.sha256, o.size FROM instance i JOIN series s ON s.id = i.series_id
        JOIN original o ON o.id = i.original_id JOIN record r ON r.rowid = s.record_id
        WHERE r.id = ? AND s.modality = 'PR' AND json_extract(i.header, '$.sop_class_uid') LIKE ? || '%'
        ORDER BY i.original_id
        """,  # their series are of no other modality (PS3.3 A.33), and other headers need not be looked through
        [record_id, _PRESENTATION],
    ).fetchall()
    return tuple(Fingerprint(sha256, size) for sha256, size in rows)


def image_at(db: Database, record_id: str, series_uid: str, index: int) -> tuple[str, int]:
    """Instance and frame of image `index` of a series (from 0). InputProblem "no_such_series", "no_such_image"."""
    files = image_files(db, record_id, series_uid)
    if not files:
        raise InputProblem("no_such_series", series=series_uid)
    left = index
    for file in files:
        if left < file.frames:
            return file.uid, left
        left -= file.frames
    raise InputProblem("no_such_image", index=index)


def _placed(stored: str, frames: int) -> tuple[Placed, tuple[Placed, ...]]:
    """Where a file lies, and each of its frames where it says."""
    position, orientation, rows, columns, image_type, acquisition, number, *of_frames = json.loads(stored)
    file = Placed(
        position=tuple(position or ()),
        orientation=tuple(orientation or ()),
        rows=rows,
        columns=columns,
        image_type=tuple(image_type or ()),
        acquisition_number=acquisition,
        instance_number=number,
        frames=frames,
    )
    positions, orientations, kinds = (numbers or () for numbers in of_frames)
    return file, placed_frames(file, positions, orientations, kinds) if positions else ()
