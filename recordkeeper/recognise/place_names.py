"""One form for the many spellings of a hospital's name, by the tables of resources/rules/places.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.recognise.folding import fold, plain_letters

_PARTS = re.compile(r"\s*[,|;/(•·]\s*|\s+[-–—]\s+|\^")
_OF = re.compile(
    r"\b(?:department|dept|division|section|servicio|service|unidad)\b\.? (?:of|de)\b.*$", re.IGNORECASE
)
_OWN = re.compile(r"['’`´]s\b|['’`´]")


@dataclass(frozen=True, slots=True)
class PlaceNames:
    """What names of places are brought to one form with."""

    short: Mapping[str, str]
    dropped: frozenset[str]
    departments: frozenset[str]

    @classmethod
    def load(cls, folder: Path) -> PlaceNames:
        """Read the tables from `folder`. OSError: the file is missing, ValueError: it is not as it should be."""
        data = tomllib.loads((folder / "places.toml").read_text("utf-8"))
        words = data["words"]
        return cls(data["short"], frozenset(words["dropped"]), frozenset(words["departments"]))

    def key(self, name: str) -> str:
        """Return the one form of a printed name; "" for no name. Two spellings of one hospital have the same."""
        parts = [part for part in _PARTS.split(_OF.sub("", name)) if part.strip()]
        kept = [part for place, part in enumerate(parts) if not place or not self._is_department(part)]
        words = self._words(" ".join(kept)) or self._words(name)
        return " ".join(words)

    def _is_department(self, part: str) -> bool:
        words = self._words(part)
        return bool(words) and words[0] in self.departments

    def _words(self, text: str) -> list[str]:
        plain = fold(_OWN.sub(_own_letter, plain_letters(text)))
        words = [whole for word in plain.split() for whole in self.short.get(word, word).split()]
        return [_singular(word) for word in words if word not in self.dropped]


def _own_letter(match: re.Match[str]) -> str:
    """ "St Mary's" and "St Marys" are one; so are "O'Brien" and "OBrien"."""
    return "s" if len(match.group()) > 1 else ""


def _singular(word: str) -> str:
    return word[:-1] if len(word) > 4 and word.endswith("s") and not word.endswith("ss") else word
