"""One writer a library: a lock the system drops when its holder dies."""

from __future__ import annotations

import errno
import os
from pathlib import Path
from typing import IO

from recordkeeper.records.errors import PlaceProblem

_HELD_BY_ANOTHER = frozenset({errno.EAGAIN, errno.EACCES, errno.EDEADLK})  # flock; Windows' locking


class Lock:
    """Held while a library is open for writing. PlaceProblem "library_in_use" when another program holds it.

    OSError when the place cannot lock at all.
    """

    def __init__(self, path: Path) -> None:
        self._file: IO[bytes] = path.open("ab")
        try:
            _take(self._file)
        except OSError as error:
            self._file.close()
            if error.errno not in _HELD_BY_ANOTHER:
                raise
            raise PlaceProblem("library_in_use") from error

    def release(self) -> None:
        self._file.close()


if os.name == "nt":

    def _take(file: IO[bytes]) -> None:
        import msvcrt

        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]

else:

    def _take(file: IO[bytes]) -> None:
        import fcntl

        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
