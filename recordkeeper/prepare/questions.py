"""The questions a bundle asks: those for the doctor, in the order they were written down. Private ones never."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.catalogue import own
from recordkeeper.prepare.lists import ListRules, load_lists, shared
from recordkeeper.records.own import Entry, OwnList

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_MOST = 6  # on a first page that is read in two minutes


def question_of(rules: ListRules, entries: Sequence[Entry]) -> str:
    """What stands on a bundle's first page; numbered when there are several, "" when there are none."""
    asked = [entry.get("text") for entry in shared(rules, entries) if not entry.get("answer")][:_MOST]
    if len(asked) < 2:
        return "".join(asked)
    return "\n".join(f"{number}. {text}" for number, text in enumerate(asked, start=1))


def question_for_bundle(db: Database, folder: Path) -> str:
    """The same, read from a library; `folder` is resources/rules."""
    return question_of(load_lists(folder)[OwnList.QUESTIONS], own.entries(db, OwnList.QUESTIONS))
