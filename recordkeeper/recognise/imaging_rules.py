"""Plain words for DICOM terms, read from resources/rules/imaging.toml. Small: the main process names studies."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.recognise.place_names import PlaceNames


@dataclass(frozen=True, slots=True)
class ContrastRules:
    """How descriptions of these modalities print whether contrast was given."""

    modalities: frozenset[str]
    either: tuple[re.Pattern[str], ...]
    without: tuple[re.Pattern[str], ...]
    with_: tuple[re.Pattern[str], ...]

    def said(self, printed: str) -> str:
        """ "with contrast", "without contrast", or "" where the words tell neither or both."""
        if any(each.search(printed) for each in self.either):
            return ""
        left = printed
        for each in self.without:
            left = each.sub(" ", left)
        given = any(each.search(left) for each in self.with_)
        if left != printed:
            return "" if given else "without contrast"
        return "with contrast" if given else ""


@dataclass(frozen=True, slots=True)
class ImagingRules:
    """What modalities, parts of the body and series descriptions are called in plain words."""

    modalities: Mapping[str, str]
    report_modalities: frozenset[str]
    body_parts: Mapping[str, str]
    series_words: tuple[tuple[re.Pattern[str], str], ...]
    no_slices: frozenset[str]
    contrast: ContrastRules
    places: PlaceNames

    @classmethod
    def load(cls, folder: Path) -> ImagingRules:
        """Read the rules from `folder`. OSError: the file is missing, ValueError: it is not as it should be."""
        data = tomllib.loads((folder / "imaging.toml").read_text("utf-8"))
        return cls(
            modalities=data["modalities"],
            report_modalities=frozenset(data["report_modalities"]),
            body_parts=data["body_parts"],
            series_words=tuple((re.compile(words, re.IGNORECASE), plain) for words, plain in data["series_words"]),
            no_slices=frozenset(data["no_slices"]),
            contrast=ContrastRules(
                modalities=frozenset(data["contrast"]["modalities"]),
                either=_patterns(data["contrast"]["either"]),
                without=_patterns(data["contrast"]["without"]),
                with_=_patterns(data["contrast"]["with"]),
            ),
            places=PlaceNames.load(folder),
        )


def _patterns(words: Iterable[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(each, re.IGNORECASE) for each in words)
