"""Which discs and sticks are in this computer. Asking the system takes a moment: never on the window's thread."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QStorageInfo

_DISC_SYSTEMS = frozenset({"iso9660", "udf", "cd9660", "cdfs", "hfs"})
_STICK_SYSTEMS = frozenset({"vfat", "msdos", "exfat", "ntfs", "ntfs3", "fuseblk", "hfsplus", "apfs"})
_STICK_PLACES = ("/media/", "/run/media/", "/Volumes/")
_BY_HAND = "/mnt/"  # where people mount things themselves, and systems mount other things too
_WINDOWS_REMOVABLE, _WINDOWS_DISC = 2, 5  # DRIVE_REMOVABLE, DRIVE_CDROM of GetDriveTypeW


@dataclass(frozen=True, slots=True)
class Volume:
    """Something mounted: what people call it, where it is, and its file system in small letters."""

    name: str
    place: str
    file_system: str

    @property
    def is_disc(self) -> bool:
        return self.file_system in _DISC_SYSTEMS


def mounted() -> tuple[Volume, ...]:
    """The discs and sticks that are in and can be read, discs first."""
    found = (
        Volume(
            info.displayName() if info.displayName() != info.rootPath() else PurePath(info.rootPath()).name,
            info.rootPath(),
            bytes(info.fileSystemType().data()).decode("ascii", "replace").lower(),
        )
        for info in QStorageInfo.mountedVolumes()
        if info.isValid() and info.isReady() and not info.isRoot()
    )
    return carried(found)


def carried(volumes: Iterable[Volume]) -> tuple[Volume, ...]:
    """Those a person carries around: discs by their file system, sticks by where systems mount them."""
    kept = [volume for volume in volumes if volume.is_disc or _is_stick(volume)]
    return tuple(sorted(kept, key=lambda volume: (not volume.is_disc, volume.name.casefold())))


def _is_stick(volume: Volume) -> bool:
    if sys.platform == "win32":
        import ctypes

        return ctypes.windll.kernel32.GetDriveTypeW(volume.place) in (_WINDOWS_REMOVABLE, _WINDOWS_DISC)
    if volume.place.startswith(_BY_HAND):
        return volume.file_system in _STICK_SYSTEMS
    return volume.place.startswith(_STICK_PLACES)
