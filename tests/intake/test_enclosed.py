"""Documents on mails and in documents become records beside the one they lay in, linked with it, each once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.catalogue import enclosed
from recordkeeper.records.intake import Receipt
from tests.formats.good_files import mail, picture
from tests.intake.test_river import NOTE
from tests.making import office
from tests.making.compound import compound, msg
from tests.making.libraries import a_library, bring_in, outcomes, write
from tests.making.libraries import zip_of as packed


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    with a_library(tmp_path / "library") as app:
        yield app


def records(receipt: Receipt, ending: str) -> tuple[str, ...]:
    return next(row.records for row in receipt.files if row.path.endswith(ending))


def linked(app: App, receipt: Receipt, outer: str, inner: str) -> bool:
    db = app.library.catalogue.reader()
    (outer_id,), (inner_id,) = records(receipt, outer), records(receipt, inner)
    rowid = {
        record: row for row, record in db.execute("SELECT rowid, id FROM record").fetchall()
    }  # fmt: skip
    return inner_id in enclosed.inside(db, rowid[outer_id]) and outer_id in enclosed.around(db, rowid[inner_id])


def test_a_mail_and_what_is_on_it_are_records_of_their_own(app: App, tmp_path: Path) -> None:
    message = mail("Your report is attached.", {"note.txt": NOTE.encode(), "../../x.pdf": b"%PDF-1.4 damaged"})
    heap = write(tmp_path / "heap", {"a.eml": message})
    receipt = bring_in(app, heap)
    assert outcomes(receipt, heap) == {
        "a.eml": "added",
        "a.eml!/note.txt": "added",
        "a.eml!/../../x.pdf": "unreadable",
    }
    assert linked(app, receipt, "a.eml", "note.txt")
    assert sum(receipt.totals.values()) == len(receipt.files) == 3
    again = outcomes(bring_in(app, heap), heap)
    assert again == dict.fromkeys(["a.eml", "a.eml!/note.txt", "a.eml!/../../x.pdf"], "already_here")


@pytest.mark.parametrize("sort", ["msg", "tnef", "docx in eml", "mbox", "zip"])
def test_a_document_is_found_however_it_is_wrapped(app: App, tmp_path: Path, sort: str) -> None:
    photo = picture("JPEG", (1200, 900), quality=60)
    note = NOTE.encode()
    if sort == "msg":
        files = {"a.msg": compound(msg(subject="s", body="words", files={"note.txt": note}))}
    elif sort == "tnef":
        files = {"winmail.dat": office.tnef("s", "words", {"note.txt": note})}
    elif sort == "mbox":
        files = {"Inbox": b"From a@b Tue Mar  5 09:10:00 2024\n" + mail("words", {"note.txt": note})}
    elif sort == "zip":
        path = packed(tmp_path / "a.zip", [("a.eml", mail("words", {"note.txt": note}))])
        files = {"a.zip": path.read_bytes()}
    else:
        document = _photos(photo)
        files = {"a.eml": mail("words", {"photos.docx": document, "note.txt": note})}
    heap = write(tmp_path / "heap", files)
    receipt = bring_in(app, heap)
    found = outcomes(receipt, heap)
    assert [name for name, outcome in found.items() if name.endswith("note.txt") and outcome == "added"]
    if sort == "docx in eml":
        assert found["a.eml!/photos.docx!/photo.jpeg"] == "added"
        assert linked(app, receipt, "photos.docx", "photo.jpeg")


def _photos(photo: bytes) -> bytes:
    from tests.fakes.trouble_files import zip_of

    shown = b"<w:document xmlns:w='w' xmlns:a='a' xmlns:r='r'><w:p><a:blip r:embed='p'/></w:p></w:document>"
    return zip_of(
        {
            "[Content_Types].xml": b"<Types/>",
            "word/document.xml": shown,
            "word/_rels/document.xml.rels": office.relations(p=("image", "media/photo.jpeg")),
            "word/media/photo.jpeg": photo,
        }
    )
