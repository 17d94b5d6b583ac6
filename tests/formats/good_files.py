"""One small right file of each format, made here, with the words that must be found in it."""

from __future__ import annotations

import functools
import gzip
import io
import tarfile
from email.message import EmailMessage
from typing import TYPE_CHECKING

from recordkeeper.records.reading import Format
from tests.fakes.trouble_files import zip_of
from tests.making import compound, office
from tests.making.disc_image import iso_of
from tests.making.health import PATIENT, PDF_BYTES, alone, as_base64, bundle, cda, non_xml_body, section
from tests.making.locked_zip import locked_zip_of
from tests.making.seven_zip import seven_zip_of
from tests.making.udf_image import Disc

if TYPE_CHECKING:
    from PIL import Image as Pictures

WORDS = ("Pathology", "report", "12", "mm")
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@functools.cache
def good_files() -> dict[str, tuple[Format, bytes]]:
    """File name → (format, bytes)."""
    sentence = " ".join(WORDS)
    members = {"a/report.txt": sentence.encode(), "b.bin": bytes(range(256))}
    return {
        "report.pdf": (Format.PDF, pdf([[(72, 72, sentence)], [(72, 72, "second page")]])),
        "photo.jpg": (Format.JPEG, picture("JPEG", quality=80)),
        "scan.png": (Format.PNG, picture("PNG")),
        "fax.tif": (Format.TIFF, fax(3)),
        "screen.bmp": (Format.BMP, picture("BMP")),
        "moving.gif": (Format.GIF, picture("GIF")),
        "web.webp": (Format.WEBP, picture("WEBP")),
        "phone.avif": (Format.AVIF, picture("AVIF")),
        "scan.jp2": (Format.JP2, picture("JPEG2000")),
        "note.txt": (Format.TEXT, f"{sentence}\nsecond line\fsecond page".encode()),
        "data.xml": (Format.TEXT, f"<?xml version='1.0'?><d><p>{sentence}</p></d>".encode()),
        "page.html": (
            Format.HTML,
            f"<html><head><title>T</title></head><body><p>{sentence}</p></body></html>".encode(),
        ),
        "letter.rtf": (Format.RTF, f"{{\\rtf1\\ansi\\deff0 {sentence}\\par second}}".encode()),
        "letter.docx": (Format.DOCX, docx(f"<w:p><w:r><w:t>{sentence}</w:t></w:r></w:p>")),
        **office_files(sentence),
        **mail_files(sentence),
        "disc.zip": (Format.ZIP, zip_of(members)),
        "locked.zip": (
            Format.ZIP,
            locked_zip_of({"a.txt": sentence.encode(), "b.txt": b"open"}, "p", "aes", only=("a.txt",)),
        ),
        "disc.tar": (Format.TAR, tar_of(members)),
        "disc.tgz": (Format.TAR, gzip.compress(tar_of(members))),
        "note.txt.gz": (Format.GZIP, gzip.compress(sentence.encode())),
        "disc.7z": (Format.SEVEN_ZIP, seven_zip_of(members)),
        "disc.iso": (Format.ISO, iso_of(members, "rock ridge")),
        "disc.udf": (Format.ISO, Disc("metadata", extended=True).image(members)),
        "summary.xml": (Format.CDA, cda(section("Findings", f"<paragraph>{sentence}</paragraph>"))),
        "letter in a summary.xml": (
            Format.CDA,
            cda(body=non_xml_body("application/pdf", PDF_BYTES), title=sentence),
        ),
        "bundle.json": (
            Format.FHIR,
            bundle(
                PATIENT,
                {
                    "resourceType": "DiagnosticReport",
                    "id": "r",
                    "conclusion": sentence,
                    "presentedForm": [
                        {"contentType": "application/pdf", "title": "scan", "data": as_base64(PDF_BYTES)}
                    ],
                },
            ),
        ),
        "condition.xml": (
            Format.FHIR,
            f'<Condition xmlns="http://hl7.org/fhir"><code><text value="{sentence}"/></code></Condition>'.encode(),
        ),
        "bulk.ndjson": (
            Format.FHIR,
            alone(PATIENT) + b"\n" + alone({"resourceType": "Basic", "note": {"text": sentence}}),
        ),
        "result.hl7": (
            Format.TEXT,
            f"MSH|^~\\&|LAB|General Hospital\rPID|1||MR-1\rOBR|1|||1^Report\rOBX|1|TX|2^A||{sentence}\r".encode(),
        ),
    }


def tar_of(members: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """A TAR of these members."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, body in members.items():
            one = tarfile.TarInfo(name)
            one.size = len(body)
            archive.addfile(one, io.BytesIO(body))
    return out.getvalue()


def office_files(sentence: str) -> dict[str, tuple[Format, bytes]]:
    """What office programs write."""
    row = f"<table:table-row><table:table-cell><text:p>{sentence}</text:p></table:table-cell></table:table-row>"
    preview = {"QuickLook/Preview.pdf": pdf([[(72, 72, sentence)]]), "index.apxl": b"<x/>"}
    return {
        "letter.doc": (Format.DOC, compound.doc(sentence, header="Clinic")),
        "letter.odt": (Format.ODT, office.odt(f"<text:p>{sentence}</text:p>")),
        "letter.fodt": (Format.ODT, office.flat_odt(f"<text:p>{sentence}</text:p>")),
        "talk.pptx": (Format.PPTX, office.pptx([sentence, "second slide"])),
        "talk.key": (Format.IWORK, zip_of(preview)),
        "values.xlsx": (
            Format.XLSX,
            office.xlsx({"Labs": '<row><c r="A1" t="s"><v>0</v></c></row>'}, strings=[sentence]),
        ),
        "values.xls": (Format.XLS, compound.xls({"Labs": [[sentence, 9.1]]})),
        "values.ods": (Format.ODS, office.ods({"Labs": row})),
        "values.csv": (Format.CSV, f"Test;Value\n{sentence};9,1\nHb;12,3\n".encode()),
    }


def mail_files(sentence: str) -> dict[str, tuple[Format, bytes]]:
    """What mail programs write; each message has a document on it."""
    message = mail(sentence, {"a.txt": b"attached"})
    outlook = compound.msg(subject="s", body=sentence, files={"a.txt": b"attached"})
    return {
        "saved.eml": (Format.EML, message),
        "saved.msg": (Format.MSG, compound.compound(outlook)),
        "winmail.dat": (Format.TNEF, office.tnef("s", sentence, {"a.txt": b"attached"})),
        "Inbox": (
            Format.MBOX,
            b"".join(b"From a@b.example Tue Mar  5 09:10:00 2024\n" + message + b"\n" for _ in range(2)),
        ),
    }


def mail(text: str, files: dict[str, bytes]) -> bytes:
    """A message with attachments."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@b.example", "c@d.example", "s"
    message.set_content(text)
    for name, data in files.items():
        message.add_attachment(data, "application", "octet-stream", filename=name)
    for part in message.walk():  # the library's own boundary differs each time
        if part.is_multipart():
            part.set_boundary("==a boundary==")
    return bytes(message)


def pdf(pages: list[list[tuple[float, float, str]]], rotation: int = 0) -> bytes:
    """A PDF with words put at places (x, y of the baseline) on A4 pages."""
    import pymupdf

    with pymupdf.open() as document:
        for words in pages:
            page = document.new_page(width=595, height=842)
            for x, y, text in words:
                page.insert_text((x, y), text, fontsize=11)
            page.set_rotation(rotation)
        return bytes(document.tobytes())


def gradient(size: tuple[int, int] = (64, 48)) -> Pictures.Image:
    """A picture whose every corner differs."""
    from PIL import Image

    width, height = size
    image = Image.new("RGB", size)
    image.putdata([(x * 255 // width, y * 255 // height, 128) for y in range(height) for x in range(width)])
    return image


def picture(kind: str, size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    """A small picture file."""
    out = io.BytesIO()
    gradient(size).save(out, kind, **options)
    return out.getvalue()


def fax(pages: int, dpi: tuple[int, int] = (204, 98)) -> bytes:
    """A fax as machines store it: CCITT group 4, more dots across than down."""
    from PIL import Image

    frames = []
    for number in range(pages):
        frame = Image.new("1", (408, 196), 1)
        frame.paste(0, (10 + 20 * number, 10, 100, 60))
        frames.append(frame)
    out = io.BytesIO()
    frames[0].save(out, "TIFF", save_all=True, append_images=frames[1:], compression="group4", dpi=dpi)
    return out.getvalue()


def docx(body: str, **parts: str) -> bytes:
    """A Word document around the markup of its body; further parts as header1="..." markup."""
    members = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>'.encode(),
    }
    for name, markup in parts.items():
        members[f"word/{name}.xml"] = f'<w:part xmlns:w="{_W}">{markup}</w:part>'.encode()
    return zip_of(members)
