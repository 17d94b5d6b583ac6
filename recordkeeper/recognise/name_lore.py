"""What is known of people's names, read from resources/rules/names.toml."""

from __future__ import annotations

import itertools
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_SHIPPED = Path(__file__).resolve().parents[2] / "resources" / "rules"  # beside the package, unpacked or not


@dataclass(frozen=True, slots=True)
class NameLore:
    """Which given names are common, which are ways to write or say one name, and what else names are made of."""

    same: Mapping[str, frozenset[str]]  # one person's, if the rest fits
    perhaps: Mapping[str, frozenset[str]]  # one person's or two people's
    common: frozenset[str]
    particles: frozenset[str]
    articles: tuple[str, ...]
    look_alike: frozenset[frozenset[str]]
    taken_for_one: tuple[tuple[str, str], ...]
    titles: frozenset[str]
    titles_or_names: frozenset[str]
    degrees: frozenset[str]
    dotted_degrees: frozenset[str]
    generations: Mapping[str, str]
    sounds: tuple[tuple[str, str], ...]
    letters: Mapping[int, str]
    accented: Mapping[int, str]
    spelled_out: Mapping[int, str]

    @classmethod
    def load(cls, folder: Path) -> NameLore:
        """Read names.toml in `folder`; OSError when it is missing, ValueError when it is not as it should be."""
        data: dict[str, Any] = tomllib.loads((folder / "names.toml").read_text("utf-8"))
        sure = [(*row["spelled"], *row.get("called", ())) for row in data["names"]]
        perhaps = [(*names, *row.get("perhaps", ())) for names, row in zip(sure, data["names"], strict=True)]
        degrees = frozenset(data["degrees"])
        return cls(
            same=_together(sure),
            perhaps=_together(perhaps),
            common=frozenset(itertools.chain(data["others"], *perhaps)),
            particles=frozenset(data["particles"]),
            articles=tuple(data["articles"]),
            look_alike=frozenset(map(frozenset, data["look_alike"])),
            taken_for_one=_of_two(data["taken_for_one"]),
            titles=frozenset(data["titles"]),
            titles_or_names=frozenset(data["titles_or_names"]),
            degrees=degrees,
            dotted_degrees=degrees | frozenset(data["dotted_degrees"]),
            generations=dict(data["generations"]),
            sounds=_of_two(data["sounds"]),
            letters=str.maketrans(data["letters"]),
            accented=str.maketrans(data["accented"]),
            spelled_out=str.maketrans(data["spelled_out"]),
        )


@cache
def name_lore() -> NameLore:
    """The tables that come with the program. Names are compared wherever people are, so they are read but once."""
    return NameLore.load(_SHIPPED)


def _together(rows: Iterable[tuple[str, ...]]) -> Mapping[str, frozenset[str]]:
    """Name → all names that stand in one row with it."""
    found: dict[str, set[str]] = {}
    for row in rows:
        for name in row:
            found.setdefault(name, set()).update(row)
    return {name: frozenset(others) for name, others in found.items()}


def _of_two(rows: Iterable[Iterable[str]]) -> tuple[tuple[str, str], ...]:
    return tuple((one, other) for one, other in rows)
