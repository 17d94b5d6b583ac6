"""Help text in our type: sizes of the scale, room between paragraphs, quiet tables, words found marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtGui import (
    QColor,
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextTable,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from recordkeeper.ui.style import Look
from recordkeeper.ui.tokens import LIGHT

_LINE_HEIGHT = 135.0  # per cent of the letters' own
_HEADINGS = {1: "title", 2: "lead", 3: "body"}


def set_in_type(document: QTextDocument, look: Look) -> None:
    """Dress a document that was just filled from Markdown."""
    for table in _tables(document):
        form = table.format()
        form.setCellPadding(look.pixels(5))
        form.setBorderBrush(QColor(look.palette.edge))
        form.setBorderCollapse(True)
        table.setFormat(form)
    for block in _blocks(document):
        _dress_block(block, look)


def mark(text: QTextBrowser, words: Sequence[str], look: Look) -> list[int]:
    """Mark every place that holds one of the words, in any case; returns where they begin, in reading order."""
    form = QTextCharFormat()
    form.setBackground(QColor(look.palette.mark))
    form.setForeground(QColor(LIGHT.text))  # the marking colour is light in every look
    places = sorted(
        (place for word in words for place in _places(text.document(), word)), key=QTextCursor.selectionStart
    )
    marked = []
    for place in places:
        selection = QTextEdit.ExtraSelection()
        selection.cursor, selection.format = place, form
        marked.append(selection)
    text.setExtraSelections(marked)
    return [place.selectionStart() for place in places]


def _places(document: QTextDocument, word: str) -> Iterator[QTextCursor]:
    found = document.find(word)
    while not found.isNull():
        yield QTextCursor(found)
        found = document.find(word, found)


def _dress_block(block: QTextBlock, look: Look) -> None:
    level = block.blockFormat().headingLevel()
    cursor = QTextCursor(block)
    form = QTextBlockFormat()
    inside_table = cursor.currentTable() is not None
    height = 100.0 if inside_table else _LINE_HEIGHT
    form.setLineHeight(height, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    form.setTopMargin(look.pixels(16 if level > 1 else 0))
    form.setBottomMargin(0 if inside_table else look.pixels(4 if block.textList() else 8))
    cursor.mergeBlockFormat(form)
    if level:
        cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
        font = QFont(block.document().defaultFont())
        font.setPixelSize(look.type(_HEADINGS.get(level, "body")))
        font.setWeight(QFont.Weight.DemiBold)
        letters = QTextCharFormat()
        letters.setFont(font)
        cursor.setCharFormat(letters)


def _blocks(document: QTextDocument) -> Iterator[QTextBlock]:
    block = document.begin()
    while block.isValid():
        yield block
        block = block.next()


def _tables(document: QTextDocument) -> Iterator[QTextTable]:
    for frame in document.rootFrame().childFrames():
        if isinstance(frame, QTextTable):
            yield frame
