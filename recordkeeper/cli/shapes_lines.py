"""Lines of treatments and medicines, for scripts and for people."""

from __future__ import annotations

from typing import Any

from recordkeeper.prepare.treatments import Line
from recordkeeper.wording.words import Words


def line(each: Line) -> dict[str, Any]:
    """As JSON: what it is of, as printed or typed, its dates, and where it stands."""
    return {
        "sort": each.sort,
        "printed": each.text,
        "date": str(each.date) if each.date else None,
        "end": str(each.end) if each.end else None,
        "record": each.record or None,
        "page": each.page,
        "quoted": each.quoted,
        "entry": each.entry or None,
        "confirmed": each.confirmed,
        "also_in": list(each.also_in),
        "fact": each.fact or None,
    }


def told(each: Line, words: Words) -> str:
    """One line for people, with its record and page; one nobody has confirmed with the name to accept it by."""
    when = f"{words.dates(each.date, each.end or each.date)}: " if each.date else ""
    text = words.say("facts.quoted_here", printed=each.text) if each.quoted else each.text
    page = f", {words.say('readiness.page', page=each.page)}" if each.page else ""
    unsure = f" {words.say('sheets.not_confirmed')}" if each.quoted and not each.confirmed else ""
    stands = each.fact if unsure else each.record
    return f"{when}{words.say(f'lists.choice.kind.{each.sort}')}: {text}  ({stands}{page}){unsure}"
