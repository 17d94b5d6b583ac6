"""The list of everything in a bundle, for machines: MANIFEST.json and SHA256SUMS."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recordkeeper.records.papers import Places
from recordkeeper.records.plain import to_plain

VERSION = 3


@dataclass(frozen=True, slots=True)
class BundledFile:
    """A file of the bundle. `role`: paper, original, copy, extract, imaging, index, or scans: a ZIP of `images`.

    `from_sha256` is the original's sum when the file is made from one and differs from it; `done` says how.
    """

    path: str
    sha256: str
    size: int
    role: str
    record: str = ""
    pages: int | None = None
    sop_instance_uid: str = ""
    from_sha256: str = ""
    done: str = ""
    images: int = 0


@dataclass(frozen=True, slots=True)
class BundledRecord:
    """A record of the bundle, with its place in Packet.pdf (pages from 1)."""

    id: str
    kind: str
    title: str
    service_date: str = ""
    section: str = ""
    first_page: int | None = None
    last_page: int | None = None
    facility: str = ""
    author: str = ""
    replaces: tuple[str, ...] = ()  # records sent with an earlier bundle, of which this is a newer version


@dataclass(frozen=True, slots=True)
class BundledSheet:
    """A sheet made for the bundle, its own file and its place in Packet.pdf (pages from 1)."""

    key: str
    title: str
    path: str
    first_page: int | None = None
    last_page: int | None = None


@dataclass(frozen=True, slots=True)
class Manifest:
    """What MANIFEST.json holds."""

    bundle_id: str
    made: str
    program: str
    patient: dict[str, Any]
    recipient: str
    question: str
    counts: dict[str, int]
    left_out: dict[str, int]
    records: tuple[BundledRecord, ...]
    files: tuple[BundledFile, ...]
    profile: str = ""
    supplements: str = ""  # the SHA-256 of the list of the bundle this one adds to
    first_page: int = 1  # the number printed on the first page of the packet
    sheets: tuple[BundledSheet, ...] = ()
    version: int = field(default=0)


def write(folder: Path, manifest: Manifest, places: Places) -> str:
    """Write both files into the bundle; returns the SHA-256 of MANIFEST.json."""
    data = (json.dumps(to_plain(manifest), ensure_ascii=False, indent=1) + "\n").encode("utf-8")
    (folder / places.manifest).write_bytes(data)
    digest = hashlib.sha256(data).hexdigest()
    lines = sums(manifest.files, places.manifest, digest)
    (folder / places.sums).write_bytes("".join(f"{line}\n" for line in lines).encode("utf-8"))
    return digest


def sums(files: Iterable[BundledFile], manifest: str, manifest_sha256: str) -> list[str]:
    """Lines as `sha256sum --check` reads them."""
    lines = [f"{file.sha256}  {file.path}" for file in files]
    return sorted([*lines, f"{manifest_sha256}  {manifest}"], key=lambda line: line[66:])


def hashed(folder: Path, path: str, role: str, *, record: str = "", pages: int | None = None) -> BundledFile:
    """Describe a file that has just been written."""
    with (folder / path).open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return BundledFile(path, digest, (folder / path).stat().st_size, role, record=record, pages=pages)
