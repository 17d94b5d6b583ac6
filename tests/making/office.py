"""Builds office documents and mail for tests: OpenDocument, Excel, PowerPoint, winmail.dat."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence

from tests.fakes.trouble_files import zip_of

_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
ODF = " ".join(
    f'xmlns:{name}="{_OFFICE}:{name}:1.0"' for name in ("office", "text", "table", "style", "drawing", "meta")
) + (
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SLIDE = "http://schemas.openxmlformats.org/presentationml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"


def odt(body: str, *, header: str = "", footer: str = "", files: Mapping[str, bytes] | None = None) -> bytes:
    """An OpenDocument text around the markup of its body."""
    margins = f"<style:header>{header}</style:header><style:footer>{footer}</style:footer>"
    styles = f"<office:master-styles><style:master-page>{margins}</style:master-page></office:master-styles>"
    return zip_of(
        {
            "mimetype": b"application/vnd.oasis.opendocument.text",
            "content.xml": _content(f"<office:text>{body}</office:text>"),
            "styles.xml": f"<office:document-styles {ODF}>{styles}</office:document-styles>".encode(),
            **(files or {}),
        }
    )


def flat_odt(body: str) -> bytes:
    """The same as one XML file."""
    kind = 'office:mimetype="application/vnd.oasis.opendocument.text"'
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document {ODF} {kind}><office:body><office:text>{body}'
        "</office:text></office:body></office:document>"
    ).encode()


def ods(sheets: Mapping[str, str]) -> bytes:
    """An OpenDocument spreadsheet: names of sheets and the markup of their rows."""
    tables = "".join(f'<table:table table:name="{name}">{rows}</table:table>' for name, rows in sheets.items())
    return zip_of(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": _content(f"<office:spreadsheet>{tables}</office:spreadsheet>"),
        }
    )


def _content(markup: str) -> bytes:
    return f"<office:document-content {ODF}><office:body>{markup}</office:body></office:document-content>".encode()


def xlsx(
    sheets: Mapping[str, str],
    *,
    strings: Sequence[str] = (),
    codes: Sequence[str] = (),
    method: int = zipfile.ZIP_DEFLATED,
) -> bytes:
    """An Excel workbook: names of sheets and the markup of their rows; style 0 is general, then each of `codes`."""
    listed = "".join(
        f'<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>' for number, name in enumerate(sheets, 1)
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="x/worksheet" Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(sheets) + 1)
    )
    related += '<Relationship Id="s" Type="x/sharedStrings" Target="sharedStrings.xml"/>'
    related += '<Relationship Id="t" Type="x/styles" Target="/xl/styles.xml"/>'
    formats = "".join(f'<numFmt numFmtId="{164 + n}" formatCode="{code}"/>' for n, code in enumerate(codes))
    styles = '<xf numFmtId="0"/>' + "".join(f'<xf numFmtId="{164 + n}"/>' for n in range(len(codes)))
    shared = "".join(f"<si><t>{text}</t></si>" for text in strings)
    book = f'<workbook xmlns="{_SHEET}" xmlns:r="{_RELATIONS}"><sheets>{listed}</sheets></workbook>'
    look = f'<styleSheet xmlns="{_SHEET}"><numFmts>{formats}</numFmts><cellXfs>{styles}</cellXfs></styleSheet>'
    members = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": book.encode(),
        "xl/_rels/workbook.xml.rels": _related(related),
        "xl/sharedStrings.xml": f'<sst xmlns="{_SHEET}">{shared}</sst>'.encode(),
        "xl/styles.xml": look.encode(),
    }
    for number, rows in enumerate(sheets.values(), 1):
        sheet = f'<worksheet xmlns="{_SHEET}"><sheetData>{rows}</sheetData></worksheet>'
        members[f"xl/worksheets/sheet{number}.xml"] = sheet.encode()
    return zip_of(members, method)


def pptx(slides: Sequence[str]) -> bytes:
    """A PowerPoint presentation: the words of each slide."""
    listed = "".join(f'<p:sldId id="{255 + n}" r:id="r{n}"/>' for n in range(1, len(slides) + 1))
    related = "".join(
        f'<Relationship Id="r{n}" Type="x/slide" Target="slides/slide{n}.xml"/>' for n in range(1, len(slides) + 1)
    )
    show = f'<p:presentation xmlns:p="{_SLIDE}" xmlns:r="{_RELATIONS}">{listed}</p:presentation>'
    members = {
        "[Content_Types].xml": b"<Types/>",
        "ppt/presentation.xml": show.encode(),
        "ppt/_rels/presentation.xml.rels": _related(related),
    }
    for number, text in enumerate(slides, 1):
        shape = f"<p:sp><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"
        members[f"ppt/slides/slide{number}.xml"] = (
            f'<p:sld xmlns:p="{_SLIDE}" xmlns:a="{_DRAWING}"><p:cSld>{shape}</p:cSld></p:sld>'.encode()
        )
    return zip_of(members)


def _related(relations: str) -> bytes:
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{relations}</Relationships>'.encode()


def relations(**targets: tuple[str, str]) -> bytes:
    """A part that says what a document points at: id=(last word of the type, target)."""
    return _related(
        "".join(
            f'<Relationship Id="{key}" Type="x/{kind}" Target="{target}"/>'
            for key, (kind, target) in targets.items()
        )
    )


def tnef(subject: str, body: str, files: Mapping[str, bytes], *, inner: Sequence[bytes] = ()) -> bytes:
    """A winmail.dat with attachments; `inner` are further ones attached as messages."""

    def attribute(level: int, number: int, data: bytes) -> bytes:
        return struct.pack("<BII", level, number, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    out = bytes.fromhex("789f3e22") + b"\1\0" + attribute(1, 0x00069007, struct.pack("<II", 1252, 0))
    out += attribute(1, 0x00018004, subject.encode("cp1252") + b"\0")
    out += attribute(1, 0x0002800C, body.encode("cp1252") + b"\0")
    for name, data in files.items():
        wide = name.encode("utf-16-le") + b"\0\0"
        padded = wide + bytes(-len(wide) % 4)
        long_name = struct.pack("<IHHII", 1, 0x1F, 0x3707, 1, len(wide)) + padded
        out += attribute(2, 0x00069002, bytes(14)) + attribute(2, 0x00018010, b"SHORT~1.BIN\0")
        out += attribute(2, 0x0006800F, data) + attribute(2, 0x00069005, long_name)
    for message in inner:
        data = bytes(16) + message
        padded = data + bytes(-len(data) % 4)
        out += attribute(2, 0x00069002, bytes(14))
        out += attribute(2, 0x00069005, struct.pack("<IHHII", 1, 0x0D, 0x3701, 1, len(data)) + padded)
    return out
