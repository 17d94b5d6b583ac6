"""What the screens without an open library share: one column, a sentence when something is wrong, a thread."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from recordkeeper.ui.errands import Errands
from recordkeeper.ui.page import Dress
from recordkeeper.ui.rolls import rolling
from recordkeeper.ui.sentences import sentence_of
from recordkeeper.ui.trouble import Trouble

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent

_WIDE = 560


class Screen(QWidget):
    """A window of its own, in place of a library's."""

    def __init__(self, dress: Dress, title: str) -> None:
        super().__init__()
        self.dress = dress
        self.errands = Errands()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="protect")
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, on=True)
        self.setWindowTitle(title)
        self.trouble = Trouble(dress)
        inner = QWidget()
        self.column = QVBoxLayout(inner)
        self.column.setContentsMargins(0, 0, 8, 0)
        self.column.setSpacing(12)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        middle = QWidget()
        middle.setMaximumWidth(dress.look.pixels(_WIDE) + 48)
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(24, 24, 24, 16)
        inside.setSpacing(12)
        inside.addWidget(rolling(inner), 1)
        inside.addWidget(self.trouble)
        inside.addLayout(self.foot)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addStretch(1)
        whole.addWidget(middle, 100)
        whole.addStretch(1)
        self.trouble.say("")
        self.resize(1024, 768)

    def work(self, task: Callable[..., Any], *args: object, done: Callable[[Any], None]) -> None:
        """Do something off the window's thread; what goes wrong is said below."""
        self.trouble.say("")
        self.setEnabled(False)

        def on_done(given: Any) -> None:
            self.setEnabled(True)
            done(given)

        self.errands.follow(self._thread.submit(task, *args), self, on_done, failed=self.on_failed)

    def on_failed(self, error: BaseException) -> None:
        """Say what went wrong."""
        self.setEnabled(True)
        self.trouble.say(sentence_of(self.dress.words, error))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self.errands.close()
        self._thread.shutdown(wait=False, cancel_futures=True)
        super().closeEvent(event)
