"""DICOM files: their header, what they say in words, the document inside them, and a frame as a picture."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import BinaryIO, Final

from recordkeeper.formats.archive import CHUNK
from recordkeeper.formats.dicom_encoding import NotDicom, TooMuchInside, open_data_set
from recordkeeper.formats.dicom_fields import DIRECTORY_CLASS, WANTED, pixels_missing, to_instance
from recordkeeper.formats.dicom_frames import frame_places
from recordkeeper.formats.dicom_sheets import REPORT_CLASSES, sheets_of
from recordkeeper.formats.dicom_slow import Unparsable, parse
from recordkeeper.formats.dicom_walk import Header, Odd, walk
from recordkeeper.formats.handler import Member, RefusedArchive
from recordkeeper.records.imaging import InstanceRead
from recordkeeper.records.provenance import Box, Reader
from recordkeeper.records.reading import Condition, Format, Picture, Reading

ENCAPSULATED_CLASSES: Final = "1.2.840.10008.5.1.4.1.1.104."  # PDF, CDA, 3D models
_LONGEST_SIDE: Final = 11.0  # inches a frame is shown at: `dpi` times this is its longest side
_MOST_PIXELS: Final = 16_000_000
_MOST_FRAMES: Final = 1_000_000  # a whole slide in tiles has some ten thousand


class DicomHandler:
    """Reads DICOM instances and DICOMDIRs."""

    name = "dicom"
    version = 3  # 3: where the frames of enhanced files lie
    formats = frozenset({Format.DICOM, Format.DICOMDIR})

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """The header as `instance`.

        KEPT where it holds nothing a person could see or read. Reason codes: disc_index, dicom_damaged, dicom_bomb,
        dicom_no_picture; pixels_missing beside READ or KEPT.
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
        """Frame `page` (from 1) with its default window; a sheet of text, or the curves, where there are no pixels.

        The first page of a slide in tiles is the whole slide. Frames are shown at most 11 inches long and never
        enlarged, and marks have no place on them. IndexError past the last page, PixelProblem (a ValueError) when
        it cannot be shown.
        """
        del untrusted_format
        from recordkeeper.formats.dicom_pixels import PixelProblem, picture
        from recordkeeper.formats.dicom_sheets import paint_without_pixels
        from recordkeeper.formats.dicom_slide import overview

        if page < 1:
            raise IndexError(page)
        longest = max(16, int(dpi * _LONGEST_SIDE))
        try:
            instance = read_instance(path)
        except (NotDicom, TooMuchInside, Unparsable) as problem:
            raise PixelProblem("pixels_damaged") from problem
        if not instance.has_pixels:
            return paint_without_pixels(path, instance, page, dpi, marks)
        slide = overview(path, instance, longest=longest) if page == 1 else None
        return slide or picture(path, page - 1, longest=longest, most=_MOST_PIXELS)

    def members(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield the document inside. RefusedArchive archive_damaged when there is none that can be read."""
        del untrusted_format
        from recordkeeper.formats.dicom_inside import named_document

        try:
            found = named_document(path)
        except ValueError as problem:  # Unloadable and TooMuchInside are
            raise RefusedArchive("archive_damaged") from problem
        if found is None:
            raise RefusedArchive("archive_damaged")
        name, raw = found
        chunks = (raw[at : at + CHUNK] for at in range(0, len(raw), CHUNK))
        yield Member(name, name.encode("utf-8", "surrogatepass"), 0, len(raw)), chunks

    def _described(self, path: Path, instance: InstanceRead) -> Reading:
        title, pages, count = sheets_of(path, instance)
        if instance.has_pixels:
            count = min(max(1, instance.number_of_frames or 1), _MOST_FRAMES)
        inside = int(_holds_document(instance))
        shows_nothing = count is None and not inside
        reason = "pixels_missing" if instance.frames_of_pixels_missing else ""
        if shows_nothing and not reason:
            reason = "dicom_damaged" if instance.sop_class_uid.startswith(REPORT_CLASSES) else "dicom_no_picture"
        return Reading(
            format=Format.DICOM,
            reader=Reader(self.name, self.version),
            condition=Condition.KEPT if shows_nothing else Condition.READ,
            reason_code=reason,
            page_count=count,
            pages=pages,
            title=title or instance.document_title,
            instance=instance,
            inside=inside,
        )

    def _reading(self, what: Format, condition: Condition, code: str) -> Reading:
        return Reading(what, Reader(self.name, self.version), condition, code)


def _holds_document(instance: InstanceRead) -> bool:
    is_document = instance.sop_class_uid.startswith(ENCAPSULATED_CLASSES)
    return not instance.has_pixels and (is_document or bool(instance.mime_type_of_encapsulated_document))


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
        if (instance.number_of_frames or 1) > 1 and instance.has_pixels:
            found = frame_places(stream, header.encoding)
            instance = replace(
                instance,
                frame_positions=found.positions,
                frame_orientations=found.orientations,
                frame_kinds=found.kinds,
            )
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
