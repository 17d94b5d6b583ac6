"""Backups: when the last full copy was made, and a button that makes one on a stick or disk."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from recordkeeper.library import backups
from recordkeeper.library.backups import Kept
from recordkeeper.library.folder import Library
from recordkeeper.library.full_backup import FullBackup, LastFull, back_up, last_full
from recordkeeper.records.dates import PartialDate
from recordkeeper.ui.page import label
from recordkeeper.ui.work_card import WorkCard
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.progress import CancelToken, Progress


@dataclass(frozen=True, slots=True)
class State:
    """What there is: the last full copy, the last copy of the catalogue, and the journal's last line."""

    full: LastFull | None
    kept: Kept | None
    line: int


class BackupCard(WorkCard):
    """Asks where to, copies, reads the copy back, and says what came of it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "backup", "stick")
        self.state = label("", "quiet")
        inside = self.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.insertWidget(2, self.state)
        self.start.clicked.connect(self._on_start_clicked)
        self.look()

    def look(self) -> None:
        """Say anew what there is."""
        self._desk.errands.follow(self._desk.glance(state_of, self._desk.library), self, self._on_state, newest="s")

    def back_up_to(self, place: str) -> None:
        """Copy everything into this folder."""
        self.run(partial(_back_up, self._desk.library, Path(place)), self._on_backed_up)

    def _on_state(self, state: State) -> None:
        self.state.setText(in_words(state, dt.datetime.now(dt.UTC), self._desk.words))

    def _on_start_clicked(self) -> None:
        dialog = QFileDialog(self, self.start.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.back_up_to)
        dialog.open()

    def _on_backed_up(self, made: FullBackup) -> None:
        self.say("check", self._desk.words.say("settings.backup_made", count=made.originals, place=str(made.path)))
        self.look()


def state_of(library: Library) -> State:
    """Read from the library's folder; may take a moment."""
    copies = backups.kept(library.folder / "backups")
    return State(last_full(library), copies[-1] if copies else None, library.journal.last)


def in_words(state: State, now: dt.datetime, words: Words) -> str:
    """When everything was copied last and what came since; and when the list of records was."""
    told = []
    if state.full is None:
        told.append(words.say("settings.backup_never"))
    else:
        days = max(0, (now - state.full.made).days)
        told.append(words.say("settings.backup_last", count=days, place=state.full.place))
        if state.line > state.full.line:
            told.append(words.say("settings.backup_since", count=state.line - state.full.line))
    if state.kept is not None:
        at = state.kept.made.astimezone()
        moment = f"{words.date(PartialDate.of(at.date()))}, {at:%H:%M}"
        told.append(words.say("settings.backup_list", moment=moment))
    return " ".join(told)


def _back_up(library: Library, place: Path, progress: Progress, cancel: CancelToken) -> FullBackup:
    return back_up(library, place, dt.datetime.now(dt.UTC), progress, cancel)
