"""ZIP archives, opened a member at a time as a stream. Names in them are data and never become paths.

A bomb is refused by what the directory declares (size against packed size, members that share bytes), and, since
directories lie, by the bytes that really come out.
"""

from __future__ import annotations

import lzma
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from recordkeeper.formats.handler import Member, RefusedArchive
from recordkeeper.records.provenance import Reader
from recordkeeper.records.reading import Condition, Format, Reading

MOST_BYTES = 4 * 1024**3  # out of one archive
MOST_MEMBERS = 100_000
MOST_RATIO = 200
RATIO_FROM = 50 * 1024**2  # below this size any ratio is harmless
CHUNK = 1 << 20
_LOCAL_HEADER = 30  # APPNOTE 4.3.7, without name and extra field
_ENCRYPTED = 0x1
_UTF8_NAME = 0x800
_NEVER_SHOWN = frozenset({"Cc", "Cs", "Zl", "Zp"})
_TURNING = frozenset(
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)  # show "gpj.exe" as "exe.jpg"
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError)


class ArchiveHandler:
    """Lists and unpacks ZIP archives."""

    name = "archive"
    version = 1
    formats = frozenset({Format.ZIP})

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """CONTAINER when its members may be unpacked; else LOCKED, or UNREADABLE with the reason."""
        reader = Reader(self.name, self.version)
        try:
            with _opened(path) as archive:
                _refuse_bombs(archive)
                members = len(_files(archive))
        except RefusedArchive as problem:
            locked = problem.reason_code == "archive_locked"
            condition = Condition.LOCKED if locked else Condition.UNREADABLE
            return Reading(untrusted_format, reader, condition, problem.reason_code, problem.detail)
        return Reading(untrusted_format, reader, Condition.CONTAINER, detail=str(members))

    def members(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield each file inside with its bytes. Take a member's bytes before asking for the next member.

        RefusedArchive with archive_bomb, archive_locked, archive_damaged or archive_too_many when the whole must
        not be opened, archive_bomb also on the way. A member that alone cannot be had raises RefusedArchive with
        member_locked, member_damaged, member_method or member_link from its own iterator, and costs only itself.
        """
        del untrusted_format
        with _opened(path) as archive:
            _refuse_bombs(archive)
            budget = _Budget(MOST_BYTES)
            for index, entry in enumerate(_files(archive)):
                yield _member(entry, index), _bytes_of(archive, entry, budget)


class _Budget:
    """How many more bytes may come out of an archive."""

    def __init__(self, left: int) -> None:
        self.left = left

    def take(self, count: int) -> None:
        self.left -= count
        if self.left < 0:
            raise RefusedArchive("archive_bomb")


def _opened(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except UnicodeDecodeError:
        return _opened_with_bad_names(path)
    except (*_DAMAGE, NotImplementedError) as problem:
        raise RefusedArchive("archive_damaged") from problem


def _opened_with_bad_names(path: Path) -> zipfile.ZipFile:
    """A directory that calls names UTF-8 which are not: read it again with the names as raw bytes."""
    from recordkeeper.formats.archive_names import without_utf8_flags

    try:
        return zipfile.ZipFile(without_utf8_flags(path))
    except (*_DAMAGE, NotImplementedError) as problem:
        raise RefusedArchive("archive_damaged") from problem


def _files(archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    return [
        entry for entry in archive.infolist() if not entry.filename.endswith("/")
    ]  # is_dir() trips over an empty name


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    entries = archive.infolist()
    files = _files(archive)
    if len(entries) > MOST_MEMBERS:
        raise RefusedArchive("archive_too_many", str(len(entries)))
    if files and all(entry.flag_bits & _ENCRYPTED for entry in files):
        raise RefusedArchive("archive_locked")
    declared = sum(entry.file_size for entry in files)
    packed = sum(entry.compress_size for entry in files)
    if declared > MOST_BYTES or (declared > RATIO_FROM and declared > MOST_RATIO * max(1, packed)):
        raise RefusedArchive("archive_bomb")
    if declared > RATIO_FROM and _members_overlap(entries):
        raise RefusedArchive("archive_bomb")


def _members_overlap(entries: list[zipfile.ZipInfo]) -> bool:
    """True when members share packed bytes, as in a bomb that counts one body many times."""
    end = -1
    for entry in sorted(entries, key=lambda each: each.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + _LOCAL_HEADER + len(entry.orig_filename) + entry.compress_size
    return False


def _member(entry: zipfile.ZipInfo, index: int) -> Member:
    raw = entry.orig_filename.encode("utf-8" if entry.flag_bits & _UTF8_NAME else "cp437", "surrogateescape")
    return Member(display_name(raw, declared_utf8=bool(entry.flag_bits & _UTF8_NAME)), raw, index, entry.file_size)


def display_name(raw: bytes, *, declared_utf8: bool) -> str:
    """A name people can read: UTF-8, else the ZIP's own code page 437 (APPNOTE appendix D).

    Control characters, letters that turn the writing direction, and bytes that are no text are shown as \\xNN.
    """
    try:
        name = raw.decode("utf-8")
    except UnicodeDecodeError:
        name = raw.decode("utf-8", "backslashreplace") if declared_utf8 else raw.decode("cp437")
    return "".join(
        _escaped(each) if unicodedata.category(each) in _NEVER_SHOWN or each in _TURNING else each for each in name
    )


def _escaped(character: str) -> str:
    return "".join(f"\\x{byte:02x}" for byte in character.encode("utf-8", "surrogatepass"))


def _bytes_of(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, budget: _Budget) -> Iterator[bytes]:
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise RefusedArchive("member_link")
    if entry.flag_bits & _ENCRYPTED:
        raise RefusedArchive("member_locked")
    came = 0
    try:
        with archive.open(entry) as file:
            while chunk := file.read(CHUNK):
                came += len(chunk)
                budget.take(len(chunk))
                if came > RATIO_FROM and came > MOST_RATIO * max(1, entry.compress_size) * 5:
                    raise RefusedArchive("archive_bomb")
                yield chunk
    except NotImplementedError as problem:
        raise RefusedArchive("member_method", str(entry.compress_type)) from problem
    except RuntimeError as problem:  # zipfile's way to ask for a password
        raise RefusedArchive("member_locked") from problem
    except _DAMAGE as problem:
        raise RefusedArchive("member_damaged") from problem
