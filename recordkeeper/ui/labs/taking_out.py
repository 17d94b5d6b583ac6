"""Blood tests out of the program: as a table for other programs, and by date on paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from recordkeeper.bundle import flowsheet
from recordkeeper.catalogue import labs
from recordkeeper.library.durable import place_problems
from recordkeeper.prepare.labs import series_of
from recordkeeper.prepare.labs_print import own_sheet
from recordkeeper.prepare.labs_table import rows_of
from recordkeeper.prepare.preparing import PrepareRules
from recordkeeper.records.flow import FlowSheet

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.ui.desk import Desk
    from recordkeeper.wording.words import Words
    from recordkeeper.work.pool import Workers

_SECONDS = 60.0
Rows = Sequence[Sequence[str]]


class TakingOut:
    """Asks where to, and says where it is once it is there."""

    def __init__(self, desk: Desk, over: QWidget) -> None:
        self._desk, self._over = desk, over

    def ask_for_table(self) -> None:
        """As an Excel file or CSV, as its name ends."""
        if place := self._place("labs.table", "xlsx", "labs.table_kinds"):
            self.write_table(place)

    def ask_for_paper(self) -> None:
        """As a PDF to print."""
        if place := self._place("labs.print", "pdf", "labs.print_kinds"):
            self.write_paper(place)

    def write_table(self, place: Path) -> None:
        """All results, as printed."""

        def write(rows: Rows) -> None:
            work = self._desk.fetch(_write_table, self._desk.makers, rows, place)
            self._desk.errands.follow(work, self._over, self._tell)

        self._desk.errands.follow(self._desk.read(_rows, self._desk.words), self._over, write)

    def write_paper(self, place: Path) -> None:
        """All results by date, with the curves of tumour markers."""

        def write(flow: FlowSheet | None) -> None:
            if flow is not None:
                work = self._desk.fetch(_write_paper, self._desk.makers, flow, place, self._desk.words)
                self._desk.errands.follow(work, self._over, self._tell)

        asked = self._desk.read(_sheet, self._desk.resources / "rules", self._desk.words)
        self._desk.errands.follow(asked, self._over, write)

    def _place(self, title: str, ending: str, kinds: str) -> Path | None:
        say = self._desk.words.say
        name = f"{say('labs.file_name')}.{ending}"
        place, kind = QFileDialog.getSaveFileName(self._over, say(title), name, say(kinds))
        if not place:
            return None
        wanted = Path(place)
        chosen = ".csv" if "*.csv" in kind else f".{ending}"
        known = (".csv", ".xlsx") if ending == "xlsx" else (".pdf",)
        return wanted if wanted.suffix.lower() in known else wanted.with_name(f"{wanted.name}{chosen}")

    def _tell(self, place: Path) -> None:
        self._desk.news.said.emit(self._desk.words.say("labs.file_written", name=place.name))


def _rows(db: Database, words: Words) -> Rows:
    """On a reader's thread."""
    return rows_of(series_of(labs.all_results(db)), words)


def _sheet(db: Database, rules: Path, words: Words) -> FlowSheet | None:
    """On a reader's thread."""
    return own_sheet(db, PrepareRules.load(rules), words, dt.datetime.now().astimezone().date())


def _write_table(makers: Workers, rows: Rows, place: Path) -> Path:
    with place_problems(str(place.parent)):
        makers.run("lab_table", {"rows": [list(row) for row in rows], "out": str(place)}, deadline=_SECONDS)
    return place


def _write_paper(makers: Workers, flow: FlowSheet, place: Path, words: Words) -> Path:
    with place_problems(str(place.parent)):
        flowsheet.write(makers, flow, place, words)
    return place
