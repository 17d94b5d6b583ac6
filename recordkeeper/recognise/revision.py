"""What a report says of its own standing: preliminary, final, with an addendum, amended, corrected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recordkeeper.recognise.folding import plain_letters
from recordkeeper.recognise.twin_rules import TwinRules
from recordkeeper.records.belonging import Revision
from recordkeeper.records.provenance import Reason
from recordkeeper.records.reading import PageText

_HEAD, _FOOT = 14, 8  # lines of a report's first and last page that speak of the report itself
_LONGEST = 70  # letters of a heading; longer lines are text
_LONGEST_IN_HEAD = 110
_LATER = frozenset({Revision.ADDENDUM, Revision.AMENDED, Revision.CORRECTED})


def revision_of(pages: Sequence[PageText], title: str, *, rules: TwinRules) -> tuple[Revision, Reason | None]:
    """Return the standing the report claims, and the words; (UNKNOWN, None) when it claims none.

    A title says it best. "Preliminary" counts in heads only; "final" also below the signature; an addendum or a
    correction may stand as a heading on any page, and goes before "final".
    """
    found: dict[Revision, Reason] = {}
    for page, line, place in [(0, title, "title"), *_lines(pages)]:
        words = " ".join(plain_letters(line).split()).strip(" .*=_-)#")
        for revision, search in rules.revisions:
            if revision not in found and _may(revision, place, line) and search.search(words):
                found[revision] = Reason("revision", str(revision), place, line.strip()[:160], page or None)
    for revision in (Revision.CORRECTED, Revision.AMENDED, Revision.ADDENDUM):
        if revision in found:
            return revision, found[revision]
    if Revision.PRELIMINARY in found:
        final = found.get(Revision.FINAL)
        if final is None or final.rule != "title":
            return Revision.PRELIMINARY, found[Revision.PRELIMINARY]
    final = found.get(Revision.FINAL)
    return (Revision.FINAL, final) if final else (Revision.UNKNOWN, None)


def _may(revision: Revision, place: str, line: str) -> bool:
    """Whether such words in such a place are about the report itself."""
    if revision is Revision.PRELIMINARY:
        return place in ("title", "head")
    if revision in _LATER:
        return len(line) <= (_LONGEST_IN_HEAD if place == "head" else _LONGEST) and not line.rstrip().endswith(".")
    return place != "heading"


def _lines(pages: Sequence[PageText]) -> Iterator[tuple[int, str, str]]:
    for number, page in enumerate(pages):
        lines = [line for line in page.text.split("\n") if line.strip()]
        for row, line in enumerate(lines):
            head = number == 0 and row < _HEAD
            foot = number == len(pages) - 1 and row >= len(lines) - _FOOT
            if len(line) > (2 if head or foot else 1) * _LONGEST or (line.rstrip().endswith(".") and not foot):
                continue
            yield page.page, line, "head" if head else "foot" if foot else "heading"
