"""One image of a stack, made ready on a worker's answer: a scroll then only looks values up in a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from recordkeeper.library.folder import Library
from recordkeeper.preview import frame as preview
from recordkeeper.preview.facts import Facts, read_facts
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.work.pool import Workers

if TYPE_CHECKING:
    from numpy.typing import NDArray

MODALITY, VOI = "modality", "voi"
_TOP: Final = 65535
_SIGNED: Final = 32768
_LARGE: Final = 1024  # pixels a side: above it, halves are kept for showing it small
_AXES: Final = ("LR", "PA", "HF")  # the ends of the patient's axes, positive first (PS3.3 C.7.6.2.1.1)
_SHARE: Final = 0.25  # a direction is named after an axis that makes up this much of it
_OPPOSITE: Final = str.maketrans("LRPAHF", "RLAPFH")


@dataclass(frozen=True, slots=True)
class Slice:
    """An image as table positions: value = low + step × position. Colour has three positions a pixel."""

    levels: tuple[NDArray[Any], ...]  # full size, then half, a quarter …
    low: float
    step: float
    stage: str  # modality: values in their own unit; voi: shades as the file wants them
    stored: tuple[float, float] | None  # the file's own window, centre and width
    function: str  # LINEAR, LINEAR_EXACT or SIGMOID
    auto: tuple[float, float]  # a window round the middle 98 % of the values
    inverted: bool  # small values are bright (MONOCHROME1)
    aspect: float  # height of a pixel by its width
    right: str  # letters of the direction the image's right side lies in; "" when not known
    down: str
    laterality: str
    facts: Facts = field(default_factory=Facts)
    view: str = ""  # how rays went through the body: CC, MLO, PA …
    marks: NDArray[np.bool_] | None = None  # the file's overlays

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows."""
        rows, columns = self.levels[0].shape[:2]
        return int(columns), int(rows)

    @property
    def bytes(self) -> int:
        over = int(self.marks.nbytes) if self.marks is not None else 0
        return over + sum(int(level.nbytes) for level in self.levels)

    def value(self, column: int, row: int) -> tuple[float, ...]:
        """The value at a place, in the image's units; three of a colour."""
        at = self.levels[0][row, column]
        parts = at.tolist() if self.levels[0].ndim == 3 else [at.item()]
        return tuple(part * self.step + self.low for part in parts)


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small picture as the file wants it shown: rows × columns (× 3) of uint8."""

    pixels: NDArray[np.uint8]
    aspect: float


def read_slice(
    library: Library, workers: Workers, file: Fingerprint, frame: int, *, stage: str = MODALITY
) -> Slice:
    """One image. `stage` may be VOI for a series known to need it. Raises as preview.frame.samples does."""
    said = preview.described(library, workers, file, frame, stage=stage)
    header, values = said.header, said.values
    shown = _shown(header)
    if stage == MODALITY and _needs_voi(header, values, shown):
        return read_slice(library, workers, file, frame, stage=VOI)
    positions, low, step = _positions(values)
    ready = stage == VOI or positions.ndim == 3 or _are_shades(shown, values)
    right, down = _letters(shown)
    return Slice(
        levels=_halves(positions),
        low=low,
        step=step,
        stage=stage,
        stored=(127.5, 255.0) if ready else _pair(shown.get("window")),
        function="LINEAR_EXACT" if ready else str(shown.get("function") or "LINEAR"),
        auto=_auto(positions, low, step),
        inverted=stage != VOI and str(header.get("photometric")) == "MONOCHROME1",
        aspect=_aspect(shown),
        right=right,
        down=down,
        laterality=str(shown.get("laterality") or ""),
        view=str(shown.get("view") or "")[:40],
        facts=read_facts(header),
        marks=said.marks,
    )


def read_thumbnail(library: Library, workers: Workers, file: Fingerprint, frame: int, *, side: int) -> Thumbnail:
    """A small picture, no side much longer than twice `side`. Raises as preview.frame.samples does."""
    said = preview.described(library, workers, file, frame, stage=VOI, covered=True)
    small = said.values.astype(np.uint8, copy=False)
    while max(small.shape[:2]) >= 4 * side:
        small = _half(small)
    return Thumbnail(np.ascontiguousarray(small), _aspect(_shown(said.header)))


def lookup(
    image: Slice, window: tuple[float, float], function: str = "LINEAR", *, invert: bool = False
) -> NDArray[np.uint8]:
    """The shade of every table position through a window (centre, width): PS3.3 C.11.2.1.2 and C.11.2.1.3."""
    size = 256 if image.levels[0].dtype == np.uint8 else _TOP + 1
    values = np.arange(size, dtype=np.float64) * image.step + image.low
    centre, width = window
    if function == "SIGMOID" and width > 0:
        shades = 255.0 / (1.0 + np.exp(np.clip(-4.0 * (values - centre) / width, -700, 700)))
    else:
        if function != "LINEAR_EXACT":
            centre, width = centre - 0.5, width - 1.0
        if width <= 0:
            shades = np.where(values <= centre, 0.0, 255.0)
        else:
            shades = np.clip((values - centre) / width + 0.5, 0.0, 1.0) * 255.0
    table = np.rint(shades).astype(np.uint8)
    return np.subtract(255, table, dtype=np.uint8) if invert != image.inverted else table


def opposite(letters: str) -> str:
    """The other end of a direction: "LA" → "RP"."""
    return letters.translate(_OPPOSITE)


def _needs_voi(header: dict[str, Any], values: NDArray[Any], shown: dict[str, Any]) -> bool:
    """Palettes, deep colour, masks, tables in a window's place: the worker has the whole header for them."""
    if str(header.get("photometric")) == "PALETTE COLOR" or (values.ndim == 3 and values.dtype != np.uint8):
        return True
    if shown.get("window"):
        return False
    return bool(shown.get("table")) or (values.ndim == 2 and values.size > 0 and bool(values.max() <= 1))


def _are_shades(shown: dict[str, Any], values: NDArray[Any]) -> bool:
    """No window, and values that fit a byte: ultrasound and captured pictures are shades as they are."""
    return not shown.get("window") and values.size > 0 and bool(values.min() >= 0 and values.max() <= 255)


def _positions(values: NDArray[Any]) -> tuple[NDArray[Any], float, float]:
    if values.dtype == np.uint8:
        return values[..., :3] if values.ndim == 3 else values, 0.0, 1.0
    if values.dtype.kind == "f" and not np.isfinite(values).all():
        finite = values[np.isfinite(values)]
        values = np.nan_to_num(values, nan=float(finite.min()) if finite.size else 0.0, posinf=0.0, neginf=0.0)
    low, high = float(values.min(initial=0)), float(values.max(initial=0))
    if high - low <= _TOP and np.array_equal(values, np.rint(values)):
        if low >= -_SIGNED and high < _SIGNED:
            low = -float(_SIGNED)  # one table then serves the whole stack
        return (values - values.dtype.type(low)).astype(np.uint16), low, 1.0
    step = (high - low) / _TOP
    return np.rint((values - low) / step).astype(np.uint16), low, step


def _auto(positions: NDArray[Any], low: float, step: float) -> tuple[float, float]:
    some = positions[:: max(1, positions.shape[0] // 128), :: max(1, positions.shape[1] // 128)]
    dark, bright = (float(value) * step + low for value in np.percentile(some, (1, 99)))
    return (dark + bright) / 2, max(bright - dark, step)


def _halves(full: NDArray[Any]) -> tuple[NDArray[Any], ...]:
    levels = [np.ascontiguousarray(full)]
    while max(levels[-1].shape[:2]) > _LARGE and min(levels[-1].shape[:2]) >= 2:
        levels.append(_half(levels[-1]))
    return tuple(levels)


def _half(full: NDArray[Any]) -> NDArray[Any]:
    rows, columns = (max(1, side // 2) for side in full.shape[:2])
    even = full[: rows * 2, : columns * 2]
    if min(even.shape[:2]) < 2:
        return full[::2, ::2]
    total = even[::2, ::2].astype(np.uint32) + even[1::2, ::2] + even[::2, 1::2] + even[1::2, 1::2]
    halved: NDArray[Any] = (total >> 2).astype(full.dtype)
    return halved


def _shown(header: dict[str, Any]) -> dict[str, Any]:
    shown = header.get("shown")
    return shown if isinstance(shown, dict) else {}


def _pair(found: object) -> tuple[float, float] | None:
    return (float(found[0]), float(found[1])) if isinstance(found, list) and len(found) == 2 else None


def _aspect(shown: dict[str, Any]) -> float:
    spacing = _pair(shown.get("spacing"))
    return spacing[0] / spacing[1] if spacing and 0.05 < spacing[0] / spacing[1] < 20 else 1.0


def _letters(shown: dict[str, Any]) -> tuple[str, str]:
    cosines, towards = shown.get("orientation") or [], shown.get("towards") or []
    if len(cosines) == 6:
        return direction(cosines[:3]), direction(cosines[3:])
    named = ["".join(sign for sign in str(letters).upper() if sign in "LRPAHF")[:2] for letters in towards]
    return (named[0], named[1]) if len(named) == 2 else ("", "")


def direction(vector: Sequence[float]) -> str:
    """The letters of a direction in the patient: [0.9, -0.4, 0] → "LA", the larger share first, at most two."""
    shares = sorted(((abs(part), axis) for axis, part in enumerate(vector)), reverse=True)
    return "".join(_AXES[axis][vector[axis] < 0] for share, axis in shares[:2] if share >= _SHARE)
