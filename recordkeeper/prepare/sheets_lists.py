"""Sheets of the lists a person keeps: medicines, treatments, loan slips, requests, and any other as it is."""

from __future__ import annotations

from collections.abc import Iterator

from recordkeeper.prepare.lists import SHARE
from recordkeeper.prepare.requests import Tracked, title_of
from recordkeeper.prepare.sheets_known import Known, called, date_of, field_line, value_of
from recordkeeper.prepare.treatments import Line, medicines, treatment_line
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.wording.words import Words

_LOAN = ("what", "accession", "parts", "held_by", "lent_to", "lent_on", "back_by")


def any_list(known: Known, of: OwnList, words: Words) -> Iterator[str]:
    """Every entry with every field that says something."""
    rules = known.lists[of]
    for each in known.said.of(of):
        lines = [value_of(known, of, rules.main, each.get(rules.main), words)]
        names = (name for name in rules.shown if name not in (rules.main, SHARE))
        lines += [line for name in names if (line := field_line(known, each, name, words))]
        if of is OwnList.VISIT and each.get("online") == "yes":
            lines.append(words.say("sheets.online"))
        yield "\n".join(lines)


def loans(known: Known, words: Words) -> Iterator[str]:
    """A slip for each thing that is lent out and not back, to be signed twice."""
    for each in known.said.of(OwnList.SPECIMENS):
        if each.get("lent_to") and not each.get("returned_on"):
            lines = [line for name in _LOAN if (line := field_line(known, each, name, words))]
            yield "\n".join([*lines, words.say("sheets.received"), words.say("sheets.returned")])


def medicine_list(known: Known, words: Words) -> Iterator[str]:
    """What is taken, then the lists that are here; allergies last."""
    typed = {each.id: each for each in known.said.of(OwnList.MEDICINES)}
    lines = medicines(known.holding, known.said)
    for line in lines:
        if line.sort != "allergy":
            entry = typed.get(line.entry)
            yield "\n".join(_taken(entry, line, words) if entry is not None else [_line(known, line, words)])
    allergies = [line for line in lines if line.sort == "allergy"]
    if allergies:
        head = words.say("story.part.allergies").upper()
        yield "\n".join([head, *(_line(known, line, words) for line in allergies)])


def _taken(entry: Entry, line: Line, words: Words) -> list[str]:
    """What is taken, since when and until when, and what was noted beside it."""
    since = words.say("sheets.since", date=line.date) if line.date else ""
    until = words.say("sheets.until", date=line.end) if line.end else ""
    return [part for part in (line.text, since, until, entry.get("notes")) if part]


def treatment_list(known: Known, words: Words) -> Iterator[str]:
    """One dated line of operations, drugs and radiation."""
    lines = treatment_line(known.holding, known.said)
    if lines:
        yield "\n".join(_line(known, line, words, sort=True) for line in lines)


def _line(known: Known, line: Line, words: Words, *, sort: bool = False) -> str:
    when = words.dates(line.date, line.end or line.date) if line.date else ""
    text = words.say("facts.quoted_here", printed=line.text) if line.quoted else line.text
    shown = called(known.records.get(line.record), line.page, words) if line.record and line.text else ""
    told = [words.say(f"lists.choice.kind.{line.sort}")] if sort else []
    parts = [*([when] if when else []), *told, text]
    where = f" ({shown})" if shown and line.quoted else ""
    unsure = f" {words.say('sheets.not_confirmed')}" if line.quoted and not line.confirmed else ""
    if not line.entry and not line.quoted:
        where = f" ({words.say('sheets.paper_here')})"
    return ": ".join(parts) + where + unsure


def request_list(known: Known, words: Words) -> Iterator[str]:
    """Each request with how it stands and what happened when."""
    for each in known.tracked:
        lines = [request_line(each, words).removeprefix("- ")]
        fields = ("details", "about", "asked", "chased", "received", "received_record", "reference", "how", "notes")
        lines += [line for name in fields if (line := field_line(known, each.entry, name, words))]
        if came := called(known.records.get(each.answered_by), None, words):
            lines.append(words.say("requests.closed_by", title=came))
        yield "\n".join(lines)


def request_line(each: Tracked, words: Words) -> str:
    """What was asked of whom, how it stands and when it is due."""
    until = f" {words.say('requests.due', date=each.due)}" if each.due else ""
    chased = each.entry.get("chased")
    again = f" {words.say('requests.chased', date=date_of(chased, words))}" if chased else ""
    return f"- {title_of(each.entry, words)}: {words.say(f'requests.state.{each.state}')}.{until}{again}"
