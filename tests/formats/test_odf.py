"""OpenDocument texts, packed and flat."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats.odf import odf_text
from recordkeeper.formats.office import OdtHandler
from recordkeeper.records.reading import Condition, Format
from tests.fakes import trouble_office as fakes
from tests.fakes.trouble_files import zip_of
from tests.formats.good_files import picture
from tests.making.office import flat_odt, odt


def text_of(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "a.odt"
    path.write_bytes(data)
    return odf_text(path).text


def p(words: str) -> str:
    return f"<text:p>{words}</text:p>"


def test_letterhead_body_notes_and_foot_come_in_that_order(tmp_path: Path) -> None:
    inside = f"<text:note-citation>1</text:note-citation><text:note-body>{p('note')}</text:note-body>"
    body = f"<text:h>Title</text:h>{p(f'be<text:note>{inside}</text:note>fore')}"
    assert text_of(tmp_path, odt(body, header=p("head"), footer=p("foot"))).split() == [
        "head", "Title", "before", "note", "foot",
    ]  # fmt: skip


def test_cells_of_a_row_are_on_one_line_and_lists_on_lines(tmp_path: Path) -> None:
    cells = "".join(f"<table:table-cell>{p(word)}</table:table-cell>" for word in ("Hb", "9.1"))
    body = (
        f"<table:table><table:table-row>{cells}</table:table-row></table:table>"
        f"<text:list><text:list-item>{p('one')}</text:list-item><text:list-item>{p('two')}</text:list-item></text:list>"
    )
    assert text_of(tmp_path, odt(body)).splitlines() == ["Hb   9.1", "one", "two"]


def test_spaces_tabs_and_line_breaks_are_kept_and_runs_are_joined(tmp_path: Path) -> None:
    body = p('adeno<text:span>carcinoma</text:span><text:s text:c="2"/>of<text:tab/>lung<text:line-break/>left')
    assert text_of(tmp_path, odt(body)) == "adenocarcinoma of   lung\nleft"


def test_what_tracked_changes_took_out_is_left_out(tmp_path: Path) -> None:
    region = f"<text:changed-region><text:deletion>{p('not ')}</text:deletion></text:changed-region>"
    deleted = f"<text:tracked-changes>{region}</text:tracked-changes>"
    assert text_of(tmp_path, odt(deleted + p('It is <text:change text:change-id="1"/>cancer'))) == "It is cancer"


def test_boxes_are_read_and_comments_stand_after_the_text_with_their_writer(tmp_path: Path) -> None:
    who = "<dc:creator>Dr. Standin</dc:creator><dc:date>2024</dc:date>"
    comment = f"<office:annotation>{who}{p('please check')}</office:annotation>"
    title = "<svg:title xmlns:svg='s'>logo</svg:title>"
    box = f"<draw:frame><draw:text-box>{p('in a box')}</draw:text-box>{title}</draw:frame>"
    assert text_of(tmp_path, odt(p(f"be{comment}fore") + p(box))).splitlines() == [
        "before", "in a box", "", "[Dr. Standin: please check]",
    ]  # fmt: skip


def test_a_flat_document_reads_as_a_packed_one(tmp_path: Path) -> None:
    assert text_of(tmp_path, flat_odt(p("words"))) == "words"


def test_a_document_of_photos_hands_them_out_in_their_order(tmp_path: Path) -> None:
    first, second = picture("JPEG", (900, 1200)), picture("PNG", (800, 600))
    files = {"Pictures/b.jpg": first, "Pictures/a.png": second, "Pictures/logo.png": picture("PNG", (300, 90))}
    links = "".join(f'<draw:image xlink:href="{name}"/>' for name in (*files, "Pictures/gone.png"))
    path = tmp_path / "a.odt"
    path.write_bytes(odt(p(f"<draw:frame>{links}</draw:frame>"), files=files))
    reading = OdtHandler().read(path, Format.ODT)
    assert (reading.condition, reading.reason_code, reading.inside) == (Condition.KEPT, "only_files_inside", 2)
    found = {member.name: b"".join(chunks) for member, chunks in OdtHandler().members(path, Format.ODT)}
    assert list(found.items()) == [("b.jpg", first), ("a.png", second)]


@pytest.mark.parametrize(
    ("data", "condition", "reason"),
    [
        (fakes.odt_that_grows(), Condition.UNREADABLE, "too_large"),
        (fakes.odt_locked(), Condition.LOCKED, "document_locked"),
        (zip_of({"mimetype": b"application/vnd.oasis.opendocument.text"}), Condition.UNREADABLE, "damaged"),
        (odt(""), Condition.KEPT, "no_text"),
        (b"<office:document", Condition.UNREADABLE, "damaged"),
    ],
)
def test_trouble_is_said(tmp_path: Path, data: bytes, condition: Condition, reason: str) -> None:
    path = tmp_path / "a.odt"
    path.write_bytes(data)
    reading = OdtHandler().read(path, Format.ODT)
    assert (reading.condition, reading.reason_code) == (condition, reason)


def test_entities_are_not_multiplied(tmp_path: Path) -> None:
    text = text_of(tmp_path, fakes.odt_of_a_billion_laughs())
    assert "before" in text
    assert "haha" not in text
