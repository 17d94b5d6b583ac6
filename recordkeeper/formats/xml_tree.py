"""XML into a tree within limits, broken markup mended; and looking things up in it whatever the namespaces.

Nothing is fetched, no document type is loaded and no entity of the file's own is resolved. Exports carry undeclared
prefixes, stray "&" and "<" and bytes in another encoding than they declare; readers ask for local names only.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from recordkeeper.formats.markup import html_decoded

if TYPE_CHECKING:
    from lxml.etree import _Element

MOST_BYTES = 64 * 1024 * 1024  # of a file that are parsed; as a tree they take some 700 MB of the worker's 2 GB
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_OWN_ENTITIES = "<!ENTITY"
_AMPERSAND = re.compile(r"&(#\d{1,7};|#x[0-9A-Fa-f]{1,6};|[A-Za-z][A-Za-z0-9]{1,31};)?")
_XML_NAMES = frozenset(("amp;", "lt;", "gt;", "quot;", "apos;"))
_NO_TAG = re.compile(r"<(?![A-Za-z_/!?])")


def parse_xml(untrusted: bytes) -> _Element | None:
    """The root of the document, mended where it is broken; None when nothing of it can be read as XML."""
    text = _DECLARATION.sub("", html_decoded(untrusted), count=1)
    # libxml2 guards against entities that multiply, but not once it is asked to take long texts (attached files).
    takes_long_texts = _OWN_ENTITIES not in text
    try:
        return etree.fromstring(text.encode("utf-8"), _parser(long_texts=takes_long_texts))
    except (etree.XMLSyntaxError, ValueError):
        pass  # as some exports are: mend what is known to go wrong, and let the parser skip over the rest
    try:
        mended = _mended(text).encode("utf-8")
        return etree.fromstring(mended, _parser(long_texts=takes_long_texts, recover=True))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _parser(*, long_texts: bool, recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        recover=recover,
        huge_tree=long_texts,
    )


def _mended(text: str) -> str:
    """Signs that stand for themselves are written as XML wants them; names only HTML has become signs."""
    return _NO_TAG.sub("&lt;", _AMPERSAND.sub(_sign, text))


def _sign(found: re.Match[str]) -> str:
    name = found.group(1)
    if not name:
        return "&amp;"
    if name.startswith("#") or name in _XML_NAMES:
        return found.group()
    sign = html.unescape(f"&{name}")
    return f"&amp;{name}" if sign.startswith("&") else sign.replace("<", "&lt;")


def local(element: _Element) -> str:
    """The element's name without its namespace; "" for what is no element."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def kids(element: _Element | None, name: str) -> Iterator[_Element]:
    """The children called `name`."""
    if element is not None:
        for child in element:
            if local(child) == name:
                yield child


def first(element: _Element | None, *path: str) -> _Element | None:
    """The first element down the path of names, trying later siblings where the first leads nowhere."""
    if not path:
        return element
    for child in kids(element, path[0]):
        found = first(child, *path[1:])
        if found is not None:
            return found
    return None


def every(element: _Element | None, *path: str) -> Iterator[_Element]:
    """All elements down the path of names."""
    if element is None or not path:
        return
    for child in kids(element, path[0]):
        if len(path) == 1:
            yield child
        else:
            yield from every(child, *path[1:])


def words_of(element: _Element | None) -> str:
    """All text in an element, white space collapsed."""
    return "" if element is None else " ".join("".join(str(piece) for piece in element.itertext()).split())


def value_of(element: _Element | None, name: str = "value") -> str:
    """An attribute, tidied; "" when it is not there."""
    return "" if element is None else " ".join((element.get(name) or "").split())
