"""Messages saved by Outlook: their words, their attachments, and messages inside them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from recordkeeper.formats.mail import MsgHandler
from recordkeeper.formats.mail_outlook import outlook_mail
from recordkeeper.formats.mail_parts import documents
from recordkeeper.records.reading import Condition, Format
from tests.fakes.trouble_office import msg_on_msg
from tests.formats.test_cms import signed
from tests.formats.test_lzfu import HELLO
from tests.making.compound import Tree, compound, msg


def saved(tmp_path: Path, tree: Tree) -> Path:
    path = tmp_path / "a.msg"
    path.write_bytes(compound(tree))
    return path


def test_heading_words_and_attachments_are_there(tmp_path: Path) -> None:
    sent = dt.datetime(2024, 3, 5, 9, 10, tzinfo=dt.UTC)
    found = outlook_mail(
        saved(
            tmp_path, msg(subject="Größe", body="words\r\nmore", sent=sent, files={"Befund ä.pdf": b"%PDF-" * 2000})
        )
    )
    assert found.text().splitlines() == [
        "From: Anna Sample", "To: Dr. Standin", "Date: Tue, 05 Mar 2024 09:10:00 +0000", "Subject: Größe", "",
        "words", "more", "", "Attachment: Befund ä.pdf",
    ]  # fmt: skip
    assert [(each.name, each.content()) for each in documents(found)] == [("Befund ä.pdf", b"%PDF-" * 2000)]


def test_the_date_the_sender_wrote_counts(tmp_path: Path) -> None:
    headers = "Received: x\r\nDate: Wed, 6 Mar 2024 23:00:00 -0500\r\nFrom: x"
    tree = {**msg(subject="s"), "__substg1.0_007D001F": headers.encode("utf-16-le")}
    assert ("Date", "Wed, 6 Mar 2024 23:00:00 -0500") in outlook_mail(saved(tmp_path, tree)).heading


def test_words_kept_as_a_page_or_as_rich_text_are_read(tmp_path: Path) -> None:
    page = outlook_mail(saved(tmp_path, msg(subject="s", html="<p>Größe</p>".encode("cp1252"))))
    assert page.body == "Größe"
    rich = outlook_mail(saved(tmp_path, {**msg(subject="s"), "__substg1.0_10090102": bytes.fromhex(HELLO)}))
    assert rich.body == "hello world"


def test_a_message_on_a_message_is_told_below_and_its_attachments_come_off_too(tmp_path: Path) -> None:
    inner = msg(subject="inner", body="inner words", files={"b.txt": b"b"}, top=False)
    found = outlook_mail(
        saved(tmp_path, msg(subject="outer", body="outer words", files={"a.txt": b"a"}, inner=[inner]))
    )
    assert found.subject == "outer"
    assert found.body.index("outer words") < found.body.index("Subject: inner") < found.body.index("inner words")
    assert [each.name for each in documents(found)] == ["a.txt", "b.txt"]


def test_a_signed_message_is_read_and_a_locked_one_says_so(tmp_path: Path) -> None:
    travelled = b"Content-Type: multipart/signed; boundary=b\n\n--b\nContent-Type: text/plain\n\nwords\n--b--\n"
    for content in (travelled, signed(b"Content-Type: text/plain\r\n\r\nwords\r\n")):
        tree = msg(subject="s", files={"smime.p7m": content}, message_class="IPM.Note.SMIME.MultipartSigned")
        assert outlook_mail(saved(tmp_path, tree)).body == "words"
    tree = msg(subject="s", files={"smime.p7m": b"?"}, message_class="IPM.Note.SMIME")
    reading = MsgHandler().read(saved(tmp_path, tree), Format.MSG)
    assert (reading.condition, reading.reason_code) == (Condition.LOCKED, "mail_locked")


@pytest.mark.parametrize("depth", [3, 30])
def test_messages_inside_each_other_come_to_an_end(tmp_path: Path, depth: int) -> None:
    path = tmp_path / "a.msg"
    path.write_bytes(msg_on_msg(depth))
    assert ("innermost" in outlook_mail(path).body) is (depth == 3)
