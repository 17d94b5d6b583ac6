"""C-CDA, CCD, C32 and other CDA documents (HL7 CDA release 2): text for people, stated facts, files inside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.formats.attached import Attached, members_of, name_of
from recordkeeper.formats.decode import decode
from recordkeeper.formats.handler import Member, RefusedArchive
from recordkeeper.formats.health_data import HealthData
from recordkeeper.formats.sheets import NotRead, SheetsHandler, TextFound, read_start
from recordkeeper.records.reading import Condition, Format
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from lxml.etree import _Element

    from recordkeeper.formats.cda_facts import CdaFacts

_BASE64 = "B64"
_END = b"ClinicalDocument>"
_END_WITHIN = 4096  # comments and blanks may follow it
_READ_IN_PLACE = ("text/plain", "text/html", "application/xhtml+xml", "text/xml", "")


@dataclass(frozen=True, slots=True)
class _Inside:
    """A file in the document, with the ID the narrative calls it by."""

    file: Attached
    id: str


class CdaHandler(SheetsHandler):
    """Reads CDA documents as their authors wrote them, and takes out the files in them."""

    name = "cda"
    version = 1
    formats = frozenset({Format.CDA})

    def __init__(self, data: HealthData) -> None:
        self._data = data

    @classmethod
    def from_resources(cls, resources: Path) -> CdaHandler:
        return cls(HealthData.load(resources))

    def text_of(self, path: Path) -> TextFound:
        """The document's text; NotRead `damaged` when it is beyond mending."""
        from recordkeeper.formats.cda_facts import cda_facts
        from recordkeeper.formats.cda_labs import lab_entries
        from recordkeeper.formats.cda_text import PHONE_EXPORT, heading_lines

        root, cut, whole = _root(path)
        facts = cda_facts(root, self._data)
        words = self._data.words(facts.language)
        files = tuple(self._inside(root, facts))
        lines = [*heading_lines(facts, words), "", *self._body(root, facts, words, files)]
        problem = "" if whole or cut else "end_missing"
        phone = any(code.code == PHONE_EXPORT for code in facts.stated.codes)
        labs = () if phone else lab_entries(root)
        return TextFound("\n".join(lines), cut, facts.stated.title.words, len(files), facts.stated, problem, labs)

    def members(self, path: Path, untrusted_format: Format) -> Iterator[tuple[Member, Iterator[bytes]]]:
        """Yield the files inside: a scanned page or letter that is the body, pictures of the narrative."""
        from recordkeeper.formats.cda_facts import cda_facts

        del untrusted_format
        try:
            root, _, _ = _root(path)
        except NotRead as problem:
            raise RefusedArchive("archive_damaged") from problem
        yield from members_of(each.file for each in self._inside(root, cda_facts(root, self._data)))

    def _inside(self, root: _Element, facts: CdaFacts) -> Iterator[_Inside]:
        from recordkeeper.formats.xml_tree import local

        for element in root.iter():
            if element.get("representation") != _BASE64 or not (element.text or "").strip():
                continue
            media_type = (element.get("mediaType") or "").strip().lower()
            parent = element.getparent()
            holder = local(parent) if parent is not None else ""
            if holder == "nonXMLBody" and media_type.partition(";")[0] in _READ_IN_PLACE:
                continue
            own = (parent.get("ID") or "") if parent is not None and holder == "observationMedia" else ""
            title = own or facts.stated.title.words
            name = name_of(title, self._data.ending(media_type), "attachment")
            yield _Inside(Attached(name, media_type, element.text or ""), own)

    def _body(self, root: _Element, facts: CdaFacts, words: Words, files: tuple[_Inside, ...]) -> Iterator[str]:
        from recordkeeper.formats import cda_text
        from recordkeeper.formats.xml_tree import first, value_of

        if any(code.code == cda_text.PHONE_EXPORT for code in facts.stated.codes):
            yield from cda_text.measured_lines(root, words)
            return
        pictures = {each.id: words.say("health.picture", name=each.file.name) for each in files if each.id}
        yield from cda_text.section_lines(root, words, pictures)
        body = first(root, "component", "nonXMLBody", "text")
        if body is not None:
            yield from _in_place(body)
            if elsewhere := value_of(first(body, "reference")):
                yield words.say("health.in_other_file", name=elsewhere)
        for each in files:
            if not each.id:
                yield words.say("health.attached", name=each.file.name)


def _root(path: Path) -> tuple[_Element, bool, bool]:
    """The document, whether only its beginning was read, and whether its end is there."""
    from recordkeeper.formats.xml_tree import MOST_BYTES, parse_xml

    untrusted, cut = read_start(path, MOST_BYTES)
    root = parse_xml(untrusted)
    if root is None:
        raise NotRead(Condition.UNREADABLE, "damaged")
    return root, cut, _END in untrusted[-_END_WITHIN:].replace(b"\0", b"")


def _in_place(body: _Element) -> Iterator[str]:
    """The words of a body that is plain text or a page, written out or as base64."""
    from recordkeeper.formats.markup import html_text

    media_type = (body.get("mediaType") or "").lower().partition(";")[0].strip()
    if media_type not in _READ_IN_PLACE:
        return
    written = "".join(str(piece) for piece in body.itertext())
    data = (
        Attached("", media_type, written).content() if body.get("representation") == _BASE64 else written.encode()
    )
    text = html_text(data)[0] if "html" in media_type else decode(data)
    yield from text.strip("\n").split("\n")
