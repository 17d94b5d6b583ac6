"""How made-up hospitals typeset their papers: letterheads, running headers, page numbers, endings.

Layouts come in families so that rules fitted to some can be tried on others they have not seen.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from recordkeeper.records.reading import PageText
from tests.making.paper import Paper, Row, Sheet, spread, wrapped

LETTER, A4 = (612.0, 792.0), (595.28, 841.89)


@dataclass(frozen=True, slots=True)
class Layout:
    """The plain form: a letterhead on the first page, nothing on the others, no numbers, an ending."""

    draw: random.Random
    size = LETTER
    margin = 54.0
    pitch = 12.0
    columns = 96
    family = "plain"

    def first(self, paper: Paper) -> list[Row]:
        return [Row.at(self.margin, paper.facility, 14), Row.at(self.margin, paper.title, 12)]

    def later(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return []

    def foot(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return []

    def ending(self, paper: Paper) -> list[str]:
        return ["", paper.author]

    def body(self, paper: Paper) -> str:
        return paper.body

    def pages(self, paper: Paper) -> list[PageText]:
        """The paper on its pages: some unsigned, some filling the last page, some leaving room before a section."""
        ending = self.ending(paper) if self.draw.random() < 0.8 else []
        lines = [*wrapped(self.body(paper), self.columns), *ending]
        pages = len(self._broken(paper, lines, 9))
        broken = self._broken(paper, lines, pages)
        roll = self.draw.random()
        if roll < 0.12 and len(broken) > 1:
            broken = self._filled(broken, ending)
        elif roll < 0.3:
            broken = self._broken_at_sections(broken)
        return [self._sheet(paper, part, page, len(broken)) for page, part in enumerate(broken, 1)]

    def _filled(self, broken: list[list[str]], ending: list[str]) -> list[list[str]]:
        """Without the last, so that the text ends with a full page."""
        kept = broken[:-1]
        last = kept[-1][: len(kept[-1]) - len(ending)]
        return [*kept[:-1], [*last[:-1], last[-1].rsplit(" ", 3)[0].rstrip(",.:") + "." if last else "", *ending]]

    def _broken_at_sections(self, broken: list[list[str]]) -> list[list[str]]:
        """With a section that begins on a new page, the one before left half empty."""
        parts = []
        for part in broken:
            heads = [row for row, line in enumerate(part) if 8 < row < len(part) - 4 and line[:24].isupper()]
            if heads and self.draw.random() < 0.5:
                row = self.draw.choice(heads)
                parts += [part[:row], part[row:]]
            else:
                parts.append(part)
        return parts

    def _head(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return self.first(paper) if page == 1 else self.later(paper, page, pages)

    def _broken(self, paper: Paper, lines: list[str], pages: int) -> list[list[str]]:
        parts: list[list[str]] = []
        at = 0
        while at < len(lines) or not parts:
            head = self._head(paper, len(parts) + 1, pages)
            foot = self.foot(paper, len(parts) + 1, pages)
            room = (
                self.size[1] - 2 * self.margin - 1.5 * self.pitch * len(head) - 1.5 * self.pitch * (len(foot) + 1)
            )
            count = max(8, int(room / self.pitch))
            parts.append(lines[at : at + count])
            at += count
        return parts

    def _sheet(self, paper: Paper, lines: list[str], page: int, pages: int) -> PageText:
        sheet = Sheet(*self.size)
        y = self.margin
        for row in self._head(paper, page, pages):
            sheet.put(y, row)
            y += max(1.4 * row.size, self.pitch)
        y += self.pitch
        for line in lines:
            pieces = line.split("   ")
            cells = ((self.margin, line),) if len(pieces) == 1 else spread(pieces, self.margin, 110)
            sheet.put(y, Row(cells) if line.strip() else Row(()))
            y += self.pitch
        foot = self.foot(paper, page, pages)
        for place, row in enumerate(foot):
            sheet.put(self.size[1] - 40 + 10 * (place - len(foot) + 1), row)
        return sheet.page(page)


def _us(day: object) -> str:
    return f"{day:%m/%d/%Y}"


def _long(day: object) -> str:
    return f"{day:%B %d, %Y}"


def _uk(day: object) -> str:
    return f"{day:%d/%m/%Y}"


class Letterhead(Layout):
    """Address below a large name, two columns of facts, "Page 1 of 2" at the foot."""

    family = "numbered"

    def first(self, paper: Paper) -> list[Row]:
        who = paper.person
        return [
            Row.at(190, paper.facility, 16),
            Row.at(200, paper.department, 11),
            Row.at(
                150, f"{100 + len(paper.facility)} Example Parkway, Sampletown, ZZ 00001   Tel (555) 010-2233", 8
            ),
            Row(()),
            Row.at(210, paper.title, 13),
            Row(((54, f"Patient: {who.given} {who.family}"), (330, f"MRN: {who.number}"))),
            Row(((54, f"Date of Birth: {_us(who.birth)}"), (330, f"Sex: {who.sex}"))),
            Row(((54, f"Date of service: {_us(paper.date)}"), (330, f"Accession: {paper.accession}"))),
        ]

    def foot(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return [Row.at(280, f"Page {page} of {pages}", 8)]

    def ending(self, paper: Paper) -> list[str]:
        return ["", f"Electronically signed by {paper.author}", f"Reported: {_us(paper.reported)}"]


class RunningHeader(Layout):
    """The same two lines on every page, no numbers."""

    family = "running"

    def first(self, paper: Paper) -> list[Row]:
        who = paper.person
        return [
            Row(((54, paper.facility), (360, f"{who.family}, {who.given}"))),
            Row(((54, f"{paper.title} {_us(paper.date)}"), (360, f"MRN# {who.number} DOB {_us(who.birth)}"))),
        ]

    def later(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return self.first(paper)


class RunningShort(RunningHeader):
    """A full head on the first page; name and number only on the others."""

    def first(self, paper: Paper) -> list[Row]:
        who = paper.person
        return [
            Row.at(54, paper.facility.upper(), 13),
            Row.at(54, paper.title, 13),
            Row(((54, "Name"), (200, "MRN"), (330, "DOB"), (440, "Date of service"))),
            Row(
                (
                    (54, f"{who.given} {who.family}"),
                    (200, who.number),
                    (330, _us(who.birth)),
                    (440, _us(paper.date)),
                )
            ),
            Row(((54, "Provider"), (200, "Status"))),
            Row(((54, paper.author), (200, "Final"))),
        ]

    def later(self, paper: Paper, page: int, pages: int) -> list[Row]:
        who = paper.person
        return [Row(((54, f"{who.family}, {who.given}"), (330, f"MRN {who.number}")), 8)]

    def ending(self, paper: Paper) -> list[str]:
        return ["", f"Signed: {paper.author}   {_us(paper.reported)} 14:0{paper.reported.day % 10}"]


class PlainLetter(Layout):
    """A letter: head on the first page only, no numbers, a closing."""

    family = "letter"
    columns = 88

    def first(self, paper: Paper) -> list[Row]:
        who = paper.person
        return [
            Row.at(54, paper.facility, 14),
            Row.at(54, "9 Placeholder Road", 9),
            Row.at(54, "Sampletown, ZZ 00002", 9),
            Row(()),
            Row.at(54, _long(paper.date)),
            Row(()),
            Row.at(54, f"RE: {who.given} {who.family}, DOB {_us(who.birth)}"),
            Row.at(54, "Dear Doctor:"),
        ]

    def ending(self, paper: Paper) -> list[str]:
        return ["", "Sincerely,", "", "", paper.author]


class TrustLetter(Layout):
    """A British clinic letter with the trust's name at the right and its telephone at the foot of each page."""

    family = "letter"
    size = A4

    def first(self, paper: Paper) -> list[Row]:
        who = paper.person
        return [
            Row.at(330, f"{paper.facility} NHS Trust", 12),
            Row(((54, f"Our ref: {paper.accession}"), (330, f"Department of {paper.department}"))),
            Row(((54, f"Clinic date: {_uk(paper.date)}"), (330, f"Date typed: {_uk(paper.reported)}"))),
            Row.at(54, "PRIVATE AND CONFIDENTIAL"),
            Row.at(54, "Dear Dr Demoson"),
            Row.at(54, f"{who.given} {who.family} d.o.b. {_uk(who.birth)} NHS No. {who.number}"),
        ]

    def foot(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return [Row.at(180, f"Switchboard 01632 96{len(paper.facility):02d}00 - www.sampletrust.example", 8)]

    def ending(self, paper: Paper) -> list[str]:
        return ["", "Yours sincerely", "", paper.author, "Consultant", "cc: patient"]


class Dictation(Layout):
    """Transcription in capitals; the name and a bare page number head the later pages."""

    family = "capitals"
    columns = 78

    def first(self, paper: Paper) -> list[Row]:
        who = paper.person
        return [
            Row.at(180, paper.facility.upper()),
            Row.at(220, paper.title.upper()),
            Row.at(54, f"NAME: {who.family}, {who.given}".upper()),
            Row(((54, f"MR#: {who.number}"), (300, f"DATE: {_us(paper.date)}"))),
        ]

    def later(self, paper: Paper, page: int, pages: int) -> list[Row]:
        who = paper.person
        return [
            Row.at(54, f"{who.family}, {who.given}".upper()),
            Row.at(54, f"MR#: {who.number}"),
            Row.at(54, f"PAGE {page}"),
        ]

    def body(self, paper: Paper) -> str:
        return paper.body.upper()

    def ending(self, paper: Paper) -> list[str]:
        return [
            "",
            paper.author.upper(),
            f"D: {_us(paper.date)}",
            f"T: {_us(paper.reported)}",
            "JOB# 00" + paper.accession[-4:],
        ]


class CapitalsBare(Dictation):
    """Capitals with a title and a name only, nothing on later pages."""

    def later(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return []

    def ending(self, paper: Paper) -> list[str]:
        return ["", f"{paper.author.upper()}, M.D."]


class SpanishPaged(Layout):
    """Spanish, "Página 1 de 2" at the foot of each page."""

    family = "spanish"
    size = A4

    def first(self, paper: Paper) -> list[Row]:
        who = paper.person
        return [
            Row.at(54, paper.facility, 14),
            Row.at(54, f"Servicio de {paper.department}"),
            Row.at(180, paper.title, 12),
            Row(((54, f"Paciente: {who.given} {who.family}"), (330, f"NHC: {who.number}"))),
            Row(((54, f"Fecha de nacimiento: {_uk(who.birth)}"), (330, f"Fecha: {_uk(paper.date)}"))),
        ]

    def foot(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return [Row.at(260, f"Página {page} de {pages}", 8)]

    def ending(self, paper: Paper) -> list[str]:
        return ["", f"Fdo.: {paper.author.replace('Dr.', 'Dra.')}"]


class SpanishRunning(SpanishPaged):
    """Spanish, a line with the patient on every page, no numbers."""

    def later(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return [Row.at(54, f"{paper.person.family}, {paper.person.given} - NHC {paper.person.number}", 8)]

    def foot(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return []

    def ending(self, paper: Paper) -> list[str]:
        return ["", "Un saludo", paper.author]


class LabCompany(Layout):
    """A laboratory's full head on every page, "Page 2 of 3" at its top right."""

    family = "laboratory"
    columns = 100

    def _head(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return self.later(paper, page, pages)

    def later(self, paper: Paper, page: int, pages: int) -> list[Row]:
        who = paper.person
        return [
            Row(((54, paper.facility.upper()), (460, f"Page {page} of {pages}")), 12),
            Row(
                (
                    (54, f"Specimen ID: {paper.accession}"),
                    (250, f"Control ID: L{who.number[-5:]}"),
                    (430, paper.title),
                ),
                9,
            ),
            Row(
                (
                    (54, f"Patient: {who.family}, {who.given}"),
                    (250, f"DOB: {_us(who.birth)}"),
                    (430, f"ID: {who.number}"),
                ),
                9,
            ),
            Row(
                (
                    (54, f"Date collected: {_us(paper.date)}"),
                    (250, f"Date reported: {_us(paper.reported)}"),
                    (430, "FINAL"),
                ),
                9,
            ),
        ]

    def foot(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return [Row.at(54, f"{paper.facility} - results are for the ordering provider", 7)]

    def ending(self, paper: Paper) -> list[str]:
        return ["", "FINAL REPORT"]


class LabRunning(LabCompany):
    """A laboratory's full head on every page and no page numbers at all."""

    def later(self, paper: Paper, page: int, pages: int) -> list[Row]:
        rows = LabCompany.later(self, paper, page, pages)
        return [Row.at(54, paper.facility.upper(), 12), *rows[1:]]


class DashNumbers(Layout):
    """The first page bears no number, the second "- 2 -"."""

    family = "sparse"

    def first(self, paper: Paper) -> list[Row]:
        who = paper.person
        return [
            Row.at(200, paper.facility, 13),
            Row.at(220, paper.title, 12),
            Row.at(54, f"{who.given} {who.family} ({who.sex}) born {_long(who.birth)}"),
            Row.at(54, f"{_long(paper.date)}   {paper.accession}"),
        ]

    def foot(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return [Row.at(300, f"- {page} -", 9)] if page > 1 else []


class Minimal(Layout):
    """A title and the text, nothing else."""

    family = "sparse"

    def first(self, paper: Paper) -> list[Row]:
        return [
            Row.at(54, paper.title or "To whom it may concern", 12),
            Row.at(54, f"{paper.person.given} {paper.person.family}   {_us(paper.date)}"),
        ]


class Monospace(Layout):
    """An old terminal's printout between rules of equal signs, "PAGE: 2" at the top of each page."""

    family = "terminal"
    columns = 78

    def first(self, paper: Paper) -> list[Row]:
        return self.later(paper, 1, 1)

    def later(self, paper: Paper, page: int, pages: int) -> list[Row]:
        who = paper.person
        return [
            Row(((54, paper.facility.upper()), (440, f"PAGE: {page}"))),
            Row(((54, f"{who.family},{who.given}".upper()), (300, f"{who.number}"), (440, _us(who.birth)))),
            Row.at(54, f"{paper.title}   {_us(paper.date)} 08:1{page % 10}"),
            Row.at(54, "=" * 70),
        ]

    def ending(self, paper: Paper) -> list[str]:
        return ["=" * 70, "END OF REPORT"]


class Portal(Layout):
    """Printed from a portal in a browser: the address and "1/2" at the foot."""

    family = "portal"
    size = A4

    def first(self, paper: Paper) -> list[Row]:
        who = paper.person
        return [
            Row.at(54, "MyExampleHealth > Documents"),
            Row.at(54, paper.title.title(), 15),
            Row.at(54, f"{who.given} {who.family} | DOB: {_us(who.birth)} | Patient ID {who.number}"),
            Row.at(54, f"{paper.facility} - {_long(paper.date)}"),
        ]

    def foot(self, paper: Paper, page: int, pages: int) -> list[Row]:
        address = f"https://portal.example/doc/{paper.accession}"
        return [
            Row(((54, address), (330, f"{_us(paper.reported)}, 10:2{page % 10} AM"), (520, f"{page}/{pages}")), 7)
        ]

    def ending(self, paper: Paper) -> list[str]:
        return []


class ContinuedMarks(Layout):
    """ "Continued on next page" below and "(continued)" above."""

    family = "numbered"

    def first(self, paper: Paper) -> list[Row]:
        who = paper.person
        return [
            Row.at(200, paper.facility, 14),
            Row.at(220, paper.title, 12),
            Row(((54, f"Patient name: {who.family}, {who.given}"), (330, f"Record #: {who.number}"))),
            Row(((54, f"Date: {_us(paper.date)}"), (330, f"Case: {paper.accession}"))),
        ]

    def later(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return [
            Row.at(54, f"{paper.title} (continued)"),
            Row.at(54, f"{paper.person.family}, {paper.person.given}   {paper.accession}"),
        ]

    def foot(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return (
            [Row.at(400, "Continued on next page", 8)]
            if page < pages
            else [Row.at(230, "*** END OF REPORT ***", 8)]
        )


class FootNumber(Layout):
    """Facts in a table of four, a bare number at the foot."""

    family = "table"

    def first(self, paper: Paper) -> list[Row]:
        who = paper.person
        return [
            Row(((54, paper.facility), (380, paper.title)), 12),
            Row(spread(("PATIENT", "RECORD NO.", "BIRTH DATE", "SEX"), 54, 130), 7),
            Row(spread((f"{who.family}, {who.given}".upper(), who.number, _us(who.birth), who.sex), 54, 130)),
            Row(spread(("DATE", "VISIT NO.", "ATTENDING", "STATUS"), 54, 130), 7),
            Row(spread((_us(paper.date), paper.accession, paper.author, "Final"), 54, 130)),
        ]

    def foot(self, paper: Paper, page: int, pages: int) -> list[Row]:
        return [Row.at(300, str(page), 8)]


class EncounterPrint(Layout):
    """Printed from a hospital's record: the patient on every page, notes headed "… by … at …"."""

    family = "encounter"

    def first(self, paper: Paper) -> list[Row]:
        at = f"{_us(paper.date)} 9:{paper.date.day:02d} AM"
        return [*self.later(paper, 1, 1), Row.at(54, f"{paper.title.title()} by {paper.author} at {at}", 12)]

    def later(self, paper: Paper, page: int, pages: int) -> list[Row]:
        who = paper.person
        return [
            Row.at(54, f"{who.family}, {who.given} (MRN {who.number}) DOB: {_us(who.birth)}", 9),
            Row.at(54, f"{paper.facility}", 9),
        ]

    def ending(self, paper: Paper) -> list[str]:
        return ["", f"Electronically signed by {paper.author} at {_us(paper.reported)} 5:12 PM"]


LAYOUTS: tuple[type[Layout], ...] = (
    Layout, Letterhead, RunningHeader, RunningShort, PlainLetter, TrustLetter, Dictation, CapitalsBare,
    SpanishPaged,
    SpanishRunning, LabCompany, LabRunning, DashNumbers, Minimal, Monospace, Portal, ContinuedMarks, FootNumber,
    EncounterPrint,
)  # fmt: skip
FAMILIES = tuple(dict.fromkeys(layout.family for layout in LAYOUTS))
