"""What belongs together: the pages of one document, the same thing twice, reports with what they are about."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.records.provenance import Reason


@dataclass(frozen=True, slots=True)
class Span:
    """Pages of a file (from 1, both included) that are one document of their own.

    `reasons` say why it begins where it does, strongest first; `title` is what it seems to call itself, untrusted.
    `confidence` is how likely both its borders are right and none is missing inside.
    """

    first_page: int
    last_page: int
    confidence: float
    title: str = ""
    reasons: tuple[Reason, ...] = ()
