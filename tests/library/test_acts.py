"""What a person does: laid over the facts, one row each, and taken back."""

from __future__ import annotations

from contextlib import nullcontext, suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from recordkeeper.catalogue import changes, documents, store
from recordkeeper.library import acts, folder
from recordkeeper.library.folder import Library
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Record
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.kinds import DateRole, Kind, Status
from recordkeeper.records.query import Listing


def _get(library: Library, record: str) -> Record:
    return documents.get(library.catalogue.reader(), record)


def test_accepting_says_the_page_says_this(library: Library) -> None:
    assert acts.accept(library, ["one", "two"]) == ("one", "two")
    assert [_get(library, name).status for name in ("one", "two", "three")] == [
        Status.CONFIRMED,
        Status.CONFIRMED,
        Status.RECOGNISED,
    ]


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("kind", "pathology_report", Kind.PATHOLOGY_REPORT),
        ("title", "Biopsy, left", "Biopsy, left"),
        ("service_date", "2024-03", PartialDate(2024, 3)),
        ("date_role", "exam", DateRole.EXAM),
        ("facility", "New Hospital", "New Hospital"),
        ("author", "Dr. Ü", "Dr. Ü"),
        ("accession", "S24-123", "S24-123"),
    ],
)
def test_each_field_can_be_corrected_and_taken_back(
    field: str, value: str, expected: object, library: Library
) -> None:
    before = _get(library, "one")
    assert acts.correct(library, "one", field, value) == ("one",)
    assert getattr(_get(library, "one"), field) == expected
    assert acts.undo(library) == ("one",)
    assert _get(library, "one") == before


def test_every_correctable_field_is_tried_above() -> None:
    assert acts.CORRECTABLE == ("kind", "title", "service_date", "date_role", "facility", "author", "accession")


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("kind", "novel", "not_a_kind"),
        ("kind", "", "not_a_kind"),
        ("service_date", "yesterday", "not_a_service_date"),
        ("service_date", "2024-02-30", "not_a_service_date"),
        ("service_date", "03/04/2024", "not_a_service_date"),
        ("status", "confirmed", "no_such_field"),
        ("id", "x", "no_such_field"),
        ("", "x", "no_such_field"),
    ],
)
def test_a_value_that_cannot_be_is_refused_and_changes_nothing(
    field: str, value: str, code: str, library: Library
) -> None:
    before = library.journal.last
    with pytest.raises(InputProblem, match=code):
        acts.correct(library, "one", field, value)
    assert library.journal.last == before
    assert changes.history(library.catalogue.reader()) == ()


def test_an_unknown_record_among_known_ones_stops_the_whole_act(library: Library) -> None:
    with pytest.raises(InputProblem, match="no_such_record"):
        acts.trash(library, ["one", "nobody"])
    assert _get(library, "one").status is Status.RECOGNISED
    assert library.journal.last == 1


def test_a_value_with_half_characters_is_kept_as_far_as_it_is_text(library: Library) -> None:
    acts.correct(library, "one", "title", "caf\udce9 \0")
    assert _get(library, "one").title == "caf?  "


def test_the_trash_gives_back(library: Library) -> None:
    acts.trash(library, ["one"])
    assert _get(library, "one").status is Status.TRASHED
    assert {record.id for record in documents.find(library.catalogue.reader(), Listing())} == {"two", "three"}
    acts.untrash(library, ["one"])
    assert _get(library, "one").status is Status.RECOGNISED


def test_undo_and_redo_go_back_and_forth(library: Library) -> None:
    for title in ("first", "second", "third"):
        acts.correct(library, "one", "title", title)
    acts.undo(library)
    acts.undo(library)
    assert _get(library, "one").title == "first"
    acts.redo(library)
    assert _get(library, "one").title == "second"
    acts.correct(library, "one", "title", "new")
    with pytest.raises(InputProblem, match="nothing_to_redo"):
        acts.redo(library)
    for _ in range(3):
        acts.undo(library)
    assert _get(library, "one").title == "Letter one"
    with pytest.raises(InputProblem, match="nothing_to_undo"):
        acts.undo(library)


def test_every_act_is_in_history_and_journal(library: Library) -> None:
    acts.accept(library, ["one"])
    acts.trash(library, ["two", "three"])
    acts.undo(library)
    told = [(act.label, sorted(act.forward), act.undone) for act in changes.history(library.catalogue.reader())]
    assert told == [
        ("trash", ["three", "two"], False),
        ("trash", ["three", "two"], True),
        ("accept", ["one"], False),
    ]
    lines = [line for line in library.journal.lines() if line.what == "change"]
    assert [line.content["change"]["label"] for line in lines] == ["accept", "trash", "trash"]
    assert store.get_meta(library.catalogue.reader(), "journal", "0") == str(library.journal.last) == "4"


def test_acts_outlive_the_program(library: Library) -> None:
    acts.trash(library, ["one"])
    library.close()
    again = folder.open_for_writing(library.folder)
    assert acts.undo(again) == ("one",)
    assert _get(again, "one").status is Status.RECOGNISED
    again.close()


NAMES = st.sampled_from(["one", "two", "three"])
MANY = st.lists(NAMES, min_size=1, max_size=3)
ACTS = st.one_of(
    st.tuples(st.just("accept"), MANY),
    st.tuples(st.just("trash"), MANY),
    st.tuples(st.just("untrash"), MANY),
    st.tuples(st.just("correct"), NAMES, st.just("title"), st.text(max_size=5)),
    st.tuples(st.just("correct"), NAMES, st.just("service_date"), st.sampled_from(["2020", "2021-02"])),
    st.tuples(st.just("correct"), NAMES, st.just("kind"), st.sampled_from(Kind)),
    st.tuples(st.sampled_from(["undo", "redo"])),
)


def _state(library: Library) -> list[Record]:
    return [_get(library, name) for name in ("one", "two", "three")]


def _do_all(library: Library, wanted: list[tuple[object, ...]]) -> None:
    for name, *arguments in wanted:
        with suppress(InputProblem) if name in {"undo", "redo"} else nullcontext():
            getattr(acts, str(name))(library, *arguments)


def _undo_everything(library: Library) -> int:
    count = 0
    try:
        while True:
            acts.undo(library)
            count += 1
    except InputProblem:
        return count


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=25)
@given(st.lists(ACTS, max_size=8))
def test_undoing_everything_returns_to_the_start_and_redoing_to_the_end(
    library: Library, wanted: list[tuple[object, ...]]
) -> None:
    start = _state(library)
    _do_all(library, wanted)
    end = _state(library)
    count = _undo_everything(library)
    assert _state(library) == start
    for _ in range(count):
        acts.redo(library)
    assert _state(library) == end
    _undo_everything(library)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=10)
@given(st.lists(ACTS, max_size=8))
def test_replaying_the_journal_gives_the_same_records(library: Library, wanted: list[tuple[object, ...]]) -> None:
    _do_all(library, wanted)
    end, told = _state(library), changes.history(library.catalogue.writer)
    db = library.catalogue.writer
    with db.atomic():
        db.execute("PRAGMA defer_foreign_keys = ON")
        db.execute("DELETE FROM change")
        db.execute("DELETE FROM correction")
        for line in library.journal.lines():
            if line.what == "change":
                acts.replay(db, line.content)
    assert _state(library) == end
    assert changes.history(db) == told


def test_several_fields_are_one_act_and_one_undo(library: Library) -> None:
    acts.correct_fields(library, "one", {"title": "My words", "service_date": "2024-03"})
    changed = documents.get(library.catalogue.writer, "one")
    assert (changed.title, str(changed.service_date)) == ("My words", "2024-03")
    acts.undo(library)
    before = documents.get(library.catalogue.writer, "one")
    assert (before.title, before.service_date) == ("Letter one", None)


def test_one_value_that_cannot_be_leaves_all_fields_as_they_were(library: Library) -> None:
    with pytest.raises(InputProblem, match="not_a_service_date"):
        acts.correct_fields(library, "one", {"title": "My words", "service_date": "last March"})
    assert documents.get(library.catalogue.writer, "one").title == "Letter one"
