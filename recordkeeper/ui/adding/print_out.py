"""A receipt on paper: painted line by line, so that twenty thousand files print as well as twenty.

May run on any thread but the window's: Qt paints on printers and PDF files from there too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, QMarginsF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtPrintSupport import QPrinter

from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.intake import Receipt
from recordkeeper.records.kinds import Outcome
from recordkeeper.ui.adding.receipt_list import why
from recordkeeper.ui.adding.summary import ORDER
from recordkeeper.wording.words import Words

_DOTS = 300  # an inch of a PDF file
_MARGIN_MM = 18.0
_TITLE, _HEADING, _BODY = 18, 13, 12  # points; below 12 paper is hard to read


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph, its size in points, whether it is strong, and the room above it in points."""

    text: str
    points: int = _BODY
    strong: bool = False
    above: float = 2.0


def lines(words: Words, receipt: Receipt, heading: tuple[str, ...], told: str) -> Iterator[Line]:
    """A receipt in paragraphs: whose, the totals, then every file under what became of it."""
    first, *others = heading
    yield Line(first, _TITLE, strong=True, above=0)
    yield from (Line(text) for text in others)
    yield Line(told, above=8)
    for outcome in ORDER:
        rows = [row for row in receipt.files if row.outcome is outcome]
        if rows:
            counted = words.say(
                "adding.receipt.chip", count=len(rows), outcome=words.say(f"adding.outcome.{outcome}")
            )
            yield Line(counted, _HEADING, strong=True, above=14)
        for row in rows:
            reason = why(words, row) if outcome is not Outcome.ADDED or row.reason_code else ""
            yield Line(f"{row.path}\n{reason}" if reason else row.path, above=4)


def save_pdf(words: Words, receipt: Receipt, heading: tuple[str, ...], told: str, place: Path) -> Path:
    """Write the receipt as a PDF file. PlaceProblem when it cannot be written there."""
    staged = place.with_name(f".{place.name}.new")
    writer = QPdfWriter(str(staged))
    writer.setResolution(_DOTS)
    writer.setPageLayout(_layout())
    writer.setTitle(heading[0])
    try:
        if not paint(writer, words, lines(words, receipt, heading, told)):
            raise PlaceProblem("place_not_allowed", place=str(place))
        try:
            staged.replace(place)
        except OSError as error:
            raise PlaceProblem("disk_trouble", place=str(place)) from error
    finally:
        staged.unlink(missing_ok=True)
    return place


def print_on(printer: QPrinter, words: Words, receipt: Receipt, heading: tuple[str, ...], told: str) -> bool:
    """Paint the receipt on a printer a person has chosen; False when the printer refuses."""
    return paint(printer, words, lines(words, receipt, heading, told))


def _layout() -> QPageLayout:
    """The paper of this country, as the system tells it."""
    in_inches = QLocale.system().measurementSystem() is QLocale.MeasurementSystem.ImperialUSSystem
    size = QPageSize.PageSizeId.Letter if in_inches else QPageSize.PageSizeId.A4
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    return QPageLayout(QPageSize(size), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)


def paint(device: QPagedPaintDevice, words: Words, said: Iterator[Line]) -> bool:
    """Paint paragraphs page after page, each page with its number; False when the device cannot be painted on."""
    painter = QPainter()
    if not painter.begin(device):
        return False
    sheet = _Sheet(painter, device, words)
    for line in said:
        sheet.put(line)
    sheet.number_page()
    return painter.end()


class _Sheet:
    """The page being painted."""

    def __init__(self, painter: QPainter, device: QPagedPaintDevice, words: Words) -> None:
        self._painter = painter
        self._device = device
        self._words = words
        self._dots = device.logicalDpiY() / 72  # of a point
        self._width = device.width()
        self._height = device.height() - round(24 * self._dots)
        self._fonts: dict[tuple[int, bool], tuple[QFont, QFontMetrics]] = {}
        self._down = 0.0
        self._page = 1

    def put(self, line: Line) -> None:
        font, metrics = self._font(line.points, strong=line.strong)
        wrap = Qt.TextFlag.TextWrapAnywhere if "/" in line.text else Qt.TextFlag.TextWordWrap
        box = metrics.boundingRect(QRect(0, 0, self._width, 0), int(wrap), line.text)
        above = line.above * self._dots if self._down else 0
        keep = box.height() * (3 if line.strong else 1)  # no heading alone at the foot
        if self._down + above + keep > self._height:
            self.number_page()
            self._device.newPage()
            self._page += 1
            self._down = above = 0
        top = round(self._down + above)
        self._painter.setFont(font)
        self._painter.drawText(QRect(0, top, self._width, box.height()), int(wrap), line.text)
        self._down = top + box.height()

    def number_page(self) -> None:
        font, metrics = self._font(_BODY, strong=False)
        self._painter.setFont(font)
        foot = QRect(0, self._device.height() - metrics.height(), self._width, metrics.height())
        said = self._words.say("adding.receipt.page", page=self._page)
        self._painter.drawText(foot, int(Qt.AlignmentFlag.AlignRight), said)

    def _font(self, points: int, *, strong: bool) -> tuple[QFont, QFontMetrics]:
        if (points, strong) not in self._fonts:
            font = QFont()
            font.setPixelSize(round(points * self._dots))
            font.setBold(strong)
            self._fonts[points, strong] = font, QFontMetrics(font, self._device)
        return self._fonts[points, strong]
