"""Keys of the viewer. They work with the focus on the image; look.md, "Viewer hands"."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt

_KEY = Qt.Key
_NONE, _SHIFT, _CTRL = "", "shift", "ctrl"
TEN = 10  # images a step with Shift


@dataclass(frozen=True, slots=True)
class Hand:
    """A key and what it does. `shown` is how the list of keys calls it; "" where its twin tells of both."""

    key: Qt.Key
    action: str
    shown: str
    with_: str = _NONE


HANDS = (
    Hand(_KEY.Key_Up, "previous", "↑ ↓"),
    Hand(_KEY.Key_Down, "next", ""),
    Hand(_KEY.Key_Up, "previous_ten", "Shift ↑ ↓", _SHIFT),
    Hand(_KEY.Key_Down, "next_ten", "", _SHIFT),
    Hand(_KEY.Key_Home, "first", "Home End"),
    Hand(_KEY.Key_End, "last", ""),
    Hand(_KEY.Key_PageUp, "previous_series", "PgUp PgDn"),
    Hand(_KEY.Key_PageDown, "next_series", ""),
    Hand(_KEY.Key_0, "auto", "0"),
    Hand(_KEY.Key_1, "stored", "1"),
    *(Hand(Qt.Key(_KEY.Key_0 + digit), f"preset_{digit}", str(digit)) for digit in range(2, 10)),
    Hand(_KEY.Key_C, "play", "C"),
    Hand(_KEY.Key_H, "flip_across", "H"),
    Hand(_KEY.Key_V, "flip_down", "V"),
    Hand(_KEY.Key_R, "rotate", "R"),
    Hand(_KEY.Key_Plus, "zoom_in", "+"),
    Hand(_KEY.Key_Equal, "zoom_in", ""),
    Hand(_KEY.Key_Minus, "zoom_out", "−"),
    Hand(_KEY.Key_F, "fit", "F"),
    Hand(_KEY.Key_W, "tool_brightness", "W"),
    Hand(_KEY.Key_Z, "tool_zoom", "Z"),
    Hand(_KEY.Key_D, "measure_length", "D"),
    Hand(_KEY.Key_Return, "point", "Enter"),
    Hand(_KEY.Key_Enter, "point", ""),
    Hand(_KEY.Key_Space, "point", ""),
    Hand(_KEY.Key_T, "take_point", "T"),
    Hand(_KEY.Key_Delete, "unmeasure", "Del"),
    Hand(_KEY.Key_Backspace, "unmeasure", ""),
    Hand(_KEY.Key_M, "lens", "M"),
    Hand(_KEY.Key_P, "actual", "P"),
    Hand(_KEY.Key_K, "star", "K"),
    Hand(_KEY.Key_Q, "ask", "Q"),
    Hand(_KEY.Key_N, "next_marked", "N"),
    Hand(_KEY.Key_I, "text", "I"),
    Hand(_KEY.Key_I, "invert", "Ctrl I", _CTRL),
    Hand(_KEY.Key_Tab, "next_view", "Ctrl Tab", _CTRL),
    Hand(_KEY.Key_F11, "full_screen", "F11"),
    Hand(_KEY.Key_Escape, "leave", "Esc"),
    Hand(_KEY.Key_Menu, "menu", ""),
    Hand(_KEY.Key_F10, "menu", "", _SHIFT),
    Hand(_KEY.Key_Question, "keys", "?"),
)
WITH_CROSS = (
    Hand(_KEY.Key_Left, "cross_left", "← → ↑ ↓"),
    Hand(_KEY.Key_Right, "cross_right", ""),
    Hand(_KEY.Key_Up, "cross_up", ""),
    Hand(_KEY.Key_Down, "cross_down", ""),
    Hand(_KEY.Key_Left, "cross_far_left", "Shift ← → ↑ ↓", _SHIFT),
    Hand(_KEY.Key_Right, "cross_far_right", "", _SHIFT),
    Hand(_KEY.Key_Up, "cross_far_up", "", _SHIFT),
    Hand(_KEY.Key_Down, "cross_far_down", "", _SHIFT),
)
_TAKEN = frozenset((hand.key, hand.with_) for hand in WITH_CROSS)
_BESIDE_CROSS = (*WITH_CROSS, *(hand for hand in HANDS if (hand.key, hand.with_) not in _TAKEN))
_SAID_WITH_SHIFT = frozenset({_KEY.Key_Plus, _KEY.Key_Question, _KEY.Key_Equal})  # on some keyboards


def hands(*, with_cross: bool) -> tuple[Hand, ...]:
    """The keys that work; `with_cross`, the arrows move it."""
    return _BESIDE_CROSS if with_cross else HANDS


def action_of(key: int, modifiers: Qt.KeyboardModifier, *, with_cross: bool = False) -> str:
    """The action of a key, "" when it has none here."""
    shift = bool(modifiers & Qt.KeyboardModifier.ShiftModifier)
    ctrl = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
    if modifiers & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier) or (shift and ctrl):
        return ""
    held = _CTRL if ctrl else _SHIFT if shift and key not in _SAID_WITH_SHIFT else _NONE
    known = hands(with_cross=with_cross)
    return next((hand.action for hand in known if hand.key == key and hand.with_ == held), "")
