"""Closing and opening files of a protected library: ordinary age files, to the device key and the recovery key.

Whoever has the recovery key opens each of them with any age program. A seal is what an unlocked library holds in
memory; it is never written down as it is (`keys` says how).
"""

from __future__ import annotations

import io
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Protocol, cast

from recordkeeper.records.errors import PlaceProblem

ENDING = ".age"
_IN_MEMORY = 64 * 1024 * 1024  # a file larger than this is opened by way of one without a name in staging
_PIECE = 64 * 1024  # age's own: each is followed by 16 bytes
_LONGEST_HEAD = 2048  # an age file's header for two recipients, and what age adds to it at random


class Reading(Protocol):
    """Anything with bytes to read."""

    def read(self, size: int, /) -> bytes: ...


class Writing(Protocol):
    """Anything that takes bytes."""

    def write(self, data: bytes, /) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Seal:
    """The keys of one library while it is unlocked: the catalogue's, the device's, and the address of recovery."""

    catalogue_key: bytes = field(repr=False)
    device: str = field(repr=False)  # AGE-SECRET-KEY-1…
    recovery: str  # age1…, to which everything is closed as well

    @property
    def recipients(self) -> tuple[str, str]:
        """The public halves of the device key and the recovery key."""
        return public_of(self.device), self.recovery

    def close(self, source: Reading, to: Writing) -> None:
        """Write `source` to `to` as an age file. OSError as either of them raises it."""
        import pyrage

        recipients = [pyrage.x25519.Recipient.from_str(each) for each in self.recipients]
        with_io(lambda a, b: pyrage.encrypt_io(a, b, recipients), source, to)

    def open(self, source: Reading, to: Writing) -> None:
        """Write what the age file `source` holds to `to`.

        PlaceProblem "seal_broken" when it is damaged or was closed to other keys; OSError.
        """
        import pyrage

        identity = pyrage.x25519.Identity.from_str(self.device)
        try:
            with_io(lambda a, b: pyrage.decrypt_io(a, b, [identity]), source, to)
        except _Broken as error:
            raise PlaceProblem("seal_broken") from error

    def closed(self, data: bytes) -> bytes:
        """The bytes as an age file."""
        to = io.BytesIO()
        self.close(io.BytesIO(data), to)
        return to.getvalue()

    def opened(self, data: bytes) -> bytes:
        """What an age file holds. PlaceProblem "seal_broken"."""
        to = io.BytesIO()
        self.open(io.BytesIO(data), to)
        return to.getvalue()

    def handle(self, path: Path, staging: Path) -> IO[bytes]:
        """What the age file at `path` holds, to be read from the start. OSError; PlaceProblem "seal_broken"."""
        with path.open("rb") as sealed:
            return self.handle_of(sealed, staging)

    def handle_of(self, sealed: Reading, staging: Path) -> IO[bytes]:
        """The same of an age file that is open already."""
        plain: IO[bytes] = cast("IO[bytes]", tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(staging)))  # noqa: SIM115 - handed on
        try:
            self.open(sealed, plain)
            plain.seek(0)
        except BaseException:
            plain.close()
            raise
        return plain


def fits(sealed: int, plain: int) -> bool:
    """Whether an age file of `sealed` bytes can hold `plain` bytes; the header's length is not always the same."""
    body = 16 + plain + 16 * max(1, -(-plain // _PIECE))
    return 0 < sealed - body <= _LONGEST_HEAD


def public_of(secret: str) -> str:
    """The address (age1…) of a secret key. ValueError when it is none."""
    import pyrage

    try:
        return str(pyrage.x25519.Identity.from_str(secret).to_public())
    except pyrage.IdentityError as error:
        raise ValueError("not an age key") from error


def new_key() -> str:
    """A new secret key, AGE-SECRET-KEY-1…, from the system's source of chance."""
    import pyrage

    return str(pyrage.x25519.Identity.generate())


def available() -> bool:
    """Whether this computer has what protecting needs; Windows on ARM has not."""
    import importlib.util

    return importlib.util.find_spec("pyrage") is not None


class _Telling:
    """Hands on to a file, and keeps the error the cipher would make a sentence of."""

    def __init__(self, file: Any) -> None:
        self._file = file
        self.error: BaseException | None = None

    def read(self, size: int = -1, /) -> bytes:
        return bytes(self._kept(lambda: self._file.read(size)))

    def write(self, data: bytes, /) -> int:
        written = self._kept(lambda: self._file.write(data))
        return len(data) if written is None else int(written)

    def flush(self) -> None:
        flush = getattr(self._file, "flush", None)
        if flush is not None:
            self._kept(flush)

    def _kept(self, do: Callable[[], Any]) -> Any:
        try:
            return do()
        except BaseException as error:
            self.error = error
            raise


class _Broken(Exception):
    """The cipher itself refuses what it was given."""


def with_io(cipher: Callable[[Any, Any], object], source: Reading, to: Writing) -> None:
    """Run a cipher over two files and raise what went wrong with them as it was; a cipher may keep it to itself."""
    reading, writing = _Telling(source), _Telling(to)
    broken: Exception | None = None
    try:
        cipher(reading, writing)
    except Exception as error:  # noqa: BLE001 - it makes several kinds of one trouble
        broken = error
    cause = reading.error or writing.error
    if cause is not None:
        raise cause
    if broken is not None:
        raise _Broken from broken
