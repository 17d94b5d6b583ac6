"""What a reader found in one file, before anything is made of it. Crosses the worker's border as JSON.

Text keeps the positions of its words: `WordBox.start` and `.end` are character offsets into
`PageText.text`, so that any span of it has boxes.
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from recordkeeper.records.imaging import InstanceRead
from recordkeeper.records.labs import LabEntry
from recordkeeper.records.provenance import Box, Reader
from recordkeeper.records.stated import Stated


class Format(StrEnum):
    """What the bytes of a file are."""

    DICOM = "dicom"
    DICOMDIR = "dicomdir"
    PDF = "pdf"
    JPEG = "jpeg"
    PNG = "png"
    TIFF = "tiff"
    HEIC = "heic"
    AVIF = "avif"
    BMP = "bmp"
    GIF = "gif"
    JP2 = "jp2"
    WEBP = "webp"
    TEXT = "text"
    HTML = "html"
    RTF = "rtf"
    DOCX = "docx"
    DOC = "doc"
    ODT = "odt"
    PPTX = "pptx"
    IWORK = "iwork"  # Pages, Numbers, Keynote
    XLSX = "xlsx"
    XLS = "xls"
    ODS = "ods"
    CSV = "csv"
    EML = "eml"
    MSG = "msg"
    TNEF = "tnef"  # winmail.dat
    MBOX = "mbox"  # many messages in one file
    CDA = "cda"
    FHIR = "fhir"
    ZIP = "zip"
    TAR = "tar"  # packed or not
    GZIP = "gzip"  # one packed file
    SEVEN_ZIP = "7z"
    ISO = "iso"
    PROGRAM = "program"
    OTHER = "other"


# What is only a box around files. Kept itself only when something in it could not be taken out.
ARCHIVES = frozenset({Format.ZIP, Format.TAR, Format.GZIP, Format.SEVEN_ZIP, Format.ISO, Format.MBOX})


class Condition(StrEnum):
    """How a reading went."""

    READ = "read"  # content can be shown or quoted
    KEPT = "kept"  # no reader for this format: kept as it is, an honest "other"
    LOCKED = "locked"  # needs a password
    UNREADABLE = "unreadable"  # damaged or too large; kept byte for byte all the same
    CONTAINER = "container"  # holds other files
    NOT_A_RECORD = "not_a_record"  # viewer programs, disc indexes, system litter


class WordBox(NamedTuple):
    """One word: character offsets into the page's text, and its rectangle in points."""

    start: int
    end: int
    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def box(self) -> Box:
        return Box(self.x0, self.y0, self.x1, self.y1)


_WORD = struct.Struct("<IIffff")
_TOGETHER = 32
_MANY = struct.Struct("<" + "IIffff" * _TOGETHER)  # packed in one go: five times as fast as one by one


@dataclass(frozen=True, slots=True)
class WordBoxes:
    """The word boxes of a page in the order of its text, packed (24 bytes a word): a thousand-page file has half
    a million of them.
    """

    packed: bytes = b""

    @classmethod
    def of(cls, words: Iterable[WordBox]) -> WordBoxes:
        flat = list(chain.from_iterable(words))
        step = 6 * _TOGETHER
        whole = len(flat) - len(flat) % step
        parts = [_MANY.pack(*flat[at : at + step]) for at in range(0, whole, step)]
        parts += [_WORD.pack(*flat[at : at + 6]) for at in range(whole, len(flat), 6)]
        return cls(b"".join(parts))

    def __iter__(self) -> Iterator[WordBox]:
        return map(WordBox._make, _WORD.iter_unpack(self.packed))

    def __len__(self) -> int:
        return len(self.packed) // _WORD.size

    def last(self, count: int) -> Iterator[WordBox]:
        """The last `count` words, the very last one first."""
        for number in range(len(self) - 1, max(-1, len(self) - 1 - count), -1):
            yield WordBox(*_WORD.unpack_from(self.packed, number * _WORD.size))

    def between(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes of the words that share a character with text[start:end]."""
        return self.touching([(start, end)])

    def touching(self, spans: Iterable[tuple[int, int]]) -> tuple[Box, ...]:
        """The boxes of the words that share a character with each of the spans, span by span."""
        starts, ends = self._offsets()
        return tuple(
            Box(*_WORD.unpack_from(self.packed, number * _WORD.size)[2:])
            for start, end in spans
            for number in range(bisect_right(ends, start), bisect_left(starts, end))
        )

    def _offsets(self) -> tuple[Sequence[int], Sequence[int]]:
        """The first and the second number of every word, without unpacking the rest."""
        numbers = array("I")
        numbers.frombytes(self.packed)
        if sys.byteorder == "big":
            numbers.byteswap()
        return numbers[0::6], numbers[1::6]


NO_WORDS = WordBoxes()


@dataclass(frozen=True, slots=True)
class PageText:
    """The text of one page (counted from 1) and, where the format has them, the boxes of its words.

    `width` and `height` are points of the unrotated page; 0 where the format has no pages of its own. A picture's
    text stands upright after `turn` degrees clockwise (0, 90, 180 or 270) and runs level after `skew` more.
    `sure` says of each word of a picture, in the order of `words`, how sure its letters are, in hundredths: one
    byte a word, none where nobody told.
    """

    page: int
    text: str
    width: float = 0.0
    height: float = 0.0
    words: WordBoxes = NO_WORDS
    from_ocr: bool = False
    picture_only: bool = False  # the page is an image and has no text of its own
    turn: int = 0
    skew: float = 0.0
    sure: bytes = b""


@dataclass(frozen=True, slots=True)
class OutlineEntry:
    """A bookmark of a file's table of contents: its words (untrusted), its page from 1, its depth from 1."""

    title: str
    page: int
    level: int = 1


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything one reader says of one file. `reason_code` is a key of resources/wording/*/reasons.toml."""

    format: Format
    reader: Reader
    condition: Condition = Condition.READ
    reason_code: str = ""
    detail: str = ""  # a number or short term for the reason's sentence; never a person's data
    page_count: int | None = None
    pages: tuple[PageText, ...] = ()
    title: str = ""  # the file's own title field, untrusted
    taken: str = ""  # ISO date and time a photo says it was taken
    instance: InstanceRead | None = None
    inside: int = 0  # documents in a file that is a record itself: attachments, a PDF in a DICOM instance
    stated: Stated | None = None  # what the file says of itself in fields of its own
    outline: tuple[OutlineEntry, ...] = ()  # bookmarks, in the order of the file
    labs: tuple[LabEntry, ...] = ()  # results the file states in fields of their own


@dataclass(frozen=True, slots=True)
class Picture:
    """Pixels as a reader painted them: rows from the top, no padding; mode "RGB" (3 bytes) or "L" (1 byte).

    `turned` is how far the page was turned clockwise to stand upright, in degrees; boxes stand on the
    unturned page. `dpi` is how many dots an inch of the page has, 0 where the painter does not tell.
    """

    width: int
    height: int
    mode: str
    pixels: bytes
    turned: int = 0
    dpi: float = 0.0
