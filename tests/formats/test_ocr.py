"""OCR reads pages however they lie, in order, with the box of every word where the word is."""

from __future__ import annotations

import csv
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pymupdf
import pytest
from PIL import Image

from recordkeeper.formats.flow import CELL_GAP
from recordkeeper.formats.ocr import OcrPage, OcrReader
from recordkeeper.formats.ocr_page import read_page
from recordkeeper.formats.ocr_second import SecondReader
from recordkeeper.formats.registry import Registry
from recordkeeper.records.provenance import Box
from recordkeeper.records.reading import Format, PageText, Picture
from tests.conftest import ROOT

DPI = 200.0
LETTER = """Riverbend Example Hospital
Department of Pathology

Patient: Lowell Sampleman
Date of birth: 02/11/1950
Specimen: right lung, lower lobe

The specimen is received in formalin and consists of a wedge of lung that
measures nine by four by three centimeters. Sectioning shows a firm gray
nodule of two centimeters that comes close to the pleura. The margins of
the wedge are free of tumor, and four lymph nodes are negative as well.
No further treatment of the sample was asked for by the surgeon that day."""
SPANISH = """Paciente: María Muñoz Ibáñez, nacida el tres de agosto de mil novecientos.
La paciente acudió a consulta por un nódulo de tres meses de evolución.
La ecografía mostró una lesión pequeña; se realizó una biopsia con aguja.
Próxima revisión en el hospital dentro de seis semanas con análisis de sangre."""


@pytest.fixture(scope="module")
def ocr() -> OcrReader:
    pytest.importorskip("tesserocr", reason="tesserocr has no wheel for this machine")
    return OcrReader()


@dataclass(frozen=True)
class Sheet:
    """A painted page, and where on it (in points) each word was put."""

    image: Image.Image
    boxes: dict[str, Box]


def sheet(text: str, *, font: str = "tiro", size: float = 11, at: tuple[float, float] = (60, 80)) -> Sheet:
    return painted(
        [(at[0], at[1] + number * 1.4 * size, line) for number, line in enumerate(text.split("\n"))], font, size
    )


def painted(lines: list[tuple[float, float, str]], font: str = "tiro", size: float = 11) -> Sheet:
    with pymupdf.open() as document:
        page = document.new_page()
        for x, y, line in lines:
            page.insert_text((x, y), line, fontsize=size, fontname=font)
        boxes = {word[4]: Box(*word[:4]) for word in page.get_text("words")}
        dots = page.get_pixmap(dpi=int(DPI), colorspace=pymupdf.csGRAY)
        image = Image.frombytes("L", (dots.width, dots.height), bytes(dots.samples_mv))
    return Sheet(scanned(image), boxes)


def scanned(image: Image.Image) -> Image.Image:
    """Paper is not quite white and a scanner's dots are not quite alike."""
    noise = np.random.default_rng(1).normal(0, 6, (image.height, image.width))
    return Image.fromarray((np.asarray(image) * 0.85 + 25 + noise).clip(0, 255).astype(np.uint8))


def picture(image: Image.Image) -> Picture:
    return Picture(image.width, image.height, image.mode, image.tobytes())


def found(page: OcrPage | PageText, text: str) -> float:
    """The share of the words of `text` that were read, letter for letter."""
    wanted = Counter(text.split())
    return (wanted & Counter(page.text.split())).total() / wanted.total()


def word(page: OcrPage | PageText, text: str) -> Box:
    return next(each.box for each in page.words if page.text[each.start : each.end] == text)


def test_a_straight_page_is_read_as_it_stands(ocr: OcrReader) -> None:
    page = ocr.read(picture(sheet(LETTER).image), DPI)
    assert page.text == LETTER
    assert (page.turned, round(page.skew)) == (0, 0)
    assert page.confidence > 0.9


def test_every_word_has_its_box_and_its_place_in_the_text(ocr: OcrReader) -> None:
    paper = sheet(LETTER)
    page = ocr.read(picture(paper.image), DPI)
    assert [page.text[each.start : each.end] for each in page.words] == LETTER.split()
    for text in ("Riverbend", "Sampleman", "formalin", "pleura.", "asked"):
        assert overlap(word(page, text), paper.boxes[text]) > 0.5, text


def overlap(ink: Box, cell: Box) -> float:
    """How much of the box around a word's ink lies in the cell its font gives it."""
    wide = min(ink.x1, cell.x1) - max(ink.x0, cell.x0)
    tall = min(ink.y1, cell.y1) - max(ink.y0, cell.y0)
    return max(wide, 0) * max(tall, 0) / ((ink.x1 - ink.x0) * (ink.y1 - ink.y0))


@pytest.mark.parametrize("turns", [1, 2, 3])
def test_a_turned_page_is_read_and_its_boxes_stay_on_it(ocr: OcrReader, turns: int) -> None:
    straight = sheet(LETTER).image
    page = ocr.read(picture(straight.rotate(-90 * turns, expand=True)), DPI)  # clockwise
    assert page.turned == 360 - 90 * turns
    assert page.text == LETTER
    upright = word(ocr.read(picture(straight), DPI), "formalin")
    wide, tall = straight.width / DPI * 72, straight.height / DPI * 72
    x, y = (upright.x0 + upright.x1) / 2, (upright.y0 + upright.y1) / 2
    turned = word(page, "formalin")
    for _ in range(turns):
        x, y, wide, tall = tall - y, x, tall, wide
    assert abs((turned.x0 + turned.x1) / 2 - x) < 2
    assert abs((turned.y0 + turned.y1) / 2 - y) < 2


@pytest.mark.parametrize("degrees", [-8.0, -2.5, 5.0])
def test_a_page_that_lies_askew_is_straightened(ocr: OcrReader, degrees: float) -> None:
    straight = sheet(LETTER).image
    askew = straight.rotate(-degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=240)
    page = ocr.read(picture(askew), DPI)
    assert abs(page.skew - degrees) < 0.3
    assert page.text == LETTER


def test_a_page_photographed_from_aside_in_half_shadow_is_read(ocr: OcrReader) -> None:
    straight = sheet(LETTER).image
    width, height = straight.size
    aside = (1.02, 0.06, -60, -0.03, 1.05, 20, -2e-5, 4e-5)  # lines run together to one side
    photo = straight.transform(
        (width, height), Image.Transform.PERSPECTIVE, aside, Image.Resampling.BICUBIC, fillcolor=90
    )
    light = np.linspace(1.0, 0.45, width)[None, :] * np.ones((height, 1))
    page = ocr.read(picture(Image.fromarray((np.asarray(photo) * light).astype(np.uint8)).convert("RGB")), DPI)
    assert found(page, LETTER) > 0.97


def test_columns_are_read_one_after_the_other(ocr: OcrReader) -> None:
    left = [
        "The first column tells how the",
        "patient came to the hospital,",
        "what was seen on the first day,",
        "and what the family was told",
        "about the days that followed.",
    ]
    right = [
        "The second column holds what",
        "was done in the weeks after,",
        "which drugs were given for it,",
        "and how the wound was healing",
        "when he went home at last.",
    ]
    lines = [(60.0, 100 + 16.0 * number, line) for number, line in enumerate(left)]
    lines += [(320.0, 100 + 16.0 * number, line) for number, line in enumerate(right)]
    page = ocr.read(picture(painted(lines).image), DPI)
    assert page.text.split() == " ".join(left + right).split()


def test_the_cells_of_a_ruled_table_stay_on_their_line(ocr: OcrReader) -> None:
    rows = [
        ("Test", "Result", "Unit", "Range"),
        ("Hemoglobin", "11.9", "g/dL", "13.5-17.5"),
        ("Platelets", "212", "K/uL", "150-400"),
    ]
    lines = [
        (70.0 + 115 * column, 200.0 + 24 * row, cell)
        for row, cells in enumerate(rows)
        for column, cell in enumerate(cells)
    ]
    image = painted(lines, "helv", 10).image
    dots = np.array(image)
    for row in range(4):
        y = round((184 + 24 * row) * DPI / 72)
        dots[y : y + 2, 180:1400] = 60
    for column in range(5):
        x = round((64 + 115 * column) * DPI / 72)
        dots[510:711, x : x + 2] = 60
    page = ocr.read(picture(Image.fromarray(dots)), DPI)
    assert page.text.replace("\n\n", "\n").split("\n") == [CELL_GAP.join(cells) for cells in rows]


def test_accents_are_kept(ocr: OcrReader) -> None:
    if SecondReader.load() is None:
        pytest.skip("the reader of other languages is not installed")
    page = ocr.read(picture(sheet(SPANISH).image), DPI)
    assert found(page, SPANISH) > 0.97
    paper = sheet(SPANISH)
    assert overlap(word(page, "biopsia"), paper.boxes["biopsia"]) > 0.5


def test_a_foreign_name_on_an_english_page_keeps_its_letters(ocr: OcrReader) -> None:
    if SecondReader.load() is None:
        pytest.skip("the reader of other languages is not installed")
    page = ocr.read(picture(sheet(LETTER.replace("Lowell Sampleman", "Lorenzo Peña Núñez")).image), DPI)
    assert "Peña Núñez" in page.text


def test_white_letters_on_black_are_read(ocr: OcrReader) -> None:
    image = sheet(LETTER).image
    title = np.array(image)
    title[180:300] = 255 - title[180:300]  # the first two lines
    page = ocr.read(picture(Image.fromarray(title)), DPI)
    assert "Riverbend Example Hospital" in page.text


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (40, 40), (1654, 2339)])
@pytest.mark.parametrize("level", [0, 130, 255])
def test_an_empty_picture_has_no_text_and_says_so_fast(ocr: OcrReader, size: tuple[int, int], level: int) -> None:
    begun = time.process_time()
    page = ocr.read(picture(Image.new("L", size, level)), DPI)
    assert (page.text, len(page.words), page.confidence) == ("", 0, 0.0)
    assert time.process_time() - begun < 2.0


def test_noise_is_given_up_in_time(ocr: OcrReader) -> None:
    noise = np.random.default_rng(2).integers(0, 256, (2339, 1654), np.uint8)
    begun = time.process_time()
    ocr.read(picture(Image.fromarray(noise)), DPI)
    assert time.process_time() - begun < 20.0


# Whole pages of files, as the worker reads them.


def page_of(path: Path, form: Format, ocr: OcrReader, page: int = 1) -> PageText:
    return read_page(Registry(ROOT / "resources"), path, form, page, ocr)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_boxes_of_a_scan_stand_on_the_unturned_page_of_its_pdf(
    tmp_path: Path, ocr: OcrReader, rotation: int
) -> None:
    paper = sheet(LETTER)
    path = tmp_path / "scan.pdf"
    paper.image.rotate(rotation, expand=True).save(path, "PDF", resolution=DPI)  # stored turned the other way
    with pymupdf.open(path) as document:
        document[0].set_rotation(rotation)
        wide, tall = document[0].rect.width, document[0].rect.height
        document.saveIncr()
    page = page_of(path, Format.PDF, ocr)
    assert page.text == LETTER
    assert (page.from_ocr, page.picture_only) == (True, True)
    assert {round(page.width), round(page.height)} == {round(wide), round(tall)}
    with pymupdf.open(path) as document:
        shown = pymupdf.Rect(*word(page, "formalin")) * document[0].rotation_matrix
    assert overlap(Box(*shown), paper.boxes["formalin"]) > 0.5


def test_a_photo_the_camera_turned_has_its_boxes_on_the_upright_picture(tmp_path: Path, ocr: OcrReader) -> None:
    paper = sheet(LETTER)
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[0x0112] = 6  # to be shown turned clockwise
    paper.image.rotate(90, expand=True).save(path, exif=exif, quality=90)
    page = page_of(path, Format.JPEG, ocr)
    assert page.text == LETTER
    assert (page.width, page.height) == paper.image.size  # a photo has 72 dots an inch if it does not say
    scale = DPI / 72
    assert overlap(Box(*(side / scale for side in word(page, "pleura."))), paper.boxes["pleura."]) > 0.5


def test_a_small_page_is_painted_large_enough(tmp_path: Path, ocr: OcrReader) -> None:
    path = tmp_path / "small.pdf"
    sheet(LETTER).image.save(path, "PDF", resolution=DPI * 4)
    page = page_of(path, Format.PDF, ocr)
    assert page.text == LETTER
    assert page.width < 160


@pytest.mark.slow
def test_real_scans_are_read(shared_data: Path, ocr: OcrReader) -> None:
    """One of each kind; all of them in tests/bench/ocr.py."""
    with (shared_data / "scans" / "labels.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["type"] not in ("lab_result", "medication_list")]
    for container, least in (("pdf_scan", 0.95), ("tiff_fax", 0.93), ("jpg_photo", 0.9)):
        row = next(row for row in rows if row["container"] == container and row["pages"] == "1")
        path = shared_data / "scans" / row["file"]
        form = {"pdf_scan": Format.PDF, "tiff_fax": Format.TIFF, "jpg_photo": Format.JPEG}[container]
        page = page_of(path, form, ocr)
        assert found(page, (shared_data / "text" / row["source_text"]).read_text("utf-8")) > least, container
