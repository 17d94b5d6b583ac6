"""What was checked in a bundle, as a page to print says it."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.records.dates import PartialDate


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """One check in a sentence. `good`: green; else amber. `detail` counts, or names what is wrong."""

    sentence: str
    good: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Checked:
    """All of them. `bundle` is its name, `bundle_id` what its list says, "" where there is none."""

    bundle: str
    checked_on: PartialDate
    program: str
    lines: tuple[CheckedLine, ...]
    bundle_id: str = ""

    @property
    def good(self) -> bool:
        return all(line.good for line in self.lines)
