"""Compound files are opened within limits, and files put into documents come out of their wrapping."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from recordkeeper.formats import ole
from recordkeeper.formats.ole_object import unwrapped
from recordkeeper.formats.registry import Registry
from recordkeeper.formats.sheets import NotRead
from recordkeeper.formats.sniff_ole import ole_format
from recordkeeper.records.reading import Condition, Format
from tests.fakes import trouble_office as fakes
from tests.making.compound import compound, doc, msg, xls


def test_streams_are_read_by_name_whatever_its_case() -> None:
    with ole.opened(compound({"Small": b"abc", "Big": bytes(9000), "Box": {"Inner": b"x"}})) as streams:
        assert set(streams.names) == {"small", "big", "box/inner"}
        assert "SMALL" in streams
        assert (streams.content("small"), streams.content("Box/Inner"), streams.content("none")) == (
            b"abc",
            b"x",
            b"",
        )
        assert streams.content("BIG") == bytes(9000)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        ole.MAGIC,
        ole.MAGIC + bytes(2000),
        fakes.compound_that_counts_too_much(),
        fakes.compound_whose_sectors_go_in_a_circle(),
    ],
    ids=["empty", "mark", "zeros", "counts", "circle"],
)
def test_a_wreck_is_said(data: bytes) -> None:
    with pytest.raises(NotRead):
        _everything(data)


def _everything(data: bytes) -> None:
    with ole.opened(data) as streams:
        for name in streams.names:
            streams.content(name)


def test_a_storage_in_itself_is_survived() -> None:
    try:
        with ole.opened(fakes.compound_whose_directory_is_a_circle()) as streams:
            assert len(streams.names) < 100
    except NotRead:
        pass


def test_a_file_is_told_by_its_streams(tmp_path: Path) -> None:
    path = tmp_path / "x"
    for data, form in (
        (doc("words"), Format.DOC),
        (xls({"L": [["x"]]}), Format.XLS),
        (compound(msg(subject="s")), Format.MSG),
        (compound({"PowerPoint Document": b"x"}), None),
        (ole.MAGIC + bytes(2000), None),
    ):
        path.write_bytes(data)
        assert ole_format(path, "0001") is form


def test_what_is_in_a_locked_or_damaged_file_its_name_tells(tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(compound({"EncryptedPackage": bytes(5000), "EncryptionInfo": b"x"}))
    assert [ole_format(path, name) for name in ("a.DOCX", "a.xlsx", "a")] == [Format.DOCX, Format.XLSX, None]
    reading = Registry(Path(__file__).resolve().parents[2] / "resources").read(path, "a.xlsx")
    assert (reading.format, reading.condition, reading.reason_code) == (
        Format.XLSX,
        Condition.LOCKED,
        "document_locked",
    )
    path.write_bytes(ole.MAGIC + bytes(2000))
    assert [ole_format(path, name) for name in ("a.doc", "a.bin")] == [Format.DOC, None]


def native(label: bytes, content: bytes) -> bytes:
    body = b"\2\0" + label + b"\0C:\\temp\\" + label + b"\0\0\0\3\0" + struct.pack("<I", 4) + b"C:\\\0"
    body += struct.pack("<I", len(content)) + content
    return struct.pack("<I", len(body)) + body


def test_what_was_put_into_a_document_comes_out_with_its_name() -> None:
    pdf = b"%PDF-1.4 words"
    assert unwrapped(b"PK\3\4", "a.xlsx") == ("a.xlsx", b"PK\3\4")
    assert unwrapped(compound({"\1Ole10Native": native(b"Befund.pdf", pdf)}), "o.bin") == ("Befund.pdf", pdf)
    assert unwrapped(compound({"CONTENTS": pdf}), "oleObject1.bin") == ("oleObject1.pdf", pdf)
    assert unwrapped(compound({"Package": b"PK\3\4x"}), "o.bin") == ("o.zip", b"PK\3\4x")
    word = doc("words")
    assert unwrapped(word, "o.bin") == ("o.doc", word)


@pytest.mark.parametrize(
    "data",
    [
        compound({"Equation Native": b"x"}),
        compound({"CONTENTS": b"a drawing"}),
        compound({"\1Ole10Native": native(b"a", b"b" * 50)[:-10]}),
        compound({"\1Ole10Native": b"\0" * 7}),
        ole.MAGIC + bytes(99),
    ],
)
def test_what_only_its_own_program_shows_stays_inside(data: bytes) -> None:
    assert unwrapped(data, "o.bin") is None
