"""Tests of recordkeeper.paper.packet, with the copier, strip, contents and shown pages it is made of."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from numpy.typing import NDArray

from recordkeeper.paper import packet
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.papers import (
    PacketItem,
    PacketPlan,
    PacketResult,
    PagePart,
    PaperSize,
    Section,
    SlotProblem,
)
from recordkeeper.records.patient import Patient
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.reading import Format, Picture
from recordkeeper.wording.words import Words
from tests.making import documents as making

WORDING = Path(__file__).resolve().parents[2] / "resources" / "wording"
PATIENT = Patient("Rosalind Samplewood", PartialDate(1961, 2, 3))


def item(path: Path, title: str = "Report", *, section: Section = Section.PATHOLOGY, **part: object) -> PacketItem:
    form = part.pop("format", Format.PDF)
    return PacketItem(
        section,
        title,
        (PagePart(path, form, **part),),  # type: ignore[arg-type]
        PartialDate(2024, 3, 5),
        facility="Northfield",
        original=f"ORIGINALS/{path.name}",
    )


def made(folder: Path, items: Sequence[PacketItem], **changes: object) -> tuple[PacketResult, pymupdf.Document]:
    patient = changes.pop("patient", PATIENT)
    language = changes.pop("language", "en")
    plan = PacketPlan(patient, tuple(items), PartialDate(2026, 11, 23), **changes)  # type: ignore[arg-type]
    out = folder / "Packet.pdf"
    result = packet.write(plan, out, Words.load(WORDING, str(language)), render=paint)
    document = pymupdf.open(out)
    assert document.page_count == result.pages
    return result, document


def paint(path: Path, form: Format, page: int, dpi: float) -> Picture:
    """A renderer that knows pictures only: 200 by 100 pixels, black above, white below."""
    if form is Format.PDF or b"broken" in path.read_bytes():
        raise ValueError("cannot be painted")
    if page > 2:
        raise IndexError(page)
    return Picture(200, 100, "L", bytes(200 * 50) + b"\xff" * (200 * 50))


def words_on(page: pymupdf.Page) -> str:
    return " ".join(page.get_text().split())


def test_every_page_says_whose_it_is_what_it_is_and_that_it_is_a_copy(tmp_path: Path) -> None:
    source = making.pdf_with_text(tmp_path / "a.pdf", ["first page", "second page"])
    _, document = made(tmp_path, [item(source, "Core biopsy")])
    for number in (1, 2):
        said = words_on(document[number])
        assert "Rosalind Samplewood · born 3 Feb 1961" in said
        assert "Pathology · Core biopsy · 5 Mar 2024" in said
        assert f"page {number + 1} of 3" in said
        assert "Copy supplied by the patient" in said
    assert "first page" in words_on(document[1])


def test_documents_follow_each_other_and_the_result_says_where(tmp_path: Path) -> None:
    one = making.pdf_with_text(tmp_path / "1.pdf", ["a", "b", "c"])
    two = making.pdf_with_text(tmp_path / "2.pdf", ["d"])
    result, _ = made(tmp_path, [item(one), item(two, section=Section.LETTERS)])
    assert [(place.first_page, place.last_page) for place in result.items] == [(2, 4), (5, 5)]
    assert result.contents_pages == 1
    assert not any(place.problem for place in result.items)


def test_only_the_chosen_pages_of_a_scan_go_in(tmp_path: Path) -> None:
    source = making.pdf_with_text(tmp_path / "a.pdf", ["page one", "page two", "page three", "page four"])
    result, document = made(tmp_path, [item(source, first_page=2, last_page=3)])
    assert result.pages == 3
    text = "".join(words_on(page) for page in document)
    assert "page two" in text
    assert "page three" in text
    assert "page one" not in text
    assert "page four" not in text


def test_contents_and_bookmarks_lead_to_each_document(tmp_path: Path) -> None:
    sections = list(Section)[1:]
    items = [
        item(making.pdf_with_text(tmp_path / f"{n}.pdf", [f"text {n}"] * 2), f"Paper {n}", section=sections[n // 4])
        for n in range(40)
    ]
    result, document = made(tmp_path, items)
    assert result.contents_pages > 1
    goals = [link["page"] + 1 for page in document.pages(0, result.contents_pages) for link in page.get_links()]
    assert goals == [place.first_page for place in result.items]
    assert [document[goal - 1].get_label() for goal in goals] == [str(goal) for goal in goals]
    toc = document.get_toc()
    assert [page for level, _, page in toc if level == 2] == goals
    assert [title for level, title, _ in toc if level == 1][:3] == [
        "Contents",
        "Pathology",
        "Molecular and genetic tests",
    ]
    contents = "".join(words_on(document[number]) for number in range(result.contents_pages))
    assert all(f"Paper {n} " in contents for n in range(40))
    assert "continued" in contents


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("size", [(595, 842), (842, 595), (180, 400), (2384, 3370), (300, 300)])
def test_a_page_is_shown_whole_and_upright_below_the_strip(
    tmp_path: Path, size: tuple[int, int], rotation: int
) -> None:
    source = framed(tmp_path / "a.pdf", size, rotation)
    _, document = made(tmp_path, [item(source)])
    page = document[1]
    with pymupdf.open(source) as original:
        bounds = original[0].rect
        place = frame_on(page)
        assert (page.rect.width > page.rect.height) is (bounds.width > bounds.height)
        assert place.y0 >= 45.9
        assert place.x0 >= 13.9
        assert place.x1 <= page.rect.width - 13.9
        assert place.y1 <= page.rect.height - 13.9
        assert place.width / place.height == pytest.approx(bounds.width / bounds.height, rel=0.01)
        assert place.width <= bounds.width * 1.51
        assert corners(page, place) == corners(original[0], bounds)


def test_only_what_the_crop_box_shows_is_shown(tmp_path: Path) -> None:
    source = framed(tmp_path / "a.pdf", (600, 800), 0)
    with pymupdf.open(source) as original:
        original[0].insert_text((100, 700), "outside the crop")
        original[0].set_cropbox(pymupdf.Rect(0, 0, 300, 400))
        original.save(tmp_path / "b.pdf")
    _, document = made(tmp_path, [item(tmp_path / "b.pdf")])
    assert corners(document[1], pymupdf.Rect(72, 46, 522, 646)) == (True, False, False, False)
    outside = document[1].get_pixmap(clip=pymupdf.Rect(0, 660, 595, 842), colorspace=pymupdf.csGRAY)
    assert min(outside.samples) == 255


def test_a_page_measured_in_larger_units_is_shown_whole(tmp_path: Path) -> None:
    source = framed(tmp_path / "a.pdf", (400, 600), 90)
    with pymupdf.open(source) as original:
        original.xref_set_key(original[0].xref, "UserUnit", "4")
        original.save(tmp_path / "b.pdf")
    _, document = made(tmp_path, [item(tmp_path / "b.pdf")])
    assert corners(document[1], frame_on(document[1])) == (False, True, False, False)


def test_what_was_filled_in_and_noted_stays_visible(tmp_path: Path) -> None:
    source = making.form_pdf(tmp_path / "form.pdf", value="allergic to penicillin", note="ask about this")
    _, document = made(tmp_path, [item(source)])
    assert "allergic to penicillin" in words_on(document[1])
    assert "ask about this" in words_on(document[1])
    assert not document.is_form_pdf


def test_a_hidden_layer_stays_hidden(tmp_path: Path) -> None:
    with pymupdf.open() as layered:
        page = layered.new_page()
        hidden = layered.add_ocg("secret", on=False)
        page.insert_text((72, 72), "hidden words", oc=hidden)
        layered.save(tmp_path / "layers.pdf")
    result, document = made(tmp_path, [item(tmp_path / "layers.pdf")])
    assert "hidden words" not in words_on(document[1])
    assert result.items[0].problem is SlotProblem.DAMAGED  # this renderer paints no PDF: its place says so


def test_scripts_links_and_attachments_of_a_source_do_not_come_along(tmp_path: Path) -> None:
    source = making.pdf_with_text(tmp_path / "a.pdf", ["text"])
    with pymupdf.open(source) as original:
        original[0].insert_link(
            {"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(0, 0, 90, 90), "uri": "http://x.example"}
        )
        original.embfile_add("payload.exe", b"MZ")
        original.xref_set_key(original.pdf_catalog(), "OpenAction", "<</S/JavaScript/JS(app.alert\\(1\\))>>")
        original.save(tmp_path / "b.pdf")
    _, document = made(tmp_path, [item(tmp_path / "b.pdf")])
    assert document.embfile_count() == 0
    assert not document[1].get_links()
    assert b"JavaScript" not in (tmp_path / "Packet.pdf").read_bytes()


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"%PDF-1.4 nothing more", SlotProblem.DAMAGED),
        (b"", SlotProblem.DAMAGED),
        (b"\x00" * 5000, SlotProblem.DAMAGED),
    ],
)
def test_a_damaged_document_costs_only_itself(tmp_path: Path, content: bytes, problem: SlotProblem) -> None:
    good = making.pdf_with_text(tmp_path / "good.pdf", ["still here"])
    bad = tmp_path / "bad.pdf"
    bad.write_bytes(content)
    result, document = made(tmp_path, [item(bad, "Torn paper"), item(good)])
    assert [place.problem for place in result.items] == [problem, None]
    slot = words_on(document[1])
    assert "Torn paper" in slot
    assert "could not be shown here" in slot
    assert "ORIGINALS/bad.pdf" in slot
    assert "still here" in words_on(document[2])
    assert "not shown" in words_on(document[0])


def test_a_locked_document_says_so_and_one_that_only_forbids_changes_is_shown(tmp_path: Path) -> None:
    locked = making.encrypted_pdf(tmp_path / "locked.pdf", ["hidden"], password="x")
    guarded = making.encrypted_pdf(tmp_path / "guarded.pdf", ["readable"], password="x", owner_only=True)
    result, document = made(tmp_path, [item(locked), item(guarded)])
    assert [place.problem for place in result.items] == [SlotProblem.LOCKED, None]
    assert "locked with a password" in words_on(document[1])
    assert "readable" in words_on(document[2])
    assert not document.is_encrypted


def test_pages_the_plan_expects_and_the_file_lacks_are_reported(tmp_path: Path) -> None:
    source = making.pdf_with_text(tmp_path / "a.pdf", ["one", "two"])
    result, _ = made(tmp_path, [item(source, first_page=2, last_page=5), item(source, first_page=7, last_page=8)])
    assert [place.problem for place in result.items] == [SlotProblem.NO_SUCH_PAGE] * 2
    assert [(place.first_page, place.last_page) for place in result.items] == [(2, 2), (3, 3)]


def test_a_reader_known_to_have_died_on_it_is_not_tried_again(tmp_path: Path) -> None:
    begun: list[int] = []
    dead = PacketItem(
        Section.OTHER, "Crasher", (PagePart(tmp_path / "gone.pdf", Format.PDF),), problem=SlotProblem.READER_DIED
    )
    good = item(making.pdf_with_text(tmp_path / "a.pdf", ["fine"]))
    plan = PacketPlan(PATIENT, (dead, good), PartialDate(2026))
    words = Words.load(WORDING, "en")
    result = packet.write(plan, tmp_path / "out.pdf", words, render=paint, begin=begun.append)
    assert begun == [0, 1]
    assert [place.problem for place in result.items] == [SlotProblem.READER_DIED, None]


def test_pictures_are_placed_as_wide_as_they_are_read(tmp_path: Path) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(b"a picture")
    result, document = made(tmp_path, [item(photo, format=Format.TIFF, page_count=2)])
    assert result.pages == 3
    page = document[1]
    assert page.rect.width > page.rect.height
    (placed,) = page.get_image_info()
    assert placed["bbox"][3] <= page.rect.height
    assert placed["bbox"][1] >= 45.9
    assert (placed["width"], placed["height"]) == (200, 100)


def test_a_picture_that_cannot_be_painted_gets_a_slot(tmp_path: Path) -> None:
    photo = tmp_path / "photo.heic"
    photo.write_bytes(b"broken")
    result, _ = made(tmp_path, [item(photo, format=Format.HEIC), item(photo, format=Format.TIFF, page_count=3)])
    assert [place.problem for place in result.items] == [SlotProblem.DAMAGED] * 2
    assert (result.items[1].first_page, result.items[1].last_page) == (3, 5)


def test_words_of_a_text_file_are_typeset_and_their_columns_kept(tmp_path: Path) -> None:
    table = "Test        Result   Range\n" + "Hemoglobin  12.1     11.7-15.5\n" * 5
    prose = "Sehr geehrte Frau Müller, 山田 太郎. " * 400
    file = tmp_path / "a.txt"
    result, document = made(
        tmp_path,
        [item(file, format=Format.TEXT, texts=(table,)), item(file, format=Format.DOCX, texts=(prose, "", "end"))],
    )
    assert [(p.first_page, p.last_page) for p in result.items] == [(2, 2), (3, result.pages)]
    assert result.pages > 5
    columns = {round(word[0]) for word in document[1].get_text("words") if word[4] in ("Result", "12.1")}
    assert len(columns) == 1
    assert "Word (DOCX) file" in words_on(document[2])
    body = [
        word for number in range(2, result.pages) for word in document[number].get_text("words") if word[1] > 46
    ]
    assert len(body) > 400 * 6
    assert all(word[2] < 550 for word in body)


def test_a_text_file_without_words_gets_a_slot(tmp_path: Path) -> None:
    result, _ = made(tmp_path, [item(tmp_path / "a.txt", format=Format.TEXT, texts=(" ", ""))])
    assert result.items[0].problem is SlotProblem.NOTHING_TO_SHOW


def test_a_packet_without_documents_is_a_contents_page(tmp_path: Path) -> None:
    result, _ = made(tmp_path, [])
    assert result == PacketResult(1, 1, ())


def test_the_strip_shows_names_in_any_script_and_cuts_long_titles(tmp_path: Path) -> None:
    source = making.pdf_with_text(tmp_path / "a.pdf", ["x"])
    person = Patient("山田 太郎 Διονύσιος", PartialDate(1961))
    _, document = made(tmp_path, [item(source, "A very long title " * 20)], patient=person, language="es")
    said = words_on(document[1])
    assert "山田" in said
    assert "…" in said
    assert "Copia entregada por el paciente" in said
    assert all(word[2] <= 570 for word in document[1].get_text("words"))


def test_letter_paper_can_be_asked_for(tmp_path: Path) -> None:
    source = making.pdf_with_text(tmp_path / "a.pdf", ["x"])
    _, document = made(tmp_path, [item(source)], paper=PaperSize.LETTER)
    assert {tuple(page.rect)[2:] for page in document} == {(612, 792)}


def test_a_plan_and_its_result_cross_the_workers_border(tmp_path: Path) -> None:
    source = making.pdf_with_text(tmp_path / "a.pdf", ["x"])
    plan = PacketPlan(PATIENT, (item(source, first_page=1, last_page=1),), PartialDate(2026, 11, 23))
    assert from_plain(PacketPlan, to_plain(plan)) == plan
    result, _ = made(tmp_path, [item(source)])
    assert from_plain(PacketResult, to_plain(result)) == result


def test_poppler_and_qpdf_find_nothing_wrong(tmp_path: Path) -> None:
    for program in ("qpdf", "pdftotext", "pdfinfo"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    files = making.many_pdfs(tmp_path / "many", 12, 3)
    person = Patient("José 山田 太郎", PartialDate(1961, 2, 3))
    result, _ = made(tmp_path, [item(path, path.stem) for path in files], patient=person)
    out = tmp_path / "Packet.pdf"
    assert subprocess.run(["qpdf", "--check", out], capture_output=True, check=False).returncode == 0
    info = subprocess.run(["pdfinfo", out], capture_output=True, text=True, check=True)
    assert f"Pages:           {result.pages}" in info.stdout
    assert not info.stderr
    text = subprocess.run(["pdftotext", "-layout", out, "-"], capture_output=True, text=True, check=True)
    assert not text.stderr
    assert text.stdout.count("Copy supplied by the patient") == result.pages
    assert f"page {result.pages} of {result.pages}" in text.stdout


@pytest.mark.slow
def test_real_files_look_in_the_packet_as_they_look_alone(shared_data: Path, tmp_path: Path) -> None:
    files = sorted((shared_data / "pdf").rglob("*.pdf"))
    result, document = made(tmp_path, [item(path, path.stem) for path in files])
    assert sum(place.problem is None for place in result.items) > 0.9 * len(files)
    differing = []
    for path, place in zip(files, result.items, strict=True):
        if place.problem is None:
            with pymupdf.open(path) as original:
                pages = zip(original, document.pages(place.first_page - 1, place.last_page), strict=True)
                differing += [path.name for source, shown in pages if not looks_like(source, shown)]
    assert not differing


def framed(path: Path, size: tuple[int, int], rotation: int) -> Path:
    """A page with a frame along its edge and a black patch at the top left before it is turned."""
    with pymupdf.open() as document:
        page = document.new_page(width=size[0], height=size[1])
        page.draw_rect(page.rect, color=(0, 0, 0), width=1)
        page.draw_rect(pymupdf.Rect(0, 0, size[0] / 4, size[1] / 4), fill=(0, 0, 0))
        page.set_rotation(rotation)
        document.save(path)
    return path


def frame_on(page: pymupdf.Page) -> pymupdf.Rect:
    return max((drawing["rect"] for drawing in page.get_drawings()), key=lambda rect: rect.width * rect.height)


def corners(page: pymupdf.Page, place: pymupdf.Rect) -> tuple[bool, bool, bool, bool]:
    """Which corners of `place` are black: top left, top right, bottom right, bottom left."""
    dark = []
    for across, down in ((0.15, 0.15), (0.85, 0.15), (0.85, 0.85), (0.15, 0.85)):
        x, y = place.x0 + place.width * across, place.y0 + place.height * down
        spot = page.get_pixmap(clip=pymupdf.Rect(x - 4, y - 4, x + 4, y + 4), colorspace=pymupdf.csGRAY)
        dark.append(sum(spot.samples) / len(spot.samples) < 100)
    return dark[0], dark[1], dark[2], dark[3]


def looks_like(source: pymupdf.Page, shown: pymupdf.Page) -> bool:
    """Whether the copy's blocks of 6 by 6 points are as bright as the original's."""
    bounds = source.rect
    scale = min((shown.rect.width - 28) / bounds.width, (shown.rect.height - 60) / bounds.height, 1.5)
    left = (shown.rect.width - bounds.width * scale) / 2
    place = pymupdf.Rect(left, 46, left + bounds.width * scale, 46 + bounds.height * scale)
    one = _blocks(shown.get_pixmap(clip=place, colorspace=pymupdf.csGRAY, alpha=False))
    two = _blocks(source.get_pixmap(matrix=pymupdf.Matrix(scale, scale), colorspace=pymupdf.csGRAY, alpha=False))
    rows, columns = min(one.shape[0], two.shape[0]), min(one.shape[1], two.shape[1])
    apart = np.abs(one[:rows, :columns] - two[:rows, :columns]) > 60
    return not apart.size or float(apart.mean()) < 0.004


def _blocks(pixmap: pymupdf.Pixmap) -> NDArray[np.float64]:
    pixels = np.frombuffer(pixmap.samples, np.uint8).reshape(pixmap.height, pixmap.stride)[:, : pixmap.width]
    rows, columns = pixmap.height // 6, pixmap.width // 6
    blocks = pixels[: rows * 6, : columns * 6].reshape(rows, 6, columns, 6)
    return np.asarray(blocks.mean(axis=(1, 3)), dtype=np.float64)
