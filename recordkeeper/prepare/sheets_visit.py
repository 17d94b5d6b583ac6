"""Sheets for the visit: questions with room for answers, the companion's sheet, words to open the talk."""

from __future__ import annotations

from collections.abc import Iterator

from recordkeeper.prepare.board import next_visit
from recordkeeper.prepare.sheets_known import Known, field_line, pointed, visit_line
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.wording.words import Words

_ANSWER_LINES, _NOTE_LINES = 4, 14
_RULE = "_" * 74
ADVICE = ("reasons", "talk", "where", "time")  # tables of wording/*/advice.toml


def questions(known: Known, words: Words, *, private: bool) -> Iterator[str]:
    """The visits, and each question with its answer or with room for one."""
    for visit in known.said.of(OwnList.VISIT):
        yield visit_line(visit, words)
    for number, each in enumerate(asked(known, private=private), start=1):
        yield "\n".join([*question(known, each, number, words), *_room(each, words)])


def companion(known: Known, words: Words) -> Iterator[str]:
    """For who comes along: the visit, the questions for the doctor, what to listen for, room for notes."""
    visit = next_visit(known.said.of(OwnList.VISIT), known.today)
    if visit is not None:
        yield visit_line(visit, words)
        if visit.get("companion"):
            yield field_line(known, visit, "companion", words)
    yield words.say("sheets.companion_does")
    for number, each in enumerate(asked(known, private=False), start=1):
        yield "\n".join([*question(known, each, number, words), *_room(each, words)])
    yield "\n".join([words.say("sheets.listen_for"), *(f"- {one}" for one in words.list_of("sheets.listen"))])
    yield "\n".join([words.say("sheets.notes"), *[_RULE] * _NOTE_LINES])


def asked(known: Known, *, private: bool) -> list[Entry]:
    """The questions for the doctor; those for oneself only where they are wanted."""
    return [each for each in known.said.of(OwnList.QUESTIONS) if private or each.get("for") != "me"]


def question(known: Known, each: Entry, number: int, words: Words) -> list[str]:
    """A question with what it points at."""
    lines = [f"{number}. {each.get('text')}"]
    if shown := pointed(known, each.get("points_at"), words):
        lines.append(words.say("sheets.see", what=shown))
    lines += [each.get(name) for name in ("value", "image") if each.get(name)]
    return lines


def _room(each: Entry, words: Words) -> list[str]:
    if each.get("answer"):
        return [words.say("sheets.answer", answer=each.get("answer"))]
    return [_RULE] * _ANSWER_LINES


def talk(words: Words) -> Iterator[str]:
    """Reasons people ask, words to open the talk, where to look, and a word on time."""
    for part in ADVICE:
        lines = (f"- {line}" for line in words.list_of(f"advice.{part}"))
        yield "\n".join([words.say(f"advice.title.{part}").upper(), *lines])
