"""The lists a person keeps: which fields an entry has, what fits them, and what may enter a bundle."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.own import Entry, OwnList

SHARE = "share"
LETTER = "letter"  # the sort of a field that is changed in a place of its own, not in the form
_YES = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: "text", "date", "record", "choice", "yes_no", "number" or "letter"."""

    name: str
    type: str
    choices: tuple[str, ...] = ()
    default: str = ""


@dataclass(frozen=True, slots=True)
class ListRules:
    """One list: its fields, the one that names an entry, and what is shared of it when nothing is said."""

    of: OwnList
    main: str
    fields: Mapping[str, Field]
    shared: bool
    shared_when: Mapping[str, str]

    def checked(self, given: Mapping[str, str]) -> dict[str, str]:
        """The values as they are kept. InputProblem "no_such_field", "not_a_value"."""
        return {name: self._checked(name, value) for name, value in given.items()}

    def _checked(self, name: str, value: str) -> str:
        field = self.fields.get(name)
        if field is None:
            raise InputProblem("no_such_field", field=name, fields=", ".join(self.fields))
        text = value.strip()
        if not text or field.type in ("text", LETTER):
            return text
        if field.choices and text not in field.choices:
            raise InputProblem("not_a_choice", value=text, choices=", ".join(field.choices))
        try:
            if field.type == "date":
                return str(PartialDate.parse(text))
            if field.type == "number":
                return str(int(text))
        except ValueError as error:
            raise InputProblem("not_a_date_or_number", value=text) from error
        return text

    @property
    def shown(self) -> tuple[str, ...]:
        """The fields that stand in a form and on a card."""
        return tuple(name for name, field in self.fields.items() if field.type != LETTER)

    def values(self, entry: Entry) -> dict[str, str]:
        """Every field with what it holds, the default where nothing is said."""
        return {name: entry.get(name) or field.default for name, field in self.fields.items()}

    def is_shared(self, entry: Entry) -> bool:
        """Whether an entry may enter a bundle: as a person said, else as the list has it."""
        if said := entry.get(SHARE):
            return said == "yes"
        values = self.values(entry)
        return self.shared and all(values[name] == value for name, value in self.shared_when.items())


def load_lists(folder: Path) -> dict[OwnList, ListRules]:
    """Read lists.toml of `folder`. OSError: it is missing, ValueError or KeyError: it is not as it should be."""
    data = tomllib.loads((folder / "lists.toml").read_text("utf-8"))
    return {of: _rules(of, data[of]) for of in OwnList}


def _rules(of: OwnList, table: Mapping[str, Any]) -> ListRules:
    fields = {name: _field(name, row) for name, row in table["fields"].items()}
    fields[SHARE] = Field(SHARE, "yes_no", _YES)
    return ListRules(of, table["main"], fields, table["shared"], table.get("shared_when", {}))


def _field(name: str, row: Mapping[str, Any]) -> Field:
    choices: Sequence[str] = _YES if row["type"] == "yes_no" else row.get("choices", ())
    return Field(name, row["type"], tuple(choices), row.get("default", ""))


def shared(rules: ListRules, entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """The entries that may enter a bundle."""
    return tuple(entry for entry in entries if rules.is_shared(entry))
