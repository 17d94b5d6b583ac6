"""Presentation states of a study: what applies to one image, ready to be laid over it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from recordkeeper.library.folder import Library
from recordkeeper.preview.shutter import Shutter, read_shutter
from recordkeeper.preview.slices import Slice
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.work.pool import WorkerFailure, Workers

_SECONDS = 20.0
Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line, point, circle or ellipse on an image, or a text at a point. Points are columns and rows or, where
    `of_view`, shares of the part that is shown, as it is shown.
    """

    kind: str
    points: tuple[Point, ...]
    text: str = ""
    of_view: bool = False


@dataclass(frozen=True, slots=True)
class Presented:
    """How a hospital wanted one image shown. `turn` is in degrees clockwise, before `flip`.

    `part` is left, top, right and bottom of what fills the view, () for the whole image; `times` pixels of the
    screen for each column of it, 0 as many as fit. `aspect` is a pixel's height by its width, 0 the file's own.
    """

    label: str
    window: tuple[float, float] | None
    function: str
    turn: int
    flip: bool
    inverse: bool
    drawn: tuple[Drawn, ...]
    part: tuple[float, ...] = ()
    times: float = 0.0
    aspect: float = 0.0
    shutter: Shutter | None = None

    def on(self, image: Slice) -> Slice:
        """The image with the window, the shape and the cover it was to be shown with as its own.

        The cover in its file is not that of a state (PS3.4 N.2.1): one without a cover shows all of the image.
        """
        window = self.window or image.stored
        function = self.function if self.window else image.function
        return replace(
            image,
            stored=window,
            function=function,
            inverted=image.inverted != self.inverse,
            aspect=self.aspect or image.aspect,
            facts=replace(image.facts, shutter=self.shutter),
        )

    def drawn_on(self, size: tuple[int, int]) -> tuple[Drawn, ...]:
        """What was drawn on an image of so many columns and rows, all in columns and rows."""
        return tuple(self._in_place(each, size) if each.of_view else each for each in self.drawn)

    def _in_place(self, each: Drawn, size: tuple[int, int]) -> Drawn:
        """From the corner of the part that is shown at the top left to the one at the bottom right."""
        left, top, right, bottom = self.part or (0.0, 0.0, *size)
        lies = self.turn % 180 != 0  # a row of the screen is a column of the image
        from_x, to_x = (right, left) if self.turn in (180, 270) else (left, right)
        from_y, to_y = (bottom, top) if self.turn in (90, 180) else (top, bottom)
        if self.flip and lies:
            from_y, to_y = to_y, from_y
        elif self.flip:
            from_x, to_x = to_x, from_x
        shares = ((down, across) if lies else (across, down) for across, down in each.points)
        points = tuple((from_x + x * (to_x - from_x), from_y + y * (to_y - from_y)) for x, y in shares)
        return replace(each, points=points, of_view=False)


def read_states(library: Library, workers: Workers, files: Sequence[Fingerprint]) -> dict[str, Presented]:
    """Instance → how it is to be shown, the state made last first. States that cannot be read say nothing."""
    found: list[tuple[dict[str, Any], bytes]] = []
    for file in files:
        with library.originals.lend(file) as path:
            try:
                found.append(workers.run("presentation", {"path": str(path)}, deadline=_SECONDS))
            except WorkerFailure:
                continue  # the images are shown all the same, as they are stored
    found.sort(key=lambda state: str(state[0].get("made") or ""))
    return {
        str(uid): presented(state, str(uid), bits) for state, bits in found for uid in state.get("images") or ()
    }


def presented(state: dict[str, Any], uid: str, bits: bytes = b"") -> Presented:
    """What a state says of one of its images; `bits` are those of its cover."""
    window = next(iter(_of(state, "windows", uid)), None)
    area = next(iter(_of(state, "areas", uid)), {})
    drawn = [_drawn(each) for each in _of(state, "drawn", uid)]
    drawn += [_text(each) for each in _of(state, "texts", uid)]
    return Presented(
        label=str(state.get("label") or ""),
        window=(float(window["window"][0]), float(window["window"][1])) if window else None,
        function=str(window["function"]) if window else "LINEAR",
        turn=int(state.get("turn") or 0) // 90 * 90 % 360,
        flip=bool(state.get("flip")),
        inverse=bool(state.get("inverse")),
        drawn=tuple(each for each in drawn if each.points),
        part=_part(area),
        times=_within(area.get("times"), 0.01, 100.0),
        aspect=_within(area.get("aspect"), 0.05, 20.0),
        shutter=read_shutter(state.get("shutter"), bits),
    )


def _of(state: dict[str, Any], what: str, uid: str) -> list[dict[str, Any]]:
    """The entries that are for this image or for all."""
    return [each for each in state.get(what) or () if not each["images"] or uid in each["images"]]


def _part(area: dict[str, Any]) -> tuple[float, ...]:
    box = tuple(float(edge) for edge in area.get("box") or ())
    right = len(box) == 4 and all(map(math.isfinite, box)) and box[0] < box[2] and box[1] < box[3]
    return box if right else ()


def _within(number: Any, least: float, most: float) -> float:
    """A number that makes sense; 0 otherwise."""
    return float(number) if isinstance(number, (int, float)) and least <= number <= most else 0.0


def _drawn(each: dict[str, Any]) -> Drawn:
    return Drawn(str(each["kind"]), _points(each["points"]), of_view=each.get("shown") != "PIXEL")


def _text(each: dict[str, Any]) -> Drawn:
    return Drawn("TEXT", _points(each["at"]), str(each["text"]), of_view=each.get("shown") != "PIXEL")


def _points(numbers: Sequence[Any]) -> tuple[Point, ...]:
    values = [float(number) for number in numbers]
    if not all(map(math.isfinite, values)):
        return ()
    return tuple(zip(values[::2], values[1::2], strict=False))
