from __future__ import annotations

import json
import time

import pytest

from tests.bench.__main__ import benchmarks, run
from tests.bench.harness import Figure, as_json, as_table, machine, measure


def test_rounds_are_interleaved_and_the_warm_ones_do_not_count() -> None:
    order: list[str] = []
    figure = measure(
        "ours",
        lambda: order.append("run"),
        lambda: order.append("floor"),
        2,
        floor_name="least",
        before=lambda: order.append("-"),
    )
    assert order == ["-", "floor", "-", "run"] * 3
    assert len(figure.seconds) == len(figure.floor_seconds) == 2


def test_preparing_is_not_timed() -> None:
    figure = measure(
        "a", lambda: None, lambda: None, 1, floor_name="b", before=lambda: time.sleep(0.05), warm=False
    )
    assert figure.median < 0.04


def test_the_median_and_the_ratio_to_the_floor_are_told() -> None:
    figure = Figure("add", (4.0, 2.0, 9.0), "copy", (1.0, 3.0, 2.0), {"files": 2000})
    assert (figure.median, figure.floor_median, figure.ratio) == (4.0, 2.0, 2.0)
    assert "| add (files 2000) | 4.000 s | copy | 2.000 s | 2.00 |" in as_table([figure])
    (row,) = json.loads(as_json([figure], machine()))["figures"]
    assert row["seconds"] == [4.0, 2.0, 9.0]
    assert row["ratio"] == 2.0


def test_a_run_that_fails_has_no_figure() -> None:
    with pytest.raises(ZeroDivisionError):
        measure("a", lambda: 1 / 0, lambda: None, floor_name="b")


def test_the_machine_is_described_without_its_name() -> None:
    import platform

    told = machine()
    assert told["cores"]
    assert platform.node() not in json.dumps(told)


def test_benchmarks_are_found_by_their_main() -> None:
    found = benchmarks()
    assert "startup" in found
    assert not {"harness", "floors", "wheels"} & set(found)


def test_an_unknown_name_is_refused_with_the_names_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        run(["startupp"])
    assert "no benchmark called startupp" in capsys.readouterr().err
