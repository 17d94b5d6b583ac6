"""A library with one of everything that matters to a bundle, and the acts tests do to it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from recordkeeper.app import App
from recordkeeper.bundle.make import Made
from recordkeeper.bundle.plan import Request
from recordkeeper.catalogue import documents, sources
from recordkeeper.catalogue.documents import Judged
from recordkeeper.cli.export_command import make
from recordkeeper.library import acts
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import FilePart, Recognition, Record
from recordkeeper.records.kinds import Identity, Kind, Status
from recordkeeper.records.provenance import Reader
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import CancelToken, Progress
from tests.making import dicom
from tests.making import documents as papers
from tests.making.libraries import a_library, bring_in, write

HEAD = "Anna Sample   Born 03/05/1964"
CHEST = dicom.SeriesRecipe(syntax="implicit", slices=4)
BRAIN = dicom.SeriesRecipe(
    study="study-2", study_description="MR BRAIN", modality="MR", slices=3, syntax="jpeg2000"
)


def heap(folder: Path) -> Path:
    """Papers, locked and damaged ones, a photo, an archive with a locked member, a disc with a slice twice."""
    papers.pdf_with_text(folder / "biopsy.pdf", [f"{HEAD}\nFINAL DIAGNOSIS", "GROSS DESCRIPTION"])
    papers.pdf_with_text(folder / "card.pdf", [f"{HEAD}\nMember number 12"])
    papers.pdf_with_text(folder / "consent.pdf", [f"{HEAD}\nI agree to the operation"])
    papers.pdf_with_text(folder / "aunt.pdf", ["Zoe Stranger   Born 01/02/1950\nHer letter"])
    papers.pdf_with_text(folder / "junk.pdf", [f"{HEAD}\nThrown away"])
    papers.encrypted_pdf(folder / "locked.pdf", ["secret"], password="secret")
    papers.jpeg(folder / "IMG_0007.jpg")
    write(folder, {"bad.pdf": b"%PDF-1.7 and nothing more", "note.txt": f"{HEAD}\nPROGRESS NOTE\nAll is well."})
    write(folder, {"values.xyz": b"\x00\x01\x02 of a machine"})
    dicom.write_disc(folder / "disc", [CHEST, BRAIN])
    again = dicom.make_slice(CHEST, 2)
    again.SeriesDescription = "Sent again"
    dicom.save(again, folder / "again" / "IM2")
    return folder


@contextmanager
def a_shelf(place: Path) -> Iterator[App]:
    """The library of `heap`, its records settled by a person so that nothing hangs on how well it recognises."""
    with a_library(place / "library") as app:
        bring_in(app, heap(place / "heap"))
        settle(app, "biopsy.pdf", kind="pathology_report", title="Biopsy of the breast", service_date="2024-03-12")
        settle(app, "card.pdf", kind="insurance", title="Card")
        settle(app, "consent.pdf", kind="consent", title="Agreement")
        settle(app, "junk.pdf", kind="letter", title="Thrown away")
        settle(app, "note.txt", kind="progress_note", title="Visit", service_date="2024-05")
        settle(app, "values.xyz", kind="other", title="Values")
        do(app, acts.trash, [named(app, "junk.pdf").id])
        judge(app, named(app, "aunt.pdf").id, Status.SET_ASIDE, Identity.DIFFERS)
        yield app


def do(app: App, act: Callable[..., Any], *given: Any) -> Any:
    """A person's act, on the lane where it belongs."""
    return app.lanes.writer.submit(act, app.library, *given).result()


def settle(app: App, name: str, **fields: str) -> Record:
    """Put values right and make the record the patient's; returns it."""
    record = named(app, name)
    judge(app, record.id, Status.RECOGNISED, Identity.AGREES)
    for field, value in fields.items():
        do(app, acts.correct, record.id, field, value)
    return documents.get(app.library.catalogue.reader(), record.id)


def judge(app: App, record: str, status: Status, identity: Identity) -> None:
    """Let the machine have come to this verdict."""

    def write_it() -> None:
        db = app.library.catalogue.writer
        with db.atomic():
            db.execute(
                "UPDATE record SET machine_status = ?, machine_identity = ? WHERE id = ?",
                [status, identity, record],
            )
            documents.refresh(db, record)

    app.lanes.writer.submit(write_it).result()


def all_records(app: App) -> tuple[Record, ...]:
    """Everything, the trash too."""
    db = app.library.catalogue.reader()
    return documents.find(db, Listing()) + documents.find(db, Listing(status=Status.TRASHED))


def named(app: App, name: str) -> Record:
    """The record whose first file has this name."""
    (record,) = (r for r in all_records(app) if r.files and r.files[0].name == name)
    return record


def studies(app: App) -> dict[str, Record]:
    """Modality → study."""
    return {r.imaging.modalities[0]: r for r in all_records(app) if r.imaging is not None}


def split(app: App, name: str, spans: Sequence[tuple[str, int, int]]) -> dict[str, str]:
    """Let a file carry a record a span (title, first page, last page) in place of the one; title → id."""
    whole = named(app, name)
    part = whole.files[0]

    def write_it() -> dict[str, str]:
        db = app.library.catalogue.writer
        original = sources.find_original(db, part.fingerprint.sha256)
        assert original is not None
        made = {}
        with db.atomic():
            documents.remove(db, documents.row_of(db, whole.id))
            for title, first, last in spans:
                record = f"{whole.id}{first}"
                read = Recognition(Kind.LETTER, 1.0, title=title, service_date=PartialDate(2020, 1, first))
                judged = Judged(read, Identity.AGREES, Status.RECOGNISED, Reader("test", 1))
                put = documents.put(db, record, judged, last - first + 1)
                span = FilePart(part.name, part.fingerprint, part.format, first, last)
                documents.link(db, put, original.id, span, 0)
                made[title] = record
        return made

    return app.lanes.writer.submit(write_it).result()


def export(
    app: App, dest: Path, *select: str, shape: str = "folder", cancel: CancelToken | None = None, **asked: Any
) -> Made:
    """Make a bundle the way the program does."""
    return make(app, dest, Request(select, **asked), shape=shape, progress=Progress(), cancel=cancel)


def manifest_of(bundle: Path) -> dict[str, Any]:
    content = json.loads((bundle / "MANIFEST.json").read_text("utf-8"))
    assert isinstance(content, dict)
    return content


def files_of(bundle: Path) -> dict[str, dict[str, Any]]:
    """Path → what the manifest says of it."""
    return {file["path"]: file for file in manifest_of(bundle)["files"]}


def copy_of(bundle: Path, place: Path) -> Path:
    """A bundle of one's own to spoil."""
    if bundle.is_dir():
        shutil.copytree(bundle, place)
    else:
        shutil.copy(bundle, place)
    return place
