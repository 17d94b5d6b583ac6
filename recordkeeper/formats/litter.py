"""Which files on a disc are a viewer's or the system's own, by their names and first bytes. The lists are data."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class NameList:
    """Lower-case names, beginnings, endings and folders that mean `reason_code`."""

    reason_code: str
    names: frozenset[str]
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    folders: frozenset[str]

    def holds(self, folders: list[str], name: str) -> bool:
        """True when a file `name` inside `folders` is on the list; both in lower case."""
        return (
            name in self.names
            or name.startswith(self.prefixes)
            or name.endswith(self.suffixes)
            or any(folder in self.folders for folder in folders)
        )


@dataclass(frozen=True, slots=True)
class Signature:
    """Bytes at an offset that tell a format which is kept but not opened."""

    offset: int
    magic: bytes
    is_program: bool
    reason_code: str


@dataclass(frozen=True, slots=True)
class Litter:
    """Everything known about files that are not records or have no reader."""

    lists: tuple[NameList, ...] = ()
    signatures: tuple[Signature, ...] = ()
    picture_folders: tuple[str, ...] = ()  # of an export's own pages: logos and buttons

    def reason_for_name(self, name: str) -> str:
        """The reason code when `name` (a path with / or \\, or a bare name) is litter, else ""."""
        *folders, last = name.replace("\\", "/").lower().split("/")
        return next((each.reason_code for each in self.lists if each.holds(folders, last)), "")

    def is_page_picture(self, name: str) -> bool:
        """True for a picture that only decorates the pages of an export, by the folders it lies in."""
        folders = "/" + name.replace("\\", "/").lower().rpartition("/")[0]
        return any(folders.endswith(f"/{each}") for each in self.picture_folders)

    def signature_of(self, untrusted_head: bytes) -> Signature | None:
        """The first signature found in the beginning of a file (36 KiB reach all of them)."""
        for each in self.signatures:
            if untrusted_head.startswith(each.magic, each.offset):
                return each
        return None


NO_LITTER = Litter()


def load_litter(folder: Path) -> Litter:
    """Read litter.toml and magic.toml from `folder`. OSError or tomllib.TOMLDecodeError when absent or broken."""
    names = tomllib.loads((folder / "litter.toml").read_text("utf-8"))
    magic = tomllib.loads((folder / "magic.toml").read_text("utf-8"))
    return Litter(
        (_name_list(names["system"], "system_litter"), _name_list(names["viewer"], "viewer_program")),
        tuple(
            Signature(kind["offset"], bytes.fromhex(kind["hex"]), kind["what"] == "program", kind["reason"])
            for kind in magic["kind"]
        ),
        tuple(names["export"]["picture_folders"]),
    )


def _name_list(table: dict[str, Any], reason_code: str) -> NameList:
    return NameList(
        reason_code,
        frozenset(table["names"]),
        tuple(table["prefixes"]),
        tuple(table["suffixes"]),
        frozenset(table["folders"]),
    )
