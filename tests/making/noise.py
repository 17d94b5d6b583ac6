"""What a scanner and its reader do to text: letters taken for others, words run together or torn, lines lost."""

from __future__ import annotations

import random
import re

from recordkeeper.records.reading import PageText, WordBox, WordBoxes

_ALIKE = {
    "l": "1Ii", "1": "lI", "I": "l1", "0": "O", "O": "0", "o": "0c", "5": "S", "S": "5", "8": "B", "B": "8",
    "e": "c",
    "c": "e", "a": "o", "n": "ri", "m": "rn", "h": "b", "t": "f", "f": "t", "u": "v", "g": "q", "6": "8", "3": "8",
    "7": "1", "2": "Z", "d": "cl", "w": "vv", "y": "v", "r": "t", "i": "l", "9": "g", "4": "A", ".": ",", ":": ";",
}  # fmt: skip


def misread(page: PageText, draw: random.Random, letters: float = 0.02) -> PageText:
    """The page as OCR might give it: `letters` is the share of letters read wrongly (0.005 good, 0.03 poor).

    Cells stay apart in half of the lines only, words move a little, and now and then a word is lost.
    """
    parts: list[str] = []
    words: list[WordBox] = []
    at = 0
    boxes = list(page.words)
    position = 0
    start = 0
    for line in page.text.split("\n"):
        end = start + len(line)
        keep_cells = draw.random() < 0.5
        pieces: list[str] = []
        inside = 0
        for match in re.finditer(r"\S+|\s+", line):
            if match.group().isspace():
                gap = match.group() if keep_cells or len(match.group()) == 1 else " "
                if pieces:
                    pieces.append(gap)
                    inside += len(gap)
                continue
            box = boxes[position] if position < len(boxes) else None
            position += 1
            if draw.random() < letters / 4:
                continue
            word = "".join(_letter(sign, draw, letters) for sign in match.group())
            if box:
                shift = draw.uniform(-1.5, 1.5)
                words.append(
                    WordBox(
                        at + inside, at + inside + len(word), box.x0 + shift, box.y0 + shift, box.x1, box.y1 + shift
                    )
                )
            pieces.append(word)
            inside += len(word)
        parts.append("".join(pieces))
        at += inside + 1
        start = end + 1
    return PageText(page.page, "\n".join(parts), page.width, page.height, WordBoxes.of(words), from_ocr=True)


def _letter(sign: str, draw: random.Random, letters: float) -> str:
    if draw.random() >= letters:
        return sign
    roll = draw.random()
    if roll < 0.75 and sign in _ALIKE:
        return draw.choice((*_ALIKE[sign], _ALIKE[sign]))
    return "" if roll < 0.85 else sign + "'" if roll < 0.9 else sign
