"""Check my library: is every file still there and unchanged? Off the window's thread, with its result in words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QVBoxLayout

from recordkeeper.library import repair
from recordkeeper.library.check import LastCheck, Verdict, check, last_check
from recordkeeper.library.folder import Library
from recordkeeper.records.dates import PartialDate
from recordkeeper.ui.page import button, label
from recordkeeper.ui.work_card import WorkCard
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from recordkeeper.library.repair import BroughtBack
    from recordkeeper.ui.desk import Desk
    from recordkeeper.work.progress import CancelToken, Progress


@dataclass(frozen=True, slots=True)
class Mended:
    """What came back from a copy, and what a new look finds."""

    brought: BroughtBack
    verdict: Verdict


class CheckCard(WorkCard):
    """A button, the progress, what was found, and what can be mended."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "check", "review")
        self._lost: tuple[str, ...] = ()
        say = desk.words.say
        self.state = label("", "quiet")
        self.mend_files = button(desk, say("settings.mend_files"), "stick")
        self.mend_list = button(desk, say("settings.mend_list"), "records")
        inside = self.layout()
        assert isinstance(inside, QVBoxLayout)
        inside.insertWidget(2, self.state)
        for each in (self.mend_files, self.mend_list):
            each.setAutoDefault(True)
            each.hide()
            inside.addWidget(each, alignment=Qt.AlignmentFlag.AlignLeft)
        self.start.clicked.connect(self._on_start_clicked)
        self.mend_files.clicked.connect(self._on_mend_files_clicked)
        self.mend_list.clicked.connect(desk.news.mend_wanted)
        self.look()

    def look(self) -> None:
        """Say anew when the last check was."""
        last = self._desk.glance(last_check, self._desk.library)
        self._desk.errands.follow(last, self, self._on_last, newest="last")

    def bring_back_from(self, place: str) -> None:
        """Bring lost files back from a full copy, and look again."""
        work = partial(_bring_back, self._desk.library, self._lost, Path(place))
        self.run(work, self._on_mended)

    def _on_last(self, last: LastCheck | None) -> None:
        self.state.setText(when_checked(last, self._desk.words))

    def _on_start_clicked(self) -> None:
        self.mend_files.hide()
        self.mend_list.hide()
        self.run(partial(check, self._desk.library), self._on_checked)

    def _on_checked(self, verdict: Verdict) -> None:
        self.say("check" if verdict.ok else "look", in_words(verdict, self._desk.words))
        self._lost = (*verdict.missing, *verdict.changed)
        self.mend_files.setVisible(bool(self._lost))
        self.mend_list.setVisible(not verdict.catalogue_whole)
        self.look()

    def _on_mend_files_clicked(self) -> None:
        likely = self._desk.glance(repair.likely_backup, self._desk.library)
        self._desk.errands.follow(likely, self, self._on_likely)

    def _on_likely(self, place: Path | None) -> None:
        if place is not None:
            self.bring_back_from(str(place))
            return
        dialog = QFileDialog(self, self.mend_files.text())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.bring_back_from)
        dialog.open()

    def _on_mended(self, mended: Mended) -> None:
        self._on_checked(mended.verdict)
        told = self._desk.words.say("cli.check_brought_back", count=len(mended.brought.files))
        self.say("check" if mended.verdict.ok else "look", f"{told} {self.result.text()}")


def when_checked(last: LastCheck | None, words: Words) -> str:
    """When the library was checked last, and what came of it."""
    if last is None:
        return words.say("settings.checked_never")
    day = words.date(PartialDate.of(last.at.astimezone().date()))
    return words.say("settings.checked_well" if last.ok else "settings.checked_not_well", day=day)


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
        if not verdict.journal_whole:
            told.append(words.say("settings.check_journal"))
        if not verdict.catalogue_whole:
            told.append(words.say("settings.check_catalogue"))
        elif verdict.missing or verdict.changed:
            told.append(words.say("settings.check_advice"))
    if verdict.orphans:
        told.append(words.say("settings.check_orphans", count=len(verdict.orphans)))
    return " ".join(told)


def _bring_back(
    library: Library, lost: tuple[str, ...], place: Path, progress: Progress, cancel: CancelToken
) -> Mended:
    brought = repair.bring_back(library, lost, place, progress, cancel)
    return Mended(brought, check(library, progress, cancel))
