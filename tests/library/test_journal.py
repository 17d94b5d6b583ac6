"""The journal: nothing promised is lost, nothing torn is believed, no gap goes unnoticed."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from recordkeeper.library import journal as journal_module
from recordkeeper.library.journal import Journal
from recordkeeper.records.errors import PlaceProblem


def _file(folder: Path) -> Path:
    return folder / "000000.jsonl"


def _filled(folder: Path, count: int) -> Journal:
    journal = Journal(folder)
    for number in range(1, count + 1):
        assert journal.append("note", {"text": f"número {number}\nof many"}) == number
    return journal


def _texts(folder: Path, after: int = 0) -> list[str]:
    return [str(line.content["text"]).split("\n")[0] for line in Journal(folder).lines(after)]


def test_lines_come_back_in_order(tmp_path: Path) -> None:
    _filled(tmp_path, 3)
    lines = list(Journal(tmp_path).lines())
    assert [line.number for line in lines] == [1, 2, 3]
    assert {line.what for line in lines} == {"note"}
    assert lines[1].content == {"text": "número 2\nof many"}
    assert _texts(tmp_path, after=2) == ["número 3"]
    assert Journal(tmp_path).last == 3


def test_an_empty_journal_has_no_lines(tmp_path: Path) -> None:
    assert Journal(tmp_path).last == 0
    assert list(Journal(tmp_path).lines()) == []


@pytest.mark.parametrize("after_restart", [True, False])
def test_a_torn_tail_is_dropped_and_written_over_wherever_it_was_torn(after_restart: bool, tmp_path: Path) -> None:
    journal = _filled(tmp_path, 3)
    whole = _file(tmp_path).read_bytes()
    two = len(b"".join(whole.splitlines(keepends=True)[:2]))
    for end in range(two, len(whole)):
        _file(tmp_path).write_bytes(whole[:end])
        journal = Journal(tmp_path)
        assert journal.last == 2
        assert _texts(tmp_path) == ["número 1", "número 2"]
        if after_restart:
            journal = Journal(tmp_path)
        assert journal.append("note", {"text": "after"}) == 3
        assert _texts(tmp_path) == ["número 1", "número 2", "after"]


def test_a_long_torn_tail_is_written_over(tmp_path: Path) -> None:
    _filled(tmp_path, 1)
    with _file(tmp_path).open("ab") as file:
        file.write(b"0" * 20_000)
    assert Journal(tmp_path).append("note", {"text": "after"}) == 2
    assert _texts(tmp_path) == ["número 1", "after"]


def test_a_tail_of_zeros_that_a_power_failure_left_is_no_line(tmp_path: Path) -> None:
    _filled(tmp_path, 2)
    with _file(tmp_path).open("ab") as file:
        file.write(b"\0" * 4096 + b'"}\n')
    assert Journal(tmp_path).append("note", {"text": "after"}) == 3
    assert _texts(tmp_path) == ["número 1", "número 2", "after"]


def test_a_file_with_nothing_but_a_torn_line_starts_anew(tmp_path: Path) -> None:
    _file(tmp_path).write_bytes(b"deadbeef {torn")
    assert Journal(tmp_path).append("note", {"text": "first"}) == 1
    assert _texts(tmp_path) == ["first"]


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_a_gap_is_refused_wherever_it_is(lost: int, tmp_path: Path) -> None:
    _filled(tmp_path, 4)
    lines = _file(tmp_path).read_bytes().splitlines(keepends=True)
    del lines[lost]
    _file(tmp_path).write_bytes(b"".join(lines))
    with pytest.raises(PlaceProblem) as caught:
        list(Journal(tmp_path).lines())
    assert (caught.value.code, caught.value.fields) == ("journal_damaged", {"line": lost + 1})


def test_a_changed_line_is_a_gap(tmp_path: Path) -> None:
    _filled(tmp_path, 3)
    data = bytearray(_file(tmp_path).read_bytes())
    data[data.index(b"2", data.index(b"\n")) + 1] ^= 1
    _file(tmp_path).write_bytes(bytes(data))
    with pytest.raises(PlaceProblem, match="journal_damaged"):
        list(Journal(tmp_path).lines())


def test_a_disk_that_refuses_leaves_no_line_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = _filled(tmp_path, 2)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    before = _file(tmp_path).read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(journal_module.os, "fsync", full)
        with pytest.raises(PlaceProblem, match="disk_full"):
            journal.append("note", {"text": "not promised"})
    assert _file(tmp_path).read_bytes() == before
    assert journal.append("note", {"text": "after"}) == 3
    assert _texts(tmp_path) == ["número 1", "número 2", "after"]


def test_a_line_can_be_withdrawn_at_once(tmp_path: Path) -> None:
    journal = _filled(tmp_path, 3)
    journal.withdraw(3)
    assert journal.last == 2
    assert journal.append("note", {"text": "instead"}) == 3
    assert _texts(tmp_path) == ["número 1", "número 2", "instead"]
    only = Journal(tmp_path / "other")
    (tmp_path / "other").mkdir()
    only.withdraw(only.append("note", {}))
    assert only.append("note", {"text": "first"}) == 1


def test_more_than_ten_thousand_lines_go_on_in_a_second_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module.os, "fsync", lambda _: None)  # ten thousand of them would take long
    journal = _filled(tmp_path, 10_003)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["000000.jsonl", "000001.jsonl"]
    again = Journal(tmp_path)
    assert again.last == journal.last == 10_003
    assert [line.number for line in again.lines(after=9_998)] == [9_999, 10_000, 10_001, 10_002, 10_003]
    assert again.append("note", {"text": "after"}) == 10_004
    _file(tmp_path).unlink()
    with pytest.raises(PlaceProblem, match="journal_damaged"):
        list(Journal(tmp_path).lines())


def test_a_second_file_with_only_a_torn_line_continues_the_first(tmp_path: Path) -> None:
    (tmp_path / "000001.jsonl").write_bytes(b"torn")
    _filled(tmp_path, 2)
    assert Journal(tmp_path).last == 2
