"""Receipts: what became of every file of every add, to look at, to print and to keep."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QListView,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from recordkeeper.catalogue import intakes, sources
from recordkeeper.catalogue.intakes import IntakeLine
from recordkeeper.prepare.account import Account, account_of
from recordkeeper.records.intake import Receipt, ReceiptRow
from recordkeeper.records.kinds import Outcome
from recordkeeper.records.patient import Patient
from recordkeeper.ui.adding import print_out, summary
from recordkeeper.ui.adding.password_sheet import PasswordSheet
from recordkeeper.ui.adding.receipt_list import ROW, ReceiptFiles, ReceiptRowPainter, above, below, why
from recordkeeper.ui.adding.receipt_notes import ReceiptNotes
from recordkeeper.ui.bend import Bend
from recordkeeper.ui.facilities.date_asking import DateAsking
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.page import EmptyPage, Page, button, label
from recordkeeper.ui.rolls import rolling
from recordkeeper.ui.select import Select
from recordkeeper.ui.strangers.asking import Asking

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.ui.desk import Desk

_NARROW = 460  # below it buttons go under their words
_LIST_HEIGHT = 200  # at least; a lower window scrolls


class ReceiptPage(Page):
    """The receipts, newest first; one of them open."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._lines: tuple[IntakeLine, ...] = ()
        self._wanted: int | None = None  # the receipt to show once the list is there
        self._receipt: Receipt | None = None
        self._patient: Patient | None = None
        self.printer: QPrinter  # made when somebody first prints: asking the system for printers takes a moment
        self._build()
        self._connect()

    def opened(self) -> None:
        self.desk.errands.follow(self.desk.read(intakes.all_intakes), self, self._on_lines, newest="lines")

    def show_intake(self, intake: int) -> None:
        """Open the receipt of this intake."""
        self._wanted = intake
        self.opened()

    def stop_for_closing(self) -> None:
        self.asking.stop()

    def _build(self) -> None:
        desk, say = self.desk, self.desk.words.say
        self._which = Select(desk)
        self._which.setAccessibleName(say("adding.receipt.which"))
        self._print = button(desk, say("adding.receipt.print"), "print")
        self._save = button(desk, say("adding.receipt.save"), "file")
        self._told = label("", "lead")
        self._go_on = button(desk, say("adding.receipt.go_on"), "play", main=True)
        self.asking = Asking(desk)
        self.dates = DateAsking(desk)
        self.notes = ReceiptNotes(desk)
        self._chips = Flow()
        self._outcomes = QButtonGroup(self)
        self._model = ReceiptFiles(desk.words, self)
        self._list = QListView()
        self._list.setModel(self._model)
        self._painter = ReceiptRowPainter(desk, self)
        self._list.setItemDelegate(self._painter)
        self._list.setUniformItemSizes(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setAccessibleName(say("adding.receipt.files"))
        self._why = label("")
        self._why.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._open = button(desk, say("adding.receipt.open_record"), "open")
        self._lay_out()

    def _lay_out(self) -> None:
        say = self.desk.words.say
        narrow = self.desk.look.pixels(_NARROW)
        self._list.setMinimumHeight(self.desk.look.pixels(_LIST_HEIGHT))
        full = QWidget()
        inside = QVBoxLayout(full)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.setSpacing(12)
        inside.addWidget(label(say("adding.receipt.title"), "title"))
        inside.addWidget(Bend(self._which, self._print, self._save, narrow=narrow))
        inside.addWidget(self._told)
        self._stopped = Bend(label(say("adding.receipt.unfinished")), self._go_on, narrow=narrow)
        inside.addWidget(self._stopped)
        inside.addWidget(self.asking)
        inside.addWidget(self.dates)
        inside.addWidget(self.notes)
        inside.addWidget(self._chips)
        inside.addWidget(self._list, 1)
        inside.addWidget(Bend(self._why, self._open, narrow=narrow))
        self._add = button(self.desk, say("ui.add_records"), "add", main=True)
        self._stack = QStackedWidget()
        self._stack.addWidget(EmptyPage(self.desk, "file", say("adding.receipt.empty"), self._add))
        self._stack.addWidget(rolling(full))
        self._stack.hide()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(8, 0, 8, 0)
        whole.addWidget(self._stack)

    def _connect(self) -> None:
        self._which.activated.connect(self._on_which_activated)
        self._outcomes.buttonClicked.connect(self._on_chip_clicked)
        self._list.selectionModel().currentChanged.connect(self._on_current_changed)
        self._list.activated.connect(self._on_list_activated)
        self._open.clicked.connect(self._on_open_clicked)
        self._go_on.clicked.connect(self._on_go_on_clicked)
        self._print.clicked.connect(self._on_print_clicked)
        self._save.clicked.connect(self._on_save_clicked)
        self._add.clicked.connect(self.desk.news.add_wanted)
        self.notes.password_wanted.connect(self._on_password_wanted)
        self.desk.news.records_changed.connect(self._on_records_changed)

    def _on_records_changed(self, _touched: object) -> None:
        if self.isVisible():
            self.opened()

    def _on_lines(self, lines: tuple[IntakeLine, ...]) -> None:
        words = self.desk.words
        self._lines = lines
        self._stack.setCurrentIndex(1 if lines else 0)
        self._stack.show()
        self._which.clear()
        for line in lines:
            when, name = summary.moment(words, line.begun), summary.name_of(words, line.sources, line.moved_from)
            self._which.addItem(words.say("adding.receipt.line", when=when, name=name, count=line.files), line.id)
        if lines:
            wanted = self._wanted if self._wanted is not None else lines[0].id
            self._which.setCurrentIndex(max(0, self._which.findData(wanted)))
            self._read()

    def _read(self) -> None:
        read = self.desk.read(_receipt, self._which.currentData())
        self.desk.errands.follow(read, self, self._on_receipt, newest="receipt")

    def _on_which_activated(self) -> None:
        self._wanted = self._which.currentData()
        self._read()

    def _on_receipt(self, read: tuple[Patient, Receipt, Account]) -> None:
        self._patient, receipt, account = read
        self.notes.show_notes(account, receipt.totals[Outcome.LOCKED])
        self.asking.ask(receipt.intake)
        self.dates.ask(receipt.intake)
        if self._receipt == receipt:
            return
        same = self._receipt is not None and self._receipt.intake == receipt.intake
        chosen = self._outcome() if same else None
        self._receipt = receipt
        self._told.setText(summary.what_came_of_it(self.desk.words, receipt, stopped=False))
        self._stopped.setVisible(not receipt.finished)
        self._fill_chips(receipt, chosen)
        self._show_rows()

    def _fill_chips(self, receipt: Receipt, chosen: Outcome | None) -> None:
        words, palette = self.desk.words, self.desk.look.palette
        self._chips.clear()
        counts = {outcome: sum(row.outcome is outcome for row in receipt.files) for outcome in summary.ORDER}
        every = self._chip(words.say("adding.receipt.all", count=len(receipt.files)), "")
        every.setChecked(chosen is None or not counts[chosen])
        for outcome in summary.ORDER:
            if counts[outcome]:
                name = words.say(f"adding.outcome.{outcome}")
                chip = self._chip(words.say("adding.receipt.chip", count=counts[outcome], outcome=name), outcome)
                chip.setIcon(self.desk.icons.icon(summary.ICONS[outcome], palette.text))
                chip.setChecked(chosen is outcome)
        self._chips.arrange()

    def _chip(self, text: str, name: str) -> QPushButton:
        chip = button(self.desk, text)
        chip.setProperty("chip", True)
        chip.setCheckable(True)
        chip.setObjectName(name)
        self._outcomes.addButton(chip)
        self._chips.add(chip)
        return chip

    def _outcome(self) -> Outcome | None:
        checked = self._outcomes.checkedButton()
        return Outcome(checked.objectName()) if checked is not None and checked.objectName() else None

    def _on_chip_clicked(self) -> None:
        self._chips.arrange()
        self._show_rows()

    def _show_rows(self) -> None:
        if self._receipt is not None:
            self._model.show(self._receipt.files, self._outcome(), self._above())
        self._say_why(None)

    def _above(self) -> str:
        """The folder all of the open receipt's files are in: it need not stand on every line."""
        assert self._receipt is not None
        (line,) = (line for line in self._lines if line.id == self._receipt.intake)
        return above(line.sources)

    def _row(self) -> ReceiptRow | None:
        index = self._list.currentIndex()
        row: ReceiptRow | None = index.data(ROW) if index.isValid() else None
        return row

    def _on_current_changed(self, current: QModelIndex) -> None:
        self._say_why(current.data(ROW) if current.isValid() else None)

    def _say_why(self, row: ReceiptRow | None) -> None:
        words = self.desk.words
        self._open.setVisible(bool(row and row.records))
        if row is None:
            self._why.setText(words.say("adding.receipt.no_why"))
            return
        outcome = words.say(f"adding.outcome.{row.outcome}")
        path = below(row.path, self._above())
        self._why.setText(words.say("adding.receipt.row", path=path, outcome=outcome, why=why(words, row)))

    def _on_list_activated(self) -> None:
        self._on_open_clicked()

    def _on_open_clicked(self) -> None:
        row = self._row()
        if row is not None and row.records:
            self.desk.news.show_record.emit(row.records[0], None)

    def _on_password_wanted(self) -> None:
        sheet = PasswordSheet(self.desk, self.window())
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.opened_some.connect(self.show_intake)
        sheet.open()

    def _on_go_on_clicked(self) -> None:
        for line in self._lines:
            if self._receipt is not None and line.id == self._receipt.intake:
                self.desk.news.paths_wanted.emit(line.sources)

    def _heading(self) -> tuple[str, ...]:
        """What stands above a printed receipt."""
        words = self.desk.words
        assert self._receipt is not None
        (line,) = (line for line in self._lines if line.id == self._receipt.intake)
        when, name = summary.moment(words, line.begun), summary.name_of(words, line.sources, line.moved_from)
        assert self._patient is not None
        return (
            words.say("adding.receipt.title_one", intake=line.id),
            words.say("adding.receipt.for_whom", name=self._patient.name),
            words.say("adding.receipt.added_at", when=when, name=name),
        )

    def _on_save_clicked(self) -> None:
        if self._receipt is None:
            return
        words = self.desk.words
        dialog = QFileDialog(self, words.say("adding.receipt.save_title"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(words.say("adding.receipt.file_name", intake=self._receipt.intake))
        dialog.fileSelected.connect(self._on_save_place)
        dialog.open()

    def _on_save_place(self, place: str) -> None:
        self.save_as(Path(place))

    def save_as(self, place: Path) -> None:
        """Write the open receipt as a PDF; the bar says when it is there."""
        if self._receipt is not None:
            asked = self.desk.fetch(
                print_out.save_pdf, self.desk.words, self._receipt, self._heading(), self._told.text(), place
            )
            self.desk.errands.follow(asked, self, self._on_saved)

    def _on_saved(self, place: Path) -> None:
        self.desk.news.said.emit(self.desk.words.say("adding.receipt.saved", place=str(place)))

    def _on_print_clicked(self) -> None:
        self.printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(self.printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_print_finished)
        QDialog.open(dialog)  # QPrintDialog's own asks for a receiver

    def _on_print_finished(self, result: int) -> None:
        if self._receipt is not None and result == QDialog.DialogCode.Accepted:
            asked = self.desk.fetch(
                print_out.print_on,
                self.printer,
                self.desk.words,
                self._receipt,
                self._heading(),
                self._told.text(),
            )
            self.desk.errands.follow(asked, self, self._on_printed)

    def _on_printed(self, taken: bool) -> None:
        key = "adding.receipt.printed" if taken else "adding.receipt.print_trouble"
        self.desk.news.said.emit(self.desk.words.say(key))


def _receipt(db: Database, intake: int) -> tuple[Patient, Receipt, Account]:
    receipt = sources.receipt(db, intake)
    return sources.patient(db), receipt, account_of(db, receipt.intake)
