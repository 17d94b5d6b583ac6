"""Brightness and contrast: a window on the values of an image, by preset, by hand, or as the file has it."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recordkeeper.preview.slices import MODALITY, Slice, lookup

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

STORED, AUTO, OWN = "stored", "auto", "own"
_DRAG = 400  # pixels of a drag that double the contrast or move the brightness by as much as it spans


@dataclass(frozen=True, slots=True)
class Preset:
    """A named window for CT, in Hounsfield units."""

    name: str
    key: int
    center: float
    width: float


def load_presets(rules: Path) -> tuple[Preset, ...]:
    """The presets of resources/rules/windows.toml, in the order of their keys."""
    with (rules / "windows.toml").open("rb") as file:
        rows = tomllib.load(file)["window"]
    presets = (Preset(row["name"], row["key"], float(row["center"]), float(row["width"])) for row in rows)
    return tuple(sorted(presets, key=lambda preset: preset.key))


def presets_for(presets: tuple[Preset, ...], modality: str, image: Slice | None) -> tuple[Preset, ...]:
    """Those that mean something here: CT values in their own unit."""
    return presets if modality == "CT" and (image is None or image.stage == MODALITY) else ()


@dataclass(slots=True)
class Brightness:
    """What is chosen now. `name` is stored, auto, own, or a preset's."""

    name: str = STORED
    inverted: bool = False
    _window: tuple[float, float] = (0.0, 0.0)
    _fallback: tuple[float, float] | None = None  # for files without a window: one for the whole series
    _table: tuple[tuple[Any, ...], Any] = field(default=((), None))

    def reset(self) -> None:
        """As stored, for another series."""
        self.name, self.inverted, self._fallback = STORED, False, None

    def choose(self, preset: Preset) -> None:
        self.name, self._window = preset.name, (preset.center, preset.width)

    def choose_stored(self) -> None:
        self.name = STORED

    def choose_auto(self, image: Slice) -> None:
        """From the values of this image; it then holds while scrolling."""
        self.name, self._window = AUTO, image.auto

    def drag(self, image: Slice, across: float, down: float) -> None:
        """Across changes the contrast, down the brightness."""
        center, width = self.window(image)
        least = 1.0 if image.step >= 1 else image.step
        wider = max(least, width * 2 ** (across / _DRAG * 2))
        self.name, self._window = OWN, (center + down * max(width, least) / _DRAG, wider)

    def window(self, image: Slice) -> tuple[float, float]:
        """Center and width in force for this image."""
        if self.name != STORED:
            return self._window
        if image.stored is not None:
            return image.stored
        if self._fallback is None:
            self._fallback = image.auto
        return self._fallback

    def name_on(self, image: Slice | None) -> str:
        """What it is called: a file that stores no window is shown automatically, and that is said."""
        without = image is not None and image.stored is None
        return AUTO if self.name == STORED and without else self.name

    def table(self, image: Slice) -> NDArray[np.uint8]:
        """The shade of every table position; the same object as long as nothing has changed."""
        window, function = self.window(image), self._function(image)
        key = (window, function, self.inverted, image.low, image.step, image.inverted, image.levels[0].dtype)
        if self._table[0] != key:
            self._table = (key, lookup(image, window, function, invert=self.inverted))
        found: NDArray[np.uint8] = self._table[1]
        return found

    def _function(self, image: Slice) -> str:
        """What a file says holds for its own window; presets are meant as LINEAR; ours are exact at any scale."""
        if self.name == STORED and image.stored is not None:
            return image.function
        return "LINEAR_EXACT" if self.name in (STORED, AUTO, OWN) else "LINEAR"
