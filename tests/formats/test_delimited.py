"""Which texts are tables, and what stands in their cells."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats.delimited import delimited_tables, separator_of
from recordkeeper.formats.sniff import sniff
from recordkeeper.records.reading import Format


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("Test,Value\nHb,9.1\n", ","),
        ("Test;Wert\nHb;9,1\nHct;33,0\n", ";"),
        ("Test\tWert, alt\nHb\t9,1\n", "\t"),
        ('a,b\n"x, y\nand z",2\n', ","),
        ("sep=|\na|b\n", "|"),
        ('a;b\n"open;1\nc;2\nd;3\n', ";"),
        ("a,b,c\n1,2,3\n4,5,6\n7,8\n9,10,11\n12,13,14\n", ","),
        ("Dear colleague, thank you,\nI saw her today.\nShe is well, thank God, and eats.\n", ""),
        ("one line, with commas, only", ""),
        ("words\nand words\n", ""),
        ("", ""),
    ],
)
def test_a_table_is_told_from_prose(text: str, separator: str) -> None:
    assert separator_of(text) == separator


def text_of(tmp_path: Path, data: bytes) -> str:
    path = tmp_path / "a.csv"
    path.write_bytes(data)
    return "\n".join(page.text for page in delimited_tables(path).pages())


def test_cells_may_hold_line_ends_quotation_marks_and_any_encoding(tmp_path: Path) -> None:
    assert text_of(tmp_path, b'a,b\r\n"x ""y""\r\nz",2\r\n,\r\n') == 'a   b\nx "y" z   2'
    for encoding in ("utf-8-sig", "cp1252", "utf-16"):
        assert text_of(tmp_path, "Größe;3,5\nBefund;gut\n".encode(encoding)) == "Größe   3,5\nBefund   gut"


@pytest.mark.parametrize(
    ("name", "data", "form"),
    [
        ("a.csv", b"a;b\nc;d\n", Format.CSV),
        ("A.TSV", b"a\tb\nc\td\n", Format.CSV),
        ("old.xls", b"a\tb\nc\td\n", Format.CSV),
        ("a.txt", b"a;b\nc;d\n", Format.TEXT),
        ("a.csv", b"Just a sentence, no table.\nReally, I mean it.", Format.TEXT),
        ("a.csv", b"<html><body><table></table></body></html>", Format.HTML),
        ("a.csv", bytes(range(256)), Format.OTHER),
    ],
)
def test_a_text_is_a_table_when_its_name_and_its_rows_say_so(
    tmp_path: Path, name: str, data: bytes, form: Format
) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    assert sniff(path, name) is form
