"""PDFs and pictures that never end or never fit, each built in memory and named after its trick."""

from __future__ import annotations

import struct
import zlib

from tests.fakes.trouble_files import (
    html_nested_deeply,
    pdf_of,
    pdf_that_claims_a_billion_pages,
    pdf_whose_page_tree_is_a_circle,
    pdf_with_a_huge_page,
    png_of_many_pixels,
    rtf_nested_deeply,
    xml_of_a_billion_laughs,
    xml_that_reads_a_file,
)

MEGABYTE = 1024 * 1024
CATALOGUE, PAGES = b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>"


def stream(body: bytes, extra: bytes = b"") -> bytes:
    return b"<</Length %d%b>>stream\n%b\nendstream" % (len(body), extra, body)


def page(resources: bytes = b"<<>>") -> bytes:
    return b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources %b>>" % resources


def pdf_of_nested_forms(levels: int = 11, each: int = 10) -> bytes:
    """A form painted ten times by a form painted ten times, eleven levels deep."""
    objects = [CATALOGUE, PAGES, page(b"<</XObject<</F 5 0 R>>>>"), stream(b"/F Do " * each)]
    for level in range(levels):
        inner = b"/Resources<</XObject<</F %d 0 R>>>>" % (6 + level) if level < levels - 1 else b""
        body = b"/F Do " * each if inner else b"0 0 1 1 re f "
        objects.append(stream(body, b"/Type/XObject/Subtype/Form/BBox[0 0 600 800]" + inner))
    return pdf_of(objects)


def pdf_of_countless_lines(count: int = 3_000_000) -> bytes:
    """Path operators without end."""
    packed = zlib.compress(b"0 0 m 600 800 l S\n" * count, 9)
    return pdf_of([CATALOGUE, PAGES, page(), stream(packed, b"/Filter/FlateDecode")])


def pdf_of_countless_words(count: int = 3_000_000) -> bytes:
    """The same word written over and over."""
    packed = zlib.compress(b"BT /F 9 Tf 9 9 Td (word) Tj ET\n" * count, 9)
    fonts = b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>"
    return pdf_of([CATALOGUE, PAGES, page(fonts), stream(packed, b"/Filter/FlateDecode")])


def pdf_packed_twice(size: int = 1024 * MEGABYTE) -> bytes:
    """A gigabyte of blanks in two thousand bytes."""
    packer = zlib.compressobj(9)
    head = packer.compress(b"q ") + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(b" " * (8 * MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = zlib.compress(head + piece * (size // (8 * MEGABYTE)) + packer.flush(), 9)
    return pdf_of([CATALOGUE, PAGES, page(), stream(packed, b"/Filter[/FlateDecode/FlateDecode]")])


def pdf_of_a_huge_image(side: int = 40_000) -> bytes:
    """One image of 1,600 million pixels."""
    packer = zlib.compressobj(9)
    row = packer.compress(bytes(side // 8 * 1000)) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = row * (side // 1000) + packer.flush()
    extra = b"/Subtype/Image/Width %d/Height %d/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/FlateDecode" % (
        side,
        side,
    )
    contents = stream(b"600 0 0 800 0 0 cm /I Do")
    return pdf_of([CATALOGUE, PAGES, page(b"<</XObject<</I 5 0 R>>>>"), contents, stream(packed, extra)])


def tiff_of_countless_pages(count: int = 200_000) -> bytes:
    """Two hundred thousand directories of one pixel each."""
    fields = [(256, 1), (257, 1), (258, 8), (259, 1), (262, 1), (273, 8), (277, 1), (278, 1), (279, 1)]
    size = 2 + 12 * len(fields) + 4
    body = struct.pack("<H", len(fields)) + b"".join(
        struct.pack("<HHII", tag, 4, 1, value) for tag, value in fields
    )
    out = struct.pack("<2sHI", b"II", 42, 10) + b"\0\0"
    return out + b"".join(
        body + struct.pack("<I", 10 + size * (at + 1) if at < count - 1 else 0) for at in range(count)
    )


BOMBS = {
    "huge page.pdf": pdf_with_a_huge_page,
    "large page.pdf": lambda: pdf_with_a_huge_page(20_000),
    "forms.pdf": pdf_of_nested_forms,
    "lines.pdf": pdf_of_countless_lines,
    "words.pdf": pdf_of_countless_words,
    "blanks.pdf": pdf_packed_twice,
    "image.pdf": pdf_of_a_huge_image,
    "pages.pdf": pdf_that_claims_a_billion_pages,
    "circle.pdf": pdf_whose_page_tree_is_a_circle,
    "pixels.png": png_of_many_pixels,
    "pages.tif": tiff_of_countless_pages,
    "laughs.xml": xml_of_a_billion_laughs,
    "outside.xml": lambda: xml_that_reads_a_file("/etc/hostname"),
    "deep.html": html_nested_deeply,
    "deep.rtf": rtf_nested_deeply,
}
