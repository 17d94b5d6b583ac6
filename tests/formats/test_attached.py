"""Files inside health data: names that are only names, and base64 as far as it can be made out."""

from __future__ import annotations

import base64

import pytest

from recordkeeper.formats.attached import CHUNK, Attached, members_of, name_of


@pytest.mark.parametrize(
    ("title", "ending", "name"),
    [
        ("Scan", ".pdf", "Scan.pdf"),
        ("Scan.PDF", ".pdf", "Scan.PDF"),
        ("../../etc/passwd", ".txt", "etc passwd.txt"),
        ("a\u202efdp.exe", ".pdf", "a fdp.exe.pdf"),
        (" . ", ".jpg", "attachment.jpg"),
        ("x" * 400, ".pdf", "x" * 120 + ".pdf"),
    ],
)
def test_a_title_becomes_a_name_that_is_no_path(title: str, ending: str, name: str) -> None:
    assert name_of(title, ending, "attachment") == name


@pytest.mark.parametrize("length", range(8))
def test_base64_is_read_with_line_ends_and_without_padding(length: int) -> None:
    content = bytes(range(length))
    written = base64.b64encode(content).decode()
    spaced = "\n ".join(written)
    assert Attached("a", "", spaced).content() == content
    assert Attached("a", "", written.rstrip("=")).content() == content
    assert Attached("a", "", base64.urlsafe_b64encode(bytes([251, 255])).decode()).content() == bytes([251, 255])


def test_what_is_no_base64_is_nothing_or_little_but_never_an_error() -> None:
    assert Attached("a", "", "").content() == b""
    assert isinstance(Attached("a", "", "?!x").content(), bytes)
    assert isinstance(Attached("a", "", "QUJDR").content(), bytes)


def test_members_come_in_chunks_and_names_met_before_get_a_number() -> None:
    big = base64.b64encode(bytes(CHUNK + 1)).decode()
    found = [(member, list(chunks)) for member, chunks in members_of(iter([Attached("a.bin", "", big)] * 2))]
    assert [member.name for member, _ in found] == ["a.bin", "a (2).bin"]
    assert [len(chunk) for chunk in found[0][1]] == [CHUNK, 1]
    assert found[0][0].size == CHUNK + 1
