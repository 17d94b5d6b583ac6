"""README.txt at the bundle's root: the same story as the start sheet for whoever opens the folder first."""

from __future__ import annotations

import textwrap
from pathlib import Path

from recordkeeper.paper.lettering import clean
from recordkeeper.paper.start_first import supplement
from recordkeeper.paper.start_second import modality
from recordkeeper.records.papers import StartSheet, StudyLine
from recordkeeper.wording.words import Words

_WIDTH = 76  # characters; fits every editor and a printed page


def write(sheet: StartSheet, out: Path, words: Words) -> None:
    """Write plain UTF-8 text with CRLF line ends, which every system's simplest editor shows right.

    OSError when `out` cannot be written.
    """
    out.write_bytes(text(sheet, words).replace("\n", "\r\n").encode("utf-8"))


def text(sheet: StartSheet, words: Words) -> str:
    """Return the text of README.txt. Everything the start sheet may have cut short is whole here."""
    words = words.placing(**sheet.places.fields())
    blocks = [
        [words.say("bundle.readme.title")],
        _people(sheet, words),
        [words.say("bundle.readme.start"), *(line for text in supplement(sheet, words) for line in _wrapped(text))],
        _files(sheet, words),
        _documents(sheet, words),
        _studies(sheet, words),
        _left_out(sheet, words),
        _end(sheet, words),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _people(sheet: StartSheet, words: Words) -> list[str]:
    patient = sheet.patient
    name = clean(patient.name)
    who = (
        words.say("bundle.readme.patient_born", name=name, date=patient.birth_date)
        if patient.birth_date
        else words.say("bundle.readme.patient", name=name)
    )
    lines = [who]
    if patient.also_known_as:
        lines.append(f"{words.say('bundle.former_names')}: {'; '.join(map(clean, patient.also_known_as))}")
    lines += [f"{clean(number.issuer)}: {clean(number.value)}" for number in patient.identifiers]
    if sheet.recipient:
        lines.append(words.say("bundle.readme.recipient", recipient=clean(sheet.recipient)))
    if sheet.question:
        lines += ["", *_wrapped(words.say("bundle.readme.question", question=clean(sheet.question)))]
    return lines


def _files(sheet: StartSheet, words: Words) -> list[str]:
    places = sheet.places
    rows = {
        "start_here": places.start,
        "packet": places.packet if sheet.pages else "",
        "index": places.index,
        "sheets": places.sheets if sheet.sheets and not places.strict else "",
        "originals": places.originals,
        "imaging": places.imaging_named if sheet.studies else "",
        "manifest": places.manifest,
        "sums": places.sums,
        "fhir": places.fhir,
        "label": places.label,
    }
    width = max(map(len, rows.values())) + 3
    lines = [f"{place:<{width}}{words.say(f'bundle.readme.{key}')}" for key, place in rows.items() if place]
    return [words.say("bundle.readme.files_heading"), *lines]


def _documents(sheet: StartSheet, words: Words) -> list[str]:
    """What each short name stands for; readable names speak for themselves."""
    if not sheet.places.strict or not (sheet.items or sheet.sheets):
        return []
    lines = [words.say("bundle.readme.documents_heading")]
    lines += [f"{made.file}   {clean(made.title)}" for made in sheet.sheets]
    for item in sheet.items:
        date = words.date(item.date) if item.date else words.say("common.no_date")
        what = " · ".join(part for part in (date, clean(item.title), clean(item.facility)) if part)
        lines += [f"{file}   {what}" for file in item.files]
    return lines


def _studies(sheet: StartSheet, words: Words) -> list[str]:
    if not sheet.studies:
        return []
    key = "bundle.readme.profile" if sheet.profile else "bundle.readme.no_profile"
    profile = _wrapped(words.say(key, profile=sheet.profile)) if sheet.places.strict else []
    studies = (_study(study, words) for study in sheet.studies)
    return [words.say("bundle.readme.studies_heading"), *studies, *profile]


def _study(study: StudyLine, words: Words) -> str:
    date = words.date(study.date) if study.date else words.say("common.no_date")
    images = words.say("common.images", count=study.images)
    accession = clean(study.accession)
    parts = (date, modality(study.modalities, words), clean(study.what), accession, images, study.folder)
    return " · ".join(part for part in parts if part)


def _left_out(sheet: StartSheet, words: Words) -> list[str]:
    if not sheet.left_out:
        return []
    lines = [words.say("bundle.readme.left_out_heading")]
    for line in sheet.left_out:
        lines.append(f"{line.count} · {words.say(f'bundle.left_out.{line.reason}')}")
        lines += [f"    {clean(title)}" for title in line.titles]
    return lines


def _end(sheet: StartSheet, words: Words) -> list[str]:
    made = words.say("bundle.readme.made", date=sheet.made_on, program=sheet.made_with, bundle=sheet.bundle_id)
    return [*_wrapped(made), *_wrapped(words.say("bundle.readme.note"))]


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, _WIDTH)
