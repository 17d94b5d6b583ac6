"""The whole library in a few reads, for readiness, gaps, timeline and story."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from recordkeeper.catalogue import clinical, intake_account, relatives
from recordkeeper.records.belonging import NO_CUES, PAIRED, PairCues, PairKind, Revision
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.held import BrokenSeries, Held, Holding
from recordkeeper.records.kinds import Kind
from recordkeeper.records.plain import from_plain
from recordkeeper.records.told import NOTHING_TOLD, Telling

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

FEWEST_PICTURES = 3  # a disc that holds scans as pictures holds several


def holding(db: Database) -> Holding:
    """What the library holds of its patient now; what is set aside as somebody else's is left out."""
    series = _series(db)
    rows = db.execute(
        """
        SELECT r.rowid, r.id, r.kind, r.service_date, r.title, r.facility, r.author, r.accession, r.study_uid <> '',
               r.status = 'trashed', t.revision, t.cues, t.telling,
               (SELECT min(i.begun) FROM record_file rf JOIN source_file f ON f.original_id = rf.original_id
                JOIN intake i ON i.id = f.intake_id WHERE rf.record_id = r.rowid)
        FROM record r LEFT JOIN trace t ON t.record_id = r.rowid
        WHERE r.merged_into = '' AND r.shown_as = '' AND r.status <> 'set_aside'
        ORDER BY coalesce(r.service_date, '') DESC, r.id
        """
    ).fetchall()
    pairs, offers = _pairs(db)
    return Holding(
        records=tuple(_held(row, series) for row in rows),
        pairs=pairs,
        offers=offers,
        facts=clinical.all_facts(db),
        tests=_tests(db),
        pictures_of_discs=0 if series else _pictures_of_discs(db),
    )


def _tests(db: Database) -> frozenset[str]:
    """The tests of which a result is here that nobody has put away."""
    rows = db.execute(
        """
        SELECT DISTINCT l.test FROM lab l JOIN record r ON r.rowid = l.record_id
        WHERE r.status NOT IN ('set_aside', 'trashed')
        """
    )
    return frozenset(test for (test,) in rows)


def _pictures_of_discs(db: Database) -> int:
    """How many pictures came on discs without a scan."""
    burned = (intake_account.burned(db, intake) for (intake,) in db.execute("SELECT id FROM intake").fetchall())
    return sum(
        each.pictures for each in burned if each.disc_files and not each.scans and each.pictures >= FEWEST_PICTURES
    )


def _held(row: Any, series: dict[int, list[tuple[str, BrokenSeries | None]]]) -> Held:
    rowid, record, kind, date, title, facility, author, accession, scan, trashed, revision, cues, telling, added = (
        row
    )
    known = from_plain(PairCues, json.loads(cues)) if cues else NO_CUES
    own = series.get(rowid, [])
    return Held(
        id=record,
        kind=Kind(kind),
        date=PartialDate.parse(date) if date else None,
        title=title,
        facility=facility,
        accession=accession,
        modalities=tuple(dict.fromkeys(code for code, _ in own)) if scan else known.modalities,
        revision=Revision(revision or "unknown"),
        cues=known,
        telling=from_plain(Telling, json.loads(telling)) if telling else NOTHING_TOLD,
        broken=tuple(broken for _, broken in own if broken is not None),
        trashed=bool(trashed),
        added=added or "",
        author=author,
    )


def _series(db: Database) -> dict[int, list[tuple[str, BrokenSeries | None]]]:
    """Row of a study → the modality of each of its series, and what is missing of it."""
    found: dict[int, list[tuple[str, BrokenSeries | None]]] = {}
    rows = db.execute(
        """
        SELECT s.record_id, s.modality, coalesce(nullif(s.plain_name, ''), nullif(s.description, ''), s.number, ''),
               coalesce(s.missing, '[]'),
               iif(coalesce(s.missing, '[]') = '[]', 0,
                   (SELECT count(DISTINCT i.uid) FROM instance i WHERE i.series_id = s.id))
        FROM series s ORDER BY s.record_id, s.number, s.uid
        """
    )
    for record, modality, name, missing, here in rows:
        numbers = tuple(json.loads(missing) or ())
        broken = BrokenSeries(str(name), here, numbers) if numbers else None
        found.setdefault(record, []).append((modality, broken))
    return found


def _pairs(db: Database) -> tuple[frozenset[tuple[PairKind, str, str]], frozenset[tuple[str, str]]]:
    """What a person has paired, and what the machine has where the person says nothing; offers apart."""
    shown = dict(db.execute("SELECT id, shown_as FROM record WHERE shown_as <> ''").fetchall())
    said = relatives.all_said(db)
    pairs = {
        (PairKind(value), shown.get(record, record), shown.get(to, to))
        for (record, to), value in said.items()
        if value not in (relatives.APART, relatives.SAME_TEXT)
    }
    offers = set[tuple[str, str]]()
    rows = db.execute(
        """
        SELECT a.id, b.id, p.kind, p.confidence
        FROM pairing p JOIN record a ON a.rowid = p.record_id JOIN record b ON b.rowid = p.to_id
        WHERE a.status <> 'trashed' AND b.status <> 'trashed'
        """
    )
    for record, to, kind, confidence in rows:
        if (record, to) in said or (to, record) in said:
            continue
        if confidence >= PAIRED:
            pairs.add((PairKind(kind), record, to))
        else:
            offers.add((record, to))
    return frozenset(pairs), frozenset(offers)
