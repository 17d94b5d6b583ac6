"""index.html: opens without scripts, says what the start sheet says, and lets nothing of a record become markup."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree as ET

import pymupdf
import pytest

from recordkeeper.paper import index_page
from recordkeeper.paths import resources
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.papers import (
    ItemLine,
    LeftOut,
    LeftOutReason,
    Places,
    Section,
    SectionLine,
    SeriesLine,
    StartSheet,
    StudyLine,
)
from recordkeeper.records.patient import Identifier, Patient
from recordkeeper.wording.words import Words
from tests.making.browser import browser_command

ENGLISH = Words.load(resources() / "wording", "en")
EVIL = '<script>alert("x")</script> & "sons"'
SHEET = StartSheet(
    Patient("Anna Sample", PartialDate(1964, 3, 5), identifiers=(Identifier("General", "G-1"),)),
    PartialDate(2026, 11, 23),
    "Recordkeeper 0.1.0",
    "RK-1",
    recipient="Dr. Second",
    question="Wait & see?\nOr not?",
    pages=9,
    sections=(SectionLine(Section.PATHOLOGY, 1, 2, first_page=3),),
    items=(
        ItemLine(
            Section.PATHOLOGY, EVIL, PartialDate(2024, 3), "General", 3, ('ORIGINALS/01 Pathology/2024 "a" #1.pdf',)
        ),
    ),
    studies=(
        StudyLine(("CT",), "Chest", 24, PartialDate(2024, 3), report_page=5, series=(SeriesLine("CT", EVIL, 24),)),
    ),
    left_out=(LeftOut(LeftOutReason.TWIN, 2, (EVIL,)), LeftOut(LeftOutReason.SET_ASIDE, 1)),
)


def page(sheet: StartSheet = SHEET, language: str = "en") -> str:
    return index_page.text(sheet, Words.load(resources() / "wording", language))


@pytest.mark.parametrize("language", ["en", "es"])
def test_it_is_well_formed_and_runs_nothing(language: str) -> None:
    text = page(language=language)
    root = ET.fromstring(text)
    assert root.attrib["lang"] == language
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    assert not tags & {"script", "iframe", "object", "embed", "img", "link", "form"}
    assert not re.search(r"\son\w+=|javascript:|https?://(?!www\.w3\.org/1999/xhtml)", text)


def test_what_records_say_is_text() -> None:
    text = page()
    assert "<script" not in text
    assert text.count("&lt;script&gt;") == 3
    assert "Wait &amp; see?\nOr not?" in text


def test_links_lead_to_pages_and_files() -> None:
    links = re.findall(r'href="([^"]*)"', page())
    assert "Packet.pdf#page=3" in links
    assert "Packet.pdf#page=5" in links
    assert "ORIGINALS/01%20Pathology/2024%20%22a%22%20%231.pdf" in links


def test_tables_have_heads_that_can_be_read_aloud() -> None:
    root = ET.fromstring(page())
    heads = [e for e in root.iter() if e.tag.endswith("th")]
    assert len(heads) == 4
    assert all(head.attrib["scope"] == "col" for head in heads)


def test_nothing_is_promised_that_is_not_there() -> None:
    bare = page(replace(SHEET, pages=0, sections=(), items=(), studies=(), left_out=(), question=""))
    assert "Packet.pdf" not in re.findall(r'href="([^"]*)"', bare)
    assert "DICOM" not in bare
    assert "Nothing was left out." in bare


def test_on_a_disc_it_is_xml_and_names_the_short_files() -> None:
    places = Places(start="DOCS/START.PDF", packet="DOCS/PACKET.PDF", imaging="", strict=True)
    items = (replace(SHEET.items[0], files=("DOCS/D0001.PDF",)),)
    text = page(replace(SHEET, places=places, items=items))
    assert text.startswith("<?xml")
    assert 'href="DOCS/D0001.PDF">D0001.PDF<' in text


def test_a_browser_shows_and_prints_it(tmp_path: Path) -> None:
    """It holds no script (above); Chromium itself needs them switched on to tell what it shows."""
    index_page.write(SHEET, tmp_path / "index.html", ENGLISH)
    start, place = browser_command(), (tmp_path / "index.html").as_uri()
    shown = subprocess.run([*start, "--dump-dom", place], capture_output=True, text=True, check=True, timeout=120)
    assert "Anna Sample" in shown.stdout
    assert "Dr. Second" in shown.stdout
    assert "<table>" in shown.stdout
    printed = tmp_path / "index.pdf"
    subprocess.run([*start, f"--print-to-pdf={printed}", place], capture_output=True, check=True, timeout=120)
    with pymupdf.open(printed) as document:
        assert "Wait & see?" in "".join(page.get_text() for page in document)
