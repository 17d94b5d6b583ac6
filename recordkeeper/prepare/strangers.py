"""Why a record is taken for somebody else's, in a sentence or two that quote and do not judge."""

from __future__ import annotations

from recordkeeper.records.patient import Patient, PersonRead
from recordkeeper.wording.words import Words


def why(words: Words, patient: Patient, person: PersonRead, name: str, birth: str) -> str:
    """`name` and `birth` say how the two stand to each other: keys of strangers.name and strangers.birth."""
    told = [words.say(f"strangers.name.{name}", name=person.name, own=patient.name)]
    if person.birth_date is not None and patient.birth_date is not None:
        told.append(words.say(f"strangers.birth.{birth}", date=person.birth_date, own=patient.birth_date))
    elif birth == "absent":
        told.append(words.say("strangers.birth.absent"))
    return " ".join(told)
