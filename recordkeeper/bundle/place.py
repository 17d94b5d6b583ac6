"""Where a bundle is made: beside its final place, under a name that says it is unfinished."""

from __future__ import annotations

import itertools
import logging
import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

from recordkeeper.bundle import disc_image, zip_writer
from recordkeeper.bundle.layout import names_below
from recordkeeper.bundle.names import safe
from recordkeeper.bundle.shapes import ENDINGS
from recordkeeper.library.durable import place_problems, sync_folder
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.wording.words import Words
from recordkeeper.work.pool import WorkerFailure
from recordkeeper.work.progress import CancelToken

log = logging.getLogger(__name__)

UNFINISHED = " (unfinished)"
_NEXT_TO_NOTHING = 4 * 1024 * 1024  # bytes: a maker that failed with less room than this had no room
_FLUSHES_AT_ONCE = 4


def shown(place: Path) -> str:
    """The place as text that can be kept and printed; bytes that are not text as \\xNN."""
    return os.fsencode(place).decode("utf-8", "backslashreplace")


def default_name(patient: str, made_on: PartialDate, words: Words, *, neutral: bool = False) -> str:
    """The name of a bundle made inside a folder. The name of a locked one is `neutral`: it names nobody."""
    if neutral:
        return f"{words.say('bundle.locked_name')} {made_on}"
    return f"{safe(words.say('bundle.packet_title', name=patient))} {made_on}"


def final_place(dest: Path, name: str, shape: str) -> Path:
    """Where the finished bundle will be: `dest`, or inside it under `name` when it is a folder that exists.

    PlaceProblem "folder_exists" when something is at `dest` already, or is a file where a folder should be.
    """
    place, ending = dest.absolute(), ENDINGS.get(shape, "")
    if place.is_dir():
        return _free(place, name, ending)
    if ending and place.suffix.lower() != ending:
        place = place.with_name(f"{place.name}{ending}")
    in_the_way = next((part for part in (place, *place.parents) if os.path.lexists(part)), place)
    if in_the_way == place or not in_the_way.is_dir():
        raise PlaceProblem("folder_exists", place=str(in_the_way))
    return place


def _free(folder: Path, name: str, ending: str) -> Path:
    """The name is ours, so a second bundle on one day gets a number."""
    names = (f"{name}{f' ({number})' if number > 1 else ''}{ending}" for number in itertools.count(1))
    return next(folder / free for free in names if not os.path.lexists(folder / free))


@contextmanager
def unfinished(place: Path) -> Iterator[Path]:
    """A folder to make the bundle in; whatever of it is left at the end is removed.

    PlaceProblem when the place refuses, or a maker of papers or scans failed in it.
    """
    folder = unfinished_folder(place)
    with place_problems(str(place)):
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(folder, ignore_errors=True)  # of an earlier run that was interrupted
        folder.mkdir()
    try:
        yield folder
    except WorkerFailure as failure:
        log.error("bundle not made: %s %s %s", failure.trouble, failure.error, failure.where)
        full = shutil.disk_usage(folder).free < _NEXT_TO_NOTHING
        raise PlaceProblem("disk_full" if full else "bundle_not_made", place=str(place)) from failure
    finally:
        sweep(folder)


def unfinished_folder(place: Path) -> Path:
    """Where the bundle that will lie at `place` is made."""
    return place.with_name(f"{_bare(place.name)}{UNFINISHED}")


def sweep(folder: Path) -> None:
    """Remove the unfinished folder, and what was packed from it, as far as the disk allows."""
    shutil.rmtree(folder, ignore_errors=True)
    for ending in ENDINGS.values():
        with suppress(OSError):
            _file_of(folder, ending).unlink(missing_ok=True)


def part_place(place: Path, part: int, parts: int, words: Words) -> Path:
    """Where one part of a bundle lies: beside the others, with its number in its name.

    PlaceProblem "folder_exists" when something is there.
    """
    ending = place.name.removeprefix(_bare(place.name))
    name = words.say("bundle.part_name", name=_bare(place.name), part=part, parts=parts)
    found = place.with_name(f"{name}{ending}")
    if os.path.lexists(found):
        raise PlaceProblem("folder_exists", place=str(found))
    return found


def slip_place(place: Path, words: Words) -> Path:
    """Where the slip of a locked bundle lies: beside it, under a name of its own.

    PlaceProblem "folder_exists" when something is there.
    """
    slip = place.with_name(f"{words.say('bundle.slip_name', bundle=_bare(place.name))}.pdf")
    if os.path.lexists(slip):
        raise PlaceProblem("folder_exists", place=str(slip))
    return slip


def take_back(place: Path) -> None:
    """Remove a finished bundle that could not be noted in the ledger."""
    if place.is_dir():
        shutil.rmtree(place, ignore_errors=True)
    else:
        place.unlink(missing_ok=True)


def _bare(name: str) -> str:
    return next((name.removesuffix(ending) for ending in ENDINGS.values() if name.endswith(ending)), name)


def _file_of(folder: Path, ending: str) -> Path:
    return folder.with_name(f"{folder.name}{ending}")


def zipped(folder: Path, cancel: CancelToken, passphrase: str = "") -> Path:
    """The folder as a ZIP beside it, locked where there is a passphrase."""
    archive = _file_of(folder, ENDINGS["zip"])
    files = ((folder / name, name) for name in names_below(folder))
    with place_problems(str(archive)):
        zip_writer.write(files, archive, passphrase=passphrase, step=cancel.check)
    return archive


def imaged(folder: Path, cancel: CancelToken) -> Path:
    """The folder of a disc as an image to burn, beside it."""
    image = _file_of(folder, ENDINGS["iso"])
    disc_image.write(folder, image, cancel)
    return image


def make_durable(finished: Path) -> None:
    """Flush every file and folder to the disk."""
    with place_problems(str(finished)):
        files = [finished] if finished.is_file() else [finished / name for name in names_below(finished)]
        with ThreadPoolExecutor(_FLUSHES_AT_ONCE) as pool:  # the disk gathers what is asked for together
            for _ in pool.map(_flush, files):
                pass
        if finished.is_dir():
            for folder in {finished, *(folder for file in files for folder in _above(file, finished))}:
                sync_folder(folder)


def _above(file: Path, top: Path) -> Iterator[Path]:
    """The folders it lies in, up to `top`."""
    return itertools.takewhile(lambda folder: folder != top, file.parents)


def _flush(path: Path) -> None:
    with path.open("rb+", buffering=0) as file:
        os.fsync(file.fileno())


def give_its_name(finished: Path, place: Path) -> None:
    """Rename the checked bundle to its final name. PlaceProblem when something has come to be there meanwhile."""
    with place_problems(str(place)):
        if os.path.lexists(place):
            raise PlaceProblem("folder_exists", place=str(place))
        finished.rename(place)
        try:
            sync_folder(place.parent)
        except OSError:  # nobody will note it, so it may not stand there as if it were finished
            take_back(place)
            raise
