from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("version", [(3, 8), (3, 10), (3, 15), (4, 0)])
def test_an_unfit_python_is_told_in_a_sentence(version: tuple[int, int]) -> None:
    assert "needs Python 3.11 to 3.14" in dev.python_trouble(version)


@pytest.mark.parametrize("version", [(3, 11), (3, 12), (3, 13), (3, 14)])
def test_a_fit_python_is_no_trouble(version: tuple[int, int]) -> None:
    assert dev.python_trouble(version) == ""


def test_an_unknown_command_is_answered_with_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["tests"]) == 2
    assert dev.main([]) == 2
    assert dev.main(["--help"]) == 0
    told = capsys.readouterr().out
    assert all(f"\n  {name} " in told for name in dev.COMMANDS)


def test_only_the_standard_library_is_needed() -> None:
    code = """
import sys, dev
print(*(name for name, module in sys.modules.items() if "site-packages" in str(getattr(module, "__file__", ""))))
"""
    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def _project(folder: Path) -> Path:
    """Make a project with one made-up package in place of ours, and nothing pinned."""
    (folder / "recordkeeper").mkdir(parents=True)
    (folder / "recordkeeper" / "__init__.py").write_text("")
    (folder / "recordkeeper" / "__main__.py").write_text(
        "import sys\ndef main():\n    print(sys.argv[1:], sys.prefix)\n    return 7\n"
    )
    (folder / "requirements.lock").write_text("# nothing\n")
    return folder


def test_a_fresh_clone_gets_an_environment_with_the_program_as_a_command(tmp_path: Path) -> None:
    # A blank and a foreign letter in the path: both broke launchers before.
    root = _project(tmp_path / "my cl\u00f6ne")
    dev.environment(root)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "random.py").write_text("raise SystemExit('a stranger was imported')")
    program = dev.scripts(root / ".venv") / dev.PROGRAM
    done = subprocess.run([program, "add", "a b"], cwd=elsewhere, capture_output=True, text=True, check=False)
    assert done.returncode == 7, done.stderr
    assert "['add', 'a b']" in done.stdout
    assert str(root / ".venv") in done.stdout


def test_the_environment_is_left_alone_until_the_pins_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = _project(tmp_path / "clone")
    installs: list[list[object]] = []
    monkeypatch.setattr(dev, "must", lambda command: installs.append(list(command)))
    monkeypatch.setattr(dev, "make_venv", _borrowed_venv)
    dev.environment(root)
    assert len(installs) == 1
    assert "--require-hashes" in installs[0]
    dev.environment(root)
    assert len(installs) == 1
    (root / "requirements.lock").write_text("# something else\n")
    dev.environment(root)
    assert len(installs) == 2


def _borrowed_venv(venv: Path) -> None:
    """Stand in for a new environment without the seconds it takes: no pip in it."""
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", "--clear", venv], check=True)


def test_an_install_that_failed_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = _project(tmp_path / "clone")
    monkeypatch.setattr(dev, "make_venv", _borrowed_venv)

    def offline(command: list[object]) -> None:
        raise subprocess.CalledProcessError(1, "pip")

    monkeypatch.setattr(dev, "must", offline)
    with pytest.raises(subprocess.CalledProcessError):
        dev.environment(root)
    installs: list[object] = []
    monkeypatch.setattr(dev, "must", installs.append)
    dev.environment(root)
    assert len(installs) == 1


def test_another_python_gets_an_environment_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = _project(tmp_path / "clone")
    made: list[Path] = []

    def make(venv: Path) -> None:
        made.append(venv)
        _borrowed_venv(venv)

    monkeypatch.setattr(dev, "must", list)
    monkeypatch.setattr(dev, "make_venv", make)
    dev.environment(root)
    stamp = root / ".venv" / "recordkeeper-stamp"
    stamp.write_text(stamp.read_text().replace("python 3.", "python 2."))
    dev.environment(root)
    assert len(made) == 2


def test_the_stamp_names_the_python_and_the_pins(tmp_path: Path) -> None:
    root = _project(tmp_path / "clone")
    pins = hashlib.sha256(b"# nothing\n").hexdigest()
    assert dev.wanted_stamp(root) == f"python 3.{sys.version_info[1]}\npins {pins}\n"


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere Qt's wheels bring everything")
def test_a_missing_system_library_is_told_with_its_package() -> None:
    told = dev.missing_libraries({"libc.so.6": "libc6", "libnothere.so.9": "libnothere9"})
    assert told.endswith("sudo apt install libnothere9")
    assert dev.missing_libraries({"libc.so.6": "libc6"}) == ""


def test_the_ci_installs_what_dev_names() -> None:
    listed = (ROOT / ".ci" / "run").read_text(encoding="utf-8").split()
    assert {*dev.QT_LIBRARIES.values(), *dev.X_LIBRARIES.values()} <= set(listed)


def test_removing_a_library_takes_its_read_only_originals_along(tmp_path: Path) -> None:
    original = tmp_path / "demo" / "originals" / "0f"
    original.parent.mkdir(parents=True)
    original.write_bytes(b"x")
    original.chmod(0o400)
    original.parent.chmod(0o500)
    dev.remove(tmp_path / "demo")
    assert not (tmp_path / "demo").exists()
    dev.remove(tmp_path / "demo")


def test_a_screen_is_looked_for_where_the_system_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    if not sys.platform.startswith("linux"):
        assert dev.has_screen()
        return
    monkeypatch.delenv("DISPLAY", raising=False)
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    assert not dev.has_screen()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert dev.has_screen()


def test_a_step_that_fails_is_told_without_a_traceback(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: list[str]) -> int:
        dev.must([sys.executable, "-c", "raise SystemExit(3)"])
        return 0

    monkeypatch.setitem(dev.COMMANDS, "lock", broken)
    assert dev.main(["lock"]) == 1
    assert "exit code 3" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="a POSIX script")
def test_the_ci_script_is_executable() -> None:
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
