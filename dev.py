"""What a developer does here, from a fresh clone, with only Python 3.11 to 3.14: python3 dev.py COMMAND.

  demo    a library of synthetic records and a checked bundle from it, in build/demo
  test    the whole suite, Qt off-screen; what follows goes to pytest; --no-network: without any (Linux)
  run     the program; what follows goes to it
  lint    ruff and mypy
  bench   the benchmarks, each beside its floor; names choose some
  fuzz    spoiled files through every reader, 20,000 each; names choose some, --inputs N and --seed S how
  pictures  photographs of every page of the window, in build/pictures; names choose some
  build   the program as a folder that needs no Python
  lock    pins what pyproject.toml asks for in requirements.lock; --upgrade takes the newest
  wheels  checks that every pin has a wheel for every platform, as a table for the README

The environment is kept in .venv and changes only when requirements.lock does. Standard library only.
"""

from __future__ import annotations

import ctypes
import hashlib
import importlib.util
import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OLDEST, NEWEST = (3, 11), (3, 14)
ON_WINDOWS = os.name == "nt"

# What the Qt wheels expect from a Linux system: the library, and the Debian package it is in.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
# These only when a window is to be seen on an X screen.
X_LIBRARIES = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}

# A script that a shell and Python both understand: a shebang alone breaks on spaces and long paths.
# -P keeps the folder a person stands in from being searched for modules.
LAUNCHER = """#!/bin/sh
'''exec' "{python}" -P "$0" "$@"
' '''
import sys
from recordkeeper.__main__ import main
sys.exit(main())
"""
LAUNCHER_CMD = '@"%~dp0python.exe" -P "%~dp0recordkeeper" %*\n'


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    if not arguments or arguments[0] not in COMMANDS:
        print(__doc__)
        return 0 if arguments[:1] in (["-h"], ["--help"]) else 2
    if trouble := python_trouble(sys.version_info[:2]) or venv_trouble():
        return fail(trouble)
    try:
        return COMMANDS[arguments[0]](list(arguments[1:]))
    except subprocess.CalledProcessError as error:
        return fail(f"This step did not work (exit code {error.returncode}): {error.cmd}")
    except KeyboardInterrupt:
        return 130


def fail(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


def call(command: Sequence[str | Path], **variables: str) -> int:
    """Run a program in the project folder, its output going where ours goes; return its exit code."""
    words = [str(word) for word in command]
    sys.stdout.flush()
    return subprocess.run(words, cwd=ROOT, env={**os.environ, **variables}, check=False).returncode


def must(command: Sequence[str | Path], **variables: str) -> None:
    """Run a program like `call`; CalledProcessError when it fails."""
    if code := call(command, **variables):
        raise subprocess.CalledProcessError(code, " ".join(map(str, command)))


# The environment


def python_trouble(version: tuple[int, int]) -> str:
    """Return a sentence when this Python cannot run the program, else nothing."""
    if OLDEST <= version <= NEWEST:
        return ""
    old, new, here = (".".join(map(str, v)) for v in (OLDEST, NEWEST, version))
    return f"Recordkeeper needs Python {old} to {new}; this is {here}. Start dev.py with one of those."


def venv_trouble() -> str:
    """Return a sentence when this Python comes without what makes environments (Debian splits it off)."""
    if importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        return ""
    return "This Python cannot make environments. On Debian and Ubuntu: sudo apt install python3-venv"


def scripts(venv: Path) -> Path:
    return venv / ("Scripts" if ON_WINDOWS else "bin")


def python_in(venv: Path) -> Path:
    return scripts(venv) / ("python.exe" if ON_WINDOWS else "python")


def make_venv(venv: Path) -> Path:
    """Make an empty environment, whatever was there before, and return its Python."""
    must([sys.executable, "-m", "venv", "--clear", venv])
    return python_in(venv)


def works(python: Path) -> bool:
    """Return whether this Python starts: the one .venv was made from may have been removed since."""
    return python.exists() and call([python, "-c", ""]) == 0


def wanted_stamp(root: Path) -> str:
    """Return what .venv has to be made from: this Python and these pins."""
    pins = hashlib.sha256((root / "requirements.lock").read_bytes()).hexdigest()
    return "python {}.{}\npins {}\n".format(*sys.version_info[:2], pins)


def environment(root: Path = ROOT) -> Path:
    """Make .venv, or bring it up to the pins, or leave it as it is; return its Python."""
    venv = root / ".venv"
    python, stamp, wanted = python_in(venv), venv / "recordkeeper-stamp", wanted_stamp(root)
    found = stamp.read_text(encoding="utf-8") if stamp.exists() else ""
    sound = works(python)
    if sound and found == wanted:
        return python
    if not sound or found.splitlines()[:1] != wanted.splitlines()[:1]:
        make_venv(venv)
    stamp.unlink(missing_ok=True)
    print("Installing the pinned packages into .venv. Next time only if the pins change.", file=sys.stderr)
    must([*pip(python), "--require-hashes", "-r", root / "requirements.lock"])
    introduce_program(root)
    stamp.write_text(wanted, encoding="utf-8")
    return python


def pip(python: Path) -> list[str | Path]:
    return [python, "-m", "pip", "--disable-pip-version-check", "install", "-qq"]


def introduce_program(root: Path) -> None:
    """Make `recordkeeper` importable in .venv straight from the checkout, and a command there."""
    venv = root / ".venv"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    answer = subprocess.run([python_in(venv), "-c", where], check=True, capture_output=True, text=True)
    packages = Path(answer.stdout.strip())
    # Relative, so that no letter of the project's path depends on an encoding.
    back = os.path.relpath(root.resolve(), packages.resolve())
    (packages / "recordkeeper.pth").write_text(back + "\n", encoding="ascii")
    launcher = scripts(venv) / "recordkeeper"
    text = LAUNCHER.format(python=python_in(venv).as_posix())
    launcher.write_text(text, encoding="utf-8", newline="\n")
    launcher.chmod(0o755)
    if ON_WINDOWS:
        launcher.with_suffix(".cmd").write_text(LAUNCHER_CMD, encoding="ascii")


def missing_libraries(wanted: dict[str, str]) -> str:
    """Return a sentence naming the Linux packages to install for Qt, or nothing when all are there."""
    if not sys.platform.startswith("linux"):
        return ""
    packages = [package for library, package in wanted.items() if not loads(library)]
    if not packages:
        return ""
    return (
        "Qt, which draws the window, misses libraries of this system. On Debian and Ubuntu:\n"
        f"  sudo apt install {' '.join(packages)}"
    )


def loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def has_screen() -> bool:
    """Return whether a window could be shown: on Linux an X or Wayland display is named."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


# The commands


def demo(_: list[str]) -> int:
    environment()
    folder = ROOT / "build" / "demo"
    remove(folder)
    folder.parent.mkdir(exist_ok=True)
    code = call([scripts(ROOT / ".venv") / PROGRAM, "demo", folder])
    if code != 0:
        return code
    if not has_screen():
        print("There is no screen here, so the window is not opened.")
        return code
    if trouble := missing_libraries({**QT_LIBRARIES, **X_LIBRARIES}):
        return fail(trouble)
    return call([scripts(ROOT / ".venv") / PROGRAM], RECORDKEEPER_LIBRARY=str(folder / "library"))


def remove(folder: Path) -> None:
    """Remove a folder we made, kept originals too: those are read-only, which Windows minds."""
    for path in folder.rglob("*") if folder.exists() else ():
        path.chmod(path.stat().st_mode | stat.S_IWRITE)
    if folder.exists():
        shutil.rmtree(folder)


def test(arguments: list[str]) -> int:
    python = environment()
    if trouble := missing_libraries(QT_LIBRARIES):
        return fail(trouble)
    inside = list[str]()
    if "--no-network" in arguments:
        arguments.remove("--no-network")
        inside = without_network()
        if not inside:
            return fail("This system does not let us make a place without network (unshare --net).")
    if not arguments:
        return call([python, "-m", "tests.running", *inside])
    # A process that a signal ended is not replaced: pytest-xdist would wait for ever for the rest of its file.
    workers = ["-n", "2", "--dist", "loadfile", "--max-worker-restart", "0"]
    return call([*inside, python, "-m", "pytest", *workers, *arguments], QT_QPA_PLATFORM="offscreen")


def without_network() -> list[str]:
    """Return the command that runs another where no network interface is up; nothing where that cannot be."""
    if not sys.platform.startswith("linux") or shutil.which("unshare") is None:
        return []
    for options in (["--net"], ["--map-root-user", "--net"]):
        if subprocess.run(["unshare", *options, "true"], capture_output=True, check=False).returncode == 0:
            return ["unshare", *options, "--"]
    return []


def start(arguments: list[str]) -> int:
    environment()
    opens_window = not arguments and has_screen()
    if opens_window and (trouble := missing_libraries({**QT_LIBRARIES, **X_LIBRARIES})):
        return fail(trouble)
    return call([scripts(ROOT / ".venv") / PROGRAM, *arguments])


def lint(_: list[str]) -> int:
    python = environment()
    checks = (["ruff", "check", "."], ["ruff", "format", "--check", "."], ["mypy"])
    codes = [call([python, "-m", *check]) for check in checks]
    return max(codes)


def bench(arguments: list[str]) -> int:
    return call([environment(), "-m", "tests.bench", *arguments], QT_QPA_PLATFORM="offscreen")


def fuzz(arguments: list[str]) -> int:
    return call([environment(), "-m", "tests.fuzz", *arguments])


def pictures(arguments: list[str]) -> int:
    python = environment()
    if trouble := missing_libraries(QT_LIBRARIES):
        return fail(trouble)
    return call([python, "-m", "tests.pictures", *arguments], QT_QPA_PLATFORM="offscreen")


def build(_: list[str]) -> int:
    python = environment()
    if call([python, "-c", "import importlib.util as u; raise SystemExit(not u.find_spec('PyInstaller'))"]):
        return fail(f"This step needs PyInstaller, which is not pinned yet: {python} -m pip install pyinstaller")
    dist, work = ROOT / "build" / "dist", ROOT / "build" / "pyinstaller"
    spec = ROOT / "recordkeeper.spec"
    return call([python, "-m", "PyInstaller", "--noconfirm", "--distpath", dist, "--workpath", work, spec])


def lock(arguments: list[str]) -> int:
    options = ["--extra", "dev", "--custom-compile-command", "python3 dev.py lock"]
    compile_pins(["pyproject.toml", *options, *arguments], output=ROOT / "requirements.lock")
    return 0


def wheels(_: list[str]) -> int:
    python, listing = environment(), ROOT / "build" / "pylock.wheels.toml"
    listing.parent.mkdir(exist_ok=True)
    compile_pins(["requirements.lock", "--no-deps", "--format", "pylock.toml"], output=listing)
    return call([python, "-m", "tests.bench.wheels", listing, ROOT / "requirements.lock"])


def compile_pins(arguments: Sequence[str], *, output: Path) -> None:
    """Resolve for all platforms at once, with uv out of an environment thrown away afterwards."""
    fixed = ["--universal", "--python-version", ".".join(map(str, OLDEST)), "--generate-hashes", "--quiet"]
    nameless = ["--no-emit-index-url", "--no-emit-find-links"]  # no index host in what is kept
    with tempfile.TemporaryDirectory() as folder:
        python = make_venv(Path(folder) / "uv")
        must([*pip(python), "uv"])
        must([python, "-m", "uv", "pip", "compile", *arguments, *fixed, *nameless, "--output-file", output])


PROGRAM = "recordkeeper.cmd" if ON_WINDOWS else "recordkeeper"
COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "demo": demo,
    "test": test,
    "run": start,
    "lint": lint,
    "bench": bench,
    "fuzz": fuzz,
    "pictures": pictures,
    "build": build,
    "lock": lock,
    "wheels": wheels,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
