"""The window's beginning: dresses the application, opens the library used last, or welcomes a newcomer."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QLocale, QObject
from PySide6.QtWidgets import QApplication, QWidget

from recordkeeper import settings as options
from recordkeeper.library.folder import Library
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.errors import KnownProblem
from recordkeeper.records.reading import Format
from recordkeeper.settings import KnownLibrary, Settings
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.icons import Icons
from recordkeeper.ui.style import Look, dress, look_for
from recordkeeper.ui.tidy import Tidy
from recordkeeper.wording.words import HOME, Words
from recordkeeper.work.lanes import Lanes
from recordkeeper.work.pool import Workers

_WAKING = 30.0  # seconds a reader may take to load
COLOURS = ("#0F766E", "#8A5A00", "#4C5FA8", "#9B4D6B", "#4A7A2C", "#6B4E9B")


@dataclass(frozen=True, slots=True)
class Opened:
    """An open library with its lanes, as the composition root builds them."""

    library: Library
    lanes: Lanes
    makers: Workers
    rules: Callable[[], Rules]
    close: Callable[[], None]


class Start(QObject):
    """Keeps the window that is open and the library in it; opens another when asked."""

    def __init__(
        self,
        application: QApplication,
        open_library: Callable[[Path], Opened],
        *,
        makers: Callable[[], Workers],
        resources: Path,
        settings_file: Path,
    ) -> None:
        super().__init__()
        self.makers = makers  # a pool that makes paper, for who has no library open yet
        self._application = application
        self._tidy = Tidy(self)
        self._open_library = open_library
        self._resources = resources
        self._settings_file = settings_file
        self.settings = options.load(settings_file)
        self.window: QWidget | None = None
        self._opened: Opened | None = None
        self._desk: Desk | None = None
        self.look = self._dress()

    def words(self) -> Words:
        """In the language chosen, else the computer's if we have it, else English."""
        folder = self._resources / "wording"
        wanted = self.settings.language or QLocale.system().name()[:2]
        return Words.load(folder, wanted if wanted in Words.languages(folder) else HOME)

    def begin(self, place: Path | None = None) -> None:
        """Open `place`, or the library used last; a newcomer, or whose library is gone, is welcomed."""
        if place is not None or self.settings.library:
            try:
                self.open(place or Path(self.settings.library))
            except KnownProblem as problem:
                self.welcome(self.words().say(f"errors.{problem.code}", **problem.fields))
            return
        self.welcome("")

    def open(self, place: Path, page: str = "home") -> None:
        """Open a library in the window at `page`, closing the one before. KnownProblem when it refuses."""
        from recordkeeper.ui.shell.window import MainWindow

        self.close_library()
        opened = self._open_library(place)
        patient = opened.library.patient
        known = self._remember(place, patient.name)
        desk = Desk(
            library=opened.library,
            lanes=opened.lanes,
            makers=opened.makers,
            rules=opened.rules,
            words=self.words(),
            look=self.look,
            icons=Icons(self._resources / "icons", self.look),
            settings=self.settings,
            resources=self._resources,
        )
        self._opened, self._desk = opened, desk
        window = MainWindow(desk, patient, known.colour)
        window.switch_wanted.connect(self._on_switch_wanted)
        desk.news.settings_changed.connect(self.change)
        desk.news.library_wanted.connect(self._on_library_wanted)
        self._show(window)
        window.open_page(page)
        window.begin_background_work()
        opened.lanes.workers.submit("wake", {"format": Format.PDF.value}, deadline=_WAKING)

    def welcome(self, trouble: str) -> None:
        """The first-run screens; `trouble` is a sentence about a library that could not be opened."""
        from recordkeeper.ui.first_run.page import FirstRun

        welcome = FirstRun(self.words(), self.look, Icons(self._resources / "icons", self.look), self, trouble)
        self._show(welcome)

    def change(self, settings: Settings) -> None:
        """Take new settings at once: keep them, dress anew, and open the same library again in the new look."""
        self.settings = settings
        options.save(self._settings_file, settings)
        self.look = self._dress()
        if self._opened is not None:
            self.open(self._opened.library.folder, page="settings")

    def add(self, paths: Sequence[Path]) -> None:
        """Bring these into the library that is open."""
        if paths and self._desk is not None:
            self._desk.news.paths_wanted.emit(tuple(str(path) for path in paths))

    def say(self, sentence: str) -> None:
        """Tell the person something in the window that is open."""
        if self._desk is not None:
            self._desk.news.said.emit(sentence)

    def close_library(self) -> None:
        """Close what is open, in order: first whatever is being added stops."""
        from recordkeeper.ui.shell.window import MainWindow

        if self._opened is not None and isinstance(self.window, MainWindow):
            self.window.stop_for_closing()
        if self._desk is not None:
            self._desk.errands.close()
        opened, self._opened, self._desk = self._opened, None, None
        if opened is not None:
            opened.close()

    def _dress(self) -> Look:
        look = look_for(self.settings.colour_scheme, self.settings.text_size)
        dress(self._application, look, self._resources / "style" / "window.qss")
        return look

    def _remember(self, place: Path, name: str) -> KnownLibrary:
        """Put the library first among those known; a new one gets a colour nobody has yet."""
        others = tuple(known for known in self.settings.libraries if Path(known.place) != place)
        before = next((known for known in self.settings.libraries if Path(known.place) == place), None)
        taken = {known.colour for known in others}
        free = next((colour for colour in COLOURS if colour not in taken), COLOURS[0])
        known = KnownLibrary(str(place), name, before.colour if before else free, before.watch if before else "")
        self.settings = dataclasses.replace(
            self.settings, library=str(place), libraries=(known, *others), welcomed=True
        )
        options.save(self._settings_file, self.settings)
        return known

    def _show(self, window: QWidget) -> None:
        before, self.window = self.window, window
        if before is not None:
            window.setGeometry(before.geometry())
            before.close()
            before.deleteLater()
        window.show()

    def _on_switch_wanted(self) -> None:
        from recordkeeper.ui.libraries.chooser import Chooser

        chooser = Chooser(self.words(), self.look, Icons(self._resources / "icons", self.look), self)
        chooser.setParent(self.window, chooser.windowFlags())
        chooser.open()

    def _on_library_wanted(self, place: str) -> None:
        self.open(Path(place))
