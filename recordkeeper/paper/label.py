"""The label of a disc and the front of its envelope, on one sheet to print and cut: what IHE PDI wants outside."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.paper.column import BODY, SMALL, Column
from recordkeeper.paper.look import MUTED, RULE, Style
from recordkeeper.paper.pages import Paper
from recordkeeper.paper.sheet import Sheet
from recordkeeper.paper.start_second import modality
from recordkeeper.records.papers import StartSheet, StudyLine
from recordkeeper.wording.words import Words

_MM = 72 / 25.4
_SIDE, _TOP = 48.0, 60.0
_LABEL = 118 * _MM  # the paper in a disc's case is 120 mm square
_ENVELOPE = 130 * _MM, 95 * _MM
_PAD = 14.0
_NAME, _MARK = Style(15, bold=True), Style(8.5, colour=MUTED)


def write(sheet: StartSheet, out: Path, words: Words) -> None:
    """Write the sheet at `out`: who, which hospitals and numbers, what is inside, which part of how many."""
    words = words.placing(**sheet.places.fields())
    paper = Paper()
    page = paper.upright(sheet.paper)
    page.text(_SIDE, 40, words.say("bundle.label.cut"), _MARK)
    _panel(page, _TOP, _LABEL, _LABEL, sheet, words)
    _panel(page, _TOP + _LABEL + 34, *_ENVELOPE, sheet, words)
    title = f"{words.say('bundle.label.title')}: {sheet.patient.name}"
    paper.finish(title=title, language=words.language, made_with=sheet.made_with)
    paper.save(out)


def _panel(page: Sheet, top: float, width: float, height: float, sheet: StartSheet, words: Words) -> None:
    """One framed panel; what does not fit is counted."""
    for y in (top, top + height):
        page.rule(_SIDE, _SIDE + width, y, RULE)
    for x in (_SIDE, _SIDE + width):
        page.box(x, top, 0.6, height, RULE)
    column = Column(page, _SIDE + _PAD, width - 2 * _PAD, top + _PAD + 12, top + height - _PAD)
    patient = sheet.patient
    column.paragraph(patient.name, _NAME, 2)
    if patient.birth_date:
        column.paragraph(words.say("bundle.born", date=patient.birth_date), BODY, 1)
    numbers = " · ".join(f"{number.issuer} {number.value}".strip() for number in patient.identifiers)
    if numbers:
        column.paragraph(numbers, SMALL, 2)
    column.gap(6)
    for study, left in _fitting(column, sheet.studies):
        column.paragraph(_study(study, words), Style(9), 2)
        if left:
            column.paragraph(words.say("bundle.and_more_studies", count=left), SMALL, 1)
    column.y = column.bottom - 3 * BODY.leading
    column.paragraph(_counts(sheet, words), BODY, 2)
    part = words.say("bundle.label.part", part=sheet.part, parts=sheet.parts) if sheet.parts > 1 else ""
    made = words.say("bundle.label.made", date=sheet.made_on)
    column.paragraph(" · ".join(text for text in (part, made, words.say("bundle.copy_mark")) if text), SMALL, 2)


def _fitting(column: Column, studies: tuple[StudyLine, ...]) -> list[tuple[StudyLine, int]]:
    """The studies there is room for; the last is told how many are not shown."""
    room = max(1, int((column.room - 4 * BODY.leading) / (2 * 9 * 1.38)))
    shown = studies[:room]
    hidden = len(studies) - len(shown)
    return [(study, hidden if at == len(shown) - 1 else 0) for at, study in enumerate(shown)]


def _study(study: StudyLine, words: Words) -> str:
    date = words.date(study.date) if study.date else words.say("common.no_date")
    images = words.say("common.images", count=study.images)
    parts = (date, modality(study.modalities, words), study.what, study.facility, study.accession, images)
    return " · ".join(part for part in parts if part)


def _counts(sheet: StartSheet, words: Words) -> str:
    """What is inside in a line: studies, images, documents, and whether they are DICOM only."""
    parts = []
    if sheet.studies:
        parts.append(f"{len(sheet.studies)} {words.say('bundle.figure.studies', count=len(sheet.studies))}")
        parts.append(words.say("common.images", count=sheet.images))
    if sheet.documents:
        parts.append(f"{sheet.documents} {words.say('bundle.figure.documents', count=sheet.documents)}")
    parts.append(words.say("bundle.label.dicom_and_web" if sheet.studies else "bundle.label.web"))
    return " · ".join(parts)
