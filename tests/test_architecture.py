"""Who may import whom: the table of the house, checked on every module, and made-up offenders it must catch."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "recordkeeper"
TESTS = ROOT / "tests"
LONGEST_MODULE = 400  # lines
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Rule:
    """What the modules of one room may import besides the standard library and themselves."""

    rooms: frozenset[str]
    third_parties: frozenset[str] = frozenset()


def _names(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _rule(rooms: str = "", third_parties: str = "") -> Rule:
    return Rule(_names(rooms), _names(third_parties))


WORKER_ROOMS = "formats paper"  # what parses foreign bytes or renders: never in the main process
CORE = "records wording work recognise catalogue library intake prepare preview bundle"
TOP = "paths settings diagnostics"
TASKS = "tasks_reading tasks_belonging tasks_checking tasks_rooms"
READERS = (
    "pydicom pylibjpeg openjpeg rle libjpeg jpeg_ls numpy pymupdf PIL pi_heif lxml mammoth striprtf "
    "charset_normalizer Cryptodome imagecodecs inflate64 olefile xlrd tesserocr onnxruntime"
)
DRIVERS = frozenset({"sqlite3", "sqlcipher3", "pysqlite3"})

HOUSE: dict[str, Rule] = {
    "records": _rule(),
    "wording": _rule("records"),
    "work": _rule("records"),
    "recognise": _rule("records", "numpy rapidfuzz dateutil"),
    "formats": _rule("records wording", READERS),
    "paper": _rule("records wording", f"{READERS} isal segno"),
    "catalogue": _rule("records", "sqlite_utils sqlcipher3 pysqlite3"),
    "library": _rule("records work catalogue", "keyring mnemonic pyrage platformdirs"),
    "intake": _rule("records work recognise catalogue library"),
    "prepare": _rule("records wording catalogue"),
    "preview": _rule("records work library", "numpy"),
    "bundle": _rule("records wording work catalogue library prepare", "isal pycdlib Cryptodome"),
    "ui": _rule(f"{CORE} {TOP}", "PySide6 shiboken6 pyqtgraph numpy"),
    "cli": _rule(f"{CORE} {WORKER_ROOMS} {TOP} tasks app", "click rich"),
    # The modules beside the rooms. tasks composes what a worker can do; app and __main__ compose everything.
    "paths": _rule("", "platformdirs"),
    "settings": _rule("records paths"),
    "diagnostics": _rule("records paths"),
    "tasks": _rule(f"records wording work recognise {WORKER_ROOMS} {TOP} {TASKS}"),
    "tasks_reading": _rule(f"records work recognise {WORKER_ROOMS} tasks_rooms"),
    "tasks_belonging": _rule("records work recognise tasks_rooms"),
    "tasks_checking": _rule(f"records work {WORKER_ROOMS} tasks_rooms"),
    "tasks_rooms": _rule(f"wording work recognise {WORKER_ROOMS}"),
    "app": _rule(f"{CORE} {WORKER_ROOMS} {TOP} tasks ui", "PySide6"),
    "__main__": _rule(f"{CORE} {WORKER_ROOMS} {TOP} tasks app ui cli"),
}

# Nothing here talks to a network, and nothing is unpickled: what a worker sends back is not to be trusted.
BANNED = _names(
    "socket socketserver ssl http urllib.request urllib.error ftplib smtplib poplib imaplib telnetlib nntplib "
    "xmlrpc wsgiref asyncio asyncore webbrowser multiprocessing pickle shelve marshal "
    "PySide6.QtNetwork PySide6.QtWebEngineCore PySide6.QtWebEngineWidgets PySide6.QtWebSockets "
    "PySide6.QtQml PySide6.QtQuick"
)


@dataclass(frozen=True, slots=True)
class Import:
    """One imported module: its full name, the line, whether it runs, and whether it runs on import."""

    name: str
    line: int
    for_types_only: bool = False
    at_start: bool = True


@dataclass
class Finder(ast.NodeVisitor):
    """Collects what a module imports, wherever in it, import_module("…") with a plain name included."""

    found: list[Import] = field(default_factory=list)
    relative: list[int] = field(default_factory=list)
    for_types_only: bool = False
    depth: int = 0

    def _note(self, name: str, line: int) -> None:
        self.found.append(Import(name, line, self.for_types_only, self.depth == 0))

    def visit_Import(self, node: ast.Import) -> None:
        for alias in node.names:
            self._note(alias.name, node.lineno)

    def visit_ImportFrom(self, node: ast.ImportFrom) -> None:
        if node.level:
            self.relative.append(node.lineno)
        for alias in node.names:
            self._note(f"{node.module}.{alias.name}", node.lineno)

    def visit_Call(self, node: ast.Call) -> None:
        called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        first = node.args[0] if node.args else None
        if called in {"import_module", "__import__"} and isinstance(first, ast.Constant):
            self._note(str(first.value), node.lineno)
        self.generic_visit(node)

    def visit_If(self, node: ast.If) -> None:
        before = self.for_types_only
        self.for_types_only = before or "TYPE_CHECKING" in ast.unparse(node.test)
        for child in node.body:
            self.visit(child)
        self.for_types_only = before
        for other in (node.test, *node.orelse):
            self.visit(other)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        self.depth += 1
        self.generic_visit(node)
        self.depth -= 1


def offences(package: Path) -> tuple[str, ...]:
    """Return a line for everything in the package at `package` that the house does not allow."""
    modules = sorted(package.rglob("*.py"))
    return tuple(
        f"{path.relative_to(package.parent).as_posix()}:{line}: {what}"
        for path in modules
        for line, what in _offences_of(path, path.relative_to(package).with_suffix("").parts)
    )


def _offences_of(path: Path, parts: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    text = path.read_text(encoding="utf-8")
    try:
        tree = ast.parse(text, feature_version=OLDEST_PYTHON)
    except SyntaxError as error:
        yield error.lineno or 1, f"is no Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]}: {error.msg}"
        return
    finder = Finder()
    finder.visit(tree)
    room = parts[0]
    if not ast.get_docstring(tree):
        yield 1, "does not say in a sentence what it is for"
    if text.count("\n") > LONGEST_MODULE:
        yield LONGEST_MODULE, f"is longer than {LONGEST_MODULE} lines"
    if room not in HOUSE and room != "__init__":
        yield 1, f"{room} is not a room of the house"
    for line in finder.relative:
        yield line, "relative import"
    for found in finder.found:
        if what := _offence(found, room, HOUSE.get(room, Rule(frozenset()))):
            yield found.line, what
    yield from _driver_offences(finder.found, parts)


def _offence(found: Import, room: str, rule: Rule) -> str:
    """Return what is wrong with one import, or nothing."""
    top, *rest = found.name.split(".")
    names = {".".join([top, *rest[:count]]) for count in range(len(rest) + 1)}
    if banned := sorted(names & BANNED):
        return f"{banned[0]} is used nowhere in this program"
    if top == "recordkeeper":
        entered = rest[0] if rest else ""
        known = entered in HOUSE or (PACKAGE / entered).exists()
        return f"{room} may not enter {entered}" if known and entered not in {room, "", *rule.rooms} else ""
    if top in DRIVERS:
        return "" if room == "catalogue" else f"{room} may not import {top}"
    if top not in sys.stdlib_module_names and top not in rule.third_parties:
        return f"{room} may not import {top}"
    return ""


def _driver_offences(imports: list[Import], parts: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    """The driver is chosen in one module, and sqlite_utils looks for it once, when it is first imported."""
    if parts == ("catalogue", "engine"):
        return
    for found in imports:
        top = found.name.partition(".")[0]
        if top in DRIVERS:
            yield found.line, f"only catalogue/engine.py imports {top}"
        if top == "sqlite_utils" and found.at_start and not found.for_types_only:
            yield found.line, "sqlite_utils may be imported only after the engine chose its driver"


def test_every_module_keeps_to_its_room() -> None:
    assert not offences(PACKAGE), "\n" + "\n".join(offences(PACKAGE))


OFFENDERS = {
    "records/date.py": ("import numpy", "records may not import numpy"),
    "records/kind.py": ("from recordkeeper.wording import words", "records may not enter wording"),
    "work/lanes.py": ("from recordkeeper import catalogue", "work may not enter catalogue"),
    "formats/pdf.py": ("def f():\n    import recordkeeper.recognise.kind", "formats may not enter recognise"),
    "formats/mail.py": ("from recordkeeper import paths", "formats may not enter paths"),
    "paper/cover.py": ("import recordkeeper.formats.pdf", "paper may not enter formats"),
    "intake/read.py": ("from recordkeeper.formats import pdf", "intake may not enter formats"),
    "intake/walk.py": ("from recordkeeper.tasks import read", "intake may not enter tasks"),
    "bundle/plan.py": ("from recordkeeper.intake import walk", "bundle may not enter intake"),
    "cli/add.py": ("from recordkeeper.ui import window", "cli may not enter ui"),
    "cli/show.py": ("import PySide6.QtCore", "cli may not import PySide6"),
    "ui/page.py": ("from recordkeeper.paper import cover", "ui may not enter paper"),
    "ui/reach.py": ("from PySide6 import QtNetwork", "PySide6.QtNetwork is used nowhere"),
    "library/send.py": ("import urllib.request", "urllib.request is used nowhere"),
    "library/load.py": ("def f():\n    from pickle import loads", "pickle is used nowhere"),
    "library/late.py": ("import importlib\nimportlib.import_module('ssl')", "ssl is used nowhere"),
    "library/sql.py": ("import sqlite3", "library may not import sqlite3"),
    "catalogue/store.py": ("import sqlite3", "only catalogue/engine.py imports sqlite3"),
    "catalogue/early.py": ("from sqlite_utils import Database", "only after the engine"),
    "library/db.py": ("def f():\n    import sqlite_utils", "library may not import sqlite_utils"),
    "settings.py": ("from recordkeeper.library import folder", "settings may not enter library"),
    "garage/car.py": ("", "garage is not a room"),
    "paper/new.py": ("def f[T](x: T) -> T:\n    return x", "is no Python 3.11"),
    "records/near.py": ("from . import kinds", "relative import"),
    "records/long.py": ("\n" * 401, "is longer than 400 lines"),
}


@pytest.mark.parametrize("name", OFFENDERS)
def test_a_made_up_offender_is_caught(name: str, tmp_path: Path) -> None:
    code, expected = OFFENDERS[name]
    path = tmp_path / "recordkeeper" / name
    path.parent.mkdir(parents=True)
    path.write_text(f'"""A made-up module."""\n{code}\n', encoding="utf-8")
    found = offences(tmp_path / "recordkeeper")
    assert len(found) >= 1
    assert any(expected in line for line in found), found


INNOCENT = {
    "catalogue/engine.py": "import sqlite3\nfrom sqlite_utils import Database",
    "catalogue/store.py": "import typing\nif typing.TYPE_CHECKING:\n    from sqlite_utils import Database",
    "formats/pdf.py": "import pymupdf\nfrom recordkeeper import __version__",
    "tasks.py": "from recordkeeper.formats import pdf\nfrom recordkeeper.recognise import kind",
    "library/names.py": "from urllib.parse import quote\nfrom email import message",
    "ui/page.py": "from PySide6.QtCore import Qt, Signal\nfrom recordkeeper.bundle import plan",
}


@pytest.mark.parametrize("name", INNOCENT)
def test_what_the_house_allows_is_left_alone(name: str, tmp_path: Path) -> None:
    path = tmp_path / "recordkeeper" / name
    path.parent.mkdir(parents=True)
    path.write_text(f'"""A made-up module."""\n{INNOCENT[name]}\n', encoding="utf-8")
    assert offences(tmp_path / "recordkeeper") == ()


def test_every_room_says_what_it_is_for() -> None:
    folders = {path.parent for path in PACKAGE.rglob("*.py")}
    assert not [str(folder) for folder in folders if not (folder / "__init__.py").exists()]


def test_importing_everything_outside_the_workers_loads_no_reader_and_no_qt() -> None:
    modules = [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted(PACKAGE.rglob("*.py"))
        if path.relative_to(PACKAGE).parts[0] not in {"formats", "paper", "ui", "tasks.py", "__main__.py"}
    ]
    code = f"""
import importlib, sys
for name in {modules!r}:
    importlib.import_module(name)
print(*sorted({{"pymupdf", "pydicom", "PIL", "lxml", "mammoth", "PySide6"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == ""


def test_a_window_is_tested_only_where_each_file_has_a_process_of_its_own() -> None:
    """A fault in Qt ends the process, and with it every other test in it (tests/running.py)."""
    opening = [
        path.relative_to(TESTS).as_posix()
        for path in TESTS.rglob("test_*.py")
        if TESTS / "ui" not in path.parents and {"qtbot", "qapp"} & arguments_of_tests(path)
    ]
    assert opening == []


def arguments_of_tests(path: Path) -> set[str]:
    """The fixtures that the functions of a file of tests ask for."""
    functions = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)]
    return {argument.arg for function in functions for argument in function.args.args}


def test_the_network_parts_of_qt_are_not_shipped() -> None:
    spec = (ROOT / "recordkeeper.spec").read_text(encoding="utf-8")
    excluded = spec[spec.index("excludes=[") : spec.index("],\n", spec.index("excludes=["))]
    for part in ("QtNetwork", "QtWebEngineCore", "QtWebEngineWidgets"):
        assert f'"PySide6.{part}"' in excluded
