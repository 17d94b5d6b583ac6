"""What is to be made on paper: the values that describe a start sheet, a packet, and what became of them.

Paths are where a worker finds its private copies; everything else is plain values that cross its border as JSON.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.flow import FlowSheet
from recordkeeper.records.kinds import Kind
from recordkeeper.records.overview import NOTHING_TOLD, Overview, SheetLine
from recordkeeper.records.patient import Patient
from recordkeeper.records.reading import Format, WordBoxes

_ON_LETTER_PAPER = frozenset({"US", "CA", "MX"})


class Section(StrEnum):
    """The sections of a bundle, in the order a second doctor reads them. Numbers and folder names:
    resources/bundle/sections.toml; titles: `bundle.section.*`. SHEETS are those made for the bundle.
    """

    SHEETS = "sheets"
    PATHOLOGY = "pathology"
    MOLECULAR = "molecular"
    IMAGING_REPORTS = "imaging_reports"
    OPERATIONS = "operations"
    TREATMENT = "treatment"
    BLOOD_TESTS = "blood_tests"
    DISCHARGE = "discharge"
    MEDICINES = "medicines"
    LETTERS = "letters"
    OTHER = "other"


class PaperSize(StrEnum):
    """The sheet a paper is made for."""

    A4 = "a4"
    LETTER = "letter"

    @property
    def points(self) -> tuple[float, float]:
        """Width and height in points (1/72 inch), upright. ISO 216 A4 is 210 x 297 mm, Letter 8.5 x 11 inches."""
        return (612.0, 792.0) if self is PaperSize.LETTER else (595.28, 841.89)


def paper_of(country: str) -> PaperSize:
    """The paper of a country (ISO 3166-1 alpha-2)."""
    return PaperSize.LETTER if country in _ON_LETTER_PAPER else PaperSize.A4


@dataclass(frozen=True, slots=True)
class Places:
    """What the parts of a bundle are called, as paths below it. `imaging` is the folder with the DICOMDIR, "" = the
    bundle itself; `strict` says that every name has to be one of ISO 9660 level 1 (8.3, A-Z 0-9 _).
    """

    start: str = "START-HERE.pdf"
    packet: str = "Packet.pdf"
    readme: str = "README.txt"
    index: str = "index.html"
    manifest: str = "MANIFEST.json"
    sums: str = "SHA256SUMS"
    fhir: str = "FHIR-Bundle.json"
    originals: str = "ORIGINALS"
    imaging: str = "IMAGING"
    sheets: str = "SHEETS"
    contact_sheets: str = "CONTACT-SHEETS"
    label: str = ""
    loose: str = ""  # the folder of single PDFs that stand in for the packet
    locked_lists: str = ""  # the locked PDF that carries the lists, where every paper is locked by itself
    strict: bool = False

    @property
    def with_originals(self) -> bool:
        """Whether the files as the patient received them go too."""
        return bool(self.originals) and not self.loose

    @property
    def imaging_named(self) -> str:
        """What a person is told to look for: the folder with the scans."""
        return self.imaging or "DICOM"

    def fields(self) -> dict[str, str]:
        """The fields sentences name these parts by."""
        return {
            "start_file": self.start,
            "packet_file": self.loose or self.packet,
            "readme_file": self.readme,
            "index_file": self.index,
            "manifest_file": self.manifest,
            "originals_place": self.originals,
            "imaging_place": self.imaging_named,
            "sheets_place": self.sheets,
            "lists_file": self.locked_lists,
        }


class LeftOutReason(StrEnum):
    """Why records stayed out, as the reader of the bundle is told: a general reason, never a title."""

    TWIN = "twin"
    SUPERSEDED = "superseded"
    INSURANCE = "insurance"
    CONSENT = "consent"
    NOT_CHOSEN = "not_chosen"
    UNREADABLE = "unreadable"
    LOCKED = "locked"
    TO_REVIEW = "to_review"
    SET_ASIDE = "set_aside"
    PAGE_IN = "page_in"  # its pages are among those of a record that goes
    SENT_BEFORE = "sent_before"  # with the bundle this one adds to
    LEAFLET = "leaflet"  # printed for everybody: it names no patient
    NO_PAGES = "no_pages"  # its file cannot be made a PDF, and nothing else goes this way
    SCANS_APART = "scans_apart"  # scans, where only papers go


class SlotProblem(StrEnum):
    """Why an item is not shown in the packet. Its sentence is `bundle.slot_problem.*`."""

    DAMAGED = "damaged"  # the reader could not open it or paint a page of it
    LOCKED = "locked"  # needs a password
    NO_SUCH_PAGE = "no_such_page"  # fewer pages than the plan says
    NOTHING_TO_SHOW = "nothing_to_show"  # no pages, no text
    READER_DIED = "reader_died"  # a run before this one was ended by it


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One section on the start sheet. `first_page` is its first page in Packet.pdf."""

    section: Section
    documents: int
    pages: int
    first_date: PartialDate | None = None
    last_date: PartialDate | None = None
    first_page: int | None = None


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One document on the start sheet, listed under its section while there is room."""

    section: Section
    title: str
    date: PartialDate | None = None
    facility: str = ""
    page: int | None = None
    files: tuple[str, ...] = ()  # its original or extract, as paths in the bundle
    replaces: bool = False  # a version that was sent before


@dataclass(frozen=True, slots=True)
class SeriesLine:
    """One series of a study, for the study's card."""

    modality: str
    what: str
    images: int
    picture: str = ""  # its contact sheet, as a path in the bundle


@dataclass(frozen=True, slots=True)
class StudyLine:
    """One imaging study on the start sheet. `modalities` are DICOM codes; `folder` is its place in the bundle."""

    modalities: tuple[str, ...]
    what: str
    images: int
    date: PartialDate | None = None
    facility: str = ""
    folder: str = ""
    report_page: int | None = None
    series: tuple[SeriesLine, ...] = ()
    accession: str = ""
    more: bool = False  # new images of a study that was sent before


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many records stayed out for one general reason; `titles` only where the patient wants them told."""

    reason: LeftOutReason
    count: int
    titles: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StartSheet:
    """Everything START-HERE.pdf and README.txt say."""

    patient: Patient
    made_on: PartialDate
    made_with: str  # program and version
    bundle_id: str
    recipient: str = ""
    question: str = ""
    prepared_by: str = ""  # who made the bundle, and as what; "" = the patient
    contact: str = ""
    documents: int = 0
    pages: int = 0  # of Packet.pdf
    images: int = 0
    size: int = 0  # bytes of the whole bundle, 0 = not known
    sections: tuple[SectionLine, ...] = ()
    items: tuple[ItemLine, ...] = ()
    studies: tuple[StudyLine, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    paper: PaperSize = PaperSize.A4
    places: Places = Places()
    profile: str = ""  # of the imaging media, "" = none of the general ones
    part: int = 1
    parts: int = 1
    adds_to: PartialDate | None = None  # when the bundle was made that this one supplements
    first_page: int = 1  # the number printed on the first page of the packet
    overview: Overview = NOTHING_TOLD
    sheets: tuple[SheetLine, ...] = ()

    def printed(self, page: int) -> int:
        """The number that stands on a page of the packet (counted from 1)."""
        return page + self.first_page - 1


@dataclass(frozen=True, slots=True)
class ScanText:
    """What OCR read on a page (from 1) that is a picture; sizes, boxes and `turn` as PageText has them."""

    page: int
    text: str
    width: float
    height: float
    words: WordBoxes
    turn: int = 0


@dataclass(frozen=True, slots=True)
class PagePart:
    """A file or a page span of it (pages from 1, None = the whole file).

    `texts` is needed for text, HTML, RTF and DOCX only: the words of the pages in the span, as they were read.
    `scans` are the words of pages that are pictures, to be laid under them unseen.
    """

    path: Path
    format: Format
    first_page: int | None = None
    last_page: int | None = None
    page_count: int | None = None
    texts: tuple[str, ...] = ()
    scans: tuple[ScanText, ...] = ()

    def scan(self, page: int) -> ScanText | None:
        """What OCR read on a page, None where it has words of its own or none."""
        return next((scan for scan in self.scans if scan.page == page), None)


@dataclass(frozen=True, slots=True)
class PacketItem:
    """One document of the packet. `original` is its place in the bundle, or "" where no original goes in.

    `problem` is set when it is already known that the item cannot be put in.
    """

    section: Section
    title: str
    parts: tuple[PagePart, ...]
    date: PartialDate | None = None
    facility: str = ""
    author: str = ""
    original: str = ""
    problem: SlotProblem | None = None
    ours: bool = False  # made for the bundle, no copy
    record: str = ""  # the record it shows, for those that cite it
    flow: FlowSheet | None = None  # drawn once the pages it cites are known; then `parts` is empty


@dataclass(frozen=True, slots=True)
class PacketPlan:
    """What Packet.pdf is made of, in order. `bundle_id` and `made_on` are printed on the contents page."""

    patient: Patient
    items: tuple[PacketItem, ...]
    made_on: PartialDate
    bundle_id: str = ""
    recipient: str = ""
    paper: PaperSize = PaperSize.A4
    picture_dpi: float = 200.0
    first_page: int = 1  # the number printed on its first page


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """Where an item stands in the packet (pages from 1) and, if it could not be shown whole, why."""

    first_page: int
    last_page: int
    problem: SlotProblem | None = None

    @property
    def pages(self) -> range:
        """Its pages."""
        return range(self.first_page, self.last_page + 1)


@dataclass(frozen=True, slots=True)
class PacketResult:
    """What was written: total pages, contents pages in front, and one place an item in the plan's order."""

    pages: int
    contents_pages: int
    items: tuple[PlacedItem, ...]


@dataclass(frozen=True, slots=True)
class SampleDocument:
    """One paper of a synthetic heap and the truth about it. `path` is relative to the heap."""

    path: Path
    kind: Kind
    service_date: PartialDate
    stranger: bool = False  # names another person: belongs set aside
    page: int = 1  # where it begins in its file


@dataclass(frozen=True, slots=True)
class SamplePatient:
    """A synthetic heap: whose it says it is, what papers and how many images are in it."""

    patient: Patient
    documents: tuple[SampleDocument, ...]
    images: int


@dataclass(frozen=True, slots=True)
class RecoverySheet:
    """What a recovery sheet says: the library's folder name, the day, the 24 words, and the key they stand for."""

    library: str
    made: PartialDate
    words: tuple[str, ...] = field(repr=False)
    key: str = field(repr=False)
    passphrase: bool  # whether the library opens with a passphrase too
    paper: PaperSize = PaperSize.A4
