"""A stack cut another way, as the viewer's content: its images are made when they are looked at."""

from __future__ import annotations

from dataclasses import replace

from recordkeeper.preview.slices import Slice
from recordkeeper.preview.volume import COLUMNS, ROWS, Volume, plane_of
from recordkeeper.records.imaging import Placed
from recordkeeper.ui.scans.reading import Instance, SeriesShown
from recordkeeper.ui.scans.stack import Stack

FEWEST = 5  # slices from which a cut through them shows something
_KEPT = 64  # images made, kept for going back and forth


class CutStack(Stack):
    """Holds the slices of the stack it is made of, so none of them has to be fetched again."""

    def __init__(self, whole: SeriesShown, volume: Volume, kind: str) -> None:
        super().__init__()
        self.whole, self.kind = whole, kind
        self._volume = volume
        self._made: dict[int, Slice] = {}
        self.series = cut_series(whole, volume, kind)
        self.current = self.count // 2

    @property
    def loaded(self) -> int:
        return self.count

    def at(self, index: int) -> Slice | None:
        if not 0 <= index < self.count:
            return None
        if index not in self._made:
            if len(self._made) >= _KEPT:
                del self._made[next(iter(self._made))]
            self._made[index] = self._volume.cut(self.kind, index)
        return self._made[index]

    def trouble(self, index: int) -> str:
        del index  # what could not be shown was not made into a volume
        return ""

    def next_wanted(self) -> int | None:
        return None


def can_be_cut(series: SeriesShown) -> bool:
    """Whether a series lies evenly enough, as far as its headers say."""
    even = series.spacing > 0 and not series.absent and not series.uneven
    single = len({place.file for place in series.places}) == len(series.places)
    return even and single and len(series.places) >= FEWEST


def planes(series: SeriesShown) -> dict[str, str]:
    """What the images cut by rows and by columns of a series are called; {} where it does not lie evenly."""
    if not can_be_cut(series):
        return {}
    cosines = series.instances[0].placed.orientation
    return {ROWS: plane_of(cosines[3:]), COLUMNS: plane_of(cosines[:3])}


def cut_series(whole: SeriesShown, volume: Volume, kind: str) -> SeriesShown:
    """The series that the images cut one way make: of no instance, each at its own place in the body."""
    count = volume.count(kind)
    middle = len(whole.places) // 2
    places = (volume.place(kind, index) for index in range(count))
    return replace(
        whole,
        uid=f"{whole.uid}@{kind}",
        missing=0,
        places=(whole.places[middle],) * count,
        named=(whole.named[middle],) * count,
        instances=tuple(Instance("", Placed(position, orientation)) for position, orientation in places),
        absent=0,
        uneven=False,
        spacing=volume.step(kind),
        cut=volume.plane(kind),
        cut_of=len(whole.places),
    )
