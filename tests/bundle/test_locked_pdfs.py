"""Locked PDFs: start sheet and packet that any PDF reader opens with five words, and nothing else beside them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pymupdf
import pytest

from recordkeeper.app import App
from recordkeeper.bundle.make import Made
from recordkeeper.bundle.verify import verify
from recordkeeper.records.errors import InputProblem
from recordkeeper.work.pool import WorkerPool
from recordkeeper.work.progress import Progress
from tests.bundle.shelf import copy_of, export, named, studies
from tests.making import documents as making
from tests.making.pdf_js import look

PAPERS = ["LISTS.PDF", "PACKET.PDF", "START.PDF"]


@pytest.fixture(scope="module")
def locked(shelf: App, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Made inside a folder, so that the name is ours."""
    return export(shelf, tmp_path_factory.mktemp("locked"), shape="locked-pdfs", question="What next?")


@pytest.fixture(scope="module")
def words(locked: Made) -> str:
    assert locked.secret is not None
    return locked.secret.passphrase


@pytest.fixture(scope="module")
def place(locked: Made) -> Path:
    return Path(locked.entry.path)


def test_only_locked_papers_lie_there_and_no_name_or_byte_tells_of_a_person(place: Path) -> None:
    assert sorted(path.name for path in place.iterdir()) == PAPERS
    told = place.name.casefold()
    assert "anna" not in told
    for name in PAPERS:
        data = (place / name).read_bytes()
        assert b"Anna" not in data
        assert b"Biopsy" not in data


def test_each_asks_for_the_words_and_opens_with_them_whole(place: Path, words: str, bundle: Path) -> None:
    for name, plain in (("START.PDF", "START-HERE.pdf"), ("PACKET.PDF", "Packet.pdf")):
        with pymupdf.open(place / name) as document, pymupdf.open(bundle / plain) as same:
            assert document.needs_pass
            assert not document.authenticate("wrong")
            assert document.authenticate(words)
            assert "AES" in document.metadata["encryption"]
            assert "256" in document.metadata["encryption"]
            assert "Anna Sample" in document[0].get_text()
            if name == "PACKET.PDF":
                assert document.get_toc() == same.get_toc()
                assert [page.get_label() for page in document] == [page.get_label() for page in same]


def test_the_lists_are_carried_by_the_third(place: Path, words: str) -> None:
    with pymupdf.open(place / "LISTS.PDF") as document:
        document.authenticate(words)
        assert set(document.embfile_names()) == {"MANIFEST.JSN", "SHA256.TXT", "FHIR.JSN"}
        sums = document.embfile_get("SHA256.TXT").decode()
    assert "  PACKET.PDF" in sums
    assert "  START.PDF" in sums


def test_all_checks_are_green_with_the_words(locked: Made, place: Path, words: str, pool: WorkerPool) -> None:
    checks = {check.check: check for check in verify(place, pool, Progress(), (words,))}
    assert all(check.ok for check in checks.values()), checks
    assert {"manifest", "hashes", "documents_open", "packet_links", "counts", "locked"} <= set(checks)
    assert all(check.ok for check in locked.checks)
    assert {check.check for check in locked.checks} >= {"locked", "left_out", "catalogue"}


@pytest.mark.parametrize("passwords", [(), ("wrong",)])
def test_without_them_nothing_opens(place: Path, pool: WorkerPool, passwords: tuple[str, ...]) -> None:
    checks = {check.check: check.ok for check in verify(place, pool, Progress(), passwords)}
    assert checks == {"opens": False}


def test_a_paper_that_lies_there_unlocked_is_told(
    place: Path, words: str, pool: WorkerPool, tmp_path: Path
) -> None:
    spoilt = copy_of(place, tmp_path / "spoilt")
    making.pdf_with_text(spoilt / "EXTRA.PDF", ["for everybody"])
    checks = {check.check: check for check in verify(spoilt, pool, Progress(), (words,))}
    assert not checks["locked"].ok
    assert checks["locked"].detail == "EXTRA.PDF"
    assert not checks["nothing_else"].ok


def test_a_packet_that_was_changed_is_told(place: Path, words: str, pool: WorkerPool, tmp_path: Path) -> None:
    spoilt = copy_of(place, tmp_path / "spoilt")
    shutil.copy(spoilt / "START.PDF", spoilt / "PACKET.PDF")
    failed = {check.check for check in verify(spoilt, pool, Progress(), (words,)) if not check.ok}
    assert {"hashes", "documents_open"} <= failed


def test_scans_and_files_without_pages_stay_out_and_everybody_is_told(
    shelf: App, locked: Made, place: Path, words: str
) -> None:
    told = {(problem.code, problem.record) for problem in locked.problems}
    assert {("scans_apart", study.id) for study in studies(shelf).values()} <= told
    assert ("not_taken", named(shelf, "values.xyz").id) in told
    assert locked.entry.counts["instances"] == 0
    with pymupdf.open(place / "START.PDF") as document:
        document.authenticate(words)
        said = " ".join(" ".join(page.get_text() for page in document).split())
    assert "Scans: only papers go this way" in said
    assert "The five words that came another way open it" in said
    assert "ORIGINALS" not in said
    assert "README" not in said


def test_the_slip_lies_beside_and_says_who_can_open_it(locked: Made, place: Path, words: str) -> None:
    assert locked.secret is not None
    slip = Path(locked.secret.slip)
    assert slip.parent == place.parent
    with pymupdf.open(slip) as document:
        said = " ".join(document[0].get_text().split())
    assert words in said
    assert place.name in said
    assert "Acrobat Reader" in said
    assert "before 2010" in said
    assert "cannot store or search" in said
    assert "7-Zip" not in said
    assert "Anna" not in said


def test_there_is_nothing_to_lock_where_only_scans_go(shelf: App, tmp_path: Path) -> None:
    with pytest.raises(InputProblem, match="nothing_to_export"):
        export(shelf, tmp_path / "out", studies(shelf)["CT"].id, shape="locked-pdfs")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", PAPERS)
def test_qpdf_and_poppler_open_it_with_the_words_only(place: Path, words: str, name: str) -> None:
    for program in ("qpdf", "pdfinfo"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    paper = place / name
    assert subprocess.run(["qpdf", "--check", paper], capture_output=True, check=False).returncode == 2
    checked = subprocess.run(
        ["qpdf", "--check", f"--password={words}", paper], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stdout + checked.stderr
    told = subprocess.run(
        ["qpdf", "--show-encryption", f"--password={words}", paper], capture_output=True, text=True, check=True
    ).stdout
    assert "R = 6" in told
    assert "AESv3" in told
    assert subprocess.run(["pdfinfo", paper], capture_output=True, check=False).returncode != 0
    info = subprocess.run(["pdfinfo", "-upw", words, paper], capture_output=True, text=True, check=True)
    assert "AES-256" in info.stdout
    assert not info.stderr


def test_pdf_js_opens_it_with_the_words_only(place: Path, words: str, tmp_path: Path) -> None:
    assert "PasswordException" in look(place / "START.PDF", tmp_path).problem
    assert "Anna Sample" in look(place / "START.PDF", tmp_path, words).pages[0].text
