"""The scan before this one: earlier, of the same sort, of the same part of the body, and the patient's."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from recordkeeper.catalogue import documents, study_lines
from recordkeeper.records.imaging import Study
from recordkeeper.records.kinds import Status

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.records.document import Record

_WORD: Final = re.compile(r"[a-z]{3,}")
_ASIDE: Final = frozenset({"SR", "PR", "KO", "SEG", "REG", "OT", "DOC", "RTSTRUCT", "RTPLAN", "RTDOSE"})
_NO_PLACES: Final = frozenset(
    {"with", "without", "and", "contrast", "the", "for", "study", "scan", "exam", "left", "right", "both"}
)


def previous(db: Database, record_id: str) -> str | None:
    """The record of the newest earlier study to compare with; None where there is none that is like it.

    Like it: one modality in common (documents and drawings do not count) and the same part of the body, as its code
    or else a word of its names has it. Studies set aside are other people's. InputProblem "no_such_record".
    """
    here = documents.get(db, record_id)
    if here.imaging is None or here.service_date is None:
        return None
    for line in study_lines.find(db):  # newest first
        earlier = line.service_date is not None and line.service_date < here.service_date
        if line.record != record_id and earlier and line.status is not Status.SET_ASIDE:
            other = documents.get(db, line.record)
            if other.imaging is not None and _alike(here, here.imaging, other, other.imaging):
                return line.record
    return None


def _alike(one: Record, one_study: Study, other: Record, other_study: Study) -> bool:
    modalities = [set(study.modalities) - _ASIDE for study in (one_study, other_study)]
    if not modalities[0] & modalities[1]:
        return False
    parts = [study.body_part.strip().casefold() for study in (one_study, other_study)]
    if all(parts):
        if parts[0] in parts[1] or parts[1] in parts[0]:
            return True
        plain = [set(_WORD.findall(record.title.partition("(")[0].casefold())) for record in (one, other)]
        return bool(plain[0] & plain[1] - _NO_PLACES)  # the title says CHEST and THORAX alike
    return bool(_words(one, one_study) & _words(other, other_study))


def _words(record: Record, study: Study) -> set[str]:
    """The words a study is called by, those that name no part of the body left out as far as they are known."""
    names = [record.title, study.description, study.body_part]
    codes = {code.casefold() for code in study.modalities}
    return set(_WORD.findall(" ".join(names).casefold())) - _NO_PLACES - codes
