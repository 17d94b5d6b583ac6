"""Noting a finished bundle in journal and catalogue."""

from __future__ import annotations

from dataclasses import replace

from recordkeeper.catalogue import exports
from recordkeeper.library.folder import Library
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.plain import to_plain


def note(library: Library, entry: LedgerEntry) -> LedgerEntry:
    """Note the bundle; returns the entry with its number. Runs on the writer lane."""
    with library.noting("bundle", {"bundle": to_plain(entry)}) as db:
        noted = exports.add(db, entry)
    return replace(entry, id=noted)
