"""Real NTFS and exFAT volumes, as sticks and Windows disks have: names of Windows only, no links, no rights."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

KINDS = ("ntfs", "exfat")
_MAKERS = {"ntfs": ["mkfs.ntfs", "-F", "-Q", "-q"], "exfat": ["mkfs.exfat"]}
_MOUNTERS = {"ntfs": ["lowntfs-3g", "-o", "windows_names"], "exfat": ["mount.exfat-fuse"]}
_SYSTEM = "/usr/sbin:/sbin:/usr/bin:/bin"


class ForeignDisk:
    """A volume that can be plugged in at `place`, pulled out, and plugged in again."""

    def __init__(self, kind: str, device: str, place: Path) -> None:
        self._kind, self._device, self.place = kind, device, place
        self._in = False

    def plug_in(self) -> None:
        """Mount it; the test is skipped where that cannot be."""
        if not self._in and _run([*_MOUNTERS[self._kind], self._device, str(self.place)]):
            pytest.skip("this system lets nobody mount a disk of another kind")
        self._in = True

    def pull_out(self) -> None:
        """Take it away at once, whoever reads from it."""
        if self._in:
            _run(["umount", "--lazy", str(self.place)])
        self._in = False


@contextmanager
def foreign_disk(folder: Path, kind: str, megabytes: int = 64) -> Iterator[ForeignDisk]:
    """Make such a volume below `folder` and plug it in; skipped where programs or rights for it are missing."""
    missing = [tool[0] for tool in (_MAKERS[kind], _MOUNTERS[kind]) if shutil.which(tool[0], path=_SYSTEM) is None]
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or missing:
        pytest.skip(f"a real {kind} volume takes Linux, root and {', '.join(missing) or 'its programs'}")
    folder.mkdir(parents=True, exist_ok=True)
    image, place = folder / f"{kind}.img", folder / f"{kind} disk"
    place.mkdir()
    with image.open("wb") as file:
        file.truncate(megabytes * 1_000_000)
    found = subprocess.run(["losetup", "--find", "--show", str(image)], capture_output=True, text=True, check=False)
    if found.returncode:
        pytest.skip("this system has no loop devices")
    device = found.stdout.strip()
    disk = ForeignDisk(kind, device, place)
    try:
        assert _run([*_MAKERS[kind], device]) == 0
        disk.plug_in()
        yield disk
    finally:
        disk.pull_out()
        _run(["losetup", "--detach", device])


def _run(command: list[str]) -> int:
    environment = {**os.environ, "PATH": _SYSTEM}
    return subprocess.run(command, capture_output=True, check=False, env=environment, timeout=60).returncode
