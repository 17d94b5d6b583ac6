"""Noting a finished bundle in journal and catalogue: who got what, when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from recordkeeper.bundle.fill import Filled
from recordkeeper.catalogue import exports
from recordkeeper.library.folder import Library
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.plain import to_plain


def note(library: Library, entry: LedgerEntry) -> LedgerEntry:
    """Note the bundle; returns the entry with its number. Runs on the writer lane."""
    with library.noting("bundle", {"bundle": to_plain(entry)}) as db:
        noted = exports.add(db, entry)
    return replace(entry, id=noted)


def entry(parts: Sequence[Filled], recipient: str, *, made: str, shape: str, path: str) -> LedgerEntry:
    """What is noted: one line, whatever the number of parts. Studies on several parts count once."""
    records = dict.fromkeys(
        record.id
        for part in parts
        for record in (*(item.record for item in part.plan.documents), *part.plan.studies)
    )
    counts = dict(parts[0].counts)
    if len(parts) > 1:
        for name in ("instances", "files"):
            counts[name] = sum(part.counts[name] for part in parts)
        studies = {study.id: study for part in parts for study in part.plan.studies}
        counts["studies"] = len(studies)
        counts["series"] = sum(len(study.imaging.series) for study in studies.values() if study.imaging)
        counts["parts"] = len(parts)
    return LedgerEntry(
        made=made,
        path=path,
        shape=shape,
        recipient=recipient,
        manifest_sha256=parts[0].manifest_sha256,
        counts=counts,
        records=tuple(records),
        images=tuple(dict.fromkeys(image for part in parts for image in part.images)),
    )
