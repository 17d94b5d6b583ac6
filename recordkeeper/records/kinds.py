"""The closed sets of the house: what a record is, how far it is sure, what became of a file."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What sort of record. `other` is an honest answer."""

    PATHOLOGY_REPORT = "pathology_report"
    CYTOLOGY_REPORT = "cytology_report"
    HEMATOPATHOLOGY_REPORT = "hematopathology_report"
    MOLECULAR_REPORT = "molecular_report"
    GERMLINE_REPORT = "germline_report"
    IMAGING_REPORT = "imaging_report"
    IMAGING_STUDY = "imaging_study"
    LAB_REPORT = "lab_report"
    DISCHARGE_SUMMARY = "discharge_summary"
    OPERATIVE_NOTE = "operative_note"
    PROCEDURE_REPORT = "procedure_report"
    CONSULT_NOTE = "consult_note"
    PROGRESS_NOTE = "progress_note"
    LETTER = "letter"
    MEDICATION_LIST = "medication_list"
    SYSTEMIC_THERAPY_RECORD = "systemic_therapy_record"
    RADIATION_SUMMARY = "radiation_summary"
    TREATMENT_PLAN = "treatment_plan"
    TUMOR_BOARD = "tumor_board"
    PORTAL_SUMMARY = "portal_summary"
    EMERGENCY_NOTE = "emergency_note"
    INSURANCE = "insurance"
    CONSENT = "consent"
    VISIT_SUMMARY = "visit_summary"
    PHOTO = "photo"
    OTHER = "other"


class Status(StrEnum):
    """How far a record is settled. Only a person makes it `confirmed`."""

    RECOGNISED = "recognised"
    TO_REVIEW = "to_review"
    CONFIRMED = "confirmed"
    SET_ASIDE = "set_aside"
    TRASHED = "trashed"


class Identity(StrEnum):
    """Whether the person a record names is the patient of this library."""

    AGREES = "agrees"
    DIFFERS = "differs"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    """What became of one file of an intake. `container` stands outside the receipt's totals."""

    ADDED = "added"
    ALREADY_HERE = "already_here"
    SET_ASIDE = "set_aside"
    NOT_RECORDS = "not_records"
    UNREADABLE = "unreadable"
    LOCKED = "locked"
    PENDING = "pending"
    CONTAINER = "container"


class DateRole(StrEnum):
    """What happened on a date. The first group can be a service date, the second never is."""

    COLLECTED = "collected"
    RECEIVED = "received"
    REPORTED = "reported"
    EXAM = "exam"
    PROCEDURE = "procedure"
    ADMISSION = "admission"
    DISCHARGE = "discharge"
    VISIT = "visit"
    LETTER = "letter"
    LIST = "list"
    TREATMENT = "treatment"
    STUDY = "study"
    UNLABELLED = "unlabelled"
    BIRTH = "birth"
    PRINTED = "printed"
    SIGNED = "signed"
    DICTATED = "dictated"
    FAXED = "faxed"
    COMPARISON = "comparison"
    EXPIRY = "expiry"


NEVER_OF_CARE = frozenset({
    DateRole.BIRTH, DateRole.PRINTED, DateRole.SIGNED, DateRole.DICTATED, DateRole.FAXED, DateRole.COMPARISON,
    DateRole.EXPIRY,
})  # fmt: skip


class DateOrder(StrEnum):
    """Which number of 03/04/2024 is the month."""

    MONTH_FIRST = "month_first"
    DAY_FIRST = "day_first"


class Doubt(StrEnum):
    """What a person is asked about a record."""

    KIND = "kind"
    DATE = "date"
    WHOSE = "whose"
    UNREAD = "unread"
