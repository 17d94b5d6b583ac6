"""The folder of one patient: made, opened, locked, closed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from recordkeeper.catalogue import engine, sources, store
from recordkeeper.catalogue.store import Catalogue
from recordkeeper.library import backups, device_copy, keys, switching
from recordkeeper.library.durable import place_problems, write_whole
from recordkeeper.library.journal import Journal
from recordkeeper.library.keys import MARK as MARK
from recordkeeper.library.lock import Lock
from recordkeeper.library.originals import Originals
from recordkeeper.library.passwords import Passwords
from recordkeeper.library.seal import ENDING, Seal
from recordkeeper.library.sealed_journal import SealedJournal
from recordkeeper.library.where import place_of
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.patient import Patient
from recordkeeper.records.plain import from_plain, to_plain

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

README = "READ-ME.txt"
BUNDLE_UNDER_WAY = "bundle-under-way.json"  # see bundle/under_way.py
LAYOUT_VERSION = 1
REMEMBERS = "passwords_in_keyring"  # set once a person has told us to remember one
FOLDERS = ("originals", "journal", "staging", "cache", "backups")


@dataclass(frozen=True, slots=True)
class Library:
    """An open library. `lock` is None when it is open for reading only; `seal` is None when it is not protected."""

    folder: Path
    catalogue: Catalogue
    originals: Originals
    journal: Journal
    lock: Lock | None
    passwords: Passwords
    seal: Seal | None = None

    @property
    def patient(self) -> Patient:
        return sources.patient(self.catalogue.reader())

    @contextmanager
    def noting(self, what: str, content: dict[str, Any]) -> Iterator[Database]:
        """A line of the journal and, inside the context, its effect on the catalogue: both or neither.

        PlaceProblem when journal or catalogue refuse.
        """
        db = self.catalogue.writer
        number, committing = 0, False
        with engine.place_problems(self.folder):
            if self.journal.doubtful:
                self._write_over(self.journal.doubtful)
                self.journal.settle()
            try:
                with db.atomic():
                    yield db
                    number = self.journal.append(what, content)
                    store.set_meta(db, "journal", str(number))
                    committing = True
            except engine.DatabaseError:
                if number and (not committing or self._surely_not(number)):
                    self.journal.withdraw(number)
                elif number:
                    self.journal.refuse_more(number)
                raise

    def _surely_not(self, number: int) -> bool:
        """Whether line `number`, whose commit failed, is not in the catalogue and cannot come back.

        If it cannot be written over either, the next act tries again, or the next opening tells.
        """
        try:
            self._write_over(number)
        except engine.DatabaseError:
            return False
        return True

    def _write_over(self, number: int) -> None:
        """Commit something else where the commit of line `number` failed; DatabaseError while the disk refuses.

        A commit whose last flush failed may be found whole after a restart, until another one is written over it.
        SQLite writes nothing where nothing differs, so that one must say what no other has said.
        """
        db = self.catalogue.writer
        with db.atomic():
            store.set_meta(db, "withdrawn", f"{number} {uuid4().hex}")

    def write_note(self, name: str, data: bytes) -> None:
        """Keep a small file of the program's own in the folder, closed in a protected library. PlaceProblem."""
        with place_problems(str(self.folder)):
            if self.seal is None:
                write_whole(self.folder / name, data)
            else:
                write_whole(self.folder / (name + ENDING), self.seal.closed(data))

    def read_note(self, name: str) -> bytes:
        """What such a file holds; OSError when there is none, PlaceProblem "seal_broken"."""
        if self.seal is None:
            return (self.folder / name).read_bytes()
        return self.seal.opened((self.folder / (name + ENDING)).read_bytes())

    def has_note(self, name: str) -> bool:
        """Whether there is such a file."""
        return (self.folder / (name if self.seal is None else name + ENDING)).exists()

    def forget_note(self, name: str) -> None:
        """Remove such a file if there is one. OSError."""
        (self.folder / (name if self.seal is None else name + ENDING)).unlink(missing_ok=True)

    def close(self) -> None:
        """Close everything; nothing stays in staging, neither copies to look at nor what lay open to be read."""
        self.catalogue.close()
        if self.lock is not None:
            with suppress(OSError):  # another program may hold a copy open; the next opening sweeps it
                self.originals.sweep_staging()
            self.lock.release()


def create(folder: Path, patient: Patient, *, readme: str) -> Library:
    """Make a library in a new or empty folder. PlaceProblem when there is something in it already."""
    folder = folder.absolute()
    with place_problems(str(folder)):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise PlaceProblem("folder_not_empty", place=str(folder))
        for name in FOLDERS:
            (folder / name).mkdir(mode=0o700)
        write_whole(folder / README, readme.encode("utf-8"))
    journal = Journal(folder / "journal")
    journal.append("patient", {"patient": to_plain(patient)})
    with place_problems(str(folder)):
        write_whole(folder / MARK, json.dumps({"layout": LAYOUT_VERSION}).encode("ascii"))
    return open_for_writing(folder)


def open_for_writing(folder: Path, *, seal: Seal | None = None) -> Library:
    """Open with the lock. What an interrupted run left in staging is swept.

    A protected library is opened with `seal`, else with the copy of its key in the system's keyring; PlaceProblem
    "library_locked" when there is none. The journal may be ahead of the catalogue; `intake.rebuild.catch_up` brings
    it level.
    """
    folder = folder.absolute()
    with place_problems(str(folder)):
        if folder.is_dir():
            switching.settle(folder)
        folder = _a_library(folder)
        lock = Lock(folder / "lock")
    try:
        with place_problems(str(folder)):
            Originals(folder / "originals", folder / "staging").sweep_staging()
            switching.sweep(folder)
        seal = seal_of(folder, seal)
        key = seal.catalogue_key if seal is not None else None
        catalogue = store.open_for_writing(
            folder / "catalogue.sqlite",
            key=key,
            local=place_of(folder).is_local,
            backup=lambda db, step: backups.keep_before(db, folder / "backups", step, key),
        )
    except BaseException:
        lock.release()
        raise
    library = _library(folder, catalogue, lock, seal)
    try:
        _note_patient(library)
        _refuse_a_shortened_journal(library)
    except BaseException:
        library.close()
        raise
    return library


def open_for_reading(folder: Path, *, seal: Seal | None = None) -> Library:
    """Open for queries only, whoever else has it open; a protected library as `open_for_writing` does."""
    folder = folder.absolute()
    with place_problems(str(folder)):
        if folder.is_dir():
            switching.settle(folder)
    folder = _a_library(folder)
    seal = seal_of(folder, seal)
    key = seal.catalogue_key if seal is not None else None
    return _library(folder, store.open_for_reading(folder / "catalogue.sqlite", key=key), None, seal)


def seal_of(folder: Path, seal: Seal | None = None) -> Seal | None:
    """The keys of the library in `folder`: `seal`, or those its keyring copy opens; None when it is not protected.

    PlaceProblem "library_locked".
    """
    protection = keys.protection_of(folder)
    if protection is None:
        return None
    return seal if seal is not None else device_copy.unlock(folder, protection)


def _library(folder: Path, catalogue: Catalogue, lock: Lock | None, seal: Seal | None) -> Library:
    originals = Originals(folder / "originals", folder / "staging", seal)
    journal = Journal(folder / "journal") if seal is None else SealedJournal(folder / "journal", seal)
    return Library(folder, catalogue, originals, journal, lock, _passwords(catalogue, journal), seal)


def _passwords(catalogue: Catalogue, journal: Journal) -> Passwords:
    """Those of this library, wherever its folder moves: its journal's first line names it."""

    def name() -> str:
        first = next(journal.lines(), None)
        return hashlib.sha256(json.dumps(first.content if first else {}).encode("ascii")).hexdigest()[:20]

    passwords = Passwords(name)
    if store.get_meta(catalogue.reader(), REMEMBERS, ""):
        passwords.look_up()
    return passwords


def _a_library(folder: Path) -> Path:
    folder = folder.absolute()
    mark = folder / MARK
    if not mark.is_file():
        raise PlaceProblem("library_not_found", place=str(folder))
    try:
        said = json.loads(mark.read_bytes())
        layout, newest = said.get("layout"), keys.PROTECTED_LAYOUT if "protected" in said else LAYOUT_VERSION
    except (OSError, ValueError, AttributeError) as error:
        raise PlaceProblem("library_damaged", place=str(folder)) from error
    if not isinstance(layout, int) or layout > newest:
        raise PlaceProblem("library_too_new", place=str(folder))
    return folder


def _note_patient(library: Library) -> None:
    """A fresh catalogue learns from the journal's first line whose it is."""
    if library.catalogue.writer.execute("SELECT 1 FROM patient").fetchone():
        return
    for line in library.journal.lines():
        if line.what == "patient":
            with library.catalogue.writer.atomic():
                sources.set_patient(library.catalogue.writer, from_plain(Patient, line.content["patient"]))
                store.set_meta(library.catalogue.writer, "journal", str(line.number))
            return
    raise PlaceProblem("journal_damaged", line=1)


def _refuse_a_shortened_journal(library: Library) -> None:
    """Lines the catalogue has seen are gone: going on would use their numbers again, and rebuild something else."""
    seen = int(store.get_meta(library.catalogue.writer, "journal", "0"))
    if library.journal.last < seen:
        raise PlaceProblem("journal_damaged", line=library.journal.last + 1)


def set_catalogue_aside(folder: Path) -> Path | None:
    """Move the catalogue into backups/ so that the next opening builds a fresh one; returns where it went.

    PlaceProblem "library_in_use" when somebody has the library open.
    """
    folder = folder.absolute()
    with place_problems(str(folder)):
        if folder.is_dir():
            switching.settle(folder)
        folder = _a_library(folder)
        lock = Lock(folder / "lock")
        try:
            taken = {path.name for path in (folder / "backups").iterdir()}
            number = next(n for n in range(1, 10_000) if f"set-aside-{n}.sqlite" not in taken)
            aside = folder / "backups" / f"set-aside-{number}.sqlite"
            for ending in ("-wal", "-shm", ""):
                path = folder / f"catalogue.sqlite{ending}"
                if path.exists():
                    path.replace(aside.with_name(aside.name + ending))
        finally:
            lock.release()
    return aside if aside.exists() else None
