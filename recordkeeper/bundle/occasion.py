"""What is printed on every paper of one bundle."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.bundle.layout import FOLDER
from recordkeeper.bundle.parts import Part
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.papers import Places
from recordkeeper.records.patient import Patient


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is printed on every paper of one bundle."""

    patient: Patient
    made_on: PartialDate
    bundle_id: str
    program: str
    places: Places = FOLDER
    first_page: int = 1  # the number on the packet's first page
    part: Part | None = None
