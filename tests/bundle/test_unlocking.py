"""Locked files go as copies without their password, and nothing goes along with a file that was left out."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pymupdf
import pytest

from recordkeeper.app import App
from recordkeeper.bundle.plan import Request, Sections, sort_out
from recordkeeper.intake.unlock import open_locked, supply
from recordkeeper.library.passwords import Passwords
from recordkeeper.paper import unlocked
from recordkeeper.paths import resources
from recordkeeper.records.kinds import Identity, Status
from recordkeeper.work.progress import CancelToken, Progress
from tests.bundle.shelf import HEAD, export, files_of, judge, manifest_of, named, settle
from tests.making import documents as papers
from tests.making.libraries import a_library, bring_in

SECTIONS = Sections.load(resources() / "bundle" / "sections.toml")
WORD = "open-sesame"


@pytest.fixture
def safe(tmp_path: Path) -> Iterator[App]:
    """A library with a locked letter that a person has opened, and one that stays closed."""
    opened = papers.encrypted_pdf(tmp_path / "heap" / "letter.pdf", [f"{HEAD}\nDear Anna"], password=WORD)
    closed = papers.encrypted_pdf(tmp_path / "heap" / "closed.pdf", ["secret"], password="other")
    plain = papers.pdf_with_text(tmp_path / "heap" / "plain.pdf", [f"{HEAD}\nIn plain sight"])
    with a_library(tmp_path / "library") as app:
        bring_in(app, opened, closed, plain)
        supply(app.library, app.lanes, (WORD,))
        open_locked(app.library, app.lanes, app.rules(), progress=Progress(), cancel=CancelToken())
        settle(app, "letter.pdf", kind="letter", title="Letter", service_date="2024-03-01")
        settle(app, "plain.pdf", kind="letter", title="Plain", service_date="2024-03-02")
        yield app


def texts(path: Path) -> str:
    with pymupdf.open(path) as document:
        assert not document.needs_pass
        return "\n".join(page.get_text() for page in document)


def test_a_locked_letter_goes_as_a_copy_anybody_can_open(safe: App, tmp_path: Path) -> None:
    made = export(safe, tmp_path / "bundle")
    name = "ORIGINALS/09 Letters/2024-03-01 Letter (copy without password).pdf"
    file = files_of(tmp_path / "bundle")[name]
    assert (file["role"], file["done"]) == ("copy", "unlocked")
    assert file["from_sha256"] == named(safe, "letter.pdf").files[0].fingerprint.sha256
    assert "Dear Anna" in texts(tmp_path / "bundle" / name)
    assert "Dear Anna" in texts(tmp_path / "bundle" / "Packet.pdf")
    assert ("unlocked_copy", named(safe, "letter.pdf").id) in {(p.code, p.record) for p in made.problems}
    assert manifest_of(tmp_path / "bundle")["left_out"] == {"locked": 1}
    assert not [path for path in (tmp_path / "bundle").iterdir() if path.name.startswith(".")]


def test_the_locked_file_itself_goes_only_when_that_is_chosen(safe: App, tmp_path: Path) -> None:
    export(safe, tmp_path / "bundle", locked_as_they_are=True)
    file = files_of(tmp_path / "bundle")["ORIGINALS/09 Letters/2024-03-01 Letter.pdf"]
    assert file["sha256"] == named(safe, "letter.pdf").files[0].fingerprint.sha256


def test_without_its_password_it_stays_out_and_the_sender_is_told(
    safe: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Passwords, "known", lambda _: ())
    made = export(safe, tmp_path / "bundle")
    assert ("still_locked", named(safe, "letter.pdf").id) in {(p.code, p.record) for p in made.problems}
    assert named(safe, "letter.pdf").id not in made.entry.records
    assert manifest_of(tmp_path / "bundle")["left_out"] == {"locked": 2}


def test_a_file_that_never_opened_stays_out(safe: App) -> None:
    found = sort_out(safe.library.catalogue.reader(), Request(put_in=(named(safe, "closed.pdf").id,)), SECTIONS)
    assert named(safe, "closed.pdf").id in {kept.record.id for kept in found.kept}


def test_attachments_do_not_go_along_with_the_copy(tmp_path: Path) -> None:
    inside = {"aunt.txt": b"hers"}
    papers.pdf_with_files(tmp_path / "locked.pdf", attached=inside, pinned=inside, password=WORD)
    assert unlocked.write(tmp_path / "locked.pdf", tmp_path / "out.pdf", ("no", WORD), attachments=False) == 1
    with pymupdf.open(tmp_path / "out.pdf") as document:
        assert document.embfile_count() == 0
        assert not list(document[0].annots())
        assert not document.needs_pass


def test_no_password_and_a_damaged_file_leave_nothing(tmp_path: Path) -> None:
    locked = papers.encrypted_pdf(tmp_path / "a.pdf", ["x"], password=WORD)
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.7 nothing")
    for source in (locked, tmp_path / "bad.pdf"):
        assert unlocked.write(source, tmp_path / "out.pdf", ("no",), attachments=False) is None
    assert not (tmp_path / "out.pdf").exists()


@pytest.fixture
def mail(tmp_path: Path) -> Iterator[App]:
    """A library with a mail that carries a report of hers and a letter about her aunt."""
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "Your papers", "a@example.org", "b@example.org"
    message.set_content(f"{HEAD}\nHere are the papers you asked for.")
    for name, words in (("report.pdf", f"{HEAD}\nA report"), ("aunt.pdf", "Zoe Stranger   Born 01/02/1950\nHers")):
        made = papers.pdf_with_text(tmp_path / "parts" / name, [words])
        message.add_attachment(made.read_bytes(), maintype="application", subtype="pdf", filename=name)
    (tmp_path / "heap").mkdir()
    (tmp_path / "heap" / "mail.eml").write_bytes(message.as_bytes())
    with a_library(tmp_path / "library") as app:
        bring_in(app, tmp_path / "heap" / "mail.eml")
        settle(app, "mail.eml", kind="letter", title="Mail", service_date="2024-03-01")
        settle(app, "report.pdf", kind="pathology_report", title="Report", service_date="2024-03-02")
        judge(app, named(app, "aunt.pdf").id, Status.SET_ASIDE, Identity.DIFFERS)
        yield app


def test_a_mail_with_a_strangers_letter_in_it_never_goes_whole(mail: App, tmp_path: Path) -> None:
    export(mail, tmp_path / "bundle")
    files = files_of(tmp_path / "bundle")
    whole = named(mail, "mail.eml").files[0].fingerprint.sha256
    assert whole not in {file["sha256"] for file in files.values()}
    (extract,) = (path for path, file in files.items() if file["role"] == "extract")
    assert "the papers you asked for" in texts(tmp_path / "bundle" / extract)
    assert "EXTRACT" in texts(tmp_path / "bundle" / extract)
    assert b"Stranger" not in b"".join(p.read_bytes() for p in (tmp_path / "bundle").rglob("*.eml"))


def test_a_mail_all_of_which_goes_goes_as_it_is(mail: App, tmp_path: Path) -> None:
    judge(mail, named(mail, "aunt.pdf").id, Status.RECOGNISED, Identity.AGREES)
    export(mail, tmp_path / "bundle")
    whole = named(mail, "mail.eml").files[0].fingerprint.sha256
    assert whole in {file["sha256"] for file in files_of(tmp_path / "bundle").values()}
