"""HTML, XML and mail as text: what a browser or mail program would show, and nothing from outside the file."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.formats.mail import is_mail, mail_text
from recordkeeper.formats.markup import html_text, xml_text
from tests.fakes.trouble_files import (
    html_nested_deeply,
    mail_with_broken_fields,
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
    mail_text(b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" + data)


MAIL = """\
From someone Mon Jan 1
Received: by x
From: =?utf-8?q?Dr=2E_M=C3=BCller?= <m@x.example>
To: p@x.example
Subject: Your report
Date: Tue, 05 Mar 2024 09:10:00 -0500
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: multipart/alternative; boundary="c"

--c
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Gr=C3=B6=C3=9Fe
--c
Content-Type: text/html

<p>again</p>
--c--
--b
Content-Type: text/plain
Content-Disposition: attachment; filename="a.txt"

Pathology
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="b.pdf"

JVBERi0=
--b--
"""


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_mail_shows_its_heading_its_words_once_and_what_is_attached(line_end: str) -> None:
    mail = MAIL.replace("\n", line_end).encode("ascii")
    assert is_mail(mail)
    text, subject = mail_text(mail)
    assert subject == "Your report"
    assert 'From: "Dr. Müller" <m@x.example>' in text
    assert "Größe" in text
    assert "again" not in text
    assert "Attachment: a.txt\n\nPathology" in text
    assert "Attachment: b.pdf" in text
    assert "JVBER" not in text


def test_a_memo_is_not_a_mail() -> None:
    assert not is_mail(b"Date: 3 May\nFrom: Dr. X\nTo: Dr. Y\nSubject: biopsy\n\nDear colleague")
    assert not is_mail(b"Patient: Y\n\nMIME-Version: 1.0")


def test_a_broken_mail_is_survived() -> None:
    assert is_mail(mail_with_broken_fields())
    mail_text(mail_with_broken_fields())
