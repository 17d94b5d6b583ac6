"""The ledger of bundles."""

from __future__ import annotations

from dataclasses import replace

from recordkeeper.catalogue import exports
from recordkeeper.catalogue.store import Catalogue
from recordkeeper.records.bundle import LedgerEntry


def test_the_ledger_keeps_every_bundle_in_order(catalogue: Catalogue) -> None:
    entry = LedgerEntry("2026-01-01", "/usb/Bundle", "zip", "Dr. Second", "ab" * 32, {"records": 2}, ("a", "b"))
    later = replace(entry, made="2026-02-01", records=())
    assert [exports.add(catalogue.writer, made) for made in (entry, later)] == [1, 2]
    assert exports.all_bundles(catalogue.reader()) == (replace(entry, id=1), replace(later, id=2))
