"""How rightly it is told whose a record is: strangers taken for the patient, own records taken for strangers'.

Prints a row for each sort of made-up record (Markdown) with the cases behind each error, and keeps them as JSON
(build/bench/identity_quality.json). `unknown` is asked of a person and is no error on either side.
"""

from __future__ import annotations

import json
import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from recordkeeper.recognise.people import weigh
from recordkeeper.records.kinds import Identity
from tests.bench.harness import Figure, Options
from tests.conftest import ROOT
from tests.making.people import OWN, STRANGERS, Trial, own, stranger

RESULT = ROOT / "build" / "bench" / "identity_quality.json"
_TRIALS = 10_000  # of each sort
_SEED = 2027
_SHOWN = 5  # errors of a sort that are printed
HEAD = "| records | trials | agrees | unknown | differs | errors |\n| --- | --- | --- | --- | --- | --- |"


def main(options: Options) -> Iterator[Figure]:
    """Print the two tables and their rates; one figure for time."""
    count = options.sized(_TRIALS)
    tables = {
        "strangers, accepted": _table(STRANGERS, stranger, Identity.AGREES, count),
        "own records, called a stranger's": _table(OWN, own, Identity.DIFFERS, count),
    }
    for name, rows in tables.items():
        print(f"\n{name}\n\n{HEAD}\n" + "\n".join(rows), flush=True)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(tables, indent=1, ensure_ascii=False) + "\n", "utf-8")
    yield _time(options)


def _table(
    cases: Mapping[str, object], make: Callable[[str, random.Random], Trial], wrong: Identity, count: int
) -> list[str]:
    rows, errors = list[str](), 0
    names = list(cases)
    for case in names:
        row, wrongly = _row(case, make, wrong, count)
        rows += row
        errors += wrongly
    total = count * len(names)
    return [*rows, f"| all | {total} | | | | {errors} ({errors / total:.3%}) |"]


def _row(
    case: str, make: Callable[[str, random.Random], Trial], wrong: Identity, count: int
) -> tuple[list[str], int]:
    chance, told, errors = random.Random(f"{_SEED} {case}"), Counter[Identity](), list[str]()
    for _ in range(count):
        trial = make(case, chance)
        verdict = weigh(trial.patient, trial.read)
        told[verdict.identity] += 1
        if verdict.identity is wrong:
            ours, read = trial.patient, trial.read
            errors.append(f"  {ours.name} {ours.birth_date} · {read.name} {read.birth_date}: {verdict.rule}")
    counts = " | ".join(str(told[each]) for each in (Identity.AGREES, Identity.UNKNOWN, Identity.DIFFERS))
    return [f"| {case} | {count} | {counts} | {len(errors)} |", *errors[:_SHOWN]], len(errors)


def _time(options: Options) -> Figure:
    chance = random.Random(_SEED)
    trials = [own("usual forms", chance) for _ in range(options.sized(2000))]
    ours, floor = list[float](), list[float]()
    for _ in range(options.runs):
        began = time.perf_counter()
        for trial in trials:
            weigh(trial.patient, trial.read)
        ours.append(time.perf_counter() - began)
        began = time.perf_counter()
        for trial in trials:
            _ = trial.patient.name.casefold().split() == trial.read.name.casefold().split()
        floor.append(time.perf_counter() - began)
    return Figure("compare two people", tuple(ours), "compare two texts", tuple(floor), {"pairs": len(trials)})
