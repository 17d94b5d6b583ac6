"""The rules by which facts are read, from resources/rules/facts*.toml."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.recognise.date_rules import DateRules
from recordkeeper.recognise.facts_lexicon import FactLexicon, Phrase, phrases_of
from recordkeeper.recognise.facts_patterns import PatternRules
from recordkeeper.recognise.folding import spellings
from recordkeeper.records.clinical import FactKind
from recordkeeper.records.kinds import Kind


@dataclass(frozen=True, slots=True)
class NameRules:
    """What makes the name of an illness, besides the phrases of the lexicon."""

    bare: frozenset[str]
    not_after: frozenset[str]
    not_before: frozenset[str]
    joins: frozenset[str]
    features: frozenset[str]
    locates: frozenset[str]
    skip: frozenset[str]
    follows: frozenset[str]
    generic: frozenset[str]
    not_after_comma: frozenset[str]
    not_last: frozenset[str]
    parts: frozenset[str]
    spread_bare: frozenset[str]
    spread_to: frozenset[str]


@dataclass(frozen=True, slots=True)
class FormRules:
    """Labels of forms, and what their values have to hold."""

    labels: Mapping[str, FactKind | None]  # None: a label that only ends the value before it
    nothing: re.Pattern[str]
    needs: Mapping[FactKind, re.Pattern[str]]


@dataclass(frozen=True, slots=True)
class ResultRules:
    """How the result of a marker is printed: after its name, and before it."""

    after: re.Pattern[str]
    more: re.Pattern[str]
    before: re.Pattern[str]
    loose: re.Pattern[str]  # no result unless more is said of it
    named: re.Pattern[str]  # then the word before was the name of a test
    genes: frozenset[str]


@dataclass(frozen=True, slots=True)
class FactRules:
    """Everything the facts reader knows that is not code."""

    gate: tuple[str, ...]
    skipped: frozenset[Kind]
    unfinished: frozenset[str]
    teaching: tuple[str, ...]
    sections: Mapping[str, str]  # folded heading → section
    lexicon: FactLexicon
    names: NameRules
    forms: FormRules
    results: ResultRules
    patterns: PatternRules
    dates: DateRules

    @classmethod
    def load(cls, folder: Path, dates: DateRules) -> FactRules:
        """Read the six files; OSError when one is missing, KeyError or ValueError when it is no good."""
        main, words, forms, markers, treatments, patterns = (
            tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
            for name in (
                "facts",
                "facts_words",
                "facts_forms",
                "facts_markers",
                "facts_treatments",
                "facts_patterns",
            )
        )
        phrases = [
            *_cue_phrases(main["cues"]),
            *_name_phrases(words),
            *_marker_phrases(markers),
            *_treatment_phrases(treatments),
        ]
        endings = {tuple(words["head_endings"]): "head", tuple(treatments["drug_endings"]): "drug"}
        return cls(
            gate=tuple(main["gate"]),
            skipped=frozenset(Kind(kind) for kind in main["skipped_kinds"]),
            teaching=tuple(main["teaching"]),
            unfinished=frozenset(main["unfinished"]),
            sections=dict(_spelled(main["sections"])),
            lexicon=FactLexicon.of(phrases, endings),
            names=_name_rules(words),
            forms=_form_rules(forms),
            results=_result_rules(markers),
            patterns=PatternRules.of(patterns),
            dates=dates,
        )


def _spelled(table: Mapping[str, Sequence[str]]) -> Iterator[tuple[str, str]]:
    for name, patterns in table.items():
        for pattern in patterns:
            for spelling in spellings(pattern):
                yield spelling, name


def _cue_phrases(cues: Mapping[str, Sequence[str]]) -> Iterator[Phrase]:
    for sign, patterns in cues.items():
        yield from phrases_of(sign, patterns)


def _name_phrases(words: Mapping[str, Any]) -> Iterator[Phrase]:
    yield from phrases_of("head", words["heads"])
    yield from phrases_of("head", words["abbreviations"], cased=True)
    yield from phrases_of("modifier", words["modifiers"])
    yield from phrases_of("site", words["sites"])
    yield from phrases_of("side", words["sides"])
    yield from phrases_of("spread", words["spread"])


def _marker_phrases(markers: Mapping[str, Any]) -> Iterator[Phrase]:
    for table in ("markers", "genes"):
        for name, written in markers[table].items():
            for each in written:
                head = each.partition(" ")[0].partition("{")[0]
                cased = head.isupper() or each in ("dMMR", "pMMR", "PgR", "HER2/neu")
                yield from phrases_of("marker", [each], name, cased=cased)
    yield from phrases_of("marker_whole", markers["results"]["whole"])
    yield from phrases_of("germline", markers["results"]["germline"])
    yield from phrases_of("of_tumor", markers["results"]["tumor"])


def _treatment_phrases(treatments: Mapping[str, Any]) -> Iterator[Phrase]:
    yield from phrases_of("drug", treatments["drugs"])
    yield from phrases_of("regimen", treatments["regimens"], cased=True)
    for sign, name in {
        "therapy": "therapies",
        "radiation": "radiation",
        "lead": "leads",
        "not_radiation": "not_radiation",
        "operation": "operations",
        "operation_before": "operation_before",
        "given": "given",
        "had": "had",
        "planned": "planned",
        "perhaps": "perhaps",
        "refused": "refused",
        "test": "tests",
    }.items():
        yield from phrases_of(sign, treatments[name])


def _name_rules(words: Mapping[str, Any]) -> NameRules:
    def spelled(name: str) -> frozenset[str]:
        return frozenset(spelling for pattern in words[name] for spelling in spellings(pattern))

    return NameRules(
        bare=spelled("bare"),
        not_after=spelled("not_after"),
        not_before=spelled("not_before"),
        joins=spelled("joins"),
        features=spelled("features"),
        locates=spelled("locates"),
        skip=spelled("skip"),
        follows=spelled("follows"),
        generic=spelled("generic"),
        not_after_comma=spelled("not_after_comma"),
        not_last=spelled("not_last"),
        parts=spelled("parts"),
        spread_bare=spelled("spread_bare"),
        spread_to=spelled("spread_to"),
    )


def _form_rules(forms: Mapping[str, Any]) -> FormRules:
    labels: dict[str, FactKind | None] = {}
    for label, kind in _spelled(forms["labels"]):
        labels.setdefault(label, None if kind == "none" else FactKind(kind))
    nothing = sorted(
        {word for each in forms["values"]["nothing"] for word in spellings(each)}, key=len, reverse=True
    )
    return FormRules(
        labels=labels,
        nothing=re.compile(rf"(?:{'|'.join(map(re.escape, nothing))})\b"),
        needs={FactKind(kind): re.compile(pattern) for kind, pattern in forms["needs"].items()},
    )


def _result_rules(markers: Mapping[str, Any]) -> ResultRules:
    results = markers["results"]
    value = rf"(?:{'|'.join(results['words'])})(?![a-z])"
    filler = rf"(?:{_either(results['fillers'])})\b"
    tail = rf"(?:{_either(results['tails'])})\b"
    return ResultRules(
        after=re.compile(rf"(?:[\s:=(),/|+\-]{{1,12}}(?:{filler}){{0,1}}){{0,6}}?(?P<value>{value})"),
        more=re.compile(
            rf"[\s:=(),/|\-]{{0,6}}(?:{value}|{tail}(?=(?:[\s:=(),/|\-]{{1,4}}[a-z0-9/]+){{0,2}}?"
            rf"[\s:=(),/|\-]{{0,4}}{value}))"
        ),
        before=re.compile(rf"(?:{'|'.join(results['before'])})(?:\s+(?:both|the|only|focal|weak))?[\s:.]{{1,3}}$"),
        loose=re.compile(rf"(?:{_either(results['loose'])})\b"),
        named=re.compile(rf"\s(?:{_either(results['tests'])})\b"),
        genes=frozenset(markers["genes"]),
    )


def _either(words: Sequence[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))
