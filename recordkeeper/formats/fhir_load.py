"""FHIR files into resources: JSON, XML, or one resource a line, as bundles or alone (FHIR DSTU2, STU3, R4, R5).

Numbers stay as printed ("4.0" is not 4). A file that is cut short or very long gives what its beginning holds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.formats.decode import decode
from recordkeeper.formats.sheets import NotRead, read_start
from recordkeeper.records.reading import Condition

MOST_BYTES = 64 * 1024 * 1024  # of a file; as objects they take some 600 MB of the worker's 2 GB
MOST_XML = 32 * 1024 * 1024  # of XML, which takes more
_DEEPEST = 5  # bundles in bundles, lists in lists
_ENTRIES = re.compile(r'"entry"\s*:\s*\[')
_BOXES = {"Bundle": "entry", "Parameters": "parameter"}  # resources that hold others, and where
_BETWEEN = re.compile(r"[\s,]*")

Json = dict[str, object]


@dataclass(frozen=True, slots=True)
class Resource:
    """One resource with the address its bundle gives it."""

    content: Json
    address: str = ""

    @property
    def type(self) -> str:
        return text(self.content.get("resourceType"))


@dataclass(frozen=True, slots=True)
class Loaded:
    """The resources of a file. `bundle` says that they came in one; `cut` that only the beginning was read.

    `broken` says that the end of the file is missing.
    """

    resources: tuple[Resource, ...]
    bundle: bool
    cut: bool
    broken: bool = False


def load(path: Path) -> Loaded:
    """Read the file at `path`. NotRead `damaged` when no resource can be made out."""
    untrusted, cut = read_start(path, MOST_BYTES)
    if untrusted.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] == b"<":
        loaded = _from_xml(untrusted[:MOST_XML], cut or len(untrusted) > MOST_XML)
    else:
        loaded = _from_json(decode(untrusted), cut)
    if not loaded.resources:
        raise NotRead(Condition.UNREADABLE, "damaged")
    return loaded


def text(value: object) -> str:
    """A string of the file, "" for anything else."""
    return value if isinstance(value, str) else ""


def each(value: object, depth: int = 0) -> Iterator[Json]:
    """The objects in a list, or a single one: elements that repeat in one release may not in another."""
    if isinstance(value, dict):
        yield value
    elif isinstance(value, list) and depth < _DEEPEST:
        for item in value:
            yield from each(item, depth + 1)


def _from_xml(untrusted: bytes, cut: bool) -> Loaded:
    from recordkeeper.formats.fhir_xml import resources_of

    found = tuple(resources_of(untrusted))
    return Loaded(found, bool(found and found[0].address) or len(found) > 1, cut)


def _from_json(source: str, cut: bool) -> Loaded:
    whole = None if cut else _parsed(source)
    if whole is not None:
        bundle = not (isinstance(whole, dict) and whole.get("resourceType") not in (None, *_BOXES))
        return Loaded(tuple(_gather(whole, "", 0)), bundle, cut)
    lines = _lines(source)
    if lines:
        return Loaded(tuple(lines), len(lines) > 1, cut)
    return Loaded(tuple(_beginning(source)), True, cut, broken=not cut)


def _parsed(source: str) -> object | None:
    try:
        whole: object = json.loads(source, parse_float=str, parse_int=str)
    except (ValueError, RecursionError):
        return None
    return whole


def _lines(source: str) -> list[Resource]:
    """One resource a line, as bulk exports have them; [] when the first line is none. A broken line is left out."""
    found: list[Resource] = []
    for line in source.split("\n"):
        if not line.strip():
            continue
        value = _parsed(line)
        if not isinstance(value, dict) and not found:
            return []
        found.extend(_gather(value, "", 0))
    return found


def _beginning(source: str) -> Iterator[Resource]:
    """The whole entries at the beginning of a bundle whose end is missing or too far."""
    start = _ENTRIES.search(source)
    decoder = json.JSONDecoder(parse_float=str, parse_int=str)
    at = start.end() if start else len(source)
    while at < len(source):
        skipped = _BETWEEN.match(source, at)
        at = skipped.end() if skipped else at
        try:
            value, at = decoder.raw_decode(source, at)
        except (ValueError, RecursionError):
            return
        yield from _gather(value, "", 0)


def _gather(value: object, address: str, depth: int) -> Iterator[Resource]:
    """Every resource in `value`, bundles and other boxes opened."""
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for item in value:
            yield from _gather(item, "", depth + 1)
    elif isinstance(value, dict):
        kind = value.get("resourceType")
        if isinstance(kind, str) and kind in _BOXES:
            yield from _gather(value.get(_BOXES[kind]), "", depth)
        elif isinstance(kind, str) and kind[:1].isalpha():
            yield Resource(value, address)
        elif "resource" in value:
            yield from _gather(value["resource"], text(value.get("fullUrl")), depth + 1)
        else:
            for item in value.values():
                if isinstance(item, (dict, list)):
                    yield from _gather(item, "", depth + 1)
