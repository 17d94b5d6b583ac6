"""Frozen dataclasses to plain JSON values and back, by their annotations.

Used at every border where values become text: worker pipe, journal, fact rows. Defaults are left out when
writing, so that two thousand headers stay small, and unknown keys are ignored when reading, so that an older
program can read a newer line.
"""

from __future__ import annotations

import base64
import dataclasses
import functools
import types
import typing
from enum import Enum
from pathlib import PurePath
from typing import Any, TypeVar, cast

from recordkeeper.records.dates import PartialDate

T = TypeVar("T")
_PLAIN = frozenset({type(None), bool, int, float, str})  # exactly these: an enum may be a str as well


def to_plain(value: Any) -> Any:
    """Return `value` as None, bool, int, float, str, list or dict."""
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (str, int, float)):
        return value
    if isinstance(value, (PartialDate, PurePath)):
        return str(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, (tuple, list)):
        return [to_plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value):
        return {
            name: item if type(item) in _PLAIN else to_plain(item)
            for name, default in _fields(cast("typing.Hashable", type(value)))
            if (item := getattr(value, name)) != default
        }
    raise TypeError(f"not a plain value: {type(value).__name__}")


def from_plain(kind: type[T], plain: Any) -> T:
    """Build a `kind` from what `to_plain` gave. ValueError or TypeError when it does not fit."""
    try:
        return cast("T", _reader(cast("typing.Hashable", kind))(plain))
    except AttributeError as error:  # a list or a word where an object was due
        raise TypeError(f"not a {getattr(kind, '__name__', kind)}") from error


@functools.cache
def _fields(kind: typing.Hashable) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in dataclasses.fields(cast("type", kind)))


@functools.cache
def _reader(kind: typing.Hashable) -> typing.Callable[[Any], Any]:
    origin = typing.get_origin(kind)
    if kind is PartialDate:
        return PartialDate.parse
    if origin in (types.UnionType, typing.Union):
        (inner,) = (arm for arm in typing.get_args(kind) if arm is not type(None))
        read = _reader(inner)
        return lambda plain: None if plain is None else read(plain)
    if origin is tuple:
        read_item = _reader(typing.get_args(kind)[0])
        return lambda plain: tuple(map(read_item, plain))
    if origin is dict:
        read_value = _reader(typing.get_args(kind)[1])
        return lambda plain: {key: read_value(item) for key, item in plain.items()}
    if dataclasses.is_dataclass(kind):
        return _dataclass_reader(cast("type", kind))
    if isinstance(kind, type) and issubclass(kind, tuple):  # a NamedTuple
        return lambda plain: kind(*plain)
    if kind is Any or kind is object:
        return lambda plain: plain
    if kind is bytes:
        return base64.b64decode
    if kind is float:
        return float
    return cast("typing.Callable[[Any], Any]", kind)


def _dataclass_reader(kind: type) -> typing.Callable[[Any], Any]:
    hints = typing.get_type_hints(kind)
    readers = {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind)}
    as_it_is = {
        name: read_one for name, read_one in readers.items() if read_one in _PLAIN
    }  # headers are mostly words

    def read(plain: Any) -> Any:
        return kind(
            **{
                key: item if type(item) is as_it_is.get(key) else readers[key](item)
                for key, item in plain.items()
                if key in readers
            }
        )

    return read
