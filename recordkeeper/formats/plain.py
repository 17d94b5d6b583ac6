"""Text files: notes, data with tags (XML), web pages. JSON is read as it is."""

from __future__ import annotations

import re
from pathlib import Path

from recordkeeper.formats.decode import decode
from recordkeeper.formats.health_data import HealthData
from recordkeeper.formats.health_text import health_text
from recordkeeper.formats.sheets import SheetsHandler, TextFound, read_start
from recordkeeper.records.reading import Format

_XML = re.compile(r"\s*<(\?xml|[A-Za-z_][\w.-]*(:[\w.-]+)?[\s>/]|!DOCTYPE|!--)")


class PlainHandler(SheetsHandler):
    """Reads anything that decodes to text."""

    name = "plain"
    version = 2
    formats = frozenset({Format.TEXT})

    def __init__(self, data: HealthData) -> None:
        self._data = data

    @classmethod
    def from_resources(cls, resources: Path) -> PlainHandler:
        return cls(HealthData.load(resources))

    def text_of(self, path: Path) -> TextFound:
        if (found := health_text(path, self._data)) is not None:
            return found
        untrusted, cut = read_start(path)
        text = decode(untrusted)
        if _XML.match(text):
            from recordkeeper.formats.markup import xml_text

            return TextFound(xml_text(untrusted) or text, cut)
        return TextFound(text, cut)


class HtmlHandler(SheetsHandler):
    """Reads web pages as text."""

    name = "html"
    version = 1
    formats = frozenset({Format.HTML})

    def text_of(self, path: Path) -> TextFound:
        from recordkeeper.formats.markup import html_text

        untrusted, cut = read_start(path)
        text, title = html_text(untrusted)
        return TextFound(text or decode(untrusted), cut, title)
