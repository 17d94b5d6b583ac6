"""The text of a Word document: headers, body, notes, comments, footers; no deleted text, no field codes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree

from recordkeeper.formats import enclosed, zip_parts
from recordkeeper.formats.enclosed import Enclosure
from recordkeeper.formats.flow import Flow
from recordkeeper.formats.sheets import NotRead, TextFound
from recordkeeper.formats.zip_parts import Parts, attribute, local
from recordkeeper.records.reading import Condition

if TYPE_CHECKING:
    from lxml.etree import _Element

_DROPPED = frozenset(
    {"del", "delText", "instrText", "moveFrom", "Fallback", "rPr", "pPr", "sectPr", "tblPr", "binData"}
)
_BREAKS = {"tab": Flow.gap, "ptab": Flow.gap, "br": Flow.line, "cr": Flow.line}
_OBJECTS = frozenset({"oleObject", "package", "aFChunk"})  # relations to files inside that are documents


def docx_text(path: Path) -> TextFound:
    """Return the text and title of the document, and how many documents lie in it.

    NotRead when it is damaged, too large, or holds only drawings.
    """
    with zip_parts.opened(path) as parts:
        texts = list(dict.fromkeys(text for text in _texts(parts) if text))  # headers of pages repeat each other
        inside = len(_inside(parts))
        if not texts and not inside and any(name.startswith("word/media/") for name in parts.names):
            raise NotRead(Condition.KEPT, "only_pictures_inside")
        return TextFound("\n\n".join(texts), title=zip_parts.title(parts, "docprops/core.xml"), inside=inside)


def docx_members(path: Path) -> Iterator[Enclosure]:
    """The documents inside: objects, and pictures of pages when the document has hardly a word of its own."""
    with zip_parts.opened(path) as parts:
        yield from _inside(parts)


def _texts(parts: Parts) -> Iterator[str]:
    for name in (*_named(parts, "header"), _main(parts), *_named(parts, "footnotes"), *_named(parts, "endnotes")):
        yield _text(parts.xml(name))
    comments = parts.xml("word/comments.xml")
    for comment in comments.iter("{*}comment") if comments is not None else ():
        text, author = _text(comment), attribute(comment, "author")
        yield f"[{author}: {text}]" if text and author else text
    for name in _named(parts, "footer"):
        yield _text(parts.xml(name))


def _named(parts: Parts, word: str) -> list[str]:
    return sorted(name for name in parts.names if name.startswith(f"word/{word}") and name.endswith(".xml"))


def _main(parts: Parts) -> str:
    """The name of the part with the body; programs number it now and then."""
    found = _named(parts, "document")
    if not found:
        raise NotRead(Condition.UNREADABLE, "damaged")
    return found[0]


def _inside(parts: Parts) -> list[Enclosure]:
    main = _main(parts)
    root = parts.xml(main)
    if root is None:
        return []
    relations = parts.relations(main)
    shown = [attribute(each, "embed") for each in root.iter("{*}blip")]
    shown += [attribute(each, "id") for each in root.iter("{*}imagedata")]
    named = (relations.get(each, ("", ""))[1] for each in dict.fromkeys(shown))
    found = enclosed.objects(parts, (part for kind, part in relations.values() if kind in _OBJECTS))
    return found + enclosed.pictures(parts, (name for name in named if name in parts), _text(root))


def _text(root: _Element | None) -> str:
    if root is None:
        return ""
    flow = Flow()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = local(element)
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
