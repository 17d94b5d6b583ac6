"""Copies a DICOM instance into a file-set: as it is where media rules allow, else as explicit little endian.

No identifier, UID, date or sample is changed on the way (PS3.11 annex D asks for explicit VR little endian).
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from recordkeeper.paper.dicom_directory import IMPLEMENTATION_UID
from recordkeeper.paper.dicom_encode import element, unsigned_long
from recordkeeper.paper.dicom_part10 import (
    DEFLATED,
    EXPLICIT_BIG,
    EXPLICIT_LITTLE,
    HEAD,
    IMPLICIT_LITTLE,
    Part10,
    examine,
)
from recordkeeper.paper.dicom_transcode import Transcoder
from recordkeeper.paper.dicom_trouble import hushed, trouble
from recordkeeper.records.papers_media import CopyDone, CopyNote

_STEP: Final = 2**20
_MOST_INFLATED: Final = 256 * 2**20
_UNCOMPRESSED: Final = frozenset(("", IMPLICIT_LITTLE, EXPLICIT_LITTLE, EXPLICIT_BIG, DEFLATED))
_SOP_INSTANCE: Final = 0x00080018


class CopyProblem(ValueError):
    """An instance that cannot be put into a file-set. Codes: dicom_damaged, dicom_no_uid, dicom_bomb."""

    def __init__(self, reason_code: str, detail: str = "") -> None:
        super().__init__(reason_code)
        self.reason_code, self.detail = reason_code, detail


def write(source: Path, out: Path, *, sums: bool = True) -> CopyNote:
    """Copy the instance `source` to `out`, which must not exist; its folder must. Says what was done.

    Without `sums` the note of a copy as it is has none: for who holds the copy against the original's afterwards.
    Raises CopyProblem (nothing is left at `out`) or OSError.
    """
    with source.open("rb") as original:
        head = original.read(HEAD)
        outside = examine(head)
        if outside.can_stay:
            original.seek(0)
            return _as_is(original, out, outside, sums=sums or outside.program_in_preamble)
        original.seek(outside.data_set_at)
        rewritten = _rewritten(original, outside)
    with out.open("xb") as copy:
        copy.write(rewritten)
    digest = hashlib.sha256(rewritten).hexdigest()
    syntax = outside.transfer_syntax
    return CopyNote(CopyDone.EXPLICIT, _written(syntax), digest, len(rewritten), syntax)


def _as_is(original: BinaryIO, out: Path, outside: Part10, *, sums: bool) -> CopyNote:
    digest, size = hashlib.sha256(), 0
    with out.open("xb") as copy:
        for chunk in _chunks(original, without_preamble=outside.program_in_preamble):
            if sums:
                digest.update(chunk)
            copy.write(chunk)
            size += len(chunk)
    done = CopyDone.PREAMBLE_ZEROED if outside.program_in_preamble else CopyDone.AS_IS
    sha256 = digest.hexdigest() if sums else ""
    return CopyNote(done, outside.transfer_syntax, sha256, size, outside.transfer_syntax)


def _chunks(original: BinaryIO, *, without_preamble: bool) -> Iterator[bytes]:
    if without_preamble:
        original.seek(128)
        yield bytes(128)
    while chunk := original.read(_STEP):
        yield chunk


def _rewritten(original: BinaryIO, outside: Part10) -> bytes:
    """The whole file anew. Files that need this are uncompressed images: they are held in memory."""
    deflated = outside.transfer_syntax == DEFLATED
    try:
        data_set = _inflated(original) if deflated else original.read()
        if not deflated and (outside.implicit or not outside.little):
            data_set = _explicit(data_set, outside)
        return _meta(data_set, outside.transfer_syntax) + data_set
    except CopyProblem:
        raise
    except trouble() as problem:
        raise CopyProblem("dicom_damaged", type(problem).__name__) from problem


def _explicit(data_set: bytes, outside: Part10) -> bytes:
    from pydicom.datadict import dictionary_VR

    return Transcoder(data_set, implicit=outside.implicit, little=outside.little, vr_of=dictionary_VR).run()


def _inflated(original: BinaryIO) -> bytes:
    unfold, out = zlib.decompressobj(-zlib.MAX_WBITS), bytearray()
    while chunk := original.read(_STEP):
        while chunk and not unfold.eof:
            out += unfold.decompress(chunk, _STEP)
            if len(out) > _MOST_INFLATED:
                raise CopyProblem("dicom_bomb")
            chunk = unfold.unconsumed_tail
    return bytes(out)


def _meta(data_set: bytes, syntax: str) -> bytes:
    """Preamble and meta information for an explicit VR little endian data set."""
    sop_class, instance = _uids(data_set)
    if not (sop_class and instance):
        raise CopyProblem("dicom_no_uid")
    body = (
        b"\x02\x00\x01\x00OB\0\0\x02\0\0\0\0\1"
        + element(0x00020002, "UI", sop_class)
        + element(0x00020003, "UI", instance)
        + element(0x00020010, "UI", _written(syntax))
        + element(0x00020012, "UI", IMPLEMENTATION_UID)
        + element(0x00020013, "SH", "RECORDKEEPER")
    )
    return bytes(128) + b"DICM" + unsigned_long(0x00020000, len(body)) + body


def _written(syntax: str) -> str:
    return EXPLICIT_LITTLE if syntax in _UNCOMPRESSED else syntax


def _uids(data_set: bytes) -> tuple[str, str]:
    from pydicom.filereader import read_dataset
    from pydicom.tag import BaseTag

    def beyond(tag: BaseTag, _vr: str | None, _length: int) -> bool:
        return int(tag) > _SOP_INSTANCE

    with hushed():
        first = read_dataset(BytesIO(data_set), False, True, stop_when=beyond)
        return str(first.get("SOPClassUID") or ""), str(first.get("SOPInstanceUID") or "")
