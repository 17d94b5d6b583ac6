"""Names for files in a bundle: readable, in date order, and fit for every system that may copy them."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePosixPath

from recordkeeper.records.document import Record
from recordkeeper.records.reading import Format

_LONGEST = 90  # signs: with its folders a path stays well below Windows' 260
_LONGEST_IN_BYTES = 200  # most systems allow 255 a name, and an ending and a number still follow
_NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³]) *(\..*)?$")
_UNSEEN = {"Cc", "Cf", "Co", "Cs", "Cn"}  # marks of direction too: they can make one ending look like another
_SHORT_ENDINGS = {  # that programs still know a file by
    ".html": ".htm", ".docx": ".doc", ".xlsx": ".xls", ".pptx": ".ppt", ".jpeg": ".jpg", ".tiff": ".tif",
    ".json": ".jsn", ".webp": ".wbp", ".ndjson": ".jsn",
}  # fmt: skip
_JOINERS = "\u200c\u200d"  # which some scripts need to be read
_TEXT_ENDINGS = {".txt", ".csv", ".tsv", ".md", ".json", ".xml"}
_FHIR_ENDINGS = {".json", ".xml", ".ndjson"}
_ENDINGS = {
    Format.PDF: ".pdf",
    Format.JPEG: ".jpg",
    Format.PNG: ".png",
    Format.TIFF: ".tif",
    Format.HEIC: ".heic",
    Format.AVIF: ".avif",
    Format.BMP: ".bmp",
    Format.GIF: ".gif",
    Format.JP2: ".jp2",
    Format.WEBP: ".webp",
    Format.TEXT: ".txt",
    Format.HTML: ".html",
    Format.RTF: ".rtf",
    Format.DOCX: ".docx",
    Format.CDA: ".xml",
    Format.DOC: ".doc",
    Format.ODT: ".odt",
    Format.PPTX: ".pptx",
    Format.XLSX: ".xlsx",
    Format.XLS: ".xls",
    Format.ODS: ".ods",
    Format.CSV: ".csv",
    Format.EML: ".eml",
    Format.MSG: ".msg",
    Format.TNEF: ".dat",
    Format.DICOM: ".dcm",
}


class Names:
    """Gives each file of a bundle a path of its own, also on systems that do not tell cases apart."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def take(self, folder: str, record: Record, *, title: str, ending: str) -> str:
        """A free path below `folder` such as "2024-03-05 Pathology report - General Hospital.pdf"."""
        words = [str(record.service_date or ""), title]
        if record.facility and record.facility.casefold() not in title.casefold():
            words.append(f"- {record.facility}")
        stem = safe(" ".join(word for word in words if word)) or "record"
        number = 1
        while True:
            last = f" ({number})" if number > 1 else ""
            path = str(PurePosixPath(folder) / f"{stem}{last}{ending}")
            if path.casefold() not in self._taken:
                self._taken.add(path.casefold())
                return path
            number += 1


class DiscNames(Names):
    """Names as ISO 9660 level 1 has them: D0001.PDF. What they are stands in README.TXT and INDEX.HTM."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0

    def take(self, folder: str, record: Record, *, title: str, ending: str) -> str:
        del record, title
        self._count += 1
        suffix = "." + ending.rpartition(".")[2].lower()
        return f"{folder}/D{self._count:04}{_SHORT_ENDINGS.get(suffix, suffix[:4]).upper()}"


def safe(text: str) -> str:
    """`text` as part of a file name: composed letters, no signs that a system refuses, not too long."""
    spaced = _NOT_IN_NAMES.sub(" ", text)
    seen = "".join(s for s in spaced if s.isspace() or s in _JOINERS or unicodedata.category(s) not in _UNSEEN)
    name = unicodedata.normalize("NFC", " ".join(seen.split()))
    name = cut(name, _LONGEST).strip(" .")
    return f"_{name}" if _RESERVED.match(name) else name


def cut(text: str, longest: int) -> str:
    """The beginning of `text`: no more signs than `longest`, nor more bytes than a file system takes."""
    return text[:longest].encode("utf-8")[:_LONGEST_IN_BYTES].decode("utf-8", "ignore")


def ending_of(form: Format, name: str) -> str:
    """The ending a file gets: of its format, else its own if that is a plain one and promises no other format."""
    own = PurePosixPath(name).suffix.lower()
    if form is Format.FHIR:
        return own if own in _FHIR_ENDINGS else ".json"
    if form in _ENDINGS:
        return own if form is Format.TEXT and own in _TEXT_ENDINGS else _ENDINGS[form]  # .csv stays .csv
    return own if re.fullmatch(r"\.[a-z0-9]{1,8}", own) and own not in _ENDINGS.values() else ".bin"
