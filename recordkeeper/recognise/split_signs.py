"""Signs, on two pages that follow each other, that the second begins another document or goes on with one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from rapidfuzz.fuzz import partial_ratio, ratio

from recordkeeper.recognise.split_look import TOP, Look, numbers_in
from recordkeeper.recognise.split_marks import Mark

Sign = tuple[str, str]  # its name in split.toml, the words that show it
_ALIKE = 84  # per cent of letters two lines of a running head share, scanner's errors allowed for
_MISREAD = 80  # per cent of digits two numbers share that may be one number misread
_FULL, _SHORT = 0.86, 0.68  # of a page's height
_LONG_LINE = 45
_DIGITS = str.maketrans(dict.fromkeys("123456789", "0"))
_HARDLY_ANYTHING = 80  # letters: a signature left over, a stamp
_PAGES_TO_TELL = 6  # numbers that run over all pages of a longer file may be the print job's
_STOPS = (".", "!", "?", ":", ";", ")", "*", "_", "=", "-")


@dataclass(slots=True)
class Running:
    """The document so far: its first page, its last, whether a head runs over its pages."""

    first: Look
    last: Look
    pages: int = 1
    head_runs: bool = False
    blanks: int = 0  # between its last page and the one looked at
    parted: str = ""  # words of a separator sheet there
    facts: dict[str, set[str]] = field(default_factory=dict)

    @classmethod
    def begin(cls, page: Look) -> Running:
        return cls(page, page, facts={name: set(values) for name, values in page.facts.items()})

    def take(self, page: Look) -> None:
        """Go on with `page`."""
        if self.pages >= 2 or _same_head(self.last, page) >= 2:
            self.head_runs = _same_head(self.last, page) >= 1
        self.last, self.pages, self.blanks = page, self.pages + 1, 0
        for name, values in page.facts.items():
            self.facts.setdefault(name, set()).update(values)


def over_all(looks: Sequence[Look]) -> list[Look]:
    """The pages, with the numbers of a print job that run over the whole file marked as such."""
    if len(looks) <= _PAGES_TO_TELL:
        return list(looks)
    chains: dict[tuple[str, int, int], int] = {}
    for place, page in enumerate(looks):
        for key in {(mark.how, mark.of, mark.n - place) for mark in page.marks}:
            chains[key] = chains.get(key, 0) + 1
    whole = {key for key, count in chains.items() if count >= 0.8 * len(looks)}
    if not whole:
        return list(looks)
    return [
        replace(
            page,
            marks=tuple(
                mark._replace(how="over all") if (mark.how, mark.of, mark.n - place) in whole else mark
                for mark in page.marks
            ),
        )
        for place, page in enumerate(looks)
    ]


def signs(so_far: Running, page: Look, *, flowing: bool = False) -> Iterator[Sign]:
    """Yield every sign there is between the document so far and `page`."""
    yield from _numbers(so_far, page)
    yield from _fax(so_far.last, page)
    yield from _heads(so_far, page)
    yield from _facts(so_far, page)
    yield from _ends(so_far, page)
    yield from _flow(so_far.last, page)
    if flowing and so_far.last.lower and so_far.last.lower[0][1] >= _FULL:
        yield "the sheet before was simply full", ""
    if so_far.parted:
        yield "separator sheet", so_far.parted
    elif so_far.blanks:
        yield "blank page before", ""
    if so_far.last.size != page.size:
        yield "other paper size", ""


def _numbers(so_far: Running, page: Look) -> Iterator[Sign]:
    before = [mark for mark in so_far.last.marks if mark.how not in ("over all", "fax")]
    here = [mark for mark in page.marks if mark.how not in ("over all", "fax")]
    if any(mark.how == "over all" for mark in page.marks):
        yield "page numbers run over the whole file", ""
    follows = [mark for mark in here if any(_follows(one, mark) for one in before)]
    counted = [mark for mark in here if mark.how != "bare"]
    if follows:
        best = max(follows, key=lambda mark: mark.of)
        yield ("page numbers go on" if best.of else "plain page numbers go on"), best.words
    elif firsts := [mark for mark in here if mark.n == 1]:
        best = max(firsts, key=lambda mark: (mark.how == "counted", mark.of))
        yield ("page numbers begin" if best.how != "bare" else "a plain 1"), best.words
    elif counted and counted[0].n > 1:
        unlike = any(one.of and counted[0].of and one.of != counted[0].of for one in before)
        yield ("page numbers of another count" if unlike else "page number above 1"), counted[0].words
    elif here:
        yield "plain number above 1", here[0].words
    elif before:
        ending = [mark for mark in before if mark.of]
        if ending and ending[0].n < ending[0].of:
            yield "pages promised before", ending[0].words
        elif not ending:
            yield "page number missing", ""
    complete = [mark for mark in before if mark.of and mark.n == mark.of]
    if complete and not follows:
        yield "last page before", complete[0].words


def _follows(one: Mark, other: Mark) -> bool:
    return other.n == one.n + 1 and (other.of == one.of or "counted" not in (one.how, other.how))


def _fax(before: Look, page: Look) -> Iterator[Sign]:
    ours = next((mark for mark in page.marks if mark.how == "fax"), None)
    theirs = next((mark for mark in before.marks if mark.how == "fax"), None)
    if ours and theirs:
        if ours.n == theirs.n + 1 and ours.of == theirs.of:
            yield "fax pages go on", ours.words
        elif ours.n == 1:
            yield "fax pages begin", ours.words
    elif ours and ours.n == 1:
        yield "fax pages begin", ours.words
    if bool(before.fax) != bool(page.fax) or (before.fax and ratio(before.fax, page.fax) < _ALIKE):
        yield "another fax line", page.fax


def _same_head(before: Look, page: Look) -> int:
    """How many of the first lines are alike, digits aside."""
    ours = page.shapes[:TOP]
    return sum(1 for shape in ours if len(shape) > 5 and any(_alike(shape, other) for other in before.shapes[:TOP]))


def _alike(one: str, other: str) -> bool:
    return one == other or (abs(len(one) - len(other)) < 8 and bool(ratio(one, other, score_cutoff=_ALIKE)))


def _within(one: str, other: str) -> bool:
    """Whether the shorter of two lines is part of the other, a scanner's errors allowed for."""
    return one == other or bool(min(len(one), len(other)) > 5 and partial_ratio(one, other, score_cutoff=_ALIKE))


def _other_numbers(before: Look, page: Look) -> str:
    """A line of the head that stands on both pages with other numbers: another date, another case.

    Of pages a scanner read, two numbers must differ by more than a letter or two.
    """
    rows = list(zip(before.lines, before.shapes, strict=False))[: before.head_rows + 1 if before.head_rows else 0]
    here = list(zip(page.lines, page.shapes, strict=False))[: page.head_rows + 1 if page.head_rows else 0]
    scanned = before.from_ocr or page.from_ocr
    unlike: list[str] = []
    for line, shape in here:
        numbers = set(numbers_in(line))
        known = {one for other, other_shape in rows if _alike(shape, other_shape) for one in numbers_in(other)}
        if known:
            new = numbers - known
            near = {one for one in new if scanned and any(ratio(one, two) >= _MISREAD for two in known)}
            unlike += [line] * len(new - near)
    return unlike[0] if len(unlike) > scanned else ""


def _heads(so_far: Running, page: Look) -> Iterator[Sign]:
    before = so_far.last
    alike = _same_head(before, page)
    if page.title:
        running = any(
            _within(one, other) for one in page.titles for other in (*before.titles, *before.shapes[:TOP])
        )
        if running:
            yield "the same title", page.title
        elif page.section:
            yield "a section's name on top", page.title
        else:
            yield ("title on top" if page.title_row < TOP else "title in the head"), page.title
            if len(page.labels) >= 2:
                yield "title with facts", page.title
            if before.title and not before.section and before.title_row < TOP and page.title_row < TOP:
                yield "another title", page.title
    if page.place:
        if not before.place and not any(_within(page.place, shape) for shape in before.shapes[: TOP + 2]):
            yield "a place's name on top", page.place
        elif before.place and not _within(page.place, before.place):
            yield "another place", page.place
    if page.large and not _alike(page.large, before.large) and page.large not in before.shapes[:TOP]:
        yield "large print on top", page.large
    if alike >= 2:
        yield "the same head", page.lines[0]
        if other := _other_numbers(before, page):
            yield "the same head, other numbers", other
    elif alike:
        yield "one line of the head the same", page.lines[0]
    elif so_far.pages > 1:
        if _same_head(so_far.first, page) >= 2:
            yield "headed as a first page", page.lines[0] if page.lines else ""
        if so_far.head_runs:
            yield "the running head stops", ""
    if page.greeting:
        yield "a greeting", page.greeting
    if page.date_line and page.date_line != before.date_line:
        yield "a date alone", page.date_line


def _facts(so_far: Running, page: Look) -> Iterator[Sign]:
    before = so_far.last
    fresh = page.labels - before.labels
    if len(page.labels) >= 2 and len(fresh) >= 2:
        yield "facts on top", ", ".join(sorted(fresh))
    elif not page.labels and before.labels:
        yield "facts no longer on top", ""
    for name in ("case", "day", "person", "number"):
        ours, theirs = page.facts.get(name), so_far.facts.get(name)
        if ours and theirs:
            same = [one for one in ours if one in theirs or any(_same_value(one, other) for other in theirs)]
            if len(same) == len(ours):
                yield f"the same {name}", min(ours)
            elif not same:
                yield f"another {name}", min(ours)
    if len(page.numbers) >= 2:
        known = so_far.first.numbers | before.numbers
        unknown = page.numbers - known
        shared = len(page.numbers) - sum(
            1 for one in unknown if not any(_same_value(one, other) for other in known)
        )
        if shared == len(page.numbers):
            yield "the same numbers in the head", ""
        elif not shared and known:
            yield "other numbers in the head", ""
        elif shared < len(page.numbers) and before.numbers:
            yield "new numbers in the head", ""


def _same_value(one: str, other: str) -> bool:
    if one == other:
        return True
    short, long = sorted((one, other), key=len)
    return len(short) >= 4 and (long.startswith(short) or (len(short) >= 6 and ratio(one, other) >= 88))


def _ends(so_far: Running, page: Look) -> Iterator[Sign]:
    before = so_far.last
    if before.ended:
        yield "end of the document before", before.ended
    if before.signed:
        yield "signed before", before.signed
    if before.cover:
        yield "a fax cover before", before.cover
    if page.cover:
        yield "a fax cover", page.cover
    if sum(map(len, page.lines)) < _HARDLY_ANYTHING and not page.title and not page.facts:
        yield "hardly anything on the page", ""
    reach = _last_line(before, page)[1]
    if 0 < reach < _SHORT:
        yield "room left on the page before", ""
    elif reach >= _FULL and not before.signed:
        yield "the page before is full", ""


def _flow(before: Look, page: Look) -> Iterator[Sign]:
    if before.goes_on:
        yield "to be continued", before.goes_on
    if page.continued:
        yield "continued", page.continued
    last, first = _last_line(before, page)[0], _first_line(before, page)
    open_end = (
        len(last) >= _LONG_LINE and not last.endswith(_STOPS) and not last[-1:].isdigit() and not before.signed
    )
    if first[:1].islower() and open_end:
        yield "the sentence goes on", first[:60]
    elif first[:1].islower():
        yield "begins in small letters", first[:60]
    elif open_end:
        yield "no full stop on the page before", last[-60:]
    if (
        first
        and first == (page.lines[0] if page.lines else "")
        and len(first) >= 1.4 * _LONG_LINE
        and not page.title
    ):
        yield "begins with running text", first[:60]


def _last_line(before: Look, page: Look) -> tuple[str, float]:
    """The last line of the text, without a foot that both pages share, and how far down the page it reaches."""
    feet = [_folded(line) for line in page.lines[-2:]]
    for line, reach in before.lower:
        if not any(_alike(_folded(line), foot) for foot in feet):
            return line, reach
    return "", 0.0


def _first_line(before: Look, page: Look) -> str:
    """The first line of the text, without a head that both pages share."""
    for line, shape in zip(page.lines, page.shapes, strict=False):
        if not any(_alike(shape, other) for other in before.shapes[:TOP]):
            return line
    return page.lines[len(page.shapes)] if len(page.lines) > len(page.shapes) else ""


def _folded(line: str) -> str:
    low = line.lower()
    if low.isascii():
        return low.translate(_DIGITS)
    return "".join("0" if sign.isdigit() else sign for sign in low)
