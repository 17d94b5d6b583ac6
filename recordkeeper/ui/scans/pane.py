"""One view of the viewer: a series with its images in memory, and the one of them that is painted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from recordkeeper.preview.presentation import Presented, read_states
from recordkeeper.preview.slices import Slice, read_slice
from recordkeeper.preview.volume import Volume
from recordkeeper.records.errors import KnownProblem
from recordkeeper.ui.scans import brightness as light
from recordkeeper.ui.scans import captions
from recordkeeper.ui.scans.cut_stack import CutStack
from recordkeeper.ui.scans.feed import Feed, Wish
from recordkeeper.ui.scans.image_acts import ImageActs
from recordkeeper.ui.scans.pose import Pose
from recordkeeper.ui.scans.reading import SeriesShown, StudyShown
from recordkeeper.ui.scans.stack import Stack
from recordkeeper.ui.scans.stage import Stage
from recordkeeper.work.pool import Trouble, WorkerFailure

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from recordkeeper.records.key_images import KeyImage
    from recordkeeper.ui.desk import Desk

_PATIENCE_MS = 200  # the image before stays, under its own number, while the next one is fetched


class Pane(QObject):
    """Nothing here waits: an image that is not in memory is asked for and shown when it comes."""

    moved = Signal(int)  # by so many images, by whoever looks at this view
    posed = Signal()  # brightness, zoom or position, by hand
    shown = Signal()  # another image, or another state of it, is painted
    entered = Signal()  # the keys now go here

    def __init__(self, desk: Desk, feed: Feed, presets: tuple[light.Preset, ...], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._feed = feed
        self._presented_image: tuple[int, int, Slice] | None = None
        self._index: int | None = None  # the image that is painted, which for a moment may be the one before
        self._pending = QTimer(self)
        self._pending.setInterval(_PATIENCE_MS)
        self._pending.setSingleShot(True)
        self.study: StudyShown | None = None
        self.marks: dict[tuple[str, int], KeyImage] = {}  # of the study, by instance and frame
        self.presented: dict[str, Presented] = {}  # of the study, by instance
        self.as_marked = True  # whether images are shown as the hospital marked them
        self._laid = Pose()  # how the image lies as long as nobody has moved it
        self._whole = Stack()
        self._wanted_cut = ""
        self.stack = self._whole
        self.stage = Stage(desk, parent)
        self.acts = ImageActs(self.stage.canvas, presets)
        self._pending.timeout.connect(self._on_pending)
        self.stage.canvas.changed.connect(self._on_changed)
        self.stage.canvas.resized.connect(self._lie)
        self.stage.canvas.installEventFilter(self)
        self.stage.position_wanted.connect(self.go)

    @property
    def series(self) -> SeriesShown | None:
        return self.stack.series

    def open(self, study: StudyShown, series: SeriesShown) -> None:
        """Show a series from its first image, fitted and as bright as the file says."""
        if self.study is None or self.study.record != study.record:
            self.stage.canvas.sketch.clear()
            self.take_marks(study.marked)
            self._read_presentations(study)
        self.stage.canvas.cross.put_away()
        self.study = study
        self.stack, self._wanted_cut = self._whole, ""
        self.stack.open(series)
        self._index = None
        self.stage.canvas.image, self.stage.canvas.count = None, self.stack.count
        self.acts.modality = series.modality
        self.reset()
        self.show_current()

    @property
    def listed(self) -> SeriesShown | None:
        """The series of the study that is shown, also while it is cut another way."""
        return self._whole.series

    def limit(self, most_bytes: int) -> None:
        """Keep no more images than this in memory."""
        self._whole.limit(most_bytes)

    def cut(self, kind: str) -> None:
        """Show the series cut by its rows or its columns, once all of it is here; "" shows it as it is stored."""
        whole, series = self._whole, self._whole.series
        if kind and not whole.fits:
            self._desk.news.said.emit(self._desk.words.say("scans.viewer.too_large_to_cut"))
            return
        self._wanted_cut = kind
        if series is None or (kind and whole.loaded < whole.count):
            self.stage.tell(self._desk.words.say("scans.viewer.cut_coming"))
            return
        self._wanted_cut = ""
        self.stack = whole
        if kind:
            slices = [image for index in range(whole.count) if (image := whole.at(index)) is not None]
            try:
                self.stack = CutStack(series, Volume(slices, series.spacing), kind)
            except ValueError:  # the images are not as alike as their headers
                self._desk.news.said.emit(self._desk.words.say("scans.viewer.cannot_cut"))
        self._index = None
        self.stage.canvas.count = self.stack.count
        self._laid = Pose()
        self.stage.canvas.take_pose(self._laid)
        self.show_current()
        self.shown.emit()

    def reset(self) -> None:
        """The first look again."""
        self._laid = Pose()
        self.acts.reset()
        self._lie()

    def state(self) -> Presented | None:
        """How the hospital wanted the image on show to be shown, if it is shown so."""
        at = self.instance()
        return self.presented.get(at[0]) if at is not None and self.as_marked else None

    def switch_as_marked(self) -> None:
        """As the hospital marked it, or as it is stored."""
        self.as_marked = self.stage.canvas.covered = not self.as_marked
        self.reset()
        self.show_current()

    def close(self, sentence: str) -> None:
        """Show no series, and say why."""
        self.stack.close()
        self.stage.warn("")
        self.stage.canvas.show_slice(None, captions.NOTHING)
        self.stage.tell(sentence)

    def go(self, index: int) -> None:
        """Look at another image of the series; views that go along are told."""
        before = self.stack.current
        if self.stack.go(index):
            self.show_current()
            self.moved.emit(self.stack.current - before)

    def follow(self, index: int) -> None:
        """Go along with another view."""
        if self.stack.go(index):
            self.show_current()

    def take_marks(self, marked: tuple[KeyImage, ...]) -> None:
        """These images of the study are marked."""
        self.marks = {(image.instance_uid, image.frame): image for image in marked}
        self.caption()

    def mark(self) -> KeyImage | None:
        """How the image on show is marked."""
        at = self.instance()
        return self.marks.get(at) if at is not None else None

    def instance(self, index: int | None = None) -> tuple[str, int] | None:
        """Instance and frame of an image, by default of the one looked at."""
        series, at = self.series, self.stack.current if index is None else index
        if series is None or not 0 <= at < len(series.instances):
            return None
        uid = series.instances[at].uid
        return (uid, series.places[at].frame) if uid else None  # an image made here is of no instance

    def next_wish(self) -> Wish | None:
        """For the feed: the image wanted most."""
        index = self.stack.next_wanted() if self.stage.isVisible() else None
        series = self.stack.series
        if index is None or series is None:
            return None
        self.stack.ask(series.uid, index)
        desk, place = self._desk, series.places[index]
        workers, stage = desk.lanes.workers, self.stack.stage(series.uid)
        work = partial(read_slice, desk.library, workers, place.file, place.frame, stage=stage)
        return Wish(work, partial(self._on_came, series.uid, index), partial(self._on_failed, series.uid, index))

    def show_current(self) -> None:
        """Paint the image looked at, or say why not; the one before may stay for a moment, under its own number."""
        stack, index = self.stack, self.stack.current
        image, trouble = stack.at(index), stack.trouble(index)
        self.stage.take_position(index, stack.count)
        if image is not None or trouble:
            self._pending.stop()
            self._put(image, index, self._desk.words.say(f"scans.trouble.{trouble}") if trouble else "")
        elif self._index is None:
            self._on_pending()
        elif not self._pending.isActive():
            self._pending.start()
        self._feed.kick()

    def caption(self) -> None:
        """Put the words on the image anew: another image, another brightness, another way it lies."""
        canvas, study, series = self.stage.canvas, self.study, self.series
        if study is not None and series is not None and self._index is not None:
            at = self.instance(self._index)
            mark = self.marks.get(at) if at is not None else None
            words = captions.lines(self._desk, study, series, self._index, canvas, mark, self.state())
            canvas.show_slice(canvas.image, words)
            canvas.setAccessibleDescription(words.spoken())

    def _put(self, image: Slice | None, index: int, sentence: str) -> None:
        self._index = index
        state = self.state()
        self.stage.canvas.image = image if image is None or state is None else self._as_presented(image, state)
        self.stage.canvas.drawn = state.drawn_on(image.size) if state is not None and image is not None else ()
        self._lie()
        self.stage.canvas.sketch.show((self.series.uid if self.series else "", index))
        self.caption()
        if sentence != self.stage.notice.sentence.text():
            self.stage.tell(sentence)
        doubt = ""
        if self.study is not None and self.series is not None:
            doubt = captions.doubt(self._desk, self.study, self.series.named[index])
        self.stage.warn(doubt)

    def _as_presented(self, image: Slice, state: Presented) -> Slice:
        """The same object as long as image and state are: what is painted of it is remembered by it."""
        if self._presented_image is None or self._presented_image[:2] != (id(image), id(state)):
            self._presented_image = (id(image), id(state), state.on(image))
        return self._presented_image[2]

    def _read_presentations(self, study: StudyShown) -> None:
        self.presented = {}
        if study.presentations:
            desk = self._desk
            read = desk.fetch(read_states, desk.library, desk.lanes.workers, study.presentations)
            then = partial(self._on_presentations_read, study.record)
            desk.errands.follow(read, self, then, newest="presentations", failed=desk.errands.failed.emit)

    def _on_presentations_read(self, record: str, found: dict[str, Presented]) -> None:
        if self.study is not None and self.study.record == record:
            self.presented = found
            self.show_current()
            self.shown.emit()

    def _lie(self) -> None:
        """Lie as the hospital wanted this image, or fitted, where nobody has moved it otherwise."""
        canvas, state = self.stage.canvas, self.state()
        if canvas.pose != self._laid:
            return
        pose = Pose()
        if state is not None:
            pose = pose.presented(state.turn, flip=state.flip)
        if state is not None and canvas.image is not None and (state.part or state.times):
            part = state.part or (0, 0, *canvas.image.size)
            ratio = canvas.devicePixelRatioF()
            pose = pose.framing(part, canvas.view(), canvas.image, times=state.times, screen_ratio=ratio)
        self._laid = canvas.pose = pose

    def _on_came(self, uid: str, index: int, image: Slice) -> None:
        self._whole.put(uid, index, image)
        if self._wanted_cut and self._whole.loaded == self._whole.count:
            self.cut(self._wanted_cut)
        self._show_if_current(uid, index)

    def _on_failed(self, uid: str, index: int, error: BaseException) -> None:
        if isinstance(error, WorkerFailure):
            self._whole.fail(uid, index, str(error.trouble))
        elif isinstance(error, KnownProblem):  # the original is not there
            self._whole.fail(uid, index, "gone")
        else:
            if not self._whole.any_trouble(uid):  # one fault of ours is told once, not for each image
                self._desk.errands.failed.emit(error)
            self._whole.fail(uid, index, str(Trouble.FAILED))
        self._show_if_current(uid, index)

    def _show_if_current(self, uid: str, index: int) -> None:
        if self.series is not None and (uid, index) == (self.series.uid, self.stack.current):
            self.show_current()
            self.shown.emit()

    def _on_pending(self) -> None:
        number = self.stack.current + 1
        self._put(None, self.stack.current, self._desk.words.say("scans.viewer.coming", number=number))

    def _on_changed(self) -> None:
        self.caption()
        self.posed.emit()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Keys go where a person looks."""
        if event.type() is QEvent.Type.FocusIn:
            self.entered.emit()
        return False
