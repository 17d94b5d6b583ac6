"""The text of a Word document: headers, body, notes, footers, in that order; no deleted text, no field codes."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from pathlib import Path

from lxml import etree

from recordkeeper.formats.flow import Flow
from recordkeeper.formats.sheets import NotRead, TextFound
from recordkeeper.records.reading import Condition

MOST_PART = 64 * 1024 * 1024  # bytes of one part, inflated
MOST_RATIO = 200  # of a part above RATIO_FROM: text does not shrink that well, a bomb does
RATIO_FROM = 8 * 1024 * 1024
_DROPPED = frozenset(
    {"del", "delText", "instrText", "moveFrom", "Fallback", "rPr", "pPr", "sectPr", "tblPr", "binData"}
)
_BREAKS = {"tab": Flow.gap, "ptab": Flow.gap, "br": Flow.line, "cr": Flow.line}


def docx_text(path: Path) -> TextFound:
    """Return the text and title of the document. NotRead when it is damaged, too large, or holds only pictures."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _read(archive)
    except (
        zipfile.BadZipFile,
        NotImplementedError,
        EOFError,
        ValueError,
        zlib.error,
        lzma.LZMAError,
        OSError,
    ) as problem:
        raise NotRead(Condition.UNREADABLE, "damaged") from problem


def _read(archive: zipfile.ZipFile) -> TextFound:
    entries = {entry.filename.replace("\\", "/").lower(): entry for entry in archive.infolist()}
    texts: list[str] = []
    for name in _parts_in_order(entries):
        text = _part_text(_content(archive, entries[name]))
        if text and text not in texts:  # first-page and even-page headers repeat each other
            texts.append(text)
    if not texts and any(name.startswith("word/media/") for name in entries):
        raise NotRead(Condition.KEPT, "only_pictures_inside")
    title = ""
    if "docprops/core.xml" in entries:
        title = _title(_content(archive, entries["docprops/core.xml"]))
    return TextFound("\n\n".join(texts), title=title)


def _parts_in_order(entries: dict[str, zipfile.ZipInfo]) -> list[str]:
    def parts(word: str) -> list[str]:
        return sorted(name for name in entries if name.startswith(f"word/{word}") and name.endswith(".xml"))

    main = parts("document")
    if not main:
        raise NotRead(Condition.UNREADABLE, "damaged")
    return [*parts("header"), *main[:1], *parts("footnotes"), *parts("endnotes"), *parts("footer")]


def _content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    if entry.file_size > MOST_PART:
        raise NotRead(Condition.UNREADABLE, "too_large")
    if entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(1, entry.compress_size):
        raise NotRead(Condition.UNREADABLE, "too_large")
    if entry.flag_bits & 1:
        raise NotRead(Condition.LOCKED, "locked")
    with archive.open(entry) as file:
        data = file.read(MOST_PART + 1)
    if len(data) > MOST_PART:
        raise NotRead(Condition.UNREADABLE, "too_large")
    return data


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=True,
        huge_tree=False,
    )


def _part_text(untrusted: bytes) -> str:
    try:
        root = etree.fromstring(untrusted, _parser())
    except (etree.XMLSyntaxError, ValueError):
        return ""
    if root is None:
        return ""
    flow = Flow()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if event == "end":
            _close(tag, flow)
        elif tag in _DROPPED:
            walker.skip_subtree()
        else:
            _open(tag, element.text or "", flow)
    return flow.text()


def _open(tag: str, text: str, flow: Flow) -> None:
    if tag == "t":
        flow.words(text)
    elif tag == "noBreakHyphen":
        flow.words("-")
    elif tag in _BREAKS:
        _BREAKS[tag](flow)
    elif tag == "p":
        flow.line()
    elif tag == "tr":
        flow.begin_row()
    elif tag == "tc":
        flow.begin_cell()


def _close(tag: str, flow: Flow) -> None:
    if tag == "p":
        flow.line()
    elif tag == "tr":
        flow.end_row()
    elif tag == "tc":
        flow.end_cell()


def _title(untrusted: bytes) -> str:
    try:
        root = etree.fromstring(untrusted, _parser())
    except (etree.XMLSyntaxError, ValueError):
        return ""
    if root is None:
        return ""
    return next((element.text or "" for element in root.iter("{http://purl.org/dc/elements/1.1/}title")), "")
