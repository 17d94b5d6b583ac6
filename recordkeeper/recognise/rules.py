"""The rules of recognition, read from resources/rules/*.toml into frozen values with compiled patterns."""

from __future__ import annotations

import itertools
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.recognise.background_rules import BackgroundRules
from recordkeeper.recognise.date_rules import DateRules
from recordkeeper.recognise.facts_rules import FactRules
from recordkeeper.recognise.imaging_rules import ImagingRules
from recordkeeper.recognise.kind_rules import KindRules
from recordkeeper.recognise.labs_rules import LabRules
from recordkeeper.recognise.people_rules import PeopleRules
from recordkeeper.recognise.stated_rules import StatedRules
from recordkeeper.recognise.weights import KindWeights


@dataclass(frozen=True, slots=True)
class Rules:
    """Everything recognition knows that is not code."""

    kinds: KindRules
    dates: DateRules
    people: PeopleRules
    imaging: ImagingRules
    stated: StatedRules
    weights: KindWeights
    facts: FactRules
    background: BackgroundRules
    labs: LabRules

    @classmethod
    def load(cls, folder: Path) -> Rules:
        """Read kinds, dates, people, imaging, stated, facts, background and labs rules from `folder`.

        OSError when a file is missing, ValueError when one is not as it should be.
        """
        dates = _toml(folder / "dates.toml")
        kinds = KindRules.of(_toml(folder / "kinds.toml"))
        date_labels = list(itertools.chain(*dates["labels"].values()))
        date_rules = DateRules.of(dates)
        facts = FactRules.load(folder, date_rules)
        return cls(
            kinds=kinds,
            dates=date_rules,
            people=PeopleRules.of(_toml(folder / "people.toml"), date_labels, kinds.vocabulary()),
            imaging=ImagingRules.load(folder),
            stated=StatedRules.of(_toml(folder / "stated.toml")),
            weights=KindWeights.load(folder / "kind_weights.json"),
            facts=facts,
            background=BackgroundRules.load(folder, facts.sections),
            labs=LabRules.load(folder, date_rules),
        )


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text("utf-8"))
