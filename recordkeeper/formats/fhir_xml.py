"""FHIR resources written in XML, in the shape they have in JSON (FHIR R4 section 2.6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from recordkeeper.formats.fhir_load import Json, Resource
from recordkeeper.formats.xml_tree import first, kids, local, parse_xml, value_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_XHTML = "http://www.w3.org/1999/xhtml"
_DEEPEST = 60
_BOXES = ("resource", "contained")  # elements around a whole resource


def resources_of(untrusted: bytes) -> Iterator[Resource]:
    """The resources of an XML file; none when it is not XML. Each entry is let go of once it is read."""
    root = parse_xml(untrusted)
    if root is None:
        return
    if local(root) != "Bundle":
        yield Resource(_resource(root, 0))
        return
    for entry in list(kids(root, "entry")):
        box = first(entry, "resource")
        if box is not None and len(box):
            yield Resource(_resource(box[0], 0), value_of(first(entry, "fullUrl")) or "#")
        entry.clear()


def _resource(element: _Element, depth: int) -> Json:
    return {"resourceType": local(element), **_members(element, depth)}


def _members(element: _Element, depth: int) -> Json:
    found: dict[str, object] = {}
    if depth > _DEEPEST:
        return found
    if element.get("id"):
        found["id"] = value_of(element, "id")
    if element.get("url"):
        found["url"] = value_of(element, "url")
    for child in element:
        name = local(child)
        if not name:
            continue
        value = _value(child, name, depth + 1)
        known = found.setdefault(name, value)
        if isinstance(known, list):
            known.append(value)
        elif known is not value:
            found[name] = [known, value]
    return found


def _value(child: _Element, name: str, depth: int) -> object:
    if isinstance(child.tag, str) and child.tag.startswith(f"{{{_XHTML}}}"):
        from lxml import etree

        return etree.tostring(child, encoding="unicode", with_tail=False)
    if name in _BOXES and len(child):
        return _resource(child[0], depth)
    value = child.get("value")
    if value is not None:
        return value
    return _members(child, depth)
