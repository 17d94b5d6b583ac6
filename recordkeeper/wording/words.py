"""Says things: looks a sentence up by its key in a language, fills its fields and chooses its plural form.

One TOML file a room in resources/wording/<language>/; a key is file.key or file.table.key. A sentence with a
count is a table with `one` and `other`, and maybe `zero` and `by` (the field that is counted, else `count`).
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from recordkeeper.records.dates import PartialDate

HOME = "en"  # complete; what another language lacks is said in it
_PLURAL_KEYS = frozenset({"one", "other", "zero", "by"})
_KILO = 1000  # SI prefixes, as disc and stick makers print them
_UNITS = ("bytes", "kb", "mb", "gb", "tb")

Form = str | Mapping[str, str] | tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """The sentences of one language, with the home language behind them."""

    language: str
    forms: Mapping[str, Form]
    behind: Mapping[str, Form]
    always: Mapping[str, object] = field(default_factory=dict)  # fields every sentence may use

    @classmethod
    def load(cls, folder: Path, language: str) -> Words:
        """Read every file of `language` and of English below `folder` (resources/wording).

        FileNotFoundError when there is no such language; tomllib.TOMLDecodeError when a file is not TOML.
        """
        if not (folder / language).is_dir():
            raise FileNotFoundError(folder / language)
        behind = read_forms(folder / HOME)
        return cls(language, read_forms(folder / language) if language != HOME else behind, behind)

    @staticmethod
    def languages(folder: Path) -> tuple[str, ...]:
        """The languages that can be loaded, English first."""
        found = sorted(path.name for path in folder.iterdir() if path.is_dir())
        return (HOME, *(name for name in found if name != HOME))

    def say(self, key: str, **fields: object) -> str:
        """Return the sentence of `key` with its fields put in. KeyError when the key or a field is unknown.

        A PartialDate is said as a date, a whole number with its thousands grouped.
        """
        form = self._form(key)
        if isinstance(form, tuple):
            raise KeyError(f"{key} is a list, not a sentence")
        text = form if isinstance(form, str) else form[_plural(form, fields, key)]
        known = {**self.always, **fields}
        return text.format_map({name: self._field(value) for name, value in known.items()})

    def placing(self, **always: object) -> Words:
        """The same words with fields that every sentence may use, such as the names of a bundle's files."""
        return replace(self, always={**self.always, **always})

    def has(self, key: str) -> bool:
        return key in self.forms or key in self.behind

    def list_of(self, key: str) -> tuple[str, ...]:
        """Return the strings of a list such as `common.months`. KeyError when there is none."""
        form = self._form(key)
        if not isinstance(form, tuple):
            raise KeyError(f"{key} is not a list")
        return form

    def date(self, date: PartialDate, *, long: bool = False) -> str:
        """Return "3 Feb 2024", "Feb 2024" or "2024" as the language writes it; `long` spells the month out."""
        if not date.month:
            return str(date.year)
        month = self.list_of("common.months_long" if long else "common.months")[date.month - 1]
        style = "long_" if long else ""
        if not date.day:
            return self.say(f"common.{style}month_and_year", month=month, year=str(date.year))
        return self.say(f"common.{style}full_date", day=str(date.day), month=month, year=str(date.year))

    def dates(self, first: PartialDate | None, last: PartialDate | None) -> str:
        """Return a span of dates, one date where both are the same, "" where none is known."""
        known = [date for date in (first, last) if date is not None]
        if not known:
            return ""
        if known[0] == known[-1]:
            return self.date(known[0])
        return self.say("common.date_span", first=self.date(known[0]), last=self.date(known[1]))

    def number(self, value: int) -> str:
        """Return a whole number, thousands grouped from five digits on, as both languages' style guides ask."""
        return f"{value:,}".replace(",", self.say("common.thousands")) if abs(value) > 9999 else str(value)

    def size(self, size: int) -> str:
        """Return a size in bytes as "640 bytes", "12 kB", "1.2 GB"; one decimal below ten of a unit."""
        value, step = float(size), 0
        while step + 1 < len(_UNITS) and value >= _KILO - 0.5:
            value, step = value / _KILO, step + 1
        digits = f"{value:.1f}" if step and value < 9.95 else f"{value:.0f}"
        digits = digits.removesuffix(".0").replace(".", self.say("common.decimal"))
        return self.say(f"common.size_{_UNITS[step]}", size=digits)

    def _form(self, key: str) -> Form:
        form = self.forms.get(key)
        return self.behind[key] if form is None else form

    def _field(self, value: object) -> object:
        if isinstance(value, PartialDate):
            return self.date(value)
        if isinstance(value, int) and not isinstance(value, bool):
            return self.number(value)
        return value


def read_forms(folder: Path) -> dict[str, Form]:
    """Return every sentence, plural table and list below `folder` by its full key."""
    forms: dict[str, Form] = {}
    for path in sorted(folder.glob("*.toml")):
        with path.open("rb") as file:
            _flatten(path.stem, tomllib.load(file), forms)
    return forms


def fields_of(form: Form) -> frozenset[str]:
    """The names a form leaves open. Every plural form counts."""
    texts = form.values() if isinstance(form, Mapping) else (form,) if isinstance(form, str) else form
    return frozenset(name for text in texts for _, name, _, _ in string.Formatter().parse(text) if name)


def _flatten(prefix: str, table: Mapping[str, object], forms: dict[str, Form]) -> None:
    for name, value in table.items():
        key = f"{prefix}.{name}"
        if isinstance(value, Mapping) and not _is_plural(value):
            _flatten(key, value, forms)
        elif isinstance(value, list):
            forms[key] = tuple(str(item) for item in value)
        elif isinstance(value, Mapping):
            forms[key] = {str(form): str(text) for form, text in value.items()}
        else:
            forms[key] = str(value)


def _is_plural(table: Mapping[str, object]) -> bool:
    return "one" in table and "other" in table and set(table) <= _PLURAL_KEYS


def _plural(form: Mapping[str, str], fields: Mapping[str, object], key: str) -> str:
    counted = form.get("by", "count")
    count = fields[counted]
    if not isinstance(count, int):
        raise KeyError(f"{key}: {counted} must be a whole number")
    if count == 0 and "zero" in form:
        return "zero"
    return "one" if count == 1 else "other"
