"""The registry hands supplied passwords to readers that take them, and to no others."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats.handler import ReadsInSteps, RefusedArchive, Unlocks, finished
from recordkeeper.formats.registry import Registry
from recordkeeper.records.reading import Condition, Format
from tests.formats.good_files import good_files
from tests.making.documents import pdf_with_files
from tests.making.locked_zip import locked_zip_of
from tests.making.seven_zip import seven_zip_of

REGISTRY = Registry(Path(__file__).resolve().parents[2] / "resources")
WORDS = {"a.txt": b"Progress note"}


def locked(folder: Path) -> dict[Path, Format]:
    pdf_with_files(folder / "a.pdf", attached=WORDS, password="right")
    (folder / "a.zip").write_bytes(locked_zip_of(WORDS, "right", "aes"))
    (folder / "a.7z").write_bytes(seven_zip_of(WORDS, password="right", locked_names=True))
    return {folder / "a.pdf": Format.PDF, folder / "a.zip": Format.ZIP, folder / "a.7z": Format.SEVEN_ZIP}


def test_a_supplied_password_opens_what_is_locked_and_is_forgotten(tmp_path: Path) -> None:
    for path, form in locked(tmp_path).items():
        given = ("wrong", "right")
        assert REGISTRY.read(path, path.name, passwords=given).condition in (Condition.READ, Condition.CONTAINER)
        assert REGISTRY.glance(path, path.name, passwords=given).condition is not Condition.LOCKED
        ((member, chunks),) = ((m, b"".join(c)) for m, c in REGISTRY.unpack(path, form, passwords=given))
        assert (member.name, chunks) == ("a.txt", b"Progress note")
        assert REGISTRY.read(path, path.name).condition is Condition.LOCKED
        with pytest.raises(RefusedArchive, match="archive_locked"):
            list(REGISTRY.unpack(path, form))


def test_readers_without_locks_do_not_mind_passwords(tmp_path: Path) -> None:
    for name, (form, data) in good_files().items():
        (tmp_path / name).write_bytes(data)
        assert REGISTRY.read(tmp_path / name, name, passwords=("any",)).format is form


def test_reading_in_steps_gives_the_same_and_says_how_long_each_may_take(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(good_files()["report.pdf"][1])
    assert isinstance(REGISTRY.handler(Format.PDF), ReadsInSteps)
    assert isinstance(REGISTRY.handler(Format.PDF), Unlocks)
    steps = list(REGISTRY.read_steps(tmp_path / "a.pdf", "a.pdf"))
    assert len(steps) >= 3  # to open it, and for each of its two pages
    assert all(0 < seconds < 30 for seconds in steps)
    assert finished(REGISTRY.read_steps(tmp_path / "a.pdf", "a.pdf")) == REGISTRY.read(tmp_path / "a.pdf", "a.pdf")
