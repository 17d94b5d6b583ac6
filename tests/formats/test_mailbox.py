"""A mailbox hands out its messages one at a time, byte for byte but for the signs its own format put in."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.formats.mailbox import MailboxHandler
from recordkeeper.records.reading import Condition, Format
from tests.fakes.trouble_office import mailbox_of_nothing

BOX = b"""From a@b.example Tue Mar  5 09:10:00 2024
From: a@b.example
Subject: =?utf-8?q?Befund_1/2?=

first
>From the start, >From here

From here on no message begins.

From - Wed Mar 06 10:00:00 2024
Subject: second

two
"""


def unpacked(tmp_path: Path, data: bytes) -> dict[str, bytes]:
    path = tmp_path / "Inbox"
    path.write_bytes(data)
    return {member.name: b"".join(chunks) for member, chunks in MailboxHandler().members(path, Format.MBOX)}


def test_each_message_comes_out_whole(tmp_path: Path) -> None:
    found = unpacked(tmp_path, BOX)
    assert list(found) == ["00001 Befund 1 2.eml", "00002 second.eml"]
    first, second = found.values()
    assert first == (
        b"From: a@b.example\nSubject: =?utf-8?q?Befund_1/2?=\n\nfirst\nFrom the start, >From here\n\n"
        b"From here on no message begins.\n\n"
    )
    assert second == b"Subject: second\n\ntwo\n"


def test_members_that_are_not_taken_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "Inbox"
    path.write_bytes(BOX)
    assert len([member for member, _ in MailboxHandler().members(path, Format.MBOX)]) == 2


def test_a_large_message_comes_in_pieces(tmp_path: Path) -> None:
    path = tmp_path / "Inbox"
    path.write_bytes(BOX.replace(b"first", b"x" * 3_000_000))
    _, chunks = next(iter(MailboxHandler().members(path, Format.MBOX)))
    sizes = [len(chunk) for chunk in chunks]
    assert max(sizes) <= 1 << 20
    assert sum(sizes) > 3_000_000


def test_the_messages_are_counted_and_too_many_refused(tmp_path: Path) -> None:
    path = tmp_path / "Inbox"
    path.write_bytes(BOX)
    reading = MailboxHandler().read(path, Format.MBOX)
    assert (reading.condition, reading.detail) == (Condition.CONTAINER, "2")
    path.write_bytes(mailbox_of_nothing())
    assert MailboxHandler().read(path, Format.MBOX).reason_code == "archive_too_many"
