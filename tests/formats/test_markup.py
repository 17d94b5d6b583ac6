"""HTML and XML as text: what a browser would show, and nothing from outside the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.formats.markup import html_text, xml_text
from tests.fakes.trouble_files import (
    html_nested_deeply,
    xml_of_a_billion_laughs,
    xml_that_reads_a_file,
)


def test_blocks_make_lines_and_cells_make_columns() -> None:
    page = b"""<html><head><title>My  report</title><style>x</style></head><body><h1>Lab
      results</h1><table><tr><th>Test</th><th><p>Value</p></th></tr><tr><td><p>Hb</p></td><td><div>9.1</div></td></tr>
      </table><p>a <b>bold</b> word<br>next<script>alert(1)</script></body></html>"""
    assert html_text(page) == ("Lab results\n\nTest   Value\nHb   9.1\n\na bold word\nnext", "My report")


def test_preformatted_text_keeps_its_columns() -> None:
    assert html_text(b"<html><body><pre>Na   140\nK      4</pre></body></html>")[0] == "Na   140\nK      4"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [
        ("utf-8", "utf-8"),
        ("cp1252", "windows-1252"),
        ("cp1252", "nonsense"),
        ("utf-8", ""),
        ("cp1252", ""),
        ("utf-16", ""),
        ("cp1252", "utf-8"),
    ],
)
def test_a_page_is_read_in_its_encoding_even_when_it_names_a_wrong_one(encoding: str, declared: str) -> None:
    meta = f'<meta charset="{declared}">' if declared else ""
    page = f"<html><head>{meta}</head><body>Größe: 3 cm, Prüfung</body></html>".encode(encoding)
    assert html_text(page)[0] == "Größe: 3 cm, Prüfung"


def test_a_web_page_written_as_xml_is_read_too() -> None:
    page = b'<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><body><p>words</p></body></html>'
    assert html_text(page)[0] == "words"


def test_deep_nesting_does_not_fell_the_reader() -> None:
    assert isinstance(html_text(html_nested_deeply())[0], str)


def test_entities_are_neither_multiplied_nor_fetched(tmp_path: Path) -> None:
    text = xml_text(xml_of_a_billion_laughs())
    assert text is not None
    assert "before" in text
    assert "haha" not in text
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    text = xml_text(xml_that_reads_a_file(str(secret)))
    assert text is not None
    assert "seen" in text
    assert "secret" not in text


@given(st.binary(max_size=300))
def test_any_bytes_are_survived(data: bytes) -> None:
    html_text(b"<html>" + data)
    xml_text(b"<?xml version='1.0'?><a>" + data)


def test_a_prefix_that_was_never_declared_is_survived() -> None:
    assert "words" in (xml_text(b"<a:document>words<b>") or "")
