"""A receipt's totals add up."""

from __future__ import annotations

from recordkeeper.records.intake import Receipt, ReceiptRow
from recordkeeper.records.kinds import Outcome


def test_totals_name_every_outcome_but_containers_and_add_up() -> None:
    rows = tuple(
        ReceiptRow(str(number), outcome, "", "", ())
        for number, outcome in enumerate([Outcome.ADDED, Outcome.ADDED, Outcome.LOCKED, Outcome.CONTAINER])
    )
    totals = Receipt(1, rows).totals
    assert set(totals) == set(Outcome) - {Outcome.CONTAINER}
    assert totals[Outcome.ADDED] == 2
    assert totals[Outcome.LOCKED] == 1
    assert sum(totals.values()) == 3
