"""Measures and breaks text in the faces papers are set in, and says which text needs a shaper instead.

The faces are the ones MuPDF carries (Nimbus Sans: Latin, Greek, Cyrillic), so that a paper looks the same on
every machine. Widths of other scripts are estimates, good enough to break lines by.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum

import pymupdf

_SHOWN_FORMAT_CHARACTERS = "\u200c\u200d"  # joiners: without them some names are misspelt
_ESTIMATED_ADVANCE = 0.6  # of the size; Thai, Arabic and Indic letters are about as wide as Latin ones
_WIDE_ADVANCE = 1.0  # ideographs and kana fill a square
ELLIPSIS = "…"


class FaceName(StrEnum):
    """A face, by what it is for. The values are MuPDF's names of its own copies."""

    REGULAR = "helv"
    BOLD = "hebo"
    MONO = "cour"  # for text whose columns are made of spaces


def clean(text: str) -> str:
    """Return one line of `text`: white space folded, control and direction-override characters gone."""
    kept = (
        char if char.isprintable() or char in _SHOWN_FORMAT_CHARACTERS else " " if char.isspace() else ""
        for char in unicodedata.normalize("NFC", text)
    )
    return " ".join("".join(kept).split())


@dataclass(frozen=True)
class Face:
    """One face with the widths and glyph numbers already asked for."""

    font: pymupdf.Font
    glyphs: dict[str, int] = field(default_factory=dict)
    advances: dict[str, float] = field(default_factory=dict)

    def glyph(self, char: str) -> int:
        """The glyph number of `char`, 0 when the face has none."""
        number = self.glyphs.get(char)
        if number is None:
            number = self.glyphs[char] = int(self.font.has_glyph(ord(char)))
        return number

    def advance(self, char: str) -> float:
        """How far `char` moves the pen, as a share of the size."""
        advance = self.advances.get(char)
        if advance is None:
            advance = self.advances[char] = self._advance(char)
        return advance

    def _advance(self, char: str) -> float:
        if self.glyph(char):
            return float(self.font.glyph_advance(ord(char)))
        if unicodedata.combining(char) or unicodedata.category(char) == "Cf":
            return 0.0
        return _WIDE_ADVANCE if unicodedata.east_asian_width(char) in "WF" else _ESTIMATED_ADVANCE


class Lettering:
    """The faces. Cheap to make; keep one a paper."""

    def __init__(self) -> None:
        self._faces: dict[FaceName, Face] = {}

    def face(self, name: FaceName) -> Face:
        face = self._faces.get(name)
        if face is None:
            face = self._faces[name] = Face(pymupdf.Font(name.value))
        return face

    def is_plain(self, text: str, face: FaceName) -> bool:
        """Whether every character has a glyph in the face and none needs shaping."""
        glyph = self.face(face).glyph
        return all(glyph(char) for char in text)

    def encode(self, text: str, face: FaceName) -> bytes:
        """Return `text` as the hex string of a content stream, two bytes a glyph."""
        glyph = self.face(face).glyph
        return b"<" + "".join(f"{glyph(char):04x}" for char in text).encode("ascii") + b">"

    def width(self, text: str, size: float, face: FaceName) -> float:
        """How wide `text` is in points."""
        advance = self.face(face).advance
        return size * sum(advance(char) for char in text)

    def fit(self, text: str, width: float, size: float, face: FaceName) -> str:
        """Return `text`, or as much of its beginning as fits into `width` with an ellipsis after it."""
        if self.width(text, size, face) <= width:
            return text
        room = width - self.width(ELLIPSIS, size, face)
        return self._head(text, room, size, face).rstrip(" ,;.·") + ELLIPSIS

    def wrap(self, text: str, width: float, size: float, face: FaceName, lines: int | None = None) -> list[str]:
        """Break `text` into lines no wider than `width`; at most `lines`, the last with an ellipsis if cut."""
        done: list[str] = []
        rest = text
        while rest:
            if lines is not None and len(done) == lines - 1:
                return [*done, self.fit(rest, width, size, face)]
            head = self._line(rest, width, size, face)
            done.append(head.rstrip())
            rest = rest[len(head) :].lstrip()
        return done or [""]

    def _line(self, text: str, width: float, size: float, face: FaceName) -> str:
        head = self._head(text, width, size, face)
        if len(head) == len(text):
            return head
        if text[len(head)] == " " or _breaks_anywhere(text[len(head)]):
            return head or text[0]
        for end in range(len(head), 0, -1):
            if head[end - 1] in " /" or _breaks_anywhere(head[end - 1]):
                return head[:end]
            if head[end - 1] == "-" and text[end : end + 1].isalpha():  # never inside "SHA-256" or a number
                return head[:end]
        return head or text[0]  # a word wider than the line is cut; one letter always goes on

    def _head(self, text: str, width: float, size: float, face: FaceName) -> str:
        advance = self.face(face).advance
        used = 0.0
        for count, char in enumerate(text):
            used += size * advance(char)
            if used > width:
                return text[:count]
        return text


def _breaks_anywhere(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
