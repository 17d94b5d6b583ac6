"""The text of an OpenDocument text (ISO 26300), packed or flat: headers, body, notes, footers; no deleted text."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from recordkeeper.formats import enclosed, zip_parts
from recordkeeper.formats.flow import Flow
from recordkeeper.formats.sheets import NotRead, TextFound
from recordkeeper.formats.zip_parts import MOST_PART, Parts, attribute, local
from recordkeeper.records.reading import Condition

if TYPE_CHECKING:
    from lxml.etree import _Element

_DROPPED = frozenset((
    "tracked-changes", "forms", "scripts", "binary-data", "title", "desc", "ruby-text", "event-listeners", "meta",
    "sequence-decls", "variable-decls", "user-field-decls", "object", "object-ole", "hidden-text", "settings",
    "automatic-styles", "font-face-decls", "master-styles", "styles", "note-citation",
))  # fmt: skip
_APART = frozenset({"note", "annotation"})  # stand in the middle of a line and belong after the text
_LINES = frozenset({"p", "h", "list-item", "list-header", "section", "table", "frame", "text-box"})
_HEADERS = ("header-first", "header", "header-left")
_FOOTERS = ("footer-first", "footer", "footer-left")
_CELLS = frozenset({"table-cell", "covered-table-cell"})


def odf_text(path: Path) -> TextFound:
    """Return the text and title of the document. NotRead when it is damaged, locked or too large."""
    with _roots(path) as (content, styles, parts):
        notes: list[_Element] = []
        body = _flow(_body(content), notes).text()
        texts = [*_margins(styles, _HEADERS), body, *_apart(notes), *_margins(styles, _FOOTERS)]
        title = next((each.text or "" for each in content.iter("{http://purl.org/dc/elements/1.1/}title")), "")
        if parts is None:
            return TextFound("\n\n".join(text for text in texts if text), title=title)
        inside = len(enclosed.pictures(parts, pictures_of(content, parts), body))
        title = zip_parts.title(parts, "meta.xml") or title
        return TextFound("\n\n".join(text for text in texts if text), title=title, inside=inside)


def odf_members(path: Path) -> Iterator[enclosed.Enclosure]:
    """The documents inside: pictures of pages, when the document has hardly a word of its own."""
    with _roots(path) as (content, _, parts):
        body = _flow(_body(content), []).text()
        if parts is not None:
            yield from enclosed.pictures(parts, pictures_of(content, parts), body)


def _body(content: _Element) -> _Element:
    found = next(content.iter("{*}text"), None)
    if found is None:
        raise NotRead(Condition.UNREADABLE, "damaged")
    return found


def pictures_of(content: _Element, parts: Parts) -> list[str]:
    """The names of the parts that are pictures on the pages, in order, each once."""
    links = (attribute(each, "href").removeprefix("./").lower() for each in content.iter("{*}image"))
    return list(dict.fromkeys(link for link in links if link in parts))


@contextmanager
def _roots(path: Path) -> Iterator[tuple[_Element, _Element | None, Parts | None]]:
    """The document's content and styles, and its parts when it is packed."""
    if not is_packed(path):
        with path.open("rb") as file:
            untrusted = file.read(MOST_PART + 1)
        if len(untrusted) > MOST_PART:
            raise NotRead(Condition.UNREADABLE, "too_large")
        root = zip_parts.parsed(untrusted)
        if root is None:
            raise NotRead(Condition.UNREADABLE, "damaged")
        yield root, root, None
        return
    with zip_parts.opened(path) as parts:
        refuse_locked(parts)
        root = parts.xml("content.xml")
        if root is None:
            raise NotRead(Condition.UNREADABLE, "damaged")
        yield root, parts.xml("styles.xml"), parts


def is_packed(path: Path) -> bool:
    """Whether the document is a ZIP and not one flat file."""
    with path.open("rb") as file:
        return file.read(2) == b"PK"


def refuse_locked(parts: Parts) -> None:
    """NotRead when the document needs a password (ODF part 2, 3.4)."""
    manifest = parts.content("meta-inf/manifest.xml") if "meta-inf/manifest.xml" in parts else b""
    if b"encryption-data" in manifest:
        raise NotRead(Condition.LOCKED, "document_locked")


def _margins(styles: _Element | None, kinds: tuple[str, ...]) -> list[str]:
    """The texts at the head or foot of the pages, each once."""
    if styles is None:
        return []
    pages = [page for master in styles.iter("{*}master-styles") for page in master.iter("{*}master-page")]
    texts = (
        _flow(part, []).text() for kind in kinds for page in pages for part in page.iterchildren(f"{{*}}{kind}")
    )
    return list(dict.fromkeys(text for text in texts if text))


def _apart(notes: list[_Element]) -> list[str]:
    """Notes, and comments with the name of who made them."""
    texts = []
    for note in notes:
        creator = next((each.text or "" for each in note.iterchildren("{*}creator")), "")
        body = next(note.iterchildren("{*}note-body"), note)
        text = _flow(body, [], comment=local(note) == "annotation").text()
        if text:
            texts.append(f"[{creator}: {text}]" if creator else text)
    return texts


def _flow(root: _Element, notes: list[_Element], *, comment: bool = False) -> Flow:
    flow = Flow()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = local(element)
        if event == "start":
            apart = tag in _APART and element is not root
            if apart:
                notes.append(element)
            if apart or tag in _DROPPED or (comment and tag in ("creator", "date", "creator-initials")):
                walker.skip_subtree()
                continue
            _open(tag, flow)
            flow.words(element.text or "")
        elif element is not root:
            if tag not in _DROPPED and tag not in _APART:
                _close(tag, flow)
            flow.words(element.tail or "")
    return flow


def _open(tag: str, flow: Flow) -> None:
    if tag == "s":
        flow.words(" ")
    elif tag == "tab":
        flow.gap()
    elif tag == "line-break" or tag in _LINES:
        flow.line()
    elif tag == "table-row":
        flow.begin_row()
    elif tag in _CELLS:
        flow.begin_cell()


def _close(tag: str, flow: Flow) -> None:
    if tag in _LINES:
        flow.line()
    elif tag == "table-row":
        flow.end_row()
    elif tag in _CELLS:
        flow.end_cell()
