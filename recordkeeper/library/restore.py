"""A library again from a full backup, in a new place; never over another library.

What came in damaged stays out and is named. Cut off, it can be begun again and goes on: what is there and whole is
not copied twice. The mark that makes the folder a library is written last.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from recordkeeper.library.backup_places import ZIP, BackupPlace, copied, place_of
from recordkeeper.library.durable import is_empty_but_for, place_problems, sync_file, sync_folder, write_whole
from recordkeeper.library.folder import FOLDERS, LAYOUT_VERSION, MARK
from recordkeeper.library.full_backup import FORM, FORM_PLAIN, HEAD, SUMS, digest_of
from recordkeeper.library.keys import KEYS, SPARE, Protection, mark_of
from recordkeeper.library.originals import Source, SourceGone
from recordkeeper.library.seal import ENDING
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.work.progress import CancelToken, Progress

UNDER_WAY = "restoring.json"
_LINE = re.compile(r"([0-9a-f]{64})  (.+)")
# Nothing else is ever written, whatever a list of sums says.
_NAMES = re.compile(
    r"catalogue\.sqlite|backup\.json|READ-ME\.txt|journal/\d{6}\.jsonl|originals/[0-9a-f]/[0-9a-f]{64}"
    r"|keys\.age|keys-copy\.age|passphrase\.age|journal/\d{8}-\d{8}\.age|originals/[0-9a-f]/[0-9a-f]{64}\.age"
)
_ORIGINAL = "originals/"


@dataclass(frozen=True, slots=True)
class Restored:
    """How many originals are back, and the SHA-256 sums of those that were damaged in the backup."""

    originals: int
    damaged: tuple[str, ...]


def restore(backup: Path, folder: Path, progress: Progress, cancel: CancelToken) -> Restored:
    """Make a library in a new or empty `folder` from a backup.

    PlaceProblem "not_a_backup", "backup_too_new", "backup_damaged" (its journal), "folder_not_empty"; Cancelled.
    """
    with readable(backup) as place:
        sums = _sums(place)
        _refuse_a_newer_form(place)
        with place_problems(str(folder)):
            _begin(folder, sums)
            progress.begin("restore", len(sums))
            damaged = [name for name in sums if not _bring(place, name, sums[name], folder, progress, cancel)]
            if any(name.startswith("journal/") for name in damaged) or _keys_lost(damaged, sums):
                raise PlaceProblem("backup_damaged", place=str(backup))
            write_whole(folder / MARK, _mark(place))
            (folder / UNDER_WAY).unlink()
    lost = tuple(name.rpartition("/")[2].removesuffix(ENDING) for name in damaged if name.startswith(_ORIGINAL))
    return Restored(sum(name.startswith(_ORIGINAL) for name in sums) - len(lost), lost)


def _keys_lost(damaged: Sequence[str], sums: Mapping[str, str]) -> bool:
    """Whether none of the two files that keep a protected library's keys came back."""
    kept = [name for name in (KEYS, SPARE) if name in sums]
    return bool(kept) and all(name in damaged for name in kept)


def _mark(place: BackupPlace) -> bytes:
    """What makes the folder a library again, protected if it was."""
    said = _head(place).get("protected")
    if not isinstance(said, dict):
        return json.dumps({"layout": LAYOUT_VERSION}).encode("ascii")
    return mark_of(Protection(str(said.get("id", "")), str(said.get("since", "")), passphrase=False))


def newest_in(place: Path) -> Path:
    """`place` if it is a backup, else the newest one lying in it; PlaceProblem "not_a_backup" if there is none."""
    found: list[tuple[str, Path]] = []
    for path in (place, *sorted(place.iterdir() if place.is_dir() else ())):
        if path.is_dir() or path.suffix.casefold() == ZIP:
            try:
                with readable(path) as backup:
                    found.append((_head(backup).get("made", ""), path))
            except PlaceProblem:  # something else that lies there
                continue
            if path == place:
                break
    if not found:
        raise PlaceProblem("not_a_backup", place=str(place))
    return max(found)[1]


@contextmanager
def readable(backup: Path) -> Iterator[BackupPlace]:
    """A backup, open for reading; PlaceProblem "not_a_backup"."""
    try:
        with place_of(backup) as place:
            yield place
    except (FileNotFoundError, zipfile.BadZipFile) as error:
        raise PlaceProblem("not_a_backup", place=str(backup)) from error


def _sums(place: BackupPlace) -> dict[str, str]:
    """Name → SHA-256, of the files a library is made of."""
    try:
        with place.open(SUMS) as file:
            lines = file.read().decode("ascii").splitlines()
    except (KeyError, UnicodeDecodeError, zipfile.BadZipFile) as error:
        raise PlaceProblem("not_a_backup", place=SUMS) from error
    found = {match[2]: match[1] for line in lines if (match := _LINE.fullmatch(line))}
    if len(found) != len(lines) or HEAD not in found or not all(_NAMES.fullmatch(name) for name in found):
        raise PlaceProblem("not_a_backup", place=SUMS)
    return found


def _head(place: BackupPlace) -> dict[str, Any]:
    try:
        with place.open(HEAD) as file:
            head = json.loads(file.read())
    except (KeyError, ValueError, zipfile.BadZipFile) as error:
        raise PlaceProblem("not_a_backup", place=HEAD) from error
    if not isinstance(head, dict):
        raise PlaceProblem("not_a_backup", place=HEAD)
    return head


def _refuse_a_newer_form(place: BackupPlace) -> None:
    head = _head(place)
    form = head.get("form")
    if not isinstance(form, int):
        raise PlaceProblem("not_a_backup", place=HEAD)
    if form > (FORM if "protected" in head else FORM_PLAIN):
        raise PlaceProblem("backup_too_new", place=HEAD)


def _begin(folder: Path, sums: dict[str, str]) -> None:
    """An empty folder, or one in which the same backup was being restored."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    note, wanted = folder / UNDER_WAY, json.dumps(sums, sort_keys=True).encode("ascii")
    going_on = note.is_file() and note.read_bytes() == wanted and not (folder / MARK).exists()
    if not going_on:
        if not is_empty_but_for(folder, UNDER_WAY):
            raise PlaceProblem("folder_not_empty", place=str(folder))
        write_whole(note, wanted)
    for name in FOLDERS:
        (folder / name).mkdir(mode=0o700, exist_ok=True)


def _bring(
    place: BackupPlace, name: str, total: str, folder: Path, progress: Progress, cancel: CancelToken
) -> bool:
    """Copy one file unless it is there and whole; False when the backup's is not what its sum says."""
    progress.step()
    if name == HEAD:
        return True
    final = folder / name
    if final.is_file():
        with final.open("rb") as file:
            if digest_of(file, cancel) == total:
                return True
    staged = folder / "staging" / "restoring"
    try:
        with place.open(name) as source, staged.open("wb") as file:
            whole = copied(Scratched(source), file, cancel.check) == total
    except (KeyError, SourceGone):
        whole = False
    if whole:
        _adopt(staged, final)
    else:
        staged.unlink(missing_ok=True)
    return whole


class Scratched:
    """A file of the backup; that its medium cannot give it back is told apart from what the new place refuses."""

    def __init__(self, file: Source) -> None:
        self._file = file

    def read(self, size: int, /) -> bytes:
        try:
            return self._file.read(size)
        except (OSError, zipfile.BadZipFile) as error:
            raise SourceGone from error


def _adopt(staged: Path, final: Path) -> None:
    final.parent.mkdir(exist_ok=True)
    sync_file(staged)
    if final.parent.parent.name == _ORIGINAL[:-1]:
        with suppress(OSError):  # a stick knows no permissions
            staged.chmod(0o400)
    staged.replace(final)
    sync_folder(final.parent)
