"""Records: what was read of them, with a person's corrections laid over it."""

from __future__ import annotations

import json
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue import (
    changes,
    enclosed,
    imaging,
    jobs,
    marks,
    merging,
    relatives,
    standing,
    teaching,
    traces,
    whose,
)
from recordkeeper.catalogue.engine import storable
from recordkeeper.catalogue.pages import each_word, folded
from recordkeeper.catalogue.reasons import put_reasons
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import FilePart, Recognition, Record
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.kinds import DateRole, Doubt, Identity, Kind, Status
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.provenance import Box, Fingerprint, Reader, Reason
from recordkeeper.records.query import Listing
from recordkeeper.records.reading import Format, WordBoxes

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

OF_RECORD = ("fact", "clinical", "lab", "record_file", "page")  # tables with rows of a record that go with it


@dataclass(frozen=True, slots=True)
class Judged:
    """What the machine makes of a record: the recognition, whose it is, and whether to ask."""

    recognition: Recognition
    identity: Identity
    status: Status
    reader: Reader
    study_uid: str = ""
    doubts: tuple[Doubt, ...] = ()


def put(db: Database, record_id: str, judged: Judged, page_count: int | None) -> int:
    """Add the record, or renew what the machine makes of it; corrections stay on top. Returns its row id."""
    recognition = json.dumps(to_plain(replace(judged.recognition, reasons=())))
    db.execute(
        """
        INSERT INTO record (id, kind, title, facility, author, accession, status, set_aside_reason, identity,
                            page_count, recognition, machine_status, machine_identity, study_uid, doubts)
        VALUES (:id, '', '', '', '', '', '', '', '', :pages, :recognition, :status, :identity, :study, :doubts)
        ON CONFLICT (id) DO UPDATE SET page_count = excluded.page_count, recognition = excluded.recognition,
            machine_status = excluded.machine_status, machine_identity = excluded.machine_identity,
            doubts = excluded.doubts
        """,
        {
            "id": record_id,
            "pages": page_count,
            "recognition": recognition,
            "status": judged.status,
            "identity": judged.identity,
            "study": judged.study_uid,
            "doubts": " ".join(judged.doubts),
        },
    )
    rowid = row_of(db, record_id)
    put_reasons(db, rowid, judged.recognition.reasons, judged.reader)
    if judged.recognition.person:
        jobs.want(db, changes.PATIENT, whose.JUDGE)  # once all are here: they tell of one another
    traces.forget(db, rowid)
    refresh(db, record_id)
    return rowid


def recognition_of(db: Database, record_id: str) -> Recognition:
    """What the machine read of a record, with its reasons. InputProblem "no_such_record"."""
    rowid = row_of(db, record_id)
    (plain,) = db.execute("SELECT recognition FROM record WHERE rowid = ?", [rowid]).fetchone()
    return replace(from_plain(Recognition, json.loads(plain)), reasons=reasons(db, record_id))


def put_recognition(db: Database, record_id: str, recognition: Recognition, reader: Reader) -> None:
    """Put what is known of a record by now in place of what was read of it alone; corrections stay on top."""
    rowid = row_of(db, record_id)
    plain = json.dumps(to_plain(replace(recognition, reasons=())))
    db.execute("UPDATE record SET recognition = ? WHERE rowid = ?", [plain, rowid])
    put_reasons(db, rowid, recognition.reasons, reader)
    refresh(db, record_id)


def row_of(db: Database, record_id: str) -> int:
    """The row id; InputProblem "no_such_record"."""
    row = db.execute("SELECT rowid FROM record WHERE id = ?", [record_id]).fetchone()
    if row is None:
        raise InputProblem("no_such_record", record=record_id)
    return int(row[0])


def exists(db: Database, record_id: str) -> bool:
    return db.execute("SELECT 1 FROM record WHERE id = ?", [record_id]).fetchone() is not None


def link(db: Database, rowid: int, original_id: int, part: FilePart, position: int) -> None:
    """Say that a file, or a page span of it, carries the record."""
    db.execute(
        """
        INSERT OR IGNORE INTO record_file (record_id, original_id, position, name, first_page, last_page)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        [rowid, original_id, position, part.name, part.first_page, part.last_page],
    )


def give_way(db: Database, original_id: int, wanted: Container[str]) -> None:
    """Remove the records of a file's pages that are not wanted any more; no person has touched them."""
    rows = db.execute(
        "SELECT r.rowid, r.id FROM record_file rf JOIN record r ON r.rowid = rf.record_id WHERE rf.original_id = ?",
        [original_id],
    ).fetchall()
    for rowid, record_id in rows:
        if record_id not in wanted:
            remove(db, rowid)


def remove(db: Database, rowid: int) -> None:
    """Remove what the machine made of some pages; the file itself stays, and what a person said of the record."""
    for table in OF_RECORD:
        db.execute(f"DELETE FROM {table} WHERE record_id = ?", [rowid])
    db.execute("DELETE FROM record WHERE rowid = ?", [rowid])


def is_touched(db: Database, original_id: int) -> bool:
    """Whether a person has put something right on a record of this file."""
    row = db.execute(
        """
        SELECT 1 FROM record_file rf JOIN record r ON r.rowid = coalesce(rf.home, rf.record_id)
        JOIN correction c ON c.record = r.id WHERE rf.original_id = ? LIMIT 1
        """,
        [original_id],
    ).fetchone()
    return row is not None


def read_of_file(db: Database, original_id: int) -> dict[str, str]:
    """Record id → what the machine read of it, as stored, for the records a file carries."""
    rows = db.execute(
        """
        SELECT DISTINCT r.id, r.recognition || replace(r.doubts, 'whose', '') || coalesce(
            (SELECT group_concat(c.id || c.confidence) FROM clinical c WHERE c.record_id = r.rowid), '')
            || coalesce((SELECT group_concat(l.id || l.result) FROM lab l WHERE l.record_id = r.rowid), '')
        FROM record_file rf JOIN record r ON r.rowid = coalesce(rf.home, rf.record_id) WHERE rf.original_id = ?
        """,
        [original_id],
    ).fetchall()
    return dict(rows)


def refresh(db: Database, record_id: str) -> None:
    """Lay the corrections over what was read and store what holds now."""
    row = db.execute(
        "SELECT recognition, machine_status, machine_identity, rowid, doubts FROM record WHERE id = ?", [record_id]
    ).fetchone()
    if row is None:
        return
    before = _compared_by(db, record_id)
    said = changes.corrections(db, record_id)
    taught = teaching.lay_over(db, record_id, from_plain(Recognition, json.loads(row[0])), said)
    read = teaching.as_dated(taught.recognition, said.get("service_date"))
    doubts = {Doubt(doubt) for doubt in row[4].split()}
    stands = standing.standing(Status(row[1]), Identity(row[2]), doubts, taught.settled, said)
    db.execute(
        """
        UPDATE record SET kind = :kind, title = :title, service_date = :service_date, date_role = :date_role,
            facility = :facility, facility_key = :key, place_key = :place, author = :author, accession = :accession,
            status = :status, set_aside_reason = :aside, identity = :identity
        WHERE id = :id
        """,
        {
            "kind": said.get("kind", read.kind),
            "title": storable(said.get("title", read.title)),
            "service_date": said.get("service_date", str(read.service_date) if read.service_date else None),
            "date_role": said.get("date_role", read.date_role),
            "facility": storable(taught.facility),
            "key": storable(taught.key),
            "place": storable(taught.place),
            "author": storable(said.get("author", read.author)),
            "accession": storable(said.get("accession", read.accession)),
            "status": stands.status,
            "aside": stands.aside,
            "identity": stands.identity,
            "id": record_id,
        },
    )
    marks.put_words(db, row[3], said)
    if said.get("parts"):
        merging.hide(db, record_id)
    else:
        merging.place(db, record_id, said.get("merged_into"))
    if merging.is_whole(db, record_id):
        merging.count_pages(db, record_id)
    if _compared_by(db, record_id) != before:
        traces.forget(db, row[3])


def _compared_by(db: Database, record_id: str) -> tuple[Any, ...]:
    """What holds of a record and decides what belongs to it."""
    row = db.execute(
        """
        SELECT kind, title, service_date, accession, facility, merged_into,
               iif(status IN ('trashed', 'set_aside'), status, ''),
               (SELECT count(*) FROM record_file WHERE record_id = record.rowid)
        FROM record WHERE id = ?
        """,
        [record_id],
    ).fetchone()
    return tuple(row)


_RECORD = """rowid, id, kind, title, service_date, date_role, facility, author, accession,
             status, set_aside_reason, identity, page_count, recognition, study_uid, doubts"""


def get(db: Database, record_id: str) -> Record:
    """One record; InputProblem "no_such_record"."""
    row = db.execute(f"SELECT {_RECORD} FROM record WHERE id = ?", [record_id]).fetchone()
    if row is None:
        raise InputProblem("no_such_record", record=record_id)
    return _record(db, row)


def find(db: Database, listing: Listing) -> tuple[Record, ...]:
    """Records of a listing, newest service date first, undated last."""
    where, values = conditions(db, listing)
    rows = db.execute(
        f"""
        SELECT {_RECORD} FROM record WHERE {" AND ".join(where)}
        ORDER BY coalesce(service_date, '') DESC, id LIMIT ?
        """,
        [*values, -1 if listing.limit is None else listing.limit],
    ).fetchall()
    return tuple(_record(db, row) for row in rows)


def conditions(db: Database, listing: Listing) -> tuple[list[str], list[Any]]:
    """What a listing asks for, in SQL over `record`, and the values."""
    where, values = ["merged_into = ''"], list[Any]()
    if listing.kind is not None:
        where.append("kind = ?")
        values.append(listing.kind)
    if listing.status is None:
        where.append("status <> 'trashed'")
    else:
        where.append("status = ?")
        values.append(listing.status)
    if listing.after is not None:
        date = db.execute("SELECT coalesce(service_date, '') FROM record WHERE id = ?", [listing.after]).fetchone()
        if date is None:
            raise InputProblem("no_such_record", record=listing.after)
        where.append("(coalesce(service_date, '') < ? OR (coalesce(service_date, '') = ? AND id > ?))")
        values += [date[0], date[0], listing.after]
    return where, values


def count_by_status(db: Database, *, folded: bool = False) -> dict[Status, int]:
    """How many records there are in each state; `folded` counts a text that is here several times once."""
    once = "AND shown_as = ''" if folded else ""
    rows = db.execute(f"SELECT status, count(*) FROM record WHERE merged_into = '' {once} GROUP BY status")
    return {Status(status): count for status, count in rows}


def _record(db: Database, row: Sequence[Any]) -> Record:
    (rowid, record_id, kind, title, service_date, date_role, facility, author, accession, status, aside,
     identity, page_count, recognition, study_uid, doubts) = row  # fmt: skip
    read = teaching.as_dated(from_plain(Recognition, json.loads(recognition)), service_date)
    said = changes.corrections(db, record_id)
    return Record(
        id=record_id,
        kind=Kind(kind),
        kind_confidence=read.kind_confidence,
        title=title,
        service_date=PartialDate.parse(service_date) if service_date else None,
        date_role=DateRole(date_role) if date_role else None,
        date_confidence=read.date_confidence,
        other_dates=read.other_dates,
        facility=facility,
        author=author,
        accession=accession,
        person=read.person,
        identity=Identity(identity),
        status=Status(status),
        set_aside_reason=aside,
        page_count=page_count,
        files=_files(db, rowid),
        facility_printed=read.facility,
        department=read.department,
        doubts=standing.open_doubts(doubts, Status(status), Identity(identity)),
        imaging=imaging.study(db, rowid, study_uid) if study_uid else None,
        encloses=enclosed.inside(db, rowid),
        enclosed_in=enclosed.around(db, rowid),
        moved_to=said.get("moved_to", {}).get("name", "") if aside == "moved" else "",
        marks=marks.of(said),
        likely=read.likely,
        relatives=relatives.relatives(db, record_id),
    )


def _files(db: Database, rowid: int) -> tuple[FilePart, ...]:
    rows = db.execute(
        """
        SELECT rf.name, o.sha256, o.size, o.format, rf.first_page, rf.last_page
        FROM record_file rf JOIN original o ON o.id = rf.original_id
        WHERE rf.record_id = ? ORDER BY rf.position, o.id
        """,
        [rowid],
    ).fetchall()
    return tuple(
        FilePart(name, Fingerprint(sha256, size), Format(form), first, last)
        for name, sha256, size, form, first, last in rows
    )


def reasons(db: Database, record_id: str) -> tuple[Reason, ...]:
    """Why the machine's fields are what they are."""
    rows = db.execute(
        """
        SELECT field, value, rule, words, page, box, sha256 FROM fact
        WHERE record_id = (SELECT rowid FROM record WHERE id = ?) ORDER BY id
        """,
        [record_id],
    ).fetchall()
    return tuple(
        Reason(field, value, rule, words, page, Box(*json.loads(box)) if box else None, sha256)
        for field, value, rule, words, page, box, sha256 in rows
    )


@dataclass(frozen=True, slots=True)
class ShownPage:
    """The text of one page of a record; `page` counts within its file."""

    file: Fingerprint
    page: int
    text: str
    from_ocr: bool


def pages(db: Database, record_id: str) -> tuple[ShownPage, ...]:
    """The text of a record, page by page, file by file."""
    rows = db.execute(
        """
        SELECT o.sha256, o.size, p.number, p.text, p.from_ocr
        FROM record r JOIN record_file rf ON rf.record_id = r.rowid JOIN original o ON o.id = rf.original_id
        JOIN page p ON p.original_id = o.id
             AND p.number BETWEEN coalesce(rf.first_page, 1) AND coalesce(rf.last_page, p.number)
        WHERE r.id = ? ORDER BY rf.position, o.id, p.number
        """,
        [record_id],
    ).fetchall()
    return tuple(
        ShownPage(Fingerprint(sha256, size), number, text, bool(ocr)) for sha256, size, number, text, ocr in rows
    )


def page_counts(db: Database, record_id: str) -> tuple[int | None, ...]:
    """The page count of each of the record's files, in the order of `Record.files`."""
    rows = db.execute(
        """
        SELECT o.page_count FROM record r JOIN record_file rf ON rf.record_id = r.rowid
        JOIN original o ON o.id = rf.original_id WHERE r.id = ? ORDER BY rf.position, o.id
        """,
        [record_id],
    ).fetchall()
    return tuple(count for (count,) in rows)


def boxes_of(db: Database, file: Fingerprint, page: int, words: str) -> tuple[Box, ...]:
    """Where `words` stand on a page, in any case, accents or not; each of them wherever it begins a word."""
    row = db.execute(
        """
        SELECT p.text, p.words FROM page p JOIN original o ON o.id = p.original_id
        WHERE o.sha256 = ? AND p.number = ?
        """,
        [file.sha256, page],
    ).fetchone()
    pattern = each_word(words)
    if row is None or pattern is None:
        return ()
    text, boxes = folded(row[0]), WordBoxes(row[1])
    return tuple(box for match in pattern.finditer(text) for box in boxes.between(*match.span()))
