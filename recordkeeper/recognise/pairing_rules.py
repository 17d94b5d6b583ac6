"""The rules of pairing: words for modalities, regions, sides and organs, and what each agreement weighs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.recognise.folding import fold

Weights = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Names and the words that stand for them, tried on folded text."""

    words: Mapping[str, re.Pattern[str]]
    any_of: re.Pattern[str]  # found where one of them is

    @classmethod
    def of(cls, table: Mapping[str, Sequence[str]]) -> Vocabulary:
        whole = "|".join(pattern for patterns in table.values() for pattern in patterns)
        return cls(
            {name: re.compile(rf"\b(?:{'|'.join(patterns)})\b") for name, patterns in table.items()},
            re.compile(rf"\b(?:{whole})\b" if whole else r"(?!)"),
        )

    def find(self, folded: str) -> tuple[str, ...]:
        """The names whose words stand in the text."""
        return tuple(name for name, search in self.words.items() if search.search(folded))

    def first(self, folded: str) -> str:
        return next((name for name, search in self.words.items() if search.search(folded)), "")

    def counts(self, folded: str) -> dict[str, int]:
        """How often each name's words stand in the text."""
        if not self.any_of.search(folded):
            return {}
        found = {name: len(search.findall(folded)) for name, search in self.words.items()}
        return {name: count for name, count in found.items() if count}


@dataclass(frozen=True, slots=True)
class WordSearch:
    """A choice of patterns, each with whether it must begin a word.

    As `re` finds them with a word border before each, but many times as fast: their first letters are looked for.
    """

    choices: tuple[tuple[re.Pattern[str], bool], ...]

    @classmethod
    def of(cls, pattern: str) -> WordSearch:
        """Take choices with "|" between them. ValueError for one with a group in it, which is not looked for so."""
        found = []
        for each in pattern.split("|"):
            begins = each.startswith(r"\b")
            bare = each.removeprefix(r"\b")
            if "(" in bare or (begins and not bare[:1].isalnum()):
                raise ValueError(pattern)
            found.append((re.compile(bare), begins))
        return cls(tuple(found))

    def finds(self, text: str) -> bool:
        """Whether one of them stands in the text."""
        return any(self._stands(search, begins, text) for search, begins in self.choices)

    @staticmethod
    def _stands(search: re.Pattern[str], begins: bool, text: str) -> bool:
        match = search.search(text)
        while match is not None:
            before = text[match.start() - 1 : match.start()] if begins else ""
            if not (before.isalnum() or before == "_"):
                return True
            match = search.search(text, match.start() + 1)
        return False


@dataclass(frozen=True, slots=True)
class PairingRules:
    """Everything pairing knows that is not code."""

    modalities: Vocabulary
    dicom: Mapping[str, str]
    regions: Vocabulary
    holds: Mapping[str, frozenset[str]]
    sides: Vocabulary
    paired_regions: frozenset[str]
    paired_sites: frozenset[str]
    sites: Vocabulary
    contrast: Vocabulary
    accession_labels: re.Pattern[str]  # over text as printed
    exam_labels: re.Pattern[str]
    other_exams: re.Pattern[str]
    site_labels: re.Pattern[str]
    reread: re.Pattern[str]
    specimens: tuple[re.Pattern[str], ...]
    not_specimens: frozenset[str]
    doctors: re.Pattern[str]
    markers: tuple[WordSearch, ...]
    marker_titles: re.Pattern[str]
    whole_reports: re.Pattern[str]
    genes: re.Pattern[str]
    germline: re.Pattern[str]
    somatic: re.Pattern[str]
    study: Weights
    family: Weights
    operation: Weights

    @classmethod
    def load(cls, folder: Path) -> PairingRules:
        """Read the rules from `folder`. OSError: a file is missing, ValueError: one is not as it should be."""
        words = tomllib.loads((folder / "regions.toml").read_text("utf-8"))
        data = tomllib.loads((folder / "pairing.toml").read_text("utf-8"))
        pathology: Mapping[str, Any] = data["pathology"]
        return cls(
            accession_labels=re.compile(
                "|".join(f"(?:{label})" for label in data["accession_labels"]), re.IGNORECASE
            ),
            modalities=Vocabulary.of(words["modalities"]),
            dicom=words["dicom"],
            regions=Vocabulary.of(words["regions"]),
            holds={name: frozenset(parts) for name, parts in words["holds"].items()},
            paired_regions=frozenset(words["paired"]["regions"]),
            paired_sites=frozenset(words["paired"]["sites"]),
            sides=Vocabulary.of(words["sides"]),
            sites=Vocabulary.of(words["sites"]),
            contrast=Vocabulary.of(words["contrast"]),
            exam_labels=re.compile(rf"\W*(?:{'|'.join(data['exam_labels'])})\s*(?::|$)\s*"),
            other_exams=re.compile(rf"\W*(?:\w+ )?(?:{'|'.join(data['other_exams'])})"),
            site_labels=re.compile(
                rf"\W*(?:{'|'.join(data['site_labels'])})\b[^:]{{0,30}}:?|\W*(?:[a-f]|\d)[.):]\s"
            ),
            reread=_either(data["reread"]),
            specimens=tuple(re.compile(pattern) for pattern in data["specimens"]["patterns"]),
            not_specimens=frozenset(data["specimens"]["not_kinds"]),
            doctors=re.compile(
                rf"(?<!\w)(?:{'|'.join(data['doctors']['labels'])})\s*:\s*(?P<name>[^:]*?)(?=\s{{3,}}|\||$|\w+:)"
            ),
            markers=tuple(WordSearch.of(pattern) for pattern in pathology["markers"]),
            marker_titles=_either(pathology["marker_titles"]),
            whole_reports=_either(pathology["whole_reports"]),
            genes=_either(pathology["genes"]),
            germline=_either(pathology["germline"]),
            somatic=_either(pathology["somatic"]),
            study=data["report_of_study"],
            family=data["specimen_family"],
            operation=data["specimen_of_operation"],
        )

    def modality_codes(self, codes: Sequence[str]) -> frozenset[str]:
        """DICOM's codes as this program groups them: all X-rays are one."""
        return frozenset(code for each in codes if (code := self.dicom.get(each.upper(), each.upper())))

    def regions_of(self, words: str) -> tuple[str, ...]:
        """The regions named, the narrowest: a lumbar spine is no other spine; "skull base to thigh" is the body."""
        found = self.regions.find(words)
        if "body" in found:
            return ("body",)
        wide = {name for name, parts in self.holds.items() if not parts.isdisjoint(found)}
        return tuple(name for name in found if name not in wide)

    def spread(self, regions: Sequence[str]) -> frozenset[str]:
        """The regions with all they hold."""
        return frozenset(part for name in regions for part in (name, *self.holds.get(name, ())))


def _either(patterns: Sequence[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def words_of(text: str) -> str:
    """Text as vocabularies are tried on it: folded, joined words of scanners taken apart ("ChestRoutine")."""
    return fold(re.sub(r"(?<=[a-z])(?=[A-Z])|_|\^", " ", text))
