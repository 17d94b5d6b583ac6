"""Photographs of every page of the window, with the made-up records: light, dark, 200 %; two window sizes.

`python3 dev.py pictures [PAGE…]` puts them into build/pictures, for people to look at.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from recordkeeper.app import App
from recordkeeper.bundle.plan import Request
from recordkeeper.catalogue import documents
from recordkeeper.cli.export_command import make
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import Listing
from recordkeeper.ui.shell.places import PLACES
from recordkeeper.ui.shell.window import MainWindow
from recordkeeper.work.progress import CancelToken, Progress
from tests.ui.conftest import desk_of, sample_app

OUT = Path(__file__).resolve().parent.parent / "build" / "pictures"
SETTLE_MS = 2500  # pages read, paint and sharpen off the window's thread


@dataclass(frozen=True, slots=True)
class Light:
    """One way to photograph everything."""

    name: str
    scheme: str
    text_size: int
    width: int
    height: int


LIGHTS = (
    Light("light-1440", "light", 100, 1440, 900),
    Light("dark-1440", "dark", 100, 1440, 900),
    Light("light-1024", "light", 100, 1024, 768),
    Light("light-200-1440", "light", 200, 1440, 900),
)


def photograph(app: App, light: Light, only: set[str]) -> Iterator[Path]:
    """Open each page in one light and save what is seen."""
    desk = desk_of(app, scheme=light.scheme, text_size=light.text_size)
    window = MainWindow(desk, app.library.patient, "#0F766E")
    window.resize(light.width, light.height)
    window.show()
    for place in PLACES:
        if not only or place.name in only:
            page = window.open_page(place.name)
            QTest.qWait(SETTLE_MS)
            yield save(window, f"{place.name}-{light.name}")
            for name, step in further(app, page, place.name).items():
                step()
                QTest.qWait(SETTLE_MS)
                yield save(window, f"{place.name}-{name}-{light.name}")
    window.close()
    window.deleteLater()


def further(app: App, page: QWidget, name: str) -> dict[str, Callable[[], object]]:
    """More of a page than its first sight."""
    db = app.library.catalogue.reader()
    if name == "records":
        first = documents.find(db, Listing(status=Status.RECOGNISED))[-1]
        return {
            "chosen": lambda: page.show_record(first.id, None),  # type: ignore[attr-defined]
            "search": lambda: page.search("carcinoma"),  # type: ignore[attr-defined]
        }
    if name == "scans":
        study = next(record for record in documents.find(db, Listing()) if record.imaging)
        return {"viewer": lambda: page.show_study(study.id)}  # type: ignore[attr-defined]
    return {}


def save(window: QWidget, name: str) -> Path:
    path = OUT / f"{name}.png"
    window.grab().save(str(path))
    return path


def main(only: set[str]) -> None:
    OUT.mkdir(parents=True, exist_ok=True)
    application = QApplication(sys.argv[:1])
    with TemporaryDirectory() as place, sample_app(Path(place)) as app:
        make(app, Path(place) / "bundle", Request(recipient="Dr. Second"), shape="folder", progress=Progress(),
             cancel=CancelToken())  # fmt: skip
        for light in LIGHTS:
            for path in photograph(app, light, only):
                sys.stdout.write(f"{path}\n")
    application.quit()


if __name__ == "__main__":
    main(set(sys.argv[1:]))
