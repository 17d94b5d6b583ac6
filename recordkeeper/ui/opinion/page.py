"""Second opinion: questions, goals, the visit, what was asked for, the story, and the other lists."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QLineEdit, QPushButton, QVBoxLayout, QWidget

from recordkeeper.library import acts, preparing
from recordkeeper.prepare.letters import LETTER, checked_template
from recordkeeper.prepare.opinions import ask_for_report
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.query import OwnHit
from recordkeeper.ui.flow import Flow
from recordkeeper.ui.opinion import reading
from recordkeeper.ui.opinion.entry_card import EntryCard
from recordkeeper.ui.opinion.form import EntryForm
from recordkeeper.ui.opinion.letter_editor import LetterEditor
from recordkeeper.ui.opinion.on_paper import OnPaper
from recordkeeper.ui.opinion.reading import LetterText, Seen
from recordkeeper.ui.opinion.shown import Shown
from recordkeeper.ui.page import Page, button, label
from recordkeeper.ui.records.chips import Chip
from recordkeeper.ui.rolls import rolling
from recordkeeper.ui.sentences import sentence_of

if TYPE_CHECKING:
    from concurrent.futures import Future

    from recordkeeper.ui.desk import Desk

ORDER = (
    OwnList.QUESTIONS,
    OwnList.GOALS,
    OwnList.VISIT,
    OwnList.CHECKLIST,
    OwnList.REQUESTS,
    OwnList.SPECIMENS,
    OwnList.STORY,
    OwnList.MEDICINES,
    OwnList.HELPERS,
    OwnList.TREATMENTS,
    OwnList.INSURANCE,
    OwnList.OPINIONS,
)
_WIDEST = 860


class OpinionPage(Page):
    """One list at a time; each entry a card, written and changed in place."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.chosen: OwnList = ORDER[0]
        self.seen: Seen | None = None
        self.form: EntryForm | None = None
        self.editor: LetterEditor | None = None
        self.hits: tuple[OwnHit, ...] | None = None  # None while nothing is sought
        self._given: Mapping[str, str] | None = None  # a question somebody wants to write, once the lists are read
        self.papers = OnPaper(desk, self)
        self._build()
        self._connect()

    def opened(self) -> None:
        asked = self.desk.read(reading.read, self.desk.resources / "rules")
        self.desk.errands.follow(asked, self, self._on_read, newest="lists")

    def choose(self, of: OwnList) -> None:
        """Show another list."""
        self.chosen = of
        self.chips[of].setChecked(True)
        self.hits = None
        self.search.clear()
        self._close_form()
        self._show()

    def show_list(self, name: str) -> None:
        """Show the list of this name."""
        self.choose(OwnList(name))

    def ask(self, fields: Mapping[str, str]) -> None:
        """Begin a question about a page, a value or an image."""
        self.choose(OwnList.QUESTIONS)
        self._given = fields
        if self.seen is not None:
            self._open_form(None)

    def find_words(self, words: str) -> None:
        """Show the entries of all lists that hold the words; "" shows the list again."""
        self._close_form()
        self.search.setText(words)
        self._on_sought()

    def find_here(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def cards(self) -> list[EntryCard]:
        """The cards shown now."""
        return self.shown.cards()

    def _build(self) -> None:
        say = self.desk.words.say
        self.chips: dict[OwnList, Chip] = {}
        self._group = QButtonGroup(self)
        self._row = Flow()
        for of in ORDER:
            chip = Chip(of.value)
            chip.say(_title(self.desk, of))
            self._group.addButton(chip)
            self.chips[of] = chip
            self._row.add(chip)
        self.chips[self.chosen].setChecked(True)
        self.search = QLineEdit()
        self.search.setPlaceholderText(say("opinion.search"))
        self.search.setAccessibleName(say("opinion.search"))
        self.search.setClearButtonEnabled(True)
        self.help = label("", "quiet")
        self.add_button = button(self.desk, say("opinion.add"), "add")
        self._place = QVBoxLayout()
        self.shown = Shown(self.desk)
        self._acts = Flow()
        self._acts.add(self.add_button)
        for one in self.papers.buttons.values():
            self._acts.add(one)
        inner = QWidget()
        inner.setMaximumWidth(self.desk.look.pixels(_WIDEST))
        inside = QVBoxLayout(inner)
        inside.setContentsMargins(8, 0, 16, 8)
        inside.setSpacing(12)
        inside.addWidget(label(say("ui.rail.opinion"), "title"))
        for widget in (self._row, self.search, self.help):
            inside.addWidget(widget)
        inside.addLayout(self._place)
        inside.addWidget(self._acts)
        inside.addWidget(self.shown)
        inside.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(rolling(inner))

    def _connect(self) -> None:
        self._group.buttonClicked.connect(self._on_chip)
        self.add_button.clicked.connect(self.add)
        self.search.textChanged.connect(self._on_sought)
        self.desk.news.records_changed.connect(self._on_changed)
        shown = self.shown
        shown.edit_wanted.connect(self.edit)
        shown.remove_wanted.connect(self.remove)
        shown.set_wanted.connect(self._on_set_wanted)
        shown.letter_wanted.connect(self.open_letter)
        shown.report_wanted.connect(self._on_report_wanted)
        shown.list_wanted.connect(self.choose)
        shown.accepted.connect(self.accept)
        shown.refused.connect(self.refuse)
        shown.corrected.connect(self.correct)
        shown.visit_wanted.connect(self._on_third_wanted)
        shown.questions_wanted.connect(self._on_ask_both)
        for keys, slot in (("Ctrl+N", self.add), ("Ctrl+P", self.papers.ask_for_sheet)):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    def _on_chip(self, chip: QPushButton) -> None:
        self.choose(OwnList(chip.objectName()))

    def _on_changed(self, _touched: object) -> None:
        if self.isVisible():
            self.opened()

    def _on_read(self, seen: Seen) -> None:
        if seen != self.seen:
            self.seen = seen
            self._show()
        if self._given is not None:
            self._open_form(None)

    def _on_sought(self) -> None:
        words = self.search.text().strip()
        if not words:
            self.hits = None
            self._show()
            return
        self.desk.errands.follow(self.desk.read(reading.found, words), self, self._on_found, newest="own words")

    def _on_found(self, hits: tuple[OwnHit, ...]) -> None:
        if self.search.text().strip():
            self.hits = hits
            self._show()

    def _show(self) -> None:
        if self.seen is None:
            return
        words = self.desk.words
        for of in ORDER:
            count = len(self.seen.entries[of])
            title = _title(self.desk, of)
            self.chips[of].say(words.say("ui.counted", name=title, count=count) if count else title)
        self._row.arrange()
        sought = self.hits is not None
        found = words.say("opinion.found", count=len(self.hits or ()))
        self.help.setText(found if sought else words.say(f"opinion.help.{self.chosen}"))
        self.add_button.setVisible(self.form is None and self.editor is None and not sought)
        self.papers.offer(None if sought else self.chosen)
        self._acts.arrange()
        if self.hits is not None:
            self.shown.show_hits(self.seen, self.hits)
        else:
            self.shown.show_list(self.seen, self.chosen)

    def add(self) -> None:
        """Open an empty form."""
        self._open_form(None)

    def edit(self, each: str) -> None:
        """Open the form of an entry, of whatever list."""
        entry = self._entry(each)
        if entry is not None:
            self._open_form(entry)

    def _entry(self, each: str) -> Entry | None:
        lists = self.seen.entries.values() if self.seen is not None else ()
        return next((entry for entries in lists for entry in entries if entry.id == each), None)

    def _open_form(self, entry: Entry | None) -> None:
        if self.seen is None:
            return
        self._close_form(keep_given=True)
        given, self._given = self._given, None
        of = entry.list if entry is not None else self.chosen
        self.form = EntryForm(self.desk, self.seen.rules[of], entry, self.seen.records, given)
        self.form.saved.connect(self._on_saved)
        self.form.cancelled.connect(self._close_form)
        self._place.addWidget(self.form)
        self.add_button.hide()
        self._acts.arrange()
        self.form.begin()

    def _close_form(self, *, keep_given: bool = False) -> None:
        if not keep_given:
            self._given = None
        self.add_button.setVisible(self.hits is None)
        for open_one in (self.form, self.editor):
            if open_one is not None:
                open_one.hide()
                open_one.deleteLater()
        self.form = self.editor = None
        self._acts.arrange()

    def _on_saved(self, fields: dict[str, str]) -> None:
        form = self.form
        if form is None:
            return
        of = form.rules.of
        if form.entry is None:
            self._follow(self.desk.act(preparing.add_entry, of, fields), "write_down")
        elif fields:
            self._follow(self.desk.act(preparing.set_entry, of, form.entry.id, fields), "change_note")
        self._close_form()
        self.add_button.setFocus()

    def remove(self, each: str) -> None:
        """Take an entry off its list; the bar offers to bring it back."""
        entry = self._entry(each)
        if entry is not None:
            self._follow(self.desk.act(preparing.remove_entry, entry.list, each), "take_off_list")

    def accept(self, fact: str) -> None:
        """The page says what is quoted of it."""
        self._follow(self.desk.act(acts.accept, (fact,)), "accept")

    def refuse(self, fact: str) -> None:
        """A quotation is not what the page says: it is shown no more, until it is brought back."""
        self._follow(self.desk.act(acts.trash, (fact,)), "remove_fact")

    def correct(self, fact: str, words: str) -> None:
        """A quotation with the words as the page has them."""
        self._follow(self.desk.act(acts.correct, fact, "printed", words), "correct")

    def _on_set_wanted(self, each: str, fields: dict[str, str]) -> None:
        entry = self._entry(each)
        if entry is not None:
            self._follow(self.desk.act(preparing.set_entry, entry.list, each, fields), "change_note")

    def _on_report_wanted(self, each: str) -> None:
        """Draw up the request for the written report, and go to it."""
        entry = self._entry(each)
        if entry is not None:
            fields = ask_for_report(entry)
            self._follow(self.desk.act(preparing.add_entry, OwnList.REQUESTS, fields), "write_down")
            self.choose(OwnList.REQUESTS)

    def _on_third_wanted(self, specialty: str) -> None:
        """A third opinion begins as a visit."""
        self.choose(OwnList.VISIT)
        self._given = {"specialty": specialty}
        self._open_form(None)

    def _on_ask_both(self) -> None:
        """The questions to ask both, written down as one's own."""
        asks = [{"text": text} for text in self.desk.words.list_of("opinion.ask_both")]
        self._follow(self.desk.act(preparing.add_entries, OwnList.QUESTIONS, asks), "write_down")
        self.choose(OwnList.QUESTIONS)

    def open_letter(self, each: str) -> None:
        """Open the words of a request's letter."""
        asked = self.desk.read(reading.letter_text, each, self.desk.resources, self.desk.words.language)
        self.desk.errands.follow(asked, self, self._on_letter, newest="letter")

    def _on_letter(self, given: LetterText) -> None:
        self._close_form()
        self.editor = LetterEditor(self.desk, given)
        self.editor.kept.connect(self._on_letter_kept)
        self.editor.template_kept.connect(self._on_template_kept)
        self.editor.paper_wanted.connect(self._on_paper_wanted)
        self.editor.left.connect(self._close_form)
        self._place.addWidget(self.editor)
        self.add_button.hide()
        self._acts.arrange()
        self.editor.begin()

    def _on_letter_kept(self, text: str) -> None:
        if self.editor is not None:
            each = self.editor.given.request.id
            act = self.desk.act(preparing.set_entry, OwnList.REQUESTS, each, {LETTER: text})
            self._follow(act, "change_note", then=None if text else partial(self.open_letter, each))

    def _on_template_kept(self, text: str) -> None:
        if self.editor is None:
            return
        given = self.editor.given
        try:
            template = checked_template(text)
        except InputProblem as problem:
            self.editor.refuse(sentence_of(self.desk.words, problem))
            return
        then = partial(self.open_letter, given.request.id)  # read once it is kept, not before
        self._follow(self.desk.act(preparing.choose, given.choice, template), "choose", then=then)

    def _on_paper_wanted(self) -> None:
        if self.editor is None:
            return
        each, words = self.editor.given.request.id, self.editor.changed
        ask = partial(self.papers.ask_for_letter, each)
        if words is None:
            ask()
        else:
            act = self.desk.act(preparing.set_entry, OwnList.REQUESTS, each, {LETTER: words.strip()})
            self._follow(act, "change_note", then=ask)

    def _follow(self, act: Future[Any], done: str, then: Callable[[], None] | None = None) -> None:
        def tell(_each: object) -> None:
            self.desk.news.act_done.emit(done, ())
            if then is not None:
                then()

        self.desk.errands.follow(act, self, tell)


def _title(desk: Desk, of: OwnList) -> str:
    """What a chip says; the story is more than the lines a person types."""
    return desk.words.say("opinion.story") if of is OwnList.STORY else desk.words.say(f"lists.title.{of}")
