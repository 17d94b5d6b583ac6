"""Pages, Numbers and Keynote: the preview comes out, and what is said is no more than true."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats.handler import RefusedArchive
from recordkeeper.formats.iwork import IworkHandler
from recordkeeper.records.reading import Condition, Format
from tests.fakes.trouble_files import zip_of

PDF, JPEG = b"%PDF-1.4", b"\xff\xd8\xff\xe0"


@pytest.mark.parametrize(
    ("members", "reason", "inside"),
    [
        ({"QuickLook/Preview.pdf": PDF, "preview.jpg": JPEG}, "preview_inside", [("Preview.pdf", PDF)]),
        ({"preview.jpg": JPEG, "preview-micro.jpg": b"x"}, "first_page_inside", [("preview.jpg", JPEG)]),
        ({"Index/Document.iwa": b"x"}, "no_reader", []),
    ],
)
def test_the_fullest_preview_comes_out(
    tmp_path: Path, members: dict[str, bytes], reason: str, inside: list[tuple[str, bytes]]
) -> None:
    path = tmp_path / "a.pages"
    path.write_bytes(zip_of(members))
    reading = IworkHandler().read(path, Format.IWORK)
    assert (reading.condition, reading.reason_code, reading.inside) == (Condition.KEPT, reason, len(inside))
    found = [(member.name, b"".join(chunks)) for member, chunks in IworkHandler().members(path, Format.IWORK)]
    assert found == inside


def test_a_locked_or_damaged_document_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.pages"
    path.write_bytes(zip_of({".iwpv2": b"x", "preview.jpg": JPEG}))
    assert IworkHandler().read(path, Format.IWORK).condition is Condition.LOCKED
    path.write_bytes(b"PK\3\4")
    assert IworkHandler().read(path, Format.IWORK).reason_code == "damaged"
    with pytest.raises(RefusedArchive):
        list(IworkHandler().members(path, Format.IWORK))
