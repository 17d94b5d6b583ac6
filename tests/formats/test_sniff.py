"""What a file is, told by its content; by its name only where content cannot tell."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from recordkeeper.formats.litter import load_litter
from recordkeeper.formats.sniff import sniff
from recordkeeper.records.reading import Format
from tests.fakes.trouble_files import zip_of
from tests.formats.good_files import good_files

LITTER = load_litter(Path(__file__).resolve().parents[2] / "resources" / "formats")
DIRECTORY_CLASS = b"1.2.840.10008.1.3.10"
CT_CLASS = b"1.2.840.10008.5.1.4.1.1.2\0"


def kind(tmp_path: Path, data: bytes, name: str) -> Format:
    path = tmp_path / "x"
    path.write_bytes(data)
    return sniff(path, name, LITTER)


def element(group: int, number: int, vr: bytes, value: bytes, order: str = "<") -> bytes:
    return struct.pack(f"{order}HH2sH", group, number, vr, len(value)) + value


def meta(sop_class: bytes) -> bytes:
    return element(2, 0, b"UL", b"\0\0\0\0") + element(2, 2, b"UI", sop_class)


@pytest.mark.parametrize("preamble", [bytes(128), b"MZ\x90".ljust(128, b"\0"), b"II*\0".ljust(128, b"\0")])
def test_dicom_is_dicom_whatever_its_preamble_pretends(tmp_path: Path, preamble: bytes) -> None:
    assert kind(tmp_path, preamble + b"DICM" + meta(CT_CLASS), "viewer.exe") is Format.DICOM


def test_a_disc_directory_is_known_by_its_class_not_its_name(tmp_path: Path) -> None:
    data = bytes(128) + b"DICM" + meta(DIRECTORY_CLASS)
    assert kind(tmp_path, data, "IM00001") is Format.DICOMDIR
    assert kind(tmp_path, bytes(128) + b"DICM" + meta(CT_CLASS), "DICOMDIR") is Format.DICOM
    assert kind(tmp_path, bytes(128) + b"DICM" + meta(DIRECTORY_CLASS + b".1\0"), "DICOMDIR") is Format.DICOM


@pytest.mark.parametrize(
    "data",
    [
        element(8, 5, b"CS", b"ISO_IR 100") + element(8, 8, b"CS", b"ORIGINAL"),
        element(8, 5, b"CS", b"ISO_IR 100", ">") + element(8, 8, b"CS", b"ORIGINAL", ">"),
        struct.pack("<HHI", 8, 5, 10) + b"ISO_IR 100" + struct.pack("<HHI", 8, 8, 8) + b"ORIGINAL",
        meta(CT_CLASS),
    ],
    ids=["explicit", "big endian", "implicit", "meta without preamble"],
)
def test_a_data_set_without_preamble_is_dicom(tmp_path: Path, data: bytes) -> None:
    assert kind(tmp_path, data + bytes(16), "0001") is Format.DICOM


@pytest.mark.parametrize(
    "data", [b"\x08\0", b"\x08\0\x05\0", b"\x02\0\0\0" + bytes(100), b"\x08\x00hello world, this is text"]
)
def test_what_only_begins_like_a_data_set_is_not_dicom(tmp_path: Path, data: bytes) -> None:
    assert kind(tmp_path, data, "x") not in (Format.DICOM, Format.DICOMDIR)


def test_a_pdf_header_may_stand_after_rubbish(tmp_path: Path) -> None:
    pdf = good_files()["report.pdf"][1]
    assert kind(tmp_path, b"HTTP/1.1 200 OK\r\n\r\n" + pdf, "download") is Format.PDF
    assert kind(tmp_path, b"\0\1\2" * 300 + pdf, "download") is Format.PDF
    assert kind(tmp_path, b"\n" * 5000 + pdf, "download.bin") is not Format.PDF


def test_a_pdf_without_its_header_is_known_by_its_name_and_its_objects(tmp_path: Path) -> None:
    headless = good_files()["report.pdf"][1].replace(b"%PDF-", b"xxxxx")
    assert kind(tmp_path, headless, "report.PDF") is Format.PDF


def test_a_text_about_pdf_is_text(tmp_path: Path) -> None:
    assert kind(tmp_path, b"A file starts with %PDF-1.4 and then goes on.", "note.txt") is Format.TEXT


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"[Content_Types].xml": b"", "word/document.xml": b""}, Format.DOCX),
        ({"[Content_Types].xml": b"", "xl/workbook.xml": b""}, Format.XLSX),
        ({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}, Format.PPTX),
        ({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}, Format.ODT),
        ({"mimetype": b"application/vnd.oasis.opendocument.text-template", "content.xml": b""}, Format.ODT),
        ({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}, Format.ODS),
        ({"mimetype": b"application/epub+zip", "content.xml": b""}, Format.OTHER),
        ({"Index/Document.iwa": b"", "preview.jpg": b""}, Format.IWORK),
        ({"index.xml": b"", "preview.jpg": b""}, Format.IWORK),
        ({"index.xml": b"", "a.pdf": b""}, Format.ZIP),
        ({"[Content_Types].xml": b"", "xl/workbook.bin": b""}, Format.OTHER),
        ({"META-INF/MANIFEST.MF": b"", "a/B.class": b""}, Format.PROGRAM),
        ({"word/report.txt": b"x", "b.dcm": b""}, Format.ZIP),
        ({}, Format.ZIP),
    ],
)
def test_a_zip_is_what_its_members_say(tmp_path: Path, members: dict[str, bytes], expected: Format) -> None:
    assert kind(tmp_path, zip_of(members), "x.zip") is expected


def test_rubbish_before_a_zip_is_looked_past_when_the_name_says_zip(tmp_path: Path) -> None:
    data = b"Some words before it.\n" + zip_of({"a.txt": b"a"}, zipfile.ZIP_STORED)
    assert kind(tmp_path, data, "a.zip") is Format.ZIP


@pytest.mark.parametrize(
    "name",
    [
        "Thumbs.db", "DCM/desktop.ini", "__MACOSX/a/report.txt", "__MACOSX\\note.txt", ".DS_Store", "AUTORUN.INF",
        "start.BAT",
        "viewer/lang/en.txt", "msvcr100.dll", "help.chm", "~$report.docx", "._report.pdf",
    ],
)  # fmt: skip
def test_litter_is_known_by_its_name(tmp_path: Path, name: str) -> None:
    assert kind(tmp_path, b"[autorun]\r\nopen=viewer.exe\r\n", name) is Format.PROGRAM
    assert kind(tmp_path, bytes(range(256)), name) is Format.PROGRAM


@pytest.mark.parametrize("name", ["Thumbs.db", "viewer/scan.ini", "__MACOSX/x.dll"])
@pytest.mark.parametrize("good", ["report.pdf", "photo.jpg", "letter.docx", "disc.zip"])
def test_a_record_is_never_litter_by_its_name(tmp_path: Path, name: str, good: str) -> None:
    expected, data = good_files()[good]
    assert kind(tmp_path, data, name) is expected


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\0\3\0\0\0",
        b"\x7fELF\2\1\1\0",
        b"\xca\xfe\xba\xbe\0\0\0\x34",
        b"\x00\x05\x16\x07" + bytes(30),
        b"L\0\0\0\1\x14\2\0",
    ],
)
def test_a_program_is_known_by_its_first_bytes(tmp_path: Path, data: bytes) -> None:
    assert kind(tmp_path, data + bytes(200), "0001") is Format.PROGRAM


def test_words_that_begin_like_a_program_are_text(tmp_path: Path) -> None:
    assert kind(tmp_path, b"MZ clinic, report of 2 March. " * 4, "a.txt") is Format.TEXT


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp1252"])
def test_text_in_any_encoding_is_text(tmp_path: Path, encoding: str) -> None:
    text = "Befund: Größe 3 cm, unauffällig. " * 20
    assert kind(tmp_path, text.encode(encoding), "0001") is Format.TEXT
    assert kind(tmp_path, f"<!DOCTYPE html><html><body>{text}".encode(encoding), "0001") is Format.HTML


def test_bytes_that_turn_binary_after_a_readable_start_are_not_text(tmp_path: Path) -> None:
    import random

    noise = random.Random(1).randbytes(100_000)
    assert kind(tmp_path, b"NRRD0004\ntype: short\n" * 500 + noise, "x.nrrd") is Format.OTHER
    assert kind(tmp_path, noise, "x.bin") is Format.OTHER
    assert kind(tmp_path, b"", "x.txt") is Format.OTHER


def test_a_film_is_not_taken_for_a_still_picture(tmp_path: Path) -> None:
    still = struct.pack(">I4s4sI4s4s", 24, b"ftyp", b"mif1", 0, b"mif1", b"heic")
    film = struct.pack(">I4s4sI4s4s", 24, b"ftyp", b"isom", 0, b"isom", b"mp41")
    avif = struct.pack(">I4s4sI4s4s", 24, b"ftyp", b"mif1", 0, b"mif1", b"avif")
    assert [kind(tmp_path, data + bytes(64), "x") for data in (still, film, avif)] == [
        Format.HEIC,
        Format.OTHER,
        Format.AVIF,
    ]


MESSAGE = b"Message-ID: <1>\nFrom: a@b.example\nSubject: s\n\nwords\n"


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (MESSAGE, "0001", Format.EML),
        (b"From - Tue Mar 05 09:10:00 2024\n" + MESSAGE, "Inbox", Format.MBOX),
        (b"From - Tue Mar 05 09:10:00 2024\n" + MESSAGE, "saved.eml", Format.EML),
        (b"120\n" + MESSAGE, "1.emlx", Format.EML),
        (b"From: a\nSubject: s\n\nwords\n", "saved.eml", Format.EML),
        (b"From: a\nSubject: s\n\nwords\n", "memo.txt", Format.TEXT),
        (b"\x78\x9f\x3e\x22" + bytes(20), "winmail.dat", Format.TNEF),
        (b"\x78\x9f" + bytes(range(256)), "winmail.dat", Format.OTHER),
    ],
)
def test_mail_is_known_by_its_heading(tmp_path: Path, data: bytes, name: str, expected: Format) -> None:
    assert kind(tmp_path, data, name) is expected
