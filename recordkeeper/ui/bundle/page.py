"""The page of bundles: the ledger, the steps to a new bundle, and a bundle as the doctor will see it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedLayout, QWidget

from recordkeeper.bundle.shapes import WITH_PASSPHRASE
from recordkeeper.catalogue import exports
from recordkeeper.library.passphrases import Passphrases
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.ui.bundle.check_view import CheckView
from recordkeeper.ui.bundle.doctor_view import DoctorView
from recordkeeper.ui.bundle.ledger_view import LedgerView
from recordkeeper.ui.bundle.wizard import Wizard
from recordkeeper.ui.page import Page

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class BundlePage(Page):
    """Shows one of three views; what was begun stays when the person looks elsewhere."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.ledger, self.wizard, self.doctor = LedgerView(desk), Wizard(desk), DoctorView(desk)
        self.check = CheckView(desk)
        self._views = QStackedLayout(self)
        for view in (self.ledger, self.wizard, self.doctor, self.check):
            self._views.addWidget(view)
        self._before: QWidget = self.ledger
        self._connect()

    def opened(self) -> None:
        self.desk.errands.follow(
            self.desk.read(exports.all_bundles), self, self.ledger.show_entries, newest="ledger"
        )
        self.wizard.read()

    def make(self, recipient: str = "", preset: str = "") -> None:
        """Begin a new bundle for `recipient` from a preset; one that is being made comes to the front instead."""
        if not self.wizard.busy:
            self.wizard.begin()
            self.wizard.who.recipient.setText(recipient)
            if preset:
                self.wizard.what.start_from(preset)
        self._views.setCurrentWidget(self.wizard)

    def stop_for_closing(self) -> None:
        """The window closes: stop what is being made. Nothing half-made is left."""
        self.wizard.stop()

    def _connect(self) -> None:
        self.ledger.make_wanted.connect(self._on_make_wanted)
        self.ledger.doctor_wanted.connect(self._on_doctor_wanted)
        self.wizard.left.connect(self._on_wizard_left)
        self.wizard.made.connect(self._on_made)
        self.wizard.preview_made.connect(self._on_preview_made)
        self.wizard.doctor_wanted.connect(self._on_doctor_wanted)
        self.doctor.left.connect(self._on_doctor_left)
        self.ledger.check_wanted.connect(self._on_check_wanted)
        self.ledger.other_wanted.connect(self._on_other_wanted)
        self.ledger.passphrase_wanted.connect(self._on_passphrase_wanted)
        self.check.left.connect(self._on_wizard_left)
        self.desk.news.records_changed.connect(self._on_records_changed)

    def _on_records_changed(self, _touched: object) -> None:
        if self.isVisible():
            self.opened()

    def _on_make_wanted(self) -> None:
        self.make()

    def _on_made(self, _entry: LedgerEntry) -> None:
        self.desk.news.records_changed.emit(())

    def _on_doctor_wanted(self, entry: LedgerEntry) -> None:
        """A locked one is shown with the words it was just given, or those kept for it."""
        self._before = self.wizard if self._views.currentWidget() is self.wizard else self.ledger
        if entry.shape in WITH_PASSPHRASE:
            self._look_up(entry, partial(self._show_doctor, entry))
        else:
            self._show_doctor(entry)

    def _show_doctor(self, entry: LedgerEntry, passphrase: str = "") -> None:
        self._views.setCurrentWidget(self.doctor)
        self.doctor.show_bundle(entry, passphrase)

    def _on_check_wanted(self, entry: LedgerEntry) -> None:
        """A locked one opens with the words kept for it, where the system keeps them."""
        if entry.shape in WITH_PASSPHRASE:
            self._look_up(entry, partial(self._check, Path(entry.path)))
        else:
            self._check(Path(entry.path))

    def _on_passphrase_wanted(self, entry: LedgerEntry) -> None:
        self._look_up(entry, partial(self.ledger.tell_passphrase, entry))

    def _look_up(self, entry: LedgerEntry, then: Callable[[str], None]) -> None:
        """The words of a locked bundle that was just made here, or those the system keeps; "" when nobody does."""
        if known := self.wizard.passphrase_of(entry):
            then(known)
            return
        looking = self.desk.fetch(Passphrases().look_up, entry.manifest_sha256)
        self.desk.errands.follow(looking, self, then, newest="passphrase")

    def _on_other_wanted(self, place: str) -> None:
        self._check(Path(place))

    def _check(self, place: Path, passphrase: str = "") -> None:
        self._views.setCurrentWidget(self.check)
        self.check.check(place, passphrase)

    def _on_preview_made(self, folder: Path) -> None:
        self._before = self.wizard
        self._views.setCurrentWidget(self.doctor)
        self.doctor.show_preview(folder)

    def _on_doctor_left(self) -> None:
        self._views.setCurrentWidget(self._before)

    def _on_wizard_left(self) -> None:
        self._views.setCurrentWidget(self.ledger)
        self.ledger.focus()
        self.opened()
