"""Passwords of locked files: tried in the order a person gave them, remembered only where the system can."""

from __future__ import annotations

import pytest
from keyring.errors import KeyringLocked, PasswordSetError

from recordkeeper.library.passwords import Keyring, Passwords, system_keyring


class Drawer:
    """A keyring in memory."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


class Forgetful(Drawer):
    """Says yes and keeps nothing, as `keyring --disable` does."""

    def set_password(self, service: str, username: str, password: str) -> None:
        del service, username, password


class Locked(Drawer):
    """A keyring whose collection is locked, with nobody there to open it."""

    def get_password(self, service: str, username: str) -> str | None:
        del service, username
        raise KeyringLocked

    def set_password(self, service: str, username: str, password: str) -> None:
        del service, username, password
        raise PasswordSetError


def passwords(keyring: Keyring | None, library: str = "one") -> Passwords:
    return Passwords(lambda: library, lambda: keyring)


def test_what_was_given_last_is_tried_first_and_nothing_twice() -> None:
    given = passwords(None)
    given.supply(("old",))
    given.supply(("new", "old", "", "new"))
    assert given.known() == ("new", "old")


def test_a_remembered_password_is_there_in_the_next_run_of_the_same_library_only() -> None:
    drawer = Drawer()
    assert passwords(drawer).remember(("sesame",))
    assert passwords(drawer).remember(("second",))
    again, other = passwords(drawer), passwords(drawer, "two")
    again.look_up()
    other.look_up()
    assert again.known() == ("second", "sesame")
    assert other.known() == ()


def test_forgetting_takes_it_out_of_the_keyring_too() -> None:
    drawer = Drawer()
    known = passwords(drawer)
    known.supply(("sesame",))
    known.remember(("sesame",))
    known.forget()
    assert known.known() == ()
    assert not drawer.kept


@pytest.mark.parametrize("keyring", [None, Forgetful(), Locked()], ids=["none", "forgetful", "locked"])
def test_a_keyring_that_keeps_nothing_is_found_out(keyring: Keyring | None) -> None:
    known = passwords(keyring)
    assert not known.remember(("sesame",))
    known.supply(("sesame",))
    known.look_up()
    assert known.known() == ("sesame",)


def test_what_is_too_long_for_the_smallest_keyring_is_not_promised() -> None:
    drawer = Drawer()
    assert not passwords(drawer).remember(("x" * 3000,))
    assert not drawer.kept


def test_rubbish_in_the_keyring_is_no_password() -> None:
    drawer = Drawer()
    known = passwords(drawer)
    known.remember(("sesame",))
    (entry,) = drawer.kept
    drawer.kept[entry] = '{"not": "a list"'
    known.look_up()
    assert known.known() == ()


def test_only_a_keyring_of_the_system_is_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    monkeypatch.setattr(keyring, "get_keyring", Drawer)
    assert system_keyring() is None
