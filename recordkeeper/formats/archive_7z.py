"""7z archives, unpacked folder by folder as a stream; locked ones with the passwords it was given."""

from __future__ import annotations

import stat
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from recordkeeper.formats.archive import DAMAGE, LIMITS, Budget, Limits, container_reading
from recordkeeper.formats.handler import Member, RefusedArchive
from recordkeeper.formats.member_names import shown_name
from recordkeeper.formats.seven_zip_coders import START, Password, checked, folder_bytes, is_locked
from recordkeeper.formats.seven_zip_header import ENCODED, BadHeader, Entry, Folder, TooMany, parse, parse_streams
from recordkeeper.records.provenance import Reader
from recordkeeper.records.reading import Format, Reading

_MOST_DIRECTORY = 64 * 1024**2  # bytes; a hundred thousand long names take a third of it
_DEEPEST = 4  # a packed directory may be packed again
_TRIED_BYTES = 32 * 1024**2  # of a locked member, to see whether a password fits
_UNIX, _REPARSE = 0x8000, 0x400  # attribute bits: a Unix mode in the high half; a Windows link


@dataclass(frozen=True, slots=True)
class _Archive:
    """An open archive: its file, what is in it, and the passwords to try."""

    file: IO[bytes]
    size: int
    folders: list[Folder]
    entries: list[Entry]
    passwords: tuple[Password, ...]

    @property
    def files(self) -> list[Entry]:
        return [entry for entry in self.entries if not entry.is_folder]


class SevenZipHandler:
    """Lists and unpacks 7z archives."""

    name = "7z"
    version = 1
    formats = frozenset({Format.SEVEN_ZIP})

    def __init__(self, passwords: tuple[str, ...] = (), limits: Limits = LIMITS) -> None:
        self._passwords = passwords
        self._limits = limits

    def with_passwords(self, passwords: tuple[str, ...]) -> SevenZipHandler:
        """The same, trying these in order."""
        return SevenZipHandler(passwords, self._limits)

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """CONTAINER when its members may be unpacked; else LOCKED, or UNREADABLE with the reason."""

        def look() -> str:
            with self._opened(path) as archive:
                self._budget(archive)
                return str(len(archive.files))

        return container_reading(untrusted_format, Reader(self.name, self.version), look)

    def members(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield each file inside with its bytes. Take a member's bytes before asking for the next member.

        RefusedArchive archive_bomb, archive_locked, archive_damaged, archive_in_parts or archive_too_many for the
        whole; member_locked, member_method, member_damaged or member_link from a member's own iterator.
        """
        del untrusted_format
        with self._opened(path) as archive:
            budget = self._budget(archive)
            home: _Contents | None = None
            for index, entry in enumerate(archive.files):
                if entry.folder is None:
                    yield _member(entry, index, 0), iter(())
                    continue
                if home is None or home.number != entry.folder:
                    home = _Contents(archive, entry.folder)
                size, chunks = home.next_member(entry)
                yield _member(entry, index, size), budget.counted(chunks)

    @contextmanager
    def _opened(self, path: Path) -> Iterator[_Archive]:
        passwords = tuple(Password(words) for words in self._passwords)
        with path.open("rb") as file:
            size = file.seek(0, 2)
            try:
                folders, entries = _directory(file, size, passwords, self._limits.most_members)
            except TooMany as problem:
                raise RefusedArchive("archive_too_many", str(problem)) from problem
            except (*DAMAGE, MemoryError) as problem:
                raise RefusedArchive("archive_damaged") from problem
            yield _Archive(file, size, folders, entries, passwords)

    def _budget(self, archive: _Archive) -> Budget:
        """How much may come out. RefusedArchive when the directory promises too much or nothing can be opened."""
        budget = Budget(archive.size, self._limits)
        try:
            budget.declared(sum(folder.size for folder in archive.folders))
        except BadHeader as problem:
            raise RefusedArchive("archive_damaged") from problem
        full = [folder for folder in archive.folders if folder.members]
        if full and all(map(is_locked, full)) and _password_for(archive, full[0]) is None:
            raise RefusedArchive("archive_locked")
        return budget


def _directory(
    file: IO[bytes], size: int, passwords: tuple[Password, ...], most: int
) -> tuple[list[Folder], list[Entry]]:
    """BadHeader and other damage; RefusedArchive archive_locked when even the names are locked."""
    file.seek(0)
    head = file.read(START)
    if len(head) < START:
        raise BadHeader("start")
    start_crc, offset, length, crc = struct.unpack_from("<IQQI", head, 8)
    if zlib.crc32(head[12:START]) != start_crc:
        raise BadHeader("start")
    if length == 0:
        return [], []
    if START + offset + length > size:
        raise RefusedArchive("archive_in_parts")  # the directory, always last, is in a part that is not here
    if length > _MOST_DIRECTORY:
        raise BadHeader("directory too large")
    file.seek(START + offset)
    raw = file.read(length)
    if zlib.crc32(raw) != crc:
        raise BadHeader("directory checksum")
    for _ in range(_DEEPEST):
        if raw[:1] != bytes([ENCODED]):
            return parse(raw, most)
        raw = _unpacked_directory(file, parse_streams(raw[1:], most), passwords)
    raise BadHeader("packed again and again")


def _unpacked_directory(file: IO[bytes], folders: list[Folder], passwords: tuple[Password, ...]) -> bytes:
    if len(folders) != 1 or folders[0].size > _MOST_DIRECTORY:
        raise BadHeader("directory")
    if not is_locked(folders[0]):
        return b"".join(checked(folder_bytes(file, folders[0], None), folders[0].crc))
    for password in passwords:
        with suppress(*DAMAGE):
            return b"".join(checked(folder_bytes(file, folders[0], password), folders[0].crc))
    raise RefusedArchive("archive_locked")


def _password_for(archive: _Archive, folder: Folder) -> Password | None:
    """The first password whose first member comes out right; None when none does."""
    size, crc = folder.members[0]
    for password in archive.passwords:
        with suppress(*DAMAGE):
            came = found = 0
            for chunk in folder_bytes(archive.file, folder, password):
                piece = chunk[: size - came]
                came, found = came + len(piece), zlib.crc32(piece, found)
                if came >= min(size, _TRIED_BYTES):
                    break
            if came < size or crc is None or found == crc:
                return password
    return None


class _Contents:
    """The members of one folder, cut from its stream in order."""

    def __init__(self, archive: _Archive, number: int) -> None:
        self.number = number
        folder = archive.folders[number]
        self._members = iter(folder.members)
        self._reason = ""
        password = None
        if is_locked(folder):
            password = _password_for(archive, folder)
        try:
            self._stream = folder_bytes(archive.file, folder, password)
        except RefusedArchive as problem:
            self._reason = problem.reason_code
        except (*DAMAGE, MemoryError):
            self._reason = "member_damaged"
        self._held = b""
        self._left = 0  # of the member at hand

    def next_member(self, entry: Entry) -> tuple[int, Iterator[bytes]]:
        """Size and bytes of the folder's next member; what the last one left is passed over."""
        size, crc = next(self._members)
        self._pass_over()
        self._left = size
        return size, self._bytes(entry, crc)

    def _bytes(self, entry: Entry, crc: int | None) -> Iterator[bytes]:
        mode = entry.attributes >> 16 if entry.attributes & _UNIX else 0
        if stat.S_ISLNK(mode) or entry.attributes & _REPARSE:
            raise RefusedArchive("member_link")
        if self._reason:
            raise RefusedArchive(self._reason)
        try:
            yield from checked(self._taken(), crc)
        except RefusedArchive:
            raise
        except (*DAMAGE, MemoryError) as problem:
            raise RefusedArchive("member_damaged") from problem

    def _pass_over(self) -> None:
        with suppress(RefusedArchive):
            for _ in self._taken():
                continue

    def _taken(self) -> Iterator[bytes]:
        while self._left > 0 and not self._reason:
            try:
                chunk = self._held or next(self._stream)
            except RefusedArchive as problem:
                self._reason = problem.reason_code
                raise
            except (StopIteration, *DAMAGE, MemoryError) as problem:
                self._reason = "member_damaged"
                raise RefusedArchive(self._reason) from problem
            piece, self._held = chunk[: self._left], chunk[self._left :]
            self._left -= len(piece)
            yield piece


def _member(entry: Entry, index: int, size: int) -> Member:
    return Member(shown_name(entry.name), entry.name.encode("utf-8", "surrogatepass"), index, size)
