"""The viewer of one study: series at the left, the image at the right, and what a person does with it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut

from recordkeeper.preview.volume import COLUMNS, ROWS
from recordkeeper.ui.scans import brightness as light
from recordkeeper.ui.scans import captions, tools
from recordkeeper.ui.scans.asking import Asking
from recordkeeper.ui.scans.beside import Beside
from recordkeeper.ui.scans.cut_stack import planes
from recordkeeper.ui.scans.feed import Feed, Wish
from recordkeeper.ui.scans.handing_on import OPEN_IN, HandingOn
from recordkeeper.ui.scans.hands import TEN
from recordkeeper.ui.scans.marking import Marking
from recordkeeper.ui.scans.mouse import BRIGHTNESS, MEASURE, SCROLL, TOOLS
from recordkeeper.ui.scans.playing import Playing
from recordkeeper.ui.scans.reading import StudyShown
from recordkeeper.ui.scans.sketch import KINDS
from recordkeeper.ui.scans.stack import Stack
from recordkeeper.ui.scans.thumbs import Thumbs
from recordkeeper.ui.scans.viewer_frame import ViewerFrame
from recordkeeper.ui.scans.views import COUNTS, Views
from recordkeeper.ui.scans.working import works

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent, QShowEvent

    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.scans.pane import Pane

_SCROLLS_KEYS = {"previous": -0.25, "next": 0.25, "previous_series": -1.0, "next_series": 1.0}  # pages of the list


class Viewer(ViewerFrame):
    """What a key, a button or the menu names is done to the view worked in."""

    left = Signal()  # back to the cards

    def __init__(self, desk: Desk, feed: Feed, thumbs: Thumbs, presets: tuple[light.Preset, ...]) -> None:
        super().__init__(desk, thumbs, Views(desk, feed, presets))
        self._feed = feed
        self._home_tool = BRIGHTNESS if desk.settings.radiology_mouse else SCROLL
        self._tool = self._home_tool
        self.playing = Playing(self.views, self)
        self.study: StudyShown | None = None
        self.marking = Marking(desk, self.views, self)
        self.beside = Beside(desk, self)
        self.asking = Asking(desk, self)
        self.handing_on = HandingOn(desk, self.views, self)
        self._own = self._actions()
        self._connect()
        self._take_tool(self._home_tool)

    @property
    def pane(self) -> Pane:
        """The view worked in."""
        return self.views.active

    @property
    def stack(self) -> Stack:
        """The images of the view worked in."""
        return self.pane.stack

    # What others ask of it

    def show_study(self, study: StudyShown) -> None:
        """Open a study alone, at its longest series, the first of them if several are as long."""
        self.views.set_count(1)
        self.report.hide()
        self._list_study(study)
        self.arrange()
        longest = max(range(len(study.series)), key=lambda row: len(study.series[row].places), default=-1)
        self.open_series(longest)
        self.stage.canvas.setFocus()

    def open_series(self, row: int) -> None:
        """Show a series of the study in the view worked in, from its first image."""
        if self.study is None or not 0 <= row < len(self.study.series):
            self.pane.close(self._desk.words.say("scans.viewer.empty_series"))
            return
        self.playing.stop()
        self.pane.open(self.study, self.study.series[row])
        self.views.anchor()
        self._show_row(row)
        self._show_state()

    def do(self, action: str) -> None:
        """Do what a key, a button or the menu names, if it works here."""
        does = self._own | self.pane.acts.table()
        if action.startswith(OPEN_IN):
            self.handing_on.open_in(self.handing_on.viewers[int(action.removeprefix(OPEN_IN))])
            return
        if self.stage.keys.isVisibleTo(self.stage) and action in _SCROLLS_KEYS:
            self.stage.keys.scroll_by(_SCROLLS_KEYS[action])
        elif action in does and self.works(action):
            if action != "keys" and action != "leave":
                self.stage.keys.hide()
            does[action]()
            self._show_state()

    def works(self, action: str) -> bool:
        """Whether an action has anything to do here."""
        return works(self.views, len(self.series.series), action)

    def go(self, index: int) -> None:
        """Look at another image of the series."""
        self.pane.go(index)

    def next_wish(self) -> Wish | None:
        """For the feed: the image wanted most."""
        return self.views.next_wish() if self.isVisible() else None

    # How it is wired

    def _connect(self) -> None:
        views = self.views
        views.acted.connect(self.do)
        views.stepped.connect(self._step)
        views.posed.connect(self._on_posed)
        views.changed.connect(self._show_state)
        views.chosen.connect(self._on_view_chosen)
        views.menu_wanted.connect(self._on_menu_wanted)
        views.close_wanted.connect(self.leave_full_screen)
        self.tools.acted.connect(self._on_tool_acted)
        self.menu.acted.connect(self.do)
        self.look_menu.acted.connect(self._on_tool_acted)
        self.look_menu.aboutToShow.connect(self._on_look_menu)
        self.more_menu.acted.connect(self._on_tool_acted)
        self.more_menu.aboutToShow.connect(self._on_more_menu)
        self.list.clicked.connect(self._on_series_clicked)
        self.list.activated.connect(self._on_series_clicked)
        self.box.activated.connect(self._on_box_activated)
        self.back.clicked.connect(self._on_back)
        shortcut = QShortcut(QKeySequence(QKeySequence.StandardKey.Back), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._on_back)

    def _actions(self) -> dict[str, Callable[[], None]]:
        return {
            "next": partial(self._step, 1),
            "previous": partial(self._step, -1),
            "next_ten": partial(self._step, TEN),
            "previous_ten": partial(self._step, -TEN),
            "first": partial(self.go, 0),
            "last": self._go_last,
            "next_series": partial(self._step_series, 1),
            "previous_series": partial(self._step_series, -1),
            "play": self.playing.switch,
            "full_screen": self.switch_full_screen,
            "maximise": self._maximise,
            "leave": self._leave,
            "menu": self._open_menu,
            "keys": self._switch_keys,
            "star": self.marking.ask,
            "ask": self.asking.ask,
            "next_marked": self.marking.go_next,
            "key_sheet": self.marking.save_sheet,
            "compare": self.beside.compare,
            "report": self.beside.switch_report,
            "plane_stored": partial(self._cut, ""),
            "plane_rows": partial(self._cut, ROWS),
            "plane_columns": partial(self._cut, COLUMNS),
            "as_marked": self._switch_as_marked,
            "save_picture": self.handing_on.save_picture,
            "next_view": self.views.choose_next,
            "link": self._switch_link,
            **{f"views_{count}": partial(self._show_views, count) for count in COUNTS},
            **{f"tool_{name}": partial(self._take_tool, name) for name in TOOLS},
            **{f"measure_{kind}": partial(self._measure, kind) for kind in KINDS},
        }

    # What is shown

    def _list_study(self, study: StudyShown) -> None:
        self.study = study
        self.series.take(study.series)
        self.title.say(study.title)
        self.when.say(captions.when_and_where(self._desk, study))

    def _show_row(self, row: int) -> None:
        """Which series of the list is the one in view."""
        self.list.setCurrentIndex(self.series.index(row, 0))
        self.box.blockSignals(True)
        self.box.setCurrentIndex(row)
        self.box.blockSignals(False)

    def _show_state(self) -> None:
        """Bring the row of tools level with what holds."""
        canvas = self.stage.canvas
        self.tools.show_tool(self._tool)
        self.tools.show_how(captions.how(self._desk, canvas.brightness.name_on(canvas.image)))
        self.tools.show_works(self.works)
        self.tools.show_lasting(
            {
                "play": self.playing.active,
                "lens": canvas.lens,
                "invert": canvas.brightness.inverted,
                "keys": self.stage.keys.isVisibleTo(self.stage),
            }
        )

    def _name(self, action: str) -> str:
        if action.startswith(OPEN_IN):
            program = self.handing_on.viewers[int(action.removeprefix(OPEN_IN))].name
            return self._desk.words.say("scans.do.open_in", program=program)
        if plane := planes(self.pane.listed).get(action.removeprefix("plane_")) if self.pane.listed else "":
            seen = self._desk.words.say(f"scans.plane.{plane}")
            return seen[:1].upper() + seen[1:]
        preset = self.pane.acts.preset(action)
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

    def set_views(self, count: int) -> None:
        """So many views, all with the tool in hand."""
        self.views.set_count(count)
        self._take_tool(self._tool)

    def _show_views(self, count: int) -> None:
        """So many views; new ones begin with the series after those that are seen."""
        before = len(self.views.panes)
        self.set_views(count)
        if self.study is None:
            return
        row = self.list.currentIndex().row()
        for pane in self.views.panes[before:]:
            row = (row + 1) % len(self.study.series)
            if pane.study is None or pane.study.record != self.study.record:
                pane.open(self.study, self.study.series[row])
                self.views.join(pane)
        self.views.anchor()

    def _cut(self, kind: str) -> None:
        self.playing.stop()
        self.pane.cut(kind)
        self.views.anchor()

    def _switch_as_marked(self) -> None:
        self.pane.switch_as_marked()

    def _switch_link(self) -> None:
        self.views.set_linked(on=not self.views.linked)

    def _take_tool(self, name: str) -> None:
        self._tool = name
        for pane in self.views.panes:
            pane.stage.canvas.set_tool(name)

    def _measure(self, kind: str) -> None:
        for pane in self.views.panes:
            pane.stage.canvas.sketch.kind = kind
        self._take_tool(MEASURE)

    def _leave(self) -> None:
        """Esc: away with the keys, stop playing, out of the tool, out of full screen, then the first look again."""
        if self.stage.keys.isVisibleTo(self.stage):
            self.stage.keys.hide()
        elif self.playing.active:
            self.playing.stop()
        elif self.stage.canvas.lens:
            self.stage.canvas.set_lens(on=False)
        elif self.stage.canvas.cross.on:
            self.stage.canvas.cross.leave()
        elif self._tool != self._home_tool:
            self._take_tool(self._home_tool)
        elif self.stage.isWindow():
            self.leave_full_screen()
        elif self.views.alone:
            self.views.set_alone(on=False)
        elif self.only_image:
            self.maximise()
        else:
            self.pane.reset()

    def _maximise(self) -> None:
        """Of several views only the one worked in, and of one only the image; or all again."""
        if self.views.count > 1:
            self.views.set_alone(on=not self.views.alone)
        else:
            self.maximise()

    def _open_menu(self) -> None:
        canvas = self.stage.canvas
        self._on_menu_wanted(canvas.mapToGlobal(canvas.rect().center()))

    def _switch_keys(self) -> None:
        if self.stage.keys.isVisibleTo(self.stage):
            self.stage.keys.hide()
        else:
            self.stage.keys.show_for(self.works, self._name, with_cross=self.stage.canvas.cross.on)

    def _marked(self) -> frozenset[str]:
        canvas = self.stage.canvas
        lasting = {
            "invert": canvas.brightness.inverted,
            "text": canvas.text,
            "play": self.playing.active,
            "lens": canvas.lens,
            "link": self.views.linked,
            "as_marked": self.pane.as_marked,
            f"views_{self.views.count}": True,
            f"measure_{canvas.sketch.kind}": self._tool == MEASURE,
        }
        return frozenset({self.pane.acts.chosen(), *(action for action, on in lasting.items() if on)})

    # What comes

    def _on_view_chosen(self) -> None:
        """Another view is worked in: the list is that of its study."""
        study, series = self.pane.study, self.pane.listed
        if study is not None and study != self.study:
            self._list_study(study)
        if study is not None and series is not None:
            self._show_row(next((row for row, each in enumerate(study.series) if each.uid == series.uid), 0))
        self._show_state()

    def _on_posed(self) -> None:
        canvas = self.stage.canvas
        self.tools.show_how(captions.how(self._desk, canvas.brightness.name_on(canvas.image)))

    def _on_menu_wanted(self, where: QPoint) -> None:
        self.menu.fill(self._menu(), self.works, self._name, self._marked())
        self.menu.popup(where)

    def _on_look_menu(self) -> None:
        self.look_menu.fill(tools.MENU[:1], self.works, self._name, self._marked())

    def _menu(self) -> tuple[tuple[str, ...], ...]:
        """All that can be chosen, the other programs of this computer at the end."""
        others = tuple(f"{OPEN_IN}{number}" for number in range(len(self.handing_on.viewers)))
        return (*tools.MENU, ("save_picture", *others))

    def _on_more_menu(self) -> None:
        self.more_menu.fill(self._menu()[1:], self.works, self._name, self._marked())

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
        self.playing.stop()
        self.left.emit()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        super().showEvent(event)
        self._feed.kick()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        self.playing.stop()
        super().hideEvent(event)
