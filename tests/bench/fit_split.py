"""Fits the weights of resources/rules/split.toml: python -m tests.bench.fit_split [--write].

Logistic regression over the signs, drawn to guesses made by hand ([guesses] there), on made-up bundles and single
papers (tests/making/bundles.py) whose texts are made up too. The labelled real files take no part, so that they can
test it.
"""

from __future__ import annotations

import random
import re
import sys
from collections.abc import Sequence
from pathlib import Path

from recordkeeper.recognise.rules import Rules
from recordkeeper.recognise.split import find_borders
from recordkeeper.recognise.split_look import look
from recordkeeper.recognise.split_rules import SplitRules
from recordkeeper.recognise.split_signs import over_all
from tests.making.bundles import Bundle, bundle, single
from tests.making.fitting import Sample, fit
from tests.making.layouts import LAYOUTS, Layout

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "rules"
NOISES = (0.0, 0.0, 0.01, 0.03)
FIRST_BIAS = -3.0
PULL = 30.0  # the higher, the more the hand-made guesses count
SINGLE_COUNTS = 3.0  # a single paper wrongly split is worse than a bundle left whole


def load() -> SplitRules:
    return SplitRules.load(FOLDER, Rules.load(FOLDER))


def samples(made: Bundle, rules: SplitRules, count: float = 1.0) -> list[Sample]:
    """The signs at every border of a bundle, and whether a paper begins there."""
    looks = over_all([look(page, rules) for page in made.pages])
    starts = frozenset(start - 1 for start in made.starts)
    return [
        (frozenset(name for name, _ in border.signs), border.page in starts, count)
        for border in find_borders(looks, {}, rules, starts)
    ]


def drawn(layouts: Sequence[type[Layout]], rules: SplitRules, seed: int, bundles: int) -> list[Sample]:
    """Samples of made-up bundles and of as many single papers, half of them long."""
    found: list[Sample] = []
    for number in range(bundles):
        draw = random.Random(f"{seed} {number}")
        noise = draw.choice(NOISES)
        found += samples(bundle(draw, layouts, noise=noise), rules)
        words = draw.choice((0, 900, 2500, 6000))
        found += samples(single(draw, draw.choice(layouts), words=words, noise=noise), rules, SINGLE_COUNTS)
    return found


def fitted(seen: Sequence[Sample], rules: SplitRules) -> tuple[dict[str, float], float]:
    return fit(seen, rules.guesses, FIRST_BIAS, pull=PULL)


def run(arguments: Sequence[str]) -> int:
    rules = load()
    weights, bias = fitted(drawn(LAYOUTS, rules, 1, 500), rules)
    table = "\n".join(f'"{name}" = {weight}' for name, weight in sorted(weights.items(), key=lambda one: -one[1]))
    if "--write" in arguments:
        path = FOLDER / "split.toml"
        text = re.sub(r"(?m)^bias = .*$", f"bias = {bias}", path.read_text("utf-8"))
        text = re.sub(r"(?s)(\n\[weights\]\n).*", lambda found: f"{found.group(1)}{table}\n", text)
        path.write_text(text, "utf-8")
    sys.stdout.write(f"bias {bias}\n{table}\n")
    return 0


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
