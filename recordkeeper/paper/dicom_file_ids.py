"""Who is who and what goes where in a file-set: file ids, and patients told apart (PS3.10 section 8.5)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from recordkeeper.paper.dicom_records import ROOT_TYPES, record_type
from recordkeeper.records.imaging import InstanceRead

# Letters and leading zeros are wrong in a UID and seen in the wild: they do no harm here.
_UID: Final = re.compile(r"[0-9A-Za-z._-]{1,64}")


def belongs(instance: InstanceRead) -> bool:
    """Whether an instance has what a file-set needs: SOP class and instance, study and series UIDs."""
    own = (instance.sop_class_uid, instance.sop_instance_uid)
    above = (instance.study_instance_uid, instance.series_instance_uid)
    needed = own if record_type(instance) in ROOT_TYPES else own + above
    return all(map(_UID.fullmatch, needed))


def assign_file_ids(instances: Sequence[InstanceRead], *, folder: str = "DICOM") -> tuple[tuple[str, ...], ...]:
    """A file id for each instance, in the order given: DICOM/PA000000/ST000000/SE000000/IM000000.

    The same instances get the same ids whatever their order: by patient, study date, series and instance number.
    """
    people = People()
    order = sorted(range(len(instances)), key=lambda at: _place(instances[at]))
    counters: dict[tuple[object, ...], dict[object, int]] = {}

    def nth(*path: object) -> int:
        siblings = counters.setdefault(path[:-1], {})
        return siblings.setdefault(path[-1], len(siblings))

    ids: dict[int, tuple[str, ...]] = {}
    for at in order:
        one = instances[at]
        who, study, series = people.key(one), one.study_instance_uid, one.series_instance_uid
        patient, study_at, series_at = nth(who), nth(who, study), nth(who, study, series)
        image = nth(who, study, series, at)
        ids[at] = (
            folder,
            f"PA{patient:06}",
            f"ST{study_at:06}",
            f"SE{series_at:06}",
            f"IM{image:06}",
        )
    return tuple(ids[at] for at in range(len(instances)))


def _place(one: InstanceRead) -> tuple[object, ...]:
    numbers = (one.series_number, one.instance_number)
    series, image = ((value is None, value or 0) for value in numbers)
    birth = str(one.person.birth_date or "")
    who = (one.patient_id, _plain_name(one.person.name), one.issuer_of_patient_id, birth)
    where = (one.study_date, one.study_instance_uid, series, one.series_instance_uid, image)
    return (*who, *where, one.sop_instance_uid)


def _plain_name(name: str) -> str:
    return " ".join(name.partition("=")[0].replace("^", " ").split()).casefold()


class People:
    """Tells patients apart by identifier, name, birth date and issuer; an absent birth date or issuer agrees."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], list[list[str]]] = {}

    def key(self, one: InstanceRead) -> tuple[str, str, int]:
        who = (one.patient_id, _plain_name(one.person.name))
        traits = [str(one.person.birth_date or ""), one.issuer_of_patient_id]
        alike = self._known.setdefault(who, [])
        for at, known in enumerate(alike):
            if all(not a or not b or a == b for a, b in zip(known, traits, strict=True)):
                alike[at] = [a or b for a, b in zip(known, traits, strict=True)]
                return (*who, at)
        alike.append(traits)
        return (*who, len(alike) - 1)
