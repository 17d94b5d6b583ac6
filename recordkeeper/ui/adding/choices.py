"""The three ways to bring records in, as big buttons: CD or stick, folder, files."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from recordkeeper.ui.adding.volumes import Volume, mounted
from recordkeeper.ui.errands import Errands
from recordkeeper.ui.page import Dressed, button, label

_WAYS = (("disc", "disc"), ("folder", "folder"), ("files", "file"))  # name in the wording, icon

Submit = Callable[[Callable[[], tuple[Volume, ...]]], "Future[tuple[Volume, ...]]"]


class Choice(QPushButton):
    """A button with a picture, a name and a line of help."""

    def __init__(self, dress: Dressed, icon: str, name: str, hint: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setAccessibleDescription(hint)
        self.setProperty("choice", True)
        picture = QLabel()
        picture.setPixmap(dress.icons.pixmap(icon, dress.look.pixels(28), dress.look.palette.accent))
        words = QVBoxLayout()
        words.setSpacing(2)
        self._labels = [label(name, "strong"), label(hint, "small")]
        for one in (picture, *self._labels):
            one.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        for one in self._labels:
            words.addWidget(one)
        inside = QHBoxLayout(self)
        inside.setContentsMargins(16, 12, 16, 12)
        inside.setSpacing(16)
        inside.addWidget(picture)
        inside.addLayout(words, 1)
        self.setMinimumHeight(inside.sizeHint().height())
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        inside = self.layout()
        return inside.heightForWidth(width) if inside is not None else super().heightForWidth(width)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        inside = self.layout()
        return inside.sizeHint() if inside is not None else super().sizeHint()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        inside = self.layout()
        return inside.minimumSize() if inside is not None else super().minimumSizeHint()


class Choices(QWidget):
    """Emits the paths a person chose. `submit` runs a read off the window's thread."""

    chosen = Signal(object)  # tuple[Path, ...]

    def __init__(self, dress: Dressed, submit: Submit, errands: Errands) -> None:
        super().__init__()
        self._dress = dress
        self._submit = submit
        self._errands = errands
        self._last_place = ""
        self._build()
        self._connect()

    def begin_at(self, place: str) -> None:
        """Open file dialogs here."""
        self._last_place = place

    def _build(self) -> None:
        say = self._dress.words.say
        self._ways = {
            name: Choice(self._dress, icon, say(f"adding.way.{name}"), say(f"adding.way.{name}_hint"))
            for name, icon in _WAYS
        }
        three = QWidget()
        inside = QVBoxLayout(three)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        for way in self._ways.values():
            inside.addWidget(way)
        inside.addStretch(1)
        self._stack = QStackedWidget()
        self._stack.addWidget(three)
        self._stack.addWidget(self._build_volumes())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)

    def _build_volumes(self) -> QWidget:
        say = self._dress.words.say
        page = QWidget()
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(8)
        self._told = label(say("adding.looking_for_discs"))
        self._listed = QVBoxLayout()
        self._listed.setSpacing(8)
        self._back = button(self._dress, say("adding.back"), "back")
        self._again = button(self._dress, say("adding.look_again"), "rotate")
        self._elsewhere = button(self._dress, say("adding.elsewhere"), "folder")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        for one in (self._back, self._again, self._elsewhere):
            foot.addWidget(one)
        foot.addStretch(1)
        inside.addWidget(self._told)
        inside.addLayout(self._listed)
        inside.addStretch(1)
        inside.addLayout(foot)
        return page

    def _connect(self) -> None:
        self._ways["disc"].clicked.connect(self.look_for_discs)
        self._ways["folder"].clicked.connect(self.ask_for_folder)
        self._ways["files"].clicked.connect(self.ask_for_files)
        self._back.clicked.connect(self._on_back_clicked)
        self._again.clicked.connect(self.look_for_discs)
        self._elsewhere.clicked.connect(self.ask_for_folder)

    def begin_again(self) -> None:
        """Show the three ways."""
        self._stack.setCurrentIndex(0)
        self._ways["disc"].setFocus()

    def look_for_discs(self) -> None:
        """List the discs and sticks that are in."""
        self._stack.setCurrentIndex(1)
        self._told.setText(self._dress.words.say("adding.looking_for_discs"))
        self._errands.follow(self._submit(mounted), self, self._on_volumes, newest="volumes")

    def ask_for_folder(self) -> None:
        dialog = self._dialog("adding.choose_folder")
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly, on=True)
        dialog.open()

    def ask_for_files(self) -> None:
        dialog = self._dialog("adding.choose_files")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self.window(), self._dress.words.say(title), self._last_place)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.filesSelected.connect(self._on_files_selected)
        return dialog

    def _on_files_selected(self, files: list[str]) -> None:
        if files:
            self._last_place = str(Path(files[0]).parent)
            self.chosen.emit(tuple(Path(file) for file in files))

    def _on_volumes(self, volumes: tuple[Volume, ...]) -> None:
        say = self._dress.words.say
        while (item := self._listed.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for volume in volumes:
            made = Choice(self._dress, "disc" if volume.is_disc else "stick", volume.name, volume.place)
            made.setObjectName(volume.place)
            made.clicked.connect(self._on_volume_clicked)
            self._listed.addWidget(made)
        self._told.setText(say("adding.discs_found", count=len(volumes)))

    def _on_volume_clicked(self) -> None:
        self.chosen.emit((Path(self.sender().objectName()),))

    def _on_back_clicked(self) -> None:
        self.begin_again()
