"""Killed, refused by the disk, or without power at any call that changes something: nothing lost, doubled, or half.

A sample with every action and every call in it, at other moments each day; all of them with `dev.py bench faults`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from tests.faults.actions import ACTIONS
from tests.faults.striking import Zygote, can_strike, kill_at, zygote
from tests.faults.trials import KILLED, Ground, Trial, ground, kills, power_cuts, refusals, seed_of_today, trial

KILLS, REFUSALS, CUTS = 10, 5, 4  # of each action

pytestmark = pytest.mark.skipif(not can_strike(), reason="striking at calls takes Linux and strace")


@pytest.fixture(scope="module")
def children(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Zygote]:
    with zygote(tmp_path_factory.mktemp("log") / "children.log") as made:
        yield made


@pytest.fixture(scope="module")
def on(children: Zygote, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Ground]:
    made: dict[str, Ground] = {}

    def ground_of(action: str) -> Ground:
        if action not in made:
            made[action] = ground(children, action, tmp_path_factory.mktemp(action))
        return made[action]

    return ground_of


def wrong(trials: Iterator[Trial]) -> list[Trial]:
    return [one for one in trials if one.wrong]


@pytest.mark.parametrize("action", ACTIONS)
def test_killed_it_can_be_gone_on_with(children: Zygote, on: Callable[[str], Ground], action: str) -> None:
    assert wrong(kills(children, on(action), KILLS, random.Random(seed_of_today()))) == []


@pytest.mark.parametrize("action", ACTIONS)
def test_refused_by_the_disk_it_says_so_and_can_be_done_again(
    children: Zygote, on: Callable[[str], Ground], action: str
) -> None:
    assert wrong(refusals(children, on(action), REFUSALS, random.Random(seed_of_today()))) == []


@pytest.mark.parametrize("action", ACTIONS)
def test_after_a_power_cut_it_can_be_gone_on_with(
    children: Zygote, on: Callable[[str], Ground], action: str
) -> None:
    assert wrong(power_cuts(children, on(action), CUTS, random.Random(seed_of_today()))) == []


def test_the_harness_sees_a_flush_that_is_missing(children: Zygote, on: Callable[[str], Ground]) -> None:
    assert wrong(power_cuts(children, on("add"), CUTS, random.Random(1), bug="no_fsync"))


def test_the_harness_sees_rows_that_are_written_before_their_files(
    children: Zygote, on: Callable[[str], Ground]
) -> None:
    add = on("add")
    commits = [moment for moment in add.moments if moment.call == "fsync"]
    found = [trial(children, add, moment, "kill", kill_at(moment), bug="row_before_file") for moment in commits]
    assert any(one.code == KILLED for one in found)
    assert wrong(iter(found))
