"""The other libraries of this computer: whose they are, and which of them knows a stranger."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.library import folder
from recordkeeper.recognise.people import could_be
from recordkeeper.records.errors import KnownProblem
from recordkeeper.records.patient import Patient, PersonRead


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another library and whose it is."""

    place: str
    patient: Patient

    def knows(self, person: PersonRead) -> bool:
        """Whether the person could be whose library it is."""
        return could_be(self.patient, person)


def neighbours(places: Sequence[str]) -> tuple[Neighbour, ...]:
    """Those of the libraries at `places` that can be read just now. Runs on a reader lane."""
    return tuple(_readable(places))


def _readable(places: Sequence[str]) -> Iterator[Neighbour]:
    for place in places:
        try:
            library = folder.open_for_reading(Path(place))
        except (KnownProblem, OSError):  # it is gone, or somebody changes it
            continue
        try:
            yield Neighbour(place, library.patient)
        finally:
            library.close()
