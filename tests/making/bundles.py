"""Many made-up papers in one file, with where each begins and ends, and single papers of many pages.

A bundle draws its layouts from those it is given: all of one (one hospital's printout) or several (a heap put
through a scanner), with fax lines, print-job numbers or stamps over the whole, blank backs, separators and covers.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from recordkeeper.records.reading import PageText
from tests.making.layouts import LETTER, Layout
from tests.making.noise import misread
from tests.making.paper import Paper, Person, Row, Sheet, a_day, a_doctor, a_place, renumbered, somebody
from tests.making.prose import kinds as kinds_of
from tests.making.prose import made_up, title_of

Text = tuple[str, str]  # kind, text


@dataclass(frozen=True, slots=True)
class Bundle:
    """Pages of one file and the first page of every paper in it (from 1); `sheets` are pages that part papers."""

    pages: tuple[PageText, ...]
    starts: tuple[int, ...]
    layouts: tuple[str, ...]
    sheets: tuple[int, ...] = ()


def a_paper(
    draw: random.Random,
    layout: type[Layout],
    person: Person,
    place: str,
    texts: Sequence[Text] = (),
    words: int = 0,
) -> Paper:
    """A paper that suits the layout; its text is one of `texts` (English layouts) or made up."""
    language = "es" if layout.family == "spanish" else "en"
    words = words or draw.choice((80, 200, 400, 700, 1200))
    kinds = [kind for kind in kinds_of(language) if _suits(kind, layout)]
    kind = draw.choice(kinds)
    title, body = made_up(draw, kind, words, language)
    if texts and language == "en" and draw.random() < 0.6:
        fitting = [text for text in texts if _suits(text[0], layout)]
        if fitting:
            kind, body = draw.choice(fitting)
            title = title_of(kind)
    department = draw.choice(("Oncology", "Radiology", "Pathology", "Surgery", "Medicine"))
    if language == "es":
        department = draw.choice(("Oncología Médica", "Radiodiagnóstico", "Anatomía Patológica", "Cirugía General"))
    return Paper(
        title,
        person,
        place,
        department,
        a_day(draw),
        f"{draw.choice('SVAL')}{draw.randint(15, 24)}-{draw.randint(10000, 99999)}",
        a_doctor(draw),
        body,
        kind,
        language,
    )


def _suits(kind: str, layout: type[Layout]) -> bool:
    if layout.family == "laboratory":
        return kind in {"lab_report", "molecular_report", "pathology_report", "lab_result"}
    if layout.family == "letter":
        return kind in {"letter", "clinic_letter", "consult_note", "progress_note", "discharge_summary"}
    return kind not in {"letter", "clinic_letter"}


def bundle(
    draw: random.Random,
    layouts: Sequence[type[Layout]],
    texts: Sequence[Text] = (),
    *,
    papers: int = 6,
    noise: float = 0.0,
) -> Bundle:
    """One file of about `papers` papers set in `layouts`."""
    person = somebody(draw)
    places = {layout: a_place(draw, "es" if layout.family == "spanish" else "en") for layout in layouts}
    one_layout = draw.random() < 0.5
    chosen = draw.choice(layouts)
    pages: list[PageText] = []
    starts: list[int] = []
    sheets: list[int] = []
    names: list[str] = []
    parting = draw.choice(("nothing",) * 5 + ("blank backs", "separator sheets", "fax cover"))
    if parting == "fax cover":
        starts.append(1)
        pages.append(fax_cover(draw, places[chosen]))
        names.append("cover")
    for number in range(max(2, draw.randint(papers // 2, papers + papers // 2))):
        layout = chosen if one_layout else draw.choice(layouts)
        who = somebody(draw) if draw.random() < 0.03 else person
        place = (
            places[layout] if draw.random() < 0.7 else a_place(draw, "es" if layout.family == "spanish" else "en")
        )
        if parting == "separator sheets" and number:
            pages.append(separator(draw))
            sheets.append(len(pages))
        starts.append(len(pages) + 1)
        names.append(layout.__name__)
        for page in layout(draw).pages(a_paper(draw, layout, who, place, texts)):
            pages.append(page)
            if parting == "blank backs" and draw.random() < 0.7:
                pages.append(PageText(0, "", page.width, page.height))
                sheets.append(len(pages))
    pages = over_all(draw, pages)
    return Bundle(tuple(_noisy(renumbered(pages), draw, noise)), tuple(starts), tuple(names), tuple(sheets))


def single(
    draw: random.Random, layout: type[Layout], texts: Sequence[Text] = (), *, words: int = 0, noise: float = 0.0
) -> Bundle:
    """One paper, long if `words` says so."""
    language = "es" if layout.family == "spanish" else "en"
    paper = a_paper(draw, layout, somebody(draw), a_place(draw, language), texts, words)
    pages = over_all(draw, layout(draw).pages(paper))
    return Bundle(tuple(_noisy(renumbered(pages), draw, noise)), (1,), (layout.__name__,))


def _noisy(pages: list[PageText], draw: random.Random, noise: float) -> list[PageText]:
    return [misread(page, draw, noise) for page in pages] if noise else pages


def over_all(draw: random.Random, pages: list[PageText]) -> list[PageText]:
    """What the copier, the fax or the print job puts on every page of a file, in four of ten files."""
    over = draw.choice(("",) * 6 + ("fax", "print job", "stamp", "fax no count"))
    place, minute, month = a_place(draw), draw.randint(0, 40), draw.randint(1, 9)
    found = []
    for number, page in enumerate(pages, 1):
        time = f"0{month}/17/2024 {10 + (minute + number) // 60}:{(minute + number) % 60:02d}"
        line = {
            "": "",
            "fax": f"FROM: {place[:24]}   {time}   P.{number:02d}/{len(pages):02d}",
            "fax no count": f"{time} FAX 5550102233   {place.upper()[:20]}   {number:04d}",
            "print job": f"Printed by Testwell, A at 11/02/2024 10:31 AM   Page {number} of {len(pages)}",
            "stamp": f"SAMPLE-{number:06d}",
        }[over]
        found.append(_with_line(page, line, at_top=over.startswith("fax")) if line else page)
    return found


def _with_line(page: PageText, line: str, *, at_top: bool) -> PageText:
    sheet = Sheet(page.width or LETTER[0], page.height or LETTER[1])
    sheet.put(12 if at_top else sheet.height - 14, Row(((40, line),), 8))
    stamp = sheet.page(1)
    if not page.text:
        return replace(stamp, page=page.page)
    gap = "\n\n"
    upper, lower = (stamp, page) if at_top else (page, stamp)
    shift = len(upper.text) + len(gap)
    words = [*upper.words, *(word._replace(start=word.start + shift, end=word.end + shift) for word in lower.words)]
    return replace(page, text=upper.text + gap + lower.text, words=type(page.words).of(words))


def fax_cover(draw: random.Random, place: str) -> PageText:
    """The sheet in front of a fax."""
    sheet = Sheet(*LETTER)
    rows = (
        "FACSIMILE TRANSMITTAL SHEET", f"TO: {a_doctor(draw)}", f"FROM: {place}", "FAX: (555) 010-7711",
        "PHONE: (555) 010-7712",
        f"NUMBER OF PAGES INCLUDING COVER: {draw.randint(4, 40)}", "RE: records as requested",
        "The documents accompanying this transmission contain confidential health information.",
    )  # fmt: skip
    for place_, row in enumerate(rows):
        sheet.put(80 + 30 * place_, Row.at(80, row, 12))
    return sheet.page(1)


def separator(draw: random.Random) -> PageText:
    """A sheet that parts two documents for the scanner."""
    sheet = Sheet(*LETTER)
    sheet.put(
        300,
        Row.at(
            180,
            draw.choice(
                (
                    "DOCUMENT SEPARATOR",
                    "*** SEPARATOR SHEET ***",
                    "Separator page - do not file",
                    "PATCH T",
                    "HOJA SEPARADORA",
                )
            ),
            24,
        ),
    )
    return sheet.page(1)
