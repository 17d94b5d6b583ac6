"""Open libraries for tests: real folders, real lanes, real workers."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from recordkeeper.app import App, opened
from recordkeeper.intake.add import add
from recordkeeper.library import folder
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.intake import Receipt
from recordkeeper.records.patient import Patient
from recordkeeper.work.progress import CancelToken, Progress

ANNA = Patient("Anna Sample", PartialDate(1964, 3, 5), sex="F", country="US")


@contextmanager
def a_library(place: Path, patient: Patient = ANNA) -> Iterator[App]:
    """A fresh library, opened for writing, with everything a program has."""
    folder.create(place, patient, readme="A library made by a test.").close()
    with opened(place, writing=True) as app:
        yield app


@contextmanager
def built_again(app: App, place: Path) -> Iterator[App]:
    """A copy of the app's library at `place`, whose catalogue is built from its originals and journal."""
    shutil.copytree(app.library.folder, place)
    folder.set_catalogue_aside(place)
    with opened(place, writing=True) as again:
        yield again


def bring_in(
    app: App,
    *paths: Path,
    cancel: CancelToken | None = None,
    progress: Progress | None = None,
    pictures: bool = True,
) -> Receipt:
    """Add paths the way the program does."""
    return add(
        app.library,
        app.lanes,
        app.rules(),
        [str(path) for path in paths],
        progress=progress or Progress(),
        cancel=cancel or CancelToken(),
        pictures=pictures,
    )


def outcomes(receipt: Receipt, below: Path) -> dict[str, str]:
    """Path relative to `below` → outcome."""
    return {row.path.removeprefix(f"{below}/"): row.outcome.value for row in receipt.files}


def write(place: Path, files: dict[str, bytes | str]) -> Path:
    """Write a small heap of files; returns `place`."""
    for name, content in files.items():
        path = place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return place


def zip_of(path: Path, members: Sequence[tuple[str, bytes]]) -> Path:
    """A ZIP with these members, names as given."""
    import zipfile

    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path
