"""Records set aside because they name somebody else: does one of the other libraries know that person?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.catalogue import intakes
from recordkeeper.library import folder
from recordkeeper.records.errors import KnownProblem
from recordkeeper.records.kinds import Identity
from recordkeeper.records.patient import Patient

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


@dataclass(frozen=True, slots=True)
class Offer:
    """`count` records name the person of the library at `place`."""

    place: str
    name: str
    count: int


def offers(db: Database, intake_id: int, places: Sequence[str]) -> tuple[Offer, ...]:
    """Which of the libraries at `places` are about people this intake's records name. Runs on a reader lane."""
    from recordkeeper.recognise.people import compare  # dear to load, and most adds meet no stranger

    strangers = intakes.strangers(db, intake_id)
    found = []
    for place in places if strangers else ():
        patient = _patient(Path(place))
        if patient is None:
            continue
        count = sum(compare(patient, person)[0] is Identity.AGREES for _, person in strangers)
        if count:
            found.append(Offer(place, patient.name, count))
    return tuple(found)


def _patient(place: Path) -> Patient | None:
    """Whose library it is; None when it is gone or cannot be read just now."""
    try:
        library = folder.open_for_reading(place)
    except (KnownProblem, OSError):
        return None
    try:
        return library.patient
    finally:
        library.close()
