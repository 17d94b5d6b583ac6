"""How rightly files are split, the same text is found twice, and records are put together; and how long it takes.

Prints three tables (Markdown) and keeps them as JSON (build/bench/belonging_quality.json). Splitting is measured on
labelled bundles and reports nobody here wrote, joined in many ways, and on made-up layouts; once more with each
family of layouts left out of the fit of the weights that judge it. The rules themselves were written with errors on
the made-up layouts and families at hand, so the figures flatter; seeds used here were not looked at then.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace

from recordkeeper.formats.registry import Registry
from recordkeeper.recognise.pairing import pair
from recordkeeper.recognise.pairing_rules import PairingRules
from recordkeeper.recognise.rules import Rules
from recordkeeper.recognise.sketch import fingerprint_of
from recordkeeper.recognise.split import split
from recordkeeper.recognise.split_rules import SplitRules
from recordkeeper.recognise.trace import BelongingRules
from recordkeeper.recognise.twin_rules import TwinRules
from tests.bench import belonging_files, belonging_pairs, belonging_split, belonging_twins
from tests.bench.fit_split import drawn, fitted
from tests.bench.harness import Figure, Options
from tests.conftest import ROOT, SHARED_DATA
from tests.making.bundles import bundle
from tests.making.families import family
from tests.making.layouts import LAYOUTS

FOLDER = ROOT / "resources" / "rules"
RESULT = ROOT / "build" / "bench" / "belonging_quality.json"
_SEED = 2027  # of made-up things: not looked at while rules were written


def main(options: Options) -> Iterator[Figure]:
    """Print the tables; three figures for time."""
    if not SHARED_DATA.is_dir():
        raise FileNotFoundError(f"the labelled real files are not here: {SHARED_DATA}")
    rules, registry = Rules.load(FOLDER), Registry(ROOT / "resources")
    splitting, twins, pairing = SplitRules.load(FOLDER, rules), TwinRules.load(FOLDER), PairingRules.load(FOLDER)
    tables = {
        "split": _split(splitting, registry, options),
        "split, layouts left out": _left_out(splitting, options),
        "twins": _twins(rules, BelongingRules.load(FOLDER), registry, options),
        "pairs, as dates are read": _pairs(rules, twins, pairing, options, true_dates=False),
        "pairs, dates given": _pairs(rules, twins, pairing, options, true_dates=True),
        "pairs, from files to the list": _from_files(options),
    }
    for name, rows in tables.items():
        print(f"\n{name}\n\n" + "\n".join(rows), flush=True)
    RESULT.parent.mkdir(parents=True, exist_ok=True)
    RESULT.write_text(json.dumps(tables, indent=1) + "\n", "utf-8")
    yield from _times(rules, splitting, twins, pairing, options)


def _split(rules: SplitRules, registry: Registry, options: Options) -> list[str]:
    scores = belonging_split.measure(rules, SHARED_DATA, registry, count=options.sized(60), seed=_SEED)
    return [belonging_split.HEAD, *(score.row(name) for name, score in scores)]


def _left_out(rules: SplitRules, options: Options) -> list[str]:
    """Each family of layouts judged by weights that were fitted without it."""
    texts = belonging_split.texts_of(SHARED_DATA)
    total = {0.0: belonging_split.Score(), 0.01: belonging_split.Score()}
    for _, inside, others in belonging_split.families():
        weights, bias = fitted(drawn(others, rules, _SEED, options.sized(130)), rules)
        without = replace(rules, weights=weights, bias=bias)
        for noise, score in total.items():
            score.include(belonging_split.made_up(inside, without, texts, options.sized(24), _SEED, noise))
            score.include(belonging_split.alone(inside, without, texts, options.sized(40), _SEED, noise))
    return [belonging_split.HEAD, *(score.row(f"{noise:.0%} misread") for noise, score in total.items())]


def _twins(rules: Rules, belonging: BelongingRules, registry: Registry, options: Options) -> list[str]:
    libraries = range(_SEED, _SEED + options.sized(5))
    scores = belonging_twins.measure(rules, belonging, SHARED_DATA, registry, libraries=libraries)
    return [belonging_twins.HEAD, *(score.row(name) for name, score in scores)]


def _pairs(
    rules: Rules, twins: TwinRules, pairing: PairingRules, options: Options, *, true_dates: bool
) -> list[str]:
    readers = belonging_pairs.Readers(rules, twins, pairing)
    result = belonging_pairs.measure(readers, options.sized(60), _SEED, true_dates=true_dates)
    return [belonging_pairs.HEAD, *result.rows()]


def _from_files(options: Options) -> list[str]:
    result = belonging_files.measure(options.work, options.sized(40), _SEED)
    return [belonging_pairs.HEAD, *result.rows()]


def _times(
    rules: Rules, splitting: SplitRules, twins: TwinRules, pairing: PairingRules, options: Options
) -> Iterator[Figure]:
    pages = [page for number in range(10) for page in bundle(random.Random(number), LAYOUTS, papers=8).pages]
    lines = _timed(lambda: [page.text.split("\n") for page in pages], options.runs)
    facts = {"pages": len(pages)}
    yield Figure(
        "split a file", _timed(lambda: split(pages, rules=splitting), options.runs), "its lines", lines, facts
    )
    sketched = _timed(lambda: [fingerprint_of([page], rules=twins) for page in pages], options.runs)
    yield Figure("sketch pages", sketched, "their lines", lines, facts)
    readers = belonging_pairs.Readers(rules, twins, pairing)
    known = belonging_pairs.candidates(family(_SEED), readers, true_dates=True)
    titles = _timed(lambda: sorted(record.title for record in known), options.runs)
    paired = _timed(lambda: pair(known, rules=pairing), options.runs)
    yield Figure("pair a patient's records", paired, "sort them by title", titles, {"records": len(known)})


def _timed(work: Callable[[], object], runs: int) -> tuple[float, ...]:
    times = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return tuple(times)
