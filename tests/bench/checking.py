"""*Check my library* beside reading the same files from the disk; the glance at a start with 20,000 records."""

from __future__ import annotations

import io
import os
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from recordkeeper.library import folder
from recordkeeper.library.check import check, glance
from recordkeeper.library.folder import Library
from recordkeeper.work.progress import CancelToken, Progress
from tests.bench.harness import Figure, Options, measure
from tests.making import entries
from tests.making.entries import Entry

SLICES, SLICE, SCANS, SCAN = 2_000, 512 * 1024, 8, 128 * 1024 * 1024
RECORDS = 20_000


def main(options: Options) -> Iterator[Figure]:
    """2 GB of files, small ones and large ones; then a catalogue of 20,000 records."""
    library = folder.create(options.work / "checked", entries.PATIENT, readme="")
    try:
        paths = _fill(library, options)
        size = sum(path.stat().st_size for path in paths)
        yield measure(
            "check of all files",
            lambda: check(library, Progress(), CancelToken(), afresh=True),
            lambda: _read(paths),
            options.runs,
            floor_name="reading them from the disk",
            warm=False,
            facts={"files": len(paths), "bytes": size},
        )
    finally:
        library.close()
    yield _glance(options)


def _fill(library: Library, options: Options) -> list[Path]:
    draw = random.Random(1)
    db = library.catalogue.writer
    for count, size in ((options.sized(SLICES), SLICE), (options.sized(SCANS), SCAN)):
        for _ in range(count):
            staged = library.originals.stage(io.BytesIO(draw.randbytes(size)), lambda: None)
            library.originals.adopt([staged])
            db.execute(
                """
                INSERT INTO original (sha256, size, format, reader, reader_version, condition, reason_code, detail,
                                      title, taken) VALUES (?, ?, 'text', 'bench', 1, 'read', '', '', '', '')
                """,
                [staged.fingerprint.sha256, size],
            )
    return [path for _, path in library.originals.everything()]


def _read(paths: Sequence[Path]) -> None:
    """All bytes, in order, from the disk rather than from memory, and nothing done with them."""
    buffer = memoryview(bytearray(4 * 1024 * 1024))
    for path in paths:
        with path.open("rb", buffering=0) as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_SEQUENTIAL)
            while os.readv(file.fileno(), [buffer]):
                pass


def _glance(options: Options) -> Figure:
    records = options.sized(RECORDS)
    library = folder.create(options.work / "looked_at", entries.PATIENT, readme="")
    try:
        db = library.catalogue.writer
        with db.atomic():
            for number in range(records):
                entries.add(db, Entry(f"r{number}", title=f"Letter {number}", texts=(_page(number),)))
        for sha256, size in db.execute("SELECT sha256, size FROM original").fetchall():
            place = library.folder / "originals" / sha256[:1] / sha256
            place.parent.mkdir(exist_ok=True)
            with place.open("wb") as file:
                file.truncate(size)
        catalogue = library.folder / "catalogue.sqlite"
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        seen = glance(library)
        if not seen.ok or seen.originals != records:
            raise RuntimeError(f"the glance found {seen}")
        return measure(
            "glance at the start",
            lambda: glance(library),
            lambda: library.catalogue.reader().execute("PRAGMA quick_check").fetchone(),
            options.runs,
            floor_name="SQLite's quick check",
            facts={"records": records, "bytes of the catalogue": catalogue.stat().st_size},
        )
    finally:
        library.close()


def _page(number: int) -> str:
    draw = random.Random(number)
    return " ".join(f"word{draw.randrange(40_000)}" for _ in range(300))
