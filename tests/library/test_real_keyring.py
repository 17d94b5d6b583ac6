"""A real gnome-keyring on a private session bus: kept and found; and locked, absent, emptied, replaced."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from recordkeeper.library import device_copy, folder, keys
from recordkeeper.library.seal import new_key
from recordkeeper.records.errors import PlaceProblem
from tests.making.libraries import ANNA
from tests.making.protected import carry_out, protect, sheet

ROOT = Path(__file__).resolve().parent.parent.parent
TOOLS = ("dbus-run-session", "gnome-keyring-daemon")
UNLOCKED = "printf secret | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec"

pytestmark = pytest.mark.skipif(not all(map(shutil.which, TOOLS)), reason="no gnome-keyring or session bus here")

PROGRAM = """
import sys
from pathlib import Path
from recordkeeper.library import device_copy, folder, keys, passwords
from recordkeeper.records.errors import PlaceProblem
place, what = Path(sys.argv[1]), sys.argv[2]
protection = keys.protection_of(place)
def opens():
    try:
        folder.open_for_writing(place).close()
    except PlaceProblem as problem:
        return problem.code
    return "opened"
if what in ("keep", "both"):
    print(device_copy.keep(protection.id, keys.unlock(place, sys.argv[3])))
if what == "empty":
    print(device_copy.forget(protection.id))
if what == "replace":
    passwords.system_keyring().set_password("recordkeeper: protected libraries", protection.id, sys.argv[3])
print(opens())
if what == "replace":
    kept = passwords.system_keyring().get_password("recordkeeper: protected libraries", protection.id)
    print(kept == sys.argv[3])
"""


def on_a_bus(home: Path, begin: str, place: Path, *arguments: str) -> list[str]:
    """Run the program above on a bus of its own, after `begin`; returns the lines it says."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("DBUS_", "GNOME_"))}
    environment |= {"HOME": str(home), "XDG_DATA_HOME": str(home / "data"), "XDG_RUNTIME_DIR": str(home / "run")}
    (home / "run").mkdir(parents=True, exist_ok=True, mode=0o700)
    shell = f'{begin} "$@"'
    command = ["dbus-run-session", "--", "sh", "-c", shell, "sh", sys.executable, "-c", PROGRAM, str(place)]
    done = subprocess.run(
        [*command, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.fixture
def place(tmp_path: Path) -> Path:
    place = tmp_path / "library"
    folder.create(place, ANNA, readme="").close()
    return place


def test_a_copy_in_a_real_keyring_opens_it_and_losing_it_opens_nothing(place: Path, tmp_path: Path) -> None:
    new = protect(place)
    home, before = tmp_path / "home", {path.name: path.read_bytes() for path in place.glob("*.age")}
    assert on_a_bus(home, UNLOCKED, place, "open") == ["library_locked"]
    assert on_a_bus(home, UNLOCKED, place, "keep", sheet(new)) == ["True", "opened"]
    assert on_a_bus(home, UNLOCKED, place, "open") == ["opened"]
    # locked: the daemon runs, and nobody is there to unlock it
    locked = "gnome-keyring-daemon --start --components=secrets >/dev/null && exec"
    assert on_a_bus(home, locked, place, "open") == ["library_locked"]
    # absent: no daemon has this data
    assert on_a_bus(tmp_path / "another home", UNLOCKED, place, "open") == ["library_locked"]
    # replaced: another key under the same name opens nothing, and is not written over
    assert on_a_bus(home, UNLOCKED, place, "replace", new_key()) == ["library_locked", "True"]
    # emptied
    assert on_a_bus(home, UNLOCKED, place, "empty") == ["True", "library_locked"]
    assert {path.name: path.read_bytes() for path in place.glob("*.age")} == before
    assert keys.unlock(place, sheet(new)) == new.seal  # the sheet always does


class Drawer(dict[tuple[str, str], str]):
    """A keyring in memory."""

    def get_password(self, service: str, username: str) -> str | None:
        return self.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self[service, username]


def test_new_keys_and_plain_files_take_the_old_copy_out(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from recordkeeper.library import passwords, protecting
    from tests.making.protected import TODAY

    drawer = Drawer()
    monkeypatch.setattr(passwords, "system_keyring", lambda: drawer)
    new = protect(place)
    folder.open_for_writing(place).close()  # the copy opens it
    other = protecting.begin(place, protecting.REKEY, TODAY)
    carry_out(place, protecting.REKEY, new, other)
    assert list(drawer.values()) == [other.seal.device]
    carry_out(place, protecting.UNPROTECT, other, None)
    assert drawer == {}


def test_a_keyring_that_keeps_nothing_is_noticed(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from recordkeeper.library import passwords

    class Forgetful(Drawer):
        def set_password(self, service: str, username: str, password: str) -> None:
            del service, username, password

    monkeypatch.setattr(passwords, "system_keyring", Forgetful)
    new = protect(place)
    assert not device_copy.keep(new.protection.id, new.seal)
    with pytest.raises(PlaceProblem) as caught:
        folder.open_for_reading(place)
    assert caught.value.code == "library_locked"
