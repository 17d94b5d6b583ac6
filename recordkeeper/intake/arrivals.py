"""A file on its way in: met, then durable in staging, then read, then settled."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.library.originals import Staged
from recordkeeper.records.document import Document
from recordkeeper.records.intake import FoundFile
from recordkeeper.records.kinds import Outcome
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.records.reading import Format, Reading


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file with a durable private copy in staging, or the reason why there is none.

    `inside` is its path below what was given or in its archive; `depth` is how many files it lay in, one inside the
    other, and `outer` the nearest of them.
    """

    path: str
    name: str
    inside: str
    size: int
    modified_ns: int
    staged: Staged | None = None
    reason_code: str = ""
    depth: int = 0
    outer: Fingerprint | None = None

    def found(self, outcome: Outcome, reason_code: str = "", detail: str = "") -> FoundFile:
        """This file's line of the receipt."""
        return FoundFile(
            path=self.path,
            name=self.name,
            outcome=outcome,
            reason_code=reason_code,
            detail=detail,
            fingerprint=self.staged.fingerprint if self.staged else None,
            size=self.size,
            modified_ns=self.modified_ns,
            outer=self.outer,
        )


@dataclass(frozen=True, slots=True)
class Taken:
    """A settled file. `reading` is there when the file is kept and was not here before.

    `opens` is its format when other files are to be taken out of it.
    """

    found: FoundFile
    staged: Staged | None = None
    reading: Reading | None = None
    documents: tuple[Document, ...] = ()
    opens: Format | None = None

    @property
    def kept(self) -> tuple[Fingerprint, Reading, tuple[Document, ...]] | None:
        """What a new original needs; None for a file that adds nothing."""
        if self.reading is None or self.found.fingerprint is None:
            return None
        return self.found.fingerprint, self.reading, self.documents
