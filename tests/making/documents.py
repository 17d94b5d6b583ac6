"""Builds documents for tests: PDFs with text, locked, as pictures; DOCX, RTF, JPEG; and many reports at once."""

from __future__ import annotations

import html
import io
import random
import re
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pymupdf
from PIL import Image, ImageDraw

LETTER = (612.0, 792.0)
_LINE = 14.0
_A_LETTER, _GAP = 5.6, 24.0  # points: a letter of print, wide ones too, and what parts two columns
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def pdf_with_text(
    path: Path, pages: Sequence[str], *, size: tuple[float, float] = LETTER, rotation: int = 0
) -> Path:
    """A PDF with a text layer, one string a page, lines as given."""
    document = _text_document(pages, size)
    for number in range(document.page_count):
        document[number].set_rotation(rotation)
    return _save(document, path)


def pdf_with_files(
    path: Path,
    *,
    attached: Mapping[str, bytes] | None = None,
    pinned: Mapping[str, bytes] | None = None,
    portfolio: bool = False,
    password: str = "",
) -> Path:
    """A PDF of one page that carries files: attached to the whole, or pinned to a place on the page."""
    with pymupdf.open() as document:
        page = document.new_page()
        page.insert_text((72, 72), "A letter with enclosures")
        for number, (name, body) in enumerate((attached or {}).items()):
            document.embfile_add(f"file {number}", body, filename=name, ufilename=name)
        for name, body in (pinned or {}).items():
            page.add_file_annot((300, 300), body, name)
        if portfolio:
            document.xref_set_key(document.pdf_catalog(), "Collection", "<</View/D>>")
        method = pymupdf.PDF_ENCRYPT_AES_256 if password else pymupdf.PDF_ENCRYPT_NONE
        document.save(path, encryption=method, user_pw=password, owner_pw=password)
    return path


def encrypted_pdf(path: Path, pages: Sequence[str], *, password: str, owner_only: bool = False) -> Path:
    """A PDF that needs `password` to open, or with `owner_only` opens without it but forbids changes."""
    path.parent.mkdir(parents=True, exist_ok=True)
    user = "" if owner_only else password
    document = _text_document(pages, LETTER)
    document.save(str(path), encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw=user, owner_pw=password, permissions=0)
    return path


def image_only_pdf(path: Path, pages: Sequence[str], *, dpi: int = 120) -> Path:
    """A PDF of pictures: what a scanner leaves, without a text layer."""
    out = pymupdf.open()
    with _text_document(pages, LETTER) as source:
        for number in range(source.page_count):
            pixmap = source[number].get_pixmap(dpi=dpi, colorspace=pymupdf.csGRAY)
            out.new_page(width=LETTER[0], height=LETTER[1]).insert_image(
                pymupdf.Rect(0, 0, *LETTER), stream=pixmap.tobytes("jpg")
            )
    return _save(out, path)


def form_pdf(path: Path, *, value: str, note: str) -> Path:
    """A PDF with a filled-in field and a free-text note on the page."""
    document = _text_document(["Form"], LETTER)
    page = document[0]
    field = pymupdf.Widget()
    field.field_name, field.field_type = "answer", pymupdf.PDF_WIDGET_TYPE_TEXT
    field.rect, field.field_value = pymupdf.Rect(72, 150, 400, 175), value
    page.add_widget(field)
    page.add_freetext_annot(pymupdf.Rect(72, 200, 400, 230), note)
    return _save(document, path)


def docx(path: Path, paragraphs: Sequence[str]) -> Path:
    """The smallest DOCX readers open."""
    body = "".join(f"<w:p><w:r><w:t>{html.escape(text, quote=False)}</w:t></w:r></w:p>" for text in paragraphs)
    package = "http://schemas.openxmlformats.org/package/2006"
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{package}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{kind}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{package}/relationships"><Relationship Id="rId1" Type="{office}" '
        'Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{_WORD}"><w:body>{body}</w:body></w:document>',
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text)
    return path


def rtf(path: Path, paragraphs: Sequence[str]) -> Path:
    """Rich text with one paragraph a string."""
    escaped = ("".join(c if ord(c) < 128 else rf"\u{ord(c)}?" for c in text) for text in paragraphs)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(r"{\rtf1\ansi\deff0{\fonttbl{\f0 Arial;}}\f0 " + r"\par ".join(escaped) + r"\par}", "ascii")
    return path


def jpeg(path: Path, *, orientation: int = 1, size: tuple[int, int] = (320, 200), text: str = "TOP") -> Path:
    """A JPEG that looks upright, `size` wide and high, once its EXIF orientation (1 to 8) is heeded."""
    picture = Image.new("RGB", size, (240, 238, 230))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0] - 1, 12), fill=(200, 30, 30))  # the upright picture's top edge is red
    draw.text((20, 40), text, fill=(0, 0, 0))
    undo = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }
    if orientation in undo:
        picture = picture.transpose(undo[orientation])
    exif = Image.Exif()
    exif[0x0112] = orientation
    path.parent.mkdir(parents=True, exist_ok=True)
    stream = io.BytesIO()
    picture.save(stream, "JPEG", quality=92, exif=exif)
    path.write_bytes(stream.getvalue())
    return path


def many_pdfs(
    folder: Path, count: int, seed: int, *, pages: tuple[int, int] = (1, 6), patient: str = "Samplewood, Rosalind J"
) -> list[Path]:
    """Write `count` report PDFs of `pages` (fewest, most) pages each; the same seed writes the same texts.

    500 make a patient's papers; 2,000 of five pages each make ten thousand pages of text to search.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draw = random.Random(seed)
    return [
        _report(folder / f"report_{number:05d}.pdf", draw, draw.randint(*pages), patient) for number in range(count)
    ]


_HEADS = {
    "SURGICAL PATHOLOGY REPORT": ("Collected", ("SPECIMEN", "FINAL DIAGNOSIS", "GROSS DESCRIPTION", "MICROSCOPIC")),
    "CT CHEST WITH CONTRAST": ("Exam date", ("INDICATION", "TECHNIQUE", "FINDINGS", "IMPRESSION")),
    "LABORATORY REPORT": ("Collected", ("COMPLETE BLOOD COUNT", "METABOLIC PANEL", "COMMENT")),
    "DISCHARGE SUMMARY": ("Discharge date", ("HOSPITAL COURSE", "DISCHARGE MEDICATIONS", "FOLLOW-UP")),
    "OPERATIVE REPORT": ("Date of surgery", ("PREOPERATIVE DIAGNOSIS", "PROCEDURE", "FINDINGS", "COMPLICATIONS")),
    "PROGRESS NOTE": ("Date of visit", ("SUBJECTIVE", "OBJECTIVE", "ASSESSMENT", "PLAN")),
}
_WORDS = (
    *("stable appearance of the left upper lobe nodule", "no enlarged lymph node", "margins are negative"),
    *(
        "mild fatigue after the second cycle",
        "the patient tolerated the procedure well",
        "follow-up in three months",
    ),
    *("moderately differentiated adenocarcinoma", "hemoglobin a little lower than before", "liver without lesion"),
    *(
        "comparison with the earlier study",
        "dose was reduced",
        "estrogen receptor positive",
        "small pleural effusion",
    ),
    *(
        "received in formalin",
        "contrast was given by vein",
        "no fever",
        "weight unchanged",
        "results were discussed",
    ),
)


def _report(path: Path, draw: random.Random, pages: int, patient: str) -> Path:
    title = draw.choice(sorted(_HEADS))
    label, headings = _HEADS[title]
    date = f"{draw.randint(1, 12):02d}/{draw.randint(1, 28):02d}/{draw.randint(2015, 2024)}"
    hospital = draw.choice(("Northfield General Hospital", "Harbor Example Cancer Center", "Quillan Laboratory"))
    texts = []
    for page in range(1, pages + 1):
        lines = [hospital, title, f"Patient: {patient}    DOB: 06/11/1961    MRN: NG-4410771", f"{label}: {date}"]
        while len(lines) < 46:
            lines += ["", draw.choice(headings)] + [_sentence(draw) for _ in range(draw.randint(2, 6))]
        texts.append(
            "\n".join([*lines[:46], "", f"Accession {draw.randint(10000, 99999)}    Page {page} of {pages}"])
        )
    return pdf_with_text(path, texts)


def _sentence(draw: random.Random) -> str:
    words = f"{draw.choice(_WORDS)}, {draw.choice(_WORDS)} ({draw.uniform(0.2, 9.9):.1f} cm)."
    return words[0].upper() + words[1:]


def _text_document(pages: Sequence[str], size: tuple[float, float]) -> pymupdf.Document:
    document = pymupdf.open()
    for text in pages:
        page = document.new_page(width=size[0], height=size[1])
        page.insert_text((54, 60), text.splitlines() or [""], fontsize=10, lineheight=_LINE / 10)
    return document


def pdf_with_columns(path: Path, pages: Sequence[str]) -> Path:
    """A PDF with a text layer in which three spaces or more are a gap between columns, as in a printed table."""
    document = pymupdf.open()
    longest = max((len(line) for text in pages for line in text.split("\n")), default=0)
    lines = max((text.count("\n") for text in pages), default=0)
    size = (max(LETTER[0], 108 + _A_LETTER * longest), max(LETTER[1], 120 + _LINE * lines))
    for text in pages:
        page = document.new_page(width=size[0], height=size[1])
        for row, line in enumerate(text.split("\n")):
            for number, cell in enumerate(re.finditer(r"\S(?:.*?\S)??(?=   |\s*$)", line)):
                at = (54 + _A_LETTER * cell.start() + _GAP * number, 60 + _LINE * row)
                page.insert_text(at, cell.group(), fontsize=10)
    return _save(document, path)


def _save(document: pymupdf.Document, path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path), garbage=1, deflate=True, no_new_id=True)
    document.close()
    return path
