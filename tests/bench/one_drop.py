"""All of the shared data in one drop, twice: per format what was taken and what was not, with the reasons.

Prints the README's table of formats: python -m tests.bench.one_drop
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory

from recordkeeper.app import App
from recordkeeper.records.intake import Receipt
from recordkeeper.records.kinds import Outcome
from tests.conftest import SHARED_DATA
from tests.making.libraries import a_library, bring_in

_TAKEN = (Outcome.ADDED.value, Outcome.SET_ASIDE.value)


def run() -> int:
    """Add, add again, and print what came of it."""
    if not SHARED_DATA.is_dir():
        print("The shared data is not here.")
        return 1
    with TemporaryDirectory() as place, a_library(Path(place) / "library") as app:
        began = time.perf_counter()
        first = bring_in(app, SHARED_DATA)
        seconds = time.perf_counter() - began
        _say("First", first, seconds)
        print("\n".join(table(app, first.intake)))
        began = time.perf_counter()
        second = bring_in(app, SHARED_DATA)
        _say("Second", second, time.perf_counter() - began)
        again = second.totals[Outcome.ADDED] + second.totals[Outcome.SET_ASIDE]
        return 1 if again else 0


def _say(which: str, receipt: Receipt, seconds: float) -> None:
    counts = ", ".join(f"{count} {outcome}" for outcome, count in receipt.totals.items() if count)
    print(f"{which} drop, {seconds:.0f} s: {len(receipt.files)} files, {counts}\n")


def table(app: App, intake: int) -> list[str]:
    """The rows of the README's table; contents that came before count once each time they were met."""
    rows = (
        app.library.catalogue.reader()
        .execute(
            """
            SELECT coalesce(o.format, ''), f.outcome, coalesce(nullif(f.reason_code, 'other_person'), ''), count(*)
            FROM source_file f LEFT JOIN original o ON o.id = f.original_id
            WHERE f.intake_id = ? GROUP BY 1, 2, 3
            """,
            [intake],
        )
        .fetchall()
    )
    lines = ["| format | files | taken | here already | otherwise |", "| --- | --- | --- | --- | --- |"]
    for form in sorted({row[0] for row in rows}):
        mine = [row for row in rows if row[0] == form]
        files = Counter[str]()
        for _, outcome, _, count in mine:
            files[outcome] += count
        taken = sum(files[outcome] for outcome in _TAKEN)
        others = [
            f"{count} {outcome.replace('_', ' ')}" + (f" ({reason.replace('_', ' ')})" if reason else "")
            for _, outcome, reason, count in mine
            if outcome not in (*_TAKEN, Outcome.ALREADY_HERE.value)
        ]
        name = form or "not kept"
        here = files[Outcome.ALREADY_HERE.value]
        lines.append(f"| {name} | {files.total()} | {taken} | {here} | {', '.join(others) or '–'} |")
    return lines


if __name__ == "__main__":
    sys.exit(run())
