"""Bookmarks that part documents: portals put one on each visit, programs that join files one on each file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.split_rules import SplitRules
from recordkeeper.records.reading import OutlineEntry

_SPEAKING = 0.6  # share of bookmarks that look like documents, from which all of them are believed
_FEWEST = 2


def bookmarks(page_count: int, outline: Sequence[OutlineEntry], rules: SplitRules) -> Mapping[int, str]:
    """Return the bookmarks that begin documents: place of the page (from 0) and title. Empty: there are none.

    The shallowest level with bookmarks on two pages or more is asked. Chapters of one report ("Methods", "3.2
    Findings", "Page 4") part nothing.
    """
    for level in sorted({entry.level for entry in outline}):
        found: dict[int, str] = {}
        for entry in outline:
            if entry.level == level and 1 <= entry.page <= page_count:
                found.setdefault(entry.page - 1, entry.title.strip())
        if len(found) >= _FEWEST:
            return found if _are_documents(tuple(found.values()), rules) else {}
    return {}


def _are_documents(titles: Sequence[str], rules: SplitRules) -> bool:
    parts = sum(1 for title in titles if _is_part(title, rules))
    documents = sum(1 for title in titles if not _is_part(title, rules) and _is_document(title, rules))
    return documents >= _SPEAKING * len(titles) and parts <= (1 - _SPEAKING) * len(titles)


def _is_part(title: str, rules: SplitRules) -> bool:
    if rules.outline_parts.match(title):
        return not rules.dated.search(title)
    return fold(title) in rules.headings and not rules.titles.fullmatch(fold(title))


def _is_document(title: str, rules: SplitRules) -> bool:
    return bool(rules.outline_documents.search(title) or rules.titles.fullmatch(fold(title)))
