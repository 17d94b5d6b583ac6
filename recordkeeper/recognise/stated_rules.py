"""The rules for what files state in fields of their own, read from resources/rules/stated.toml."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from recordkeeper.records.kinds import DateRole, Kind
from recordkeeper.records.stated import Event, StatedCode

_MAIN = "main"


@dataclass(frozen=True, slots=True)
class StatedRules:
    """Codes to kinds, names of codes to kinds, and which stated date is the day of care."""

    codes: Mapping[tuple[str, str], Kind]
    names: tuple[tuple[Kind, re.Pattern[str]], ...]
    of_laboratories: frozenset[Kind]  # kinds that hide behind a laboratory's category
    order: Mapping[Kind, tuple[Event, ...]]
    default_order: tuple[Event, ...]
    roles: Mapping[Kind, Mapping[Event, DateRole | None]]  # None: the kind's own
    default_roles: Mapping[Event, DateRole | None]
    sure: Mapping[Event, float]
    sure_for: Mapping[Kind, Mapping[Event, float]]
    sure_by_code: float
    sure_by_entries: float
    sure_of_summary: float
    sure_by_name: float
    sure_of_several_people: float

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> StatedRules:
        """Build the rules from the parsed file. ValueError or KeyError when it is not as it should be."""
        order, roles = dict(data["order"]), dict(data["roles"])
        default_order, default_roles = order.pop("default"), roles.pop("default")
        return cls(
            codes={
                (system, code): Kind(kind)
                for system, kinds in data["codes"].items()
                for kind, codes in kinds.items()
                for code in codes
            },
            names=tuple((Kind(row["kind"]), re.compile(row["words"])) for row in data["names"]),
            of_laboratories=frozenset(map(Kind, data["of_laboratories"])),
            order={Kind(kind): _events(events) for kind, events in order.items()},
            default_order=_events(default_order),
            roles={Kind(kind): _roles(table) for kind, table in roles.items()},
            default_roles=_roles(default_roles),
            sure=_shares(data["sure"]),
            sure_for={Kind(kind): _shares(table) for kind, table in data["sure_for"].items()},
            sure_by_code=float(data["sure_by_code"]),
            sure_by_entries=float(data["sure_by_entries"]),
            sure_of_summary=float(data["sure_of_summary"]),
            sure_by_name=float(data["sure_by_name"]),
            sure_of_several_people=float(data["sure_of_several_people"]),
        )

    def kind_of(self, code: StatedCode) -> Kind | None:
        """The kind a code stands for, None when no table has it."""
        return self.codes.get((code.system, code.code))

    def events_for(self, kind: Kind) -> tuple[Event, ...]:
        """The stated dates to look for, best first."""
        return self.order.get(kind, self.default_order)

    def role_of(self, event: Event, kind: Kind, main: DateRole) -> DateRole:
        """What such a date is on a record of `kind`, whose own date is called `main`."""
        own = self.roles.get(kind, {})
        return (own[event] if event in own else self.default_roles[event]) or main

    def sure_of(self, event: Event, kind: Kind) -> float:
        """How often such a date is the day of care."""
        return self.sure_for.get(kind, {}).get(event, self.sure[event])


def _events(names: list[str]) -> tuple[Event, ...]:
    return tuple(Event(name) for name in names)


def _roles(table: Mapping[str, str]) -> dict[Event, DateRole | None]:
    return {Event(event): None if role == _MAIN else DateRole(role) for event, role in table.items()}


def _shares(table: Mapping[str, float]) -> dict[Event, float]:
    return {Event(event): float(share) for event, share in table.items()}
