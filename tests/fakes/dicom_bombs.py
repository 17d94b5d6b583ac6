"""DICOM files that ask for more than a reader has, each built in memory and named after its trick."""

from __future__ import annotations

import struct
import zlib

CT = "1.2.840.10008.5.1.4.1.1.2"
REPORT = "1.2.840.10008.5.1.4.1.1.88.11"
IMPLICIT, EXPLICIT, DEFLATED, RLE = (
    "1.2.840.10008.1.2",
    "1.2.840.10008.1.2.1",
    "1.2.840.10008.1.2.1.99",
    "1.2.840.10008.1.2.5",
)
MEGABYTE = 1024 * 1024


def element(tag: int, vr: bytes, value: bytes) -> bytes:
    """One explicit little-endian element."""
    value += b" " * (len(value) % 2) if vr not in (b"OB", b"UN", b"UI") else b"\0" * (len(value) % 2)
    head = struct.pack("<HH2s", tag >> 16, tag & 0xFFFF, vr)
    if vr in (b"OB", b"OW", b"UN", b"SQ", b"UT"):
        return head + struct.pack("<HI", 0, len(value)) + value
    return head + struct.pack("<H", len(value)) + value


def file_of(body: bytes, syntax: str = EXPLICIT, preamble: bytes = bytes(128), sop_class: str = CT) -> bytes:
    """A Part 10 file around a data set."""
    meta = element(0x00020002, b"UI", sop_class.encode()) + element(0x00020010, b"UI", syntax.encode())
    return preamble + b"DICM" + element(0x00020000, b"UL", struct.pack("<I", len(meta))) + meta + body


def identity(number: int = 1, sop_class: str = CT) -> bytes:
    """The elements every instance has, in order."""
    return b"".join(
        (
            element(0x00080016, b"UI", sop_class.encode()),
            element(0x00080018, b"UI", b"1.2.3.%d" % number),
            element(0x00080060, b"CS", b"CT"),
            element(0x00100010, b"PN", b"Sample^Anna"),
            element(0x0020000D, b"UI", b"1.2.3"),
            element(0x0020000E, b"UI", b"1.2.3.4"),
        )
    )


def image(rows: int, columns: int, frames: str = "1", bits: int = 16) -> bytes:
    return b"".join(
        (
            element(0x00280002, b"US", struct.pack("<H", 1)),
            element(0x00280004, b"CS", b"MONOCHROME2"),
            element(0x00280008, b"IS", frames.encode()),
            element(0x00280010, b"US", struct.pack("<H", rows)),
            element(0x00280011, b"US", struct.pack("<H", columns)),
            element(0x00280100, b"US", struct.pack("<H", bits)),
            element(0x00280101, b"US", struct.pack("<H", bits)),
            element(0x00280102, b"US", struct.pack("<H", bits - 1)),
            element(0x00280103, b"US", b"\0\0"),
        )
    )


def pixels(*fragments: bytes) -> bytes:
    """Encapsulated pixel data."""
    out = struct.pack("<HH2sHI", 0x7FE0, 0x0010, b"OB", 0, 0xFFFFFFFF) + struct.pack("<HHI", 0xFFFE, 0xE000, 0)
    for each in fragments:
        out += struct.pack("<HHI", 0xFFFE, 0xE000, len(each)) + each
    return out + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)


def deflated_gigabyte(size: int = 1024 * MEGABYTE) -> bytes:
    """A megabyte that unfolds to a thousand."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = packer.compress(identity()) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(8 * MEGABYTE)) + packer.flush(zlib.Z_FULL_FLUSH)
    return file_of(head + piece * (size // (8 * MEGABYTE)) + packer.flush(), DEFLATED)


def run_length_square() -> bytes:
    """65,535 x 65,535 pixels of the same value, two bytes a run."""
    runs = b"\x81\x00" * (65_535 * 65_535 // 128 + 1)
    header = struct.pack("<16I", 1, 64, *[0] * 14)
    return file_of(identity() + image(65_535, 65_535, bits=8) + pixels(header + runs[: 4 * MEGABYTE]), RLE)


def countless_frames() -> bytes:
    """Two thousand million frames in eight thousand bytes."""
    body = identity() + image(65_535, 65_535, frames=str(2**31 - 1))
    return file_of(body + element(0x7FE00010, b"OW", bytes(8192)))


def nested_sequences(depth: int = 3_000, sop_class: str = REPORT) -> bytes:
    """Sequences inside sequences until a recursive reader falls over."""
    begin = struct.pack("<HH2sHI", 0x0040, 0xA730, b"SQ", 0, 0xFFFFFFFF) + struct.pack(
        "<HHI", 0xFFFE, 0xE000, 0xFFFFFFFF
    )
    end = struct.pack("<HHI", 0xFFFE, 0xE00D, 0) + struct.pack("<HHI", 0xFFFE, 0xE0DD, 0)
    return file_of(identity(sop_class=sop_class) + begin * depth + end * depth, sop_class=sop_class)


def a_million_private_elements(count: int = 1_000_000) -> bytes:
    """Ten megabytes of elements nobody knows, before the pixels."""
    head = identity() + image(16, 16)
    creator = element(0x00290010, b"LO", b"NOBODY")
    body = b"".join(struct.pack("<HH2sHH", 0x0029, 0x1000 + at % 255, b"US", 2, 7) for at in range(count))
    return file_of(head + creator + body + element(0x7FE00010, b"OW", bytes(512)))


def program_in_the_preamble() -> bytes:
    """A Windows program's head where DICOM leaves 128 bytes free."""
    body = identity() + image(16, 16) + element(0x7FE00010, b"OW", bytes(512))
    return file_of(body, preamble=b"MZ\x90\0".ljust(128, b"\0"))


def a_report_of_countless_items(count: int = 300_000) -> bytes:
    """A structured report that goes on and on."""
    inner = element(0x0040A040, b"CS", b"TEXT") + element(0x0040A160, b"UT", b"words")
    one = struct.pack("<HHI", 0xFFFE, 0xE000, len(inner)) + inner
    items = one * count
    sequence = struct.pack("<HH2sHI", 0x0040, 0xA730, b"SQ", 0, len(items)) + items
    return file_of(identity(sop_class=REPORT) + sequence, sop_class=REPORT)


def curves_that_promise_too_much() -> bytes:
    """An ECG of four thousand million samples in ten bytes."""
    ecg = "1.2.840.10008.5.1.4.1.1.9.1.1"
    inner = b"".join(
        (
            element(0x003A0005, b"US", struct.pack("<H", 65_535)),
            element(0x003A0010, b"UL", struct.pack("<I", 2**32 - 1)),
            element(0x003A001A, b"DS", b"500"),
            element(0x54001006, b"CS", b"SS"),
            element(0x54001010, b"OW", bytes(10)),
        )
    )
    items = struct.pack("<HHI", 0xFFFE, 0xE000, len(inner)) + inner
    sequence = struct.pack("<HH2sHI", 0x5400, 0x0100, b"SQ", 0, len(items)) + items
    return file_of(identity(sop_class=ecg) + sequence, sop_class=ecg)


BOMBS = {
    "deflated.dcm": deflated_gigabyte,
    "square.dcm": run_length_square,
    "frames.dcm": countless_frames,
    "nested report.dcm": nested_sequences,
    "nested slice.dcm": lambda: nested_sequences(sop_class=CT),
    "private.dcm": a_million_private_elements,
    "program.dcm": program_in_the_preamble,
    "report.dcm": a_report_of_countless_items,
    "curves.dcm": curves_that_promise_too_much,
}
