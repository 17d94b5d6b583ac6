"""What a document says besides the illness: allergies, medicines, other illnesses, earlier operations, as printed.

Only what stands under a heading of its own, or in coded entries of the file, is quoted; nothing is inferred. That
no allergy is known is quoted too, since a doctor asks for it first; of the others what is denied is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from recordkeeper.recognise.background_coded import entries_as_items
from recordkeeper.recognise.background_items import Item, items_of
from recordkeeper.recognise.background_rules import BackgroundRules
from recordkeeper.recognise.background_sections import pieces_of
from recordkeeper.recognise.date_order import read_dates
from recordkeeper.recognise.date_rules import DateRules
from recordkeeper.recognise.facts_found import LONGEST
from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.layout import Sheets
from recordkeeper.records.clinical import Fact, FactKind
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind
from recordkeeper.records.reading import PageText
from recordkeeper.records.stated import CodedEntry

MOST_PAGES = 400  # of one document
MOST = 200  # lines of one document; a person reads them
_YEAR = re.compile(r"(?<![\d./-])(?:19|20)\d\d(?![\d./-]\d|\d)")
# What the other reader quotes is not listed twice.
_INSTEAD = {
    FactKind.OTHER_ILLNESS: frozenset({FactKind.DIAGNOSIS, FactKind.EARLIER_DIAGNOSIS, FactKind.SPREAD}),
    FactKind.EARLIER_OPERATION: frozenset({FactKind.OPERATION, FactKind.RADIATION, FactKind.DRUG_TREATMENT}),
}
_SAME = 0.35  # of the letters of a line


def read_background(
    pages: Sequence[PageText],
    *,
    rules: BackgroundRules,
    dates: DateRules,
    kind: Kind = Kind.OTHER,
    country: str = "",
    coded: Sequence[CodedEntry] = (),
    beside: Sequence[Fact] = (),
) -> tuple[Fact, ...]:
    """Allergies, medicines, other illnesses and earlier operations of one document, in the order of its pages.

    `coded` are entries of the file in their own words; `beside` what is quoted of the illness itself, which is not
    quoted again. The date is the first one printed in the same words.
    """
    if kind in rules.skipped:
        return ()
    pages = pages[:MOST_PAGES]
    found = [item for piece in pieces_of(pages, rules) for item in items_of(piece, rules)]
    found = [item for item in found if not _is_told(item, beside, pages)]
    kept = list(_without_repeats(found))[:MOST]
    days = _days(pages, kept, dates, country)
    sheets = Sheets(pages)
    read = [_quoted(item, pages, sheets, days) for item in kept]
    both = [*read, *entries_as_items(coded, pages, read, beside, rules)]
    return tuple(fact for fact in both if kind not in rules.not_in.get(fact.kind, ()))[:MOST]


def _is_told(item: Item, beside: Sequence[Fact], pages: Sequence[PageText]) -> bool:
    """Whether most of a line is quoted of the illness itself."""
    kinds = _INSTEAD.get(item.kind, frozenset())
    page, words = pages[item.sheet.index].page, fold(item.printed)
    return any(
        fact.page == page
        and fact.kind in kinds
        and (said := fold(fact.printed))
        and (words in said or (said in words and len(said) >= _SAME * len(words)))
        for fact in beside
    )


def _without_repeats(found: Sequence[Item]) -> Iterator[Item]:
    """The same thing in the same words counts once, where it is surest."""
    best: dict[tuple[FactKind, str], Item] = {}
    for item in found:
        key = (item.kind, fold(item.printed))
        if key not in best or item.confidence > best[key].confidence:
            best[key] = item
    return (item for item in found if best[item.kind, fold(item.printed)] is item)


def _days(
    pages: Sequence[PageText], found: Sequence[Item], dates: DateRules, country: str
) -> dict[int, list[tuple[int, PartialDate]]]:
    """Page index → where dates stand, for pages that list something with digits."""
    if not any(map(str.isdigit, "".join(item.printed for item in found))):
        return {}
    places: dict[int, list[tuple[int, PartialDate]]] = {}
    for each in read_dates([page.text for page in pages], dates, country):
        places.setdefault(each.page, []).append((each.start, each.date))
    return places


def _quoted(
    item: Item, pages: Sequence[PageText], sheets: Sheets, days: dict[int, list[tuple[int, PartialDate]]]
) -> Fact:
    sheet, end = item.sheet, min(item.end, item.start + LONGEST)
    row = item.whole[0] if item.whole[1] == item.end else item.start  # a row begins with its day
    near = [day for at, day in days.get(sheet.index, []) if row <= at < end]
    year = _YEAR.search(sheet.flat, item.start, end)
    date = near[0] if near else PartialDate(int(year.group())) if year is not None else None
    first, last = item.whole if item.whole[1] - item.whole[0] <= 2 * LONGEST else (item.start, end)
    return Fact(
        kind=item.kind,
        printed=sheet.printed(item.start, end),
        page=pages[sheet.index].page,
        words=sheet.printed(min(first, item.start), max(last, end)),
        confidence=item.confidence,
        box=sheets.box_of(sheet.index, item.start, end),
        date=date,
    )
