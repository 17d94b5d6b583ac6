"""The worker pipe's language: a JSON header and a raw buffer, lengths checked, nothing unpickled."""

from __future__ import annotations

import json
import struct
from typing import IO, Any, NamedTuple

_LENGTHS = struct.Struct("<4sIQ")
_MAGIC = b"RKW1"
_LONGEST_HEADER = 256 * 1024 * 1024
_LONGEST_BUFFER = 1024 * 1024 * 1024


class Frame(NamedTuple):
    """What crosses the pipe: a JSON object and bytes beside it."""

    header: dict[str, Any]
    buffer: bytes = b""


_WITHIN = "within"


def step(seconds: float) -> Frame:
    """A task's own promise: what it does next takes at most so long. For a task of many small steps, one of which
    may never end; its deadline as a whole stands all the same.
    """
    return Frame({_WITHIN: seconds})


def seconds_of(frame: Frame) -> float | None:
    """How long the step a frame announces may take; None for any other frame."""
    seconds = frame.header.get(_WITHIN)
    return float(seconds) if isinstance(seconds, (int, float)) and len(frame.header) == 1 else None


class BrokenPipeLanguage(Exception):
    """The other side ended, or sent what is no frame."""


def write_frame(pipe: IO[bytes], frame: Frame, *, clean: bool = False) -> None:
    """Send one frame. OSError when the other side is gone.

    `clean` puts a question mark for half a character (a lone surrogate), which foreign texts hold and no database
    takes; requests keep it, since a path may need it.
    """
    text = json.dumps(frame.header, ensure_ascii=not clean, separators=(",", ":"))
    header = text.encode("utf-8", "replace")
    pipe.write(_LENGTHS.pack(_MAGIC, len(header), len(frame.buffer)) + header)
    if frame.buffer:
        pipe.write(frame.buffer)
    pipe.flush()


def read_frame(pipe: IO[bytes]) -> Frame:
    """Receive one frame. BrokenPipeLanguage when the other side ended or the lengths are absurd."""
    magic, header_length, buffer_length = _LENGTHS.unpack(_exactly(pipe, _LENGTHS.size))
    if magic != _MAGIC or header_length > _LONGEST_HEADER or buffer_length > _LONGEST_BUFFER:
        raise BrokenPipeLanguage("not a frame")
    untrusted = _json(_exactly(pipe, header_length))
    if not isinstance(untrusted, dict):
        raise BrokenPipeLanguage("not a frame")
    return Frame(untrusted, _exactly(pipe, buffer_length) if buffer_length else b"")


def _json(data: bytes) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError) as error:  # no JSON, no text, or nested to exhaust the stack
        raise BrokenPipeLanguage("not a frame") from error


def _exactly(pipe: IO[bytes], length: int) -> bytes:
    data = pipe.read(length)
    if data is None or len(data) != length:
        raise BrokenPipeLanguage("the other side ended")
    return data
