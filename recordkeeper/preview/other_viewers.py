"""Other programs for looking at scans: which are installed, and copies for them to open."""

from __future__ import annotations

import glob
import shutil
import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.library.durable import place_problems
from recordkeeper.library.folder import Library
from recordkeeper.records.provenance import Fingerprint


@dataclass(frozen=True, slots=True)
class OtherViewer:
    """An installed program and what it is called with; "{folder}" stands for the folder it is to open."""

    name: str
    program: str
    arguments: tuple[str, ...]

    def command(self, folder: Path) -> tuple[str, list[str]]:
        """The program, and its arguments for this folder."""
        return self.program, [part.replace("{folder}", str(folder)) for part in self.arguments]


def installed(rules: Path, *, which: Callable[[str], str | None] = shutil.which) -> tuple[OtherViewer, ...]:
    """The viewers of resources/rules/viewers.toml that are here, in the order of the file."""
    with (rules / "viewers.toml").open("rb") as file:
        rows = tomllib.load(file)["viewer"]
    found = ((row, _program(row["commands"], row["places"], which)) for row in rows)
    return tuple(OtherViewer(row["name"], program, tuple(row["arguments"])) for row, program in found if program)


def _program(commands: Sequence[str], places: Sequence[str], which: Callable[[str], str | None]) -> str:
    for command in commands:
        if program := which(command):
            return program
    return next((path for pattern in places for path in sorted(glob.glob(pattern))), "")  # noqa: PTH207 - whole paths


def copies(library: Library, files: Sequence[Fingerprint]) -> Path:
    """A folder with a read-only copy of each file, in this order; swept when the library is next opened.

    PlaceProblem where it cannot be made.
    """
    folder = library.originals.scratch() / "SCAN"
    with place_problems(str(library.folder)):
        folder.mkdir()
        for number, file in enumerate(dict.fromkeys(files), start=1):
            copy = folder / f"IM{number:06}"
            with library.originals.open_original(file) as original, copy.open("wb") as out:
                shutil.copyfileobj(original, out, 1024 * 1024)
            copy.chmod(0o400)
    return folder
