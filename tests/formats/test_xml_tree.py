"""XML into trees: broken markup is mended, entities stay what they are, and limits hold."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.formats.xml_tree import every, first, kids, local, parse_xml, value_of, words_of
from tests.fakes.trouble_files import xml_of_a_billion_laughs, xml_that_reads_a_file


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("<a>salt & pepper</a>", "salt & pepper"),
        ("<a>Hb < 9 g/dl</a>", "Hb < 9 g/dl"),
        ("<a>caf&eacute;&nbsp;au lait</a>", "café au lait"),
        ("<a>R&D; &unheard;</a>", "R&D; &unheard;"),
        ("<a><b>left open</a>", "left open"),
        ("<a><x:b>no such prefix</x:b></a>", "no such prefix"),
        ("<a>cut in the mid", "cut in the mid"),
        ("\ufeff \n<?xml version='1.0' encoding='utf-16'?><a>said to be UTF-16</a>", "said to be UTF-16"),
    ],
)
def test_broken_markup_is_mended(written: str, read: str) -> None:
    assert words_of(parse_xml(written.encode())) == read


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "cp1252"])
def test_the_encoding_is_found_whatever_is_declared(encoding: str) -> None:
    root = parse_xml("<?xml version='1.0' encoding='utf-8'?><a>Größe 3 µm</a>".encode(encoding))
    assert words_of(root) == "Größe 3 µm"


def test_entities_are_neither_multiplied_nor_fetched(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret")
    assert "haha" not in words_of(parse_xml(xml_of_a_billion_laughs()))
    assert "secret" not in words_of(parse_xml(xml_that_reads_a_file(str(secret))))
    entities = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    root = parse_xml(f'<!DOCTYPE a [<!ENTITY l0 "haha">{entities}]><a b="&l9;"/>'.encode())
    assert root is None or len(value_of(root, "b")) < 1000


def test_a_long_text_such_as_an_attached_file_is_read_whole() -> None:
    root = parse_xml(b"<a>" + b"QUJD" * 4_000_000 + b"</a>")
    assert root is not None
    assert len(root.text or "") == 16_000_000


def test_what_is_no_xml_is_nothing() -> None:
    assert parse_xml(b"") is None
    assert parse_xml(b"no markup at all") is None


def test_elements_are_found_by_local_names_down_any_branch() -> None:
    root = parse_xml(b"<r xmlns='a' xmlns:o='b'><p/><p><q v=' 1  2 '/></p><o:p><q/></o:p></r>")
    assert root is not None
    assert value_of(first(root, "p", "q"), "v") == "1 2"
    assert [local(one) for one in kids(root, "p")] == ["p", "p", "p"]
    assert len(list(every(root, "p", "q"))) == 2
    assert first(root, "p", "z") is None
    assert words_of(first(root, "z")) == value_of(None) == ""


@given(st.binary(max_size=300))
def test_any_bytes_are_survived(data: bytes) -> None:
    parse_xml(b"<a>" + data)
