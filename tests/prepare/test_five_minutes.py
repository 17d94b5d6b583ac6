"""Jobs of five minutes: a few of what there is much of, none of what nobody waits for."""

from __future__ import annotations

from recordkeeper import paths
from recordkeeper.prepare.five_minutes import FiveMinutes, Job, missing
from recordkeeper.records.readiness import Board, Slot, SlotState

RULES = FiveMinutes.load(paths.resources() / "rules")


def test_much_of_it_is_parted_into_five_minutes() -> None:
    assert RULES.of({"review": 400}) == (Job("review", 400, 30, 5, "review"),)
    assert RULES.of({"review": 2}) == (Job("review", 2, 2, 1, "review"),)


def test_what_takes_longer_is_one_at_a_time_and_jobs_keep_their_order() -> None:
    jobs = RULES.of({"question": 1, "ask_for": 3, "whose": 0, "late": 0}, slot="pathology")
    assert [(job.name, job.count, job.batch, job.minutes, job.slot) for job in jobs] == [
        ("ask_for", 3, 1, 4, "pathology"),
        ("question", 1, 1, 4, ""),
    ]
    assert all(job.minutes <= RULES.minutes for job in jobs)


def test_only_cards_that_nothing_is_known_of_are_missing() -> None:
    states = {"a": SlotState.HAVE, "b": SlotState.NOT_FOUND, "c": SlotState.NOT_NEEDED, "d": SlotState.ASKED_FOR}
    assert missing(Board(tuple(Slot(name, state) for name, state in states.items()), ())) == ("b",)


def test_every_job_leads_to_a_page_of_the_window_and_has_words() -> None:
    from recordkeeper.ui.shell.places import PLACES
    from recordkeeper.wording.words import Words

    wording = paths.resources() / "wording"
    pages = {place.name for place in PLACES}
    for language in Words.languages(wording):
        words = Words.load(wording, language)
        for job in RULES.jobs:
            assert job.page in pages
            assert "{" not in words.say(f"home.job.{job.name}", count=2, minutes=5, slot="x")
