"""Tests of recordkeeper.wording.words."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.records.dates import PartialDate
from recordkeeper.wording.words import Words


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    english = tmp_path / "en"
    english.mkdir()
    (english / "common.toml").write_text(
        'thousands = ","\ndecimal = "."\nmonths = ["Jan", "Feb"]\nfull_date = "{day} {month} {year}"\n'
        'month_and_year = "{month} {year}"\ndate_span = "{first} to {last}"\n'
    )
    (english / "bundle.toml").write_text(
        'page_of = "page {page} of {pages}"\nonly_english = "plain"\n'
        '[copies]\none = "{count} copy"\nother = "{count} copies"\nzero = "no copy"\n'
        '[slices]\nby = "images"\none = "{images} slice of {name}"\nother = "{images} slices of {name}"\n'
        '[section]\nother = "Other"\nletters = "Letters"\n'
    )
    spanish = tmp_path / "es"
    spanish.mkdir()
    (spanish / "bundle.toml").write_text('page_of = "página {page} de {pages}"\n')
    return tmp_path


def test_a_sentence_is_said_with_its_fields(folder: Path) -> None:
    assert Words.load(folder, "en").say("bundle.page_of", page=3, pages=90) == "page 3 of 90"


def test_what_spanish_lacks_is_said_in_english(folder: Path) -> None:
    words = Words.load(folder, "es")
    assert words.say("bundle.page_of", page=3, pages=90) == "página 3 de 90"
    assert words.say("bundle.only_english") == "plain"


def test_an_unknown_key_is_a_bug_and_so_is_a_missing_field(folder: Path) -> None:
    words = Words.load(folder, "en")
    with pytest.raises(KeyError):
        words.say("bundle.no_such_sentence")
    with pytest.raises(KeyError):
        words.say("bundle.page_of", page=3)


@pytest.mark.parametrize(
    ("count", "said"), [(0, "no copy"), (1, "1 copy"), (2, "2 copies"), (12345, "12,345 copies")]
)
def test_a_count_chooses_its_plural(folder: Path, count: int, said: str) -> None:
    assert Words.load(folder, "en").say("bundle.copies", count=count) == said


def test_a_sentence_may_count_another_field(folder: Path) -> None:
    words = Words.load(folder, "en")
    assert words.say("bundle.slices", images=1, name="CT") == "1 slice of CT"
    assert words.say("bundle.slices", images=24, name="CT") == "24 slices of CT"


def test_a_table_of_sentences_may_have_a_key_called_other(folder: Path) -> None:
    assert Words.load(folder, "en").say("bundle.section.other") == "Other"


def test_a_language_that_is_not_there_is_refused(folder: Path) -> None:
    with pytest.raises(FileNotFoundError):
        Words.load(folder, "xx")


def test_dates_are_said_as_far_as_they_are_known(wording: Path) -> None:
    english, spanish = Words.load(wording, "en"), Words.load(wording, "es")
    assert english.date(PartialDate(2024, 2, 3)) == "3 Feb 2024"
    assert english.date(PartialDate(2024, 2)) == "Feb 2024"
    assert english.date(PartialDate(2024)) == "2024"
    assert spanish.date(PartialDate(2024, 2, 3)) == "3 feb 2024"
    assert english.date(PartialDate(2024, 2, 3), long=True) == "3 February 2024"
    assert spanish.date(PartialDate(2024, 2, 3), long=True) == "3 de febrero de 2024"


def test_a_span_of_one_day_is_one_date(wording: Path) -> None:
    words = Words.load(wording, "en")
    day = PartialDate(2024, 2, 3)
    assert words.dates(day, day) == "3 Feb 2024"
    assert words.dates(day, PartialDate(2025)) == "3 Feb 2024 to 2025"
    assert words.dates(None, day) == "3 Feb 2024"
    assert words.dates(None, None) == ""


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0 bytes"),
        (999, "999 bytes"),
        (1000, "1 kB"),
        (1234, "1.2 kB"),
        (9960, "10 kB"),
        (999_499, "999 kB"),
        (999_999, "1 MB"),
        (1_234_567_890, "1.2 GB"),
        (12_345_678_901_234, "12 TB"),
    ],
)
def test_sizes_are_said_in_the_unit_that_suits_them(wording: Path, size: int, said: str) -> None:
    assert Words.load(wording, "en").size(size) == said


def test_spanish_writes_a_decimal_comma(wording: Path) -> None:
    assert Words.load(wording, "es").size(1_234_567_890) == "1,2 GB"
    assert Words.load(wording, "es").number(12345) == "12.345"


@pytest.fixture
def wording() -> Path:
    return Path(__file__).resolve().parents[2] / "resources" / "wording"
