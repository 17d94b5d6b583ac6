"""Naming and ordering studies once their slices are in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from recordkeeper.catalogue import documents, imaging, jobs, sources
from recordkeeper.intake import judge
from recordkeeper.recognise.imaging_rules import ImagingRules
from recordkeeper.recognise.study import plain_series_name, recognise_study
from recordkeeper.records.imaging import InstanceRead, Series
from recordkeeper.records.reading import Condition

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


def group_waiting(db: Database, rules: ImagingRules) -> None:
    """Do every waiting group job, a transaction each. Runs on the writer lane; doing it twice does no harm."""
    for record_id in jobs.waiting(db, jobs.GROUP):
        with db.atomic():
            _group(db, rules, record_id)
            jobs.done(db, record_id, jobs.GROUP)


def _group(db: Database, rules: ImagingRules, record_id: str) -> None:
    row = documents.row_of(db, record_id)
    found = imaging.instances(db, row)
    headers = [instance for _, _, instance in found]
    recognition = recognise_study(headers, rules=rules)
    judged = judge.judge(sources.patient(db), recognition, Condition.READ, study_uid=headers[0].study_instance_uid)
    documents.put(db, record_id, judged, None)
    lines = [judged.recognition.title, judged.recognition.facility, headers[0].study_description]
    numbered = [(original_id, instance) for original_id, _, instance in found]
    for uid, members in groupby(numbered, key=lambda pair: pair[1].series_instance_uid):
        series, order = _series(uid, list(members), rules)
        imaging.put_series(db, row, series, order)
        lines += [series.plain_name, series.description]
    imaging.put_description(db, row, "\n".join(dict.fromkeys(line for line in lines if line)))


def _series(uid: str, members: Sequence[tuple[int, InstanceRead]], rules: ImagingRules) -> tuple[Series, list[int]]:
    headers = [instance for _, instance in members]
    order = judge.geometric_order(members)
    by_number = dict(members)
    series = Series(
        uid=uid,
        number=headers[0].series_number,
        modality=headers[0].modality,
        description=headers[0].series_description,
        plain_name=plain_series_name(headers, rules=rules),
        instances=tuple(dict.fromkeys(by_number[number].sop_instance_uid for number in order)),
        missing=judge.missing_numbers(headers),
    )
    return series, order
