"""What readers of health data share: dates as HL7 writes them, issuers of numbers, and words for headings."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.records.dates import PartialDate
from recordkeeper.wording.words import HOME, Words

_DATE = re.compile(r"\s*(\d{4})(?:-?(\d{2})(?:-?(\d{2}))?)?")
_TIME = re.compile(r"\s*\d{4}-?\d{2}-?\d{2}[T ]?(\d{2}):?(\d{2})")
_MIDNIGHT = "00:00"


def date_of(text: str) -> PartialDate | None:
    """The date "20240305141500+0100" (HL7 version 2 and 3) or "2024-03-05T…" (FHIR) begins with."""
    found = _DATE.match(text)
    if found is None:
        return None
    year, month, day = (int(part or 0) for part in found.groups())
    try:
        return PartialDate(year, month, day if month else 0)
    except ValueError:
        return None  # "00000000" and other fillers


def shown_date(text: str, *, time: bool = False) -> str:
    """A date as people read it, "2024-03-05" or "2024-03-05 14:15"; what is no date stays as it is."""
    date = date_of(text)
    if date is None:
        return text.strip()
    clock = _TIME.match(text) if time else None
    hours = f"{clock.group(1)}:{clock.group(2)}" if clock else _MIDNIGHT
    return str(date) if hours == _MIDNIGHT else f"{date} {hours}"


@dataclass(frozen=True, slots=True)
class HealthData:
    """Tables and words, read from the program's resources."""

    wording: Path
    issuers: Mapping[str, str]  # OID or address of a number's issuer → its name
    endings: Mapping[str, str]  # media type → ending of a file's name

    @classmethod
    def load(cls, resources: Path) -> HealthData:
        """OSError or tomllib.TOMLDecodeError when resources/formats/health.toml is absent or broken."""
        table = tomllib.loads((resources / "formats" / "health.toml").read_text("utf-8"))
        return cls(resources / "wording", table["issuers"], table["endings"])

    def words(self, language: str) -> Words:
        """The words for headings in a document's own language where we have it, else in English."""
        code = language.strip().lower().replace("_", "-").split("-")[0]
        return _words(self.wording, {"spa": "es"}.get(code, code))

    def issuer(self, system: str) -> str:
        """The name of who issues numbers under `system`, "" when it is not known."""
        return self.issuers.get(system.removeprefix("urn:oid:").rstrip("/"), "")

    def ending(self, media_type: str) -> str:
        """The ending for a media type, with its dot; ".bin" when it is not known."""
        return self.endings.get(media_type.partition(";")[0].strip().lower(), ".bin")


@functools.lru_cache(maxsize=8)
def _words(folder: Path, language: str) -> Words:
    return Words.load(folder, language if language in Words.languages(folder) else HOME)
