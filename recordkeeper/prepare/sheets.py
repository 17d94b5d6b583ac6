"""Sheets for paper: questions with room for answers, the story, a loan slip, medicines, handing over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.prepare.board import Said
from recordkeeper.prepare.requests import RequestState, Tracked
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.held import Held
from recordkeeper.records.letter import Letter
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.papers import PaperSize
from recordkeeper.records.patient import Patient
from recordkeeper.records.story import Story, StoryLine
from recordkeeper.wording.words import Words

_ON_LETTER_PAPER = frozenset({"US", "CA", "MX"})
_ANSWER_LINES = 4
_RULE = "_" * 74


class SheetKind(StrEnum):
    """The sheets that can be printed."""

    QUESTIONS = "questions"
    STORY = "story"
    LOAN = "loan"
    TREATMENTS = "treatments"
    MEDICINES = "medicines"
    HANDOVER = "handover"


@dataclass(frozen=True, slots=True)
class Known:
    """All that a sheet may say."""

    patient: Patient
    said: Said
    records: Mapping[str, Held]
    story: Story
    tracked: Sequence[Tracked] = ()
    place: str = ""  # where the library is
    last_bundle: LedgerEntry | None = None


def sheet(kind: SheetKind, known: Known, words: Words, today: PartialDate, *, private: bool = False) -> Letter:
    """The sheet as blocks of lines. `private`: a person's own questions as well as those for the doctor."""
    title = words.say(f"sheets.title.{kind}")
    whose = words.say("sheets.whose", name=known.patient.name)
    if known.patient.birth_date is not None:
        whose = words.say("sheets.whose_born", name=known.patient.name, born=known.patient.birth_date)
    head = "\n".join((title, whose, words.say("sheets.made", date=today)))
    body = {
        SheetKind.QUESTIONS: lambda: _questions(known, words, private=private),
        SheetKind.STORY: lambda: _story(known, words),
        SheetKind.LOAN: lambda: _loans(known, words),
        SheetKind.TREATMENTS: lambda: _treatments(known, words),
        SheetKind.MEDICINES: lambda: _medicines(known, words),
        SheetKind.HANDOVER: lambda: _handover(known, words),
    }[kind]()
    blocks = tuple(body) or (words.say("sheets.nothing"),)
    paper = PaperSize.LETTER if known.patient.country in _ON_LETTER_PAPER else PaperSize.A4
    return Letter(f"{title}: {known.patient.name}", (head, *blocks), words.language, paper, headed=True)


def called(record: Held | None, page: int | str | None, words: Words) -> str:
    """What a record is called on paper: title, date, page; "" when it is not here."""
    if record is None:
        return ""
    parts = [record.title]
    if record.date is not None:
        parts.append(words.date(record.date))
    if page:
        parts.append(words.say("readiness.page", page=page))
    return ", ".join(part for part in parts if part)


def _questions(known: Known, words: Words, *, private: bool) -> Iterator[str]:
    for visit in known.said.of(OwnList.VISIT):
        when = words.date(PartialDate.parse(visit.get("date"))) if visit.get("date") else ""
        yield ", ".join(part for part in (visit.get("doctor"), visit.get("place"), when, visit.get("time")) if part)
    asked = [each for each in known.said.of(OwnList.QUESTIONS) if private or each.get("for") != "me"]
    for number, each in enumerate(asked, start=1):
        lines = [f"{number}. {each.get('text')}"]
        record, _, page = each.get("points_at").partition("#")
        if shown := called(known.records.get(record), page, words):
            lines.append(words.say("sheets.see", what=shown))
        if each.get("value"):
            lines.append(each.get("value"))
        if each.get("answer"):
            lines.append(words.say("sheets.answer", answer=each.get("answer")))
        else:
            lines += [_RULE] * _ANSWER_LINES
        yield "\n".join(lines)


def _story(known: Known, words: Words) -> Iterator[str]:
    for part in known.story.parts:
        lines = [words.say(f"story.part.{part.name}").upper()]
        if part.side_by_side:
            lines.append(words.say("story.side_by_side"))
        lines += [_cited(line, known, words) for line in part.lines] or [words.say("story.not_found")]
        yield "\n".join(lines)
    if known.story.left_out:
        yield words.say("story.left_out", count=known.story.left_out)


def _cited(line: StoryLine, known: Known, words: Words) -> str:
    date = f"{words.date(line.date)}: " if line.date else ""
    shown = called(known.records.get(line.record), line.page, words) if line.record else ""
    if shown:
        return f"{date}{line.printed} ({shown})"
    told = words.say("story.told_by", name=line.told_by) if line.told_by else words.say("story.typed")
    return f"{date}{line.printed} ({told})"


def _loans(known: Known, words: Words) -> Iterator[str]:
    """A slip for each thing that is lent out and not back."""
    for each in known.said.of(OwnList.SPECIMENS):
        if not each.get("lent_to") or each.get("returned_on"):
            continue
        lines = [_field(each, name, words) for name in
                 ("what", "accession", "parts", "held_by", "lent_to", "lent_on", "back_by")]  # fmt: skip
        yield "\n".join(
            [*(line for line in lines if line), words.say("sheets.received"), words.say("sheets.returned")]
        )


def _field(entry: Entry, name: str, words: Words) -> str:
    value = entry.get(name)
    if not value:
        return ""
    if words.has(key := f"lists.choice.{name}.{value}"):
        value = words.say(key)
    elif name in ("lent_on", "back_by"):
        value = words.date(PartialDate.parse(value))
    return f"{words.say(f'lists.field.{name}')}: {value}"


def _treatments(known: Known, words: Words) -> Iterator[str]:
    """What the person wrote down, oldest first."""
    for each in sorted(known.said.of(OwnList.TREATMENTS), key=lambda entry: entry.get("start") or "9999"):
        kind = each.get("kind")
        kind = words.say(f"lists.choice.kind.{kind}") if kind and words.has(f"lists.choice.kind.{kind}") else ""
        what = ", ".join(part for part in (each.get("name"), kind, each.get("dose"), each.get("place")) if part)
        yield _listed(each, what, _span(each, "start", "end", words), known, words)


def _medicines(known: Known, words: Words) -> Iterator[str]:
    for each in known.said.of(OwnList.MEDICINES):
        what = ", ".join(part for part in (each.get("name"), each.get("dose"), each.get("how_often")) if part)
        yield _listed(each, what, _span(each, "since", "until", words), known, words)


def _listed(each: Entry, what: str, span: str, known: Known, words: Words) -> str:
    """One entry with its dates, what it rests on, and notes."""
    told = words.say("story.told_by", name=each.get("told_by")) if each.get("told_by") else ""
    record, _, page = each.get("record").partition("#")
    shown = called(known.records.get(record), page, words)
    see = words.say("sheets.see", what=shown) if shown else ""
    return "\n".join(part for part in (what, span, told, see, each.get("notes")) if part)


def _span(each: Entry, begin: str, end: str, words: Words) -> str:
    """Since when and until when, as far as it was written down."""
    first, last = each.get(begin), each.get(end)
    if first and last:
        return words.dates(PartialDate.parse(first), PartialDate.parse(last))
    if first:
        return words.say("sheets.since", date=words.date(PartialDate.parse(first)))
    return words.say("sheets.until", date=words.date(PartialDate.parse(last))) if last else ""


def _handover(known: Known, words: Words) -> Iterator[str]:
    """Where things are, what is asked for, and what comes next."""
    here = [record for record in known.records.values() if not record.trashed]
    yield words.say("sheets.where", place=known.place, count=len(here))
    if known.last_bundle is not None:
        made = PartialDate.parse(known.last_bundle.made[:10])
        yield words.say("sheets.bundle", date=made, place=known.last_bundle.path)
    waiting = [each for each in known.tracked if each.state is not RequestState.ANSWERED]
    if waiting:
        yield "\n".join([words.say("sheets.asked"), *(_asked(each, words) for each in waiting)])
    for visit in known.said.of(OwnList.VISIT):
        when = words.date(PartialDate.parse(visit.get("date"))) if visit.get("date") else ""
        parts = (visit.get("doctor"), visit.get("place"), when, visit.get("time"))
        yield words.say("sheets.visit", what=", ".join(part for part in parts if part))
    lent = [
        each for each in known.said.of(OwnList.SPECIMENS) if each.get("lent_to") and not each.get("returned_on")
    ]
    for each in lent:
        yield "\n".join(
            line for name in ("what", "accession", "lent_to", "back_by") if (line := _field(each, name, words))
        )


def _asked(each: Tracked, words: Words) -> str:
    what = words.say(f"lists.choice.what.{each.entry.get('what') or 'other'}")
    place = each.entry.get("from")
    title = words.say("requests.title", what=what, place=place) if place else what
    until = f" {words.say('requests.due', date=each.due)}" if each.due else ""
    return f"- {title}: {words.say(f'requests.state.{each.state}')}.{until}"
