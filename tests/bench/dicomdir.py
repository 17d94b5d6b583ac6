"""How long our DICOMDIR and our header walk take, beside dcmmkdir and a bare read of every file's beginning."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from recordkeeper.formats.dicom import read_instance
from recordkeeper.paper import dicomdir
from recordkeeper.records.papers_media import MediaEntry
from tests.bench import floors, heap
from tests.bench.harness import Figure, Options, measure

SIZES = (2000, 5000)
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
        shutil.rmtree(folder)


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
