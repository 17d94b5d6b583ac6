"""When something that a record tells of counts as held: read from resources/rules/gaps.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.held import Held
from recordkeeper.records.kinds import Kind


@dataclass(frozen=True, slots=True)
class GapRules:
    """Everything the finding of gaps knows that is not code. Days are counted on the calendar."""

    same_sort: Mapping[str, str]
    brings: Mapping[str, frozenset[str]]
    pictures: frozenset[str]
    papers: frozenset[str]
    without_images: frozenset[str]
    study_days: int
    tissue_before: int
    tissue_after: int
    version_days: int
    tissue: frozenset[Kind]
    genes: frozenset[Kind]
    imaging: frozenset[Kind]
    may_be_imaging: frozenset[Kind]
    only_tell: frozenset[Kind]  # records that have no case number of their own
    partial: re.Pattern[str]

    @classmethod
    def load(cls, folder: Path) -> GapRules:
        """Read the rules from `folder`. OSError: the file is missing, ValueError or KeyError: it is not
        as it should be.
        """
        data = tomllib.loads((folder / "gaps.toml").read_text("utf-8"))
        days, images, kinds = data["days"], data["no_images"], data["kinds"]
        return cls(
            same_sort=data["same_sort"],
            brings={code: frozenset(others) for code, others in data["brings"].items()},
            pictures=frozenset(images["pictures"]),
            papers=frozenset(images["papers"]),
            without_images=frozenset(images["without"]),
            study_days=days["study"],
            tissue_before=days["tissue_before"],
            tissue_after=days["tissue_after"],
            version_days=days["version"],
            tissue=_kinds(kinds["tissue"]),
            genes=_kinds(kinds["genes"]),
            imaging=_kinds(kinds["imaging"]),
            may_be_imaging=_kinds(kinds["may_be_imaging"]),
            only_tell=_kinds(kinds["only_tell"]),
            partial=re.compile("|".join(data["titles"]["partial"]), re.IGNORECASE),
        )

    def sorts(self, codes: Iterable[str]) -> frozenset[str]:
        """DICOM codes as reports call them, without those that are no examination."""
        named = {self.same_sort.get(code.upper(), code.upper()) for code in codes}
        return frozenset(named - self.pictures - self.papers - {""})

    def chief(self, codes: Iterable[str]) -> str:
        """The sort an examination is called by: the PET of a PET/CT; "" when none is known."""
        sorts = sorted(self.sorts(codes))
        return next((one for one in ("PT", "NM") if one in sorts), next(iter(sorts), ""))

    def fits(self, what: str, codes: Iterable[str]) -> bool:
        """Whether an examination of these codes may be the one called `what`; unknown codes may be any."""
        sorts = self.sorts(codes)
        return not what or not sorts or what in sorts or any(what in self.brings.get(one, ()) for one in sorts)

    def is_partial(self, record: Held) -> bool:
        """Whether a report on tissue only adds to another one."""
        return not record.cues.whole and bool(self.partial.search(record.title))


def days_of(date: PartialDate) -> tuple[int, int]:
    """The first and the last day a date can be, as numbers in the calendar."""
    first = date.ordinal
    if date.day:
        return first, first
    year, month = (date.year, date.month + 1) if 0 < date.month < 12 else (date.year + 1, 1)
    return first, (PartialDate(year, month, 1).ordinal if year <= 9999 else first + 31) - 1


def near(told: PartialDate, held: PartialDate, *, before: int, after: int) -> bool:
    """Whether `held` can lie at most `before` days before the day told of and `after` days after it."""
    first, last = days_of(told)
    held_first, held_last = days_of(held)
    return held_last >= first - before and held_first <= last + after


def is_number(accession: str, form: str) -> bool:
    """Whether an accession number as printed is the case number of this form ("S:24:12345"), or begins with it."""
    kind, year, number = form.split(":")
    printed = re.sub(r"[^A-Z0-9]", "", accession.upper())
    year = f"(?:20)?{year}"
    shapes = (f"{kind}{year}0*{number}", f"{year}{kind}0*{number}", f"{kind}0*{number}{year}")
    return any(re.match(rf"{shape}(?!\d)", printed) for shape in shapes)


def _kinds(names: Iterable[str]) -> frozenset[Kind]:
    return frozenset(map(Kind, names))
