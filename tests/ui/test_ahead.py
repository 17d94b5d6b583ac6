"""Before the first page is painted only what it needs is loaded; then, bit by bit, what the other pages need."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from recordkeeper.library import folder
from tests.making.libraries import ANNA

ROOT = Path(__file__).resolve().parent.parent.parent
# Dear to load, and needed by no first page (performance.md, section 11).
DEAR = ("numpy", "rapidfuzz", "pydicom", "pymupdf", "PIL", "recordkeeper.intake", "recordkeeper.bundle.make")
LATER = ("numpy", "recordkeeper.ui.scans.viewer", "recordkeeper.ui.reader.view", "recordkeeper.ui.bundle.wizard")
PROGRAM = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from recordkeeper.app import start_of
from recordkeeper.ui.ahead import Ahead
from recordkeeper.ui.home.page import HomePage

class FirstPaint(QObject):
    loaded = None
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and isinstance(watched, HomePage) and self.loaded is None:
            self.loaded = sorted(sys.modules)
        return False

def look():
    ahead = start.window.findChild(Ahead) if start.window else None
    if ahead is not None:
        timer.stop()
        ahead.done.connect(application.quit)

application = QApplication([])
watch = FirstPaint()
application.installEventFilter(watch)
start = start_of(application)
start.begin(Path(sys.argv[1]))
timer = QTimer(interval=1, timeout=look)
timer.start()
application.exec()
print(json.dumps([watch.loaded, sorted(sys.modules)]))
start.end()
"""


def test_the_first_page_waits_for_nothing_dear_and_the_others_are_loaded_after_it(tmp_path: Path) -> None:
    folder.create(tmp_path / "library", ANNA, readme="A library made by a test.").close()
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "library")],
        cwd=ROOT,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    first, after = json.loads(done.stdout)
    assert [name for name in DEAR if name in first] == []
    assert [name for name in LATER if name not in after] == []
