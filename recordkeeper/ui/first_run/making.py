"""What the first-run screens have done for them, off the window's thread."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from recordkeeper.library import folder
from recordkeeper.library.durable import place_problems
from recordkeeper.library.restore import newest_in, restore
from recordkeeper.records.patient import Patient
from recordkeeper.records.plain import from_plain
from recordkeeper.wording.words import Words
from recordkeeper.work.pool import Workers
from recordkeeper.work.progress import CancelToken, Progress

_SEED = 1
_BROUGHT_BACK = "brought-back-"
_SECONDS = 300.0
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')  # of a folder, on any system


@dataclass(frozen=True, slots=True)
class Made:
    """A library that is ready to be opened, and what is to be added to it then."""

    place: Path
    add: tuple[Path, ...] = ()


def folder_name(name: str) -> str:
    """A person's name as a folder may be called on any system; "" when nothing is left of it."""
    return " ".join(_NOT_IN_NAMES.sub(" ", name).split()).strip(". ")


def make_library(place: Path, patient: Patient, readme: str, add: tuple[Path, ...]) -> Made:
    """Make a library in a new or empty folder. KnownProblem when the place refuses."""
    folder.create(place, patient, readme=readme).close()
    return Made(place.absolute(), add)


def make_sample(makers: Callable[[], Workers], below: Path, words: Words) -> Made:
    """A library for an invented person and a heap of made-up records to add, or the one made before.

    KnownProblem when the place refuses, WorkerFailure when the heap could not be made.
    """
    base = next(base for n in count(1) if (base := below / f"made-up-{n}", _is_made(base) or not base.exists())[1])
    library, records = base / "library", base / "made-up records"
    if _is_made(base):
        return Made(library)
    with place_problems(str(base)):
        records.mkdir(parents=True)
    workers = makers()
    try:
        sample = workers.run("sample", {"folder": str(records), "seed": _SEED}, deadline=_SECONDS)
    finally:
        workers.close()
    patient = from_plain(Patient, sample.header["patient"])
    return make_library(library, patient, words.say("cli.library_readme", name=patient.name), (records,))


def bring_back(below: Path, chosen: Path) -> Made:
    """A library from the newest backup in `chosen`, in a new folder; PlaceProblem when there is none.

    What was damaged in the backup is told with the first look at the open library.
    """
    backup = newest_in(chosen)
    place = next(place for n in count(1) if not (place := below / f"{_BROUGHT_BACK}{n}").exists())
    restore(backup, place, Progress(), CancelToken())
    return Made(place.absolute())


def _is_made(base: Path) -> bool:
    return (base / "library" / folder.MARK).is_file()
