"""A question about one image: what it is called, how it is named for the program, and the way back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from recordkeeper.ui.scans import captions

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.scans.pane import Pane
    from recordkeeper.ui.scans.reading import SeriesShown
    from recordkeeper.ui.scans.viewer import Viewer


class Asking:
    """Begins a question about the image on show, and opens the image a question points at."""

    def __init__(self, desk: Desk, viewer: Viewer) -> None:
        self._desk = desk
        self._viewer = viewer

    def ask(self) -> None:
        """Begin a question about the image on show, called as the viewer calls it."""
        pane = self._viewer.pane
        if pane.study is None or pane.series is None or (at := pane.instance()) is None:
            return
        self._viewer.leave_full_screen()
        fields = {"points_at": pane.study.record, "image": self._called(pane, pane.series), "instance": key(*at)}
        self._desk.news.question_wanted.emit(fields)

    def open_at(self, image: str) -> None:
        """Look at the image `key` has named; the study stays where it is if the image is no longer there."""
        viewer = self._viewer
        for row, series in enumerate(viewer.study.series if image and viewer.study is not None else ()):
            pairs = zip(series.instances, series.places, strict=False)
            keys = [key(instance.uid, place.frame) for instance, place in pairs]
            if image in keys:
                viewer.open_series(row)
                viewer.go(keys.index(image))
                return

    def _called(self, pane: Pane, series: SeriesShown) -> str:
        say = self._desk.words.say
        number = say("scans.on_image.series", number=str(series.number)) if series.number is not None else ""
        image = say("scans.on_image.image", number=pane.stack.current + 1, count=len(series.places))
        return ", ".join(part for part in (number, captions.series_name(self._desk, series), image) if part)


def key(uid: str, frame: int) -> str:
    """One image by the UID of its instance and its frame (from 0): it stays the same whatever is added."""
    return f"{uid}/{frame}"
