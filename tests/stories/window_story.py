"""The whole job in the window, by what a person reads and presses: welcome → disc → find → accept → bundle.

Run as a program under a real X server: `window_story.py DISC HOME`. Says "done", or what failed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QWidget

from recordkeeper.app import start_of
from recordkeeper.catalogue import changes, documents, sources
from recordkeeper.records.kinds import Status
from recordkeeper.records.query import Listing
from recordkeeper.ui.shell.window import MainWindow
from recordkeeper.ui.start import Start
from tests.making.waiting import turn, until

PATIENCE_S = 60
KEY = Qt.Key


def wait(ready: Callable[[], object], what: str) -> None:
    until(ready, what, seconds=PATIENCE_S, every_ms=20)


def seen(kind: type[QWidget], name: str) -> QWidget | None:
    """The visible widget that is spoken by `name`."""
    for top in QApplication.topLevelWidgets():
        for widget in top.findChildren(kind):
            spoken = widget.accessibleName() or (widget.text() if isinstance(widget, QAbstractButton) else "")
            if widget.isVisible() and spoken == name:
                return widget
    return None


def press(name: str) -> None:
    wait(lambda: seen(QAbstractButton, name) and seen(QAbstractButton, name).isEnabled(), f"button {name}")
    QTest.mouseClick(seen(QAbstractButton, name), Qt.MouseButton.LeftButton)


def write(name: str, text: str) -> None:
    wait(lambda: seen(QLineEdit, name), f"field {name}")
    field = seen(QLineEdit, name)
    field.setFocus()
    field.clear()
    QTest.keyClicks(field, text)


def drop(window: QWidget, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    window.dragEnterEvent(QDragEnterEvent(QPoint(500, 400), *how))
    window.dropEvent(QDropEvent(QPoint(500, 400), *how))


def story(start: Start, disc: Path, home: Path) -> None:
    """Everything in order; an AssertionError says where it ended."""
    start.begin()
    write("Full name", "Anna Sample")
    write("Day", "5")
    QTest.keyClicks(seen(QWidget, "Month"), "March")
    write("Year", "1964")
    press("Next")
    press("Next")
    press("Begin")
    wait(lambda: isinstance(start.window, MainWindow), "the window")
    window = start.window
    assert isinstance(window, MainWindow)
    desk = window.desk
    db = desk.library.catalogue.reader()

    drop(window, disc)
    wait(lambda: len(documents.find(db, Listing())) == 3, "the records of the disc")
    wait(lambda: not sources.unfinished_intakes(db), "the end of adding")

    QTest.mouseClick(window.search, Qt.MouseButton.LeftButton)
    QTest.keyClicks(window.search, "adenocarcinoma")
    page = window.open_page("records")
    (hit,) = (r for r in documents.find(db, Listing()) if "pathology" in r.kind)
    wait(lambda: page.list.model().rowCount() in (1, 2), "the one hit, maybe below its year")
    page.list.setFocus()
    QTest.keyClick(page.list, KEY.Key_Home)
    press("Details")  # the window is small: the page and what was read of it take turns
    press("Accept")
    wait(lambda: documents.get(db, hit.id).status is Status.CONFIRMED, "accepted")
    press("Undo")
    wait(lambda: documents.get(db, hit.id).status is not Status.CONFIRMED, "undone")
    assert len(changes.history(db)) == 2

    bundles = window.open_page("bundles")
    press("Make a bundle")
    write("Who is it for?", "Dr. Second")
    write("Place", str(home))
    press("Next")
    wait(lambda: bundles.wizard.what.model.rowCount() > 0, "the records that go in")
    press("Next")
    press("Make the bundle")
    wait(lambda: seen(QAbstractButton, "Open it as the doctor will see it"), "the finished bundle")
    assert list(home.rglob("START-HERE.pdf"))
    press("Open it as the doctor will see it")
    turn(500)
    window.close()


def main() -> int:
    application = QApplication(sys.argv[:1])
    start = start_of(application)
    try:
        story(start, Path(sys.argv[1]), Path(sys.argv[2]))
    finally:
        if start.window is not None:
            start.window.grab().save(str(Path(sys.argv[2]) / "last-seen.png"))
        start.end()
    sys.stdout.write("done\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
