"""The benchmark of scans goes on where it stopped, and begins anew with other readers."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from tests.bench.lab_scans import Tally, readers
from tests.recognise.lab_papers import Score


def test_a_tally_goes_on_with_the_same_readers_only(tmp_path: Path) -> None:
    place = tmp_path / "tally.json"
    tally = Tally.kept(place, "one")
    tally.add(Score(printed=20, read=19, right=18, sure=15, wrong=["7.5 for 1.5"]))
    place.write_text(json.dumps(asdict(tally)), "utf-8")
    again = Tally.kept(place, "one")
    again.add(Score(printed=10, read=10, right=10, sure=9))
    assert (again.papers, again.printed, again.read, again.right, again.sure) == (2, 30, 29, 28, 24)
    assert again.wrong == ["paper 0: 7.5 for 1.5"]
    assert again.told() == "| 2 | 30 | 0.949 | 0.83 | 1 of 24 |"
    assert Tally.kept(place, "another") == Tally("another")
    assert Tally("none").f1 == 1.0


def test_the_readers_are_known_by_their_files() -> None:
    assert len(readers()) == 64
    assert readers() == readers()
