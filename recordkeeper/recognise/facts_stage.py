"""Stages with prefix and edition, grades, and how well a patient gets about: quoted, never computed."""

from __future__ import annotations

import re
from collections.abc import Iterator

from recordkeeper.recognise.facts_found import HEDGED, Found
from recordkeeper.recognise.facts_rules import FactRules
from recordkeeper.recognise.facts_stance import Stance, stance
from recordkeeper.recognise.facts_text import Leaf, Statement
from recordkeeper.records.clinical import FactKind

_MORE = r"(?:\s?\([^()\n]{1,24}\))?"
_TNM = re.compile(
    r"(?<![A-Za-z0-9+])(?P<t>(?P<tp>[yra]{0,2}[pcPC])?T(?:is|IS|a|[Xx0-4lI][a-dA-D]?[1-3]?)(?:mi)?)"
    + _MORE
    + r"(?:\s{0,2}[,;/.]?\s{0,2}(?P<n>[yra]{0,2}[pcPC]?N(?:[Xx]|[0-3O][a-cA-C]?(?:mi)?(?:\((?:sn|i[+-]|mol[+-])\))?)(?![A-Za-z0-9]|\s?o\b))"
    + _MORE
    + r")?(?:\s{0,2}[,;/.]?\s{0,2}(?:[yra]{0,2}[pcPC])?M(?:[Xx]|[01O][a-dA-D]?)(?![A-Za-z0-9])"
    + _MORE
    + r")?(?![A-Za-z0-9])"
)
_TNM_SOLID = re.compile(
    r"(?<![A-Za-z0-9])[yra]{0,2}[pcPC]?T(?:is|[Xx0-4][a-dA-D]?)[yra]{0,2}[pcPC]?N[Xx0-3][a-cA-C]?(?:[pcPC]?M[Xx01][a-dA-D]?)?(?![A-Za-z0-9])"
)
_LONE = re.compile(
    r"(?<![A-Za-z0-9])[yra]{0,2}[pc](?:N(?:[Xx]|[0-3][a-c]?(?:mi)?)|M(?:[Xx]|[01][a-d]?))(?:\([^()\n]{1,14}\))?(?![A-Za-z0-9])"
)
_QUALIFIERS = re.compile(
    r"(?:(?:figo|ajcc|uicc|clinical(?:ly)?|pathologic(?:al)?|path|anatomic(?:al)?|prognostic|ann arbor|rai|binet|dukes'?|masaoka|overall|tnm|"
    r"final|initial|international|iss|lugano|post-?neoadjuvant)[\s\-]{1,2}){1,4}$"
)
_STAGE = re.compile(
    r"(?<![a-z0-9])(?:stage|estadio|etapa|stadium)s?(?:[\s]{1,2}(?:group(?:ing)?|figo|ajcc|clinico|patologico|at diagnosis|of disease))?\s{0,2}[:=]?\s{0,3}(?:is\s|was\s|of\s)?"
    r"(?P<value>(?:iv|i{1,3}|[0-4])(?:\s?-?[abcde](?![a-z]))?[1-3]?(?:\s?(?:-|/|to|or)\s?(?:iv|i{1,3}|[1-4])[abc]?)?|limited|extensive|t[0-4x][a-d]?)(?:(?![a-z0-9])|(?=n[0-4x]))"
)
_STAGE_BEFORE = re.compile(r"(?:limited|extensive)[\s\-]$")
_NO_CANCER_STAGE = re.compile(
    r"\b(?:kidney|renal|ckd|esrd|ulcers?|decubitus|pressure|hypertension|sleep|heart failure|chf|cirrhosis|fibrosis|labor|tanner|hurley|"
    r"reflux|dementia|parkinson\w*|retinopathy|lymphedema|necrosis of|osteonecrosis|repair|reconstruction|hemorrhoids?|prolapse|arthritis|"
    r"wound|sacral|two-stage|sarcoidosis|endometriosis|bph)\b"
)
_EDITION = re.compile(
    r"(?:\b(?:ajcc|uicc|tnm)\b[^;\n]{0,60}?\b(?:[5-9](?:th|st|nd|rd|ª|a)?\s?(?:ed\b\.?|edition|edicion)|(?:sixth|seventh|eighth|ninth) (?:ed\b|edition)|(?:v|version)\s?[5-9])"
    r"|\b[5-9](?:th|ª|a)\s(?:ed\b\.?|edition|edicion)[^.;\n]{0,30}?\b(?:ajcc|uicc|tnm)\b|\b(?:ajcc|uicc)\s?[5-9](?:th)?\b|\b(?:ajcc|uicc) 20[12]\d\b)"
)
_GLEASON = re.compile(
    r"gleason(?:'s|s)?[\s:=]{1,3}(?:(?:combined|total|sum|score|scores|grade|pattern|patterns|of|is|was|suma|grado|de)[\s:=]{1,3}){0,3}"
    r"(?:[3-5]\s?\+\s?[3-5](?:\s?=\s?\d{1,2}(?:/10)?)?|\d{1,2}(?:\s?/\s?10)?(?:\s?[(\[]\s?[3-5]\s?\+\s?[3-5]\s?[)\]])?)"
    r"(?:,?\s?\(?(?:isup )?(?:grade group|grupo de grado)\s?[:=]?\s?[1-5]\)?)?"
)
_GRADE = re.compile(
    r"(?<![a-z0-9])(?:(?:histologic(?:al)?|nuclear|nottingham|overall|combined|tumou?r|figo|who|fuhrman|isup|furhman|bloom-richardson|sbr|histological|"
    r"modified|scarff|bloom|richardson|who/isup|final|cytologic(?:al)?)[\s\-]{1,2}){0,5}"
    r"(?:grade(?:\s?group)?|grado(?:\s?histologico|\s?nuclear)?)[\s:=]{1,3}(?:(?:is|of|group|de|nottingham)\s)?(?P<value>[1-5](?!\s?(?:cm|mm|%))|iv|i{1,3}|high|low|intermediate|alto|bajo)(?![a-z0-9])"
    r"(?:\s?\(?(?:/|of|out of|de)\s?[34](?![0-9])\)?)?(?:\s?\(?(?:score|total score|puntuacion)?[:=\s]{0,2}[1-3]\s?\+\s?[1-3]\s?\+\s?[1-3](?:\s?=\s?\d)?\)?)?"
)
_OWN_GRADE = re.compile(
    r"nottingham|fuhrman|furhman|isup|figo|who|histologic|nuclear|group|grado|bloom|sbr|tumou?r|cytologic"
)
_NO_CANCER_GRADE = re.compile(
    r"\b(?:fever|murmur|neuropathy|nausea|vomiting|toxicity|mucositis|diarrhea|fatigue|rash|stenosis|reflux|hemorrhoids?|esophagitis|varices|"
    r"laxity|tear|sprain|spondylolisthesis|ctcae|anemia|neutropenia|thrombocytopenia|view|placenta|hydronephrosis|prolapse|obstruction|"
    r"school|grader|pneumonitis|dermatitis|hand-foot|arthralgia|hypertension|encephalopathy|ulcer|burn|systolic|diastolic|dyspnea|pain|i-?ii)\b"
)
_DIFFERENTIATED = re.compile(
    r"(?<![a-z0-9])(?:(?:poorly|moderately|moderate|well|poor|undifferentiated|pobremente|moderadamente|bien|poco)(?:[\s\-.]{1,3}(?:to|and|y|a)[\s\-]{1,2})?[\s\-.,]{0,3}){1,3}"
    r"(?:differentiated|differentiation|diferenciado|diferenciada)(?:\s?\(?\bg[1-4]\b\)?)?"
)
_G = re.compile(r"(?<![A-Za-z0-9])G[1-4](?:\s?[-/]\s?G?[1-4])?(?![A-Za-z0-9])")
_PERFORMANCE = re.compile(
    r"(?<![a-z0-9])(?:(?:ecog|who|zubrod|karnofsky|kps|lansky)[\s/\-,]{0,3}){0,2}(?:\(?(?:performance|functional) (?:status|score|scale)\)?|estado funcional|ps|performance|ecog|kps|karnofsky|lansky|zubrod)"
    r"(?:[\s:=(,)\-]{1,3}(?:score|status|scale|index|ps|of|is|was|at|ecog|kps|karnofsky|performance|currently|remains|grade|by|de|approximately)){0,5}[\s:=(,)\-]{1,3}"
    r"(?P<value>[0-4](?:\s?(?:-|–|to)\s?[0-4])?(?![0-9%]|\.\d|\s?(?:mg|cm|cycles))|(?:100|[1-9]0)(?:\s?(?:-|–)\s?(?:100|[1-9]0))?\s?%?)(?![0-9a-z])"
)
_PERFORMANCE_WORD = re.compile(r"ecog|karnofsky|kps|zubrod|lansky|performance status|estado funcional|\bps\b")
_SECTIONS_OUT = frozenset({"family", "education", "not_told"})
_QUALIFIED = 60  # letters looked at before "stage"


def find_stages(leaf: Leaf, rules: FactRules) -> Iterator[Found]:
    """TNM, stage groups and the edition they are of."""
    del rules
    taken = list[tuple[int, int]]()
    for pattern in (_TNM_SOLID, _TNM, _LONE):
        for match in pattern.finditer(leaf.text):
            if any(start < match.end() and match.start() < end for start, end in taken):
                continue
            if pattern is not _TNM or _is_tnm(leaf, match):
                taken.append(match.span())
                yield from _told(FactKind.STAGE, leaf, match.start(), match.end(), 0.92, result=True)
    for match in _STAGE.finditer(leaf.flat):
        statement = leaf.statement_at(match.start())
        if statement is None or _is_other(_NO_CANCER_STAGE, leaf, statement):
            continue
        before = leaf.flat[max(statement.start, match.start() - _QUALIFIED) : match.start()]
        more = _QUALIFIERS.search(before)
        start = match.start() - (len(before) - more.start() if more else 0)
        yield from _told(FactKind.STAGE, leaf, start, match.end(), 0.9)
    for match in _EDITION.finditer(leaf.flat):
        yield from _told(FactKind.STAGE_EDITION, leaf, match.start(), match.end(), 0.85, result=True)


def _is_tnm(leaf: Leaf, match: re.Match[str]) -> bool:
    """Whether it is more than a "T2": a prefix, nodes, or the word stage before it."""
    if match.group("n"):
        read_as_o = match.group("n")[-1:] == "O" and not match.group("tp") and "M" not in match.group()
        return not read_as_o or "stag" in leaf.flat[max(0, match.start() - 24) : match.start()]
    if match.group("tp"):
        return len(match.group("t")) > 2
    before = leaf.flat[max(0, match.start() - 14) : match.start()]
    return re.search(r"(?:stage|staged|tumou?r|estadio)[\s:]{0,3}$", before) is not None


def find_grades(leaf: Leaf, rules: FactRules) -> Iterator[Found]:
    """Grades of the tumor; a grade of fever or of a murmur is none."""
    del rules
    for match in _GLEASON.finditer(leaf.flat):
        yield from _told(FactKind.GRADE, leaf, match.start(), match.end(), 0.93)
    for match in _GRADE.finditer(leaf.flat):
        statement = leaf.statement_at(match.start())
        if statement is None or _is_other(_NO_CANCER_GRADE, leaf, statement):
            continue
        if _OWN_GRADE.match(match.group()) or _about_cancer(leaf, statement):
            yield from _told(FactKind.GRADE, leaf, match.start(), match.end(), 0.88)
    for pattern, text, sure in ((_DIFFERENTIATED, leaf.flat, 0.85), (_G, leaf.text, 0.8)):
        for match in pattern.finditer(text):
            statement = leaf.statement_at(match.start())
            if statement is not None and (pattern is _DIFFERENTIATED or _about_cancer(leaf, statement)):
                yield from _told(FactKind.GRADE, leaf, match.start(), match.end(), sure)


def find_performance(leaf: Leaf, rules: FactRules) -> Iterator[Found]:
    """ECOG, Karnofsky and the like with their number."""
    del rules
    if not _PERFORMANCE_WORD.search(leaf.flat):
        return
    for match in _PERFORMANCE.finditer(leaf.flat):
        if match.group().startswith("ps") and match.group()[2:3] not in (":", "=", " "):
            continue
        yield from _told(FactKind.PERFORMANCE_STATUS, leaf, match.start(), match.end(), 0.9)


def _about_cancer(leaf: Leaf, statement: Statement) -> bool:
    return any(hit.sign in ("head", "spread") for hit in leaf.within(statement.first, statement.last))


def _is_other(pattern: re.Pattern[str], leaf: Leaf, statement: Statement) -> bool:
    return pattern.search(leaf.flat, statement.start, statement.end) is not None and not _about_cancer(
        leaf, statement
    )


def _told(
    kind: FactKind, leaf: Leaf, start: int, end: int, sure: float, *, result: bool = False
) -> Iterator[Found]:
    statement = leaf.statement_at(start)
    if statement is None or statement.section in _SECTIONS_OUT:
        return
    first = next((n for n in range(statement.first, statement.last) if leaf.words.ends[n] > start), statement.first)
    last = next((n for n in range(first, statement.last) if leaf.words.starts[n] >= end), statement.last)
    how = stance(leaf, statement, first, max(last, first + 1), result=result)
    if how in (Stance.OTHERS, Stance.DENIED):
        return
    if how is Stance.HEDGED:
        sure = HEDGED
    elif how is not Stance.SAID:
        sure = min(sure, 0.75)
    about = frozenset(leaf.flat[start:end].split())
    yield Found(kind, leaf, statement, start, end if result else min(end, statement.end), sure, about=about)
