"""A person's own entries: written, changed, taken off, undone, and there again after a rebuild."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.app import opened
from recordkeeper.catalogue import changes, own
from recordkeeper.intake.rebuild import catch_up
from recordkeeper.library import acts, preparing
from recordkeeper.library.folder import Library
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.own import OwnList
from recordkeeper.records.readiness import SlotState
from recordkeeper.work.progress import Progress
from tests.making.libraries import a_library

QUESTIONS = OwnList.QUESTIONS


def written(library: Library) -> list[tuple[str, dict[str, str]]]:
    return [(each.id, dict(each.fields)) for each in own.entries(library.catalogue.writer, QUESTIONS)]


def test_an_entry_is_written_changed_and_taken_off(library: Library) -> None:
    each = preparing.add_entry(library, QUESTIONS, {"text": "Why?", "for": ""})
    assert written(library) == [(each, {"text": "Why?"})]
    preparing.set_entry(library, QUESTIONS, each, {"answer": "Because.", "text": ""})
    assert written(library) == [(each, {"answer": "Because."})]
    preparing.remove_entry(library, QUESTIONS, each)
    assert written(library) == []


def test_each_act_is_taken_back_and_done_again(library: Library) -> None:
    each = preparing.add_entry(library, QUESTIONS, {"text": "Why?"})
    preparing.set_entry(library, QUESTIONS, each, {"text": "Why now?"})
    preparing.remove_entry(library, QUESTIONS, each)
    for wanted in ([(each, {"text": "Why now?"})], [(each, {"text": "Why?"})], []):
        acts.undo(library)
        assert written(library) == wanted
    for wanted in ([(each, {"text": "Why?"})], [(each, {"text": "Why now?"})], []):
        acts.redo(library)
        assert written(library) == wanted


def test_an_id_is_never_used_again(library: Library) -> None:
    first = preparing.add_entry(library, QUESTIONS, {"text": "one"})
    acts.undo(library)
    assert preparing.add_entry(library, QUESTIONS, {"text": "two"}) != first


def test_entries_keep_the_order_they_were_written_in(library: Library) -> None:
    for number in range(12):
        preparing.add_entry(library, QUESTIONS, {"text": str(number)})
    assert [fields["text"] for _, fields in written(library)] == [str(number) for number in range(12)]


def test_lists_do_not_mix(library: Library) -> None:
    preparing.add_entry(library, QUESTIONS, {"text": "Why?"})
    preparing.add_entry(library, OwnList.GOALS, {"text": "A trial"})
    assert len(own.entries(library.catalogue.writer, OwnList.GOALS)) == 1
    assert len(written(library)) == 1


def test_an_entry_that_is_not_there_cannot_be_changed(library: Library) -> None:
    for act in (
        lambda: preparing.set_entry(library, QUESTIONS, "q9", {"text": "x"}),
        lambda: preparing.remove_entry(library, QUESTIONS, "q9"),
    ):
        with pytest.raises(InputProblem, match="no_such_entry"):
            act()
    assert changes.history(library.catalogue.writer) == ()


def test_a_word_on_a_slot_and_a_choice(library: Library) -> None:
    db = library.catalogue.writer
    preparing.say_slot(library, "scans", SlotState.NOT_DONE)
    preparing.choose(library, "cancer", "breast")
    assert (own.slots(db), own.choices(db)) == ({"scans": SlotState.NOT_DONE}, {"cancer": "breast"})
    preparing.say_slot(library, "scans", None)
    preparing.choose(library, "cancer", "")
    assert (own.slots(db), own.choices(db)) == ({}, {})
    acts.undo(library)
    assert own.choices(db) == {"cancer": "breast"}


def test_records_are_not_touched(library: Library) -> None:
    each = preparing.add_entry(library, QUESTIONS, {"text": "Why?"})
    (change,) = changes.history(library.catalogue.writer)
    assert changes.touched(change.forward) == ()
    assert own.name_of(QUESTIONS, each) in change.forward


def test_everything_is_there_again_after_a_rebuild(tmp_path: Path) -> None:
    place = tmp_path / "kept"
    with a_library(place) as app:
        preparing.add_entry(app.library, QUESTIONS, {"text": "Why?"})
        preparing.say_slot(app.library, "scans", SlotState.NOT_DONE)
        gone = preparing.add_entry(app.library, QUESTIONS, {"text": "gone"})
        preparing.remove_entry(app.library, QUESTIONS, gone)
        name = app.library.catalogue.path
    for each in place.rglob(f"{name.name}*"):
        each.unlink()
    with opened(place, writing=True) as app:
        catch_up(app.library, app.lanes, app.rules(), Progress())
        assert [fields for _, fields in written(app.library)] == [{"text": "Why?"}]
        assert own.slots(app.library.catalogue.writer) == {"scans": SlotState.NOT_DONE}
