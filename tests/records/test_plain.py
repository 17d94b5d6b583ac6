"""Values to JSON and back: nothing is lost at a border."""

from __future__ import annotations

import json
import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import DateRead, FilePart, Recognition
from recordkeeper.records.imaging import InstanceRead, Series, Study
from recordkeeper.records.intake import FoundFile
from recordkeeper.records.kinds import DateRole, Kind
from recordkeeper.records.patient import Identifier, Patient, PersonRead
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.provenance import Box, Fingerprint, Reader, Reason
from recordkeeper.records.reading import Format, PageText, Reading, WordBox, WordBoxes

TEXT = st.text(max_size=20)
DATES = st.dates().map(PartialDate.of)
POINTS = st.floats(0, 1000, width=32)
BOXES = st.builds(Box, POINTS, POINTS, POINTS, POINTS)
FINGERPRINTS = st.builds(
    Fingerprint, st.text(string.hexdigits.lower()[:16], min_size=64, max_size=64), st.integers(0)
)
PEOPLE = st.builds(
    PersonRead, TEXT, st.none() | DATES, TEXT, st.lists(st.builds(Identifier, TEXT, TEXT), max_size=2).map(tuple)
)
REASONS = st.builds(Reason, TEXT, TEXT, TEXT, TEXT, st.none() | st.integers(1), st.none() | BOXES, st.none() | TEXT)
WORDS = st.builds(WordBox, st.integers(0, 99), st.integers(0, 99), POINTS, POINTS, POINTS, POINTS)
PAGES = st.builds(
    PageText,
    page=st.integers(1),
    text=TEXT,
    width=POINTS,
    words=st.lists(WORDS, max_size=3).map(WordBoxes.of),
    from_ocr=st.booleans(),
)
INSTANCES = st.builds(
    InstanceRead,
    person=PEOPLE,
    sop_class_uid=TEXT,
    sop_instance_uid=TEXT,
    study_instance_uid=TEXT,
    series_instance_uid=TEXT,
    transfer_syntax_uid=TEXT,
    instance_number=st.none() | st.integers(),
    slice_thickness=st.none() | st.floats(allow_nan=False),
    image_position_patient=st.lists(st.floats(allow_nan=False), max_size=3).map(tuple),
    has_pixels=st.booleans(),
    has_part10_header=st.booleans(),
)
VALUES = st.one_of(
    st.builds(
        Recognition,
        kind=st.sampled_from(Kind),
        kind_confidence=st.floats(0, 1),
        title=TEXT,
        service_date=st.none() | DATES,
        date_role=st.none() | st.sampled_from(DateRole),
        other_dates=st.lists(st.builds(DateRead, DATES, st.sampled_from(DateRole)), max_size=2).map(tuple),
        person=PEOPLE,
        reasons=st.lists(REASONS, max_size=2).map(tuple),
    ),
    st.builds(
        Reading,
        format=st.sampled_from(Format),
        reader=st.builds(Reader, TEXT, st.integers()),
        page_count=st.none() | st.integers(0),
        pages=st.lists(PAGES, max_size=2).map(tuple),
        instance=st.none() | INSTANCES,
    ),
    st.builds(FilePart, TEXT, FINGERPRINTS, st.sampled_from(Format), st.none() | st.integers(1)),
    st.builds(Patient, TEXT, st.none() | DATES, TEXT, st.lists(TEXT, max_size=2).map(tuple)),
    st.builds(
        Study,
        TEXT,
        st.lists(TEXT, max_size=2).map(tuple),
        TEXT,
        TEXT,
        st.lists(
            st.builds(
                Series,
                TEXT,
                st.none() | st.integers(),
                TEXT,
                TEXT,
                TEXT,
                st.lists(TEXT, max_size=2).map(tuple),
                st.none() | st.lists(st.integers(), max_size=2).map(tuple),
            ),
            max_size=2,
        ).map(tuple),
    ),
)


@settings(deadline=None)
@given(VALUES)
def test_every_value_survives_the_way_through_json(value: object) -> None:
    assert from_plain(type(value), json.loads(json.dumps(to_plain(value)))) == value


def test_defaults_are_left_out() -> None:
    assert to_plain(PageText(1, "words")) == {"page": 1, "text": "words"}


def test_an_older_program_reads_a_newer_line() -> None:
    assert from_plain(Identifier, {"issuer": "H", "value": "1", "colour": "blue"}) == Identifier("H", "1")


def test_bytes_cross_as_text() -> None:
    words = WordBoxes.of([WordBox(0, 1, 0.5, 1, 2, 3)])
    assert isinstance(to_plain(words)["packed"], str)
    assert from_plain(WordBoxes, to_plain(words)) == words


@pytest.mark.parametrize(
    "plain",
    [[], "words", 5, None, {"path": "a"}, {"path": "a", "name": "a", "outcome": "eaten"},
     {"path": "a", "name": "a", "outcome": "added", "fingerprint": {"sha256": "ab", "size": 1}},
     {"path": "a", "name": "a", "outcome": "added", "fingerprint": []}],
)  # fmt: skip
def test_what_does_not_fit_is_refused(plain: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        from_plain(FoundFile, plain)


def test_a_value_of_another_sort_is_refused() -> None:
    with pytest.raises(TypeError, match="object"):
        to_plain(object())
