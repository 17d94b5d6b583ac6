"""The rules of twins, read from resources/rules/twins.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.records.belonging import Revision


@dataclass(frozen=True, slots=True)
class TwinRules:
    """Words of revisions, and what each measure adds to the log-odds that two texts are the same."""

    revisions: tuple[tuple[Revision, re.Pattern[str]], ...]
    copy_labels: frozenset[str]
    copy_lines: re.Pattern[str]
    weights: Mapping[str, float]

    @classmethod
    def load(cls, folder: Path) -> TwinRules:
        """Read the rules from `folder`. OSError: the file is missing, ValueError: it is not as it should be."""
        data = tomllib.loads((folder / "twins.toml").read_text("utf-8"))
        return cls(
            tuple(
                (Revision(name), re.compile("|".join(f"(?:{pattern})" for pattern in patterns)))
                for name, patterns in data["revisions"].items()
            ),
            frozenset(data["copies"]["labels"]),
            re.compile("|".join(f"(?:{pattern})" for pattern in data["copies"]["lines"])),
            {name: float(weight) for name, weight in data["weights"].items()},
        )
