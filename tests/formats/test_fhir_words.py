"""Values of FHIR in words, by their shape, as printed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.formats.fhir_load import text
from recordkeeper.formats.fhir_words import first_words, values, words, words_at


def refer(reference: dict[str, object]) -> str:
    return text(reference.get("display"))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("2024-03-05T10:11:12+01:00", "2024-03-05"),
        ("2024-03", "2024-03"),
        ("final", "final"),
        ({"coding": [{"code": "x"}, {"display": "Hemoglobin"}]}, "Hemoglobin"),
        ({"coding": [{"code": "718-7"}], "text": "Hb"}, "Hb"),
        ({"coding": [[{"code": "718-7", "display": "Hb"}]]}, "Hb"),
        ({"system": "s", "code": "c", "display": "As coded"}, "As coded"),
        ({"value": "9.10", "unit": "g/dL", "comparator": "<"}, "<9.10 g/dL"),
        ({"value": "7", "units": "mm", "code": "mm"}, "7 mm"),
        ({"value": "3", "unit": "1"}, "3"),
        ({"low": {"value": "12", "unit": "g/dL"}, "high": {"value": "16", "unit": "g/dL"}}, "12–16 g/dL"),
        ({"high": {"value": "5", "unit": "U/L"}}, "≤ 5 U/L"),
        ({"low": {"value": "4"}, "text": "4.0 up"}, "4.0 up"),
        ({"start": "2024-03-01", "end": "2024-03-05"}, "2024-03-01 – 2024-03-05"),
        ({"start": "2024-03-01T08:00:00Z", "end": "2024-03-01T09:00:00Z"}, "2024-03-01"),
        ({"numerator": {"value": "1", "unit": "mg"}, "denominator": {"value": "2", "unit": "ml"}}, "1 mg / 2 ml"),
        ({"reference": "Practitioner/1", "display": "Dr Field"}, "Dr Field"),
        ({"family": "Sample", "given": ["Anna", "Maria"], "prefix": ["Ms."]}, "Ms. Anna Maria Sample"),
        ({"text": "one<br>two"}, "one two"),
        ({"timing": {"code": {"text": "twice a day"}}, "route": {"text": "by mouth"}}, "by mouth, twice a day"),
        ({"route": {"text": "by mouth"}, "text": "One at night"}, "One at night"),
        ({"timing": {"repeat": {"frequency": "1", "period": "6", "periodUnit": "h"}}}, "1 x / 6 h"),
        ([{"text": "a"}, {"text": "b"}, {"text": "a"}], "a, b"),
        (None, ""),
        ({}, ""),
        ([[["x"]]], ""),
    ],
)
def test_a_value_is_said_by_its_shape(value: Any, said: str) -> None:
    assert words(value, refer) == said


def test_paths_open_lists_and_any_type() -> None:
    resource = {
        "stage": [{"summary": {"text": "II"}}, {"summary": {"text": "III"}}],
        "valueString": "a",
        "value": 1,
    }
    assert words_at(resource, "stage.summary", refer) == "II, III"
    assert list(values(resource, "value[x]")) == ["a"]
    assert first_words(resource, ("nothing", "valueString"), refer) == "a"


json_like = st.recursive(
    st.none() | st.booleans() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["value", "text", "coding", "low", "start", "family", "timing"]), inner)
    ),
    max_leaves=12,
)


@given(json_like)
def test_whatever_stands_there_gives_words_or_none(value: object) -> None:
    assert isinstance(words(value, refer), str)
    assert isinstance(words_at({"a": value}, "a.text", refer), str)
