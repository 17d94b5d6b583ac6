"""Mail as text, and what comes off it: documents with their names, not logos, seals and counting pixels."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.formats.handler import RefusedArchive
from recordkeeper.formats.mail import EmlHandler, is_mail
from recordkeeper.formats.mail_mime import mime_mail
from recordkeeper.formats.mail_parts import Mail, documents
from recordkeeper.formats.mail_words import field
from recordkeeper.records.reading import Condition, Format
from tests.fakes.trouble_files import mail_with_broken_fields
from tests.fakes.trouble_office import mail_nested_deeply, mail_of_many_parts, mail_with_broken_base64
from tests.formats.good_files import picture
from tests.making import office

HEAD = (
    "From: =?utf-8?q?Dr=2E_M=C3=BCller?= <m@x.example>\nTo: p@x.example\nSubject: Your report\nMIME-Version: 1.0\n"
)


def part(content_type: str, body: str | bytes, *fields: str) -> str:
    data = body if isinstance(body, bytes) else body.encode()
    head = "\n".join((f"Content-Type: {content_type}", "Content-Transfer-Encoding: base64", *fields))
    return f"{head}\n\n{base64.encodebytes(data).decode()}"


def several(kind: str, *parts: str, boundary: str = "b") -> str:
    inside = "".join(f"--{boundary}\n{each}\n" for each in parts)
    return f'Content-Type: multipart/{kind}; boundary="{boundary}"\n\n{inside}--{boundary}--\n'


def mail(body: str) -> Mail:
    return mime_mail((HEAD + body).encode())


def names(found: Mail) -> list[str]:
    return [each.name for each in documents(found)]


ALTERNATIVE = several(
    "alternative", part("text/plain; charset=utf-8", "Größe"), part("text/html", "<p>again</p>"), boundary="c"
)


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("before", ["", "From someone Mon Jan 1\n"])
def test_a_mail_shows_its_heading_its_words_once_and_what_is_attached(line_end: str, before: str) -> None:
    attached = part("text/plain", "Pathology", 'Content-Disposition: attachment; filename="a.txt"')
    data = (before + HEAD + several("mixed", ALTERNATIVE, attached)).replace("\n", line_end).encode()
    assert is_mail(data)
    found = mime_mail(data)
    assert found.subject == "Your report"
    assert found.text().splitlines() == [
        "From: Dr. Müller <m@x.example>", "To: p@x.example", "Subject: Your report", "", "Größe", "",
        "Attachment: a.txt",
    ]  # fmt: skip
    assert [(each.name, each.content()) for each in documents(found)] == [("a.txt", b"Pathology")]


def test_a_page_is_read_when_the_plain_words_only_point_at_it() -> None:
    page = "<p>" + "a real sentence of the report " * 10 + "</p>"
    stub = part("text/plain", "Please see the web page.")
    found = mail(several("alternative", stub, part("text/html; charset=utf-8", page)))
    assert "a real sentence" in found.body
    assert "Please see" not in found.body


def test_words_between_attachments_are_all_there() -> None:
    photo = part("image/jpeg", picture("JPEG"), 'Content-Disposition: inline; filename="p.jpg"')
    found = mail(several("mixed", part("text/plain", "before"), photo, part("text/plain", "after")))
    assert found.body.split() == ["before", "after"]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ('Content-Disposition: attachment; filename="=?utf-8?B?QmVmdW5kIEdyw7bDn2UucGRm?="', "Befund Größe.pdf"),
        ("Content-Disposition: attachment; filename*=utf-8''Befund%20Gr%C3%B6%C3%9Fe.pdf", "Befund Größe.pdf"),
        (
            "Content-Disposition: attachment; filename*0*=utf-8''Bef;\n filename*1*=und%20Gr%C3%B6;\n"
            ' filename*2="sse.pdf"',
            "Befund Grösse.pdf",
        ),
        ('Content-Disposition: attachment; filename="../../etc/passwd"', "../../etc/passwd"),
        ('Content-Type-X: y\nContent-Disposition: attachment; filename="Größe.pdf"', "Größe.pdf"),
    ],
    ids=["RFC 2047", "RFC 2231", "in pieces", "hostile", "raw"],
)
def test_names_of_attachments_are_decoded_and_stay_data(fields: str, name: str) -> None:
    assert names(mail(several("mixed", part("application/pdf", b"%PDF-", fields)))) == [name]


def test_an_attachment_without_a_name_gets_one_that_fits() -> None:
    assert names(mail(several("mixed", part("application/pdf", b"%PDF-", "Content-Disposition: attachment")))) == [
        "part.pdf"
    ]


@pytest.mark.parametrize(
    ("size", "fields", "counts"),
    [
        ((1200, 900), "Content-ID: <a>", True),  # a photo shown in the text
        ((600, 120), "Content-ID: <a>", False),  # a letterhead
        ((1, 1), "Content-ID: <a>", False),  # a pixel that counts readers
        ((320, 240), 'Content-Disposition: attachment; filename="p.png"', True),  # somebody meant it to be seen
        ((32, 32), 'Content-Disposition: attachment; filename="p.png"', False),  # an icon
    ],
)
def test_a_picture_counts_when_something_may_be_seen_in_it(
    size: tuple[int, int], fields: str, counts: bool
) -> None:
    found = mail(
        several("related", part("text/html", "<p>hello</p>"), part("image/png", picture("PNG", size), fields))
    )
    assert bool(documents(found)) is counts


def test_a_picture_that_cannot_be_measured_is_never_left_out() -> None:
    broken = part("image/jpeg", b"no picture", "Content-ID: <a>", 'Content-Type-X: "x"')
    assert len(documents(mail(several("mixed", broken)))) == 1


def test_seals_and_visiting_cards_are_named_but_no_documents() -> None:
    seal = part("application/pkcs7-signature", b"x", 'Content-Disposition: attachment; filename="smime.p7s"')
    card = part("text/x-vcard", b"x", 'Content-Disposition: attachment; filename="doctor.vcf"')
    found = mail(several("signed", part("text/plain", "words"), seal, card))
    assert documents(found) == []
    assert "Attachment: doctor.vcf" in found.text()
    assert not found.sealed


def test_an_appointment_is_told_in_words() -> None:
    calendar = (
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;TZID=Europe/Berlin:20240305T091000\n"
        "SUMMARY:MRI of the\n  abdomen\nLOCATION:Room 4\\, floor 2\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    found = mail(several("alternative", part("text/plain", "hello"), part("text/calendar", calendar)))
    assert found.body == "hello\n\n2024-03-05 09:10, MRI of the abdomen, Room 4, floor 2"
    assert documents(found) == []


def test_a_message_on_a_message_comes_off_as_a_file_of_its_own() -> None:
    inner = "Content-Type: message/rfc822\n\n" + HEAD.replace("Your report", "Old news") + "\ninner words\n"
    found = mail(several("mixed", part("text/plain", "outer"), inner))
    assert "inner words" not in found.text()
    (only,) = documents(found)
    assert only.name == "Old news.eml"
    assert mime_mail(only.content()).body == "inner words"


def test_what_lies_in_outlooks_envelope_comes_off_as_if_there_were_none() -> None:
    envelope = office.tnef("s", "words in it", {"Befund.pdf": b"%PDF-"})
    found = mail(
        several("mixed", part("application/ms-tnef", envelope, 'Content-Disposition: a; filename="winmail.dat"'))
    )
    assert names(found) == ["Befund.pdf"]
    assert found.body == "words in it"
    broken = mail(
        several("mixed", part("application/ms-tnef", b"?", 'Content-Disposition: a; filename="winmail.dat"'))
    )
    assert names(broken) == ["winmail.dat"]


@pytest.mark.parametrize(
    "body",
    [
        several(
            "encrypted", part("application/pgp-encrypted", b"Version: 1"), part("application/octet-stream", b"x")
        ),
        part(
            "application/pkcs7-mime; smime-type=enveloped-data",
            b"x",
            'Content-Disposition: a; filename="smime.p7m"',
        ),
        part("text/plain", "-----BEGIN PGP MESSAGE-----\nabc\n"),
        several("mixed", part("text/plain", "look"), part("application/x-microsoft-rpmsg-message", b"x")),
    ],
)
def test_a_locked_message_says_so(tmp_path: Path, body: str) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes((HEAD + body).encode())
    reading = EmlHandler().read(path, Format.EML)
    assert (reading.condition, reading.reason_code) == (Condition.LOCKED, "mail_locked")


def test_a_message_wrapped_in_its_signature_is_read() -> None:
    from tests.formats.test_cms import signed

    inner = b"Content-Type: text/plain\n\nsigned words\n"
    found = mail(part("application/pkcs7-mime; smime-type=signed-data", signed(inner)))
    assert found.body == "signed words"
    assert not found.sealed


def test_apple_mail_counts_the_message_and_adds_its_own_after_it() -> None:
    message = (HEAD + "\nwords\n").encode()
    data = b"%d  \n" % len(message) + message + b'<?xml version="1.0"?><plist>not words</plist>'
    assert is_mail(data)
    assert mime_mail(data).body == "words"


def test_a_page_saved_with_its_pictures_shows_its_words_only() -> None:
    style = part("text/css", "p {}", "Content-Location: https://x.example/a.css")
    logo = part("image/png", picture("PNG", (300, 80)), "Content-Location: https://x.example/logo.png")
    found = mail(several("related", part("text/html", "<p>Hb 9.1</p>"), style, logo))
    assert found.body == "Hb 9.1"
    assert documents(found) == []


def test_a_memo_is_not_a_mail_but_one_called_so_is() -> None:
    memo = b"Date: 3 May\nFrom: Dr. X\nTo: Dr. Y\nSubject: biopsy\n\nDear colleague"
    assert not is_mail(memo)
    assert is_mail(memo, "saved.EML")
    assert not is_mail(b"Patient: Y\n\nMIME-Version: 1.0")
    assert not is_mail(b"Patient: Y\n\nFrom: x", "saved.eml")


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("=?iso-8859-1?q?Gr=F6=DFe?= und mehr", "Größe und mehr"),
        ("=?utf-8?b?R3LD?= =?utf-8?b?tsOfZQ==?=", "Größe"),  # a letter parted between two words
        ("=?utf-8*de?Q?a_b?=", "a b"),
        ("=?nonsense?q?Gr=C3=B6=C3=9Fe?=", "Größe"),
        ("=?utf-8?b?!!!!?=", "!!!!"),
        ("=?utf-8?q?broken", "=?utf-8?q?broken"),
        ("Gr\udcc3\udcb6\udcc3\udc9fe", "Größe"),
        ("two\n lines", "two lines"),
    ],
)
def test_encoded_words_are_read_and_broken_ones_shown(raw: str, shown: str) -> None:
    assert field(raw) == shown


def test_broken_mail_gives_what_can_be_had() -> None:
    assert is_mail(mail_with_broken_fields())
    mime_mail(mail_with_broken_fields()).text()
    found = mime_mail(mail_with_broken_base64())
    assert [each.name for each in documents(found)] == ["../../../etc/passwd"]
    assert documents(found)[0].content()
    assert "bottom" in mime_mail(mail_nested_deeply()).body


def test_more_parts_than_anybody_attaches_are_not_taken_off(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(mail_of_many_parts(6000))
    reading = EmlHandler().read(path, Format.EML)
    assert reading.reason_code == "only_start_read"
    with pytest.raises(RefusedArchive, match="archive_too_many"):
        list(EmlHandler().members(path, Format.EML))


@given(st.binary(max_size=300))
def test_any_bytes_are_survived(data: bytes) -> None:
    mime_mail(b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n" + data).text()
    mime_mail(data).text()
