"""Outlook's winmail.dat: the words and attachments in it."""

from __future__ import annotations

import pytest

from recordkeeper.formats.mail_parts import documents
from recordkeeper.formats.mail_tnef import tnef_mail
from recordkeeper.formats.sheets import NotRead
from tests.fakes.trouble_office import tnef_in_tnef, tnef_that_lies_about_its_sizes
from tests.making.office import tnef


def test_words_and_attachments_with_their_long_names_are_there() -> None:
    found = tnef_mail(tnef("Größe", "words", {"Befund ä.pdf": b"%PDF-", "b.txt": b"b"}))
    assert found.text() == "Subject: Größe\n\nwords\n\nAttachment: Befund ä.pdf\nAttachment: b.txt"
    assert [(each.name, each.content()) for each in documents(found)] == [
        ("Befund ä.pdf", b"%PDF-"),
        ("b.txt", b"b"),
    ]


def test_a_message_on_a_message_is_told_below_and_its_attachments_come_off_too() -> None:
    found = tnef_mail(
        tnef("outer", "outer words", {"a.txt": b"a"}, inner=[tnef("inner", "inner words", {"b": b"b"})])
    )
    assert found.body.index("outer words") < found.body.index("Subject: inner") < found.body.index("inner words")
    assert [each.name for each in documents(found)] == ["a.txt", "b"]


def test_a_cut_envelope_gives_what_comes_before() -> None:
    whole = tnef("s", "words", {"a.txt": b"a" * 100})
    assert tnef_mail(whole[:-150]).body == "words"
    assert tnef_mail(tnef_that_lies_about_its_sizes()).body == "words"


def test_envelopes_inside_each_other_come_to_an_end() -> None:
    assert "innermost" in tnef_mail(tnef_in_tnef(5)).body
    assert "innermost" not in tnef_mail(tnef_in_tnef(200)).body


def test_what_is_no_envelope_is_said() -> None:
    with pytest.raises(NotRead):
        tnef_mail(b"\x78\x9f\x3e\x23 words")
