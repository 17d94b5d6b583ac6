"""The words of DICOM objects as sheets of text, and pages of what has no pixels as pictures."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from recordkeeper.formats.decode import clean
from recordkeeper.formats.dicom_notes import notes
from recordkeeper.formats.dicom_report import report_text
from recordkeeper.formats.grid import lay_out
from recordkeeper.records.imaging import InstanceRead
from recordkeeper.records.provenance import Box
from recordkeeper.records.reading import PageText, Picture

REPORT_CLASSES: Final = "1.2.840.10008.5.1.4.1.1.88."  # all structured reports share this root
WAVEFORM_CLASSES: Final = "1.2.840.10008.5.1.4.1.1.9."
WIDTH, HEIGHT = 842.0, 595.0  # points of a page of curves: A4 lying down
_MOST_SHEETS: Final = 500


def sheets_of(path: Path, instance: InstanceRead) -> tuple[str, tuple[PageText, ...], int | None]:
    """Title, text by page, and how many pages there are without pixels (None: nothing to see).

    Where the page shows pixels or curves, its words have no places on it.
    """
    title, text = _words(path, instance)
    is_drawn = instance.sop_class_uid.startswith(WAVEFORM_CLASSES)
    if not text:
        return title, (), 1 if is_drawn else None
    if is_drawn:
        return title, (PageText(1, text, WIDTH, HEIGHT),), 1
    if instance.has_pixels:
        return title, (PageText(1, text),), 1
    pages = tuple(_laid_out(text))
    return title, pages, len(pages)


def paint_without_pixels(
    path: Path, instance: InstanceRead, page: int, dpi: float, marks: tuple[Box, ...]
) -> Picture:
    """Curves, or a sheet of text. IndexError past the last page; PixelProblem when there is nothing to see."""
    from recordkeeper.formats.dicom_pixels import PixelProblem
    from recordkeeper.formats.typeset import paint_sheet

    _, pages, count = sheets_of(path, instance)
    if count is None:
        raise PixelProblem("pixels_none")
    if page > count:
        raise IndexError(page)
    if not instance.sop_class_uid.startswith(WAVEFORM_CLASSES):
        return paint_sheet(pages[page - 1], dpi, marks)
    from recordkeeper.formats.dicom_waveform import NoCurves, picture

    try:
        return picture(path, dpi)
    except NoCurves as problem:
        raise PixelProblem("pixels_damaged") from problem


def _words(path: Path, instance: InstanceRead) -> tuple[str, str]:
    """Title and text of what says something in words; ("", "") for most images."""
    if instance.sop_class_uid.startswith(REPORT_CLASSES):
        title, text = report_text(path)
    else:
        title, text = notes(path, instance.sop_class_uid)
    return title, clean(text).strip("\n")


def _laid_out(text: str) -> list[PageText]:
    pages: list[PageText] = []
    for page in lay_out(text):
        if len(pages) == _MOST_SHEETS:
            break
        pages.append(page)
    return pages
