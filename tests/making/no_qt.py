"""Makes a real environment that holds every installed package but Qt."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
QT = ("pyside6", "shiboken6", "pytestqt", "pytest_qt")


def environment_without_qt(folder: Path) -> tuple[str, ...]:
    """Return the words that start the program without Qt: extend them with its arguments.

    `folder` gets a virtual environment without pip, whose packages are links to those installed here. OSError
    where links are not allowed (Windows without developer mode).
    """
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(venv)], check=True)
    python = venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    asked = subprocess.run([python, "-c", where], check=True, capture_output=True, text=True)
    link_packages(Path(asked.stdout.strip()))
    return (str(python), "-P", "-m", "recordkeeper")


def link_packages(target: Path) -> None:
    """Link each installed package but Qt into `target`, and the checkout by a path file."""
    for installed in {Path(sysconfig.get_path(name)) for name in ("purelib", "platlib")}:
        for package in installed.iterdir():
            wanted = not package.name.lower().startswith(QT) and package.name != "__pycache__"
            if wanted and package.suffix != ".pth" and not (target / package.name).exists():
                (target / package.name).symlink_to(package, target_is_directory=package.is_dir())
    (target / "recordkeeper.pth").write_text(f"{ROOT}\n", encoding="utf-8")
