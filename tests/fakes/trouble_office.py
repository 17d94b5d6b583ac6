"""Office documents and mail that make trouble, each built in memory and named after the trouble it makes."""

from __future__ import annotations

import base64
import struct
import zipfile
from collections.abc import Mapping

from tests.fakes.trouble_files import png_of_many_pixels, xml_of_a_billion_laughs, zip_of
from tests.making import compound, office


def odt_that_grows(size: int = 80 * 1024 * 1024) -> bytes:
    """An OpenDocument text whose words are a bomb."""
    return office.odt(" " * size)


def odt_of_a_billion_laughs() -> bytes:
    """Entities that multiply, in an office document."""
    declared = (
        xml_of_a_billion_laughs().partition(b"<d>")[0].replace(b"DOCTYPE d", b"DOCTYPE office:document-content")
    )
    body = "<office:body><office:text><text:p>before &l9; after</text:p></office:text></office:body>"
    content = f"<office:document-content {office.ODF}>{body}</office:document-content>"
    return zip_of(
        {"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": declared + content.encode()}
    )


def odt_locked() -> bytes:
    """An OpenDocument that says its parts are encrypted."""
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    return office.odt("<text:p>words</text:p>", files={"META-INF/manifest.xml": manifest})


def xlsx_that_grows(size: int = 80 * 1024 * 1024) -> bytes:
    """A sheet that is a bomb."""
    return office.xlsx({"L": " " * size})


def xlsx_with_cells_at_the_ends_of_the_world() -> bytes:
    """Cells so far apart that a table of what lies between would take all memory."""
    rows = (
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1000000000"><c r="XFD1000000000"><v>2</v></c>'
        '<c r="ZZZ1000000000"><v>3</v></c><c r="B2"><v>4</v></c></row>'
    )
    return office.xlsx({"L": f'{rows}<c r="A7"/>'})


def xlsx_of_many_cells(count: int = 250_000) -> bytes:
    """More cells than anybody reads."""
    row = "<row>" + "<c><v>1</v></c>" * 100 + "</row>"
    return office.xlsx({"L": row * (count // 100)}, method=zipfile.ZIP_STORED)


def ods_that_repeats_itself() -> bytes:
    """One cell that is there a billion times a billion times."""
    cell = '<table:table-cell table:number-columns-repeated="1000000000"><text:p>x</text:p></table:table-cell>'
    return office.ods({"L": f'<table:table-row table:number-rows-repeated="1000000000">{cell}</table:table-row>'})


def csv_with_an_open_quotation_mark(size: int = 100_000) -> bytes:
    """A cell that never ends."""
    return b'a;"b\nc;d\n' + b"x;y\n" * (size // 4)


def docx_that_points_outside() -> bytes:
    """Relations to files of the computer and to itself."""
    return zip_of(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b"<w:document xmlns:w='w'><w:p><w:r><w:t>words</w:t></w:r></w:p></w:document>",
            "word/_rels/document.xml.rels": office.relations(
                a=("oleObject", "../../../../etc/passwd"), b=("package", "/etc/passwd"), c=("image", "document.xml")
            ),
        }
    )


def docx_with_a_picture_of_many_pixels() -> bytes:
    """A document around a small file that is an enormous picture."""
    return zip_of(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": b"<w:p xmlns:w='w' xmlns:a='a' xmlns:r='r'><a:blip r:embed='p'/></w:p>",
            "word/_rels/document.xml.rels": office.relations(p=("image", "media/a.png")),
            "word/media/a.png": png_of_many_pixels(),
        }
    )


def compound_whose_sectors_go_in_a_circle(size: int = 100 * 1024 * 1024) -> bytes:
    """A stream whose sectors follow each other for ever, and which says that it is large."""
    data = bytearray(compound.compound({"WordDocument": bytes(8192), "1Table": bytes(8192)}))
    (fat_at,) = struct.unpack_from("<I", data, 76)
    table = 512 * (1 + fat_at)
    struct.pack_into("<4I", data, table, 1, 2, 3, 0)
    (directory,) = struct.unpack_from("<I", data, 48)
    for entry in (1, 2):
        struct.pack_into("<Q", data, 512 * (1 + directory) + 128 * entry + 120, size)
    return bytes(data)


def compound_whose_directory_is_a_circle() -> bytes:
    """A storage that lies in itself."""
    data = bytearray(compound.compound(compound.msg(subject="s", body="words", files={"a.txt": b"a"})))
    (directory,) = struct.unpack_from("<I", data, 48)
    for entry in range(1, 8):
        struct.pack_into("<3I", data, 512 * (1 + directory) + 128 * entry + 68, 1, entry, 0)
    return bytes(data)


def compound_that_counts_too_much() -> bytes:
    """A header that promises more tables than the file has bytes."""
    data = bytearray(compound.compound({"WordDocument": bytes(8192)}))
    struct.pack_into("<I", data, 64, 0x7FFFFFFF)
    struct.pack_into("<I", data, 60, 0)
    return bytes(data)


def doc_of_pieces_that_overlap(pieces: int = 10_000) -> bytes:
    """A Word document whose text is the same bytes over and over."""
    word = bytearray(compound.doc_streams("x" * 40)["WordDocument"])
    signs = [40 * number for number in range(pieces + 1)]
    listed = struct.pack(f"<{pieces + 1}I", *signs) + struct.pack("<HIH", 0, 0x400 * 2 | 0x40000000, 0) * pieces
    table = b"\x02" + struct.pack("<I", len(listed)) + listed
    struct.pack_into("<8I", word, 0x4C, signs[-1], 0, 0, 0, 0, 0, 0, 0)
    struct.pack_into("<2I", word, 0x1A2, 0, len(table))
    return compound.compound({"WordDocument": bytes(word), "1Table": table})


def msg_on_msg(depth: int = 60) -> bytes:
    """Messages attached to messages."""
    tree: compound.Tree = compound.msg(subject="innermost", body="words", top=False)
    for _ in range(depth):
        tree = compound.msg(subject="s", body="words", inner=[tree], top=False)
    return compound.compound(tree)


def msg_whose_rich_text_grows(copies: int = 4_000_000) -> bytes:
    """Compressed words that repeat one byte many times."""
    data = b"\xff" + struct.pack(">H", (206 << 4) | 15) * 8
    body = b"\x00" + b"x" * 8 + data * (copies // 8 // 17)
    packed = struct.pack("<II4sI", len(body) + 12, 1, b"LZFu", 0) + body
    tree: Mapping[str, bytes | compound.Tree] = compound.msg(subject="s")
    return compound.compound({**tree, "__substg1.0_10090102": packed})


def tnef_in_tnef(depth: int = 200) -> bytes:
    """Envelopes in envelopes."""
    data = office.tnef("innermost", "words", {})
    for _ in range(depth):
        data = office.tnef("s", "words", {}, inner=[data])
    return data


def tnef_that_lies_about_its_sizes() -> bytes:
    """Attributes larger than the file."""
    return office.tnef("s", "words", {"a.txt": b"a"})[:60] + b"\xff" * 40


def mail_of_many_parts(count: int = 10_000) -> bytes:
    """More parts than anybody attaches."""
    part = b'--x\nContent-Type: text/plain; name="a.txt"\n\nwords\n'
    return (
        b'MIME-Version: 1.0\nFrom: a@b\nContent-Type: multipart/mixed; boundary="x"\n\n' + part * count + b"--x--\n"
    )


def mail_nested_deeply(depth: int = 3000) -> bytes:
    """Parts in parts."""
    out = b"MIME-Version: 1.0\nFrom: a@b\n"
    for number in range(depth):
        out += b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number)
    return out + b"Content-Type: text/plain\n\nbottom\n"


def mail_on_mail(depth: int = 500) -> bytes:
    """Messages forwarded in messages."""
    return b"MIME-Version: 1.0\nFrom: a@b\nContent-Type: message/rfc822\n\n" * depth + b"From: a@b\n\nbottom\n"


def mail_with_a_long_field(size: int = 3_000_000) -> bytes:
    """A subject without end, of encoded words."""
    return b"MIME-Version: 1.0\nFrom: a@b\nSubject: " + b"=?utf-8?q?=C3=A4?= " * (size // 19) + b"\n\nwords\n"


def mail_with_broken_base64() -> bytes:
    """An attachment whose letters are no base64, cut in the middle."""
    good = base64.b64encode(bytes(range(256)) * 8)
    return (
        b'MIME-Version: 1.0\nFrom: a@b\nContent-Type: multipart/mixed; boundary="x"\n\n--x\n'
        b'Content-Type: image/png; name="../../../etc/passwd"\nContent-Transfer-Encoding: base64\n\n'
        + good[:1000] + b"\n%%%%\n=\n" + good[:33]
    )  # fmt: skip


def mailbox_of_nothing(lines: int = 120_000) -> bytes:
    """Lines that begin messages and no message."""
    return b"From a@b.example Tue Mar  5 09:10:00 2024\nMIME-Version: 1.0\n\n" * lines


OFFICE_TROUBLE = {
    "growing.odt": odt_that_grows,
    "laughs.odt": odt_of_a_billion_laughs,
    "locked.odt": odt_locked,
    "growing.xlsx": xlsx_that_grows,
    "far apart.xlsx": xlsx_with_cells_at_the_ends_of_the_world,
    "repeats.ods": ods_that_repeats_itself,
    "open.csv": csv_with_an_open_quotation_mark,
    "outside.docx": docx_that_points_outside,
    "pixels.docx": docx_with_a_picture_of_many_pixels,
    "circle.doc": compound_whose_sectors_go_in_a_circle,
    "circle.msg": compound_whose_directory_is_a_circle,
    "counts.doc": compound_that_counts_too_much,
    "pieces.doc": doc_of_pieces_that_overlap,
    "deep.msg": msg_on_msg,
    "rich.msg": msg_whose_rich_text_grows,
    "deep.dat": tnef_in_tnef,
    "lies.dat": tnef_that_lies_about_its_sizes,
    "parts.eml": mail_of_many_parts,
    "deep.eml": mail_nested_deeply,
    "forwarded.eml": mail_on_mail,
    "field.eml": mail_with_a_long_field,
    "base64.eml": mail_with_broken_base64,
    "nothing.mbox": mailbox_of_nothing,
}
