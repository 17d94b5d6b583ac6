"""Sheets for paper: which there are, and what each is made of."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from recordkeeper.prepare import sheets_lists, sheets_visit, sheets_whole
from recordkeeper.prepare.sheets_known import Known
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.letter import Letter
from recordkeeper.records.own import OwnList
from recordkeeper.records.papers import paper_of
from recordkeeper.wording.words import Words

_HEAD = 3  # lines: what it is, whose, when made


class SheetKind(StrEnum):
    """The sheets that can be printed. Those called as a list hold that list."""

    BOARD = "board"
    QUESTIONS = "questions"
    COMPANION = "companion"
    TALK = "talk"
    GOALS = "goals"
    VISIT = "visit"
    CHECKLIST = "checklist"
    INSURANCE = "insurance"
    REQUESTS = "requests"
    SPECIMENS = "specimens"
    LOAN = "loan"
    MEDICINES = "medicines"
    TREATMENTS = "treatments"
    STORY = "story"
    TIMELINE = "timeline"
    OPINIONS = "opinions"
    HANDOVER = "handover"


def sheet(kind: SheetKind, known: Known, words: Words, today: PartialDate, *, private: bool = False) -> Letter:
    """The sheet as blocks of lines. `private`: a person's own questions as well as those for the doctor."""
    title = words.say(f"sheets.title.{kind}")
    whose = words.say("sheets.whose", name=known.patient.name)
    if known.patient.birth_date is not None:
        whose = words.say("sheets.whose_born", name=known.patient.name, born=known.patient.birth_date)
    head = "\n".join((title, whose, words.say("sheets.made", date=today)))
    body = tuple(_body(kind, known, words, private=private)) or (words.say("sheets.nothing"),)
    paper = paper_of(known.patient.country)
    one_page = kind in (SheetKind.STORY, SheetKind.HANDOVER)
    shortened = words.say("sheets.shortened") if one_page else ""
    return Letter(
        f"{title}: {known.patient.name}",
        (head, *body),
        words.language,
        paper,
        head=_HEAD,
        one_page=one_page,
        shortened=shortened,
    )


def _body(kind: SheetKind, known: Known, words: Words, *, private: bool) -> Iterator[str]:
    makers = {
        SheetKind.BOARD: sheets_whole.board,
        SheetKind.COMPANION: sheets_visit.companion,
        SheetKind.REQUESTS: sheets_lists.request_list,
        SheetKind.LOAN: sheets_lists.loans,
        SheetKind.MEDICINES: sheets_lists.medicine_list,
        SheetKind.TREATMENTS: sheets_lists.treatment_list,
        SheetKind.STORY: sheets_whole.the_story,
        SheetKind.TIMELINE: sheets_whole.the_timeline,
        SheetKind.OPINIONS: sheets_whole.opinions,
        SheetKind.HANDOVER: sheets_whole.handover,
    }
    if kind is SheetKind.QUESTIONS:
        return sheets_visit.questions(known, words, private=private)
    if kind is SheetKind.TALK:
        return sheets_visit.talk(words)
    if kind in makers:
        return makers[kind](known, words)
    return sheets_lists.any_list(known, OwnList(kind.value), words)
