"""The words a person may use in the search box, in their language and in English."""

from __future__ import annotations

from collections.abc import Iterator

from recordkeeper.records.asking import Says, Vocabulary, plain
from recordkeeper.records.kinds import Kind, Status
from recordkeeper.wording.words import Words

_STATES = (*(status.value for status in Status), "starred", "noted")


def vocabulary(words: Words) -> Vocabulary:
    """What kind:, from: and the others are called, and the names of kinds and states."""
    return Vocabulary(
        before={name: says for says in Says for name in _names(words, f"search.before.{says}", says.value)},
        kinds={kind: (kind.value, words.say(f"cli.kind.{kind}")) for kind in Kind},
        states={name: state for state in _STATES for name in _names(words, f"search.state.{state}", state)},
    )


def _names(words: Words, key: str, always: str) -> Iterator[str]:
    yield plain(always)
    yield plain(words.say(key))
