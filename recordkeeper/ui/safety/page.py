"""The Safety page: what is known of copies, the check, the place and protection, each with its one button."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from recordkeeper.ui.page import Page, label
from recordkeeper.ui.protect.card import ProtectCard
from recordkeeper.ui.safety.backup_card import BackupCard
from recordkeeper.ui.safety.check_card import CheckCard
from recordkeeper.ui.safety.place_card import PlaceCard
from recordkeeper.ui.safety.report_card import ReportCard

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

_WIDEST = 820  # wider lines are hard to read


class SafetyPage(Page):
    """Read anew each time it is opened."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        say = desk.words.say
        inside = QWidget()
        inside.setProperty("ground", True)
        inside.setMaximumWidth(desk.look.pixels(_WIDEST))
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(12)
        column.addWidget(label(say("safety.title"), "title"))
        column.addWidget(label(say("safety.explained"), "quiet"))
        self.backup, self.check = BackupCard(desk), CheckCard(desk)
        self.place, self.trouble = PlaceCard(desk), ReportCard(desk)
        self.protect = ProtectCard(desk, desk.settings)
        self.protect.settings_changed.connect(desk.news.settings_changed)
        for each in (self.backup, self.check, self.place, self.protect, self.trouble):
            column.addWidget(each)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def opened(self) -> None:
        for each in (self.backup, self.check, self.place, self.trouble):
            each.look()

    def stop_for_closing(self) -> None:
        """The window closes: a copy or a check under way stops, and can be gone on with."""
        self.backup.stop()
        self.check.stop()
