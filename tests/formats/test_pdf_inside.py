"""Files a PDF carries come out byte for byte; their names are data."""

from __future__ import annotations

import zlib
from pathlib import Path

import pymupdf
import pytest

from recordkeeper.formats.handler import RefusedArchive, Unlocks, Unpacks
from recordkeeper.formats.pdf import PdfHandler
from recordkeeper.formats.registry import Registry
from recordkeeper.records.reading import Condition, Format
from tests.fakes.trouble_files import pdf_of
from tests.formats.unpacking import unpacked
from tests.making.documents import pdf_with_files

ROOT = Path(__file__).resolve().parents[2]
FILES = {"Befund März.txt": b"Progress note " * 5000, "../../evil.exe": b"MZ" + bytes(99)}
HANDLER = PdfHandler()


def attached(path: Path, handler: PdfHandler = HANDLER) -> dict[str, bytes | str]:
    return dict(unpacked(handler, path, Format.PDF))


def test_attachments_and_files_pinned_to_a_page_come_out_once(tmp_path: Path) -> None:
    path = pdf_with_files(tmp_path / "a.pdf", attached=FILES, pinned={"note.txt": b"pinned"})
    reading = HANDLER.read(path, Format.PDF)
    assert (reading.condition, reading.inside, reading.reason_code) == (Condition.READ, 3, "")
    assert attached(path) == {**FILES, "note.txt": b"pinned"}
    assert isinstance(HANDLER, Unpacks)
    assert isinstance(HANDLER, Unlocks)


def test_a_pdf_without_files_has_none_inside(tmp_path: Path) -> None:
    path = pdf_with_files(tmp_path / "a.pdf")
    assert HANDLER.read(path, Format.PDF).inside == 0
    assert attached(path) == {}


def test_a_portfolio_says_that_it_is_a_folder(tmp_path: Path) -> None:
    path = pdf_with_files(tmp_path / "a.pdf", attached=FILES, portfolio=True)
    reading = HANDLER.read(path, Format.PDF)
    assert (reading.condition, reading.reason_code, reading.inside) == (Condition.READ, "pdf_portfolio", 2)


def test_files_of_a_locked_pdf_need_its_password(tmp_path: Path) -> None:
    path = pdf_with_files(tmp_path / "a.pdf", attached=FILES, password="Päss")
    with pytest.raises(RefusedArchive, match="archive_locked"):
        next(HANDLER.members(path, Format.PDF))
    assert attached(path, HANDLER.with_passwords(("no", "Päss"))) == FILES


def test_an_attachment_that_grows_is_refused(tmp_path: Path) -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(80)) + packer.flush()
    specification = b"<</Type/Filespec/F(zeros.bin)/EF<</F 5 0 R>>>>"
    stream = b"<</Filter/FlateDecode/Length %d>>stream\n" % len(packed) + packed + b"\nendstream"
    names = b"<</EmbeddedFiles<</Names[(z)" + specification + b"]>>>>"
    catalogue = b"<</Type/Catalog/Pages 2 0 R/Names 4 0 R>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>"
    pages = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    path = tmp_path / "bomb.pdf"
    path.write_bytes(pdf_of([catalogue, pages, page, names, stream]))
    assert HANDLER.read(path, Format.PDF).inside == 1
    assert attached(path) == {"zeros.bin": "archive_bomb"}


@pytest.mark.parametrize(
    "names",
    [
        b"<</EmbeddedFiles<</Kids[4 0 R 4 0 R]>>>>",
        b"<</EmbeddedFiles 4 0 R/Kids[4 0 R]>>",
        b"<</EmbeddedFiles<</Names[(a) 99 0 R (b)<</EF<</F 3 0 R>>>>]>>>>",
        b"[1 2 3]",
    ],
)
def test_a_damaged_list_of_files_costs_no_page(tmp_path: Path, names: bytes) -> None:
    catalogue = b"<</Type/Catalog/Pages 2 0 R/Names 4 0 R>>"
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]/Annots[<</Subtype/FileAttachment/FS 2 0 R>>5]>>"
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_of([catalogue, b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, names]))
    reading = HANDLER.read(path, Format.PDF)
    assert reading.condition is Condition.READ
    assert all(body in (b"", "member_damaged") for body in attached(path).values())


@pytest.mark.parametrize("name", ["High Quality.joboptions", "viewer.exe"])
def test_an_attachment_that_is_a_program_or_its_settings_is_no_record(tmp_path: Path, name: str) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"<< /ASCII85EncodePages false >> setdistillerparams")
    assert Registry(ROOT / "resources").read(path, name).condition is Condition.NOT_A_RECORD


def test_streams_packed_in_rarer_ways_come_out_too(tmp_path: Path) -> None:
    with pymupdf.open() as document:
        document.new_page()
        document.embfile_add("a", b"words " * 100)
        (xref,) = (
            n for n in range(1, document.xref_length()) if document.xref_get_key(n, "Type")[1] == "/EmbeddedFile"
        )
        document.update_stream(xref, (b"words " * 100).hex().encode() + b">", compress=False)
        document.xref_set_key(xref, "Filter", "/ASCIIHexDecode")
        document.save(tmp_path / "a.pdf")
    assert list(attached(tmp_path / "a.pdf").values()) == [b"words " * 100]
