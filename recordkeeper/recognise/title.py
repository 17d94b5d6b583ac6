"""A title a person would give the record: what the page calls itself, or its kind with what was examined."""

from __future__ import annotations

import re

from recordkeeper.recognise.evidence import reason
from recordkeeper.recognise.folding import fold, without_byline
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.kinds import Kind
from recordkeeper.records.provenance import Reason

_LONGEST = 70
_HEAD_LINES = 60
_DOCUMENT_WORDS = re.compile(
    r"\b(report|summary|note|letter|list|record|plan|results?|consult|consultation|informe|history|visit|profile|statement|consent|form|order|hoja|nota|carta|panel|board)\b"
)
_PLACE = re.compile(r"\b(department|division|section|institute|laboratory services|hospital|services)\b")
_PART_OF_TITLE = re.compile(r"^(?:the patient|none|see|as above|yes|no|same|n/?a|\d+[.)])\b", re.IGNORECASE)


def find_title(sheets: Sheets, kind: Kind, rules: Rules, file_title: str = "") -> tuple[str, Reason | None]:
    """Return a title of at most 120 characters; the kind's plain name when the page gives none."""
    printed = _title_line(sheets, kind, rules)
    subject = _subject(sheets, kind, rules)
    base, why = printed or (rules.kinds.names.get(kind, ""), None)
    if subject:
        words, reason_of_subject = subject
        if fold(words) not in fold(base):
            return f"{base}: {words}"[:120], reason_of_subject
    if not printed and kind in (Kind.OTHER, Kind.PHOTO) and len(fold(file_title)) > 3:
        return file_title[:120], None
    return base[:120], why


def _title_line(sheets: Sheets, kind: Kind, rules: Rules) -> tuple[str, Reason] | None:
    search = rules.kinds.titles.get(kind)
    if search is None:
        return None
    best: tuple[int, str, Reason] | None = None
    above = ""
    for cell in sheets.top(20):
        printed = without_byline(cell.text.strip(" #*=_-:\t"))
        words, heading = fold(printed), above
        above = words
        if not printed or len(printed) > 90 or not search.fullmatch(words):
            continue
        if heading in rules.kinds.of_another or (printed.endswith(".") and len(printed.split()) > 3):  # a sentence
            continue
        if words in rules.kinds.headings and not _DOCUMENT_WORDS.search(words):
            continue
        rank = (2 if _DOCUMENT_WORDS.search(words) else 1) - (2 if _PLACE.search(words) else 0)
        if best is None or rank > best[0]:
            shown = _soften(printed, rules)
            why = reason("title", shown, "title line", sheets, cell.page, cell.start, cell.end)
            best = (rank, shown, why)
    return (best[1], best[2]) if best and best[0] > 0 else None


def _soften(printed: str, rules: Rules) -> str:
    """Return a line in capitals as a sentence, keeping short words such as CT and MRI."""
    if not printed.isupper():
        return printed
    words = [word if _stays(word, rules) else word.lower() for word in printed.split()]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def _stays(word: str, rules: Rules) -> bool:
    """Whether a word is an abbreviation people write in capitals: CT, PET/CT, V.A."""
    return "." in word[:-1] or all(part in rules.kinds.short_words for part in word.strip("(),:").split("/"))


def _subject(sheets: Sheets, kind: Kind, rules: Rules) -> tuple[str, Reason] | None:
    search = rules.kinds.subjects.get(kind)
    if search is None:
        return None
    for cell in sheets.head(_HEAD_LINES):
        match = search.match(cell.text)
        if not match:
            continue
        words = re.split(r"(?<=[a-z)])\.\s|;|\s{3,}", match["words"])[0].strip(" .:,*")
        if len(words) >= 3 and not _PART_OF_TITLE.match(words) and any(sign.isalpha() for sign in words):
            words = _soften(words, rules)
            if len(words) > _LONGEST:
                words = words[:_LONGEST].rsplit(" ", 1)[0] + " …"
            start = cell.start + match.start("words")
            return words, reason("title", words, "what was examined", sheets, cell.page, start, cell.end)
    return None
