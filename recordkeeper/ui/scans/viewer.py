"""The viewer of one study: series at the left, the image at the right, and what a person does with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from recordkeeper.preview.slices import Slice, read_slice
from recordkeeper.records.errors import KnownProblem
from recordkeeper.ui.scans import brightness as light
from recordkeeper.ui.scans import captions, measured, tools
from recordkeeper.ui.scans.feed import Feed, Wish
from recordkeeper.ui.scans.hands import TEN
from recordkeeper.ui.scans.image_acts import ImageActs
from recordkeeper.ui.scans.mouse import BRIGHTNESS, MEASURE, SCROLL, TOOLS
from recordkeeper.ui.scans.reading import StudyShown
from recordkeeper.ui.scans.sketch import KINDS
from recordkeeper.ui.scans.stack import Stack
from recordkeeper.ui.scans.thumbs import Thumbs
from recordkeeper.ui.scans.viewer_frame import ViewerFrame
from recordkeeper.work.pool import Trouble, WorkerFailure

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from recordkeeper.ui.desk import Desk

_PATIENCE_MS = 200  # the image before stays, under its own number, while the next one is fetched
_PLAY_MS, _PLAY_LEAST_MS = 80, 15  # a clip says itself how long it shows each of its images
_SCROLLS_KEYS = {"previous": -0.25, "next": 0.25, "previous_series": -1.0, "next_series": 1.0}  # pages of the list


class Viewer(ViewerFrame):
    """Nothing here waits: an image that is not in memory is asked for and shown when it comes."""

    left = Signal()  # back to the cards

    def __init__(self, desk: Desk, feed: Feed, thumbs: Thumbs, presets: tuple[light.Preset, ...]) -> None:
        super().__init__(desk, thumbs)
        self._feed = feed
        self._home_tool = BRIGHTNESS if desk.settings.radiology_mouse else SCROLL
        self._tool = self._home_tool
        self._pending = self.timer(_PATIENCE_MS, single=True)
        self._playing = self.timer(_PLAY_MS, single=False)
        self._shown: int | None = None  # the image that is painted, which for a moment may be the one before
        self.study: StudyShown | None = None
        self.stack = Stack()
        self._acts = ImageActs(self.stage.canvas, presets)
        self._does = self._actions()
        self._connect()
        self._take_tool(self._home_tool)

    # What others ask of it

    def show_study(self, study: StudyShown) -> None:
        """Open a study at its longest series, the first of them if several are as long."""
        if self.study is None or self.study.record != study.record:
            self.stage.canvas.sketch.clear()
        self.study = study
        self.series.take(study.series)
        self.title.say(study.title)
        self.when.say(captions.when_and_where(self._desk, study))
        self.arrange()
        longest = max(range(len(study.series)), key=lambda row: len(study.series[row].places), default=-1)
        self.open_series(longest)
        self.stage.canvas.setFocus()

    def open_series(self, row: int) -> None:
        """Show a series from its first image, fitted and as bright as the file says."""
        if self.study is None or not 0 <= row < len(self.study.series):
            self.stack.close()
            self.stage.warn("")
            self.stage.canvas.show_slice(None, captions.NOTHING)
            self.stage.tell(self._desk.words.say("scans.viewer.empty_series"))
            return
        self._stop()
        self.stack.open(self.study.series[row])
        self._shown = None
        self.stage.canvas.image, self.stage.canvas.count = None, self.stack.count
        self._acts.modality = self.stack.series.modality if self.stack.series else ""
        self._acts.reset()
        self.list.setCurrentIndex(self.series.index(row, 0))
        self.box.blockSignals(True)
        self.box.setCurrentIndex(row)
        self.box.blockSignals(False)
        self._show_current()
        self._show_state()

    def do(self, action: str) -> None:
        """Do what a key, a button or the menu names, if it works here."""
        if self.stage.keys.isVisibleTo(self.stage) and action in _SCROLLS_KEYS:
            self.stage.keys.scroll_by(_SCROLLS_KEYS[action])
        elif action in self._does and self.works(action):
            if action != "keys" and action != "leave":
                self.stage.keys.hide()
            self._does[action]()
            self._show_state()

    def works(self, action: str) -> bool:
        """Whether an action has anything to do in this series."""
        if action.startswith("preset_"):
            return self._acts.preset(action) is not None
        canvas = self.stage.canvas
        if action in ("measure_length", "measure_angle", "measure_area"):
            return canvas.image is not None and bool(canvas.image.facts.regions)
        if action == "measure_value":
            return measured.has_values(canvas.image)
        if action == "tool_measure":
            return self.works("measure_length") or self.works("measure_value")
        if action == "unmeasure":
            return bool(canvas.sketch.shapes) or canvas.sketch.point is not None
        if action in ("previous_series", "next_series"):
            return len(self.series.series) > 1
        alone = self.stack.count < 2
        several = ("next", "previous", "next_ten", "previous_ten", "first", "last", "play")
        return not (alone and action in several)

    def go(self, index: int) -> None:
        """Look at another image of the series."""
        if self.stack.go(index):
            self._show_current()

    def next_wish(self) -> Wish | None:
        """For the feed: the image wanted most."""
        index = self.stack.next_wanted() if self.isVisible() else None
        series = self.stack.series
        if index is None or series is None:
            return None
        self.stack.ask(series.uid, index)
        desk, place = self._desk, series.places[index]
        workers, stage = desk.lanes.workers, self.stack.stage(series.uid)
        work = partial(read_slice, desk.library, workers, place.file, place.frame, stage=stage)
        return Wish(work, partial(self._on_came, series.uid, index), partial(self._on_failed, series.uid, index))

    # How it is wired

    def _connect(self) -> None:
        canvas = self.stage.canvas
        canvas.acted.connect(self.do)
        canvas.stepped.connect(self._on_stepped)
        canvas.changed.connect(self._on_changed)
        canvas.menu_wanted.connect(self._on_menu_wanted)
        self.stage.position_wanted.connect(self.go)
        self.stage.close_wanted.connect(self.leave_full_screen)
        self.tools.acted.connect(self._on_tool_acted)
        self.menu.acted.connect(self.do)
        self.look_menu.acted.connect(self._on_tool_acted)
        self.look_menu.aboutToShow.connect(self._on_look_menu)
        self.list.clicked.connect(self._on_series_clicked)
        self.list.activated.connect(self._on_series_clicked)
        self.box.activated.connect(self._on_box_activated)
        self.back.clicked.connect(self._on_back)
        self._pending.timeout.connect(self._on_pending)
        self._playing.timeout.connect(self._on_play_tick)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._on_back)

    def _actions(self) -> dict[str, Callable[[], None]]:
        return self._acts.table() | {
            "next": partial(self._step, 1),
            "previous": partial(self._step, -1),
            "next_ten": partial(self._step, TEN),
            "previous_ten": partial(self._step, -TEN),
            "first": partial(self.go, 0),
            "last": self._go_last,
            "next_series": partial(self._step_series, 1),
            "previous_series": partial(self._step_series, -1),
            "play": self._play,
            "full_screen": self.switch_full_screen,
            "maximise": self.maximise,
            "leave": self._leave,
            "menu": self._open_menu,
            "keys": self._switch_keys,
            **{f"tool_{name}": partial(self._take_tool, name) for name in TOOLS},
            **{f"measure_{kind}": partial(self._measure, kind) for kind in KINDS},
        }

    # What is shown

    def _show_current(self) -> None:
        """Paint the image looked at, or say why not; the one before may stay for a moment, under its own number."""
        stack, index = self.stack, self.stack.current
        image, trouble = stack.at(index), stack.trouble(index)
        self.stage.take_position(index, stack.count)
        if image is not None or trouble:
            self._pending.stop()
            self._put(image, index, self._desk.words.say(f"scans.trouble.{trouble}") if trouble else "")
        elif self._shown is None:
            self._on_pending()
        elif not self._pending.isActive():
            self._pending.start()
        self._feed.kick()

    def _put(self, image: Slice | None, index: int, sentence: str) -> None:
        self._shown = index
        self.stage.canvas.image = image
        self.stage.canvas.sketch.show((self.stack.series.uid if self.stack.series else "", index))
        self._caption()
        if sentence != self.stage.notice.sentence.text():
            self.stage.tell(sentence)
        doubt = ""
        if self.study is not None and self.stack.series is not None:
            doubt = captions.doubt(self._desk, self.study, self.stack.series.named[index])
        self.stage.warn(doubt)

    def _caption(self) -> None:
        """Put the words on the image anew: another image, another brightness, another way it lies."""
        canvas, study, series = self.stage.canvas, self.study, self.stack.series
        if study is not None and series is not None and self._shown is not None:
            words = captions.lines(self._desk, study, series, self._shown, canvas)
            canvas.show_slice(canvas.image, words)
            canvas.setAccessibleDescription(words.spoken())

    def _show_state(self) -> None:
        """Bring the row of tools level with what holds."""
        canvas = self.stage.canvas
        self.tools.show_tool(self._tool)
        self.tools.show_how(captions.how(self._desk, canvas.brightness.name_on(canvas.image)))
        self.tools.show_works(self.works)
        self.tools.show_lasting(
            {
                "play": self._playing.isActive(),
                "lens": canvas.lens,
                "invert": canvas.brightness.inverted,
                "text": canvas.text,
                "keys": self.stage.keys.isVisibleTo(self.stage),
            }
        )

    def _name(self, action: str) -> str:
        preset = self._acts.preset(action)
        return captions.how(self._desk, preset.name) if preset else tools.name_of(self._desk, action)

    # What a person does

    def _step(self, by: int) -> None:
        self.go(self.stack.current + by)

    def _go_last(self) -> None:
        self.go(self.stack.count - 1)

    def _step_series(self, by: int) -> None:
        row = self.list.currentIndex().row() + by
        if 0 <= row < len(self.series.series):
            self.open_series(row)

    def _play(self) -> None:
        if self._playing.isActive():
            self._stop()
        else:
            self._playing.start()

    def _stop(self) -> None:
        self._playing.stop()

    def _take_tool(self, name: str) -> None:
        self._tool = name
        self.stage.canvas.set_tool(name)

    def _measure(self, kind: str) -> None:
        self.stage.canvas.sketch.kind = kind
        self._take_tool(MEASURE)

    def _leave(self) -> None:
        """Esc: away with the keys, stop playing, out of the tool, out of full screen, then the first look again."""
        if self.stage.keys.isVisibleTo(self.stage):
            self.stage.keys.hide()
        elif self._playing.isActive():
            self._stop()
        elif self.stage.canvas.lens:
            self.stage.canvas.set_lens(on=False)
        elif self._tool != self._home_tool:
            self._take_tool(self._home_tool)
        elif self.stage.isWindow():
            self.leave_full_screen()
        elif self.only_image:
            self.maximise()
        else:
            self._acts.reset()

    def _open_menu(self) -> None:
        canvas = self.stage.canvas
        self._on_menu_wanted(canvas.mapToGlobal(canvas.rect().center()))

    def _switch_keys(self) -> None:
        if self.stage.keys.isVisibleTo(self.stage):
            self.stage.keys.hide()
        else:
            self.stage.keys.show_for(self.works, self._name)

    def _marked(self) -> frozenset[str]:
        canvas = self.stage.canvas
        lasting = {
            "invert": canvas.brightness.inverted,
            "text": canvas.text,
            "play": self._playing.isActive(),
            "lens": canvas.lens,
            f"measure_{canvas.sketch.kind}": self._tool == MEASURE,
        }
        return frozenset({self._acts.chosen(), *(action for action, on in lasting.items() if on)})

    # What comes

    def _on_came(self, uid: str, index: int, image: Slice) -> None:
        self.stack.put(uid, index, image)
        self._show_if_current(uid, index)

    def _on_failed(self, uid: str, index: int, error: BaseException) -> None:
        if isinstance(error, WorkerFailure):
            self.stack.fail(uid, index, str(error.trouble))
        elif isinstance(error, KnownProblem):  # the original is not there
            self.stack.fail(uid, index, "gone")
        else:
            if not self.stack.any_trouble(uid):  # one fault of ours is told once, not for each image
                self._desk.errands.failed.emit(error)
            self.stack.fail(uid, index, str(Trouble.FAILED))
        self._show_if_current(uid, index)

    def _show_if_current(self, uid: str, index: int) -> None:
        if self.stack.series is not None and (uid, index) == (self.stack.series.uid, self.stack.current):
            self._show_current()
            self._show_state()

    def _on_pending(self) -> None:
        number = self.stack.current + 1
        self._put(None, self.stack.current, self._desk.words.say("scans.viewer.coming", number=number))

    def _on_play_tick(self) -> None:
        """On to the next image if it is there, round and round; one that is on its way is waited for."""
        shown = self.stage.canvas.image
        own = shown.facts.shown_ms if shown is not None else 0.0
        self._playing.setInterval(max(_PLAY_LEAST_MS, round(own)) if own else _PLAY_MS)
        after = (self.stack.current + 1) % max(1, self.stack.count)
        if self.stack.at(after) is not None or self.stack.trouble(after):
            self.go(after)

    def _on_stepped(self, by: int) -> None:
        self._step(by)

    def _on_changed(self) -> None:
        canvas = self.stage.canvas
        self._caption()
        self.tools.show_how(captions.how(self._desk, canvas.brightness.name_on(canvas.image)))

    def _on_menu_wanted(self, where: QPoint) -> None:
        self.menu.fill(tools.MENU, self.works, self._name, self._marked())
        self.menu.popup(where)

    def _on_look_menu(self) -> None:
        self.look_menu.fill(tools.MENU[:1], self.works, self._name, self._marked())

    def _on_tool_acted(self, action: str) -> None:
        """From the row of tools: the letters shall work at once."""
        self.do(action)
        self.stage.canvas.setFocus()

    def _on_series_clicked(self, index: QModelIndex) -> None:
        self.open_series(index.row())
        self.stage.canvas.setFocus()

    def _on_box_activated(self, row: int) -> None:
        self.open_series(row)
        self.stage.canvas.setFocus()

    def _on_back(self) -> None:
        self.leave_full_screen()
        self._stop()
        self.left.emit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._feed.kick()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        self._stop()
        super().hideEvent(event)
