"""The page of bundles, as a person uses it."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from recordkeeper.bundle import finishing
from recordkeeper.bundle.choices import Decisions
from recordkeeper.bundle.verify import verify
from recordkeeper.catalogue import exports
from recordkeeper.library.durable import place_problems
from recordkeeper.records.papers import LeftOutReason
from recordkeeper.ui.bundle.page import BundlePage
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.rows import Mark, Role
from recordkeeper.work.progress import Progress
from tests.ui.bundle.person import Person


def manifest_of(place: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads((place / "MANIFEST.json").read_text(encoding="utf-8"))
    return found


def test_a_bundle_is_made_by_keyboard_alone(person: Person, desk: Desk, tmp_path: Path) -> None:
    page, wizard = person.page, person.page.wizard
    before = len(exports.all_bundles(desk.library.catalogue.reader()))
    person.wait(lambda: page.ledger.first.isVisible() or page.ledger.make.isVisible())
    person.tab_to(page.ledger.first if page.ledger.first.isVisible() else page.ledger.make)
    person.press(Qt.Key.Key_Return)
    assert person.focused is wizard.who.recipient
    person.write("Dr. Second")
    person.tab_to(wizard.who.question)
    person.write("What would you do next?")
    person.tab_to(wizard.who.place)
    wizard.who.place.clear()
    person.write(str(tmp_path))
    person.tab_to(wizard.next)
    person.wait(lambda: wizard.what.model.rowCount() > 0)
    person.press(Qt.Key.Key_Return)
    assert person.focused is wizard.what.list
    person.press(Qt.Key.Key_Down)
    person.press(Qt.Key.Key_Space)
    left_out = wizard.what.model.record_at(1)
    person.tab_to(wizard.next)
    person.press(Qt.Key.Key_Return)
    assert person.focused is wizard.next
    person.press(Qt.Key.Key_Space)
    person.wait(lambda: not wizard.busy)
    assert person.focused is wizard.make.open
    (place,) = tmp_path.iterdir()
    content = manifest_of(place)
    assert content["recipient"] == "Dr. Second"
    assert content["question"] == "What would you do next?"
    assert left_out not in {record["id"] for record in content["records"]}  # type: ignore[attr-defined]
    assert all(check.ok for check in verify(place, desk.lanes.workers, Progress()))
    person.tab_to(wizard.next)
    person.press(Qt.Key.Key_Return)
    person.wait(lambda: page.ledger.model.rowCount() == before + 1)
    first = page.ledger.model.index(0)
    assert "Dr. Second" in first.data()
    assert str(place) in first.data(Role.SECOND)


def test_what_is_left_out_is_counted_and_can_be_put_back(person: Person, tmp_path: Path) -> None:
    person.begin(tmp_path)
    what = person.page.wizard.what
    told = what.counted.text()
    what.model.toggle(0)  # a heading: its whole section
    section = [row for row in range(what.model.rowCount()) if what.model.index(row).data(Role.MARK) == Mark.OUT]
    assert 0 in section
    assert len(section) > 1
    assert what.counted.text() != told
    what.model.toggle(0)
    assert what.counted.text() == told


def test_somebody_elses_record_cannot_be_ticked(person: Person, tmp_path: Path) -> None:
    person.begin(tmp_path)
    model = person.page.wizard.what.model
    fixed = [row for row in range(model.rowCount()) if model.index(row).data(Role.MARK) == Mark.FIXED]
    assert fixed
    before = model.inside()
    for row in fixed:
        model.toggle(row)
        spoken = model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)
        assert spoken.startswith(person.page.desk.words.say("bundles.mark.fixed"))
    assert model.inside() == before


def test_with_nothing_ticked_there_is_no_next_step(person: Person, tmp_path: Path) -> None:
    person.begin(tmp_path)
    wizard = person.page.wizard
    model = wizard.what.model
    for row in range(model.rowCount()):
        if model.index(row).data(Role.HEADING) and model.index(row).data(Role.MARK) != Mark.FIXED:
            while model.index(row).data(Role.MARK) != Mark.OUT:
                model.toggle(row)
    wizard.next.click()
    assert wizard.steps.currentWidget() is wizard.what
    assert wizard.what.counted.text() == person.page.desk.words.say("bundles.nothing_goes")


def test_without_a_place_the_person_is_told_where_to_write_one(person: Person) -> None:
    person.page.make()
    wizard = person.page.wizard
    wizard.who.place.clear()
    wizard.next.click()
    assert wizard.steps.currentWidget() is wizard.who
    assert wizard.who.trouble.isVisible()
    assert person.focused is wizard.who.place


def test_a_name_that_is_taken_is_refused_in_a_sentence_and_left_alone(person: Person, tmp_path: Path) -> None:
    taken = tmp_path / "mine.zip"
    taken.write_text("already here", encoding="utf-8")
    person.begin(taken)
    wizard = person.page.wizard
    wizard.back.click()
    wizard.who.shapes["zip"].setChecked(True)
    wizard.next.click()
    person.make()
    assert wizard.make.trouble.isVisible()
    assert str(taken) in wizard.make.trouble_text.text()
    assert taken.read_text(encoding="utf-8") == "already here"
    assert list(tmp_path.iterdir()) == [taken]
    assert wizard.next.isEnabled()


def test_what_went_wrong_stays_told_while_the_records_are_read_anew(person: Person, tmp_path: Path) -> None:
    """Work in the background changes records at any moment; the sentence must not go with it."""
    (tmp_path / "taken").write_text("already here", encoding="utf-8")
    person.begin(tmp_path / "taken")
    wizard = person.page.wizard
    person.make()
    assert wizard.make.trouble.isVisible()
    seen = wizard.what.model.inside()[0]
    person.page.opened()
    person.wait(lambda: wizard.what.model.inside()[0] is not seen)
    assert wizard.make.trouble.isVisible()
    wizard.back.click()
    wizard.next.click()
    assert not wizard.make.trouble.isVisible()  # whoever comes back to the step begins anew


def test_a_full_disk_is_told_and_leaves_nothing(
    person: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_place: Path) -> None:
        with place_problems(str(tmp_path)):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(finishing, "make_durable", full)
    person.begin(tmp_path)
    person.make()
    wizard = person.page.wizard
    assert wizard.make.trouble_text.text() == person.page.desk.words.say("bundles.error.disk_full")
    assert list(tmp_path.iterdir()) == []
    monkeypatch.undo()  # room was made: the same page goes on
    wizard.next.click()
    person.wait(lambda: not wizard.busy)
    assert wizard.make.result.isVisible()


def test_stopping_leaves_nothing_half_made(person: Person, desk: Desk, tmp_path: Path) -> None:
    before = exports.all_bundles(desk.library.catalogue.reader())
    person.begin(tmp_path)
    wizard = person.page.wizard
    wizard.next.click()
    wizard.next.click()
    assert wizard.busy
    assert person.focused is wizard.make.work.stop
    person.press(Qt.Key.Key_Return)
    person.wait(lambda: not wizard.busy)
    assert wizard.make.trouble_text.text() == desk.words.say("bundles.stopped")
    assert list(tmp_path.iterdir()) == []
    assert exports.all_bundles(desk.library.catalogue.reader()) == before


def test_a_zip_is_made_and_seen_as_the_doctor_sees_it(person: Person, tmp_path: Path) -> None:
    person.begin(tmp_path)
    wizard, doctor = person.page.wizard, person.page.doctor
    wizard.back.click()
    wizard.who.shapes["zip"].setChecked(True)
    wizard.next.click()
    person.make()
    (place,) = tmp_path.iterdir()
    assert zipfile.is_zipfile(place)
    person.press(Qt.Key.Key_Return)
    person.wait(lambda: doctor.sheet.shows_something and doctor.later.isEnabled())
    assert doctor.model.index(0).data() == "START-HERE.pdf"
    first = doctor.sheet.accessibleName()
    doctor.later.click()
    person.wait(lambda: doctor.sheet.accessibleName() != first)
    assert not doctor.later.isEnabled()
    last = doctor.model.rowCount() - 1
    doctor.list.setCurrentIndex(doctor.model.index(last))
    assert doctor.told.text() == person.page.desk.words.say("bundles.scans_inside")
    doctor.back.click()
    assert wizard.make.result.isVisible()


def test_a_bundle_that_was_moved_is_told(person: Person, tmp_path: Path) -> None:
    person.begin(tmp_path)
    person.make()
    (place,) = tmp_path.iterdir()
    place.rename(tmp_path / "elsewhere")
    person.page.wizard.make.open.click()
    doctor = person.page.doctor
    person.wait(lambda: str(place) in doctor.told.text())
    assert doctor.model.rowCount() == 0


def test_one_press_leads_to_a_record_that_wants_a_look(person: Person, qtbot: QtBot, tmp_path: Path) -> None:
    person.begin(tmp_path)
    wizard = person.page.wizard
    wizard.next.click()
    lines = [made for made in wizard.make.findChildren(QPushButton) if made.property("line_of_text")]
    assert lines
    with qtbot.waitSignal(person.page.desk.news.show_record) as shown:
        lines[0].click()
    ids = {choice.record.id for choice in wizard.what.model.inside()}
    assert shown.args[0] in ids


def test_what_was_decided_stays_while_the_person_looks_elsewhere(person: Person, tmp_path: Path) -> None:
    person.begin(tmp_path)
    wizard = person.page.wizard
    wizard.what.model.toggle(1)
    gone = wizard.what.model.record_at(1)
    person.page.hide()
    person.page.show()
    seen = wizard.what.model.inside()
    person.page.opened()
    person.wait(lambda: wizard.what.model.inside() is not seen)
    assert gone not in {choice.record.id for choice in wizard.what.model.inside()}


def test_what_was_written_is_there_after_going_back_to_the_list(person: Person) -> None:
    page, wizard = person.page, person.page.wizard
    page.make()
    wizard.who.question.setPlainText("What next?")
    wizard.leave.click()
    assert page.ledger.isVisible()
    page.make()
    assert wizard.who.question.toPlainText() == "What next?"


def test_after_a_bundle_the_next_one_begins_empty(person: Person, tmp_path: Path) -> None:
    page, wizard = person.page, person.page.wizard
    person.begin(tmp_path)
    wizard.back.click()
    wizard.who.recipient.setText("Dr. Second")
    wizard.next.click()
    wizard.what.model.toggle(1)
    person.make()
    wizard.next.click()
    page.make()
    assert wizard.who.recipient.text() == ""
    assert wizard.who.place.text() == str(tmp_path)
    assert wizard.what.model.decisions == Decisions()


@pytest.mark.parametrize("shape", ["folder", "zip"])
def test_a_place_is_chosen_in_the_systems_window(person: Person, tmp_path: Path, shape: str) -> None:
    person.page.make()
    who = person.page.wizard.who
    who.shapes[shape].setChecked(True)
    who.choose.click()
    (dialog,) = who.findChildren(QFileDialog)
    assert (dialog.fileMode() is QFileDialog.FileMode.Directory) == (shape == "folder")
    dialog.fileSelected.emit(str(tmp_path))
    dialog.reject()
    assert who.place.text() == str(tmp_path)


@pytest.mark.parametrize("reason", list(LeftOutReason))
def test_every_reason_to_stay_out_has_words(desk: Desk, reason: LeftOutReason) -> None:
    assert desk.words.has(f"bundles.out.{reason}")


class FileWindow(QObject):
    """Stands in for the system's file window and remembers what it was asked to open."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[Path] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(Path(url.toLocalFile()))


@pytest.fixture
def file_window() -> Iterator[FileWindow]:
    window = FileWindow()
    QDesktopServices.setUrlHandler("file", window, "open")
    yield window
    QDesktopServices.unsetUrlHandler("file")


def test_the_folder_of_a_bundle_is_shown(person: Person, file_window: FileWindow, tmp_path: Path) -> None:
    person.begin(tmp_path)
    person.make()
    person.page.wizard.make.show_folder.click()
    assert file_window.opened == list(tmp_path.iterdir())


def test_an_empty_library_teaches_what_a_bundle_is(qtbot: QtBot, fresh_desk: Desk) -> None:
    page = BundlePage(fresh_desk)
    qtbot.addWidget(page)
    page.show()
    page.opened()
    assert not page.ledger.first.isVisible()  # nobody knows yet
    qtbot.waitUntil(page.ledger.first.isVisible)
    page.ledger.first.click()
    page.wizard.who.place.setText("/somewhere")
    page.wizard.next.click()
    page.wizard.next.click()
    nothing = fresh_desk.words.say("bundles.nothing_goes")
    qtbot.waitUntil(lambda: page.wizard.what.counted.text() == nothing)
    assert page.wizard.steps.currentWidget() is page.wizard.what


def test_the_question_is_what_was_written_down_for_the_doctor(fresh_desk: Desk, qtbot: QtBot) -> None:
    from recordkeeper.library import preparing
    from recordkeeper.records.own import OwnList
    from recordkeeper.ui.bundle.step_who import WhoStep

    preparing.add_entry(fresh_desk.library, OwnList.QUESTIONS, {"text": "Is surgery first right?"})
    preparing.add_entry(fresh_desk.library, OwnList.QUESTIONS, {"text": "Secret fear", "for": "me"})
    step = WhoStep(fresh_desk)
    qtbot.addWidget(step)
    step.begin()
    qtbot.waitUntil(lambda: step.question.toPlainText() == "Is surgery first right?")
    step.question.setPlainText("Something else?")
    step._on_questions("Is surgery first right?")
    assert step.question.toPlainText() == "Something else?"


def test_a_preset_leaves_out_the_rest_and_everything_brings_it_back(person: Person, tmp_path: Path) -> None:
    person.begin(tmp_path / "bundle")
    what = person.page.wizard.what
    all_in = len(what.model.inside())
    for index, fewer in ((1, True), (0, False)):
        what.preset.setCurrentIndex(index)
        what.preset.activated.emit(index)
        person.wait(lambda fewer=fewer: (len(what.model.inside()) < all_in) is fewer)
    assert len(what.model.inside()) == all_in


def test_a_bundle_back_to_the_first_doctor_starts_from_what_is_new(person: Person, tmp_path: Path) -> None:
    person.begin(tmp_path / "first")
    person.make()
    person.page.wizard.next.click()
    person.page.make("Dr. First", "first_doctor")
    what = person.page.wizard.what
    assert what.preset.currentData().key == "first_doctor"
    assert person.page.wizard.who.recipient.text() == "Dr. First"
    person.wait(lambda: what.model.inside() == ())  # all of it went with the last one
    person.page.make("Dr. Second")
    assert person.page.wizard.who.recipient.text() == "Dr. Second"


def test_titles_of_what_stays_out_are_told_only_when_ticked(person: Person, tmp_path: Path) -> None:
    for number, ticked in enumerate((False, True)):
        person.begin(tmp_path / f"bundle{number}")
        what = person.page.wizard.what
        what.tell_titles.setChecked(ticked)
        assert any(choice.reason is not LeftOutReason.SET_ASIDE for choice in what.model.outside())
        person.make()
        text = (tmp_path / f"bundle{number}" / "README.txt").read_text(encoding="utf-8")
        assert ("\n    " in text) is ticked  # titles stand indented under their reason
        person.page.wizard.next.click()


def test_locked_papers_are_made_and_shown_as_the_doctor_sees_them(person: Person, tmp_path: Path) -> None:
    page, wizard = person.page, person.page.wizard
    say = page.desk.words.say
    person.begin(tmp_path, shape="locked-pdfs")
    person.make()
    made = wizard._made
    assert made is not None
    assert made.secret is not None
    place = Path(made.entry.path)
    assert sorted(path.name for path in place.iterdir()) == ["LISTS.PDF", "PACKET.PDF", "START.PDF"]
    assert Path(made.secret.slip).parent == tmp_path
    told = [each.text() for each in wizard.make.result.findChildren(QLabel)]
    assert say("bundles.locked.words", passphrase=made.secret.passphrase) in told
    wizard.make.open.click()
    person.wait(lambda: page.doctor.sheet.shows_something)
    assert [page.doctor.model.index(row).data() for row in range(2)] == ["START.PDF", "PACKET.PDF"]
    person.wait(lambda: page.doctor._pages == 2)
    page.doctor.back.click()
    page.doctor.show_bundle(made.entry)  # its words are not known any more
    person.wait(lambda: page.doctor.told.text() == say("bundles.locked.not_shown"))
    assert not page.doctor.sheet.shows_something


def test_a_locked_zip_is_not_called_gone(person: Person, tmp_path: Path) -> None:
    person.begin(tmp_path, shape="locked")
    person.make()
    person.page.wizard.make.open.click()
    say = person.page.desk.words.say
    person.wait(lambda: person.page.doctor.told.text() == say("bundles.locked.not_shown"))


def test_the_words_of_a_locked_bundle_are_looked_up_in_the_list(person: Person, tmp_path: Path) -> None:
    person.begin(tmp_path, shape="locked")
    person.make()
    page, say = person.page, person.page.desk.words.say
    made = page.wizard._made
    assert made is not None
    assert made.secret is not None
    page.wizard.next.click()
    person.wait(lambda: page.ledger.isVisible() and page.ledger.model.entry(0) == made.entry)
    page.ledger.list.setCurrentIndex(page.ledger.model.index(0))
    assert page.ledger.passphrase.isVisible()
    page.ledger.passphrase.click()
    person.wait(page.ledger.told.isVisible)
    assert page.ledger.told.text() == say("bundles.locked.words", passphrase=made.secret.passphrase)
    page.wizard.begin()  # the next bundle: nobody here knows the words any more
    page.ledger.passphrase.click()
    person.wait(lambda: page.ledger.told.text() == say("bundles.locked.not_known"))


def test_any_locked_bundle_is_checked_with_words_that_are_written(person: Person, tmp_path: Path) -> None:
    person.begin(tmp_path, shape="locked-pdfs")
    person.make()
    page, say = person.page, person.page.desk.words.say
    made = page.wizard._made
    assert made is not None
    assert made.secret is not None
    page.ledger.other_wanted.emit(made.entry.path)
    person.wait(page.check.asking.isVisible)
    assert page.check.told.text() == say("bundle.checked.look")
    page.check.passphrase.setText(f" {made.secret.passphrase.upper()} ")
    page.check.try_it.click()
    person.wait(page.check.save.isEnabled)
    assert page.check.told.text() == say("bundle.checked.good")
    assert not page.check.asking.isVisible()


def test_a_locked_bundle_is_offered_no_parts(person: Person, tmp_path: Path) -> None:
    person.page.make()
    who = person.page.wizard.who
    who.parts.setCurrentIndex(1)
    assert who.draft(person.page.wizard._draft).part_size == 650_000_000
    who.shapes["locked"].setChecked(True)
    assert not who.parts.isEnabled()
    assert who.draft(person.page.wizard._draft).part_size == 0
    who.shapes["disc"].setChecked(True)
    assert who.parts.isEnabled()


def test_what_the_doctor_will_read_is_shown_before_anything_is_written(
    person: Person, desk: Desk, tmp_path: Path
) -> None:
    person.begin(tmp_path)
    wizard, doctor = person.page.wizard, person.page.doctor
    before = exports.all_bundles(desk.library.catalogue.reader())
    wizard.next.click()
    person.wait(lambda: wizard.make.preview.isVisible())
    wizard.make.preview.click()
    assert wizard.busy
    person.wait(lambda: doctor.isVisible() and doctor.sheet.shows_something)
    assert doctor.title.text() == desk.words.say("bundles.preview.title")
    assert [doctor.model.index(row).data() for row in range(2)] == ["START-HERE.pdf", "Packet.pdf"]
    assert list(tmp_path.iterdir()) == []
    assert exports.all_bundles(desk.library.catalogue.reader()) == before
    folder = doctor._place
    doctor.back.click()
    person.wait(lambda: not folder.exists())
    assert wizard.make.before.isVisible()
    person.make()
    assert len(list(tmp_path.iterdir())) == 1


def test_an_upload_is_made_by_the_rule_in_the_fields(person: Person, tmp_path: Path) -> None:
    person.begin(tmp_path)
    wizard = person.page.wizard
    wizard.back.click()
    assert not wizard.who.upload.isVisible()
    wizard.who.shapes["upload"].setChecked(True)
    assert wizard.who.upload.isVisible()
    assert not wizard.who.parts.isEnabled()
    wizard.who.upload.images.setCurrentIndex(1)
    wizard.next.click()
    person.make()
    (place,) = tmp_path.iterdir()
    assert (place / "UPLOAD-LIST.pdf").is_file()
    assert list((place / "IMAGES").glob("*.zip"))


def test_sheets_and_small_pictures_go_as_they_are_ticked(person: Person, desk: Desk, tmp_path: Path) -> None:
    person.begin(tmp_path)
    wizard = person.page.wizard
    assert all(tick.isChecked() for tick in wizard.make.extras.sheets.values())
    assert not wizard.make.extras.contact_sheets.isChecked()
    wizard.make.extras.contact_sheets.setChecked(True)
    person.make()
    (place,) = tmp_path.iterdir()
    assert list((place / "CONTACT-SHEETS").glob("*.jpg"))


def test_a_bundle_is_checked_again_and_a_spoiled_one_is_amber(person: Person, desk: Desk, tmp_path: Path) -> None:
    person.begin(tmp_path)
    person.make()
    page = person.page
    (place,) = tmp_path.iterdir()
    page.wizard.next.click()
    person.wait(lambda: page.ledger.isVisible() and page.ledger.check.isEnabled())
    page.ledger.check.click()
    person.wait(page.check.save.isEnabled)
    assert page.check.told.text() == desk.words.say("bundle.checked.good")
    page.check.write(str(tmp_path / "checked.pdf"))
    person.wait((tmp_path / "checked.pdf").is_file)
    page.check.back.click()
    (place / "extra.exe").write_bytes(b"MZ")
    page.ledger.other_wanted.emit(str(place))
    assert not page.check.save.isEnabled()
    person.wait(page.check.save.isEnabled)
    assert page.check.told.text() == desk.words.say("bundle.checked.look")
