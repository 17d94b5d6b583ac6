"""How long our DICOMDIR and our header walk take, beside dcmmkdir and a bare read of every file's beginning."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from recordkeeper.formats.dicom import read_instance
from recordkeeper.paper import dicomdir
from recordkeeper.records.papers_media import MediaEntry
from tests.bench import floors, heap
from tests.bench.harness import Figure, Options, measure

SIZES = (2000, 5000)
MANY = 10  # times the last of them: whether the work grows as the number does
_HEAD = 64 * 1024


def main(options: Options) -> Iterator[Figure]:
    for size in SIZES:
        folder = options.work / f"disc-{size}"
        files = heap.write_scans(folder, options.sized(size), side=32)  # neither looks at pixels
        for floor, floor_name in ((_heads, "read 64 KiB of each"), (_by_pydicom, "pydicom, before pixels")):
            yield measure(
                "DICOM headers",
                partial(_walk, files),
                partial(floor, files),
                options.runs,
                floor_name=floor_name,
                facts={"files": len(files)},
            )
        if shutil.which("dcmmkdir"):
            yield indexing(folder, files, options.runs)
        if size == SIZES[-1]:
            yield growing(folder, files, options.runs)
        shutil.rmtree(folder)


def growing(folder: Path, files: Sequence[Path], runs: int) -> Figure:
    """Measure the DICOMDIR of MANY times as many instances beside MANY of this size."""
    entries = [MediaEntry(file.relative_to(folder).parts, read_instance(file)) for file in files]
    many = [_moved(entry, time) for time in range(MANY) for entry in entries]
    index = folder / "DICOMDIR"

    def in_pieces() -> None:
        for _ in range(MANY):
            dicomdir.write(entries, index, file_set_id="BENCH")

    return measure(
        "DICOMDIR of many",
        lambda: dicomdir.write(many, index, file_set_id="BENCH"),
        in_pieces,
        runs,
        floor_name=f"{MANY} of {len(entries)}",
        facts={"instances": len(many)},
    )


def _moved(entry: MediaEntry, time: int) -> MediaEntry:
    """The same image again, in a study of its own."""
    one = entry.instance
    again = replace(
        one,
        sop_instance_uid=f"{one.sop_instance_uid}.{time}",
        series_instance_uid=f"{one.series_instance_uid}.{time}",
        study_instance_uid=f"{one.study_instance_uid}.{time}",
    )
    return MediaEntry((*entry.file_id[:1], f"ST{time:06}", *entry.file_id[2:]), again)


def indexing(folder: Path, files: Sequence[Path], runs: int) -> Figure:
    """Measure writing the DICOMDIR from rows, as the catalogue has them; dcmmkdir reads the files."""
    entries = [MediaEntry(file.relative_to(folder).parts, read_instance(file)) for file in files]
    index = folder / "DICOMDIR"
    return measure(
        "DICOMDIR",
        lambda: dicomdir.write(entries, index, file_set_id="BENCH"),
        lambda: floors.dcmmkdir(folder),
        runs,
        floor_name="dcmmkdir",
        before=lambda: index.unlink(missing_ok=True),
        warm=False,  # dcmmkdir's work grows with the square; the headers were read a moment ago
        facts={"instances": len(entries)},
    )


def _walk(files: Sequence[Path]) -> None:
    for file in files:
        read_instance(file)


def _by_pydicom(files: Sequence[Path]) -> None:
    import pydicom

    for file in files:
        pydicom.dcmread(file, stop_before_pixels=True)


def _heads(files: Sequence[Path]) -> None:
    for file in files:
        with file.open("rb", buffering=0) as opened:
            opened.read(_HEAD)
