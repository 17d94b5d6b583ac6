"""Whether every name in a bundle fits the medium it is made for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from recordkeeper.bundle.checks import Check, check_of
from recordkeeper.records.papers import Places

_SHORT = re.compile(r"[A-Z0-9_]{1,8}(\.[A-Z0-9_]{1,3})?")  # ISO 9660 level 1 (ECMA-119 7.5, 10.1)
_REFUSED = re.compile(r'[<>:"\\|?*\x00-\x1f]|[ .]$')  # by Windows and exFAT
_DEPTH = 8  # folders on an ISO 9660 disc, its root counted (ECMA-119 6.8.2.1)
_A_NAME = 255  # bytes of UTF-8, and units of UTF-16, that usual file systems take
_A_PATH = 220  # signs: 260 on Windows, less a drive and a folder to copy to


def names_fit(paths: Sequence[str], places: Places) -> Check:
    """Names of a disc are ISO 9660 level 1; all others are such as Windows, macOS and exFAT take."""
    fits = _on_disc if places.strict else _in_folder
    longest = max(map(len, paths), default=0)
    return check_of("paths", [path for path in paths if not fits(path)], f"the longest has {longest} signs")


def _on_disc(path: str) -> bool:
    parts = path.split("/")
    return len(parts) < _DEPTH and all(_SHORT.fullmatch(part) for part in parts)


def _in_folder(path: str) -> bool:
    parts = path.split("/")
    short = all(len(part.encode("utf-8", "surrogateescape")) <= _A_NAME for part in parts)
    return short and len(path) <= _A_PATH and not any(_REFUSED.search(part) for part in parts)
