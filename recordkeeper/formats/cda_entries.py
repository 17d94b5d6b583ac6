"""Entries of a CDA document as lines, for documents that bring no narrative: what, when, how much."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from recordkeeper.formats.health_data import shown_date
from recordkeeper.formats.table_text import table_lines
from recordkeeper.formats.xml_tree import first, local, value_of, words_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_ACTS = frozenset(("observation", "act", "procedure", "substanceAdministration", "supply", "encounter"))
_MOST = 2000


def entry_lines(section: _Element) -> Iterator[str]:
    """One line for each act in the entries of `section`: date, name and value as stated."""
    rows: list[tuple[str, str, str]] = []
    for act in acts(section):
        row = (act_date(act), act_name(act), _value(act))
        if row[1] and row not in rows[-20:]:
            rows.append(row)
        if len(rows) == _MOST:
            break
    yield from table_lines((), rows)


def acts(element: _Element) -> Iterator[_Element]:
    """Every act in `element`, in the order of the file."""
    return (each for each in element.iter() if local(each) in _ACTS)


def act_name(act: _Element) -> str:
    """What an act is about: its code, or the material it gives."""
    material = first(act, "consumable", "manufacturedProduct", "manufacturedMaterial")
    code = first(material if material is not None else act, "code")
    said = words_of(first(code, "originalText")) or value_of(code, "displayName")
    return said or words_of(first(material, "name"))


def act_date(act: _Element) -> str:
    """When: the moment, or the beginning of the span."""
    time = first(act, "effectiveTime")
    return shown_date(value_of(time) or value_of(first(time, "low")))


def _value(act: _Element) -> str:
    value = first(act, "value")
    if value is None:
        return ""
    number = value_of(value)
    if number:
        return f"{number} {value_of(value, 'unit')}".strip()
    return value_of(value, "displayName") or words_of(value)


def counts(root: _Element) -> Iterator[tuple[str, int, str, str]]:
    """For each name of an act: how many there are, the first and the last date; the commonest first."""
    found: Counter[str] = Counter()
    dates: dict[str, tuple[str, str]] = {}
    for act in acts(root):
        name, date = act_name(act), act_date(act)
        if not name:
            continue
        found[name] += 1
        low, high = dates.get(name, ("", ""))
        dates[name] = (min(filter(None, (low, date)), default=""), max(high, date))
    for name, count in found.most_common():
        yield name, count, *dates[name]
