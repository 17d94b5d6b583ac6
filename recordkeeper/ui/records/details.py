"""What was read of a record, why, and what a person can do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from recordkeeper.records.kinds import Identity, Status
from recordkeeper.ui.page import button, label, line, tool
from recordkeeper.ui.records import crops
from recordkeeper.ui.records.alternatives import Alternatives
from recordkeeper.ui.records.copies import SUFFIXES
from recordkeeper.ui.records.editor import Editor
from recordkeeper.ui.records.elsewhere import Elsewhere
from recordkeeper.ui.records.fact_list import FactList
from recordkeeper.ui.records.field_view import FieldView, Mark
from recordkeeper.ui.records.groups import GROUP_OF, MARKS
from recordkeeper.ui.records.kin import Kin
from recordkeeper.ui.records.marks_view import MarksView

if TYPE_CHECKING:
    from recordkeeper.records.provenance import Reason
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.records.crops import Crops
    from recordkeeper.ui.records.shown import Shown

_FIELDS = ("kind", "title", "service_date", "facility", "author", "accession")
_REST_MS = 150  # a person who passes by many records wants no crops of them
_FILES_NAMED = 5


class Details(QWidget):
    """Emits what a person wants done with the record shown."""

    accepted = Signal()
    trashed = Signal()
    corrected = Signal(object)  # field → value
    place_wanted = Signal(object)  # a Reason: show where it stands
    copy_wanted = Signal(object)  # the Record shown: open a copy of its file
    saving_wanted = Signal(object)
    split_wanted = Signal(object)  # the Record shown is several
    arrange_wanted = Signal(object)  # the Shown whose pages stand in the wrong order
    move_wanted = Signal(object, str)  # the records (one), and the folder of the library they belong to
    rejoin_wanted = Signal(str)  # the record shown is a part of what was one
    images_wanted = Signal(str)  # the record of a scan
    editing_left = Signal()
    facility_wanted = Signal(str)  # the record whose place is to be put right
    kin_wanted = Signal(str)  # a record that belongs to this one
    kin_joined = Signal(str, str, str)  # the record shown, another, and how that one belongs
    kin_put_apart = Signal(str, str)
    kin_another_wanted = Signal(str)  # the record shown: which other one does it belong to?

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.shown: Shown | None = None
        self._reasons: dict[str, Reason] = {}
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._build()
        self._connect()
        self.clear()

    @property
    def editing(self) -> bool:
        return self._stack.currentWidget() is self._editing

    def clear(self) -> None:
        """Nothing is chosen."""
        self.shown = None
        self._rest.stop()
        self._stack.setCurrentWidget(self._nothing)

    def show_record(self, shown: Shown) -> None:
        """Show a record; its crops follow when the person rests on it. An open editor of the same record stays."""
        if self.editing and self.shown is not None and self.shown.record.id == shown.record.id:
            self.shown = shown
            return
        self.shown = shown
        self._head(shown)
        self._reasons = {field: r for field in _FIELDS if (r := shown.reason(field)) is not None}
        for field in _FIELDS:
            self._say_field(field, shown)
        self._say_whose(shown)
        self._say_files(shown)
        self.others.say(shown)
        self.marks.say(shown.record.id, shown.record.marks)
        self.kin.say(shown)
        self.facts.show_facts(shown)
        self._stack.setCurrentWidget(self._reading)
        self._scroll.verticalScrollBar().setValue(0)
        self._rest.start()

    def edit(self) -> None:
        """Open the editor on the record shown."""
        if self.shown is not None:
            self._stack.setCurrentWidget(self._editing)
            self._editing.verticalScrollBar().setValue(0)
            self.editor.open(self.shown)

    def leave_editor(self) -> None:
        if self.editing and self.shown is not None:
            shown = self.shown
            self._stack.setCurrentWidget(self._reading)
            self.show_record(shown)

    def _build(self) -> None:
        words = self.desk.words
        self._picture, self._title, self._mark = QLabel(), label("", "lead"), Mark(self.desk, wraps=True)
        self.accept = button(self.desk, words.say("records.accept"), "check", main=True)
        self.correct = button(self.desk, words.say("records.correct"), "edit")
        self.trash = tool(self.desk, words.say("records.trash"), "trash")
        self.fields = {field: FieldView(self.desk, words.say(f"records.field.{field}")) for field in _FIELDS}
        self.put_right = button(self.desk, words.say("facilities.put_right"), "facility", flat=True)
        self.whose = FieldView(self.desk, words.say("records.field.whose"))
        self.files = FieldView(self.desk, words.say("records.field.files"))
        self.marks = MarksView(self.desk)
        self.others = Alternatives(self.desk)
        self.kin = Kin(self.desk)
        self.facts = FactList(self.desk)
        self.images = button(self.desk, words.say("records.see_images"), "scans")
        self.open_copy = button(self.desk, words.say("records.open_copy"), "open")
        self.save_copy = button(self.desk, words.say("records.save_copy"), "down")
        self.split = button(self.desk, words.say("records.split.open"), "apart")
        self.arrange = button(self.desk, words.say("records.arrange.open"), "move")
        self.elsewhere = Elsewhere(self.desk)
        self.rejoin = button(self.desk, words.say("records.split.rejoin"), "records")
        self.editor = Editor(self.desk)
        self._stack = QStackedWidget()
        self._nothing = self._placeholder()
        self._reading = self._reading_side()
        self._editing = _scrolling(self.editor)
        for side in (self._nothing, self._reading, self._editing):
            self._stack.addWidget(side)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._stack)

    def _placeholder(self) -> QWidget:
        told = label(self.desk.words.say("records.choose_one"), "quiet")
        told.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return told

    def _reading_side(self) -> QWidget:
        side = QWidget()
        inside = QVBoxLayout(side)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._picture, alignment=Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._title, 1)
        inside.addLayout(head)
        inside.addWidget(self._mark)
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for widget in (self.accept, self.correct, self.trash):
            acts.addWidget(widget)
        acts.addStretch(1)
        inside.addLayout(acts)
        inside.addWidget(self.images, alignment=Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(line())
        self._scroll = _scrolling(self._fields_side())
        inside.addWidget(self._scroll, 1)
        return side

    def _fields_side(self) -> QWidget:
        side = QWidget()
        inside = QVBoxLayout(side)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(12)
        for field in (self.others, *self.fields.values(), self.whose, self.marks, self.kin, self.files):
            inside.addWidget(field)
            if field is self.fields["facility"]:
                inside.addWidget(self.put_right, alignment=Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.facts)
        for widget in (self.arrange, self.split, self.rejoin, self.open_copy, self.save_copy, self.elsewhere):
            inside.addWidget(widget, alignment=Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(label(self.desk.words.say("records.keys"), "small"))
        inside.addStretch(1)
        return side

    def _connect(self) -> None:
        self.accept.clicked.connect(self.accepted)
        self.correct.clicked.connect(self.edit)
        self.trash.clicked.connect(self.trashed)
        self.open_copy.clicked.connect(self._on_act_clicked)
        self.save_copy.clicked.connect(self._on_act_clicked)
        self.split.clicked.connect(self._on_act_clicked)
        self.rejoin.clicked.connect(self._on_act_clicked)
        self.elsewhere.picked.connect(self._on_elsewhere_picked)
        self.arrange.clicked.connect(self._on_arrange_clicked)
        self.put_right.clicked.connect(self._on_put_right_clicked)
        self.images.clicked.connect(self._on_images_clicked)
        self.kin.wanted.connect(self.kin_wanted)
        self.kin.joined.connect(self.kin_joined)
        self.kin.put_apart.connect(self.kin_put_apart)
        self.kin.another_wanted.connect(self.kin_another_wanted)
        self.editor.saved.connect(self.corrected)
        self.facts.place_wanted.connect(self.place_wanted)
        self.editor.left.connect(self._on_editor_left)
        self._rest.timeout.connect(self._on_rest)
        for field in (*self.fields.values(), self.whose):
            field.place_wanted.connect(self._on_place_wanted)

    def _head(self, shown: Shown) -> None:
        record, words, look = shown.record, self.desk.words, self.desk.look
        kind = words.say(f"cli.kind.{record.kind}")
        picture = self.desk.icons.pixmap(GROUP_OF[record.kind].icon, look.pixels(24), look.palette.accent)
        self._picture.setPixmap(picture)
        self._title.setText(record.title or kind)
        icon, tone = MARKS.get(record.status, ("check", "good"))
        state = words.say(f"cli.status.{record.status}") if record.status in MARKS else ""
        if record.status is Status.SET_ASIDE:
            state = words.say("reasons.other_person")
        self._mark.say(icon, tone, state)
        key = "records.keep_here" if record.status is Status.SET_ASIDE else "records.accept"
        self.accept.setText(words.say(key))
        self.accept.setAccessibleName(words.say(key))
        self.accept.setVisible(record.status is not Status.CONFIRMED)
        self.images.setVisible(shown.has_images)
        self.accept.setToolTip(words.say(f"{key}_hint"))
        self.correct.setToolTip(words.say("records.correct_hint"))

    def _say_field(self, field: str, shown: Shown) -> None:
        value = shown.value(field)
        words = self.desk.words
        if field == "kind":
            value = words.say(f"cli.kind.{value}")
        elif field == "service_date" and shown.record.service_date is not None:
            value = words.date(shown.record.service_date, long=True)
        if not value and field in ("service_date", "facility"):
            value = words.say("records.not_found_here")
        if field == "facility":
            self.put_right.setVisible(bool(shown.record.facility))
        self.fields[field].say(value, self._why(field, shown), unsure=shown.unsure(field))

    def _why(self, field: str, shown: Shown) -> str:
        words = self.desk.words
        reason, role = self._reasons.get(field), shown.record.date_role
        said = words.say(f"records.role.{role}") if field == "service_date" and role is not None else ""
        if field in shown.corrected:  # what was read of another day does not hold for the one a person wrote
            said = said if "date_role" in shown.corrected else ""
            return f"{said} {words.say('records.you_wrote')}".strip()
        if shown.is_taught(field):
            said = f"{said} {words.say('records.taught')}".strip()
        said = f"{said} {self._quoted(reason, shown) if reason else ''}".strip()
        others = shown.runners_up() if field == "service_date" else ()
        if not others:
            return said
        dates = words.say("records.other_dates", dates="; ".join(words.date(day, long=True) for day in others))
        return f"{said} {dates}".strip()

    def _quoted(self, reason: Reason, shown: Shown) -> str:
        words = self.desk.words
        if shown.record.imaging is not None:
            return words.say("records.scan_says", words=reason.words)
        if reason.file and reason.file not in {part.fingerprint.sha256 for part in shown.record.files}:
            return words.say("records.beside_says", words=reason.words)
        page = _page_of(reason, shown)
        if page and len(shown.leaves) > 1:
            return words.say("records.page_says", words=reason.words, page=page)
        return words.say("records.it_says", words=reason.words)

    def _say_whose(self, shown: Shown) -> None:
        words, person = self.desk.words, shown.record.person
        born = words.say("ui.born", date=person.birth_date) if person.birth_date else ""
        named = ", ".join(part for part in (person.name, born) if part)
        key = shown.record.identity if named or shown.record.identity is not Identity.UNKNOWN else "nobody"
        reason = shown.person_reason()
        if reason is not None:
            self._reasons["whose"] = reason
        unsure = shown.record.status is Status.TO_REVIEW and key == Identity.UNKNOWN
        said = words.say(f"records.whose.{key}")
        why = f"{said} {self._quoted(reason, shown)}" if reason else said
        self.whose.say(named or words.say("records.not_found_here"), why, unsure=unsure)

    def _say_files(self, shown: Shown) -> None:
        files, words = shown.record.files, self.desk.words
        names = [part.name for part in files[:_FILES_NAMED]]
        if len(files) > len(names):
            names.append(words.say("records.more_files", count=len(files) - len(names)))
        if shown.has_images:
            names = [words.say("common.images", count=len(files))]
        first = files[0] if files else None
        pages = ""
        if first is not None and len(files) == 1 and first.first_page is not None:
            pages = words.say("records.span", first=first.first_page, last=first.last_page or first.first_page)
        self.files.say("\n".join(names), pages)
        self.save_copy.setVisible(bool(files))
        self.split.setVisible(shown.can_be_split)
        self.rejoin.setVisible(shown.is_part)
        self.arrange.setVisible(shown.is_merged)
        self.open_copy.setVisible(first is not None and first.format in SUFFIXES)

    def _on_rest(self) -> None:
        """The person stays: fetch the pieces of pages, off this thread."""
        if self.shown is None or self.editing:
            return
        asked = crops.wanted(tuple(self._reasons.items()), self.shown.leaves)
        if asked:
            desk, record = self.desk, self.shown.record.id
            work = desk.fetch(crops.cut_all, desk.library, desk.lanes.workers, record, asked)
            desk.errands.follow(work, self, self._on_crops, newest="crops")

    def _on_crops(self, made: Crops) -> None:
        if self.shown is None or self.shown.record.id != made.record:
            return
        for field, crop in made.pictures.items():
            reason = self._reasons.get(field)
            if reason is not None:
                view = self.whose if field == "whose" else self.fields[field]
                view.crop.show_crop(crop, self._crop_name(reason))

    def _crop_name(self, reason: Reason) -> str:
        shown = cast("Shown", self.shown)
        return f"{self._quoted(reason, shown)} {self.desk.words.say('records.show_on_page')}"

    def _on_place_wanted(self) -> None:
        asked = self.sender()
        views = {**self.fields, "whose": self.whose}
        field = next((name for name, view in views.items() if view is asked), "")
        reason = self._reasons.get(field)
        if reason is not None:
            self.place_wanted.emit(reason)

    def _on_act_clicked(self) -> None:
        if self.shown is None:
            return
        pressed, record = self.sender(), self.shown.record
        for made, wanted in (
            (self.open_copy, self.copy_wanted),
            (self.save_copy, self.saving_wanted),
            (self.split, self.split_wanted),
        ):
            if pressed is made:
                wanted.emit(record)
        if pressed is self.rejoin:
            self.rejoin_wanted.emit(record.id)

    def _on_elsewhere_picked(self, place: str) -> None:
        if self.shown is not None:
            self.move_wanted.emit((self.shown.record.id,), place)

    def _on_arrange_clicked(self) -> None:
        if self.shown is not None:
            self.arrange_wanted.emit(self.shown)

    def _on_put_right_clicked(self) -> None:
        if self.shown is not None:
            self.facility_wanted.emit(self.shown.record.id)

    def _on_images_clicked(self) -> None:
        if self.shown is not None:
            self.images_wanted.emit(self.shown.record.id)

    def _on_editor_left(self) -> None:
        self.leave_editor()
        self.editing_left.emit()


def _page_of(reason: Reason, shown: Shown) -> int | None:
    """The page of the record (from 1) that a reason stands on."""
    places = ((leaf.file.sha256, leaf.page) for leaf in shown.leaves)
    return next((at for at, place in enumerate(places, 1) if place == (reason.file, reason.page)), None)


def _scrolling(inside: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    inside.setProperty("ground", True)
    inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)
    return area
