"""The benchmark of results counts what is right, and what is wrong though nobody would be asked."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from recordkeeper.records.labs import LabDoubt
from tests.bench import labs
from tests.bench.harness import Options
from tests.making.lab_layouts import portal
from tests.recognise.lab_papers import Score, drawn, pages_of, read


def test_a_wrong_number_is_counted_and_one_that_is_asked_about_is_not(tmp_path: Path) -> None:
    path, cells = drawn(portal, "count", tmp_path)
    first, *others = read(pages_of(path))
    score = Score()
    score.add(cells, [replace(first, printed="77777"), *others])
    assert (score.wrong_and_sure, score.printed - score.right) == (1, 1)
    asked = Score()
    asked.add(cells, [replace(first, printed="77777", doubts=(LabDoubt.SCAN,)), *others])
    assert (asked.wrong_and_sure, asked.printed - asked.right) == (0, 1)
    assert asked.f1 < 1.0


def test_every_layout_is_scored_and_timed(tmp_path: Path) -> None:
    times: tuple[list[float], list[float]] = ([], [])
    found = dict(labs._scores({"portal": portal}, tmp_path, 2, scan=False, times=times))
    assert found["portal"].f1 == 1.0
    assert len(times[0]) == len(times[1]) == 2
    assert Options(tmp_path).scale == 1.0
