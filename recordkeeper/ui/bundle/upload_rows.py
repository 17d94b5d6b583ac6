"""What the recipient's upload page takes, as far as it says so: shown for that shape only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from recordkeeper.bundle.upload_rule import UploadImages, UploadRule
from recordkeeper.ui.page import label
from recordkeeper.ui.select import Select

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk

SIZES = (0, 10_000_000, 25_000_000, 100_000_000, 500_000_000, 1_000_000_000, 2_000_000_000)  # bytes, 0 = no limit


class UploadRows(QWidget):
    """Largest file, how scans go up, and whether several Patient IDs may go together."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        say = desk.words.say
        self.largest, self.images = Select(desk), Select(desk)
        for size in SIZES:
            text = (
                say("bundles.upload.at_most", size=desk.words.size(size))
                if size
                else say("bundles.upload.any_size")
            )
            self.largest.addItem(text, size)
        for how in UploadImages:
            self.images.addItem(say(f"bundles.upload.images.{how}"), how)
        self.one_id = QCheckBox(say("bundles.upload.one_id"))
        self.one_id.setAccessibleName(self.one_id.text())
        self.one_id.setToolTip(say("bundles.upload.one_id_hint"))
        self.one_id.setAccessibleDescription(self.one_id.toolTip())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(say("bundles.upload.hint"), "small"))
        for name, field in (("size", self.largest), ("scans", self.images)):
            asked = label(say(f"bundles.upload.{name}"), "strong")
            asked.setBuddy(field)
            field.setAccessibleName(asked.text())
            row = QHBoxLayout()
            row.setSpacing(12)
            row.addWidget(asked)
            row.addWidget(field, 1)
            column.addLayout(row)
        column.addWidget(self.one_id)
        self.begin()

    def begin(self) -> None:
        """As it is until somebody says otherwise."""
        self.largest.setCurrentIndex(0)
        self.images.setCurrentIndex(0)
        self.one_id.setChecked(True)

    def rule(self) -> UploadRule:
        return UploadRule(
            self.largest.currentData(),
            UploadImages(self.images.currentData()),
            one_patient_id=self.one_id.isChecked(),
        )
