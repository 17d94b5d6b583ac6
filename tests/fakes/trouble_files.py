"""Files that make trouble, each built in memory and named after the trouble it makes."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib


def pdf_of(objects: list[bytes], trailer_extra: bytes = b"") -> bytes:
    """A PDF of numbered objects (the first is the catalogue) with a right cross-reference table."""
    out = io.BytesIO()
    out.write(b"%PDF-1.7\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (number, body))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % offset for offset in offsets))
    out.write(
        b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer_extra, start)
    )
    return out.getvalue()


def pdf_with_a_huge_page(points: int = 200_000) -> bytes:
    """A page so wide that its picture at 72 dpi would take more memory than there is."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]>>" % (points, points)
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page])


def pdf_that_claims_a_billion_pages() -> bytes:
    """A page tree that counts far more pages than it has."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>"
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1000000000>>", page])


def pdf_whose_page_tree_is_a_circle() -> bytes:
    """A page tree that contains itself."""
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>"])


def pdf_without_pages() -> bytes:
    """A right PDF with nothing in it."""
    return pdf_of([b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>"])


def png_of_many_pixels(side: int = 16_000) -> bytes:
    """A small file that is a picture of side x side pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    row = b"\0" * (side // 8 + 1)
    packer = zlib.compressobj(9)
    body = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def zip_of(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def zip_of_zeros(size: int = 64 * 1024 * 1024) -> bytes:
    """A member that grows a thousandfold."""
    return zip_of({"zeros.bin": bytes(size)})


def zip_that_lies_about_its_size(size: int = 64 * 1024 * 1024) -> bytes:
    """The same, but the directory and the member's own header say it is ten bytes."""
    data = bytearray(zip_of_zeros(size))
    true, false = struct.pack("<I", size), struct.pack("<I", 10)
    return bytes(data.replace(true, false))


def zip_whose_members_share_bytes(times: int = 200, size: int = 1024 * 1024) -> bytes:
    """A directory that names one member's bytes many times over (the trick of bombs that no ratio shows)."""
    noise = zlib.compress(bytes(range(256)) * 8, 0)  # not compressed, so that the ratio is harmless
    body = (noise * (size // len(noise) + 1))[:size]
    data = zip_of({"a.bin": body}, zipfile.ZIP_STORED)
    end_at = data.rindex(b"PK\x05\x06")
    directory_at = data.index(b"PK\x01\x02")
    entry = data[directory_at:end_at]
    end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, times, times, len(entry) * times, directory_at, 0)
    return data[:directory_at] + entry * times + end


def zip_locked(members: dict[str, bytes]) -> bytes:
    """A ZIP that says its members are encrypted."""
    return _with_flags(zip_of(members, zipfile.ZIP_STORED), set_bits=0x1)


def zip_with_names_that_are_not_utf8() -> bytes:
    """Names flagged as UTF-8 whose bytes are not."""
    return zip_of({"bericht-ü.txt": b"words"}).replace("ü".encode(), b"\xfc\xfe")


def zip_with_an_unknown_method() -> bytes:
    """One member packed by a method nobody has heard of, one that can be had."""
    data = bytearray(zip_of({"a.txt": b"never", "b.txt": b"here"}, zipfile.ZIP_STORED))
    for signature, at in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        first = data.index(signature)
        data[first + at : first + at + 2] = struct.pack("<H", 77)
    return bytes(data)


def zip_with_a_link(target: str = "/etc/passwd") -> bytes:
    """A member that is a symbolic link out of the archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("link.txt")
        link.create_system = 3
        link.external_attr = 0o120777 << 16
        archive.writestr(link, target)
        archive.writestr("ok.txt", b"fine")
    return out.getvalue()


def zip_that_is_the_last_of_parts() -> bytes:
    """The end of an archive whose beginning is on another disk."""
    data = bytearray(zip_of({"a.txt": b"here", "b.txt": b"elsewhere"}))
    end = data.rindex(b"PK\x05\x06")
    data[end + 4 : end + 8] = struct.pack("<HH", 2, 2)
    return bytes(data)


def zip_that_is_the_first_of_parts() -> bytes:
    """The beginning of one: its mark, members, and no directory."""
    data = zip_of({"a.txt": b"here"})
    return b"PK\x07\x08" + data[: data.index(b"PK\x01\x02")]


def zip_with_a_unicode_path(name: str, better: str, about: str = "") -> bytes:
    """A member whose extra field holds another name, said to be about `about` or about the name it has."""
    field = b"\x01" + struct.pack("<L", zlib.crc32((about or name).encode())) + better.encode()
    entry = zipfile.ZipInfo(name)
    entry.extra = struct.pack("<HH", 0x7075, len(field)) + field
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(entry, b"x")
    return out.getvalue()


def docx_that_grows(size: int = 80 * 1024 * 1024) -> bytes:
    """A Word document whose text is a bomb."""
    return zip_of({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w>" + b" " * size + b"</w>"})


def xml_of_a_billion_laughs() -> bytes:
    """Entities that multiply when they are resolved."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    body = "<d><p>before</p>&l9;<p>after</p></d>"
    return f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "haha">{entities}]>{body}'.encode()


def xml_that_reads_a_file(path: str) -> bytes:
    """An external entity that points at a file of the computer."""
    return f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY x SYSTEM "file://{path}">]><d><p>seen</p>&x;</d>'.encode()


def cda_of_a_billion_laughs() -> bytes:
    """A health document whose patient's name, in an attribute too, multiplies when it is resolved."""
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "haha">{entities}]>'
    body = '<code displayName="&l9;"/><title>&l9;</title>'
    return f'{head}<ClinicalDocument xmlns="urn:hl7-org:v3">{body}</ClinicalDocument>'.encode()


def cda_nested_deeply(depth: int = 30_000) -> bytes:
    """Sections, lists and tables inside each other."""
    inner = "<list><item><table><tr><td>" * depth
    head = '<ClinicalDocument xmlns="urn:hl7-org:v3"><component><structuredBody><component><section><text>'
    return (head + inner).encode()


def cda_with_spans_of_millions() -> bytes:
    """A table whose cells say that they cover more rows and columns than there are."""
    cell = "<td colspan='99999999' rowspan='99999999'>a</td>" * 50
    text = f"<table>{f'<tr>{cell}</tr>' * 200}</table>"
    return (
        '<ClinicalDocument xmlns="urn:hl7-org:v3"><component><structuredBody><component><section><title>T</title>'
        f"<text>{text}</text></section></component></structuredBody></component></ClinicalDocument>"
    ).encode()


def fhir_nested_deeply(depth: int = 100_000) -> bytes:
    """Lists inside lists until a recursive reader falls over."""
    return b'{"resourceType": "Patient", "name": ' + b"[" * depth + b"]" * depth + b"}"


def fhir_that_refers_to_itself() -> bytes:
    """A bundle whose references go in circles."""
    role = {"resourceType": "PractitionerRole", "id": "a", "practitioner": {"reference": "PractitionerRole/a"}}
    summary = {
        "resourceType": "Composition",
        "id": "c",
        "author": {"reference": "PractitionerRole/a"},
        "subject": {"reference": "Composition/c"},
        "section": [{"entry": [{"reference": "Composition/c"}, {"reference": "Observation/o"}]}],
    }
    result = {"resourceType": "Observation", "id": "o", "hasMember": [{"reference": "Observation/o"}]}
    entries = [{"resource": one} for one in (summary, role, result)]
    return json.dumps({"resourceType": "Bundle", "entry": entries}).encode()


def fhir_of_the_wrong_sorts() -> bytes:
    """Numbers, lists and nothing where objects are due."""
    wrong: list[object] = [7, None, [], [[1]], "x", True, {"value": []}, {"coding": "x"}, [{"text": 3}]]
    entries = [
        {"resource": {"resourceType": kind, **dict.fromkeys(keys, value)}}
        for value in wrong
        for kind, keys in {
            "Patient": ("name", "identifier", "birthDate", "gender", "deceasedDateTime"),
            "Observation": (
                "code",
                "valueQuantity",
                "component",
                "referenceRange",
                "category",
                "effectiveDateTime",
            ),
            "DocumentReference": ("content", "type", "author", "context", "date", "text"),
            "Composition": ("section", "subject", "date", "title", "type", "author"),
            "MedicationRequest": ("medicationReference", "dosageInstruction", "authoredOn", "contained"),
        }.items()
    ]
    return json.dumps({"resourceType": "Bundle", "entry": entries}).encode()


def html_nested_deeply(depth: int = 50_000) -> bytes:
    """Elements inside elements until a recursive reader falls over."""
    return b"<html><body>" + b"<div>" * depth + b"bottom" + b"</div>" * depth + b"</body></html>"


def rtf_with_raw_bytes() -> bytes:
    """Raw bytes that look like markup, announced by \\bin."""
    return b"{\\rtf1\\ansi before {\\*\\shppict{\\pict\\bin6 " + b"{}}{{{" + b"}} after\\par}"


def rtf_nested_deeply(depth: int = 100_000) -> bytes:
    """Groups inside groups."""
    return b"{\\rtf1 " + b"{" * depth + b"bottom" + b"}" * depth + b"}"


def mail_with_broken_fields() -> bytes:
    """Header fields and parts that no program would write."""
    return (
        b"MIME-Version: 1.0\r\nFrom: =?utf-8?q?=ZZ?= <\r\nDate: yesterday or so\r\n"
        b"Subject: =?nocharset?b?!!!!?=\r\n"
        b'Content-Type: multipart/mixed; boundary="x\r\n\r\n--x\r\nContent-Type: text/plain; charset=nonsense\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n%%%%\r\n--x--\r\n"
    )


def tiff_whose_pages_go_in_a_circle() -> bytes:
    """A directory of pages whose last one points back at the first."""
    fields = [(256, 8), (257, 8), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 8), (279, 64)]
    body = bytes(64)
    directory = struct.pack("<H", len(fields)) + b"".join(
        struct.pack("<HHII", tag, 4, 1, value) for tag, value in fields
    )
    start = 8 + len(body)
    return struct.pack("<2sHI", b"II", 42, start) + body + directory + struct.pack("<I", start)


def _with_flags(data: bytes, set_bits: int) -> bytes:
    changed = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        found = changed.find(signature)
        while found >= 0:
            changed[found + at] |= set_bits
            found = changed.find(signature, found + 4)
    return bytes(changed)


TROUBLE = {
    "huge page.pdf": pdf_with_a_huge_page,
    "a billion pages.pdf": pdf_that_claims_a_billion_pages,
    "circle.pdf": pdf_whose_page_tree_is_a_circle,
    "no pages.pdf": pdf_without_pages,
    "many pixels.png": png_of_many_pixels,
    "zeros.zip": zip_of_zeros,
    "lies.zip": zip_that_lies_about_its_size,
    "shared.zip": zip_whose_members_share_bytes,
    "locked.zip": lambda: zip_locked({"a.txt": b"secret"}),
    "names.zip": zip_with_names_that_are_not_utf8,
    "method.zip": zip_with_an_unknown_method,
    "link.zip": zip_with_a_link,
    "growing.docx": docx_that_grows,
    "laughs.xml": xml_of_a_billion_laughs,
    "reads a file.xml": lambda: xml_that_reads_a_file("/etc/hostname"),
    "laughs.cda.xml": cda_of_a_billion_laughs,
    "deep.cda.xml": cda_nested_deeply,
    "spans.cda.xml": cda_with_spans_of_millions,
    "deep.json": fhir_nested_deeply,
    "circle.json": fhir_that_refers_to_itself,
    "wrong sorts.json": fhir_of_the_wrong_sorts,
    "cut.json": lambda: fhir_of_the_wrong_sorts()[:-900],
    "no resource.json": lambda: b'{"resourceType": "Bundle", "entry": []}',
    "half a message.hl7": lambda: b"MSH|^~\\&\rPID\rOBR|\rOBX|1|ED|a^b||^^^Base64^!!!",
    "half an export.xml": lambda: b"<HealthData><Record type='a'",
    "deep.html": html_nested_deeply,
    "raw.rtf": rtf_with_raw_bytes,
    "deep.rtf": rtf_nested_deeply,
    "broken.eml": mail_with_broken_fields,
    "circle.tif": tiff_whose_pages_go_in_a_circle,
    "empty.pdf": lambda: b"",
    "one byte.dcm": lambda: b"\0",
    "long line.txt": lambda: b"x" * 3_000_000,
    "only line ends.txt": lambda: b"\n" * 300_000,
}
