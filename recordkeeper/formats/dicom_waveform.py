"""An ECG and other recorded curves as a picture: one row a channel, all to one scale (PS3.3 C.10.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pymupdf

from recordkeeper.formats.dicom_report import load, meaning
from recordkeeper.formats.dicom_slow import hushed, trouble
from recordkeeper.formats.paint import paint_page
from recordkeeper.records.reading import Picture

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_WIDTH, _HEIGHT, _MARGIN = 842.0, 595.0, 36.0  # A4 lying down
_MOST_CHANNELS: Final = 24
_MOST_POINTS: Final = 4_000  # of a curve; more would not be seen
_TYPES: Final = {"SB": "i1", "UB": "u1", "SS": "i2", "US": "u2", "SL": "i4", "UL": "u4"}


class NoCurves(ValueError):
    """There is nothing that can be drawn."""


@dataclass(frozen=True, slots=True)
class _Curve:
    name: str
    values: np.ndarray

    @property
    def span(self) -> float:
        return float(self.values.max() - self.values.min())

    @property
    def middle(self) -> float:
        return float(self.values.max() + self.values.min()) / 2


def picture(path: Path, dpi: float) -> Picture:
    """The first group of curves. NoCurves when there is none."""
    with hushed():
        try:
            curves = list(_curves(load(path)))
        except trouble() as problem:
            raise NoCurves(type(problem).__name__) from problem
    if not curves:
        raise NoCurves("nothing recorded")
    with pymupdf.open() as document:
        page = document.new_page(width=_WIDTH, height=_HEIGHT)
        row = (_HEIGHT - 2 * _MARGIN) / len(curves)
        scale = 0.95 * row / (max(curve.span for curve in curves) or 1.0)
        for number, curve in enumerate(curves):
            _draw(page, curve, _MARGIN + (number + 0.5) * row, scale)
        return paint_page(page, dpi, ())


def _draw(page: pymupdf.Page, curve: _Curve, middle: float, scale: float) -> None:
    across = np.linspace(_MARGIN + 60, _WIDTH - _MARGIN, len(curve.values))
    down = middle - scale * (curve.values - curve.middle)
    page.draw_polyline(list(zip(across.tolist(), down.tolist(), strict=True)), color=(0, 0, 0), width=0.5)
    page.insert_text((_MARGIN, middle), curve.name[:12], fontsize=8)


def _curves(data_set: Dataset) -> Iterator[_Curve]:
    groups: Any = data_set.get("WaveformSequence")
    if not groups:
        return
    group = groups[0]
    channels, count = int(group.NumberOfWaveformChannels), int(group.NumberOfWaveformSamples)
    order = ">" if data_set.original_encoding[1] is False else "<"
    kind = np.dtype(order + _TYPES[str(group.WaveformSampleInterpretation)])
    raw = group.WaveformData
    whole = min(count, len(raw) // (kind.itemsize * max(1, channels)))
    values = np.frombuffer(raw, kind, whole * channels).reshape(whole, channels).astype(np.float64)
    names: Any = group.get("ChannelDefinitionSequence") or ()
    step = max(1, whole // _MOST_POINTS)
    for number in range(min(channels, _MOST_CHANNELS)):
        name, unit = "", 1.0
        if number < len(names):
            name = meaning(names[number], "ChannelSourceSequence")
            unit = float(names[number].get("ChannelSensitivity") or 1.0)
        if whole > 1 and np.isfinite(unit):
            yield _Curve(name, values[::step, number] * unit)
