"""The words of all pages as a list, to find other forms of a word, and what it may be a slip of."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sqlite_utils import Database

# A view of the full text itself, which keeps nothing of its own (https://www.sqlite.org/fts5.html#the_fts5vocab_virtual_table_module)
_STEP = "CREATE VIRTUAL TABLE page_text_word USING fts5vocab ('page_text', 'row')"


def apply(db: Database) -> None:
    """Make the view."""
    db.execute(_STEP)
