"""Sheets of the whole: the board, the story on one page, the timeline, opinions side by side, handing over."""

from __future__ import annotations

from collections.abc import Iterator

from recordkeeper.prepare.board import next_visit
from recordkeeper.prepare.opinions import differ, side_by_side
from recordkeeper.prepare.requests import RequestState
from recordkeeper.prepare.sheets_known import Known, called, field_line, pointed, visit_line
from recordkeeper.prepare.sheets_lists import request_line
from recordkeeper.prepare.telling import note, sentence
from recordkeeper.prepare.timeline_curves import MARKERS, marker_curves
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.gaps import GapKind
from recordkeeper.records.own import OwnList
from recordkeeper.records.story import Event, StoryLine
from recordkeeper.wording.words import Words


def board(known: Known, words: Words) -> Iterator[str]:
    """Every slot with its state and sentence, the recipient's own wishes, and what is not whole."""
    for slot in known.board.slots:
        name, state = words.say(f"readiness.slot.{slot.name}"), words.say(f"readiness.state.{slot.state}")
        lines = [f"{name.upper()}: {state}", note(words, slot, known.records)]
        yield "\n".join([*lines, *(f"- {wish.text}" for wish in slot.wanted)])
    if known.board.wishes:
        told = (f"- {each.text}: {words.say(wish_key(here=each.here))}" for each in known.board.wishes)
        yield "\n".join([words.say("readiness.wishes").upper(), *told])
    gaps = [gap for gap in known.board.gaps if gap.kind is not GapKind.SLOT_EMPTY]
    if gaps:
        yield words.say("readiness.gaps").upper()
    for gap in gaps:
        where = called(known.records.get(gap.record or ""), gap.page, words)
        quoted = words.say("facts.quoted_here", printed=gap.words) if gap.words and gap.page else ""
        cited = " ".join(part for part in (quoted, f"({where})" if where else "") if part)
        yield "\n".join(part for part in (sentence(words, gap), cited) if part)


def wish_key(*, here: bool) -> str:
    """How a wish stands, as a key of the wording."""
    return "readiness.wish_here" if here else "readiness.wish_open"


def the_story(known: Known, words: Words) -> Iterator[str]:
    """What named records say and what was typed, each line with where it stands."""
    for part in known.story.parts:
        lines = [words.say(f"story.part.{part.name}").upper()]
        if part.side_by_side:
            lines.append(words.say("story.side_by_side"))
        lines += [cited(line, known, words) for line in part.lines] or [words.say(f"story.{part.blank}")]
        yield "\n".join(lines)
    if known.story.left_out:
        yield words.say("story.left_out", count=known.story.left_out)


def cited(line: StoryLine, known: Known, words: Words) -> str:
    """A line of the story with its dates, who proposed it, and where it stands or who told it."""
    date = f"{words.dates(line.date, line.end or line.date)}: " if line.date else ""
    shown = called(known.records.get(line.record), line.page, words) if line.record else ""
    who = f" {words.say('story.proposed_by', name=line.by)}" if line.by else ""
    told = told_by(line, words)
    return f"{date}{line.printed}{who} ({', '.join(part for part in (shown, told) if part)})"


def told_by(line: StoryLine, words: Words) -> str:
    """Who told a typed line, and when; "" for one that a record prints."""
    if line.told_by and line.told_on:
        return words.say("story.told_by_on", name=line.told_by, date=line.told_on)
    if line.told_by:
        return words.say("story.told_by", name=line.told_by)
    return words.say("story.typed") if line.entry or not line.record else ""


def the_timeline(known: Known, words: Words) -> Iterator[str]:
    """All dated events, a block a year; then a block for each tumor marker."""
    years: dict[int, list[str]] = {}
    for event in known.events:
        when = words.dates(event.date, event.end or event.date)
        lane = words.say(f"story.lane.{event.lane}")
        years.setdefault(event.date.year, []).append(f"{when}: {lane}: {event.what}")
    for year, lines in years.items():
        yield "\n".join([str(year), *lines])
    for curve in marker_curves(known.results, known.pinned, words):
        dated = (f"{words.date(event.date)}: {event.what}" for event in sorted(curve.events, key=_by_date))
        yield "\n".join([f"{words.say(f'story.lane.{MARKERS}')}: {curve.name}".upper(), *dated])


def _by_date(event: Event) -> PartialDate:
    return event.date


def opinions(known: Known, words: Words) -> Iterator[str]:
    """Topic by topic what each opinion says; then what to ask both, where a person said that they differ."""
    held = known.said.of(OwnList.OPINIONS)
    for topic in side_by_side(held):
        lines = [words.say(f"lists.field.{topic.name}").upper()]
        for each in topic.opinions:
            compared = f" [{words.say(f'opinion.compared.{each.compared}')}]" if each.compared else ""
            shown = pointed(known, each.page, words)
            where = f" ({shown})" if shown else ""
            lines.append(f"{each.by}: {each.says or words.say('opinion.silent')}{where}{compared}")
        yield "\n".join(lines)
    if differ(held):
        yield "\n".join([words.say("opinion.ask_both_head").upper(), *words.list_of("opinion.ask_both")])


def handover(known: Known, words: Words) -> Iterator[str]:
    """Who may act for the patient, where things are, the last backup, what is asked for and lent, the visit."""
    here = [record for record in known.records.values() if not record.trashed]
    yield words.say("sheets.where", place=known.place, count=len(here))
    if known.last_backup is None:
        yield words.say("sheets.no_backup")
    else:
        day, place = known.last_backup
        yield words.say("sheets.backup", date=PartialDate.of(day), place=place)
    if known.last_bundle is not None:
        made = PartialDate.parse(known.last_bundle.made[:10])
        yield words.say("sheets.bundle", date=made, place=known.last_bundle.path)
    yield from _helpers(known, words)
    waiting = [each for each in known.tracked if each.state is not RequestState.ANSWERED]
    head = words.say("sheets.asked") if waiting else words.say("sheets.nothing_asked")
    yield "\n".join([head, *(request_line(each, words) for each in waiting)])
    for each in known.said.of(OwnList.SPECIMENS):
        if each.get("lent_to") and not each.get("returned_on"):
            fields = ("what", "accession", "lent_to", "back_by")
            yield "\n".join(line for name in fields if (line := field_line(known, each, name, words)))
    visit = next_visit(known.said.of(OwnList.VISIT), known.today)
    if visit is None:
        yield words.say("sheets.no_visit")
    else:
        fields = ("online", "records_by", "records_how", "companion")
        lines = [line for name in fields if (line := field_line(known, visit, name, words))]
        yield "\n".join([words.say("sheets.visit", what=visit_line(visit, words)), *lines])


def _helpers(known: Known, words: Words) -> Iterator[str]:
    """Each person who helps: what lets them act, the paper that says so, and until when."""
    fields = ("authority_kind", "document", "until", "phone")
    for each in known.said.of(OwnList.HELPERS):
        relation = f" ({each.get('relation')})" if each.get("relation") else ""
        lines = [line for name in fields if (line := field_line(known, each, name, words))]
        yield "\n".join([f"{each.get('name')}{relation}", *lines])
