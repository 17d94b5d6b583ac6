"""Photographs of every page of the window, with the made-up records: light, dark, high contrast, 200 %; two sizes;
English, Spanish, a made-up language of long words, and mirrored as for people who read from right to left.

`python3 dev.py pictures [PAGE…] [LIGHT…]` puts them into build/pictures, for people to look at.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, cast

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QScrollArea, QWidget

from recordkeeper import paths
from recordkeeper.app import App, start_of
from recordkeeper.bundle.plan import Request
from recordkeeper.catalogue import documents, exports
from recordkeeper.cli.export_command import make
from recordkeeper.records.kinds import Kind, Status
from recordkeeper.records.own import OwnList
from recordkeeper.records.query import Listing
from recordkeeper.settings import KnownLibrary, Settings
from recordkeeper.ui.adding.password_sheet import PasswordSheet
from recordkeeper.ui.adding.sheet import AddSheet
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.first_run.page import FirstRun
from recordkeeper.ui.icons import Icons
from recordkeeper.ui.libraries.chooser import Chooser
from recordkeeper.ui.opinion.story_view import StoryCard
from recordkeeper.ui.reader.selection import Place, Selection
from recordkeeper.ui.reader.view import ReaderView
from recordkeeper.ui.shell.places import PLACES
from recordkeeper.ui.shell.window import MainWindow
from recordkeeper.ui.style import dress
from recordkeeper.work.progress import CancelToken, Progress
from tests.making.libraries import ANNA, a_library
from tests.ui.conftest import desk_of, sample_app

OUT = Path(__file__).resolve().parent.parent / "build" / "pictures"
QUIET_MS = 400  # nothing came home for so long: what is to be seen is there
PATIENCE = 30.0  # seconds, on a busy machine


@dataclass(frozen=True, slots=True)
class Light:
    """One way to photograph everything."""

    name: str
    scheme: str
    text_size: int
    width: int
    height: int
    language: str = "en"
    mirrored: bool = False  # as where people read from right to left


LIGHTS = (
    Light("light-1440", "light", 100, 1440, 900),
    Light("dark-1440", "dark", 100, 1440, 900),
    Light("light-1024", "light", 100, 1024, 768),
    Light("light-200-1440", "light", 200, 1440, 900),
    Light("strong-light-1440", "strong_light", 100, 1440, 900),
    Light("strong-dark-1440", "strong_dark", 100, 1440, 900),
    Light("spanish-1440", "light", 100, 1440, 900, language="es"),
    Light("pseudo-1440", "light", 100, 1440, 900, language="pseudo"),
    Light("mirrored-1440", "light", 100, 1440, 900, language="mirrored", mirrored=True),
)


def photograph(app: App, light: Light, only: set[str]) -> Iterator[Path]:
    """Open each page in one light and save what is seen."""
    desk = in_light(app, light)
    window = MainWindow(desk, app.library.patient, "#0F766E")
    window.resize(light.width, light.height)
    window.show()
    for place in PLACES:
        if not only or place.name in only:
            window.open_page(place.name)
            settle(desk)
            yield save(window, f"{place.name}-{light.name}")
            for name, step in further(app, window, place.name).items():
                shown = step()
                settle(desk)
                shown = shown if isinstance(shown, QDialog) else QApplication.activeModalWidget()
                yield save(shown if isinstance(shown, QDialog) else window, f"{place.name}-{name}-{light.name}")
                if isinstance(shown, QDialog):
                    shown.close()
    window.close()
    desk.errands.close()
    window.deleteLater()


def in_light(app: App, light: Light) -> Desk:
    """A desk as a light has it."""
    direction = Qt.LayoutDirection.RightToLeft if light.mirrored else Qt.LayoutDirection.LeftToRight
    cast("QApplication", QApplication.instance()).setLayoutDirection(direction)
    return desk_of(app, scheme=light.scheme, text_size=light.text_size, language=light.language)


def settle(desk: Desk) -> None:
    """Wait until everything the pages asked for has come home, and nothing new is asked."""
    quiet, until = time.monotonic(), time.monotonic() + PATIENCE
    while time.monotonic() < until and time.monotonic() - quiet < QUIET_MS / 1000:
        wait(20)
        if desk.errands._under_way:
            quiet = time.monotonic()


def wait(milliseconds: int) -> None:
    """Let events and other threads run (QTest.qWait holds Python's lock, and lets no thread come home)."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def further(app: App, window: MainWindow, name: str) -> dict[str, Callable[[], object]]:
    """More of a page than its first sight; a sheet that is open is photographed alone."""
    page, desk = cast("Any", window.page(name)), window.desk
    db = app.library.catalogue.reader()
    if name == "records":
        first = documents.find(db, Listing(status=Status.RECOGNISED))[-1]
        tissue = documents.find(db, Listing(kind=Kind.PATHOLOGY_REPORT))[0]
        return {
            "chosen": lambda: page.show_record(first.id, None),
            "search": lambda: window.search.setText("carcinoma"),
            "hit": lambda: page.show_record(first.id, "mammogram"),
            "facts": lambda: (
                window.search.clear(),
                page.show_record(tissue.id, None),
                page.panes.bring("details"),
            ),
            "facts-below": lambda: scroll_down(page.details),
            "marked": lambda: mark_words(page.reader),
            "correct": page.correct,
            "family": lambda: (page.details.editor.finish(), page.joining.offer(tissue.id)),
        }
    if name == "pair":
        report = documents.find(db, Listing(kind=Kind.IMAGING_REPORT))[0]
        return {"two": lambda: page.show_beside(report.id)}
    if name == "trash":
        old = documents.find(db, Listing(status=Status.RECOGNISED))[0]
        records = cast("Any", window.page("records"))
        return {"full": lambda: records.acting.trash(old.id), "undone": window.undo}
    if name == "scans":
        study = next(record for record in documents.find(db, Listing()) if record.imaging)
        return {"viewer": lambda: page.show_study(study.id)}
    if name == "bundles":
        wizard = page.wizard
        entry = exports.all_bundles(db)[-1]
        return {
            "who": page.make,
            "what": lambda: (wizard.who.place.setText("/somewhere"), wizard.next.click())[0],
            "check": wizard.next.click,
            "doctor": lambda: page.doctor.parent() and page._on_doctor_wanted(entry),
        }
    if name == "timeline":
        return {"markers": lambda: page._chips["markers"].click() if "markers" in page._chips else None}
    if name == "opinion":
        return {
            "story": lambda: page.choose(OwnList.STORY),
            "waiting": lambda: [card.show_button.click() for card in page.shown.findChildren(StoryCard)][:0],
            "medicines": lambda: page.choose(OwnList.MEDICINES),
        }
    if name == "help":
        return {"licences": lambda: page.show_topic("about")}
    if name == "receipt":
        return {"passwords": lambda: opened_sheet(PasswordSheet(desk, window))}
    if name == "home":
        return {"add": lambda: opened_sheet(AddSheet(desk, window))}
    return {}


def mark_words(reader: ReaderView) -> None:
    """Mark some words of the page that is open."""
    reader.paper._select(Selection(Place(0, 40), Place(0, 52)))
    reader.highlights.mark()


def scroll_down(inside: QWidget) -> None:
    for area in inside.findChildren(QScrollArea):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())


def opened_sheet(sheet: QDialog) -> QDialog:
    sheet.setStyleSheet(QApplication.instance().styleSheet())  # type: ignore[union-attr]
    sheet.open()
    return sheet


def without_records(light: Light, place: Path) -> Iterator[Path]:
    """What a newcomer sees: the pages of an empty library, the three first screens, the choice of libraries."""
    with a_library(place, ANNA) as app:
        desk = in_light(app, light)
        window = MainWindow(desk, app.library.patient, "#0F766E")
        window.resize(light.width, light.height)
        window.show()
        for page in PLACES[:8]:
            window.open_page(page.name)
            settle(desk)
            yield save(window, f"empty-{page.name}-{light.name}")
        window.close()
        desk.errands.close()
    start = start_of(cast("QApplication", QApplication.instance()))
    known = (
        KnownLibrary(str(place), "Anna Madeup", "#0F766E"),
        KnownLibrary(str(place / "b"), "Bo Madeup", "#8A5A00"),
    )
    start.settings = Settings(colour_scheme=light.scheme, text_size=light.text_size, libraries=known)
    dress(cast("QApplication", QApplication.instance()), desk.look)  # the start has put on its own
    icons = Icons(paths.resources() / "icons", desk.look)
    first = FirstRun(desk.words, desk.look, icons, start, "")
    first.resize(light.width, light.height)
    first.show()
    for number in range(3):
        first._show_screen(number)
        wait(QUIET_MS)
        yield save(first, f"first-run-{number + 1}-{light.name}")
    first.close()
    chooser = Chooser(desk.words, desk.look, icons, start)
    opened_sheet(chooser)
    wait(QUIET_MS)
    yield save(chooser, f"libraries-{light.name}")
    chooser.close()
    start.end()


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
        lights = [light for light in LIGHTS if light.name in only] or LIGHTS
        only -= {light.name for light in LIGHTS}
        for light in lights:
            for path in photograph(app, light, only):
                sys.stdout.write(f"{path}\n")
            if not only or "empty" in only:
                for path in without_records(light, Path(place) / light.name):
                    sys.stdout.write(f"{path}\n")
    application.quit()


if __name__ == "__main__":
    main(set(sys.argv[1:]))
