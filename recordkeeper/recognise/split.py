"""Many documents in one file: at which pages another begins, and why, from page texts and bookmarks."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from recordkeeper.recognise.split_look import Look, look
from recordkeeper.recognise.split_outline import bookmarks
from recordkeeper.recognise.split_rules import SplitRules
from recordkeeper.recognise.split_signs import Running, Sign, over_all, signs
from recordkeeper.records.belonging import Span
from recordkeeper.records.provenance import Reason
from recordkeeper.records.reading import OutlineEntry, PageText

_MOST_REASONS = 3
_MOST_TITLE = 120
_SPOKEN = 0.3  # log-odds from which a sign is told as a reason


@dataclass(frozen=True, slots=True)
class Border:
    """Between a page and the one before: the signs there, and how likely a document begins on the page."""

    page: int  # place among the pages, from 0
    signs: tuple[Sign, ...]
    odds: float

    @property
    def likely(self) -> float:
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, self.odds))))

    @property
    def parts(self) -> bool:
        return self.odds > 0


def split(
    pages: Sequence[PageText], outline: Sequence[OutlineEntry] = (), *, rules: SplitRules, flowing: bool = False
) -> tuple[Span, ...]:
    """Return the documents in `pages`, in order; together they cover every page once.

    `flowing` says that the file has no pages of its own (text, HTML, word processor files): a document can then
    end only where a page ends early.

    Blank pages and separator sheets go with the document before them. A file that is one document gives one span.
    Pages that are pictures nobody has read yet part nothing.
    """
    if not pages:
        return ()
    looks = over_all([look(page, rules) for page in pages])
    marked = bookmarks(len(pages), outline, rules)
    return tuple(_spans(looks, list(find_borders(looks, marked, rules, flowing=flowing)), marked, rules))


def find_borders(
    looks: Sequence[Look],
    marked: Mapping[int, str],
    rules: SplitRules,
    starts: frozenset[int] | None = None,
    *,
    flowing: bool = False,
) -> Iterator[Border]:
    """Yield the border before every page that has text, but the first.

    `starts` are the places where documents are known to begin, for fitting weights; else the odds decide.
    """
    so_far: Running | None = None
    for place, page in enumerate(looks):
        if so_far is None:
            so_far = None if page.blank or page.unread or page.separator else Running.begin(page)
        elif page.separator:
            so_far.parted = page.separator
        elif page.unread or (page.blank and place not in marked):
            so_far.blanks += page.blank
        else:
            found = tuple(dict(_with_bookmarks(signs(so_far, page, flowing=flowing), place, marked)).items())
            border = Border(place, found, rules.bias + sum(rules.weights.get(name, 0.0) for name, _ in found))
            yield border
            if border.parts if starts is None else place in starts:
                so_far = Running.begin(page)
            else:
                so_far.take(page)


def _with_bookmarks(found: Iterator[Sign], place: int, marked: Mapping[int, str]) -> Iterator[Sign]:
    if place in marked:
        yield "a bookmark", marked[place]
    elif marked:
        yield "no bookmark here", ""
    yield from found


def _spans(
    looks: Sequence[Look], borders: Sequence[Border], marked: Mapping[int, str], rules: SplitRules
) -> Iterator[Span]:
    begins = [border for border in borders if border.parts]
    firsts = [0, *(border.page for border in begins)]
    for number, first in enumerate(firsts):
        last = firsts[number + 1] - 1 if number + 1 < len(firsts) else len(looks) - 1
        sure = [border.likely for border in begins if border.page in (first, last + 1)]
        sure += [1 - border.likely for border in borders if first < border.page <= last and not border.parts]
        reasons = _reasons(begins[number - 1], looks, rules) if number else ()
        title = marked.get(first) or next((looks[at].title for at in range(first, last + 1) if looks[at].lines), "")
        yield Span(
            looks[first].page,
            looks[last].page,
            round(min(sure, default=0.99), 3),
            title=title[:_MOST_TITLE],
            reasons=reasons,
        )


def _reasons(border: Border, looks: Sequence[Look], rules: SplitRules) -> tuple[Reason, ...]:
    """The strongest signs for the border, with the words that show them."""
    told = [(rules.weights.get(name, 0.0), name, words) for name, words in border.signs]
    told = sorted((one for one in told if one[0] > _SPOKEN), key=lambda one: -one[0])
    page = looks[border.page].page
    return tuple(
        Reason("split", str(page), name, words[:160], page if words else None)
        for _, name, words in told[:_MOST_REASONS]
    )
