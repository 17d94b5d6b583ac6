"""What can be done to the image itself: how it lies, how bright it is, and what stands on it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from recordkeeper.ui.scans import brightness as light
from recordkeeper.ui.scans.canvas import Canvas
from recordkeeper.ui.scans.cross import FAR
from recordkeeper.ui.scans.pose import Pose

_ZOOM = 1.25
_WAYS = {"left": (-1, 0), "right": (1, 0), "up": (0, -1), "down": (0, 1)}  # of the cross


class ImageActs:
    """Actions by name, on one canvas."""

    def __init__(self, canvas: Canvas, presets: tuple[light.Preset, ...]) -> None:
        self._canvas = canvas
        self._presets = presets
        self.modality = ""

    def table(self) -> dict[str, Callable[[], None]]:
        """Every action by its name."""
        canvas = self._canvas
        return {
            "auto": self._auto,
            "stored": self._stored,
            "flip_across": self._flip_across,
            "flip_down": self._flip_down,
            "rotate": self._rotate,
            "zoom_in": partial(canvas.zoom, _ZOOM),
            "zoom_out": partial(canvas.zoom, 1 / _ZOOM),
            "fit": self._fit,
            "actual": self._actual,
            "lens": self._switch_lens,
            "unmeasure": self._unmeasure,
            "point": canvas.cross.point,
            "take_point": canvas.cross.take,
            **{f"cross_{way}": partial(canvas.cross.step, *by) for way, by in _WAYS.items()},
            **{f"cross_far_{way}": partial(canvas.cross.step, *(FAR * n for n in by)) for way, by in _WAYS.items()},
            "text": self._switch_text,
            "invert": self._invert,
            **{f"preset_{preset.key}": partial(self._choose, preset) for preset in self._presets},
        }

    def preset(self, action: str) -> light.Preset | None:
        """The preset an action names, if it means something for these images."""
        offered = light.presets_for(self._presets, self.modality, self._canvas.image)
        return next((preset for preset in offered if action == f"preset_{preset.key}"), None)

    def chosen(self) -> str:
        """The action that stands for the brightness now; "" when it was set by hand."""
        name = self._canvas.brightness.name
        named = (f"preset_{preset.key}" for preset in self._presets if preset.name == name)
        return next(named, name if name in (light.STORED, light.AUTO) else "")

    def reset(self) -> bool:
        """The first look again. Whether anything was otherwise."""
        canvas = self._canvas
        was = (canvas.pose, canvas.brightness.name, canvas.brightness.inverted)
        canvas.brightness.reset()
        canvas.take_pose(Pose())
        return was != (canvas.pose, canvas.brightness.name, canvas.brightness.inverted)

    def _auto(self) -> None:
        if self._canvas.image is not None:
            self._canvas.brightness.choose_auto(self._canvas.image)
            self._lit()

    def _stored(self) -> None:
        self._canvas.brightness.choose_stored()
        self._lit()

    def _choose(self, preset: light.Preset) -> None:
        self._canvas.brightness.choose(preset)
        self._lit()

    def _invert(self) -> None:
        self._canvas.brightness.inverted = not self._canvas.brightness.inverted
        self._lit()

    def _lit(self) -> None:
        self._canvas.changed.emit()
        self._canvas.update()

    def _flip_across(self) -> None:
        self._canvas.take_pose(self._canvas.pose.flipped_across())

    def _flip_down(self) -> None:
        self._canvas.take_pose(self._canvas.pose.flipped_down())

    def _rotate(self) -> None:
        self._canvas.take_pose(self._canvas.pose.rotated())

    def _fit(self) -> None:
        self._canvas.take_pose(self._canvas.pose.fitted())

    def _actual(self) -> None:
        canvas = self._canvas
        if canvas.image is not None:
            canvas.take_pose(canvas.pose.actual(canvas.view(), canvas.image, canvas.devicePixelRatioF()))

    def _switch_lens(self) -> None:
        self._canvas.set_lens(on=not self._canvas.lens)

    def _unmeasure(self) -> None:
        self._canvas.sketch.remove_last()
        self._lit()

    def _switch_text(self) -> None:
        self._canvas.text = not self._canvas.text
        self._canvas.update()
