"""A patient whose every word is poison: none of it may be found in the logs or in a report of troubles."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper import diagnostics
from tests.cli.calling import call, said
from tests.fakes import bombs
from tests.making.dicom import SeriesRecipe, write_series
from tests.making.documents import encrypted_pdf, pdf_with_text
from tests.making.libraries import write

NAME, BORN, PLACE, WORD, FILE = "Aconitia Venoma", "1951-07-23", "Toxicville", "arsenic", "hemlock"
POISON = ("aconit", "venom", "1951", "07/23", "0723", "toxic", "arsenic", "hemlock", "nightshade", "belladonna")
TEXT = f"{PLACE} HOSPITAL\nPROGRESS NOTE\n{NAME}  DOB 07/23/1951\nseen on 02/06/2024\n{WORD} {WORD}"


@pytest.fixture
def logs(tmp_path: Path) -> Iterator[Path]:
    started = diagnostics.setup(tmp_path / "logs", logging.DEBUG)
    yield tmp_path / "logs"
    started.close()


def heap(place: Path) -> Path:
    """What comes in well, what cannot be read, and what looks like an attack, by names that tell of her."""
    write(place, {
        f"{FILE} good.txt": TEXT,
        f"{FILE} broken.pdf": b"%PDF-1.7 " + TEXT.encode(),
        f"{FILE} broken.docx": b"PK\x03\x04" + TEXT.encode(),
        f"{FILE} broken.dcm": b"\0" * 128 + b"DICM" + TEXT.encode(),
        f"{FILE} broken.zip": b"PK\x03\x04" + b"\0" * 30,
        "nightshade.hl7": f"MSH|^~\\&|{PLACE}|\rPID|1||{WORD}||Venoma^Aconitia||19510723".encode(),
        "nightshade.json": f'{{"resourceType": "Bundle", "{WORD}": '.encode(),
    })  # fmt: skip
    pdf_with_text(place / f"{FILE}.pdf", [TEXT])
    encrypted_pdf(place / f"{FILE} locked.pdf", [TEXT], password="belladonna")
    write(place, {f"{FILE} bomb.gz": bombs.gzip_of_zeros(), f"{FILE} bomb.zip": bombs.zip_of_zeros_as_bzip2()})
    write_series(place / f"{FILE} scan", SeriesRecipe(slices=2, patient_name="Venoma^Aconitia"))
    return place


def test_no_word_of_a_person_comes_into_logs_or_reports(tmp_path: Path, logs: Path) -> None:
    library = tmp_path / f"{NAME} records"
    assert call(library, "init", "--name", NAME, "--birth-date", BORN, "--country", "US").code == 0
    call(library, "add", heap(tmp_path / FILE))
    call(library, "search", WORD)
    first = call(library, "list").data["records"][0]["id"]
    call(library, "correct", first, "title", f"{WORD} title")
    call(library, "correct", first, "service_date", f"{WORD} no date")
    call(library, "show", f"{WORD}-no-such-record")
    call(library, "export", tmp_path / FILE, "--recipient", f"Dr. {NAME}")
    call(library, "export", tmp_path / "out" / f"{FILE}.zip", "--shape", "zip", "--recipient", f"Dr. {NAME}")
    call(library, "backup", tmp_path / "no" / "such" / FILE)
    call(library, "restore", tmp_path / f"{FILE} locked.pdf")
    original = next(path for path in (library / "originals").rglob("*") if path.is_file())
    original.chmod(0o600)
    original.write_text(WORD)
    call(library, "check")
    call(library, "rebuild")
    try:
        raise ValueError(f"a bug that quotes {NAME}") from FileNotFoundError(2, WORD, str(tmp_path / FILE))
    except ValueError:
        logging.getLogger("recordkeeper.intake").exception("a bug with %s", NAME)
    text = diagnostics.report(logs, lines=100_000)
    assert len(text.splitlines()) > 5, "there was something to tell"
    for path in logs.iterdir():
        text += path.read_text(errors="replace")
    assert [word for word in POISON if word in text.lower()] == []


def test_the_report_is_seen_before_it_is_saved(tmp_path: Path) -> None:
    shown = call(None, "report").data
    assert shown["report"].startswith("Recordkeeper ")
    assert shown["path"] is None
    saved = call(None, "report", "--out", tmp_path / "report.txt").data
    assert (tmp_path / "report.txt").read_text() == saved["report"]
    assert said(None, "report").out.startswith("Recordkeeper ")
