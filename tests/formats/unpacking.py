"""Taking everything out of a container, for the tests of its readers."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.formats.handler import RefusedArchive, Unpacks
from recordkeeper.records.reading import Format


def unpacked(handler: Unpacks, path: Path, form: Format) -> list[tuple[str, bytes | str]]:
    """Names with bytes, or with the reason why there are none."""
    found: list[tuple[str, bytes | str]] = []
    for member, chunks in handler.members(path, form):
        try:
            found.append((member.name, b"".join(chunks)))
        except RefusedArchive as problem:
            found.append((member.name, problem.reason_code))
    return found
