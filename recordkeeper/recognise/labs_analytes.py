"""Which test a printed name means, with its LOINC code: by the words of the name, the unit and the specimen.

Names are compared as sets of words, whole: "Bilirubin, Total" is "Total Bilirubin", but nothing is guessed from a
part of a name. What is not in the table keeps its printed name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz.distance import OSA

from recordkeeper.recognise.folding import fold, spellings
from recordkeeper.recognise.labs_units import Unit
from recordkeeper.records.labs import LabTest

_GREEK = {"β": " beta ", "α": " alpha ", "κ": " kappa ", "λ": " lambda ", "γ": " gamma ", "ß": " beta "}
_IN_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]")
_APART = re.compile(r"(?<=[a-z])(?=\d)|(?<=\d)(?=[a-z])")
_DIRECTION = re.compile(r"\b(l|lactate) (?:to )?(p|pyruvate)\b|\b(p|pyruvate) (?:to )?(l|lactate)\b")
_LONG_ENOUGH = 6  # letters of a word in which a scanner's slip may be forgiven
_ABSOLUTE = frozenset({"abs", "absolute", "absolutos"})
_REMEMBERED = 20_000  # names looked up, so that a worker does not grow
_URINE = frozenset({"urine", "orina", "urin", "csf", "stool"})

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Analyte:
    """A test of the table."""

    key: str
    group: str
    codes: Mapping[str, str]  # kind of unit → LOINC code
    share: str = ""  # the test it is when given in percent
    specimen: str = "blood"

    def takes(self, unit: Unit) -> bool:
        """Whether its results are ever given in this unit."""
        kinds = {"ratio", "number"} if unit.kind == "ratio" else {unit.kind}
        return bool(kinds.intersection(self.codes)) or not self.codes


@dataclass(frozen=True, slots=True)
class Analytes:
    """All tests we know, by their names."""

    by_key: Mapping[str, Analyte]
    names: Mapping[Words, str]
    silent: frozenset[str]
    lengths: Mapping[int, tuple[Words, ...]] = field(default_factory=dict)  # names by how many letters they have
    codes: Mapping[str, Analyte] = field(default_factory=dict)
    _asked: dict[str, Analyte | None] = field(
        default_factory=dict, repr=False, compare=False
    )  # the same names come often

    @classmethod
    def of(cls, table: Mapping[str, Mapping[str, Any]], silent: frozenset[str]) -> Analytes:
        """Build from analytes.toml; ValueError when one name means two tests."""
        by_key: dict[str, Analyte] = {}
        names: dict[Words, str] = {}
        for key, entry in table.items():
            by_key[key] = Analyte(
                key, entry["group"], entry["codes"], entry.get("share", ""), entry.get("specimen", "blood")
            )
            for pattern in entry["names"]:
                for spelling in spellings(pattern):
                    words = _as_words(spelling)
                    for form in (words, _without(words, silent)):
                        if any(map(str.isalpha, form)) and names.setdefault(form, key) != key and form == words:
                            raise ValueError(f"{spelling!r} means {names[form]} and {key}")
        lengths: dict[int, list[Words]] = {}
        for words in names:
            lengths.setdefault(sum(map(len, words)), []).append(words)
        codes = {code: analyte for analyte in by_key.values() for code in analyte.codes.values()}
        return cls(by_key, names, silent, {length: tuple(each) for length, each in lengths.items()}, codes)

    def find(self, name: str) -> Analyte | None:
        """The test of this name, whatever its unit; None for names not in the table."""
        if name not in self._asked:
            if len(self._asked) >= _REMEMBERED:
                self._asked.clear()
            self._asked[name] = self._look_up(name)
        return self._asked[name]

    def _look_up(self, name: str) -> Analyte | None:
        for words in self._forms(name):
            if key := self.names.get(words):
                return self.by_key[key]
        if "/" in name:  # ALT/SGPT: two names of one test
            both = {found.key if (found := self.find(part)) else "" for part in name.split("/")}
            key = both.pop() if len(both) == 1 else ""
            return self.by_key.get(key)
        return None

    def scanned(self, name: str) -> Analyte | None:
        """The test of a name in which a scanner misread a letter or two of a long word; None when unsure."""
        words = _as_words(_marked(name))
        whole = "".join(words)
        if len(whole) < _LONG_ENOUGH:
            return None
        digits = [word for word in words if word.isdigit()]
        most = 1 if len(whole) < 2 * _LONG_ENOUGH else 2
        fits = {
            self.names[each]
            for length in range(len(whole) - most, len(whole) + most + 1)
            for each in self.lengths.get(length, ())
            if [word for word in each if word.isdigit()] == digits
            and OSA.distance("".join(each), whole, score_cutoff=most) <= most
        }
        return self.by_key[fits.pop()] if len(fits) == 1 else None

    def test(self, name: str, unit: Unit | None, specimen: str = "", *, blood: bool = True) -> LabTest:
        """What a result of this name and unit is of; `blood` is False where the paper says it is not of blood."""
        found = self.find(name)
        absolute = _ABSOLUTE.intersection(fold(_marked(name)).split())
        if found is not None and found.share and unit is not None and unit.kind == "percent" and not absolute:
            found = self.by_key[found.share]
        if _URINE.intersection(fold(f"{name} {specimen}").split()):
            blood = False
        if found is None or (found.specimen == "blood") is not blood:
            place = "" if blood else fold(specimen) or "not of blood"
            return LabTest(key=" ".join(filter(None, (fold(_marked(name)), place))), axis=unit.axis if unit else "")
        code = found.codes.get(unit.kind, "") if unit else ""
        if not code and (unit is None or unit.kind == "ratio"):
            code = found.codes.get("ratio") or found.codes.get("number") or ""
        if not code and unit is None and len(set(found.codes.values())) == 1 and not found.share:
            code = next(iter(found.codes.values()))
        return LabTest(found.key, code, found.group, self.axis(found, unit))

    def by_code(self, loinc: str) -> Analyte | None:
        """The test of a LOINC code; None for one not in the table."""
        return self.codes.get(loinc)

    @staticmethod
    def axis(found: Analyte, unit: Unit | None) -> str:
        """The unit on whose scale the results of a test in this unit lie."""
        if unit is None:
            return ""
        return "mEq/L" if unit.single_charge and found.key not in SINGLE_CHARGE else unit.axis

    def _forms(self, name: str) -> Iterable[Words]:
        """The words of a name: all, without those that say only "in blood", without what stands in brackets."""
        marked = _marked(name)
        words = _as_words(marked)
        yield words
        yield _without(words, self.silent)
        bare = _IN_BRACKETS.sub("", marked)
        if bare != marked and bare.strip():
            words = _as_words(bare)
            inside = self.names.get(_as_words(" ".join(re.findall(r"[(\[]([^()\[\]]*)[)\]]", marked))))
            if inside is None or inside == self.names.get(words):
                yield words
                yield _without(words, self.silent)


# Ions of one charge, of which 1 mEq is 1 mmol. Calcium and magnesium have two.
SINGLE_CHARGE = frozenset({"sodium", "potassium", "chloride", "co2", "bicarbonate", "anion_gap"})


def _marked(name: str) -> str:
    """A name with its signs as words: % percent, # abs, Greek letters by name."""
    for sign, word in _GREEK.items():
        name = name.replace(sign, word)
    return name.replace("%", " percent ").replace("#", " abs ").replace("/", " over ")


def _as_words(text: str) -> Words:
    """The words of a name, in one order, letters and digits apart ("ca125" is "ca 125")."""
    return tuple(sorted(_APART.sub(" ", _DIRECTION.sub(_joined, fold(text))).split()))


def _joined(found: re.Match[str]) -> str:
    """Which way lactate dehydrogenase was measured is told by the order of two words."""
    return "lactatetopyruvate" if found.group(1) else "pyruvatetolactate"


def _without(words: Sequence[str], silent: frozenset[str]) -> Words:
    return tuple(word for word in words if word not in silent)
