"""Values as the contract's JSON: fixed names, everything present, null where there is nothing."""

from __future__ import annotations

from typing import Any

from recordkeeper.catalogue import labs
from recordkeeper.catalogue.changes import Change, touched
from recordkeeper.catalogue.dating import DateQuestion
from recordkeeper.catalogue.documents import ShownPage
from recordkeeper.catalogue.issuers import Facility
from recordkeeper.prepare.account import Account
from recordkeeper.prepare.labs_table import test_name
from recordkeeper.prepare.photo_runs import PhotoRun
from recordkeeper.prepare.telling import sentence
from recordkeeper.records.belonging import Relative
from recordkeeper.records.bundle import LedgerEntry
from recordkeeper.records.clinical import KeptFact
from recordkeeper.records.document import FilePart, Record
from recordkeeper.records.gaps import Gap
from recordkeeper.records.imaging import Study
from recordkeeper.records.intake import Receipt
from recordkeeper.records.labs import KeptResult, Series
from recordkeeper.records.patient import Patient, PersonRead
from recordkeeper.records.provenance import Box, Reason
from recordkeeper.records.query import Hit
from recordkeeper.wording.words import Words


def patient(value: Patient) -> dict[str, Any]:
    return {
        "name": value.name,
        "birth_date": _date(value.birth_date),
        "sex": value.sex or None,
        "also_known_as": list(value.also_known_as),
        "identifiers": [{"issuer": i.issuer, "value": i.value} for i in value.identifiers],
        "country": value.country or None,
    }


def record(value: Record) -> dict[str, Any]:
    return {
        "id": value.id,
        "kind": value.kind.value,
        "kind_confidence": round(value.kind_confidence, 4),
        "title": value.title,
        "service_date": _date(value.service_date),
        "date_role": value.date_role.value if value.date_role else None,
        "date_confidence": round(value.date_confidence, 4),
        "other_dates": [{"date": str(d.date), "role": d.role.value} for d in value.other_dates],
        "facility": value.facility or None,
        "facility_printed": value.facility_printed or None,
        "department": value.department or None,
        "author": value.author or None,
        "accession": value.accession or None,
        "patient_read": person(value.person),
        "identity": value.identity.value,
        "status": value.status.value,
        "set_aside_reason": value.set_aside_reason or None,
        "moved_to": value.moved_to or None,
        "doubts": [doubt.value for doubt in value.doubts],
        "page_count": value.page_count,
        "files": [_file(part) for part in value.files],
        "imaging": _study(value.imaging) if value.imaging else None,
        "encloses": list(value.encloses),
        "enclosed_in": list(value.enclosed_in),
        "pairings": [_relative(each) for each in value.relatives.pairings],
        "pairing_offers": [_relative(each) for each in value.relatives.offers],
        "twins": [_relative(each) for each in value.relatives.twins],
        "supersedes": list(value.relatives.supersedes),
        "shown_as": value.relatives.shown_as or None,
        "kept_apart_from": list(value.relatives.apart),
        "starred": value.marks.starred,
        "tags": list(value.marks.tags),
        "note": value.marks.note or None,
    }


def _relative(value: Relative) -> dict[str, Any]:
    return {
        "id": value.record,
        "relation": value.relation.value,
        "confidence": round(value.confidence, 4),
        "said_by_you": value.said,
        "reasons": [{"rule": why.rule, "words": why.words} for why in value.reasons],
    }


def person(value: PersonRead) -> dict[str, Any]:
    return {
        "name": value.name or None,
        "birth_date": _date(value.birth_date),
        "identifiers": [{"issuer": i.issuer, "value": i.value} for i in value.identifiers],
    }


def _file(part: FilePart) -> dict[str, Any]:
    return {
        "name": part.name,
        "fingerprint": part.fingerprint.sha256,
        "format": part.format.value,
        "bytes": part.fingerprint.size,
        "first_page": part.first_page,
        "last_page": part.last_page,
    }


def _study(value: Study) -> dict[str, Any]:
    return {
        "study_uid": value.study_uid,
        "modalities": list(value.modalities),
        "body_part": value.body_part or None,
        "description": value.description or None,
        "series": [
            {
                "uid": series.uid,
                "number": series.number,
                "modality": series.modality,
                "description": series.description,
                "plain_name": series.plain_name,
                "instances": list(series.instances),
                "missing": list(series.missing) if series.missing is not None else None,
            }
            for series in value.series
        ],
    }


def reason(value: Reason) -> dict[str, Any]:
    return {
        "field": value.field,
        "value": value.value,
        "file": value.file,
        "page": value.page,
        "box": _box(value.box),
        "words": value.words,
        "rule": value.rule,
    }


def fact(value: KeptFact) -> dict[str, Any]:
    return {
        "id": value.called,
        "fact": value.fact.kind.value,
        "name": value.fact.name or None,
        "printed": value.fact.printed,
        "date": _date(value.fact.date),
        "record": value.shown_in,
        "file": value.file,
        "page": value.fact.page,
        "box": _box(value.fact.box),
        "words": value.fact.words,
        "confidence": value.fact.confidence,
        "status": value.status.value,
    }


def lab_series(value: Series, words: Words) -> dict[str, Any]:
    return {
        "test": test_name(value, words),
        "key": value.test.key,
        "loinc": value.test.loinc or None,
        "group": value.test.group or None,
        "unit": value.unit,
        "axis": value.test.axis or None,
        "lab": value.lab,
        "points": [lab_point(point) for point in value.points],
    }


def lab_point(value: KeptResult) -> dict[str, Any]:
    result = value.result
    collected = _date(result.taken.collected)
    return {
        "id": f"{value.record}{labs.SIGN}{value.id}",
        "date": _date(value.day),
        "printed_name": result.name,
        "printed": result.printed,
        "value": result.value,
        "comparator": result.comparator,
        "printed_unit": result.unit,
        "range": result.range,
        "flag": result.flag,
        "specimen": result.specimen,
        "method": result.method,
        "comment": result.comment,
        "collected": f"{collected}T{result.taken.time}" if collected and result.taken.time else collected,
        "received": _date(result.taken.received),
        "reported": _date(result.taken.reported),
        "record": value.shown_in or None,
        "file": value.file,
        "page": result.page or None,
        "box": _box(result.box),
        "confidence": result.confidence,
        "status": value.status.value,
        "confirmed": value.confirmed,
        "doubts": [doubt.value for doubt in result.doubts],
    }


def page(value: ShownPage) -> dict[str, Any]:
    return {"page": value.page, "text": value.text, "from_ocr": value.from_ocr}


def hit(value: Hit) -> dict[str, Any]:
    return {
        "record": value.record,
        "page": value.page,
        "boxes": [_box(box) for box in value.boxes],
        "snippet": value.snippet,
        "score": value.score,
    }


def gap(value: Gap, words: Words) -> dict[str, Any]:
    return {
        "gap": value.kind.value,
        "why": sentence(words, value),
        "record": value.record,
        "page": value.page,
        "words": value.words or None,
    }


def offer(value: PhotoRun, words: Words) -> dict[str, Any]:
    count = len(value.records)
    return {
        "offer": "one_document",
        "records": list(value.records),
        "why": words.say("gaps.photo_run", count=count),
    }


def receipt(value: Receipt, account: Account, words: Words) -> dict[str, Any]:
    return {
        "intake": value.intake,
        "totals": {outcome.value: count for outcome, count in value.totals.items()},
        "files": [
            {
                "path": row.path,
                "outcome": row.outcome.value,
                "reason_code": row.reason_code or None,
                "reason": words.say(f"reasons.{row.reason_code}", detail=row.detail) if row.reason_code else None,
                "records": list(row.records),
            }
            for row in value.files
        ],
        "gaps": [gap(each, words) for each in account.gaps],
        "offers": [offer(each, words) for each in account.photo_runs],
        "date_questions": [date_question(each) for each in account.dates],
    }


def date_question(value: DateQuestion) -> dict[str, Any]:
    return {
        "facility": value.name,
        "records": list(value.records),
        "example": value.example,
        "words": value.words or None,
        "page": value.reason.page if value.reason else None,
        "box": list(value.reason.box) if value.reason and value.reason.box else None,
        "month_first": str(value.month_first),
        "day_first": str(value.day_first),
    }


def facility(value: Facility) -> dict[str, Any]:
    return {
        "facility": value.name,
        "spellings": list(value.spellings),
        "merged": [name for _, name in value.merged],
        "records": value.records,
        "date_order": value.date_order.value if value.date_order else None,
        "unclear_dates": list(value.unclear),
        "asks": ["date_order"] if value.asks else [],
    }


def change(value: Change) -> dict[str, Any]:
    return {
        "seq": value.seq,
        "at": value.at,
        "label": value.label,
        "records": list(touched(value.forward)),
        "forward": value.forward,
        "inverse": value.inverse,
        "undoes": value.undoes,
        "undone": value.undone,
    }


def bundle(value: LedgerEntry) -> dict[str, Any]:
    return {
        "bundle": value.id,
        "made": value.made,
        "path": value.path,
        "shape": value.shape,
        "recipient": value.recipient or None,
        "manifest_sha256": value.manifest_sha256,
        "counts": value.counts,
        "records": list(value.records),
    }


def _date(value: object) -> str | None:
    return str(value) if value is not None else None


def _box(value: Box | None) -> list[float] | None:
    return [round(side, 2) for side in value] if value is not None else None
