"""The text of a PowerPoint presentation (ISO 29500): a page for each slide, its notes below."""

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

_MAIN = "ppt/presentation.xml"
MOST_SLIDES = 3000
_DROPPED = frozenset({"Fallback", "rPr", "pPr", "endParaRPr", "extLst"})
_NUMBERS = frozenset({"sldNum", "dt", "hdr", "ftr", "sldImg"})  # placeholders that repeat on every page of notes
_OBJECTS = frozenset({"oleObject", "package"})


def pptx_text(path: Path) -> TextFound:
    """Return the text of the slides and how many documents lie in them. NotRead when it is damaged or too large."""
    with zip_parts.opened(path) as parts:
        slides = _slides(parts)
        texts = [_slide_text(parts, name) for name in slides[:MOST_SLIDES]]
        inside = len(_inside(parts, slides, "\n".join(texts)))
        text = "\f".join(texts) if any(texts) else ""
        title = zip_parts.title(parts, "docprops/core.xml")
        return TextFound(text, len(slides) > MOST_SLIDES, title, inside)


def pptx_members(path: Path) -> Iterator[Enclosure]:
    """The documents inside: objects, and pictures of pages when the slides have hardly a word of their own."""
    with zip_parts.opened(path) as parts:
        slides = _slides(parts)
        yield from _inside(parts, slides, "\n".join(_slide_text(parts, name) for name in slides[:MOST_SLIDES]))


def _slides(parts: Parts) -> list[str]:
    """The names of the slides, in the order they are shown."""
    root = parts.xml(_MAIN)
    if root is None:
        raise NotRead(Condition.UNREADABLE, "damaged")
    relations = parts.relations(_MAIN)
    found = (relations.get(_relation(each), ("", ""))[1] for each in root.iter("{*}sldId"))
    return [name for name in found if name in parts]


def _relation(element: _Element) -> str:
    """The id of the relation, which has a namespace; the element has an id of its own without one."""
    return next((value for key, value in element.items() if key.endswith("}id")), "")


def _slide_text(parts: Parts, name: str) -> str:
    notes = next((part for kind, part in parts.relations(name).values() if kind == "notesSlide"), "")
    texts = (_text(parts.xml(name)), _text(parts.xml(notes)))
    return "\n\n".join(text for text in texts if text)


def _inside(parts: Parts, slides: list[str], body: str) -> list[Enclosure]:
    relations = [each for name in slides[:MOST_SLIDES] for each in parts.relations(name).values()]
    shown = dict.fromkeys(part for kind, part in relations if kind == "image" and part in parts)
    found = enclosed.objects(parts, (part for kind, part in relations if kind in _OBJECTS))
    return found + enclosed.pictures(parts, shown, body)


def _text(root: _Element | None) -> str:
    if root is None:
        return ""
    flow = Flow()
    walker = etree.iterwalk(root, events=("start", "end"))
    for event, element in walker:
        tag = local(element)
        if event == "end":
            _close(tag, flow)
        elif tag in _DROPPED or (tag == "sp" and _repeats(element)):
            walker.skip_subtree()
        else:
            _open(tag, element.text or "", flow)
    return flow.text()


def _repeats(shape: _Element) -> bool:
    return any(attribute(each, "type") in _NUMBERS for each in shape.iter("{*}ph"))


def _open(tag: str, text: str, flow: Flow) -> None:
    if tag == "t":
        flow.words(text)
    elif tag == "br" or tag == "p":
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
