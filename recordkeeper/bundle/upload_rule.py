"""What an online opinion's page takes, as the patient has been told, and the pieces the scans go up in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from recordkeeper.bundle.fill import Problem
from recordkeeper.bundle.parts import filled
from recordkeeper.bundle.plan import Kept, Plan
from recordkeeper.catalogue import documents, imaging
from recordkeeper.records.papers import LeftOut, LeftOutReason

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_AN_IMAGE = 4096  # bytes an image takes beyond its own, in a ZIP or an index
_INDEX = 65_536  # bytes kept free for the index of a piece


class UploadImages(StrEnum):
    """How scans go up: a folder to choose, a ZIP to pick, or not at all."""

    FOLDER = "folder"
    ZIP = "zip"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class UploadRule:
    """`largest`: bytes of one file or of one folder of scans, 0 = no limit.

    `one_patient_id`: no upload may hold scans of two Patient IDs, though all are the patient's.
    """

    largest: int = 0
    images: UploadImages = UploadImages.FOLDER
    one_patient_id: bool = True


ANY_UPLOAD = UploadRule()
PAPERS_ONLY = UploadRule(images=UploadImages.NONE)


@dataclass(frozen=True, slots=True)
class Piece:
    """One upload of scans: the SHA-256 of its files, and the Patient ID they carry ("" for several or none)."""

    images: frozenset[str]
    patient_id: str


def taken(the_plan: Plan, rule: UploadRule) -> Plan:
    """What of a plan goes up: documents that can be shown as pages, and scans if any are taken."""
    no_scans = rule.images is UploadImages.NONE
    out = [Kept(item.record, LeftOutReason.NO_PAGES) for item in the_plan.documents if not item.shown]
    out += [Kept(study, LeftOutReason.SCANS_APART) for study in the_plan.studies if no_scans]
    counts = Counter(kept.reason for kept in out)
    return replace(
        the_plan,
        documents=tuple(item for item in the_plan.documents if item.shown),
        studies=() if no_scans else the_plan.studies,
        left_out=(*the_plan.left_out, *(LeftOut(reason, count) for reason, count in counts.items())),
        kept=(*the_plan.kept, *out),
    )


def said_of_taken(the_plan: Plan) -> Iterator[Problem]:
    """What the sender should know of what `taken` left out."""
    codes = {LeftOutReason.NO_PAGES: "not_taken", LeftOutReason.SCANS_APART: "scans_apart"}
    for kept in the_plan.kept:
        if kept.reason in codes:
            yield Problem(codes[kept.reason], kept.record.id)


def pieces(db: Database, the_plan: Plan, rule: UploadRule) -> tuple[Piece, ...]:
    """The scans in pieces that keep the rule, series whole where they fit. InputProblem "part_too_small"."""
    groups: dict[tuple[str, str], dict[str, list[tuple[str, int]]]] = {}
    seen: set[str] = set()
    for study in the_plan.studies:
        for _, fingerprint, instance in imaging.instances(db, documents.row_of(db, study.id)):
            uid = instance.sop_instance_uid or fingerprint.sha256
            if uid in seen or fingerprint.sha256 in the_plan.images_sent:
                continue
            seen.add(uid)
            key = (instance.issuer_of_patient_id, instance.patient_id) if rule.one_patient_id else ("", "")
            series = groups.setdefault(key, {}).setdefault(instance.series_instance_uid, [])
            series.append((fingerprint.sha256, fingerprint.size + _AN_IMAGE))
    return tuple(
        Piece(frozenset(share), patient_id)
        for (_, patient_id), series in groups.items()
        for share in _shares(list(series.values()), rule.largest)
    )


def _shares(groups: Sequence[Sequence[tuple[str, int]]], largest: int) -> list[set[str]]:
    if not largest:
        return [{sha256 for group in groups for sha256, _ in group}]
    return filled(groups, largest - _INDEX, largest)
