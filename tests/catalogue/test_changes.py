"""Acts, taken back and done again in the order a person expects."""

from __future__ import annotations

from recordkeeper.catalogue import changes
from recordkeeper.catalogue.changes import Change
from recordkeeper.catalogue.store import Catalogue


def _act(catalogue: Catalogue, label: str, **fields: object) -> None:
    db = catalogue.writer
    forward = {"r": dict(fields)}
    change = Change(changes.next_seq(db), "2026-01-01", label, forward, changes.inverse_of(db, forward))
    changes.add(db, change)


def _undo(catalogue: Catalogue) -> str | None:
    act = changes.last_to_undo(catalogue.writer)
    if act is None:
        return None
    seq = changes.next_seq(catalogue.writer)
    changes.add(catalogue.writer, Change(seq, "", act.label, act.inverse, act.forward, undoes=act.seq))
    return act.label


def _redo(catalogue: Catalogue) -> str | None:
    act = changes.last_to_redo(catalogue.writer)
    if act is None:
        return None
    seq = changes.next_seq(catalogue.writer)
    changes.add(catalogue.writer, Change(seq, "", act.label, act.forward, act.inverse, undoes=act.seq))
    return act.label


def _now(catalogue: Catalogue) -> dict[str, object]:
    return changes.corrections(catalogue.writer, "r")


def test_the_inverse_of_an_act_is_what_was_there_before(catalogue: Catalogue) -> None:
    _act(catalogue, "first", title="A")
    assert changes.inverse_of(catalogue.writer, {"r": {"title": "B", "author": "C"}}) == {
        "r": {"title": "A", "author": None}
    }


def test_several_undos_are_done_again_in_the_order_of_the_acts(catalogue: Catalogue) -> None:
    for label in ("first", "second", "third"):
        _act(catalogue, label, title=label)
    assert [_undo(catalogue) for _ in range(4)] == ["third", "second", "first", None]
    assert _now(catalogue) == {}
    assert [_redo(catalogue) for _ in range(4)] == ["first", "second", "third", None]
    assert _now(catalogue) == {"title": "third"}


def test_undo_and_redo_can_take_turns(catalogue: Catalogue) -> None:
    for label in ("first", "second", "third"):
        _act(catalogue, label, title=label)
    assert [_undo(catalogue), _undo(catalogue), _redo(catalogue), _undo(catalogue)] == [
        "third", "second", "second", "second",
    ]  # fmt: skip
    assert _now(catalogue) == {"title": "first"}
    assert [_redo(catalogue), _redo(catalogue), _redo(catalogue)] == ["second", "third", None]
    assert _now(catalogue) == {"title": "third"}


def test_a_new_act_ends_what_could_be_done_again(catalogue: Catalogue) -> None:
    _act(catalogue, "first", title="first")
    _act(catalogue, "second", title="second")
    _undo(catalogue)
    _act(catalogue, "new", author="new")
    assert _redo(catalogue) is None
    assert _undo(catalogue) == "new"
    assert _redo(catalogue) == "new"
    assert [_undo(catalogue), _undo(catalogue), _undo(catalogue)] == ["new", "first", None]
    assert [_redo(catalogue), _redo(catalogue), _redo(catalogue)] == ["first", "new", None]
    assert _now(catalogue) == {"title": "first", "author": "new"}


def test_history_tells_every_act_newest_first(catalogue: Catalogue) -> None:
    _act(catalogue, "first", title="first")
    _act(catalogue, "second", title="second")
    _undo(catalogue)
    told = [(act.seq, act.label, act.undoes, act.undone) for act in changes.history(catalogue.writer)]
    assert told == [(3, "second", 2, False), (2, "second", None, True), (1, "first", None, False)]
    assert changes.history(catalogue.writer)[1].forward == {"r": {"title": "second"}}


def test_values_that_are_false_or_empty_are_values(catalogue: Catalogue) -> None:
    _act(catalogue, "first", title="", confirmed=False)
    assert _now(catalogue) == {"title": "", "confirmed": False}
    _act(catalogue, "second", title=None)
    assert _now(catalogue) == {"confirmed": False}
    _undo(catalogue)
    assert _now(catalogue) == {"title": "", "confirmed": False}


def test_an_empty_catalogue_has_nothing_to_take_back(catalogue: Catalogue) -> None:
    assert changes.last_to_undo(catalogue.writer) is None
    assert changes.last_to_redo(catalogue.writer) is None
    assert changes.next_seq(catalogue.writer) == 1
