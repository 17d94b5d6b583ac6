"""Learns the weights of the kinds, and says how well they do on texts not seen: python -m tests.training [DATA].

DATA is the folder of the shared data (its text/ is used); the made-up texts are kept here. The weights go to
resources/rules/kind_weights.json.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from recordkeeper.recognise.rules import Rules
from tests.conftest import ROOT, SHARED_DATA
from tests.training.texts import own_texts, shared_texts
from tests.training.validation import answers_of, examples_of, fit_copies, fitted_temperature, judged

RULES = ROOT / "resources" / "rules"
WEIGHTS = RULES / "kind_weights.json"


def main(arguments: Sequence[str]) -> int:
    """Fit on everything, with the temperature that makes the out-of-fold answers honest; keep the weights."""
    data = Path(arguments[0]) if arguments else SHARED_DATA
    rules = Rules.load(RULES)
    texts = [*shared_texts(data), *own_texts()]
    examples = examples_of(texts, rules)
    unseen = judged(texts, examples)
    temperature = fitted_temperature(unseen)
    weights = replace(fit_copies(examples), temperature=temperature)
    WEIGHTS.write_text(_written(weights.kept()), "utf-8")
    print(f"temperature {temperature:.2f}, {WEIGHTS.stat().st_size // 1000} kB")
    print(answers_of(unseen, temperature))
    return 0


def _written(kept: dict[str, object]) -> str:
    """The weights as JSON with a line a word, so that a change of one shows as one."""
    lines = [f'"{key}": {json.dumps(value, ensure_ascii=False)}' for key, value in kept.items() if key != "words"]
    words = kept["words"]
    assert isinstance(words, dict)
    rows = ",\n".join(f" {json.dumps(word)}: {json.dumps(says)}" for word, says in words.items())
    return "{" + ",\n".join(lines) + ',\n"words": {\n' + rows + "}}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
