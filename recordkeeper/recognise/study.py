"""What a DICOM study is: its title in plain words, its date, place, doctor and patient, from the headers alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from recordkeeper.recognise.folding import fold, plain_letters
from recordkeeper.recognise.imaging_rules import ImagingRules
from recordkeeper.recognise.names import display_name
from recordkeeper.recognise.printed_dates import partial_date
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import DateRead, Recognition
from recordkeeper.records.imaging import InstanceRead
from recordkeeper.records.kinds import DateRole, Kind
from recordkeeper.records.patient import PersonRead
from recordkeeper.records.provenance import Reason

# Best first; InstanceCreationDate is when the file was made and never counts.
_DATES = (
    ("study_date", "StudyDate", 0.97),
    ("acquisition_date", "AcquisitionDate", 0.93),
    ("series_date", "SeriesDate", 0.9),
    ("content_date", "ContentDate", 0.8),
)
_FIRST_DAY = PartialDate(1895)  # no X-ray picture is older
_DATE = re.compile(r"\s*(\d{4})[.\-]?(\d{2})[.\-]?(\d{2})")
_LETTERS = re.compile(r"\b([A-Z])/([A-Z])/([A-Z])\b")  # C/A/P: chest, abdomen and pelvis
_LONGEST = 120


def recognise_study(instances: Sequence[InstanceRead], *, rules: ImagingRules) -> Recognition:
    """Return what the study made of `instances` is; all of them are taken to share one StudyInstanceUID."""
    reasons: list[Reason] = []

    def told(field: str, value: str, keyword: str, words: str) -> str:
        if value:
            reasons.append(Reason(field, value, f"DICOM {keyword}", words))
        return value

    pictures = [one for one in instances if one.modality not in rules.report_modalities] or list(instances)
    told("kind", str(Kind.IMAGING_STUDY), "Modality", ", ".join(_modalities(instances)))
    title = told(
        "title",
        _title(pictures, rules),
        "Modality, BodyPartExamined, StudyDescription",
        _first(pictures, "study_description"),
    )
    date, confidence = None, 0.0
    others: tuple[DateRead, ...] = ()
    for field, keyword, sure in _DATES:
        date = _date_of(instances, field)
        if date:
            confidence = sure
            told("service_date", str(date), keyword, _first(instances, field))
            others = _other_dates(instances, field, date)
            break
    facility = told(
        "facility", _first(instances, "institution_name"), "InstitutionName", _first(instances, "institution_name")
    )
    accession = told(
        "accession", _first(instances, "accession_number"), "AccessionNumber", _first(instances, "accession_number")
    )
    referring = _first(instances, "referring_physician_name")
    author = told("author", display_name(referring), "ReferringPhysicianName", referring)
    person = _person(instances)
    told("patient_name", display_name(person.name), "PatientName", person.name)
    return Recognition(
        kind=Kind.IMAGING_STUDY,
        kind_confidence=1.0,
        title=title,
        service_date=date,
        date_role=DateRole.STUDY if date else None,
        date_confidence=confidence,
        other_dates=others,
        facility=facility,
        author=author,
        accession=accession,
        person=PersonRead(display_name(person.name), person.birth_date, person.sex, person.identifiers),
        reasons=tuple(reasons),
        facility_key=rules.places.key(facility),
    )


def _first(instances: Sequence[InstanceRead], field: str) -> str:
    """The commonest filled-in value: one odd file does not rename the study."""
    values = Counter(str(value).strip() for one in instances if (value := getattr(one, field)))
    del values[""]
    return values.most_common(1)[0][0] if values else ""


def _date_of(instances: Sequence[InstanceRead], field: str) -> PartialDate | None:
    values = Counter(date for one in instances if (date := _date(getattr(one, field))))
    return values.most_common(1)[0][0] if values else None


def _date(value: str) -> PartialDate | None:
    match = _DATE.match(value)
    date = partial_date(*(int(part) for part in match.groups())) if match else None
    return date if date and date >= _FIRST_DAY else None


def _other_dates(instances: Sequence[InstanceRead], used: str, date: PartialDate) -> tuple[DateRead, ...]:
    others = {_date_of(instances, field) for field, _, _ in _DATES if field != used} - {None, date}
    return tuple(DateRead(other, DateRole.STUDY) for other in sorted(one for one in others if one))


def _person(instances: Sequence[InstanceRead]) -> PersonRead:
    people = Counter(one.person for one in instances if one.person)
    return people.most_common(1)[0][0] if people else PersonRead()


def _modalities(instances: Sequence[InstanceRead]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.modality for one in instances if one.modality))


def _title(instances: Sequence[InstanceRead], rules: ImagingRules) -> str:
    modalities = " and ".join(
        dict.fromkeys(rules.modalities.get(code, code) for code in _modalities(instances)[:3])
    )
    if set(_modalities(instances)) >= {"PT", "CT"}:
        modalities = "PET-CT"
    description = _first(instances, "study_description")
    body = _body_part(instances, rules) or _part_in(description, rules)
    base = ", ".join(part for part in (modalities or "Images", body) if part)
    extra = _tidy(description)
    if extra and not set(fold(extra).split()) <= set(fold(f"{base} {' '.join(_modalities(instances))}").split()):
        base = f"{base} ({extra})"
    return base[:_LONGEST]


def _tidy(text: str) -> str:
    text = " ".join(re.sub(r"[_^]+", " ", text).split())
    return text if any(sign.isalpha() for sign in text) and len(text) > 1 else ""


def _body_part(instances: Sequence[InstanceRead], rules: ImagingRules) -> str:
    code = re.sub(r"[^A-Z]", "", _first(instances, "body_part_examined").upper())
    if not code:
        return ""
    return (
        rules.body_parts.get(code)
        or rules.body_parts.get(code.rstrip("S"))
        or _first(instances, "body_part_examined").lower()
    )


def _part_in(text: str, rules: ImagingRules) -> str:
    words = re.findall(r"[A-Z]+", _LETTERS.sub(r"\1\2\3", plain_letters(text).upper()))
    parts = [rules.body_parts[word] for word in words if word in rules.body_parts]
    parts = list(dict.fromkeys(parts))
    if not parts:
        return ""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def plain_series_name(instances: Sequence[InstanceRead], *, rules: ImagingRules) -> str:
    """Return a series' name in plain words, such as "Chest CT, soft tissue, 3 mm, with contrast"."""
    code = _first(instances, "modality")
    modality = rules.modalities.get(code, code or "Images")
    printed = " ".join(_first(instances, field) for field in ("series_description", "protocol_name"))
    description = _first(instances, "series_description")
    body = (
        _body_part(instances, rules)
        or _part_in(printed, rules)
        or _part_in(_first(instances, "study_description"), rules)
    )
    lateral = {"L": "left ", "R": "right "}.get(_first(instances, "laterality").upper()[:1], "")
    head = f"{lateral}{body} {_within(modality)}" if body else modality
    head = head[:1].upper() + head[1:]
    told = _series_words(description.replace("_", " "), rules)
    thickness = "" if rules.no_slices & set(told) else _thickness(instances)
    parts = [head, *told, thickness, _contrast(instances, rules)]
    name = ", ".join(dict.fromkeys(part for part in parts if part))
    if not told and _tidy(description) and fold(description) not in fold(name):
        name = f"{name} ({_tidy(description)})"
    return name[:_LONGEST]


def _within(modality: str) -> str:
    """A modality inside a line: "nuclear medicine", but "CT" and "X-ray"."""
    return modality if modality[1:2].isupper() or modality[1:2] == "-" else modality[:1].lower() + modality[1:]


def _series_words(description: str, rules: ImagingRules) -> list[str]:
    found = [plain for search, plain in rules.series_words if search.search(description)]
    return list(dict.fromkeys(found))[:3]


def _thickness(instances: Sequence[InstanceRead]) -> str:
    values = Counter(one.slice_thickness for one in instances if one.slice_thickness and one.slice_thickness > 0)
    if not values or _first(instances, "modality") not in ("CT", "MR", "PT", "NM"):
        return ""
    return f"{values.most_common(1)[0][0]:.3g} mm"


def _contrast(instances: Sequence[InstanceRead], rules: ImagingRules) -> str:
    """What the header says was given, else what the series' own words say, else those of its protocol."""
    agent = fold(_first(instances, "contrast_bolus_agent"))
    if agent and agent not in ("no", "none", "without", "n", "0", "nein", "oral"):
        return "with contrast"
    if _first(instances, "modality") not in rules.contrast.modalities:
        return ""
    described, protocol = (
        rules.contrast.said(_first(instances, field).replace("_", " "))
        for field in ("series_description", "protocol_name")
    )
    return described or protocol
