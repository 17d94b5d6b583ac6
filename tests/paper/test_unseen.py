"""The words of a scan lie under its picture: found, marked and copied where they are seen, and never seen."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from recordkeeper.paper import extract, packet
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.papers import PacketItem, PacketPlan, PagePart, ScanText, Section
from recordkeeper.records.patient import Patient
from recordkeeper.records.reading import Format, Picture, WordBox, WordBoxes
from recordkeeper.wording.words import Words
from tests.making import documents as making
from tests.making.pdf_js import look

WORDS = Words.load(Path(__file__).resolve().parents[2] / "resources" / "wording", "en")
TEXT = "Adenocarcinoma cT2 Größe"
ACROSS, DOWN = 612.0, 792.0


def scan(turn: int = 0, text: str = TEXT) -> ScanText:
    """Three words beside each other as they are read, on a page that has to be turned by `turn` to be read."""
    upright = [(0, 14, 72, 100, 252, 120), (15, 18, 260, 100, 300, 120), (19, 24, 310, 100, 370, 120)]
    boxes = []
    for start, end, x0, y0, x1, y1 in upright:
        at = {
            0: (x0, y0, x1, y1),
            90: (y0, DOWN - x1, y1, DOWN - x0),
            180: (ACROSS - x1, DOWN - y1, ACROSS - x0, DOWN - y0),
            270: (ACROSS - y1, x0, ACROSS - y0, x1),
        }[turn]
        boxes.append(WordBox(start, end, *at))
    return ScanText(1, text, ACROSS, DOWN, WordBoxes.of(boxes), turn)


def made(folder: Path, source: Path, form: Format, *scans: ScanText, turned: int = 0) -> pymupdf.Page:
    """The page of a packet of one scanned page."""

    def paint(_path: Path, _form: Format, _page: int, _dpi: float) -> Picture:
        size = (792, 612) if turned in (90, 270) else (612, 792)
        return Picture(*size, "L", bytes([250]) * (size[0] * size[1]), turned)

    part = PagePart(source, form, page_count=1, scans=scans)
    plan = PacketPlan(Patient("A", None), (PacketItem(Section.OTHER, "Scan", (part,)),), PartialDate(2026))
    packet.write(plan, folder / "Packet.pdf", WORDS, render=paint)
    return pymupdf.open(folder / "Packet.pdf")[1]


def scanned(place: Path, rotation: int = 0) -> Path:
    path = making.image_only_pdf(place, ["a page"])
    if rotation:
        with pymupdf.open(path) as document:
            document[0].set_rotation(rotation)
            document.saveIncr()
    return path


def expected(page: pymupdf.Page, box: WordBox, rotation: int, across: float, down: float) -> pymupdf.Rect:
    """Where a word of the unturned page is seen on the packet's page, which shows it turned by `rotation`."""
    turned = (
        pymupdf.Rect(box.box)
        * {
            0: pymupdf.Matrix(1, 1),
            90: pymupdf.Matrix(0, 1, -1, 0, down, 0),
            180: pymupdf.Matrix(-1, 0, 0, -1, across, down),
            270: pymupdf.Matrix(0, -1, 1, 0, 0, across),
        }[rotation]
    )
    width, height = (down, across) if rotation in (90, 270) else (across, down)
    scale = min((page.rect.width - 28) / width, (page.rect.height - 60) / height, 1.5)
    left = (page.rect.width - width * scale) / 2
    return turned * pymupdf.Matrix(scale, 0, 0, scale, left, 46)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_each_word_is_found_where_it_is_seen(tmp_path: Path, turn: int, rotation: int) -> None:
    words = scan(turn)
    page = made(tmp_path, scanned(tmp_path / "scan.pdf", rotation), Format.PDF, words)
    for word in words.words:
        (found,) = page.search_for(TEXT[word.start : word.end])
        there = expected(page, word, rotation, ACROSS, DOWN)
        middle = (there.tl + there.br) / 2
        assert found.contains(middle)
        assert (found & there).get_area() > 0.6 * there.get_area()
        assert found.get_area() < 2.2 * there.get_area()


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_words_of_a_photo_lie_where_the_photo_shows_them(tmp_path: Path, turned: int) -> None:
    words = scan()
    page = made(tmp_path, making.jpeg(tmp_path / "a.jpg"), Format.JPEG, words, turned=turned)
    for word in words.words:
        (found,) = page.search_for(TEXT[word.start : word.end])
        there = expected(page, word, turned, ACROSS, DOWN)
        assert found.contains((there.tl + there.br) / 2)


def test_the_words_are_read_in_their_order_and_nothing_of_them_is_seen(tmp_path: Path) -> None:
    source = scanned(tmp_path / "scan.pdf")
    (tmp_path / "bare").mkdir()
    bare = made(tmp_path / "bare", source, Format.PDF)
    page = made(tmp_path, source, Format.PDF, scan())
    assert TEXT in " ".join(page.get_text().split())
    assert TEXT not in " ".join(bare.get_text().split())
    assert page.get_pixmap().samples == bare.get_pixmap().samples


def test_words_whose_letters_the_faces_lack_stay_out_alone(tmp_path: Path) -> None:
    odd = scan(text="Adenocarcinoma 病理病 Größe")
    page = made(tmp_path, scanned(tmp_path / "scan.pdf"), Format.PDF, odd)
    assert [bool(page.search_for(word)) for word in ("Adenocarcinoma", "Größe")] == [True, True]
    assert "病" not in page.get_text()


def test_a_page_with_words_of_its_own_or_none_gets_no_others(tmp_path: Path) -> None:
    page = made(tmp_path, making.pdf_with_text(tmp_path / "a.pdf", ["own words"]), Format.PDF)
    assert "own words" in page.get_text()
    empty = ScanText(1, "", 0.0, 0.0, WordBoxes())
    (tmp_path / "empty").mkdir()
    assert made(tmp_path / "empty", scanned(tmp_path / "scan.pdf"), Format.PDF, empty).rect.width > 500


def test_an_extract_of_a_scan_has_them_too(tmp_path: Path) -> None:
    source = scanned(tmp_path / "scan.pdf")
    assert extract.write(source, (1, 1), tmp_path / "out.pdf", WORDS, scans=(scan(),)) is None
    with pymupdf.open(tmp_path / "out.pdf") as document:
        assert TEXT in " ".join(document[0].get_text().split())


def test_pdf_js_reads_them(tmp_path: Path) -> None:
    made(tmp_path, scanned(tmp_path / "scan.pdf"), Format.PDF, scan())
    assert TEXT in " ".join(look(tmp_path / "Packet.pdf", tmp_path).pages[1].text.split())
