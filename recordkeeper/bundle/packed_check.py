"""Whether one file that was packed from a checked folder gives back every byte of it."""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from recordkeeper.bundle.checks import Check, check_of
from recordkeeper.records.reading import Format
from recordkeeper.work.pool import WorkerFailure, Workers

_AT_ONCE = 2  # unpacking frees the interpreter
_CHUNK = 1 << 20
_SECONDS = 120.0  # for a piece
_DAMAGED = (zipfile.BadZipFile, zlib.error, OSError, EOFError, KeyError, NotImplementedError)


def plain_zip(place: Path, expected: Mapping[str, str]) -> Check:
    """Read a ZIP with Python's own reader, which had no part in writing it. `expected` is path → SHA-256."""
    names = sorted(expected)
    try:
        with zipfile.ZipFile(place) as archive:
            there = archive.namelist()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            parts = [names[start::_AT_ONCE] for start in range(_AT_ONCE)]
            found = dict[str, str]()
            for sums in pool.map(lambda part: _sums(place, part), parts):
                found |= sums
    except _DAMAGED as problem:
        return Check("packed", ok=False, detail=type(problem).__name__)
    return _compared(found, expected, extra=set(there) - set(expected))


def _sums(place: Path, names: list[str]) -> dict[str, str]:
    with zipfile.ZipFile(place) as archive:
        return {name: _sum(archive, name) for name in names}


def _sum(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as member:
        while chunk := member.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def by_worker(place: Path, form: Format, expected: Mapping[str, str], workers: Workers, *passwords: str) -> Check:
    """Read a disc image or a locked ZIP with the reader that opens other people's."""
    found, name, digest = dict[str, str](), "", hashlib.sha256()
    asked = {"path": str(place), "format": form, "passwords": list(passwords)}
    try:
        for frame in workers.stream("unpack", asked, deadline=_SECONDS):
            if "refused" in frame.header:
                return Check("packed", ok=False, detail=str(frame.header["refused"]))
            if "member" in frame.header:
                name, digest = str(frame.header["member"]), hashlib.sha256()
            elif "end" in frame.header:
                found[name] = digest.hexdigest()
            else:
                digest.update(frame.buffer)
    except WorkerFailure as failure:
        return Check("packed", ok=False, detail=failure.trouble)
    return _compared(found, expected, extra=set(found) - set(expected))


def _compared(found: Mapping[str, str], expected: Mapping[str, str], *, extra: set[str]) -> Check:
    wrong = {path for path, sha256 in expected.items() if found.get(path) != sha256}
    return check_of("packed", sorted(wrong | extra), f"{len(expected)} files")
