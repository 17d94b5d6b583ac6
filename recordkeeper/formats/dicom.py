"""DICOM files: their header, the text of a structured report, and a frame as a picture."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from recordkeeper.formats.dicom_encoding import NotDicom, TooMuchInside, open_data_set
from recordkeeper.formats.dicom_fields import DIRECTORY_CLASS, WANTED, pixels_missing, to_instance
from recordkeeper.formats.dicom_slow import Unparsable, parse
from recordkeeper.formats.dicom_walk import Header, Odd, walk
from recordkeeper.records.imaging import InstanceRead
from recordkeeper.records.provenance import Box, Reader
from recordkeeper.records.reading import Condition, Format, PageText, Picture, Reading

REPORT_CLASSES: Final = "1.2.840.10008.5.1.4.1.1.88."  # all structured reports share this root
_LONGEST_SIDE: Final = 11.0  # inches a frame is shown at: `dpi` times this is its longest side
_MOST_PIXELS: Final = 16_000_000


class DicomHandler:
    """Reads DICOM instances and DICOMDIRs."""

    name = "dicom"
    version = 1
    formats = frozenset({Format.DICOM, Format.DICOMDIR})

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """The header as `instance`.

        Reason codes: disc_index, dicom_damaged, dicom_bomb; pixels_missing beside READ.
        """
        if untrusted_format is Format.DICOMDIR:
            return self._reading(Format.DICOMDIR, Condition.NOT_A_RECORD, "disc_index")
        try:
            instance = read_instance(path)
        except TooMuchInside:
            return self._reading(Format.DICOM, Condition.UNREADABLE, "dicom_bomb")
        except (NotDicom, Unparsable):
            return self._reading(Format.DICOM, Condition.UNREADABLE, "dicom_damaged")
        if instance.sop_class_uid == DIRECTORY_CLASS:
            return self._reading(Format.DICOMDIR, Condition.NOT_A_RECORD, "disc_index")
        return self._described(path, instance)

    def render(
        self, path: Path, untrusted_format: Format, page: int, dpi: float, marks: tuple[Box, ...]
    ) -> Picture:
        """Frame `page` (from 1) with its default window. Marks have no place on images and are not painted.

        Frames are shown at most 11 inches long and never enlarged. IndexError past the last
        frame, PixelProblem (a ValueError) when it cannot be decoded.
        """
        del untrusted_format, marks
        from recordkeeper.formats.dicom_pixels import picture

        if page < 1:
            raise IndexError(page)
        return picture(path, page - 1, longest=max(16, int(dpi * _LONGEST_SIDE)), most=_MOST_PIXELS)

    def _described(self, path: Path, instance: InstanceRead) -> Reading:
        pages: tuple[PageText, ...] = ()
        title, count = instance.document_title, None
        if instance.sop_class_uid.startswith(REPORT_CLASSES):
            from recordkeeper.formats.dicom_report import report_text

            title, text = report_text(path)
            if text:
                pages, count = (PageText(1, text),), 1
        if instance.has_pixels:
            count = max(1, instance.number_of_frames or 1)
        return Reading(
            format=Format.DICOM,
            reader=Reader(self.name, self.version),
            reason_code="pixels_missing" if instance.frames_of_pixels_missing else "",
            page_count=count,
            pages=pages,
            title=title,
            instance=instance,
        )

    def _reading(self, what: Format, condition: Condition, code: str) -> Reading:
        return Reading(what, Reader(self.name, self.version), condition, code)


def read_instance(path: Path) -> InstanceRead:
    """The header of the instance at `path`, by the quick walk or, where that finds something odd, by pydicom.

    Raises NotDicom, TooMuchInside or Unparsable. A header that breaks off or turns to nonsense
    after both its UIDs is returned as far as it goes.
    """
    with path.open("rb", buffering=0) as untrusted:
        stream, encoding = open_data_set(untrusted)
        size = _size(stream)
        try:
            header = walk(stream, encoding, WANTED, size)
        except Odd as odd:
            header = _by_pydicom(stream, size, odd)
        instance = to_instance(header, pixels_missing(header, _reader(stream)))
    if header.cut and not (instance.sop_instance_uid and instance.study_instance_uid):
        raise Unparsable("ends inside the header")
    return instance


def _by_pydicom(stream: BinaryIO, size: int, odd: Odd) -> Header:
    assert odd.found is not None
    try:
        return parse(stream, odd.found.encoding, WANTED, size)
    except Unparsable:
        odd.found.cut = True
        return odd.found


def _size(stream: BinaryIO) -> int:
    return len(stream.getbuffer()) if isinstance(stream, BytesIO) else stream.seek(0, 2)


def _reader(stream: BinaryIO) -> Callable[[int, int], bytes]:
    def read(at: int, length: int) -> bytes:
        stream.seek(max(0, at))
        return stream.read(length)

    return read


def encapsulated_document(path: Path) -> tuple[str, bytes] | None:
    """The document inside an encapsulated PDF, CDA or similar: its MIME type and bytes. None when there
    is none; ValueError when it is there and cannot be read.
    """
    from recordkeeper.formats.dicom_report import load

    data_set = load(path)
    raw = data_set.get("EncapsulatedDocument")
    if not isinstance(raw, bytes) or not raw:
        return None
    length = data_set.get("EncapsulatedDocumentLength")
    if isinstance(length, int) and 0 < length <= len(raw):
        raw = raw[:length]
    return str(data_set.get("MIMETypeOfEncapsulatedDocument") or ""), raw
