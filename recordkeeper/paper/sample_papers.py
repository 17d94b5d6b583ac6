"""Writes the papers of a synthetic heap from their blocks: PDF by letterhead, DOCX, RTF, HTML, plain text."""

from __future__ import annotations

import html
import io
import zipfile
from dataclasses import dataclass

import pymupdf

from recordkeeper.paper.sample_person import Recipe

_PAGE = pymupdf.Rect(0, 0, 612, 792)  # US Letter, as the facilities are American
_TEXT = pymupdf.Rect(54, 48, 558, 740)
_ZIP_DAY = (2024, 1, 1, 0, 0, 0)  # archives of the same seed are the same bytes
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph or a table of rows."""

    kind: str  # heading, paragraph, table
    text: str = ""
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Leaf:
    """A paper with everything filled in. `fields` are label and value."""

    facility: str
    address: str
    phone: str
    title: str
    fields: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    mark: str


def blocks(body: str) -> tuple[Block, ...]:
    """Read a recipe's body: "# " is a heading, "| a | b |" a table row, anything else a paragraph."""
    found: list[Block] = []
    for line in body.strip().splitlines():
        if line.startswith("# "):
            found.append(Block("heading", line[2:].strip()))
        elif line.startswith("|"):
            row = tuple(cell.strip() for cell in line.strip().strip("|").split("|"))
            rows = found.pop().rows if found and found[-1].kind == "table" else ()
            found.append(Block("table", rows=(*rows, row)))
        elif line.strip():
            found.append(Block("paragraph", line.strip()))
    return tuple(found)


def pdf(leaf: Leaf, layout: Recipe) -> bytes:
    """A PDF with a text layer in a facility's letterhead, the mark at the foot of each page."""
    story = pymupdf.Story(_page_html(leaf, layout), user_css=layout["css"])
    stream = io.BytesIO()
    writer = pymupdf.DocumentWriter(stream)
    more = 1
    while more:
        device = writer.begin_page(_PAGE)
        more, _ = story.place(_TEXT)
        story.draw(device)
        writer.end_page()
    writer.close()
    return _marked(stream.getvalue(), leaf.mark)


def _page_html(leaf: Leaf, layout: Recipe) -> str:
    cells = [f"{html.escape(label)}: <b>{html.escape(value)}</b>" for label, value in leaf.fields]
    cells += [""] * (len(cells) % 2)
    rows = "".join(f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in zip(cells[::2], cells[1::2], strict=True))
    texts = {name: html.escape(getattr(leaf, name)) for name in ("facility", "address", "phone", "title")}
    return str(layout["html"]).format(**texts, fields=rows, body="".join(map(_html_block, leaf.blocks)))


def _html_block(block: Block) -> str:
    if block.kind == "heading":
        return f"<h2>{html.escape(block.text)}</h2>"
    if block.kind == "paragraph":
        return f"<p>{html.escape(block.text)}</p>"
    head, *rest = block.rows
    rows = [_row(head, "th"), *(_row(row, "td") for row in rest)]
    return f'<table class="t">{"".join(rows)}</table>'


def _row(cells: tuple[str, ...], tag: str) -> str:
    return "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"


def _marked(data: bytes, mark: str) -> bytes:
    document = pymupdf.open("pdf", data)
    for number in range(document.page_count):
        foot = f"{mark}. Page {number + 1} of {document.page_count}"
        document[number].insert_text((54, 768), foot, fontsize=7.5, color=(0.45, 0.45, 0.45))
    document.subset_fonts()
    return bytes(document.tobytes(garbage=3, deflate=True, no_new_id=True))


def plain(leaf: Leaf) -> str:
    """Plain text whose tables are columns of spaces."""
    lines = [
        leaf.facility,
        leaf.address,
        "",
        leaf.title,
        "",
        *(f"{label}: {value}" for label, value in leaf.fields),
    ]
    for block in leaf.blocks:
        if block.kind == "heading":
            lines += ["", block.text.upper()]
        elif block.kind == "paragraph":
            lines.append(block.text)
        else:
            lines += _columns(block.rows)
    return "\n".join([*lines, "", leaf.mark, ""])


def _columns(rows: tuple[tuple[str, ...], ...]) -> list[str]:
    widths = [max(len(row[place]) for row in rows) + 3 for place in range(len(rows[0]))]
    return ["".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]


def web_page(leaf: Leaf) -> str:
    """A page as a portal saves it."""
    fields = "".join(f"<li>{html.escape(label)}: {html.escape(value)}</li>" for label, value in leaf.fields)
    body = "".join(map(_html_block, leaf.blocks))
    head = f'<meta charset="utf-8"><title>{html.escape(leaf.title)}</title><style>p{{margin:4px}}</style>'
    return (
        f"<!DOCTYPE html>\n<html><head>{head}</head><body><h1>{html.escape(leaf.title)}</h1>"
        f"<p>{html.escape(leaf.facility)}</p><ul>{fields}</ul>{body}<p>{html.escape(leaf.mark)}</p></body></html>\n"
    )


def rtf(leaf: Leaf) -> str:
    """Rich text, non-ASCII letters as \\u escapes."""
    lines = [rf"{{\b {_rtf(leaf.facility)}}}", _rtf(leaf.address), "", rf"{{\b {_rtf(leaf.title)}}}"]
    lines += [_rtf(f"{label}: {value}") for label, value in leaf.fields]
    for block in leaf.blocks:
        if block.kind == "table":
            lines += [r"\tab ".join(map(_rtf, row)) for row in block.rows]
        else:
            lines.append(rf"{{\b {_rtf(block.text)}}}" if block.kind == "heading" else _rtf(block.text))
    text = "\\par\n".join([*lines, _rtf(leaf.mark)])
    return "{\\rtf1\\ansi\\deff0{\\fonttbl{\\f0 Times New Roman;}}\\f0\\fs22\n" + text + "\\par\n}"


def _rtf(text: str) -> str:
    escaped = text.replace("\\", r"\\").replace("{", r"\{").replace("}", r"\}")
    return "".join(char if ord(char) < 128 else rf"\u{ord(char)}?" for char in escaped)


def docx(leaf: Leaf) -> bytes:
    """The smallest Office Open XML document that Word, LibreOffice and readers open (ECMA-376 part 2, annex A)."""
    lines = [(leaf.facility, True), (leaf.address, False), ("", False), (leaf.title, True)]
    lines += [(f"{label}: {value}", False) for label, value in leaf.fields]
    body = "".join(_word_paragraph(text, bold=bold) for text, bold in lines)
    body += "".join(_word_block(block) for block in leaf.blocks) + _word_paragraph(leaf.mark)
    parts = {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
            'wordprocessingml.document.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
    }
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return archive({name: (head + text).encode("utf-8") for name, text in parts.items()})


def _word_paragraph(text: str, *, bold: bool = False) -> str:
    look = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:p><w:r>{look}<w:t xml:space="preserve">{html.escape(text, quote=False)}</w:t></w:r></w:p>'


def _word_block(block: Block) -> str:
    if block.kind != "table":
        return _word_paragraph(block.text, bold=block.kind == "heading")
    rows = ("".join(f"<w:tc>{_word_paragraph(cell)}</w:tc>" for cell in row) for row in block.rows)
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>"


def archive(members: dict[str, bytes]) -> bytes:
    """A ZIP whose bytes depend on its members only."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as out:
        for name, data in members.items():
            out.writestr(zipfile.ZipInfo(name, _ZIP_DAY), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
