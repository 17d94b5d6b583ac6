"""The one set of line icons, tinted to the look."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from recordkeeper.ui.style import Look


class Icons:
    """Icons by name (resources/icons/NAME.svg), drawn in the colours of a look."""

    def __init__(self, folder: Path, look: Look) -> None:
        self._folder = folder
        self._look = look
        self._made: dict[tuple[str, str], QIcon] = {}
        self._drawn: dict[tuple[str, int, str, float], QPixmap] = {}

    def icon(self, name: str, colour: str = "") -> QIcon:
        """The icon in `colour` (default: the text's). FileNotFoundError for a name that is not in the set."""
        key = (name, colour or self._look.palette.text)
        if key not in self._made:
            self._made[key] = QIcon(self.pixmap(name, self._look.pixels(20), key[1]))
        return self._made[key]

    def pixmap(self, name: str, size: int, colour: str = "", ratio: float = 2.0) -> QPixmap:
        """The icon as a picture `size` pixels wide, drawn once for screens of up to `ratio` device pixels."""
        key = (name, size, colour or self._look.palette.text, ratio)
        if key not in self._drawn:
            self._drawn[key] = self._draw(*key)
        return self._drawn[key]

    def _draw(self, name: str, size: int, colour: str, ratio: float) -> QPixmap:
        svg = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        svg = svg.replace("currentColor", colour)
        picture = QPixmap(QSize(round(size * ratio), round(size * ratio)))
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        QSvgRenderer(QByteArray(svg.encode("utf-8"))).render(painter, QRectF(picture.rect()))
        painter.end()
        picture.setDevicePixelRatio(ratio)
        return picture
