"""ZIP archives, opened a member at a time as a stream. Names in them are data and never become paths.

The directory at the end is believed about where members are; a bomb is refused by what it declares (size against
packed size, members that share bytes) and, since directories lie, by the bytes that really come out.
"""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from recordkeeper.formats.archive import DAMAGE, LIMITS, Budget, Limits, container_reading
from recordkeeper.formats.handler import Member, RefusedArchive
from recordkeeper.formats.member_names import display_name
from recordkeeper.formats.zip_directory import find_directory, most_entries
from recordkeeper.formats.zip_locks import encoded, extra_field
from recordkeeper.formats.zip_member import is_encrypted, member_bytes, password_for
from recordkeeper.records.provenance import Reader
from recordkeeper.records.reading import Format, Reading

_LOCAL_HEADER = 30  # APPNOTE 4.3.7, without name and extra field
_UTF8_NAME = 0x800
_UNICODE_PATH = 0x7075
_TRIED = 3  # locked members a password is tried on before the archive counts as locked
_SPANNED = b"PK\x07\x08"  # how the first part of several begins


class ZipHandler:
    """Lists and unpacks ZIP archives, locked ones with the passwords it was given."""

    name = "zip"
    version = 2
    formats = frozenset({Format.ZIP})

    def __init__(self, passwords: tuple[str, ...] = (), limits: Limits = LIMITS) -> None:
        self._passwords = encoded(passwords)
        self._limits = limits

    def with_passwords(self, passwords: tuple[str, ...]) -> ZipHandler:
        """The same, trying these in order."""
        return ZipHandler(passwords, self._limits)

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """CONTAINER when its members may be unpacked; else LOCKED, or UNREADABLE with the reason."""

        def look() -> str:
            with path.open("rb") as file, self._opened(path, file) as archive:
                self._refuse(file, archive)
                return str(len(_files(archive)))

        return container_reading(untrusted_format, Reader(self.name, self.version), look)

    def members(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield each file inside with its bytes. Take a member's bytes before asking for the next member.

        RefusedArchive with archive_bomb, archive_locked, archive_damaged, archive_in_parts or archive_too_many when
        the whole must not be opened, archive_bomb also on the way. A member that alone cannot be had raises
        RefusedArchive with member_locked, member_damaged, member_method, member_link or special_file from its own
        iterator, and costs only itself.
        """
        del untrusted_format
        with path.open("rb") as file, self._opened(path, file) as archive:
            budget = self._refuse(file, archive)
            size = file.seek(0, 2)
            for index, entry in enumerate(_files(archive)):
                packed = min(entry.compress_size, size)  # the directory may say anything
                yield _member(entry, index), budget.counted(self._bytes(file, entry), packed)

    def _bytes(self, file: IO[bytes], entry: zipfile.ZipInfo) -> Iterator[bytes]:
        kind = entry.external_attr >> 16
        if stat.S_ISLNK(kind):
            raise RefusedArchive("member_link")
        if stat.S_ISCHR(kind) or stat.S_ISBLK(kind) or stat.S_ISFIFO(kind):
            raise RefusedArchive("special_file")
        password = password_for(file, entry, self._passwords) if is_encrypted(entry) else None
        yield from member_bytes(file, entry, password)

    @contextmanager
    def _opened(self, path: Path, file: IO[bytes]) -> Iterator[zipfile.ZipFile]:
        directory = find_directory(file)
        if directory and directory.is_a_part:
            raise RefusedArchive("archive_in_parts")
        if directory and (count := most_entries(file, directory)) > self._limits.most_members:
            raise RefusedArchive("archive_too_many", str(count))
        with _directory_of(path) as archive:
            yield archive

    def _refuse(self, file: IO[bytes], archive: zipfile.ZipFile) -> Budget:
        """Refuse what must not be opened; else how much may come out."""
        files = _files(archive)
        if files and all(map(is_encrypted, files)) and not self._opens_one_of(file, files[:_TRIED]):
            raise RefusedArchive("archive_locked")
        declared = sum(entry.file_size for entry in files)
        packed = min(sum(entry.compress_size for entry in files), file.seek(0, 2))
        Budget(packed, self._limits).declared(declared)
        if declared > self._limits.ratio_from and _members_overlap(archive.infolist()):
            raise RefusedArchive("archive_bomb")
        return Budget(packed, self._limits)

    def _opens_one_of(self, file: IO[bytes], files: list[zipfile.ZipInfo]) -> bool:
        return any(password_for(file, entry, self._passwords) is not None for entry in files)


def _directory_of(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except UnicodeDecodeError:
        return _opened_with_bad_names(path)
    except (zipfile.BadZipFile, *DAMAGE, NotImplementedError) as problem:
        with path.open("rb") as file:
            spanned = file.read(4) == _SPANNED or "multiple disks" in str(problem)
        raise RefusedArchive("archive_in_parts" if spanned else "archive_damaged") from problem


def _opened_with_bad_names(path: Path) -> zipfile.ZipFile:
    """A directory that calls names UTF-8 which are not: read it again with the names as raw bytes."""
    from recordkeeper.formats.zip_flags import without_utf8_flags

    try:
        return zipfile.ZipFile(without_utf8_flags(path))
    except (zipfile.BadZipFile, *DAMAGE, NotImplementedError) as problem:
        raise RefusedArchive("archive_damaged") from problem


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [
        entry for entry in archive.infolist() if not entry.filename.endswith("/")
    ]  # is_dir() trips over an empty name


def _members_overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """True when members share packed bytes, as in a bomb that counts one body many times."""
    end = -1
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + _LOCAL_HEADER + len(entry.orig_filename) + entry.compress_size
    return False


def _member(entry: zipfile.ZipInfo, index: int) -> Member:
    is_utf8 = bool(entry.flag_bits & _UTF8_NAME)
    raw = entry.orig_filename.encode("utf-8" if is_utf8 else "cp437", "surrogateescape")
    better = extra_field(entry.extra, _UNICODE_PATH)
    # Info-ZIP's own field for a name that the code page cannot write; it counts while it is about this name.
    if better[:1] == b"\x01" and int.from_bytes(better[1:5], "little") == zlib.crc32(raw):
        raw, is_utf8 = better[5:], True
    return Member(display_name(raw, declared_utf8=is_utf8), raw, index, entry.file_size)
