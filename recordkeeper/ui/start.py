"""The window's beginning: dresses the application, opens the library used last, or welcomes a newcomer."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Qt, QTimer
from PySide6.QtGui import QPixmapCache
from PySide6.QtWidgets import QApplication, QWidget

from recordkeeper import settings as options
from recordkeeper.library import device_copy, keys
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.reading import Format
from recordkeeper.settings import KnownLibrary, Settings
from recordkeeper.ui.ahead import Ahead
from recordkeeper.ui.errands import Errands
from recordkeeper.ui.icons import Icons
from recordkeeper.ui.known import is_updated, remembered
from recordkeeper.ui.opened import Opened, mended, relocated, wanted_of
from recordkeeper.ui.page import Dress
from recordkeeper.ui.protect.locker import Locker
from recordkeeper.ui.protect.sleep import Sleep, system_bus
from recordkeeper.ui.protect.unlock_screen import UnlockScreen
from recordkeeper.ui.sentences import sentence_of
from recordkeeper.ui.style import Look, dress, look_for, sheet
from recordkeeper.ui.tidy import Tidy
from recordkeeper.wording.words import HOME, Words

if TYPE_CHECKING:
    from recordkeeper.library.folder import Library
    from recordkeeper.library.relocate import Relocated
    from recordkeeper.library.seal import Seal
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.protect.convert_screen import Wanted
    from recordkeeper.ui.shell.window import MainWindow
    from recordkeeper.work.pool import Workers

log = logging.getLogger(__name__)

_WAKING = 30.0  # seconds a reader may take to load
_SLOW_MS = 400  # after it, a person is told that the library is being opened
_AHEAD_MS = 200  # the first page is painted by then


class Start(QObject):
    """Keeps the window that is open and the library in it; opens another when asked, off this thread."""

    def __init__(
        self,
        application: QApplication,
        open_library: Callable[[Path, Seal | None], Opened],
        *,
        makers: Callable[[], Workers],
        resources: Path,
        settings_file: Path,
    ) -> None:
        super().__init__()
        self.makers = makers  # a pool that makes paper, for who has no library open yet
        self._application = application
        self._tidy = Tidy(self)
        self._errands = Errands()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="start")
        self._open_library = open_library
        self._resources = resources
        self._settings_file = settings_file
        self._slow = QTimer(self)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(self._on_slow)
        self.settings = options.load(settings_file)
        self.window: QWidget | None = None
        self._opening: Future[Opened] | None = None
        self._opened: Opened | None = None
        self._desk: Desk | None = None
        self._locker: Locker | None = None
        self.look = self._dress()

    def words(self) -> Words:
        """In the language chosen, else the computer's if we have it, else English."""
        folder = self._resources / "wording"
        wanted = self.settings.language or QLocale.system().name()[:2]
        return Words.load(folder, wanted if wanted in Words.languages(folder) else HOME)

    def begin(self, place: Path | None = None) -> None:
        """Open `place`, or the library used last; a newcomer, or whose library is gone, is welcomed."""
        wanted = place or (Path(self.settings.library) if self.settings.library else None)
        if wanted is None:
            self.welcome("")
        else:
            self.open(wanted, failed=self.welcome)

    def open(
        self,
        place: Path,
        *,
        add: Sequence[Path] = (),
        page: str = "home",
        seal: Seal | None = None,
        said: str = "",
        failed: Callable[[str], None],
    ) -> None:
        """Open a library in the window at `page` and bring `add` into it.

        The one before is closed only then: when this one refuses, `failed` is given a sentence and nothing changes.
        `seal` opens a protected one; a locked one shows its doors. `said` is a sentence for when it is open.
        """
        if self._opening is not None:  # a second click on the way there
            return
        if self._opened is not None and self._opened.library.folder == place.absolute():
            if self._desk is not None:
                self._desk.news.page_wanted.emit(page)
            self.add(add)
            return
        self._application.setOverrideCursor(Qt.CursorShape.BusyCursor)
        self._slow.start()
        self._opening = self._thread.submit(self._open_library, place, seal)
        done = partial(self._on_opened, tuple(add), page, said)
        refused = partial(self._on_not_opened, place, seal, failed)
        self._errands.follow(self._opening, self, done, failed=refused)

    def welcome(self, trouble: str) -> None:
        """The first-run screens; `trouble` is a sentence about a library that could not be opened."""
        from recordkeeper.ui.first_run.page import FirstRun

        self._show(FirstRun(self.words(), self.look, Icons(self._resources / "icons", self.look), self, trouble))

    def change(self, settings: Settings) -> None:
        """Take new settings at once: keep them, dress anew, and show the same library in the new look."""
        from recordkeeper.ui.shell.window import MainWindow

        self.settings = settings
        self._keep_settings()
        self.look = self._dress()
        if self._opened is not None and isinstance(self.window, MainWindow):
            page, adding = self.window.current, self.window.adding.adder.under_way
            self._leave_window()
            self._show_library(self._opened, page)
            for paths in adding:  # goes on where it was
                self.add([Path(path) for path in paths])

    def mend(self) -> None:
        """Close the library, mend its list of records, and open it again."""
        if (library := self._free_to_close()) is None:
            return
        place, seal = library.folder, library.seal
        self.close_library()
        self._application.setOverrideCursor(Qt.CursorShape.BusyCursor)
        self._slow.start()
        self._opening = self._thread.submit(mended, self._open_library, place, seal)
        refused = partial(self._on_not_opened, place, seal, self.welcome)
        self._errands.follow(self._opening, self, partial(self._on_opened, (), "home", ""), failed=refused)

    def relocate(self, to: str) -> None:
        """Close the library, move it, and open it where it is then: there, or here as before."""
        from recordkeeper.ui.opening import Opening

        if (library := self._free_to_close()) is None:
            return
        place, seal = library.folder, library.seal
        self.close_library()
        self._show(Opening(self.look, self.words().say("cli.doing.move_library")))
        moving = self._thread.submit(relocated, self._open_library, place, seal, Path(to))
        refused = partial(self._on_not_opened, place, seal, self.welcome)
        self._errands.follow(moving, self, self._on_relocated, failed=refused)

    def _free_to_close(self) -> Library | None:
        """The open library, if nothing else is being opened."""
        return self._opened.library if self._opened is not None and self._opening is None else None

    def add(self, paths: Sequence[Path]) -> None:
        """Bring these into the library that is open."""
        if paths and self._desk is not None:
            self._desk.news.paths_wanted.emit(tuple(str(path) for path in paths))

    def say(self, sentence: str) -> None:
        """Tell the person something in the window that is open; "" says nothing."""
        if sentence and self._desk is not None:
            self._desk.news.said.emit(sentence)

    def close_library(self) -> None:
        """Close what is open, in order: first whatever is being added stops."""
        self._leave_window()
        opened, self._opened = self._opened, None
        if opened is not None:
            opened.close()

    def end(self) -> None:
        """The program ends: nothing is left open, and the settings are kept."""
        self._errands.close()
        self._thread.shutdown(wait=True)
        opening, self._opening = self._opening, None
        if opening is not None and opening.exception() is None:
            opening.result().close()
        self.close_library()

    def _on_opened(self, add: tuple[Path, ...], page: str, said: str, opened: Opened) -> None:
        self._not_opening()
        self.close_library()
        self._opened = opened
        self._show_library(opened, page)
        self.add(add)
        self.say(said)
        opened.lanes.workers.submit("wake", {"format": Format.PDF.value}, deadline=_WAKING)

    def _on_relocated(self, done: tuple[Opened, Relocated | None, BaseException | None]) -> None:
        opened, moved, problem = done
        words = self.words()
        if moved is not None:
            others = tuple(known for known in self.settings.libraries if Path(known.place) != moved.before)
            self.settings = dataclasses.replace(self.settings, libraries=others)
        self._on_opened((), "safety", "", opened)
        if problem is not None:
            self.say(sentence_of(words, problem))
        elif moved is not None:
            self.say(words.say("safety.place_moved", count=moved.files, place=str(moved.folder)))

    def _on_not_opened(
        self, place: Path, seal: Seal | None, failed: Callable[[str], None], error: BaseException
    ) -> None:
        self._not_opening()
        match error.code if isinstance(error, PlaceProblem) else "":
            case "library_locked":
                self.close_library()
                self._show_doors(place.absolute(), asked=True)
            case "library_damaged":
                from recordkeeper.ui.libraries.damaged import DamagedScreen

                self.close_library()
                self._show(DamagedScreen(self._dressed(), self, place.absolute(), seal))
            case _:
                failed(sentence_of(self.words(), error))

    def _not_opening(self) -> None:
        self._slow.stop()
        self._opening = None
        self._application.restoreOverrideCursor()

    def _on_slow(self) -> None:
        """Opening takes its time: an old disk, or a catalogue that is being brought level with its journal."""
        from recordkeeper.ui.opening import Opening

        sentence = self.words().say("ui.opening")
        if self.window is None:
            self._show(Opening(self.look, sentence))
        else:
            self.say(sentence)

    def _show_library(self, opened: Opened, page: str) -> None:
        from recordkeeper.ui.shell.window import MainWindow

        patient, place, updated = opened.library.patient, opened.library.folder, is_updated(self.settings)
        # Whose a protected library is stands nowhere outside of it.
        known = self._remember(place, patient.name if opened.library.seal is None else place.name)
        self._desk = opened.on_a_desk(self._dressed(), self.settings, self._resources)
        window = MainWindow(self._desk, patient, known.colour)
        window.switch_wanted.connect(self.choose_library)
        self._desk.news.settings_changed.connect(self.change)
        self._desk.news.library_wanted.connect(self._on_library_wanted)
        self._desk.news.protect_wanted.connect(self._on_protect_wanted)
        self._desk.news.lock_wanted.connect(self.lock_now)
        if opened.library.seal is not None:
            sleep = Sleep(system_bus(), self.words().say("protect.before_sleep"))
            self._locker = Locker(self._application, self.settings.lock_after, sleep=sleep, busy=window.is_adding)
            self._locker.lock_wanted.connect(self._on_lock_wanted)
        self._desk.news.mend_wanted.connect(self.mend)
        self._desk.news.relocate_wanted.connect(self.relocate)
        self._show(window)
        window.open_page("simple" if self.settings.simple and page == "home" else page)
        window.begin_background_work()
        if updated:
            self.say(self.words().say("help.updated"))
        QTimer.singleShot(_AHEAD_MS, window, partial(self._look_ahead, self._desk, window))

    def _look_ahead(self, desk: Desk, window: MainWindow) -> None:
        if desk is self._desk:
            self._tidy.settle()
            Ahead(window).done.connect(self._tidy.settle)

    def _leave_window(self) -> None:
        """End what runs in the window, and bring nothing home to it any more."""
        from recordkeeper.ui.shell.window import MainWindow

        if self._locker is not None:
            self._locker.close()
            self._locker = None
        if self._desk is not None and isinstance(self.window, MainWindow):
            self.window.stop_for_closing()
            self._desk.errands.close()
            self._desk = None
            self._tidy.unsettle()

    def _dressed(self) -> Dress:
        return Dress(self.words(), self.look, Icons(self._resources / "icons", self.look))

    def _dress(self) -> Look:
        look = look_for(self.settings.colour_scheme, self.settings.text_size, still=self.settings.less_motion)
        dress(self._application, look)
        return look

    def _remember(self, place: Path, name: str) -> KnownLibrary:
        self.settings, known = remembered(self.settings, place, name)
        self._keep_settings()
        return known

    def _keep_settings(self) -> None:
        kept = self._thread.submit(options.save, self._settings_file, self.settings)
        self._errands.follow(kept, self, lambda _: None, failed=self._on_settings_not_kept)

    def _on_settings_not_kept(self, error: BaseException) -> None:
        log.warning("settings not kept: %s", type(error).__name__)
        self.say(self.words().say("ui.settings_not_kept"))

    def _show(self, window: QWidget) -> None:
        window.setStyleSheet(sheet(self.look, self._resources / "style" / "window.qss"))
        before, self.window = self.window, window
        if before is not None:
            window.setGeometry(before.geometry())
            before.close()
            before.deleteLater()
        window.show()

    def lock_now(self) -> None:
        """Close a protected library and have this computer forget its copy of the key."""
        self._lock(forget=True)

    def protect(self, wanted: Wanted) -> None:
        """Close what is open, and go through protecting or its undoing step by step."""
        from recordkeeper.ui.protect.convert_screen import ConvertScreen

        self.close_library()
        self._show(ConvertScreen(self._dressed(), self, wanted))

    def _on_lock_wanted(self) -> None:
        """Nobody is there. A passphrase is asked for if there is one; else this computer's account is the lock."""
        self._lock(forget=False)

    def _lock(self, *, forget: bool) -> None:
        opened = self._opened
        if opened is None or opened.library.seal is None:
            return
        place = opened.library.folder
        protection = keys.protection_of(place)
        self.close_library()
        QPixmapCache.clear()
        self._application.clipboard().clear()
        if protection is None:  # its mark is gone meanwhile: opening says so
            self.open(place, failed=self.welcome)
            return
        forget = forget or protection.passphrase
        if forget:
            self._errands.follow(self._thread.submit(device_copy.forget, protection.id), self, self._on_forgotten)
        self._show_doors(place, asked=False, by_itself=not forget)

    def _on_forgotten(self, gone: bool) -> None:
        if not gone:
            log.warning("the keyring kept its copy")
            if isinstance(self.window, UnlockScreen):
                self.window.trouble.say(self.words().say("errors.keyring_kept"))

    def _show_doors(self, place: Path, *, asked: bool, by_itself: bool = True) -> None:
        protection = keys.protection_of(place)
        if protection is None:
            self.welcome(self.words().say("errors.library_not_found"))
            return
        self._show(UnlockScreen(self._dressed(), self, place, protection, asked=asked))
        if not by_itself and isinstance(self.window, UnlockScreen):
            self.window.by_computer.hide()

    def _on_protect_wanted(self, act: str, going_on: bool) -> None:
        if self._opened is not None:
            found = self._thread.submit(wanted_of, act, self._opened.library, going_on=going_on)
            self._errands.follow(found, self, self.protect)

    def choose_library(self) -> None:
        """The libraries this computer knows, to open another one."""
        from recordkeeper.ui.libraries.chooser import Chooser

        chooser = Chooser(self.words(), self.look, Icons(self._resources / "icons", self.look), self)
        chooser.setParent(self.window, chooser.windowFlags())
        chooser.open()

    def _on_library_wanted(self, place: str) -> None:
        self.open(Path(place), failed=self.say)
