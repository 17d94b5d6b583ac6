"""Protected libraries for tests: made as the program makes them, opened by their sheet."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from recordkeeper.library import protecting, recovery
from recordkeeper.library.protecting import NewKeys
from recordkeeper.work.progress import CancelToken, Progress

TODAY = dt.date(2026, 3, 5)
PASSPHRASE = "four words of mine"


def protect(place: Path, passphrase: str = "") -> NewKeys:
    """Protect the library at `place`, which nobody has open."""
    new = protecting.begin(place, protecting.PROTECT, TODAY, passphrase)
    carry_out(place, protecting.PROTECT, None, new)
    return new


def carry_out(place: Path, act: str, before: NewKeys | None, after: NewKeys | None) -> protecting.Done:
    """Convert without a word typed back. Skips where SQLite's driver is the standard library's."""
    if os.environ.get("RECORDKEEPER_SQLITE") == "stdlib":
        pytest.skip("the standard library's SQLite driver knows no keys, so nothing can be protected")
    seal = before.seal if before is not None else None
    none = CancelToken()
    return protecting.carry_out(place, act, seal, after, readme="read me", progress=Progress(), cancel=none)


def sheet(new: NewKeys) -> str:
    """The 24 words."""
    return " ".join(recovery.words_of(new.secret))
