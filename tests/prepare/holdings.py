"""Records as getting ready sees them, made up in a line each."""

from __future__ import annotations

import functools

from recordkeeper.prepare.preparing import PrepareRules
from recordkeeper.records.clinical import Fact, FactKind, FactStatus, KeptFact
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.held import Held, Holding
from recordkeeper.records.kinds import Kind
from recordkeeper.records.told import Telling, Told, ToldKind
from tests.conftest import ROOT


@functools.cache
def rules() -> PrepareRules:
    return PrepareRules.load(ROOT / "resources" / "rules")


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def told(kind: ToldKind, what: str = "", date: str = "", *, page: int = 1, words: str = "as printed") -> Told:
    return Told(kind, page, words, what, day(date) if date else None)


def record(id_: str, kind: Kind, date: str = "", *tells: Told, names: tuple[str, ...] = (), **more: object) -> Held:
    return Held(id_, kind, day(date) if date else None, telling=Telling(tells, names), **more)  # type: ignore[arg-type]


def fact(
    of: str, kind: FactKind, printed: str, *, name: str = "", date: str = "", page: int = 1, **more: object
) -> KeptFact:
    status = FactStatus(str(more.get("status", "recognised")))
    quoted = Fact(kind, printed, page, printed, 0.9, name=name, date=day(date) if date else None)
    return KeptFact(f"f{printed}", of, quoted, status)


def holding(*records: Held, **more: object) -> Holding:
    return Holding(records, **more)  # type: ignore[arg-type]
