"""What the bytes of a file are, told by its content first and by its name only where content cannot tell."""

from __future__ import annotations

import re
from pathlib import Path

from recordkeeper.formats.litter import NO_LITTER, Litter
from recordkeeper.formats.sniff_containers import container_format
from recordkeeper.formats.sniff_data import data_format
from recordkeeper.formats.sniff_dicom import dicom_format
from recordkeeper.formats.sniff_ole import MAGIC as OLE_MAGIC
from recordkeeper.formats.sniff_ole import ole_format
from recordkeeper.formats.sniff_text import text_format
from recordkeeper.formats.sniff_written import written_format
from recordkeeper.formats.sniff_zip import looks_like_zip, zip_format
from recordkeeper.records.reading import Format

HEAD = 36 * 1024  # reaches the volume descriptor of a disc image (32 KiB)
PDF_HEADER_WITHIN = 1024  # ISO 32000-1 Annex H.3.4.1: readers accept the header in the first 1,024 bytes
_PDF_HEADER = re.compile(rb"%PDF-\d|%!PS-Adobe-\d+\.\d+ PDF-")
_PICTURES = (
    (b"\xff\xd8\xff", Format.JPEG),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"II*\0", Format.TIFF),
    (b"MM\0*", Format.TIFF),
    (b"II+\0", Format.TIFF),
    (b"MM\0+", Format.TIFF),
    (b"GIF87a", Format.GIF),
    (b"GIF89a", Format.GIF),
    (b"\0\0\0\x0cjP  \r\n\x87\n", Format.JP2),
    (b"\xff\x4f\xff\x51", Format.JP2),
)
_TNEF = b"\x78\x9f\x3e\x22"  # [MS-OXTNEF] 2.1.3.1
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1"})
_AVIF_BRANDS = frozenset({b"avif", b"avis"})
_BMP_HEADER_SIZES = frozenset({12, 16, 40, 52, 56, 64, 108, 124})


def sniff(path: Path, name: str, litter: Litter = NO_LITTER) -> Format:
    """Return the format of the file at `path`, which came as `name` (a bare name or a path inside something).

    Reads at most some 50 KiB of it. OTHER when nothing here reads it; an empty file is OTHER. OSError as
    from opening a file.
    """
    with path.open("rb") as file:
        untrusted_head = file.read(HEAD)
    return (
        dicom_format(untrusted_head)
        or _picture(untrusted_head, name, litter)
        or _document(path, name, untrusted_head)
        or container_format(path, untrusted_head)
        or data_format(untrusted_head, name)
        or _kept(name, untrusted_head, litter)
        or _by_name(path, name, untrusted_head)
        or written_format(path, name, untrusted_head)
        or text_format(path, name)
        or Format.OTHER
    )


def _picture(head: bytes, name: str, litter: Litter) -> Format | None:
    found = _picture_format(head)
    return Format.PROGRAM if found and litter.is_page_picture(name) else found


def _picture_format(head: bytes) -> Format | None:
    for magic, found in _PICTURES:
        if head.startswith(magic):
            return found
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return Format.WEBP
    if head[:2] == b"BM" and int.from_bytes(head[14:18], "little") in _BMP_HEADER_SIZES:
        return Format.BMP
    return _still_in_mp4_boxes(head) if head[4:8] == b"ftyp" else None


def _still_in_mp4_boxes(head: bytes) -> Format | None:
    """HEIC and AVIF share a container (ISO 14496-12): the brands in its first box tell them from films."""
    end = min(int.from_bytes(head[:4], "big"), 512)
    brands = [head[8:12], *(head[at : at + 4] for at in range(16, end, 4))]
    if brands[0] in _AVIF_BRANDS or (brands[0] in {b"mif1", b"msf1"} and _AVIF_BRANDS.intersection(brands)):
        return Format.AVIF
    return Format.HEIC if brands[0] in _HEIC_BRANDS else None


def _document(path: Path, name: str, head: bytes) -> Format | None:
    if head.startswith(b"MZ") and b"\0" in head[:64]:
        return Format.PROGRAM
    if _has_pdf_header(head):
        return Format.PDF
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{\\rtf"):
        return Format.RTF
    if looks_like_zip(path, name, head):
        return zip_format(path, head)
    if head.startswith(_TNEF):
        return Format.TNEF
    return ole_format(path, name) if head.startswith(OLE_MAGIC) else None


def _has_pdf_header(head: bytes) -> bool:
    found = _PDF_HEADER.search(head, 0, PDF_HEADER_WITHIN + 8)
    if found is None:
        return False
    before = head[: found.start()]
    # A text that speaks of the header is no PDF: what stands before a real one is nothing, a line end or rubbish.
    return not before.strip() or before.endswith((b"\n", b"\r", b"\0")) or b"\0" in before or b"obj" in head


def _kept(name: str, head: bytes, litter: Litter) -> Format | None:
    found = litter.signature_of(head)
    if litter.reason_for_name(name) or (found and found.is_program):
        return Format.PROGRAM
    return Format.OTHER if found else None


def _by_name(path: Path, name: str, head: bytes) -> Format | None:
    """A PDF that lost its header is still mended by the reader, when the name says what it was."""
    if name.lower().endswith(".pdf") and (b" obj" in head or b"startxref" in _tail(path)):
        return Format.PDF
    return None


def _tail(path: Path, size: int = 2048) -> bytes:
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - size))
        return file.read(size)
