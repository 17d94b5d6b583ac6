"""Plain words for DICOM terms, read from resources/rules/imaging.toml. Small: the main process names studies."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.recognise.place_names import PlaceNames


@dataclass(frozen=True, slots=True)
class ImagingRules:
    """What modalities, parts of the body and series descriptions are called in plain words."""

    modalities: Mapping[str, str]
    report_modalities: frozenset[str]
    body_parts: Mapping[str, str]
    series_words: tuple[tuple[re.Pattern[str], str], ...]
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
            places=PlaceNames.load(folder),
        )
