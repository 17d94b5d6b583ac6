"""An error as a sentence for who looks at the window: its own words where the general ones speak of commands."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from recordkeeper.catalogue import engine
from recordkeeper.records.errors import KnownProblem

if TYPE_CHECKING:
    from recordkeeper.wording.words import Words

log = logging.getLogger(__name__)


def sentence_of(words: Words, error: BaseException, *places: str) -> str:
    """What happened, what is safe, what to do. `places` are sections to look in before the window's."""
    error = engine.refusal(error, "") or error  # what the disk refused SQLite in the midst of something
    if isinstance(error, KnownProblem):
        keys = [f"{place}.{error.code}" for place in (*places, "ui.problem", "errors")]
        return words.say(next((key for key in keys if words.has(key)), keys[-1]), **error.fields)
    log.error("something failed: %s", type(error).__name__)
    return words.say("errors.a_bug", error=type(error).__name__)
