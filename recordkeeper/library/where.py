"""Where a library lies: on a disk of this computer, in a folder that is copied elsewhere, on a network, on a stick.

It decides how the catalogue is written, and what a person is told. Linux is asked through its table of mounts,
Windows through its kinds of drives; macOS by the names of folders (those two are written and not tested).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePath


class Kind(StrEnum):
    """The kinds of places, the most careful first that fits."""

    SYNC = "sync"
    NETWORK = "network"
    STICK = "stick"
    LOCAL = "local"


@dataclass(frozen=True, slots=True)
class Place:
    """A kind of place, and what is known by name of it (OneDrive, the kind of file system); "" for a local one."""

    kind: Kind
    name: str = ""

    @property
    def is_local(self) -> bool:
        """Whether the catalogue may keep a log beside it; elsewhere it is one file whenever nothing is written."""
        return self.kind is Kind.LOCAL


# What the makers of these programs call their folders, whatever stands behind it ("OneDrive - Northfield").
_SYNCED = {
    "OneDrive": re.compile(r"OneDrive( - .+|-.+)?"),
    "Dropbox": re.compile(r"Dropbox( \(.+\)|-.+)?"),
    "iCloud": re.compile(r"iCloud ?Drive|Mobile Documents|com~apple~CloudDocs|iCloudDrive"),
    "Google Drive": re.compile(r"Google ?Drive(-.+| \(.+\))?|My Drive"),
    "Nextcloud": re.compile(r"Nextcloud\d?|ownCloud"),
    "pCloud": re.compile(r"pCloud ?Drive|pCloudSync"),
    "MEGA": re.compile(r"MEGA(sync)?"),
    "Box": re.compile(r"Box( Sync|-Box)?"),
}
_MARKS = {
    ".dropbox.cache": "Dropbox",
    ".stfolder": "Syncthing",
    ".nextcloudsync.log": "Nextcloud",
    ".owncloudsync.log": "ownCloud",
}
_ONEDRIVE = ("OneDrive", "OneDriveConsumer", "OneDriveCommercial")  # Windows tells its own in the environment
_CLOUD_STORAGE = "CloudStorage"  # macOS: ~/Library/CloudStorage/NAME
_NETWORKED = re.compile(
    r"nfs\d?|cifs|smb\w*|afs|ncpfs|davfs\d?|ceph|glusterfs|lustre|9p"
    r"|fuse\.(sshfs|rclone|gvfsd-fuse|davfs\d?|s3fs|curlftpfs|smbnetfs|glusterfs)"
)
_PLUGGED_IN = ("/media", "/run/media", "/Volumes")
_ON_STICKS = re.compile(r"vfat|exfat|fuse\.exfat|msdos|hfsplus")
_REMOTE, _REMOVABLE = 4, 2  # what Windows answers (GetDriveTypeW)


def place_of(
    folder: Path, *, environ: Mapping[str, str] = os.environ, mounts: Path = Path("/proc/self/mounts")
) -> Place:
    """What kind of place a folder, which need not be there yet, lies in."""
    folder = Path(os.path.realpath(folder))
    if name := _synced(folder, environ):
        return Place(Kind.SYNC, name)
    if sys.platform == "win32":
        return _on_windows(folder)
    if mounts.exists():
        return _mounted(folder, mounts)
    return Place(Kind.STICK) if _below(folder, _PLUGGED_IN) else Place(Kind.LOCAL)


def _synced(folder: Path, environ: Mapping[str, str]) -> str:
    for variable in _ONEDRIVE:
        if (root := environ.get(variable)) and folder.is_relative_to(root):
            return "OneDrive"
    parts = folder.parts
    for at, part in enumerate(parts):
        if at and parts[at - 1] == _CLOUD_STORAGE:
            return _name_of(part) or part
        if name := _name_of(part):
            return name
    for parent in (folder, *folder.parents):
        for mark, name in _MARKS.items():
            if (parent / mark).exists():
                return name
    return ""


def _name_of(part: str) -> str:
    return next((name for name, form in _SYNCED.items() if form.fullmatch(part)), "")


def _mounted(folder: Path, mounts: Path) -> Place:
    """The kind of the mount a folder lies in: the one that is nearest, of several at one point the last."""
    point, form = PurePath("/"), ""
    for line in mounts.read_text(encoding="utf-8", errors="surrogateescape").splitlines():
        words = line.split(" ")
        if len(words) < 3:
            continue
        at = PurePath(_unescaped(words[1]))
        if folder.is_relative_to(at) and len(at.parts) >= len(point.parts):
            point, form = at, words[2]
    if _NETWORKED.fullmatch(form):
        return Place(Kind.NETWORK, form)
    if _ON_STICKS.fullmatch(form) or _below(Path(point), _PLUGGED_IN):
        return Place(Kind.STICK, form)
    return Place(Kind.LOCAL)


def _unescaped(point: str) -> str:
    r"""A mount point as the table writes it: spaces and the like as \040."""
    return re.sub(r"\\([0-7]{3})", lambda octal: chr(int(octal[1], 8)), point)


def _below(folder: Path, roots: tuple[str, ...]) -> bool:
    return any(folder.is_relative_to(root) and folder != Path(root) for root in roots)


def _on_windows(folder: Path) -> Place:
    if folder.drive.startswith("\\\\"):
        return Place(Kind.NETWORK)
    import ctypes

    kind = ctypes.windll.kernel32.GetDriveTypeW(f"{folder.drive}\\")  # type: ignore[attr-defined]
    return Place({_REMOTE: Kind.NETWORK, _REMOVABLE: Kind.STICK}.get(kind, Kind.LOCAL))
