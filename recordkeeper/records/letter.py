"""A letter as it is printed: blocks of lines, which a person may have changed."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.records.papers import PaperSize


@dataclass(frozen=True, slots=True)
class Letter:
    """`title` names the file; each block is a paragraph, its lines kept apart by line breaks."""

    title: str
    blocks: tuple[str, ...]
    language: str = "en"
    paper: PaperSize = PaperSize.A4
    head: int = 0  # so many lines of the first block are its heading
    one_page: bool = False  # it must not need a second page: set smaller, then shortened
    shortened: str = ""  # what is said at the foot then

    @property
    def text(self) -> str:
        """The letter as plain text, to be read or changed; an empty line stands between blocks."""
        return "\n\n".join(self.blocks) + "\n"


def blocks_of(text: str) -> tuple[str, ...]:
    """The blocks of a letter's plain text."""
    blocks = ("\n".join(line.rstrip() for line in part.splitlines()).strip("\n") for part in text.split("\n\n"))
    return tuple(block for block in blocks if block.strip())
