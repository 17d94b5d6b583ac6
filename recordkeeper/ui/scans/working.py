"""Which actions have anything to do just now; the others are greyed out or left out of the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recordkeeper.ui.scans import measured
from recordkeeper.ui.scans.cut_stack import CutStack, planes
from recordkeeper.ui.scans.mouse import MEASURE

if TYPE_CHECKING:
    from recordkeeper.ui.scans.canvas import Canvas
    from recordkeeper.ui.scans.pane import Pane
    from recordkeeper.ui.scans.views import Views

_SEVERAL = frozenset({"next", "previous", "next_ten", "previous_ten", "first", "last", "play"})


def works(views: Views, series: int, action: str) -> bool:
    """Whether an action works in the view worked in; `series` is how many its study has."""
    pane = views.active
    canvas = pane.stage.canvas
    if action.startswith("preset_"):
        return pane.acts.preset(action) is not None
    if action in ("previous_series", "next_series"):
        return series > 1
    if action in ("next_view", "link"):
        return views.count > 1
    if action in _SEVERAL:
        return pane.stack.count > 1
    if action.startswith("plane_"):
        return _cutting(pane, action.removeprefix("plane_"))
    if action == "save_picture":
        return canvas.image is not None
    if action == "as_marked":
        at = pane.instance()
        covered = canvas.image is not None and canvas.image.facts.shutter is not None
        return covered or (at is not None and at[0] in pane.presented)
    if action in ("star", "ask"):
        return pane.instance() is not None
    if action in ("next_marked", "key_sheet"):
        return bool(pane.marks)
    known = _measuring(canvas, action)
    return True if known is None else known


def _cutting(pane: Pane, kind: str) -> bool:
    """Whether the series can be cut this way and is not; whether it is cut, to show it as it is stored again."""
    cut = pane.stack.kind if isinstance(pane.stack, CutStack) else ""
    if kind == "stored":
        return bool(cut)
    return pane.listed is not None and bool(planes(pane.listed).get(kind)) and cut != kind


def _measuring(canvas: Canvas, action: str) -> bool | None:
    """For measuring, whether it works; None for any other action."""
    sized = canvas.image is not None and bool(canvas.image.facts.regions)
    valued = measured.has_values(canvas.image)
    if action.startswith("cross_"):
        return canvas.cross.on
    return {
        "point": canvas.tool == MEASURE and (sized or valued),
        "take_point": canvas.tool == MEASURE and bool(canvas.sketch.shapes),
        "measure_length": sized,
        "measure_angle": sized,
        "measure_area": sized,
        "measure_value": valued,
        "tool_measure": sized or valued,
        "unmeasure": bool(canvas.sketch.shapes) or canvas.sketch.point is not None,
    }.get(action)
