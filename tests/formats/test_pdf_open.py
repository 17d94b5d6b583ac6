"""A locked PDF opens with a supplied password, a user's or an owner's, and with nothing else."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from recordkeeper.formats.pdf import PdfHandler
from recordkeeper.formats.registry import Registry
from recordkeeper.records.reading import Condition, Format

ROOT = Path(__file__).resolve().parents[2]
METHODS = {
    "rc4": pymupdf.PDF_ENCRYPT_RC4_128,
    "aes 128": pymupdf.PDF_ENCRYPT_AES_128,
    "aes 256": pymupdf.PDF_ENCRYPT_AES_256,
}


def locked(path: Path, method: int, user: str = "Päss", owner: str = "öwner") -> Path:
    with pymupdf.open() as document:
        document.new_page().insert_text((72, 72), "Pathology report")
        document.save(path, encryption=method, user_pw=user, owner_pw=owner, permissions=0)
    return path


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("password", ["Päss", "öwner"])
def test_either_password_opens_text_picture_and_page_count(tmp_path: Path, method: str, password: str) -> None:
    path = locked(tmp_path / "a.pdf", METHODS[method])
    registry = Registry(ROOT / "resources")
    given = ("wrong", password)
    reading = registry.with_passwords(given).read(path, "a.pdf")
    assert reading.condition is Condition.READ
    assert reading.pages[0].text == "Pathology report"
    assert registry.with_passwords(given).glance(path, "a.pdf").page_count == 1
    assert registry.with_passwords(given).render(path, Format.PDF, 1, 40.0).pixels


@pytest.mark.parametrize("passwords", [(), ("",), ("wrong", "päss")])
def test_nothing_else_is_tried(tmp_path: Path, passwords: tuple[str, ...]) -> None:
    path = locked(tmp_path / "a.pdf", METHODS["aes 256"])
    handler = PdfHandler().with_passwords(passwords)
    for reading in (handler.read(path, Format.PDF), handler.glance(path, Format.PDF)):
        assert (reading.condition, reading.reason_code) == (Condition.LOCKED, "locked")
    with pytest.raises(ValueError, match="locked"):
        handler.render(path, Format.PDF, 1, 40.0, ())


def test_a_password_that_only_forbids_printing_locks_nobody_out(tmp_path: Path) -> None:
    path = locked(tmp_path / "a.pdf", METHODS["aes 256"], user="")
    assert PdfHandler().read(path, Format.PDF).condition is Condition.READ


def changed_carelessly(text: bytes) -> bytes:
    """A PDF whose last table names one object only, and not where the table of the others is."""
    content = b"BT /F1 24 Tf 72 720 Td (" + text + b") Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    body = b"%PDF-1.4\n" + b"".join(b"%d 0 obj\n%s\nendobj\n" % each for each in enumerate(objects, 1))
    at = body.index(b"4 0 obj")
    table = b"xref\n0 1\n0000000000 65535 f \n4 1\n%010d 00000 n \n" % at
    return body + table + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % len(body)


def test_a_table_that_lacks_most_objects_is_mended(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(changed_carelessly(b"Pathology report"))
    with pymupdf.open(path) as document:
        assert document.page_count == 0  # what MuPDF makes of it alone
    reading = PdfHandler().read(path, Format.PDF)
    assert (reading.condition, reading.page_count) == (Condition.READ, 1)
    assert reading.pages[0].text == "Pathology report"
    assert PdfHandler().render(path, Format.PDF, 1, 40.0, ()).pixels


def test_what_has_no_page_at_all_is_still_told(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(changed_carelessly(b"x").replace(b"/Kids[3 0 R]/Count 1", b"/Kids[     ]/Count 0"))
    reading = PdfHandler().read(path, Format.PDF)
    assert (reading.condition, reading.reason_code) == (Condition.UNREADABLE, "no_pages")


def test_the_locked_real_files_open_with_the_password_of_their_label(shared_data: Path) -> None:
    import csv

    with (shared_data / "pdf" / "labels.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["needs_password"] == "yes" and row["password"]]
    assert rows
    for row in rows:
        path = shared_data / "pdf" / row["file"]
        handler = PdfHandler().with_passwords((row["password"],))
        assert handler.read(path, Format.PDF).condition is Condition.READ, row["file"]
