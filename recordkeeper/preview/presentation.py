"""Presentation states of a study: what applies to one image, ready to be laid over it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from recordkeeper.library.folder import Library
from recordkeeper.preview.slices import Slice
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.work.pool import WorkerFailure, Workers

_SECONDS = 20.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line, point, circle or ellipse on an image, or a text at a point. Points are columns and rows or, where
    `of_view`, shares of the whole image.
    """

    kind: str
    points: tuple[Point, ...]
    text: str = ""
    of_view: bool = False


@dataclass(frozen=True, slots=True)
class Presented:
    """How a hospital wanted one image shown. `turn` is in degrees clockwise, before `flip`."""

    label: str
    window: tuple[float, float] | None
    function: str
    turn: int
    flip: bool
    inverse: bool
    drawn: tuple[Drawn, ...]

    def on(self, image: Slice) -> Slice:
        """The image with the window it was to be shown with as its own."""
        window = self.window or image.stored
        function = self.function if self.window else image.function
        return replace(image, stored=window, function=function, inverted=image.inverted != self.inverse)


def read_states(library: Library, workers: Workers, files: Sequence[Fingerprint]) -> dict[str, Presented]:
    """Instance → how it is to be shown, the state made last first. States that cannot be read say nothing."""
    found: list[dict[str, Any]] = []
    for file in files:
        with library.originals.lend(file) as path:
            try:
                found.append(workers.run("presentation", {"path": str(path)}, deadline=_SECONDS).header)
            except WorkerFailure:
                continue  # the images are shown all the same, as they are stored
    found.sort(key=lambda state: str(state.get("made") or ""))
    return {str(uid): presented(state, str(uid)) for state in found for uid in state.get("images") or ()}


def presented(state: dict[str, Any], uid: str) -> Presented:
    """What a state says of one of its images."""
    windows = [each for each in state.get("windows") or () if not each["images"] or uid in each["images"]]
    window = windows[0] if windows else None
    drawn = [_drawn(each) for each in state.get("drawn") or () if not each["images"] or uid in each["images"]]
    drawn += [_text(each) for each in state.get("texts") or () if not each["images"] or uid in each["images"]]
    return Presented(
        label=str(state.get("label") or ""),
        window=(float(window["window"][0]), float(window["window"][1])) if window else None,
        function=str(window["function"]) if window else "LINEAR",
        turn=int(state.get("turn") or 0) // 90 * 90 % 360,
        flip=bool(state.get("flip")),
        inverse=bool(state.get("inverse")),
        drawn=tuple(each for each in drawn if each.points),
    )


def _drawn(each: dict[str, Any]) -> Drawn:
    return Drawn(str(each["kind"]), _points(each["points"]), of_view=each.get("shown") != "PIXEL")


def _text(each: dict[str, Any]) -> Drawn:
    return Drawn("TEXT", _points(each["at"]), str(each["text"]), of_view=each.get("shown") != "PIXEL")


def _points(numbers: Sequence[Any]) -> tuple[Point, ...]:
    values = [float(number) for number in numbers]
    if not all(map(math.isfinite, values)):
        return ()
    return tuple(zip(values[::2], values[1::2], strict=False))
