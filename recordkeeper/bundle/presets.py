"""What a bundle can start from: everything, one part of it, or what is new since the last one."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.bundle.choices import Choice, Decisions, choices
from recordkeeper.bundle.plan import Request, Sections
from recordkeeper.catalogue import exports
from recordkeeper.records.errors import InputProblem

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


KEYS = ("everything", "pathology", "first_doctor")  # as the command line knows them


@dataclass(frozen=True, slots=True)
class Preset:
    """One way to start. `sections` that go, none = all; `since_last`: not what the last bundle held."""

    key: str
    sections: frozenset[str]
    since_last: bool

    def decisions(self, found: Iterable[Choice]) -> Decisions:
        """What stays out because the preset has no room for it; everything else as it is suggested."""
        if not self.sections:
            return Decisions()
        return Decisions().decided((c for c in found if c.goes and c.section not in self.sections), goes=False)


def load(path: Path) -> tuple[Preset, ...]:
    """The presets in their order (resources/bundle/presets.toml)."""
    with path.open("rb") as file:
        rows = tomllib.load(file)["preset"]
    return tuple(Preset(row["key"], frozenset(row["sections"]), row["since_last"]) for row in rows)


def last_bundle(db: Database) -> int:
    """The number of the bundle made last; InputProblem "no_bundle_yet"."""
    made = exports.all_bundles(db)
    if not made:
        raise InputProblem("no_bundle_yet")
    return made[-1].id


def applied(db: Database, request: Request, sections: Sections, preset: Preset) -> Request:
    """The request with what the preset leaves out; what it asks for itself still goes."""
    since = last_bundle(db) if preset.since_last else request.since
    without = preset.decisions(choices(db, sections, since)).leave_out - set(request.put_in)
    return replace(request, since=since, leave_out=(*request.leave_out, *sorted(without)))
