"""Groups of strangers as JSON and as lines for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from recordkeeper import paths, settings
from recordkeeper.cli import shapes
from recordkeeper.intake.neighbours import Neighbour, neighbours
from recordkeeper.intake.strangers import About, Group
from recordkeeper.library.folder import Library
from recordkeeper.prepare.strangers import why
from recordkeeper.records.patient import Patient
from recordkeeper.wording.words import Words


def shown(library: Library, found: Sequence[Group], words: Words) -> list[dict[str, Any]]:
    """The groups as JSON, each with the libraries of this computer that are about the person."""
    if not found:
        return []
    known = settings.load(paths.places().settings).libraries
    others = neighbours([each.place for each in known if each.place != str(library.folder)])
    patient = library.patient
    return [_shape(group, patient, others, words) for group in found]


def _shape(group: Group, patient: Patient, others: Sequence[Neighbour], words: Words) -> dict[str, Any]:
    return {
        "id": group.id,
        "about": group.about.value,
        "person": shapes.person(group.person),
        "also_printed": [shapes.person(each) for each in group.people if each != group.person],
        "records": list(group.record_ids),
        "count": len(group.records),
        "why": why(words, patient, group.person, group.name_fit, group.verdict.birth),
        "name": group.name_fit,
        "birth_date": group.verdict.birth.value,
        "state": "left" if group.left else "open",
        "libraries": [
            {"library": each.place, "patient": each.patient.name} for each in others if each.knows(group.person)
        ],
    }


def lines(group: dict[str, Any], words: Words) -> Iterator[str]:
    """One group, for people."""
    name, count = group["person"]["name"] or "", group["count"]
    yield words.say(f"cli.asked.{group['about']}", group=group["id"], name=name, count=count)
    yield f"    {group['why']}"
    if group["about"] != About.STRANGER:
        yield "    " + words.say("cli.asked_answer", group=group["id"])
    if group["state"] == "left":
        yield "    " + words.say("cli.stranger_left")
    for one in group["libraries"]:
        yield "    " + words.say("cli.stranger_known", name=one["patient"], place=one["library"])
