"""People's names as papers print them: whether a piece of text starts with one, and what it says of the person."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from recordkeeper.recognise.folding import plain_letters
from recordkeeper.recognise.people_rules import PeopleRules

_WORD = re.compile(r"[^\W\d_]+(?:['’`´\-‐‑][^\W\d_]+)*\.?")
_BETWEEN = re.compile(r"[ \t]?,[ \t]?|[ \t](?=[^\W\d_])")
_LEAD = re.compile(r"[\s:.,;#=\-–*_\"'(]*(?:(?:I|Yo|Me|Je),\s+|A/(?=Prof))?")
_DEGREE = re.compile(
    r"\s*,?\s*\b(?:m\.?\s?d|d\.?o|ph\.?\s?d|r\.?n|n\.?p|p\.?a(?:-c)?|facs|fcap|frc\w+|mbbs|mb\s?chb|mph|aprn|fnp|bsn|crna"
    r"|dds|dpm|o\.?d|cnp|cnm|lcsw|lpn|pharm\.?d|cgc|ct\(ascp\)|m\.?s|dnp|arnp)\b\.?",
    re.IGNORECASE,
)
_NUMBER_AFTER = re.compile(r"\s*:?\s*\d")
_SEX_AT_END = re.compile(r"\s+[MFmfVH]$")
_BIRTH_LABEL = re.compile(r"F\.\s?(?:N\.|[Nn]ac)|FN:|Fecha\b")  # "Ana Ruiz, F. Nac. 06/01/1951"
_TAIL = 60  # characters before a date in which a name may stand
_FEWEST, _MOST = 2, 5  # words of a name without titles and particles


@dataclass(frozen=True, slots=True)
class PrintedName:
    """A name at text[start:end]. `doctor` by its title or a degree behind it, `courtesy` by Mr, Ms, Sra …"""

    name: str
    start: int
    end: int
    doctor: bool
    courtesy: bool
    comma: bool  # family name first
    given: bool  # holds a known given name
    unlikely: bool  # holds a word that is seldom part of a name


def leading_name(text: str, rules: PeopleRules, at: int = 0, *, caseless: bool = False) -> PrintedName | None:
    """Return the name text[at:] starts with, None when it starts with none. `caseless` takes small letters too."""
    lead = _LEAD.match(text, at)
    start = end = lead.end() if lead else at
    words: list[str] = []
    plain: list[str] = []
    commas: list[int] = []
    place = start
    while word := _WORD.match(text, place):
        low = plain_letters(word.group().rstrip("."))
        numbered = low in rules.numbered and _NUMBER_AFTER.match(text, word.end())  # "Page 2"
        if (
            _BIRTH_LABEL.match(text, word.start())
            or numbered
            or not _fits(word.group(), low, rules, caseless)
            or _is_degree(text, word, low, rules)
        ):
            break
        words.append(word.group())
        plain.append(low)
        end = word.end()
        gap = _BETWEEN.match(text, end)
        place = gap.end() if gap else end
        if gap and "," in gap.group():
            commas.append(len(words))
            if len(commas) > 1:
                break
        if place == end or (word.group()[-1] == "." and len(low) > 2 and low not in rules.titles):
            break  # a sentence ends
    return _judged(text, start, end, plain, commas, rules) if words else None


def name_before(text: str, rules: PeopleRules) -> PrintedName | None:
    """Return the name that `text` ends with: "Visit summary for Ann Lee (" ends with "Ann Lee"."""
    tail = text[-_TAIL:].rstrip(" (,-|:*")
    starts = [match.start() for match in re.finditer(r"(?<!\S)[^\W\d_]", tail)][-_FEWEST - 2 :]
    for start in starts:
        name = leading_name(tail, rules, start)
        if name and name.start == start and name.end >= len(tail) - 1 and not name.doctor:
            known = {low for word in name.name.split() if len(low := plain_letters(word.strip(",."))) > 2}
            if not known & rules.common:
                offset = len(text[:-_TAIL]) if len(text) > _TAIL else 0
                return replace(name, start=offset + name.start, end=offset + name.end)
    return None


def _fits(word: str, low: str, rules: PeopleRules, caseless: bool) -> bool:
    if len(low) > 1 and low in rules.not_names:
        return False
    return word[0].isupper() or low in rules.particles or caseless


def _is_degree(text: str, word: re.Match[str], low: str, rules: PeopleRules) -> bool:
    """Whether a word begins a degree: "MD" at the end of a name, but neither "Do" nor "Pa" that is a name."""
    if low in rules.courtesy or low in rules.doctors:
        return False
    degree = _DEGREE.match(text, word.start())
    return degree is not None and word.group().isupper() and degree.end() - word.start() > 1


def _judged(
    text: str, start: int, end: int, plain: list[str], commas: list[int], rules: PeopleRules
) -> PrintedName | None:
    doctor = bool(plain) and plain[0] in rules.doctors
    courtesy = any(low in rules.courtesy for low in plain[:1])
    real = [low for low in plain if low not in rules.titles and low not in rules.particles]
    name = text[start:end]
    after = text[end:]
    cut = _SEX_AT_END.search(name)
    if cut and len(real) > _FEWEST and re.match(r"\s*(?:$|[(/|,]?\s*\d)", after) and after.strip():
        name, end, real = name[: cut.start()], start + cut.start(), real[:-1]
    short = len(real) == 1 and (courtesy or doctor) and len(real[0]) > 2
    if not (_FEWEST <= len(real) <= _MOST or short) or len(name) > 60:
        return None
    initials = sum(len(low) > 1 for low in real) < min(2, len(real)) and not (courtesy or doctor) and not commas
    if initials and max(map(len, real)) < 3:
        return None
    degree = _DEGREE.match(after)
    return PrintedName(
        name=name.strip(" ,."),
        start=start,
        end=start + len(name.rstrip(" ,.")),
        doctor=doctor or bool(degree and re.search(r"[A-Z]", degree.group())),
        courtesy=courtesy,
        comma=bool(commas) and commas[0] < len(plain),
        given=any(low in rules.given for low in real),
        unlikely=any(low in rules.unlikely_names for low in real),
    )
