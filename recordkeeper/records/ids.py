"""The lasting ids of records: they hang on content alone, and are the same after a rebuild."""

from __future__ import annotations

import base64
import hashlib

from recordkeeper.records.imaging import InstanceRead
from recordkeeper.records.patient import PersonRead
from recordkeeper.records.provenance import Fingerprint


def document_id(fingerprint: Fingerprint, first_page: int | None = None, last_page: int | None = None) -> str:
    """The id of a document: a file, or a page span of it."""
    return _short("d", f"{fingerprint.sha256}:{first_page or ''}-{last_page or ''}")


def study_id(instance: InstanceRead) -> str:
    """The id of a study. Two people under one study UID are two studies."""
    return _short("s", _study(instance))


def study_id_of_another(instance: InstanceRead) -> str:
    """The id of a study whose number and name somebody else bears in the same study, born or numbered elsewhere."""
    return _short("s", f"{_study(instance)}|{instance.person.birth_date or ''}|{instance.issuer_of_patient_id}")


def _study(instance: InstanceRead) -> str:
    return f"{instance.study_instance_uid}|{instance.patient_id}|{instance.person.name.casefold()}"


def group_id(person: PersonRead) -> str:
    """The id of a stranger's group: by name in any order, birth date, and numbers with their issuers."""
    name = " ".join(sorted(person.name.casefold().replace(",", " ").replace("^", " ").split()))
    numbers = ";".join(f"{number.issuer}:{number.value}" for number in person.identifiers)
    return _short("g", f"{name}|{person.birth_date or ''}|{numbers}")


def name_id(patient: str) -> str:
    """The id of the question about papers with nothing but the patient's name on them."""
    return _short("g", f"name alone|{' '.join(sorted(patient.casefold().split()))}")


def _short(letter: str, text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return letter + base64.b32encode(digest[:10]).decode("ascii").lower()
