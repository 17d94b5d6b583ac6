"""Containers that would fill a disk, a memory or an afternoon, each built in memory and named after its trick."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib

from tests.fakes.trouble_files import zip_of
from tests.making.disc_image import ROOT_AT, SECTOR, iso_of
from tests.making.seven_zip import number, seven_zip_of, signed

MEGABYTE = 1024 * 1024


PIECE = bytes(10 * MEGABYTE)  # repeated: packing it once is quick


def gzip_of_zeros(pieces: int = 60) -> bytes:
    """A thousand zeros a byte."""
    return gzip.compress(PIECE) * pieces


def bzip2_of_zeros(pieces: int = 60) -> bytes:
    """A million zeros in fifty bytes."""
    return bz2.compress(PIECE) * pieces


def xz_of_zeros(pieces: int = 60) -> bytes:
    return lzma.compress(PIECE, preset=0) * pieces


def _deflated_after(head: bytes, pieces: int) -> bytes:
    """`head` and many zeros as one gzip stream."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    out = packer.compress(head) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(PIECE) + packer.flush(zlib.Z_FULL_FLUSH)
    return out + piece * pieces + packer.flush()


def tar_of_zeros(pieces: int = 60) -> bytes:
    """A packed TAR with one large member of nothing."""
    head = tarfile.TarInfo("zeros.bin")
    head.size = pieces * len(PIECE)
    return _deflated_after(head.tobuf(), pieces)


def tar_whose_names_take_all_memory(pieces: int = 60) -> bytes:
    """An extended header, which readers hold whole, of that many bytes."""
    head = tarfile.TarInfo("x")
    head.type, head.size = tarfile.XHDTYPE, pieces * len(PIECE)
    return _deflated_after(head.tobuf(tarfile.USTAR_FORMAT), pieces)


def tar_of_countless_folders(count: int = 400_000) -> bytes:
    """Headers and nothing else."""
    head = tarfile.TarInfo("d/")
    head.type = tarfile.DIRTYPE
    return gzip.compress(head.tobuf() * 20_000) * (count // 20_000)


def tar_with_a_negative_size() -> bytes:
    """A header that sends a reader which believes it back to where it was (CVE-2025-8194)."""
    head = bytearray(tarfile.TarInfo("back.txt").tobuf(tarfile.GNU_FORMAT))
    head[124:136] = b"\xff" * 10 + b"\xfc\x00"  # base 256, -1024
    head[148:156] = b" " * 8
    head[148:156] = b"%06o\0 " % sum(head)
    return bytes(head) * 4


def zip_of_zeros_as_bzip2(size: int = 64 * MEGABYTE) -> bytes:
    """bzip2, of which the standard library's reader gives all at once; its directory says it is small."""
    data = zip_of({"z": bytes(size)}, zipfile.ZIP_BZIP2)
    return data.replace(struct.pack("<I", size), struct.pack("<I", 30 * MEGABYTE))


def zip_that_says_it_is_hardly_packed(size: int = 600 * MEGABYTE) -> bytes:
    """Zeros whose directory says that as many bytes stand for them, so that no ratio looks wrong."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    packed = _in_pieces_of(packer, size)
    data = bytearray(zip_of({"z": b""}, zipfile.ZIP_DEFLATED))
    at = data.index(b"PK\x01\x02")
    head, entry, end = data[:at], data[at : data.index(b"PK\x05\x06")], data[data.index(b"PK\x05\x06") :]
    head = head[: 30 + len("z")]
    for part, place in ((head, 18), (entry, 20)):
        part[place : place + 8] = struct.pack("<II", size, size)
    end[16:20] = struct.pack("<I", len(head) + len(packed))
    return bytes(head + packed + entry + end)


def _in_pieces_of(packer: zlib._Compress, size: int) -> bytes:
    piece = packer.compress(PIECE) + packer.flush(zlib.Z_FULL_FLUSH)
    return piece * (size // len(PIECE)) + packer.flush()


def zip_of_zips(count: int = 60, size: int = 45 * MEGABYTE) -> bytes:
    """Archives that are harmless one by one and many together."""
    inner = [zip_of({f"{at}.bin": bytes(size)}) for at in range(2)]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for at in range(count):
            archive.writestr(f"{at}.zip", inner[at % 2])
    return out.getvalue()


def zip_with_too_many_members(count: int = 100_001) -> bytes:
    """A directory that names one empty member over and over."""
    data = zip_of({"a": b""}, zipfile.ZIP_STORED)
    at, end_at = data.index(b"PK\x01\x02"), data.rindex(b"PK\x05\x06")
    entry = data[at:end_at]
    directory = entry * count
    after = at + len(directory)
    end64 = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(directory), at)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, after, 1)
    end = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return data[:at] + directory + end64 + locator + end


def _lzma2_of_zeros(pieces: int) -> bytes:
    packed = lzma.compress(PIECE, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "preset": 0}])
    return packed[:-1] * pieces + packed[-1:]


def seven_zip_of_zeros(pieces: int = 30) -> bytes:
    header = b"\x01\x04" + _described(_lzma2_of_zeros(pieces), pieces * len(PIECE)) + b"\x05" + number(1)
    return signed(_lzma2_of_zeros(pieces), header + b"\x11\x05\0z\0\0\0\0\0")


def seven_zip_whose_directory_grows(pieces: int = 30) -> bytes:
    """A packed directory that would be unpacked into memory."""
    raw = _lzma2_of_zeros(pieces)
    return signed(raw, b"\x17" + _described(raw, pieces * len(PIECE)))


def _described(packed: bytes, size: int) -> bytes:
    """The part of a directory that says: one folder, packed by LZMA2."""
    folder = number(1) + b"\x21\x21\x01\x18"
    pack = b"\x06" + number(0) + number(1) + b"\x09" + number(len(packed)) + b"\0"
    return pack + b"\x07\x0b\x01\x00" + folder + b"\x0c" + number(size) + b"\0\0"


def seven_zip_that_hashes_for_ever(rounds: int = 0x3E) -> bytes:
    """A lock whose key takes 2 to the 62 rounds."""
    good = seven_zip_of({"a.txt": b"secret"}, "copy", password="p")
    lock = bytes.fromhex("2406f1070112")
    at = good.index(lock) + len(lock)
    header_at = 32 + struct.unpack_from("<Q", good, 12)[0]
    header = bytearray(good[header_at:])
    header[at - header_at] = rounds | 0x40
    return signed(good[32:header_at], bytes(header))


def seven_zip_that_counts_to_the_stars() -> bytes:
    """Four thousand million members, named nowhere."""
    return signed(b"", b"\x01\x05" + number(2**32) + b"\0\0")


def disc_whose_folders_go_in_a_circle() -> bytes:
    """A folder that holds the root folder."""
    image = bytearray(iso_of({"a/b/c.txt": b"deep", "top.txt": b"top"}))
    inner = image.index(b"\x01B", (ROOT_AT + 1) * SECTOR)
    image[inner - 31 : inner - 23] = struct.pack("<I", ROOT_AT) + struct.pack(">I", ROOT_AT)
    return bytes(image)


def disc_whose_files_share_bytes(count: int = 40, size: int = 120 * MEGABYTE) -> bytes:
    """Many names for the same large extent."""
    image = bytearray(iso_of({f"{at:02}.bin": b"x" for at in range(count)}))
    for at in range(ROOT_AT * SECTOR, (ROOT_AT + 1) * SECTOR):
        if image[at : at + 1].isdigit() and image[at + 2 : at + 6] == b".BIN":
            image[at - 31 : at - 15] = _extent(0, size)
    return bytes(image) + bytes(MEGABYTE)


def _extent(block: int, length: int) -> bytes:
    return b"".join(struct.pack("<I", value) + struct.pack(">I", value) for value in (block, length))


BOMBS = {
    "zeros.gz": gzip_of_zeros,
    "zeros.bz2": bzip2_of_zeros,
    "zeros.xz": xz_of_zeros,
    "zeros.tar.gz": tar_of_zeros,
    "names.tar.gz": tar_whose_names_take_all_memory,
    "folders.tar.gz": tar_of_countless_folders,
    "back.tar": tar_with_a_negative_size,
    "zeros bzip2.zip": zip_of_zeros_as_bzip2,
    "hardly packed.zip": zip_that_says_it_is_hardly_packed,
    "too many.zip": zip_with_too_many_members,
    "zeros.7z": seven_zip_of_zeros,
    "directory.7z": seven_zip_whose_directory_grows,
    "stars.7z": seven_zip_that_counts_to_the_stars,
    "rounds.7z": seven_zip_that_hashes_for_ever,
    "circle.iso": disc_whose_folders_go_in_a_circle,
    "shared.iso": disc_whose_files_share_bytes,
}
