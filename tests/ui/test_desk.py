"""What a desk is asked reaches its lane; once the library is closed, asking is no fault."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents
from recordkeeper.library import acts
from recordkeeper.ui.desk import Desk
from tests.making.libraries import a_library
from tests.ui.conftest import desk_of


def test_each_kind_of_question_has_its_lane(fresh_desk: Desk) -> None:
    def here() -> str:
        return threading.current_thread().name

    assert fresh_desk.glance(here).result().startswith("reader")
    assert fresh_desk.fetch(here).result().startswith("copier")
    assert fresh_desk.view(here).result().startswith("viewer")
    assert fresh_desk.read(lambda _db: here()).result().startswith("reader")
    assert fresh_desk.act(lambda _library: here()).result().startswith("writer")


def test_questions_to_a_library_that_is_closed_come_to_nothing(
    tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    with a_library(tmp_path / "library") as app:
        desk = desk_of(app)
    asked = (
        desk.read(documents.count_by_status),
        desk.act(acts.undo),
        desk.glance(int, "7"),
        desk.fetch(int, "7"),
        desk.view(int, "7"),
        desk.ask_worker("wake", {"format": "pdf"}, deadline=1),
    )
    owner, heard = QObject(), list[object]()
    for future in asked:
        desk.errands.follow(future, owner, heard.append, failed=heard.append)
    qtbot.wait(20)
    assert all(future.cancelled() for future in asked)
    assert heard == []
