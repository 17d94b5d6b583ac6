"""What a receipt notes: photos that may be one paper, slices that are not there, files to unlock."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import documents
from recordkeeper.prepare.account import Account
from recordkeeper.prepare.photo_runs import PhotoRun
from recordkeeper.records.gaps import Gap, GapKind
from recordkeeper.records.query import Listing
from recordkeeper.ui.adding.receipt import ReceiptPage
from recordkeeper.ui.adding.receipt_notes import ReceiptNotes
from recordkeeper.ui.desk import Desk
from tests.prepare.test_photo_runs import photo


def test_photos_taken_in_one_go_are_made_one_document_with_a_click(
    fresh_desk: Desk, qtbot: QtBot, tmp_path: Path
) -> None:
    from recordkeeper.intake.add import add
    from recordkeeper.work.progress import CancelToken, Progress

    for at in range(3):
        photo(tmp_path / "heap" / f"p{at}.jpg", f"2024:05:01 10:00:{at:02}", 10 * at)
    desk, told = fresh_desk, Progress()
    add(
        desk.library,
        desk.lanes,
        desk.rules(),
        [str(tmp_path / "heap")],
        progress=told,
        cancel=CancelToken(),
        pictures=False,
    )
    page = ReceiptPage(desk)
    qtbot.addWidget(page)
    page.show()
    page.opened()
    qtbot.waitUntil(lambda: len(page.notes.offers) == 1)
    with qtbot.waitSignal(desk.news.act_done) as done:
        next(iter(page.notes.offers)).click()
    assert done.args is not None
    assert done.args[0] == "merge"
    (record,) = documents.find(desk.library.catalogue.reader(), Listing())
    assert [part.name for part in record.files] == ["p0.jpg", "p1.jpg", "p2.jpg"]
    desk.news.records_changed.emit(())
    qtbot.waitUntil(lambda: not page.notes.offers)


def test_each_note_has_its_own_button_and_a_gap_leads_to_the_scan(desk: Desk, qtbot: QtBot) -> None:
    notes = ReceiptNotes(desk)
    qtbot.addWidget(notes)
    fields = (("series", "Chest CT"), ("count", 2), ("here", 118), ("whole", 120), ("numbers", "7, 9"))
    gaps = (Gap(GapKind.SERIES_INCOMPLETE, "s1", fields), Gap(GapKind.PICTURES_ONLY, None, (("count", 4),)))
    notes.show_notes(Account(gaps, (PhotoRun(("a", "b")),)), locked=1)
    assert not notes.isHidden()
    with qtbot.waitSignal(notes.password_wanted):
        notes.unlock.click()
    shown: list[str] = []
    desk.news.show_study.connect(shown.append)
    (look,) = notes._gaps
    assert look.accessibleDescription() == "Chest CT: 2 images are not here (numbers 7, 9). 118 of 120 are."
    look.click()
    assert shown == ["s1"]
    notes.show_notes(Account(), locked=0)
    assert notes.isHidden()
