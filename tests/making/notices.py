"""Notices of what this program is made with, gathered from what is installed: python -m tests.making.notices."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "licences"
_PIN = re.compile(r"^(\S+)==(\S+)(?: ; (.*?))? \\\n(?:    --hash=\S+(?: \\)?\n)+((?:    #.*\n)+)", re.MULTILINE)
_US = "recordkeeper"
_SYSTEMS = {"sys_platform == 'linux'": "Linux", "sys_platform == 'win32'": "Windows"}
_FILES = re.compile(r"(?:licen[cs]es?|copying|notice)[^/]*(?:\.(?:txt|md|rst))?$", re.IGNORECASE)

# What the metadata does not say, or says as a mere heading.
_LICENCES = {
    "backports-tarfile": "MIT",
    "charset-normalizer": "MIT",
    "click-default-group": "Unlicense",
    "cobble": "BSD-2-Clause",
    "colorama": "BSD-3-Clause",
    "jaraco-classes": "MIT",
    "markdown-it-py": "MIT",
    "mdurl": "MIT",
    "pi-heif": "BSD-3-Clause, with LGPL-3.0 libraries",
    "pydicom": "MIT",
    "pylibjpeg": "MIT",
    "pylibjpeg-libjpeg": "GPL-3.0",
    "pymupdf-lite": "AGPL-3.0",
    "pyside6-essentials": "LGPL-3.0",
    "pyrage": "MIT",
    "pywin32-ctypes": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "shiboken6": "LGPL-3.0",
    "sqlcipher3": "Zlib, with SQLCipher (BSD-3-Clause)",
    "sqlite-fts4": "Apache-2.0",
}
_GIVEN = {
    "pymupdf-lite": "AGPL-3.0",
    "pyside6-essentials": "LGPL-3.0",
    "shiboken6": "LGPL-3.0",
}  # no text in the wheel
_KEPT = ("AGPL-3.0.txt", "LGPL-3.0.txt", "loinc.txt")  # put there by hand


@dataclass(frozen=True, slots=True)
class Pin:
    """A pinned package and who asks for it."""

    name: str
    version: str
    marker: str
    via: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """One [[package]] of third_parties.toml."""

    name: str
    version: str
    licence: str
    text: str
    where: str


def runtime_pins(lock: str) -> tuple[Pin, ...]:
    """The pins the program needs to run, not those of the tools around it."""
    from tomllib import loads

    pins = [
        Pin(name, version, marker or "", frozenset(re.sub(r"[#,]|via|\(.*?\)", " ", via).split()))
        for name, version, marker, via in _PIN.findall(lock)
    ]
    wanted = loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    needed = {re.split(r"[<>=;!~ \[]", line, maxsplit=1)[0].lower() for line in wanted}
    while more := {pin.name for pin in pins if pin.via & needed} - needed:
        needed |= more
    return tuple(pin for pin in pins if pin.name in needed)


def rows(pins: tuple[Pin, ...]) -> Iterator[Row]:
    """A row a package; where Pythons differ in the version, all versions."""
    for name in dict.fromkeys(pin.name for pin in pins):
        of_it = [pin for pin in pins if pin.name == name]
        where = next((system for marker, system in _SYSTEMS.items() if marker in of_it[0].marker), "")
        version = ", ".join(pin.version for pin in of_it)
        yield Row(_called(name), version, _licence(name), _GIVEN.get(name) or _write_text(name), where)


def _called(name: str) -> str:
    try:
        return metadata.distribution(name).metadata["Name"]
    except metadata.PackageNotFoundError:
        return name


def _licence(name: str) -> str:
    if name in _LICENCES:
        return _LICENCES[name]
    found = metadata.distribution(name).metadata
    said = found.get("License-Expression") or found.get("License") or ""
    assert 0 < len(said) < 80, f"{name}: say its licence in _LICENCES"
    return said


def _write_text(name: str) -> str:
    """Keep the package's licence files as one text; returns its name, "" when it brings none."""
    try:
        files = metadata.distribution(name).files or []
    except metadata.PackageNotFoundError:
        return ""
    found = [file for file in files if ".dist-info/" in str(file) and _FILES.search(str(file).rsplit("/", 1)[-1])]
    texts = [file.read_text(encoding="utf-8").strip() for file in sorted(found, key=str) if file.locate().is_file()]
    if texts:
        (FOLDER / "texts" / f"{name}.txt").write_text("\n\n\n".join(texts) + "\n", encoding="utf-8")
    return name if texts else ""


def main() -> None:
    for text in (FOLDER / "texts").iterdir():
        if text.name not in _KEPT:
            text.unlink()
    shutil.copy(ROOT / "LICENSE", FOLDER / "texts" / "AGPL-3.0.txt")
    pins = runtime_pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))
    lines = ["# What the program is made with. Made by: python -m tests.making.notices"]
    for row in rows(pins):
        lines.append("\n[[package]]")
        lines += [f"{field} = {_quoted(value)}" for field, value in asdict(row).items()]
    (FOLDER / "third_parties.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    main()
