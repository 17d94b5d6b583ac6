"""One file on its way into a ZIP: deflated with ISA-L, locked with AES-256 where there is a passphrase.

The lock is WinZip's AE-2 (https://www.winzip.com/en/support/aes-encryption/), which 7-Zip and many others open:
PBKDF2-HMAC-SHA1 with 1000 rounds, AES-256 in counter mode, HMAC-SHA1 cut to ten bytes.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

CHUNK = 1 << 20
STORED, DEFLATED, LOCKED = 0, 8, 99
_LEVEL = 1  # of ISA-L: as small as zlib's third, ten times as fast
_PIECE = 32 * 1024  # bytes looked at; a thirtieth of the work where deflating does not pay
_WORTH_IT = 0.95
_WINDOW = -15  # raw deflate, as ZIP has it
_SALT, _KEY, _CHECK, _SEAL, _ROUNDS = 16, 32, 2, 10, 1000


class _Squeeze(Protocol):
    def compress(self, data: bytes, /) -> bytes: ...
    def flush(self) -> bytes: ...


class Packing:
    """Reads a file once. `crc`, `size`, `packed_size` and `method` are known when `chunks` has come to its end.

    What is to be deflated is stored all the same when a piece of it hardly shrinks: noise, or packed already.
    """

    def __init__(self, path: Path, method: int, passphrase: str = "") -> None:
        self.path, self.method, self._passphrase = path, method, passphrase
        self.crc = self.size = self.packed_size = 0

    def chunks(self) -> Iterator[bytes]:
        """The bytes as they lie in the archive, the lock's salt and seal included."""
        for chunk in self._sealed() if self._passphrase else self._packed():
            self.packed_size += len(chunk)
            yield chunk

    def _packed(self) -> Iterator[bytes]:
        from isal import isal_zlib

        squeeze: _Squeeze | None = None
        with self.path.open("rb", buffering=0) as file:
            while chunk := file.read(CHUNK):
                if not self.size and self.method == DEFLATED:
                    if _shrinks(chunk):
                        squeeze = isal_zlib.compressobj(_LEVEL, isal_zlib.DEFLATED, _WINDOW)
                    else:
                        self.method = STORED
                self.crc = isal_zlib.crc32(chunk, self.crc)
                self.size += len(chunk)
                if squeeze is None:
                    yield chunk
                elif packed := squeeze.compress(chunk):
                    yield packed
        if squeeze is not None:
            yield squeeze.flush()
        elif not self.size:
            self.method = STORED

    def _sealed(self) -> Iterator[bytes]:
        from Cryptodome.Cipher import AES
        from Cryptodome.Util import Counter

        salt = os.urandom(_SALT)  # never twice: the keys follow from it
        secret = self._passphrase.encode("utf-8")
        keys = hashlib.pbkdf2_hmac("sha1", secret, salt, _ROUNDS, 2 * _KEY + _CHECK)
        counter = Counter.new(128, initial_value=1, little_endian=True)
        cipher = AES.new(keys[:_KEY], AES.MODE_CTR, counter=counter)
        seal = hmac.new(keys[_KEY : 2 * _KEY], digestmod="sha1")
        yield salt + keys[2 * _KEY :]
        for chunk in self._packed():
            locked = cipher.encrypt(chunk)
            seal.update(locked)
            yield locked
        yield seal.digest()[:_SEAL]


def _shrinks(chunk: bytes) -> bool:
    """Whether deflating pays, by a piece of the middle: a head of text may stand before pixels that are packed."""
    from isal import isal_zlib

    middle = max(0, (len(chunk) - _PIECE) // 2)
    piece = memoryview(chunk)[middle : middle + _PIECE]
    return len(isal_zlib.compress(piece, _LEVEL)) < _WORTH_IT * len(piece)
