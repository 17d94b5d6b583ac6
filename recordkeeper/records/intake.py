"""One run of adding a source, the files it found, and its account."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from recordkeeper.records.kinds import Outcome
from recordkeeper.records.provenance import Fingerprint


@dataclass(frozen=True, slots=True)
class Intake:
    """`sources` are the paths as given; `begun` is ISO 8601 in UTC.

    Files moved here from another library have no sources; `moved_from` says whose library that is.
    """

    id: int
    begun: str
    sources: tuple[str, ...]
    moved_from: str = ""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """What became of one file. `path` is for people: `outer.zip!/inner/a.pdf`, undecodable bytes as \\xNN.

    `name` is the last part of it. `fingerprint` is None when the file could not be read at all. `outer` is what it
    lay in: an archive, a mail.
    """

    path: str
    name: str
    outcome: Outcome
    reason_code: str = ""
    detail: str = ""
    fingerprint: Fingerprint | None = None
    size: int = 0
    modified_ns: int = 0
    outer: Fingerprint | None = None


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    path: str
    outcome: Outcome
    reason_code: str
    detail: str
    records: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Receipt:
    """Every file of an intake, once. Containers stand outside the totals."""

    intake: int
    files: tuple[ReceiptRow, ...]
    finished: bool = True

    @property
    def totals(self) -> dict[Outcome, int]:
        counted = Counter(row.outcome for row in self.files)
        return {outcome: counted[outcome] for outcome in Outcome if outcome is not Outcome.CONTAINER}
