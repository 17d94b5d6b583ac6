"""One document's text in, what it is out: kind, dates, title, place, author and person, each with reasons."""

from __future__ import annotations

import functools
from collections.abc import Sequence

from recordkeeper.recognise.accession import find_accession
from recordkeeper.recognise.author import find_author
from recordkeeper.recognise.department import find_department
from recordkeeper.recognise.fields import read_form
from recordkeeper.recognise.kind import find_kind
from recordkeeper.recognise.layout import Sheets
from recordkeeper.recognise.origin import find_facility
from recordkeeper.recognise.person import read_person
from recordkeeper.recognise.rules import Rules
from recordkeeper.recognise.service_date import find_service_date
from recordkeeper.recognise.stated import recognise_stated
from recordkeeper.recognise.title import find_title
from recordkeeper.records.document import Recognition
from recordkeeper.records.kinds import Kind
from recordkeeper.records.provenance import Reason
from recordkeeper.records.reading import Format, PageText
from recordkeeper.records.stated import Stated

_PICTURES = frozenset({Format.JPEG, Format.PNG, Format.HEIC})
_FIRST, _LAST = 24, 4  # pages looked at
_FEWEST_LETTERS = 12  # below this there is nothing to read
_GLANCE = 200  # characters of a page in which the letters are counted
_PHOTO_CONFIDENCE = 0.5  # a picture without text is a photo, or a paper nobody has read yet
_NOTHING_CONFIDENCE = 0.2
_TELLING = 0.3  # below it the kind says nothing of which date is the record's own


def recognise(
    pages: Sequence[PageText],
    *,
    rules: Rules,
    format: Format,  # noqa: A002
    file_title: str = "",
    country: str = "",
    stated: Stated | None = None,
) -> Recognition:
    """Return what the document with these pages is. Never raises for odd text; unsure means a low confidence.

    `file_title` is the file's own title field (untrusted, a weak cue); `country` (ISO 3166) decides how 03/04/2024
    is read when the page does not; `stated` are facts from fields of the file, which outrank its text.
    """
    if stated is not None:
        read_text = functools.partial(recognise, rules=rules, format=format, file_title=file_title, country=country)
        return recognise_stated(stated, pages, rules, read_text)
    letters = sum(sum(map(str.isalpha, page.text[:_GLANCE])) for page in pages[:_FIRST])
    if letters < _FEWEST_LETTERS:
        return _without_text(pages, rules, format)
    sheets = Sheets(_ends(pages))
    form = read_form(sheets, rules.people)
    found = find_kind(sheets, rules, file_title)
    dated = found.kind if found.confidence >= _TELLING else Kind.OTHER
    dates = find_service_date(sheets, dated, rules, country)
    facility, facility_why = find_facility(sheets, form, rules.people)
    accession, accession_why = find_accession(sheets, form)
    person, person_whys = read_person(sheets, form, rules.people, dates.birth, dates.birth_date, facility)
    author, author_why = find_author(sheets, form, rules.people, person.name)
    title, title_why = find_title(sheets, found.kind, rules, file_title)
    department, department_why = find_department(sheets, rules)
    if any(identifier.value == accession for identifier in person.identifiers):
        accession, accession_why = "", None
    maybe = (title_why, facility_why, department_why, author_why, accession_why)
    reasons = (*found.reasons, *dates.reasons, *(why for why in maybe if why), *person_whys)
    return Recognition(
        kind=found.kind,
        kind_confidence=found.confidence,
        likely=tuple(kind for kind, _ in found.scores if kind is not found.kind),
        title=title,
        service_date=dates.date,
        date_role=dates.role,
        date_confidence=dates.confidence,
        other_dates=dates.others,
        facility=facility,
        author=author,
        accession=accession,
        person=person,
        reasons=reasons,
        facility_key=rules.imaging.places.key(facility),
        department=department,
        date_order=dates.order,
    )


def _ends(pages: Sequence[PageText]) -> Sequence[PageText]:
    """The pages that say what a document is: a thousand-page file has told it by its first and its last ones."""
    return pages if len(pages) <= _FIRST + _LAST else (*pages[:_FIRST], *pages[-_LAST:])


def _without_text(pages: Sequence[PageText], rules: Rules, format_: Format) -> Recognition:
    picture = format_ in _PICTURES or (format_ is Format.TIFF and len(pages) <= 1)
    kind = Kind.PHOTO if picture else Kind.OTHER
    rule = "a picture without readable text" if picture else "no readable text"
    confidence = _PHOTO_CONFIDENCE if picture else _NOTHING_CONFIDENCE
    return Recognition(kind, confidence, title=rules.kinds.names[kind], reasons=(Reason("kind", str(kind), rule),))
