"""Numbers as laboratories print them: decimal point or comma, thousands, signs of comparison."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

DIGITS = r"(?:\d{1,3}(?:[,.' \u00a0\u2009]\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)?|[.,]\d+)"
COMPARATOR = r"(?:[<>]\s?=|=\s?[<>]|[<>≤≥⩽⩾]|&lt;|&gt;)"
NUMBER = re.compile(rf"[+\-−]?{DIGITS}")
_POINT = re.compile(r"\d\.\d{1,2}(?!\d)|\d\.\d{4,}|(?<!\d)[0]\.\d|\d{4,}\.\d")
_COMMA = re.compile(r"\d,\d{1,2}(?!\d)|\d,\d{4,}|(?<!\d)[0],\d|\d{4,},\d")
_COMPARATORS = {"⩽": "≤", "⩾": "≥", "&lt;": "<", "&gt;": ">"}


class Decimal(StrEnum):
    """Which sign parts the whole from the decimals in a paper."""

    POINT = "point"
    COMMA = "comma"
    UNKNOWN = "unknown"


def decimal_of(numbers: Iterable[str]) -> Decimal:
    """Which sign it is, by the numbers that can be read in one way only; UNKNOWN when none of them tells."""
    points = commas = 0
    for number in numbers:
        points += bool(_POINT.search(number))
        commas += bool(_COMMA.search(number))
    if points == commas:
        return Decimal.UNKNOWN
    return Decimal.POINT if points > commas else Decimal.COMMA


def value_of(printed: str, decimal: Decimal) -> tuple[float | None, bool]:
    """The number that is printed, and whether it could be another one as well ("1,234"); None for what is none."""
    text = re.sub(r"['\s\u00a0\u2009]", "", printed.replace("−", "-"))
    if not re.fullmatch(r"[+-]?(?:\d+(?:[.,]\d+)*|[.,]\d+)", text):
        return None, False
    points, commas = text.count("."), text.count(",")
    if not points and not commas:
        return float(text), False
    if points and commas:
        return _last_is_decimal(text), False
    sign = "." if points else ","
    parts = text.split(sign)
    if len(parts) > 2:
        return (float("".join(parts)), False) if all(len(part) == 3 for part in parts[1:]) else (None, True)
    own = (decimal is Decimal.POINT) == (sign == ".")
    looks_thousands = len(parts[1]) == 3 and 1 <= len(parts[0].lstrip("+-")) <= 3 and parts[0].lstrip("+-") != "0"
    if not looks_thousands:
        return float(".".join(parts) if parts[0].lstrip("+-") else f"0.{parts[1]}"), False
    if decimal is Decimal.UNKNOWN:
        return float("".join(parts)) if sign == "," else float(".".join(parts)), True
    return (float(".".join(parts)), False) if own else (float("".join(parts)), False)


def _last_is_decimal(text: str) -> float | None:
    last = max(text.rfind("."), text.rfind(","))
    whole, rest = text[:last], text[last + 1 :]
    sign = text[last]
    if sign in whole:
        return None
    return float(re.sub(r"[.,]", "", whole) + "." + rest)


def comparator_of(printed: str) -> str:
    """A sign of comparison as printed, without a space in it."""
    bare = printed.replace(" ", "")
    return _COMPARATORS.get(bare, bare)


def bounds_of(printed: str, decimal: Decimal) -> tuple[float | None, float | None]:
    """Lower and upper bound of a printed range, None where it has none or is no range of numbers alone."""
    text = printed.strip(" ()[]").replace("–", "-").replace("—", "-").replace("−", "-")
    both = re.fullmatch(rf"({DIGITS})\s*(?:-|to|a|à|bis|y|and|hasta|until)\s*({DIGITS})", text)
    if both:
        return value_of(both.group(1), decimal)[0], value_of(both.group(2), decimal)[0]
    one = re.fullmatch(rf"({COMPARATOR})\s*({DIGITS})", text)
    if one:
        value = value_of(one.group(2), decimal)[0]
        return (None, value) if comparator_of(one.group(1))[0] in "<≤" or one.group(1) == "=<" else (value, None)
    return None, None
