"""Several records that are one document: their files stand in one of them, in order, until that is taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def parts_of(db: Database, record_id: str) -> tuple[str, ...]:
    """The records that are part of this one, in the order of their files."""
    rows = db.execute(
        """
        SELECT r.id FROM record r LEFT JOIN record_file rf ON rf.home = r.rowid
        WHERE r.merged_into = ? GROUP BY r.id ORDER BY min(rf.position), r.id
        """,
        [record_id],
    ).fetchall()
    return tuple(part for (part,) in rows)


def in_order(db: Database, whole: str) -> tuple[str, ...]:
    """The records whose files stand in this one, itself among them, in the order of their pages."""
    rows = db.execute(
        """
        SELECT r.id FROM record_file rf JOIN record r ON r.rowid = coalesce(rf.home, rf.record_id)
        WHERE rf.record_id = (SELECT rowid FROM record WHERE id = ?)
        GROUP BY r.id ORDER BY min(rf.position), min(rf.original_id)
        """,
        [whole],
    ).fetchall()
    return tuple(part for (part,) in rows)


IN_PARTS = "in parts"  # stands for the id of the whole where a record has been parted into several


def hide(db: Database, record_id: str) -> None:
    """Let a record be in no list: its parts are (see parting.py)."""
    db.execute("UPDATE record SET merged_into = ? WHERE id = ?", [IN_PARTS, record_id])


def place(db: Database, record_id: str, place: dict[str, Any] | None) -> None:
    """Let a record's files stand in `place["record"]` as number `place["position"]`; None brings them home."""
    whole = place["record"] if place else ""
    db.execute("UPDATE record SET merged_into = ? WHERE id = ?", [whole, record_id])
    (rowid,) = db.execute("SELECT rowid FROM record WHERE id = ?", [record_id]).fetchone()
    if place:
        db.execute(
            """
            UPDATE record_file SET home = :home, position = :position,
                   record_id = (SELECT rowid FROM record WHERE id = :whole)
            WHERE coalesce(home, record_id) = :home
            """,
            {"home": rowid, "position": place["position"], "whole": whole},
        )
    else:
        db.execute("UPDATE record_file SET record_id = home, position = 0, home = NULL WHERE home = ?", [rowid])


def is_whole(db: Database, record_id: str) -> bool:
    """Whether files of other records stand in this one."""
    return db.execute("SELECT 1 FROM record WHERE merged_into = ? LIMIT 1", [record_id]).fetchone() is not None


def count_pages(db: Database, record_id: str) -> None:
    """Say how many pages a document has now; a span counts as long as it is."""
    db.execute(
        """
        UPDATE record SET page_count = (
            SELECT sum(coalesce(rf.last_page - coalesce(rf.first_page, 1) + 1, o.page_count))
            FROM record_file rf JOIN original o ON o.id = rf.original_id WHERE rf.record_id = record.rowid
        ) WHERE id = ? AND study_uid = ''
        """,
        [record_id],
    )
