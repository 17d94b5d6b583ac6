"""What one page shows of which document it is: page numbers, head, title, facts, how it ends, how full it is."""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from rapidfuzz.fuzz import ratio

from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.split_marks import CELLS, DIGIT, FOOT, HEAD, LONGEST_CELL, TIME, Mark, find_marks, shape
from recordkeeper.recognise.split_rules import LineWords, SplitRules, begins
from recordkeeper.records.reading import PageText

TOP = 5  # lines that are compared with the page before
ENDING = 9  # lines from the bottom in which a document takes its leave
_PROSE = 60  # letters of a line of running text
_LONGEST_TITLE = 100
_LONGEST_LINE = 400
_NUMBERISH = re.compile(
    r"[^\W\d_]{3,10}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}\.? (?:de )?[^\W\d_]{3,10}\.?,? (?:de )?\d{4}"
    r"|(?<![\w.])[A-Za-z]{0,5}[-#]?\d[\dA-Za-z]*(?:[-/.]\d[\dA-Za-z]*)*"
)
_TAIL = re.compile(
    r"\s+(?:by|on|at|of|-|–|—|:|from|por|del?)\s.*$|[\s:,-]*\b\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}.*$", re.IGNORECASE
)
_DATE_LINE = re.compile(
    r"\W*(?:[A-Za-zÀ-ÿ]{3,10}\.?,?\s)?(?:\d{1,2}(?:st|nd|rd|th)?\.?\s(?:de\s)?[A-Za-zÀ-ÿ]{3,10}\.?,?\s(?:de\s)?\d{4}"
    r"|[A-Za-z]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})\W*"
)
_OCR_DIGITS = str.maketrans("015", "ois")
_CAPITAL = re.compile(r"[^\w]*(?:[^\W\d_a-zà-ÿ]|\d[^\W\d_])")
_FACT = re.compile(r"[:#\d]|\.\s")
_IDENTITY = frozenset({"person", "number", "birth", "case"})
_ROWS_AFTER = 3
_NEARLY = 86  # per cent of letters
_WORDS_MEASURED = 60
_WORDS_BELOW = 70
_LINES_OF_A_PAGE = 45
_LOW = 0.8  # of the page's height; a foot stands below
_APART = 1.9  # line pitches between a foot and the text
_TALLER = 1.18  # how much larger than the text a line in large print is


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen on one page. Lines are as printed, without those a fax or a print job added."""

    page: int
    lines: tuple[str, ...]
    shapes: tuple[str, ...]  # the first lines, folded, digits as 0
    marks: tuple[Mark, ...]
    fax: str  # who the fax line names
    title: str
    title_row: int
    titles: frozenset[str]
    section: bool  # the title may be a section's
    place: str
    labels: frozenset[str]
    head_rows: int  # lines from the top to the last that says whose or which document it is
    facts: Mapping[str, frozenset[str]]
    numbers: frozenset[str]  # numbers, dates and codes of the head
    large: str  # a line at the top in larger print
    greeting: str
    date_line: str
    signed: str
    ended: str
    goes_on: str
    continued: str
    cover: str
    separator: str
    lower: tuple[tuple[str, float], ...]  # the last lines, from below, and how far down the page they reach
    size: tuple[int, int]
    unread: bool
    from_ocr: bool

    @property
    def blank(self) -> bool:
        return not self.lines and not self.unread


def look(page: PageText, rules: SplitRules) -> Look:
    """Look at one page. Only its first and last lines are read closely: a thousand pages take a second."""
    printed = [line[:_LONGEST_LINE].strip() for line in page.text.split("\n") if line.strip()]
    marks, fax, lines = find_marks(printed, rules)
    head = _head(lines)
    cells = [(row, cell) for row, line in enumerate(head) for cell in CELLS.split(line) if cell]
    titles = sorted(
        _titles(cells, rules, mend=page.from_ocr), key=lambda one: not rules.of_documents.search(fold(one[1]))
    )
    title_row = max((row for row, title in titles if rules.of_documents.search(fold(title))), default=-1)
    facts, labels, head_rows = _facts(head, title_row, rules)
    tail = lines[-ENDING:]
    few = len(lines) <= HEAD + 4
    return Look(
        page=page.page,
        lines=tuple(lines),
        shapes=tuple(shape(line) for line in lines[: TOP + 3]),
        marks=tuple(marks),
        fax=fax,
        title=titles[0][1] if titles else "",
        title_row=titles[0][0] if titles else -1,
        titles=frozenset(fold(title) for _, title in titles),
        section=bool(titles) and not rules.of_documents.search(fold(titles[0][1])),
        place=_place(cells, rules),
        labels=labels,
        head_rows=head_rows,
        facts=facts,
        numbers=frozenset(_numbers(head)),
        large=_large(page, lines),
        greeting=_first(rules.greeting, head),
        date_line=next((line for line in head[:8] if _DATE_LINE.fullmatch(line)), ""),
        signed=_first(rules.signed, [line for line in tail if len(line) < 2 * LONGEST_CELL]),
        ended=_first(rules.ended, tail),
        goes_on=_first(rules.goes_on, tail[-3:]),
        continued=_first(rules.continued, [line for line in head[:4] if len(line) < 2 * LONGEST_CELL]),
        cover=_first(rules.cover, lines) if len(lines) < 45 else "",
        separator=_first(rules.separator, lines) if few and sum(map(len, lines)) < 200 else "",
        lower=_lower(page, lines),
        size=(round(page.width / 8), round(page.height / 8)),
        unread=page.picture_only and not lines,
        from_ocr=page.from_ocr,
    )


def _first(words: LineWords, lines: Sequence[str]) -> str:
    place = words.find([line.lower() for line in lines])
    return lines[place] if place >= 0 else ""


def _head(lines: list[str]) -> list[str]:
    """The first lines, as far as no running text begins."""
    prose = 0
    for row, line in enumerate(lines[:HEAD]):
        prose = prose + 1 if len(line) > _PROSE and _is_prose(line) else 0
        if prose == 2:
            return lines[: row - 1]
    return lines[:HEAD]


def _is_prose(line: str) -> bool:
    words = line.split()
    return (
        len(words) > 8 and 2 * sum(1 for word in words if word[0].islower()) > len(words) and not CELLS.search(line)
    )


def _titles(cells: list[tuple[int, str]], rules: SplitRules, *, mend: bool) -> Iterator[tuple[int, str]]:
    for row, cell in cells:
        spaces = cell.count(" ")
        if not 3 < len(cell) <= _LONGEST_TITLE or spaces > 11 or not _CAPITAL.match(cell):
            continue
        if cell.endswith(".") and spaces > 3:
            continue
        words = _mended(fold(cell)) if mend else fold(cell)
        if not mend and not any(begins(word) in rules.title_words for word in words.split()):
            continue
        forms = [words]
        tail = _TAIL.search(cell)
        if tail and tail.start():
            forms.append(fold(cell[: tail.start()]))
        known = any(len(form) > 2 and rules.titles.fullmatch(form) for form in forms)
        if known or (mend and len(words) > 8 and _nearly_a_title(forms[-1], rules)):
            yield row, cell.strip(" #*=_-:\t")


def _nearly_a_title(words: str, rules: SplitRules) -> bool:
    """Whether a scanner may have misread a common title."""
    return any(abs(len(words) - len(title)) < 4 and ratio(words, title) >= _NEARLY for title in rules.common_titles)


def _mended(words: str) -> str:
    """Letters for the digits a scanner put into words."""
    if not DIGIT.search(words):
        return words
    return " ".join(
        word.translate(_OCR_DIGITS) if not word.isdigit() and any(sign in "015" for sign in word) else word
        for word in words.split()
    )


def _facts(
    head: list[str], title_row: int, rules: SplitRules
) -> tuple[dict[str, frozenset[str]], frozenset[str], int]:
    """What is printed behind labels in the head, which labels there are, and how many lines the head has."""
    values: list[tuple[int, str, str]] = []
    labels: list[tuple[int, str]] = []
    for row, printed in enumerate(head):
        if len(printed) > 3 * LONGEST_CELL:
            continue
        line = printed.lower()
        found = list(rules.facts.finditer(line)) if _FACT.search(line) else []
        for place, match in enumerate(found):
            end = found[place + 1].start() if place + 1 < len(found) else len(line)
            value = fold(CELLS.split(line[match.end() : end].strip(), maxsplit=1)[0][:60]).replace(" ", "")
            if value and _tells(match.lastgroup, value):
                values.append((row, match.lastgroup or "", value))
        if not found:
            found = _labels_alone(line, rules)
        labels += ((row, match.lastgroup or "") for match in found)
    rows = 1 + max([title_row, *(row for row, label in labels if label in _IDENTITY)])
    near: dict[str, set[str]] = {}
    for row, label, value in values:
        if rows and row < rows + _ROWS_AFTER:  # a date in a table below says nothing of the document
            near.setdefault(label, set()).add(value)
    return {name: frozenset(found) for name, found in near.items()}, frozenset(label for _, label in labels), rows


def _labels_alone(line: str, rules: SplitRules) -> list[re.Match[str]]:
    """The labels of a line that has nothing else, as the head of a table has: "Patient   Record No.   Sex"."""
    found = [match for cell in CELLS.split(line) if 2 < len(cell) < 30 and (match := rules.labels.fullmatch(cell))]
    if not found and len(line) < LONGEST_CELL and not DIGIT.search(line) and rules.label_row.fullmatch(line):
        found = list(rules.label_in_row.finditer(line))
    return found


def _tells(label: str | None, value: str) -> bool:
    """Whether a value can be one of its label: the next label of a table's head is none."""
    return bool(DIGIT.search(value)) == (label not in ("person", "doctor", "sex"))


def _place(cells: list[tuple[int, str]], rules: SplitRules) -> str:
    for row, cell in cells:
        if row > TOP + 1:
            break
        words = cell.split()
        fits = len(words) <= 9 and len(cell) < LONGEST_CELL and words[0][:1].isupper()
        if (
            fits
            and rules.places.search(cell)
            and not rules.not_places.search(cell)
            and fold(cell) not in rules.headings
        ):
            return fold(cell)
    return ""


def numbers_in(line: str) -> Iterator[str]:
    """Numbers, dates and codes of four digits or more; no times."""
    for match in _NUMBERISH.finditer(TIME.sub(" ", line)):
        value = fold(match.group()).replace(" ", "")
        if sum(sign.isdigit() for sign in value) >= 4:
            yield value


def _numbers(head: list[str]) -> Iterator[str]:
    for line in head[: TOP + 5]:
        if len(line) < 2 * LONGEST_CELL:
            yield from numbers_in(line)


def _large(page: PageText, lines: list[str]) -> str:
    """A line near the top whose letters are larger than the text's."""
    if page.from_ocr or len(lines) < 8:
        return ""
    words = list(islice(page.words, _WORDS_MEASURED * 3))
    if len(words) < 40:
        return ""
    usual = statistics.median(word.y1 - word.y0 for word in words[-_WORDS_MEASURED:])
    tall = [word for word in words[:_WORDS_MEASURED] if word.y1 - word.y0 > _TALLER * usual]
    if not tall:
        return ""
    row = [word for word in tall if abs(word.y0 - tall[0].y0) < usual]
    return fold(page.text[row[0].start : row[-1].end])[:80]


def _lower(page: PageText, lines: list[str]) -> tuple[tuple[str, float], ...]:
    """The last lines of the page's own text, from below, with how far down the page each reaches (0 to 1).

    A foot is what stands low on the page, apart from the text above it.
    """
    own = set(lines)
    if not len(page.words) or not page.height:
        share = min(1.0, len(lines) / _LINES_OF_A_PAGE)
        return tuple((line, share) for line in reversed(lines[-FOOT:]))
    rows: list[tuple[float, str]] = []
    for word in page.words.last(_WORDS_BELOW):
        start = page.text.rfind("\n", 0, word.start) + 1
        end = page.text.find("\n", word.end)
        line = page.text[start : end if end >= 0 else len(page.text)].strip()
        if not rows or rows[-1][1] != line:
            rows.append((word.y1, line))
    rows.sort(key=lambda row: -row[0])
    steps = sorted(upper[0] - lower[0] for lower, upper in pairwise(rows[3:]))
    pitch = -steps[len(steps) // 2] if steps else 0.02 * page.height
    foot = 0
    for place in range(min(3, len(rows) - 1)):
        if rows[place][0] > _LOW * page.height and rows[place][0] - rows[place + 1][0] > _APART * max(pitch, 4.0):
            foot = place + 1
    kept = [(line, bottom / page.height) for bottom, line in rows[foot:] if line[:_LONGEST_LINE] in own]
    return tuple(kept[:FOOT])
