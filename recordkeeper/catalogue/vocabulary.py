"""What words the pages of a library are made of: the other forms of a word, and the words it may be a slip of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from recordkeeper.catalogue import word_forms

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_MOST_FORMS = 40
_MOST_LOOKED_AT = 3000  # words with one beginning: more are as good as all of them
_MOST_NEAR = 4
_LONG = 8  # letters from which two slips may be in a word
_BEGINNING = 3  # letters that are right in a word with two slips


def forms(db: Database, word: str) -> tuple[str, ...]:
    """The words of the pages that have the stem of this folded word, itself among them if it is there."""
    root = word_forms.stem(word)
    rows = _beginning(db, root)
    return tuple(term for term, _ in rows if term == word or word_forms.stem(term) == root)[:_MOST_FORMS]


def begins_some(db: Database, word: str) -> bool:
    """Whether any word of the pages begins like this one."""
    row = db.execute("SELECT 1 FROM page_text_word WHERE term >= ? AND term < ? LIMIT 1", _range(word)).fetchone()
    return row is not None


def near(db: Database, word: str) -> tuple[str, ...]:
    """The words of the pages this folded word may be a slip of, the ones on most pages first; few."""
    if not word_forms.is_plain(word):
        return ()
    asked = json.dumps(sorted(set(word_forms.one_slip_away(word))))
    found = db.execute(
        "SELECT term, doc FROM page_text_word WHERE term IN (SELECT value FROM json_each(?))", [asked]
    ).fetchall()
    if not found and len(word) >= _LONG:
        begun = _beginning(db, word[:_BEGINNING])
        found = [(term, doc) for term, doc in begun if word_forms.slips(word, term, 2) <= 2]
    ranked = sorted(found, key=lambda each: (-each[1], each[0]))
    return tuple(term for term, _ in ranked[:_MOST_NEAR])


def _beginning(db: Database, begin: str) -> list[tuple[str, int]]:
    """(word, on how many pages) for the words with this beginning."""
    found: list[tuple[str, int]] = db.execute(
        "SELECT term, doc FROM page_text_word WHERE term >= ? AND term < ? LIMIT ?",
        [*_range(begin), _MOST_LOOKED_AT],
    ).fetchall()
    return found


def _range(begin: str) -> list[str]:
    return [begin, begin[:-1] + chr(ord(begin[-1]) + 1)]
