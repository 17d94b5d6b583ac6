"""How a record stands once a person has said whose it is."""

from __future__ import annotations

from typing import Any

import pytest

from recordkeeper.catalogue.changes import MINE, OTHERS, WHOSE
from recordkeeper.catalogue.standing import Standing, open_doubts, standing
from recordkeeper.records.kinds import Doubt, Identity, Status

ASIDE, REVIEW, SEEN = Status.SET_ASIDE, Status.TO_REVIEW, Status.RECOGNISED


@pytest.mark.parametrize(
    ("machine", "identity", "doubts", "said", "held"),
    [
        (SEEN, Identity.UNKNOWN, [], {WHOSE: MINE}, Standing(SEEN, Identity.AGREES, "")),
        (SEEN, Identity.UNKNOWN, [], {WHOSE: OTHERS}, Standing(ASIDE, Identity.DIFFERS, "other_person")),
        (REVIEW, Identity.UNKNOWN, [Doubt.WHOSE], {WHOSE: MINE}, Standing(SEEN, Identity.AGREES, "")),
        (REVIEW, Identity.UNKNOWN, [Doubt.WHOSE, Doubt.DATE], {WHOSE: MINE}, Standing(REVIEW, Identity.AGREES, "")),
        (ASIDE, Identity.DIFFERS, [Doubt.KIND], {WHOSE: MINE}, Standing(REVIEW, Identity.AGREES, "")),
        (ASIDE, Identity.DIFFERS, [], {}, Standing(ASIDE, Identity.DIFFERS, "other_person")),
        (
            REVIEW,
            Identity.AGREES,
            [Doubt.KIND],
            {"confirmed": True},
            Standing(Status.CONFIRMED, Identity.AGREES, ""),
        ),
        (
            SEEN,
            Identity.UNKNOWN,
            [],
            {WHOSE: OTHERS, "trashed": True},
            Standing(Status.TRASHED, Identity.DIFFERS, ""),
        ),
    ],
)
def test_what_a_person_said_is_laid_over_what_the_machine_makes(
    machine: Status, identity: Identity, doubts: list[Doubt], said: dict[str, Any], held: Standing
) -> None:
    assert standing(machine, identity, doubts, (), said) == held


def test_a_doubt_a_place_has_taught_is_settled() -> None:
    held = standing(REVIEW, Identity.AGREES, [Doubt.KIND], [Doubt.KIND], {})
    assert held.status is SEEN


def test_whose_it_is_is_not_asked_once_it_is_said() -> None:
    assert open_doubts("kind whose", REVIEW, Identity.AGREES) == (Doubt.KIND,)
    assert open_doubts("kind whose", REVIEW, Identity.UNKNOWN) == (Doubt.KIND, Doubt.WHOSE)
    assert open_doubts("kind", SEEN, Identity.AGREES) == ()
