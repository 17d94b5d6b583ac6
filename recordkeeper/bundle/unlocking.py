"""Locked files that opened here with a password: for a bundle they are copied without it.

The copies lie in a corner of the staging folder that is gone before the bundle is finished.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from recordkeeper.library.folder import Library
from recordkeeper.records.document import Record
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.records.reading import Format
from recordkeeper.work.pool import WorkerFailure, Workers

_CORNER = ".unlocked"
_SECONDS = 120.0


class Unlocked:
    """Copies without a password, made when first asked for."""

    def __init__(self, library: Library, makers: Workers, folder: Path) -> None:
        self._library = library
        self._makers = makers
        self._corner = folder / _CORNER
        self._copies: dict[str, Path] = {}

    def open(self, records: Iterable[Record]) -> frozenset[str]:
        """Copy the files of these records; returns the SHA-256 of those that opened with a password known now."""
        for record in records:
            for part in record.files:
                if part.format is Format.PDF and part.fingerprint.sha256 not in self._copies:
                    self._open(part.fingerprint)
        return frozenset(self._copies)

    def path(self, fingerprint: Fingerprint) -> Path | None:
        """The copy without a password; None for a file that was not locked."""
        return self._copies.get(fingerprint.sha256)

    def clear(self) -> None:
        """Remove all copies."""
        if self._corner.exists():
            shutil.rmtree(self._corner)
        self._copies = {}

    def _open(self, fingerprint: Fingerprint) -> None:
        self._corner.mkdir(exist_ok=True)
        out = self._corner / f"{fingerprint.sha256}.pdf"
        with self._library.originals.lend(fingerprint) as source:
            asked = {"source": str(source), "out": str(out), "passwords": self._library.passwords.known()}
            try:
                opened = self._makers.run("unlock", asked, deadline=_SECONDS).header["pages"] is not None
            except WorkerFailure:  # it stays locked for the reader, and the sender is told
                out.unlink(missing_ok=True)
                opened = False
        if opened:
            self._copies[fingerprint.sha256] = out
