"""HTML and XML to text with libxml2: no network, entities or scripts; blocks make lines, table cells columns."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from recordkeeper.formats.decode import decode
from recordkeeper.formats.flow import Flow
from recordkeeper.formats.sniff_text import bom_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_CHARSET = re.compile(rb"""(?:charset\s*=|encoding\s*=)\s*["']?\s*([A-Za-z0-9_.:-]+)""", re.IGNORECASE)
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_DROPPED = frozenset(
    ("script", "style", "noscript", "template", "head", "svg", "math", "object", "iframe", "applet", "map")
)
# HTML's, and those of the narrative blocks of CDA (title, item, list, caption)
_LINES = frozenset((
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figcaption", "footer", "form", "header", "hr", "item", "li", "list", "main", "nav",
    "ol", "option", "section", "summary", "table", "tbody", "tfoot", "thead", "title", "ul",
))  # fmt: skip
_PARAGRAPHS = frozenset(("p", "h1", "h2", "h3", "h4", "h5", "h6", "paragraph", "pre", "text"))
_VALUES = ("value", "displayName", "extension")  # attributes that hold what a person would read in CDA and FHIR
_BINARY = frozenset(("binaryData", "binData"))  # binData: Word 2003
_ONE_LINE = frozenset(("addr", "name"))  # of CDA: their parts belong together


def html_text(untrusted: bytes) -> tuple[str, str]:
    """Return (text, title) of an HTML page. Broken markup is mended; nothing readable gives ("", "")."""
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, recover=True, huge_tree=False
    )
    markup = _XML_DECLARATION.sub("", html_decoded(untrusted)).encode("utf-8", "replace")
    try:
        root = etree.fromstring(markup, parser)
    except (etree.XMLSyntaxError, ValueError):
        return "", ""
    if root is None:
        return "", ""
    title = next(root.iter("title"), None)
    flow = Flow()
    _walk(root, flow, _DROPPED)
    return flow.text(), " ".join("".join(title.itertext()).split()) if title is not None else ""


def html_decoded(untrusted: bytes) -> str:
    """The page's text by its byte order mark, the encoding it declares, or the likeliest one."""
    declared = None if bom_of(untrusted) else _CHARSET.search(untrusted[:4096])
    if declared:
        try:
            return decode(untrusted.decode(declared.group(1).decode("ascii")).encode("utf-8"))
        except (LookupError, UnicodeError):
            pass  # a wrong declaration: guess as for any text
    return decode(untrusted)


def xml_text(untrusted: bytes) -> str | None:
    """The text in an XML document; None when it is not XML."""
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=True,
        huge_tree=False,
    )
    try:
        root = etree.fromstring(untrusted, parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    flow = Flow()
    _walk(root, flow, _BINARY, data=True)
    return flow.text()


def _walk(root: _Element, flow: Flow, dropped: frozenset[str], *, data: bool = False) -> None:
    """Pour a tree into `flow`; `data` for XML that is not a page: values in attributes count, and line ends do."""
    walker = etree.iterwalk(root, events=("start", "end"))
    preformatted = one_line = 0
    for event, element in walker:
        tag = element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
        if event == "start":
            if tag in dropped:
                walker.skip_subtree()
                continue
            preformatted += tag == "pre"
            one_line += data and tag in _ONE_LINE
            _open(tag, flow)
            if data and not element.text and not len(element):
                _attributes(tag, element, flow)
            _text(element.text, flow, preformatted, lines_matter=data and not one_line)
        else:
            if tag not in dropped:
                preformatted -= tag == "pre"
                one_line -= data and tag in _ONE_LINE
                _close(tag, flow)
            _text(element.tail, flow, preformatted, lines_matter=data and not one_line)


def _text(text: str | None, flow: Flow, preformatted: int, *, lines_matter: bool) -> None:
    if not text:
        return
    if preformatted:
        flow.preformatted(text)
    elif lines_matter and not text.strip() and "\n" in text:
        flow.line()  # in data written by machines a line end between elements is the only sign of structure
    else:
        flow.words(text)


def _attributes(tag: str, element: _Element, flow: Flow) -> None:
    for name in _VALUES:
        value = element.get(name)
        if value:
            flow.line()
            flow.words(f"{tag}: {value}")
            flow.line()


def _open(tag: str, flow: Flow) -> None:
    if tag == "tr":
        flow.begin_row()
    elif tag in ("td", "th"):
        flow.begin_cell()
    elif tag in _PARAGRAPHS:
        flow.paragraph()
    elif tag in _LINES:
        flow.line()


def _close(tag: str, flow: Flow) -> None:
    if tag == "tr":
        flow.end_row()
    elif tag in ("td", "th"):
        flow.end_cell()
    elif tag in _PARAGRAPHS:
        flow.paragraph()
    elif tag in _LINES:
        flow.line()
