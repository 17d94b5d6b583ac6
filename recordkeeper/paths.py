"""Where things are: our own resources, in a checkout and when frozen, and this user's folders on this system."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

NAME = "Recordkeeper"


@dataclass(frozen=True, slots=True)
class Places:
    """This user's folders for the program. None of them needs to exist yet; libraries are somewhere else."""

    data: Path
    config: Path
    cache: Path
    logs: Path

    @property
    def settings(self) -> Path:
        """The settings file."""
        return self.config / "settings.json"


def resources() -> Path:
    """Return the folder of rules, words, letters and icons: beside the package, or unpacked by PyInstaller."""
    unpacked: str | None = getattr(sys, "_MEIPASS", None)
    root = Path(unpacked) if unpacked else Path(__file__).resolve().parent.parent
    return root / "resources"


def places(environ: Mapping[str, str] = os.environ) -> Places:
    """Return the folders the system's customs ask for, or all below RECORDKEEPER_HOME when that is set.

    The second is for a stick that is carried around, and for tests.
    """
    if home := environ.get("RECORDKEEPER_HOME"):
        base = Path(home).absolute()
        return Places(base / "data", base / "config", base / "cache", base / "logs")
    import platformdirs  # here, because most commands never ask

    dirs = platformdirs.PlatformDirs(NAME, appauthor=False)
    return Places(dirs.user_data_path, dirs.user_config_path, dirs.user_cache_path, dirs.user_log_path)
