"""A number of a spreadsheet as its cell shows it, by its format code (ECMA-376 part 1, 18.8.30); dates as ISO.

What a code adds that is no number (colours, padding, conditions) is left out. Codes that are not understood show
the number as a cell without format does.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

# ECMA-376 part 1, 18.8.30: codes that files name by number only.
BUILT_IN = {
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "yyyy-mm-dd", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss",
    20: "h:mm", 21: "h:mm:ss",
    22: "yyyy-mm-dd h:mm", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mm:ss", 48: "0.0E+0", 49: "@",
}  # fmt: skip
_FIRST_DAY = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's days have no time zone
_LATER_FIRST_DAY = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - workbooks of old Macs
_LAST_DAY = 2_958_465  # 9999-12-31
_MOST_DECIMALS = 15
_LONGEST_CODE = 255
_TOKENS = re.compile(
    r'"([^"]*)"?|\\(.)|[_*].|\[([^\]]*)\]|(AM/PM|A/P|am/pm|a/p)|(General)|([0#?.,%/]+|[Ee][+-]|.)', re.DOTALL
)
_CURRENCY = re.compile(r"\$([^-]*)(?:-[0-9A-Fa-f]+)?\Z")
_ELAPSED = re.compile(r"[hms]+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Section:
    """One of the parts of a code between semicolons. `letters` are the date and time signs in it, lower case."""

    before: str
    digits: str
    after: str
    letters: str
    elapsed: bool
    general: bool


def shown(value: float, code: str, *, from_1904: bool = False) -> str:
    """`value` as a cell with the format `code` shows it."""
    if not math.isfinite(value):
        return str(value)
    sections = _sections(code[:_LONGEST_CODE])
    section = sections[0]
    if section.letters or section.elapsed:
        return _time(value, section, from_1904=from_1904) or general(value)
    if len(sections) > 1 and value < 0:
        section, value = sections[1], -value
    elif len(sections) > 2 and value == 0:
        section = sections[2]
    if section.general:
        return (section.before + general(value) + section.after).strip()
    if not section.digits:
        return (section.before + section.after).strip() or general(value)
    return _number(value, section).strip()


def is_date(code: str) -> bool:
    """Whether the format shows a day or a time."""
    first = _sections(code[:_LONGEST_CODE])[0]
    return bool(first.letters) or first.elapsed


def general(value: float) -> str:
    """A number as a cell without a format shows it: at most ten digits, but whole numbers whole."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.10g}" if abs(value) < 1e10 else f"{value:.15g}"


def iso(moment: dt.datetime, *, day: bool = True, time: bool = True) -> str:
    """A day, a time, or both, as ISO 8601 writes them; seconds only where there are some."""
    clock = moment.strftime("%H:%M:%S" if moment.second else "%H:%M") if time else ""
    return " ".join(part for part in (moment.date().isoformat() if day else "", clock) if part)


@functools.lru_cache(maxsize=1024)
def _sections(code: str) -> tuple[_Section, ...]:
    parts: list[list[re.Match[str]]] = [[]]
    for token in _TOKENS.finditer(code or "General"):
        if token.group(6) == ";":
            parts.append([])
        else:
            parts[-1].append(token)
    return tuple(_section(part) for part in parts[:4])


def _section(tokens: list[re.Match[str]]) -> _Section:
    before = digits = after = letters = ""
    elapsed = general_ = False
    for token in tokens:
        quoted, escaped, bracket, halves, plain, other = token.groups()
        literal = quoted or escaped or ""
        if bracket is not None:
            currency = _CURRENCY.match(bracket)
            literal = currency.group(1) if currency else ""
            elapsed = elapsed or _ELAPSED.match(bracket) is not None
        elif halves:
            letters += "h"
        elif plain:
            general_ = True
        elif other is not None and (other[0] in "0#?.,%/" or (other[0] in "Ee" and len(other) == 2)):
            digits += other
        elif other is not None and other.lower() in "ymdhs":
            letters += other.lower()
        elif other is not None and other != "@":
            literal = other
        if digits or general_:
            after += literal
        else:
            before += literal
    dated = bool(letters)
    return _Section(
        "" if dated else before, "" if dated else digits, "" if dated else after, letters, elapsed, general_
    )


def _number(value: float, section: _Section) -> str:
    code = section.digits
    if "/" in code:
        return section.before + general(value) + section.after
    exponent = re.search(r"[Ee][+-]", code)
    if exponent:
        decimals = len(code[: exponent.start()].partition(".")[2])
        return f"{section.before}{value:.{min(decimals, _MOST_DECIMALS)}E}{section.after}"
    percents = code.count("%")
    whole, _, fraction = code.replace("%", "").partition(".")
    thousands = len(whole) - len(whole.rstrip(",")) + len(fraction) - len(fraction.rstrip(","))
    places = [sign for sign in fraction if sign in "0#?"][:_MOST_DECIMALS]
    try:
        scaled = Decimal(repr(value)).scaleb(2 * percents - 3 * thousands)
        rounded = scaled.quantize(Decimal(1).scaleb(-len(places)), rounding=ROUND_HALF_UP)
    except (InvalidOperation, ValueError, OverflowError):
        return general(value)
    text = f"{abs(rounded):,f}" if "," in whole.rstrip(",") else f"{abs(rounded):f}"
    text = _trimmed(text, whole, places)
    sign = "-" if rounded < 0 else ""
    return f"{sign}{section.before}{text}{'%' * percents}{section.after}"


def _trimmed(text: str, whole: str, places: list[str]) -> str:
    """Without the noughts that # and ? do not ask for, and with those that 0 does."""
    ones, point, fraction = text.partition(".")
    while fraction.endswith("0") and places and places[len(fraction) - 1] != "0":
        fraction = fraction[:-1]
    wanted = whole.count("0")
    ones = ones.rjust(wanted, "0") if wanted else ("" if ones == "0" and fraction else ones)
    return ones + point + fraction if fraction else ones


def _time(value: float, section: _Section, *, from_1904: bool) -> str:
    """A day, a time or a span of time; nothing when the number is none."""
    if section.elapsed:
        minutes = round(value * 24 * 60)
        return f"{'-' if minutes < 0 else ''}{abs(minutes) // 60}:{abs(minutes) % 60:02d}"
    if not 0 <= value <= _LAST_DAY:
        return ""
    if not from_1904 and value < 60:
        value += 1 if value >= 1 else 0  # 1900 had no 29 February, but these programs think so
    moment = (_LATER_FIRST_DAY if from_1904 else _FIRST_DAY) + dt.timedelta(seconds=round(value * 86400))
    letters = section.letters
    has_time = "h" in letters or "s" in letters
    has_day = "d" in letters or "y" in letters
    if has_day and "d" not in letters and not has_time:
        return moment.strftime("%Y-%m") if "m" in letters else moment.strftime("%Y")
    if has_day and has_time and moment.hour == moment.minute == moment.second == 0:
        return iso(moment, time=False)
    if not has_day and not has_time:
        return iso(moment, time=False)  # a month alone
    return iso(moment, day=has_day, time=has_time)
