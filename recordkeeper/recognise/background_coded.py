"""Allergies, medicines, illnesses and operations from the coded entries of a file, quoted as the entries show them.

An entry is quoted from the page that shows it, with the rest of its row; one no page shows is quoted by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recordkeeper.recognise.background_rules import BackgroundRules
from recordkeeper.recognise.background_sections import CELL_GAP
from recordkeeper.recognise.facts_found import HEDGED, LONGEST
from recordkeeper.recognise.folding import fold
from recordkeeper.records.clinical import Fact, FactKind
from recordkeeper.records.reading import PageText
from recordkeeper.records.stated import CodedEntry, EntrySort, EntryStanding

_KINDS = {
    EntrySort.ALLERGY: FactKind.ALLERGY,
    EntrySort.DRUG: FactKind.MEDICINE,
    EntrySort.DIAGNOSIS: FactKind.OTHER_ILLNESS,
    EntrySort.PROCEDURE: FactKind.EARLIER_OPERATION,
}
_HELD, _WEAK = 0.85, 0.55
_LEAST = 3  # letters of a name
_TELLING = 5  # letters of a first word that names a substance by itself
_TAG = re.compile(r"\s*\([a-z ]{4,24}\)$")  # SNOMED CT's class of a name, as in "Angina (disorder)"
_LABEL = re.compile(r"[A-Za-zÀ-ÿ][^:\n]{1,30}: \S")


def entries_as_items(
    coded: Sequence[CodedEntry],
    pages: Sequence[PageText],
    read: Sequence[Fact],
    beside: Sequence[Fact],
    rules: BackgroundRules,
) -> Iterator[Fact]:
    """What entries say that the pages' own sections (`read`) and the facts of the illness (`beside`) do not.

    The same thing under the same name counts once, at its newest date.
    """
    newest: dict[tuple[FactKind, str], CodedEntry] = {}
    for entry in coded:
        kind = _kind(entry, rules)
        if kind is None or entry.standing is EntryStanding.REFUSED:
            continue
        key = (kind, fold(_TAG.sub("", entry.name)))
        before = newest.get(key)
        if before is None or str(entry.date or "") > str(before.date or ""):
            newest[key] = entry
    for (kind, name), entry in newest.items():
        if not any(fact.kind is kind and _tells(fact, name) for fact in read) and not any(
            _is_of(name, fact) for fact in beside if fact.kind is not FactKind.DRUG_TREATMENT
        ):
            yield _quoted(kind, entry, pages, rules)


def _kind(entry: CodedEntry, rules: BackgroundRules) -> FactKind | None:
    """What an entry is about; None for what is none of these, such as a measurement or a talk."""
    kind = _KINDS.get(entry.sort)
    if kind is None or sum(map(str.isalpha, entry.name)) < _LEAST:
        return None
    if rules.patterns.nothing.match(entry.name.casefold()):
        return None
    if kind is FactKind.EARLIER_OPERATION and not rules.patterns.operation.search(entry.name.casefold()):
        return None
    if kind is FactKind.MEDICINE and rules.patterns.no_medicine.search(entry.name.casefold()):
        return None
    return kind


def _tells(fact: Fact, name: str) -> bool:
    """Whether a line of the page tells of the thing of this name: in its words, or of the same substance."""
    words, first = fold(fact.printed), name.split(" ")[0]
    same = fact.kind in (FactKind.ALLERGY, FactKind.MEDICINE) and len(first) >= _TELLING and first in words.split()
    return name in words or same


def _is_of(name: str, fact: Fact) -> bool:
    """Whether the illness itself is quoted in these words."""
    said = fold(fact.printed)
    return bool(said) and (name in said or said in name)


def _quoted(kind: FactKind, entry: CodedEntry, pages: Sequence[PageText], rules: BackgroundRules) -> Fact:
    sure = HEDGED if entry.standing is EntryStanding.DOUBTFUL else _WEAK if entry.over else _HELD
    if rules.patterns.no_illness.search(entry.name.casefold()):
        sure = min(sure, _WEAK)
    for page in pages:
        if (row := _row(page.text, entry.name)) is not None:
            printed, words = row
            return Fact(kind, printed[:LONGEST].rstrip(), page.page, words, sure, date=entry.date)
    printed = ", ".join(filter(None, (entry.name, entry.details)))[:LONGEST]
    return Fact(kind, printed, pages[0].page if pages else 1, printed, sure, date=entry.date)


def _row(text: str, name: str) -> tuple[str, str] | None:
    """The words from the name to its row's end, and the whole row; labels below it tell more of it."""
    at = text.casefold().find(name.casefold()) if len(text.casefold()) == len(text) else text.find(name)
    if at < 0:
        return None
    first, last = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    last = len(text) if last < 0 else last
    if CELL_GAP not in text[first:last].strip() and _LABEL.match(text, first):
        while _LABEL.match(text, last + 1):
            following = text.find("\n", last + 1)
            last = len(text) if following < 0 else following
    words = " ".join(text[first:last].split())
    return " ".join(text[at:last].split()), words[: 2 * LONGEST] if at - first < LONGEST else " ".join(
        text[at:last].split()
    )
