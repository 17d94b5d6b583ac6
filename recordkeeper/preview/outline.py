"""The table of contents a file brings along, read when somebody looks at it."""

from __future__ import annotations

from collections.abc import Sequence

from recordkeeper.library.folder import Library
from recordkeeper.records.plain import from_plain
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.records.reading import Format, OutlineEntry
from recordkeeper.work.pool import Workers

_SECONDS = 15.0


def outlines(
    library: Library, workers: Workers, files: Sequence[tuple[Fingerprint, Format]]
) -> dict[Fingerprint, tuple[OutlineEntry, ...]]:
    """File → its entries, in its order, for files that have any. WorkerFailure, PlaceProblem "original_missing"."""
    found = {}
    for file, form in files:
        if form is not Format.PDF:
            continue
        with library.originals.lend(file) as path:
            asked = {"path": str(path), "format": form, "passwords": library.passwords.known()}
            answer = workers.run("outline", asked, deadline=_SECONDS)
        entries = tuple(from_plain(OutlineEntry, entry) for entry in answer.header["outline"])
        if entries:
            found[file] = entries
    return found
