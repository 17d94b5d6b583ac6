"""Check my library: is every file still there and unchanged? Off the window's thread, with its result in words."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from recordkeeper.library.check import Verdict, check
from recordkeeper.ui.settings.work_card import WorkCard
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk


class CheckCard(WorkCard):
    """A button, the progress, and what was found."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "check", "review")
        self.start.clicked.connect(self._on_start_clicked)

    def _on_start_clicked(self) -> None:
        self.run(partial(check, self._desk.library), self._on_checked)

    def _on_checked(self, verdict: Verdict) -> None:
        self.say("check" if verdict.ok else "look", in_words(verdict, self._desk.words))


def in_words(verdict: Verdict, words: Words) -> str:
    """What the check found, and what to do about it."""
    if verdict.ok:
        told = [words.say("settings.check_ok", count=verdict.originals)]
    else:
        told = [
            words.say(f"settings.check_{name}", count=len(found))
            for name, found in (("missing", verdict.missing), ("changed", verdict.changed))
            if found
        ]
        if not verdict.catalogue_whole:
            told.append(words.say("settings.check_catalogue"))
        else:
            told.append(words.say("settings.check_advice"))
    if verdict.orphans:
        told.append(words.say("settings.check_orphans", count=len(verdict.orphans)))
    return " ".join(told)
