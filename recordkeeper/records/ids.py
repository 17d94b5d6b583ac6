"""The lasting ids of records: they hang on content alone, and are the same after a rebuild."""

from __future__ import annotations

import base64
import hashlib

from recordkeeper.records.imaging import InstanceRead
from recordkeeper.records.provenance import Fingerprint


def document_id(fingerprint: Fingerprint, first_page: int | None = None, last_page: int | None = None) -> str:
    """The id of a document: a file, or a page span of it."""
    return _short("d", f"{fingerprint.sha256}:{first_page or ''}-{last_page or ''}")


def study_id(instance: InstanceRead) -> str:
    """The id of a study. Two people under one study UID are two studies."""
    return _short("s", f"{instance.study_instance_uid}|{instance.patient_id}|{instance.person.name.casefold()}")


def _short(letter: str, text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return letter + base64.b32encode(digest[:10]).decode("ascii").lower()
