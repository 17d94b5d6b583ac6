"""The page "Second opinion": entries are written, changed, taken off and brought back; letters are written."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from recordkeeper.catalogue import own
from recordkeeper.library import acts, preparing
from recordkeeper.records.own import OwnList
from recordkeeper.ui.desk import Desk
from recordkeeper.ui.opinion.advice_card import AdviceCard
from recordkeeper.ui.opinion.compare import Compare
from recordkeeper.ui.opinion.lines_view import LinesCard
from recordkeeper.ui.opinion.on_paper import SHEETS
from recordkeeper.ui.opinion.page import ORDER, OpinionPage
from recordkeeper.ui.opinion.record_pick import RecordPick
from recordkeeper.ui.opinion.story_view import StoryCard
from recordkeeper.ui.select import Select
from tests.making.libraries import a_library, bring_in
from tests.making.libraries import write as write_files
from tests.ui.conftest import desk_of

W = TypeVar("W", bound=QWidget)


def opened(desk: Desk, qtbot: QtBot, width: int = 900) -> OpinionPage:
    page = OpinionPage(desk)
    qtbot.addWidget(page)
    page.resize(width, 700)
    page.show()
    desk.news.act_done.connect(lambda _label, _touched: page.opened())  # as the window has it
    page.opened()
    qtbot.waitUntil(lambda: page.seen is not None)
    return page


def visible(page: OpinionPage, kind: type[W], qtbot: QtBot) -> W:
    """The one of this kind that is seen, once it is."""
    qtbot.waitUntil(lambda: any(each.isVisible() for each in page.findChildren(kind)))
    return next(each for each in page.findChildren(kind) if each.isVisible())


def write(made: QWidget, text: str) -> None:
    if isinstance(made, RecordPick):
        made.choose(text)
    elif isinstance(made, Select):
        made.setCurrentIndex(made.findData(text))
    elif isinstance(made, QPlainTextEdit):
        made.setPlainText(text)
    else:
        assert isinstance(made, QLineEdit)
        made.setText(text)


def add(page: OpinionPage, qtbot: QtBot, **fields: str) -> None:
    before = len(page.cards())
    page.add_button.click()
    assert page.form is not None
    for name, value in fields.items():
        write(page.form.inputs[name], value)
    page.form.save_button.click()
    qtbot.waitUntil(lambda: len(page.cards()) == before + 1)


def test_a_question_is_written_changed_taken_off_and_brought_back(fresh_desk: Desk, qtbot: QtBot) -> None:
    page = opened(fresh_desk, qtbot)
    add(page, qtbot, text="Why chemotherapy first?")
    (card,) = page.cards()
    assert card.title.text() == "Why chemotherapy first?"
    assert "show" not in card.buttons
    card.buttons["edit"].click()
    assert page.form is not None
    write(page.form.inputs["answer"], "Because.")
    page.form.save()
    qtbot.waitUntil(lambda: [each.entry.get("answer") for each in page.cards()] == ["Because."])
    page.cards()[0].buttons["remove"].click()
    qtbot.waitUntil(lambda: page.cards() == [])
    acts.undo(fresh_desk.library)
    page.opened()
    qtbot.waitUntil(lambda: len(page.cards()) == 1)


def test_a_question_points_at_a_record_by_its_title(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    assert page.seen is not None
    record, line = next((each, line) for each, line in page.seen.records.items() if line.title)
    each = preparing.add_entry(
        desk.library, OwnList.QUESTIONS, {"text": "What is this?", "points_at": f"{record}#1"}
    )
    page.opened()
    qtbot.waitUntil(lambda: len(page.cards()) == 1)
    (card,) = page.cards()
    assert any(line.title in shown.text() for shown in card.findChildren(QLabel))
    wanted: list[str] = []
    desk.news.show_record.connect(lambda shown, _words: wanted.append(shown))
    card.buttons["show"].click()
    assert wanted == [f"{record}#1"]
    page.edit(each)
    assert page.form is not None
    assert page.form.values() == {}  # what is pointed at stays, page and all
    acts.undo(desk.library)


def test_what_does_not_fit_is_said_and_nothing_is_lost(fresh_desk: Desk, qtbot: QtBot) -> None:
    page = opened(fresh_desk, qtbot)
    page.choose(OwnList.VISIT)
    page.add_button.click()
    form = page.form
    assert form is not None
    form.save_button.click()
    assert form.refused.text() == "Please write something first."
    write(form.inputs["doctor"], "Dr. Lee")
    write(form.inputs["date"], "next week")
    form.save_button.click()
    assert "next week" in form.refused.text()
    assert page.form is form
    assert own.entries(fresh_desk.library.catalogue.writer, OwnList.VISIT) == ()


def test_enter_saves_and_esc_leaves_all_as_it_was(fresh_desk: Desk, qtbot: QtBot) -> None:
    page = opened(fresh_desk, qtbot)
    page.choose(OwnList.MEDICINES)
    page.add_button.click()
    assert page.form is not None
    qtbot.keyClicks(page.form.inputs["name"], "Tamoxifen")
    qtbot.keyClick(page.form.inputs["name"], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(page.cards()) == 1)
    page.add_button.click()
    assert page.form is not None
    qtbot.keyClicks(page.form.inputs["name"], "Aspirin")
    qtbot.keyClick(page.form.inputs["name"], Qt.Key.Key_Escape)
    assert page.form is None
    assert len(page.cards()) == 1


def test_a_request_is_sent_and_its_letter_written(fresh_desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    page = opened(fresh_desk, qtbot)
    page.choose(OwnList.REQUESTS)
    add(page, qtbot, what="images", **{"from": "St. Mary's Hospital"})
    (card,) = page.cards()
    with qtbot.waitSignal(fresh_desk.news.said, timeout=20_000):
        page.papers.write_letter(card.entry.id, tmp_path / "letter.pdf")
    assert (tmp_path / "letter.pdf").read_bytes().startswith(b"%PDF")
    card.buttons["sent"].click()
    qtbot.waitUntil(lambda: bool(page.cards()) and bool(page.cards()[0].entry.get("asked")))
    assert "sent" not in page.cards()[0].buttons


@pytest.mark.parametrize("of", ORDER)
def test_every_list_has_a_sheet_for_paper(fresh_desk: Desk, tmp_path: Path, qtbot: QtBot, of: OwnList) -> None:
    page = opened(fresh_desk, qtbot)
    page.choose(of)
    for kind in SHEETS[of]:
        assert not page.papers.buttons[kind.value].isHidden()
        with qtbot.waitSignal(fresh_desk.news.said, timeout=20_000):
            page.papers.print_sheet(kind, tmp_path / f"{kind}.pdf")
        assert (tmp_path / f"{kind}.pdf").read_bytes().startswith(b"%PDF")
    shown = {name for name, made in page.papers.buttons.items() if not made.isHidden()} - {"calendar"}
    assert shown == {kind.value for kind in SHEETS[of]}


def test_a_letter_that_cannot_be_written_is_told(fresh_desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    each = preparing.add_entry(fresh_desk.library, OwnList.REQUESTS, {"what": "images"})
    page = opened(fresh_desk, qtbot)
    with qtbot.waitSignal(fresh_desk.errands.failed, timeout=20_000):
        page.papers.write_letter(each, tmp_path / "no" / "folder" / "letter.pdf")


def test_every_list_has_a_chip_a_help_and_its_count(fresh_desk: Desk, qtbot: QtBot) -> None:
    assert set(ORDER) == set(OwnList)
    preparing.add_entry(fresh_desk.library, OwnList.GOALS, {"text": "A trial"})
    page = opened(fresh_desk, qtbot)
    for of in ORDER:
        page.choose(of)
        assert page.help.text().endswith((".", "?"))
        page.add_button.click()
        assert page.form is not None
        assert set(page.form.inputs) == set(page.form.rules.shown)
    assert page.chips[OwnList.GOALS].text().endswith("(1)")


@pytest.mark.parametrize("width", [520, 1100])
def test_nothing_is_wider_than_the_window(fresh_desk: Desk, qtbot: QtBot, width: int) -> None:
    preparing.add_entry(fresh_desk.library, OwnList.QUESTIONS, {"text": "Why? " * 60})
    page = opened(fresh_desk, qtbot, width)
    qtbot.waitUntil(lambda: len(page.cards()) == 1)
    qtbot.waitUntil(lambda: 0 < page.cards()[0].geometry().right() <= page.width())


def test_the_story_shows_what_was_accepted_with_the_way_to_its_page(desk: Desk, qtbot: QtBot) -> None:
    from recordkeeper.catalogue import clinical
    from recordkeeper.records.clinical import FactKind

    page = opened(desk, qtbot)
    facts = clinical.all_facts(desk.library.catalogue.writer)
    fact = next(each for each in facts if each.fact.kind is FactKind.DIAGNOSIS)
    acts.accept(desk.library, [fact.called])
    page.choose(OwnList.STORY)
    page.opened()

    def diagnosis() -> list[StoryCard]:
        items = (page.shown._inside.itemAt(at) for at in range(page.shown._inside.count()))
        shown = (item.widget() for item in items if item is not None)
        return [each for each in shown if isinstance(each, StoryCard) and each.part.name == "diagnosis"]

    qtbot.waitUntil(
        lambda: [line.printed for each in diagnosis() for line in each.part.lines] == [fact.fact.printed]
    )
    wanted: list[object] = []
    desk.news.show_record.connect(lambda record, words: wanted.extend((record, words)))
    diagnosis()[0].rows[0].look.click()
    assert wanted == [fact.shown_in, fact.fact.printed]
    page.choose(OwnList.GOALS)
    assert not page.add_button.isHidden()
    acts.undo(desk.library)


def test_opinions_stand_side_by_side_and_the_person_says_what_differs(fresh_desk: Desk, qtbot: QtBot) -> None:
    first = preparing.add_entry(fresh_desk.library, OwnList.OPINIONS, {"by": "Dr. A", "plan": "surgery"})
    second = preparing.add_entry(fresh_desk.library, OwnList.OPINIONS, {"by": "Dr. B", "plan": "drugs first"})
    page = opened(fresh_desk, qtbot)
    page.choose(OwnList.OPINIONS)

    def table() -> Compare:
        return visible(page, Compare, qtbot)

    assert (first, "plan") not in table().selects  # the first is what the others are compared with
    box = table().selects[second, "plan"]
    assert not hasattr(table(), "bundle")
    box.setCurrentIndex(box.findData("differs"))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(
        lambda: any(hasattr(each, "bundle") and each.isVisible() for each in page.findChildren(Compare))
    )
    with qtbot.waitSignal(fresh_desk.news.bundle_wanted) as wanted:
        table().bundle.click()
    assert wanted.args == ["Dr. A", "first_doctor"]
    table().thirds["pathology"].click()
    assert page.form is not None
    assert page.form.rules.of is OwnList.VISIT
    assert page.form.values()["specialty"] == "pathology"
    page.choose(OwnList.OPINIONS)
    table().ask.click()
    qtbot.waitUntil(lambda: page.chosen is OwnList.QUESTIONS and len(page.cards()) == 3)
    acts.undo(fresh_desk.library)  # one act wrote them all
    page.opened()
    qtbot.waitUntil(lambda: page.cards() == [])


def test_more_than_four_opinions_get_a_quiet_word(fresh_desk: Desk, qtbot: QtBot) -> None:
    preparing.add_entries(fresh_desk.library, OwnList.OPINIONS, [{"by": f"Dr. {n}"} for n in range(4)])
    page = opened(fresh_desk, qtbot)
    page.choose(OwnList.OPINIONS)
    assert fresh_desk.words.say("opinion.many") in [each.text() for each in page.findChildren(QLabel)]


def test_the_written_report_of_an_opinion_is_asked_for(fresh_desk: Desk, qtbot: QtBot) -> None:
    preparing.add_entry(fresh_desk.library, OwnList.OPINIONS, {"by": "Dr. A", "place": "Pine Hollow"})
    page = opened(fresh_desk, qtbot)
    page.choose(OwnList.OPINIONS)
    page.cards()[0].buttons["report"].click()
    qtbot.waitUntil(lambda: [card.entry.get("from") for card in page.cards()] == ["Dr. A, Pine Hollow"])
    assert page.chosen is OwnList.REQUESTS


def test_a_letter_is_changed_kept_and_given_back(fresh_desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    each = preparing.add_entry(fresh_desk.library, OwnList.REQUESTS, {"what": "images", "wording": "us"})
    page = opened(fresh_desk, qtbot)
    page.choose(OwnList.REQUESTS)
    page.cards()[0].buttons["letter"].click()
    qtbot.waitUntil(lambda: page.editor is not None)
    assert page.editor is not None
    assert "DICOMDIR" in page.editor.text.toPlainText()
    page.editor.text.setPlainText("Dear Kim,\n\nplease.")
    page.editor.keep.click()

    def kept() -> str:
        return own.get(fresh_desk.library.catalogue.reader(), OwnList.REQUESTS, each).get("letter")

    qtbot.waitUntil(lambda: kept() == "Dear Kim,\n\nplease.")
    with qtbot.waitSignal(fresh_desk.news.said, timeout=20_000):
        page.papers.write_letter(each, tmp_path / "letter.docx")
    with zipfile.ZipFile(tmp_path / "letter.docx") as packed:
        assert b"Dear Kim," in packed.read("word/document.xml")
    page.open_letter(each)
    qtbot.waitUntil(lambda: page.editor is not None and page.editor.given.changed)
    page.editor.back.click()
    qtbot.waitUntil(lambda: kept() == "")


def test_a_template_is_changed_for_all_letters_and_a_place_that_is_none_is_refused(
    fresh_desk: Desk, qtbot: QtBot
) -> None:
    each = preparing.add_entry(fresh_desk.library, OwnList.REQUESTS, {"what": "report"})
    page = opened(fresh_desk, qtbot)
    page.choose(OwnList.REQUESTS)
    page.open_letter(each)
    qtbot.waitUntil(lambda: page.editor is not None)
    assert page.editor is not None
    page.editor.template.click()
    page.editor.text.setPlainText("Dear {nobody}")
    page.editor.keep.click()
    assert "nobody" in page.editor.refused.text()
    page.editor.text.setPlainText("Hello, I am {name}.")
    page.editor.keep.click()
    qtbot.waitUntil(lambda: page.editor is not None and not page.editor.of_template)
    assert page.editor.text.toPlainText().startswith("Hello, I am ")
    assert "{name}" not in page.editor.text.toPlainText()


def test_what_was_written_is_found_over_all_lists(fresh_desk: Desk, qtbot: QtBot) -> None:
    preparing.add_entry(fresh_desk.library, OwnList.VISIT, {"doctor": "Dr. Lee"})
    preparing.add_entry(fresh_desk.library, OwnList.MEDICINES, {"name": "Tamoxifen", "notes": "from Dr. Lee"})
    page = opened(fresh_desk, qtbot)
    page.find_words("lee")
    qtbot.waitUntil(lambda: [card.entry.list for card in page.cards()] == [OwnList.VISIT, OwnList.MEDICINES])
    page.cards()[1].buttons["edit"].click()
    assert page.form is not None
    assert page.form.rules.of is OwnList.MEDICINES
    page.find_words("")
    qtbot.waitUntil(lambda: page.cards() == [])


def test_a_line_of_the_story_is_typed_and_shown_with_who_told_it(fresh_desk: Desk, qtbot: QtBot) -> None:
    page = opened(fresh_desk, qtbot)
    page.choose(OwnList.STORY)
    page.add_button.click()
    assert page.form is not None
    write(page.form.inputs["text"], "Stage IIA")
    write(page.form.inputs["part"], "stage")
    write(page.form.inputs["told_by"], "Dr. X")
    write(page.form.inputs["told_on"], "2024-03-01")
    page.form.save_button.click()
    told = "as told to me by Dr. X on 1 Mar 2024"
    qtbot.waitUntil(lambda: told in [each.text() for each in page.findChildren(QLabel)])


def test_the_short_help_opens_and_dates_become_a_calendar(fresh_desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    preparing.add_entry(fresh_desk.library, OwnList.VISIT, {"doctor": "Dr. Lee", "date": "2999-01-02"})
    page = opened(fresh_desk, qtbot)
    page.choose(OwnList.GOALS)
    advice = visible(page, AdviceCard, qtbot)
    assert advice.told.isHidden()
    advice.open.click()
    assert advice.told.isVisible()
    page.choose(OwnList.VISIT)
    assert not page.papers.buttons["calendar"].isHidden()
    with qtbot.waitSignal(fresh_desk.news.said, timeout=20_000):
        page.papers.write_calendar(tmp_path / "dates.ics")
    assert b"DTSTART;VALUE=DATE:29990102" in (tmp_path / "dates.ics").read_bytes()


def test_slides_that_are_back_are_said_so_in_one_press(fresh_desk: Desk, qtbot: QtBot) -> None:
    preparing.add_entry(fresh_desk.library, OwnList.SPECIMENS, {"what": "slides", "lent_to": "X"})
    page = opened(fresh_desk, qtbot)
    page.choose(OwnList.SPECIMENS)
    page.cards()[0].buttons["returned"].click()
    qtbot.waitUntil(lambda: bool(page.cards()) and "returned" not in page.cards()[0].buttons)


def test_a_question_about_an_image_shows_it_and_leads_back_to_it(fresh_desk: Desk, qtbot: QtBot) -> None:
    page = opened(fresh_desk, qtbot)
    called = "Series 2, Lung, Image 3 of 9"
    page.ask({"points_at": "d1", "image": called, "instance": "1.2.3/0"})
    assert page.form is not None
    assert "instance" not in page.form.inputs
    write(page.form.inputs["text"], "What is the spot here?")
    page.form.save()
    qtbot.waitUntil(lambda: len(page.cards()) == 1)
    (card,) = page.cards()
    assert any(called in shown.text() for shown in card.findChildren(QLabel))
    assert not any("1.2.3" in shown.text() for shown in card.findChildren(QLabel))
    with qtbot.waitSignal(fresh_desk.news.show_image) as wanted:
        card.buttons["show"].click()
    assert wanted.args == ["d1", "1.2.3/0"]


def test_a_question_about_a_value_shows_it_with_its_page(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    assert page.seen is not None
    record = next(each for each, line in page.seen.records.items() if line.title and not line.is_study)
    page.ask({"points_at": f"{record}#1", "value": "CEA: 5.9 ng/mL"})
    assert page.form is not None
    write(page.form.inputs["text"], "Why is it high?")
    page.form.save()
    qtbot.waitUntil(lambda: len(page.cards()) == 1)
    (card,) = page.cards()
    assert any("CEA: 5.9 ng/mL" in shown.text() for shown in card.findChildren(QLabel))
    with qtbot.waitSignal(desk.news.show_record) as wanted:
        card.buttons["show"].click()
    assert wanted.args == [f"{record}#1", None]
    acts.undo(desk.library)


def test_control_n_begins_an_entry_and_control_p_prints_the_list(
    fresh_desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "questions.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_asked: (str(place), ""))
    page = opened(fresh_desk, qtbot)
    page.choose(OwnList.QUESTIONS)
    page.search.setFocus()
    qtbot.waitUntil(page.search.hasFocus)
    qtbot.keyClick(page.search, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert page.form is not None
    assert page.form.rules.of is OwnList.QUESTIONS
    with qtbot.waitSignal(fresh_desk.news.said, timeout=30_000):
        qtbot.keyClick(page.search, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert place.read_bytes().startswith(b"%PDF")


NOTE = """NORTHFIELD CLINIC
PROGRESS NOTE
Patient: Anna Sample   DOB: 03/05/1964
Date of visit: 03/01/2024
Past medical history: Gout, asthma.
Medications: Ramipril 5 mg daily since 2019, aspirin 81 mg.
Allergies: Penicillin (hives).
"""


def story_part(page: OpinionPage, name: str) -> StoryCard | None:
    """The card of a part that is seen now."""
    items = (page.shown._inside.itemAt(at) for at in range(page.shown._inside.count()))
    shown = (item.widget() for item in items if item is not None)
    return next((one for one in shown if isinstance(one, StoryCard) and one.part.name == name), None)


def test_what_a_note_lists_is_looked_at_confirmed_and_taken_out_in_the_story(
    tmp_path: Path, qtbot: QtBot, qapp: QApplication
) -> None:
    del qapp
    with a_library(tmp_path / "library") as app:
        bring_in(app, write_files(tmp_path / "heap", {"note.txt": NOTE}))
        made = desk_of(app)
        confirm_and_take_out(made, qtbot)
        made.errands.close()


def confirm_and_take_out(desk: Desk, qtbot: QtBot) -> None:
    page = opened(desk, qtbot)
    page.choose(OwnList.STORY)
    qtbot.waitUntil(lambda: (card := story_part(page, "medicines")) is not None and bool(card.part.waiting))
    card = story_part(page, "medicines")
    assert card is not None
    assert (card.part.lines, card.waiting) == ((), [])
    card.show_button.click()
    qtbot.waitUntil(lambda: [row.saying.accept.isVisible() for row in card.waiting] == [True, True])
    card.waiting[0].saying.accept.click()

    def lines(name: str) -> tuple[list[str], list[str]]:
        card = story_part(page, name)
        if card is None:
            return [], []
        return [line.printed for line in card.part.lines], [line.printed for line in card.part.waiting]

    qtbot.waitUntil(lambda: lines("medicines") == (["Ramipril 5 mg daily since 2019"], ["aspirin 81 mg"]))
    card = story_part(page, "medicines")
    assert card is not None
    assert len(card.waiting) == 1  # what was open stays so
    card.waiting[0].saying.refuse.click()
    qtbot.waitUntil(lambda: lines("medicines") == (["Ramipril 5 mg daily since 2019"], []))
    acts.undo(desk.library)
    page.opened()
    qtbot.waitUntil(lambda: lines("medicines")[1] == ["aspirin 81 mg"])
    card = story_part(page, "medicines")
    assert card is not None
    (confirmed,) = card.rows  # what was confirmed by mistake can be taken out too
    assert (confirmed.saying.accept.isHidden(), confirmed.saying.refuse.isHidden()) == (True, False)
    confirmed.saying.correct.click()
    assert not confirmed.saying.wording.isHidden()
    qtbot.keyClick(confirmed.saying.wording.edit, Qt.Key.Key_Escape)
    assert confirmed.saying.wording.isHidden()
    confirmed.saying.correct.click()
    confirmed.saying.wording.edit.setText("Ramipril 5 mg daily")
    qtbot.keyClick(confirmed.saying.wording.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: lines("medicines")[0] == ["Ramipril 5 mg daily"])
    page.choose(OwnList.MEDICINES)
    (card_of_lines,) = page.shown.findChildren(LinesCard)
    shown = {row.line.text: not row.saying.accept.isHidden() for row in card_of_lines.rows}
    assert shown == {"Ramipril 5 mg daily": False, "aspirin 81 mg": True, "Penicillin (hives)": True}
    allergy = next(row for row in card_of_lines.rows if row.line.sort == "allergy")
    allergy.saying.accept.setFocus()
    qtbot.keyClick(allergy.saying.accept, Qt.Key.Key_Space)
    page.choose(OwnList.STORY)
    qtbot.waitUntil(lambda: lines("allergies") == (["Penicillin (hives)"], []))
