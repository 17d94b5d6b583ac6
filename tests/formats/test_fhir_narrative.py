"""Narratives in FHIR: what a person wrote is read, what a machine listed is not."""

from __future__ import annotations

import pytest

from recordkeeper.formats.fhir_narrative import narrative


@pytest.mark.parametrize(
    ("told", "lines"),
    [
        ({"status": "additional", "div": "<div><p>One</p><p>Two</p></div>"}, ("One", "Two")),
        ({"status": "generated", "div": "<div>a&lt;br&gt;b</div>"}, ("a", "b")),
        ({"status": "empty", "div": "<div>nothing</div>"}, ()),
        ({"status": "generated", "div": "<div><p><b>Generated Narrative</b></p><p>id: 1</p></div>"}, ()),
        ({"div": "<div xmlns='http://www.w3.org/1999/xhtml'>open <b>tag</div>"}, ("open tag",)),
        ({"div": "no markup"}, ()),
        ("x", ()),
        (None, ()),
    ],
)
def test_lines_of_a_narrative(told: object, lines: tuple[str, ...]) -> None:
    assert narrative({"text": told}) == lines
