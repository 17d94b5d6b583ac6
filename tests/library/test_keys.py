"""Three doors, and nothing else: a missing or damaged key opens nothing, makes nothing and wipes nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.library import folder, keys
from recordkeeper.library.folder import Library
from recordkeeper.library.seal import new_key
from recordkeeper.records.errors import InputProblem, KnownProblem, PlaceProblem
from tests.making.protected import PASSPHRASE, protect, sheet


def contents(place: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(place.rglob("*")) if path.is_file()}


@pytest.fixture
def place(library: Library) -> Path:
    library.close()
    return library.folder


def test_words_key_and_passphrase_open_the_same(place: Path) -> None:
    new = protect(place, PASSPHRASE)
    for text in (sheet(new), new.secret, PASSPHRASE, sheet(new).upper()):
        assert keys.unlock(place, text) == new.seal


@pytest.mark.parametrize(
    "text",
    ["wrong passphrase", "", new_key(), "abandon " * 23 + "art"],
    ids=["passphrase", "nothing", "another key", "other words"],
)
def test_what_is_wrong_opens_nothing_and_changes_nothing(place: Path, text: str) -> None:
    protect(place, PASSPHRASE)
    before = contents(place)
    for _ in range(3):  # as often as one likes
        with pytest.raises(PlaceProblem) as caught:
            keys.unlock(place, text)
        assert caught.value.code == "wrong_key"
    assert contents(place) == before


@pytest.mark.parametrize("lost", [keys.KEYS, keys.SPARE])
def test_one_of_the_two_key_files_is_enough(place: Path, lost: str) -> None:
    new = protect(place)
    (place / lost).write_bytes(b"spoiled")
    assert keys.unlock(place, sheet(new)) == new.seal
    (place / lost).unlink()
    assert keys.unlock(place, sheet(new)) == new.seal


def test_without_both_key_files_it_says_so_and_makes_none(place: Path) -> None:
    new = protect(place)
    for name in (keys.KEYS, keys.SPARE):
        (place / name).unlink()
    before = contents(place)
    with pytest.raises(PlaceProblem) as caught:
        keys.unlock(place, sheet(new))
    assert caught.value.code == "keys_damaged"
    assert contents(place) == before


@pytest.mark.parametrize("open_", [folder.open_for_writing, folder.open_for_reading])
def test_a_locked_library_is_never_opened_empty(place: Path, open_: object) -> None:
    protect(place)
    (place / "catalogue.sqlite").unlink()
    before = contents(place)
    with pytest.raises(PlaceProblem) as caught:
        open_(place)  # type: ignore[operator]
    assert (caught.value.code, caught.value.fields["since"]) == ("library_locked", "2026-03-05")
    assert contents(place) == before


def test_a_short_passphrase_is_refused(place: Path) -> None:
    with pytest.raises(InputProblem) as caught:
        protect(place, "short")
    assert caught.value.code == "passphrase_short"
    assert keys.protection_of(place) is None


def test_an_older_program_refuses_a_protected_library(place: Path) -> None:
    protect(place)
    assert b'"layout": 2' in (place / keys.MARK).read_bytes()


def test_a_spoiled_mark_is_damage_and_not_a_plain_library(place: Path) -> None:
    protect(place)
    (place / keys.MARK).write_bytes(b'{"layout": 2, "protected": {}}')
    with pytest.raises(KnownProblem) as caught:
        folder.open_for_writing(place)
    assert caught.value.code == "library_damaged"
