"""Tests of recordkeeper.paper.sheet and recordkeeper.paper.shaping."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from recordkeeper.paper.look import Align, Style
from recordkeeper.paper.pages import Paper
from recordkeeper.records.papers import PaperSize

NAMES = ["José Ñandú 山田 太郎 Διονύσιος", "שלום", "김철수", "Nguyễn Thị Ệ", "ไทย", "Łukasz Żółć"]


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_can_be_read_back(tmp_path: Path, name: str, bold: bool) -> None:
    page = _paper(tmp_path, name, Style(11, bold=bold))
    assert page.get_text().replace(" ", "").strip() == name.replace(" ", "")


@pytest.mark.parametrize("name", [*NAMES, "محمد علي", "कमला देवी"])
def test_a_name_in_any_script_leaves_ink_on_its_line(tmp_path: Path, name: str) -> None:
    page = _paper(tmp_path, name, Style(20))
    ink = page.get_pixmap(clip=pymupdf.Rect(50, 78, 400, 108), colorspace=pymupdf.csGRAY)
    elsewhere = page.get_pixmap(clip=pymupdf.Rect(0, 150, 595, 800), colorspace=pymupdf.csGRAY)
    assert min(ink.samples) < 90
    assert min(elsewhere.samples) == 255


@pytest.mark.parametrize("text", ["page 3 of 9", "山田"])
def test_text_set_to_the_right_ends_there(tmp_path: Path, text: str) -> None:
    page = _paper(tmp_path, text, Style(11), Align.RIGHT, x=400)
    assert max(word[2] for word in page.get_text("words")) == pytest.approx(400, abs=2.5)


def test_every_font_is_embedded(tmp_path: Path) -> None:
    page = _paper(tmp_path, NAMES[0], Style(11))
    kinds = [font[1] for font in page.get_fonts(full=True)]
    assert kinds
    assert "n/a" not in kinds


def test_the_document_says_its_title_and_language(tmp_path: Path) -> None:
    document = _paper(tmp_path, "x", Style(11)).parent
    assert document.metadata["title"] == "A title"
    assert document.language == "es"


def _paper(folder: Path, text: str, style: Style, align: Align = Align.LEFT, x: float = 54) -> pymupdf.Page:
    paper = Paper()
    paper.upright(PaperSize.A4).text(x, 100, text, style, align)
    paper.finish(title="A title", language="es")
    paper.save(folder / "paper.pdf")
    return pymupdf.open(folder / "paper.pdf")[0]
