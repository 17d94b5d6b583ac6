"""What is laid beside a scan: the scan before it, and its report, which can point at images."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from recordkeeper.ui.scans import reading
from recordkeeper.ui.scans.linking import most_alike
from recordkeeper.ui.scans.pointing import locate

if TYPE_CHECKING:
    from recordkeeper.recognise.image_references import ImageReference
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.scans.reading import ReportShown, StudyShown
    from recordkeeper.ui.scans.viewer import Viewer


class Beside(QObject):
    """Reads off the window's thread; an answer for a study a person has left is dropped."""

    def __init__(self, desk: Desk, viewer: Viewer) -> None:
        super().__init__(viewer)
        self._desk = desk
        self._viewer = viewer
        viewer.report.pointed.connect(self.point_at)
        viewer.report.closed.connect(self.close_report)

    def compare(self) -> None:
        """Lay the scan before this one beside it."""
        study = self._viewer.pane.study
        if study is not None:
            read = self._desk.read(reading.previous_study, study.record)
            then = partial(self._on_previous_read, study.record)
            self._desk.errands.follow(read, self, then, newest="previous", failed=self._on_failed)

    def switch_report(self) -> None:
        """The report beside the scan, or away with it."""
        study = self._viewer.study
        if not self._viewer.report.isHidden():
            self.close_report()
        elif study is not None:
            read = self._desk.read(reading.reports_of, study.record)
            then = partial(self._on_reports_read, study.record)
            self._desk.errands.follow(read, self, then, newest="reports", failed=self._on_failed)

    def close_report(self) -> None:
        """Away with it; the image has the keys again."""
        self._viewer.report.hide()
        self._viewer.stage.canvas.setFocus()

    def point_at(self, reference: ImageReference) -> None:
        """Go to the image a report means, or say that it is not here."""
        viewer = self._viewer
        found = locate(viewer.study.series, reference) if viewer.study is not None else None
        if found is None or viewer.study is None:
            self._desk.news.said.emit(self._desk.words.say("scans.report.not_here"))
            return
        row, index = found
        if viewer.pane.series != viewer.study.series[row]:
            viewer.open_series(row)
        viewer.go(index)

    def _on_previous_read(self, record: str, before: StudyShown | None) -> None:
        viewer, pane = self._viewer, self._viewer.pane
        series = pane.series
        if pane.study is None or pane.study.record != record or series is None:
            return
        row = most_alike(series, before.series) if before is not None else None
        if before is None or row is None:
            self._desk.news.said.emit(self._desk.words.say("scans.viewer.no_previous"))
            return
        if viewer.views.count == 1:
            viewer.set_views(2)
        beside = next(other for other in viewer.views.panes if other is not pane)
        beside.open(before, before.series[row])
        share = pane.stack.current / max(1, pane.stack.count - 1)
        beside.follow(round(share * (beside.stack.count - 1)))  # as far along, until a place in the body is known
        viewer.views.join(beside)
        viewer.views.anchor()

    def _on_reports_read(self, record: str, reports: tuple[ReportShown, ...]) -> None:
        viewer = self._viewer
        if viewer.study is None or viewer.study.record != record:
            return
        if reports:
            viewer.report.show_reports(reports)
        else:
            self._desk.news.said.emit(self._desk.words.say("scans.report.none"))

    def _on_failed(self, error: BaseException) -> None:
        self._desk.errands.failed.emit(error)
