"""The options of the program: each declared once, with its type and default, kept as one small JSON file."""

from __future__ import annotations

import dataclasses
import json
import logging
import os
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class KnownLibrary:
    """A library this computer has opened before: its folder, whose it is, and the colour of its stripe.

    `watch` is a folder of this computer whose new files are added to it; "" for none.
    """

    place: str
    name: str
    colour: str
    watch: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """What the user chose. A field here is the whole declaration of an option."""

    language: str = ""  # "en", "es"; empty follows the system
    library: str = ""  # the folder opened last; empty when there is none yet
    workers: int = 0  # processes that read files; 0 lets the machine decide
    libraries: tuple[KnownLibrary, ...] = ()  # those opened before, newest first
    colour_scheme: str = ""  # "light", "dark", "strong_light", "strong_dark"; empty follows the system
    text_size: int = 100  # per cent, 80 to 200
    less_motion: bool = False  # nothing moves by itself, not even the bar of work whose end nobody knows
    radiology_mouse: bool = False  # left-drag on a scan changes brightness
    simple: bool = False  # three big buttons in place of the rail
    lock_after: int = 10  # minutes without a touch until a protected library is locked; 0 for never
    version: str = ""  # of the program that opened a library last; empty when none has
    welcomed: bool = False  # the first-run screens have been shown or skipped

    def watched(self, place: str) -> str:
        """The folder that is watched for the library at `place`; "" for none."""
        return next((known.watch for known in self.libraries if known.place == place), "")


def load(path: Path) -> Settings:
    """Return the settings kept at `path`; a default for each that is missing, or is no value of its type.

    A damaged file is no reason not to start: it is set aside as `….damaged` and everything has its default.
    """
    stored, types = _stored(path), typing.get_type_hints(Settings)
    fits = {
        field.name: stored[field.name]
        for field in dataclasses.fields(Settings)
        if field.name in stored and field.name != "libraries" and _is(stored[field.name], types[field.name])
    }
    return Settings(**fits, libraries=tuple(_known(stored.get("libraries", ()))))


def _known(stored: object) -> Iterator[KnownLibrary]:
    for entry in stored if isinstance(stored, list) else ():
        if isinstance(entry, dict) and all(isinstance(entry.get(f), str) for f in ("place", "name", "colour")):
            watch = entry.get("watch", "")
            yield KnownLibrary(
                entry["place"], entry["name"], entry["colour"], watch if isinstance(watch, str) else ""
            )


def save(path: Path, settings: Settings) -> None:
    """Keep `settings` at `path`, all or nothing. What a newer version keeps there too stays. OSError when not."""
    path.parent.mkdir(parents=True, exist_ok=True)
    kept = {**_stored(path), **dataclasses.asdict(settings)}
    staged = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with staged.open("w", encoding="utf-8") as file:
            json.dump(kept, file, indent=1, ensure_ascii=False, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        staged.replace(path)
    finally:
        staged.unlink(missing_ok=True)


def _stored(path: Path) -> dict[str, Any]:
    try:
        stored = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except ValueError as error:
        log.warning("settings set aside: %s", type(error).__name__)
        path.replace(path.with_name(path.name + ".damaged"))
        return {}
    return stored if isinstance(stored, dict) else {}


def _is(value: object, kind: Any) -> bool:
    if isinstance(value, bool) and kind is not bool:  # True is an int to Python, not to a person
        return False
    return isinstance(value, kind)
