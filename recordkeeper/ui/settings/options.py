"""The options a person may change here, as data: the page makes a row of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.ui.tokens import TEXT_SIZES
from recordkeeper.wording.words import Words

_MOST_WORKERS = 8

Value = str | int | bool


@dataclass(frozen=True, slots=True)
class Option:
    """A field of Settings; `values` gives what it can be, from the folder of wording.

    Its words are settings.NAME, settings.NAME_hint, and settings.NAME_is.VALUE or settings.NAME_value for numbers.
    """

    field: str
    values: Callable[[Path], tuple[Value, ...]]


def _languages(wording: Path) -> tuple[Value, ...]:
    return ("", *Words.languages(wording))


def _schemes(_wording: Path) -> tuple[Value, ...]:
    return ("", "light", "dark", "strong_light", "strong_dark")


def _text_sizes(_wording: Path) -> tuple[Value, ...]:
    return TEXT_SIZES


def _yes_or_no(_wording: Path) -> tuple[Value, ...]:
    return (False, True)


def _workers(_wording: Path) -> tuple[Value, ...]:
    return tuple(range(_MOST_WORKERS + 1))


OPTIONS = (
    Option("language", _languages),
    Option("colour_scheme", _schemes),
    Option("text_size", _text_sizes),
    Option("simple", _yes_or_no),
    Option("less_motion", _yes_or_no),
    Option("radiology_mouse", _yes_or_no),
    Option("workers", _workers),
)


def said(option: Option, value: Value, words: Words) -> str:
    """The value in words."""
    if isinstance(value, bool):
        return words.say(f"settings.{option.field}_is.{'on' if value else 'off'}")
    if isinstance(value, str) or not value:
        return words.say(f"settings.{option.field}_is.{value or 'auto'}")
    return words.say(f"settings.{option.field}_value", count=value)
