"""What a person will want next is loaded and made while they look at the first page, a little at each turn of the
loop.

Else the first click on Records would stand for as long as reading sixty modules and making as many widgets takes.
What has nothing of Qt's (numpy, the rules, the bundle's rooms) is loaded on a reader's thread; Qt's classes and
widgets are made on this one.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from recordkeeper.recognise.imaging_rules import ImagingRules
    from recordkeeper.ui.page import Page
    from recordkeeper.ui.shell.window import MainWindow

_WITHOUT_QT = ("numpy", "recordkeeper.intake.add", "recordkeeper.bundle.make", "recordkeeper.bundle.choices")
_ROOMS = (
    "reader",
    "records",
    "facilities",
    "scans",
    "adding",
    "timeline",
    "labs",
    "opinion",
    "bundle",
    "trash",
    "safety",
    "settings",
    "help",
)
_PAGES = (
    "records",
    "review",
    "scans",
    "timeline",
    "labs",
    "opinion",
    "bundles",
    "receipt",
    "trash",
    "safety",
    "facilities",
    "settings",
    "help",
)
_PAUSE_MS = 10  # between two steps: keys and painting go first
_DRESSED = 12  # widgets given their style at one step


class Ahead(QObject):
    """Loads what the pages are made of, makes them, says that it is done, and ends."""

    done = Signal()

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._steps = self._all()
        self._window_closes = False
        self._timer = QTimer(self)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._on_timeout)
        window.closing.connect(self._on_closing)
        desk = window.desk
        desk.errands.follow(desk.glance(_load, _WITHOUT_QT, desk.rules), self, self._on_loaded)

    def _on_loaded(self, _: None) -> None:
        if not self._window_closes:
            self._timer.start()

    def _on_closing(self) -> None:
        """Pages that nobody will see are not made: what they would ask is closed."""
        self._window_closes = True
        self._timer.stop()

    def _on_timeout(self) -> None:
        step = next(self._steps, None)
        if step is not None:
            step()
            return
        self._timer.stop()
        self.done.emit()
        self.deleteLater()

    def _all(self) -> Iterator[Callable[[], object]]:
        """One small piece of work after the other."""
        for name in _modules():
            yield partial(importlib.import_module, name)
        for name in _PAGES:
            yield partial(self._window.page, name)
            yield from _dressing(self._window.page(name))


def _dressing(page: Page) -> Iterator[Callable[[], object]]:
    """The style sheet is looked up for each widget of a page before it is first seen."""
    widgets = [page, *page.findChildren(QWidget)]
    for at in range(0, len(widgets), _DRESSED):
        yield partial(_dress, widgets[at : at + _DRESSED])


def _dress(widgets: list[QWidget]) -> None:
    for widget in widgets:
        if shiboken6.isValid(widget):  # a page that was opened meanwhile may have let go of it
            widget.ensurePolished()


def _load(names: tuple[str, ...], rules: Callable[[], ImagingRules]) -> None:
    """On a reader's thread."""
    for name in names:
        importlib.import_module(name)
    rules()


def _modules() -> Iterator[str]:
    """The modules of the pages, those most likely to be opened first."""
    for room in _ROOMS:
        package = importlib.import_module(f"recordkeeper.ui.{room}")
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            yield found.name
