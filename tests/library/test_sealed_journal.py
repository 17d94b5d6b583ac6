"""The journal of a protected library: the same lines, and the same refusals."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.library import keys
from recordkeeper.library.journal import Journal, Line
from recordkeeper.library.seal import Seal, new_key
from recordkeeper.library.sealed_journal import SealedJournal
from recordkeeper.records.errors import PlaceProblem


@pytest.fixture
def seal() -> Seal:
    return keys.new_seal(new_key())


def test_lines_are_kept_in_order_and_nothing_of_them_can_be_read(tmp_path: Path, seal: Seal) -> None:
    journal = SealedJournal(tmp_path, seal)
    assert [journal.append("act", {"label": f"star {n}"}) for n in range(1, 13)] == list(range(1, 13))
    again = SealedJournal(tmp_path, seal)
    assert again.last == 12
    assert [line.content["label"] for line in again.lines(after=10)] == ["star 11", "star 12"]
    assert not any(b"star" in path.read_bytes() for path in tmp_path.iterdir())


def test_filled_from_a_plain_one_it_says_the_same(tmp_path: Path, seal: Seal) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    (tmp_path / "c").mkdir()
    plain = Journal(tmp_path / "a")
    plain.fill(Line(n, "act", {"label": n}) for n in range(1, 10_003))
    closed = SealedJournal(tmp_path / "b", seal)
    closed.fill(plain.lines())
    assert len(list((tmp_path / "b").iterdir())) == 2
    assert list(closed.lines()) == list(plain.lines())
    closed.append("act", {"label": "more"})
    back = Journal(tmp_path / "c")
    back.fill(closed.lines())
    assert back.last == 10_003
    assert list(Journal(tmp_path / "c").lines()) == list(closed.lines())


def test_a_line_taken_back_is_gone(tmp_path: Path, seal: Seal) -> None:
    journal = SealedJournal(tmp_path, seal)
    journal.append("act", {})
    journal.withdraw(journal.append("act", {"label": "not so"}))
    assert SealedJournal(tmp_path, seal).last == 1
    journal.refuse_more()
    with pytest.raises(PlaceProblem) as caught:
        journal.append("act", {})
    assert caught.value.code == "open_again"


@pytest.mark.parametrize("harm", ["gap", "spoiled", "renamed"])
def test_damage_is_told_with_its_line(tmp_path: Path, seal: Seal, harm: str) -> None:
    journal = SealedJournal(tmp_path, seal)
    for _ in range(3):
        journal.append("act", {})
    second = tmp_path / "00000002-00000002.age"
    if harm == "gap":
        second.unlink()
    elif harm == "spoiled":
        second.write_bytes(second.read_bytes()[:-1])
    else:
        second.write_bytes((tmp_path / "00000003-00000003.age").read_bytes())
    with pytest.raises(PlaceProblem) as caught:
        list(SealedJournal(tmp_path, seal).lines())
    assert (caught.value.code, caught.value.fields["line"]) == ("journal_damaged", 2)
