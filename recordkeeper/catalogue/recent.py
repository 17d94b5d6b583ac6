"""The searches made last, to be made again. They lie in the catalogue, so that a protected library keeps them too.

No act: nothing is decided by searching, and a catalogue that is built again begins without any.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from recordkeeper.catalogue import store
from recordkeeper.catalogue.engine import storable

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_KEY = "recent_searches"
MOST = 12


def recent(db: Database) -> tuple[str, ...]:
    """What was searched for, the last first."""
    return tuple(str(words) for words in json.loads(store.get_meta(db, _KEY, "[]")))


def remember(db: Database, words: str) -> tuple[str, ...]:
    """Put a search first; one that it was begun with gives way to it. Returns what is remembered now."""
    words = storable(" ".join(words.split()))
    if not words:
        return recent(db)
    others = [each for each in recent(db) if not words.casefold().startswith(each.casefold())]
    kept = [words, *others][:MOST]
    with db.atomic():
        store.set_meta(db, _KEY, json.dumps(kept))
    return tuple(kept)


def forget(db: Database) -> None:
    """Remember none of them."""
    with db.atomic():
        store.set_meta(db, _KEY, "[]")
