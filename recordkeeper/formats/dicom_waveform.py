"""An ECG and other recorded curves as a picture: one row a channel, all to one scale (PS3.3 C.10.9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pymupdf

from recordkeeper.formats.dicom_report import load, meaning
from recordkeeper.formats.dicom_sheets import HEIGHT, WIDTH
from recordkeeper.formats.dicom_slow import hushed, trouble
from recordkeeper.formats.paint import paint_page
from recordkeeper.records.reading import Picture

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_MARGIN, _NAMES = 36.0, 60.0
_MOST_LETTERS: Final = 12
_MICROVOLTS: Final = {"uV": 1.0, "mV": 1000.0, "V": 1_000_000.0}  # UCUM, as the standard asks for
_MOST_CHANNELS: Final = 24
_MOST_POINTS: Final = 4_000  # of a curve; more would not be seen
_LONG: Final = 30.0  # seconds up to which a bar of one of them can be seen
_MILLIVOLT: Final = 1000.0
_TYPES: Final = {"SB": "i1", "UB": "u1", "SS": "i2", "US": "u2", "SL": "i4", "UL": "u4"}


class NoCurves(ValueError):
    """There is nothing that can be drawn."""


@dataclass(frozen=True, slots=True)
class _Curve:
    name: str
    values: np.ndarray
    seconds: float  # how long it is; 0 where that is not said
    microvolts: float  # of one step of a value; 0 for values of another kind

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
        page = document.new_page(width=WIDTH, height=HEIGHT)
        row = (HEIGHT - 3 * _MARGIN) / len(curves)
        scale = 0.95 * row / (max(curve.span for curve in curves) or 1.0)
        for number, curve in enumerate(curves):
            _draw(page, curve, _MARGIN + (number + 0.5) * row, scale)
        _draw_scale(page, curves, scale, row)
        return paint_page(page, dpi, ())


def _draw(page: pymupdf.Page, curve: _Curve, middle: float, scale: float) -> None:
    across = np.linspace(_MARGIN + _NAMES, WIDTH - _MARGIN, len(curve.values))
    down = middle - scale * (curve.values - curve.middle)
    page.draw_polyline(list(zip(across.tolist(), down.tolist(), strict=True)), color=(0, 0, 0), width=0.5)
    page.insert_text((_MARGIN, middle), _short(curve.name), fontsize=8)


def _short(name: str) -> str:
    """ "Lead I (Einthoven)" is "Lead I" where there is little room."""
    return name.partition(" (")[0] if len(name) > _MOST_LETTERS else name


def _draw_scale(page: pymupdf.Page, curves: list[_Curve], scale: float, row: float) -> None:
    """How long a second is and how high a millivolt, under the curves, where all of them say so alike."""
    left, foot = _MARGIN + _NAMES, HEIGHT - _MARGIN
    seconds = {curve.seconds for curve in curves}
    long = next(iter(seconds)) if len(seconds) == 1 else 0.0
    if long > 0:
        bar = 1 if long <= _LONG else 10 ** int(np.log10(long / 2))
        right = left + bar * (WIDTH - _MARGIN - left) / long
        page.draw_line((left, foot), (right, foot), width=1)
        page.insert_text((left, foot + 10), f"{bar} s", fontsize=8)
    kinds = {curve.microvolts for curve in curves}
    step = next(iter(kinds)) if len(kinds) == 1 else 0.0
    high = scale * _MILLIVOLT / step if step else 0.0
    if 0 < high <= max(row, 2 * _MARGIN):
        page.draw_line((left, foot), (left, foot - high), width=1)
        page.insert_text((left - 26, foot - high / 2), "1 mV", fontsize=8)


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
    rate = float(group.get("SamplingFrequency") or 0.0)
    seconds = whole / rate if rate > 0 else 0.0
    for number in range(min(channels, _MOST_CHANNELS)):
        name, unit, volts = "", 1.0, 0.0
        if number < len(names):
            name = meaning(names[number], "ChannelSourceSequence")
            unit = float(names[number].get("ChannelSensitivity") or 1.0)
            volts = _MICROVOLTS.get(_unit_of(names[number]), 0.0)
        if whole > 1 and np.isfinite(unit):
            yield _Curve(name, values[::step, number] * unit, seconds, volts)


def _unit_of(channel: Dataset) -> str:
    units: Any = channel.get("ChannelSensitivityUnitsSequence")
    return str(units[0].get("CodeValue") or "").strip() if units else ""
