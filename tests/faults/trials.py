"""One trial: prepare, strike, look, finish, look again. And what a whole round of them found."""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper import paths
from recordkeeper.bundle.verify import verify
from recordkeeper.library.backup_places import UNFINISHED
from recordkeeper.library.restore import restore
from recordkeeper.records.errors import KnownProblem
from recordkeeper.tasks import worker_tasks
from recordkeeper.work.pool import InlineWorkers
from recordkeeper.work.progress import CancelToken, Progress
from tests.faults.actions import ACTIONS, fingerprints, held
from tests.faults.power import Disk, calls, cuts, strace_options
from tests.faults.striking import Moment, Zygote, kill_at, moments, refuse_at, spread
from tests.faults.zygote import REFUSED

ERRORS = ("EIO", "ENOSPC", "EROFS", "EACCES")
KILLED = -9


@dataclass(frozen=True, slots=True)
class Ground:
    """An action's beginning, kept to begin from again and again; its moments, and what it comes to undisturbed."""

    action: str
    begin: Path
    moments: tuple[Moment, ...]
    wanted: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of one strike: `wrong` is "" when all held."""

    action: str
    moment: Moment
    fault: str
    code: int
    wrong: str


def ground(zygote: Zygote, action: str, folder: Path) -> Ground:
    """Prepare an action in `folder`, and do it once undisturbed."""
    place, begin = folder / "place", folder / "begin"
    place.mkdir(parents=True)
    ACTIONS[action].prepare(place)
    shutil.copytree(place, begin)
    found = moments(zygote, action, place)
    return Ground(action, begin, tuple(found), held(place, ACTIONS[action]))


def seed_of_today() -> int:
    """Other moments every day, the same all day: what fails can be looked into."""
    return dt.datetime.now(dt.UTC).date().toordinal()


def kills(zygote: Zygote, on: Ground, count: int, draw: random.Random) -> Iterator[Trial]:
    for moment in spread(on.moments, count, draw):
        yield trial(zygote, on, moment, "kill", kill_at(moment))


def refusals(zygote: Zygote, on: Ground, count: int, draw: random.Random) -> Iterator[Trial]:
    for moment in spread(on.moments, count, draw):
        error = draw.choice(ERRORS)
        yield trial(zygote, on, moment, error, refuse_at(moment, error))


def trial(zygote: Zygote, on: Ground, moment: Moment, fault: str, strace: tuple[str, ...], bug: str = "") -> Trial:
    place = _anew(on)
    code = zygote.run(on.action, place, *strace, bug=bug)
    return Trial(on.action, moment, fault, code, _wrong(zygote, on, place, code, bug))


def _wrong(zygote: Zygote, on: Ground, place: Path, code: int, bug: str) -> str:
    """Whatever does not hold, in words; "" when all does."""
    if code not in (0, REFUSED, KILLED):
        return f"ended with {code}"
    if fingerprints(place / "source") != fingerprints(on.begin / "source"):
        return "the source was changed"
    if half := half_made(place):
        return f"half made under a normal name: {half}"
    again = zygote.run(on.action, place, bug=bug)
    if again:
        return f"could not be gone on with: {again}"
    return differs(on, place)


def differs(on: Ground, place: Path) -> str:
    """Whatever is not sound, or not as it is when nothing strikes."""
    try:
        found = held(place, ACTIONS[on.action])
    except (AssertionError, KnownProblem) as error:
        return f"not sound: {error!r}"
    return ", ".join(f"{name} differs" for name in on.wanted if found[name] != on.wanted[name])


def half_made(place: Path) -> str:
    """The name of a bundle or backup that looks finished and is not."""
    workers = InlineWorkers(worker_tasks(paths.resources()))
    for path in (place / "out").iterdir():
        if path.name.startswith("bundle") and path.name in ("bundle", "bundle.zip"):
            if not all(check.ok for check in verify(path, workers, Progress())):
                return path.name
        elif path.name.startswith("copy") and UNFINISHED not in path.name:
            again = place / "looked"
            if restore(path, again, Progress(), CancelToken()).damaged:
                return path.name
            shutil.rmtree(again)
    return ""


def power_cuts(zygote: Zygote, on: Ground, count: int, draw: random.Random, *, bug: str = "") -> Iterator[Trial]:
    """Cut the power at `count` moments of an action, at every other one with names that were not flushed lost too.

    And once it has said that it is done, either way: all of it must be there then without doing it again.
    """
    place = _anew(on)
    log = on.begin.with_name("power.log")
    zygote.run(on.action, place, *strace_options(log), bug=bug)
    made = calls(log)
    last = sum(1 for _ in cuts(_anew(on), made))
    chosen = {1 + int((at + draw.random()) * (last - 1) / count) for at in range(count)}
    for number, disk in cuts(_anew(on), made):
        for names_too in (False, True) if number == last else (bool(number % 2),) if number in chosen else ():
            _after_the_cut(on, place, disk, names_too=names_too)
            wrong = differs(on, place) if number == last else _wrong(zygote, on, place, KILLED, "")
            yield Trial(
                on.action, Moment("cut", number), "power, names too" if names_too else "power", KILLED, wrong
            )


def _after_the_cut(on: Ground, place: Path, disk: Disk, *, names_too: bool) -> None:
    """The source lies on another disk, and is as it was."""
    disk.write_to(place, names_too=names_too)
    shutil.rmtree(place / "source")
    shutil.copytree(on.begin / "source", place / "source")


def _anew(on: Ground) -> Path:
    place = on.begin.with_name("place")
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(on.begin, place)
    return place
