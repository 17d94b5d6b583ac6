"""The images of the series on show that are in memory, and which to fetch next."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from recordkeeper.preview.slices import MODALITY, Slice
from recordkeeper.ui.scans.reading import SeriesShown
from recordkeeper.work.pool import Trouble

MOST_BYTES = 512 * 1024 * 1024
AROUND_BYTES = 160 * 1024 * 1024  # of a series too large for that: what lies around the image looked at
_AHEAD = 3  # images fetched the way a person goes, for one the other way
CRASHES = 3  # after so many an image is not tried again: the fault is its own, not a passing one


class Stack:
    """Keeps images of several series up to a size; those far from the one looked at go first."""

    def __init__(self, most_bytes: int = MOST_BYTES, around_bytes: int = AROUND_BYTES) -> None:
        self._most, self._around = most_bytes, around_bytes
        self._kept: dict[str, dict[int, Slice]] = {}
        self._troubles: dict[tuple[str, int], str] = {}
        self._crashes: dict[tuple[str, int], int] = {}
        self._asked: set[tuple[str, int]] = set()
        self._stages: dict[str, str] = {}
        self._bytes = 0
        self._way = 1  # which way a person last went
        self.series: SeriesShown | None = None
        self.current = 0

    @property
    def count(self) -> int:
        return len(self.series.places) if self.series else 0

    @property
    def loaded(self) -> int:
        """How many images of the series on show are in memory."""
        return len(self._kept.get(self.series.uid, ())) if self.series else 0

    @property
    def fits(self) -> bool:
        """Whether the whole series on show can be in memory, as far as is known yet."""
        return self._bytes_each() * self.count <= self._most

    def limit(self, most_bytes: int) -> None:
        """Keep no more than this from now on."""
        self._most = most_bytes
        while self._bytes > self._allowed() and self._let_go(("", -1)):
            pass

    def open(self, series: SeriesShown) -> None:
        """Show another series, from its first image."""
        self.series, self.current, self._way = series, 0, 1
        self._kept[series.uid] = self._kept.pop(series.uid, {})  # now the last to go

    def close(self) -> None:
        """Show no series; what is in memory stays."""
        self.series, self.current = None, 0

    def go(self, index: int) -> bool:
        """Look at image `index`, or the nearest there is. Whether that is another one than before."""
        before, self.current = self.current, max(0, min(index, self.count - 1))
        if self.current != before:
            self._way = 1 if self.current > before else -1
        return self.current != before

    def at(self, index: int) -> Slice | None:
        return self._kept.get(self.series.uid, {}).get(index) if self.series else None

    def trouble(self, index: int) -> str:
        """Why an image cannot be shown: a key of the wording, "" when nothing is known against it."""
        return self._troubles.get((self.series.uid, index), "") if self.series else ""

    def any_trouble(self, uid: str) -> bool:
        """Whether some image of a series could not be shown."""
        return any(of == uid for of, _ in self._troubles)

    def stage(self, uid: str) -> str:
        """How the images of a series have to be asked for."""
        return self._stages.get(uid, MODALITY)

    def next_wanted(self) -> int | None:
        """The image to fetch now: the one looked at, and once it is here more ahead than behind, as far as memory
        allows. While it is on its way nothing else takes a worker's or a core's time from it.
        """
        if self.series is None:
            return None
        uid, kept = self.series.uid, self._kept[self.series.uid]
        if self.current not in kept and (uid, self.current) in self._asked:
            return None
        for index in islice(self._outwards(), max(2, self._room_for())):
            at = (uid, index)
            if index not in kept and at not in self._asked and at not in self._troubles:
                return index
        return None

    def _outwards(self) -> Iterator[int]:
        """The images of the series from the one looked at on, three the way a person goes for one the other way."""
        ahead, behind = self.current + self._way, self.current - self._way
        yield self.current
        within = range(self.count)
        while ahead in within or behind in within:
            for _ in range(_AHEAD):
                if ahead in within:
                    yield ahead
                ahead += self._way
            if behind in within:
                yield behind
            behind -= self._way

    def ask(self, uid: str, index: int) -> None:
        """Note that an image is being fetched."""
        self._asked.add((uid, index))

    def put(self, uid: str, index: int, image: Slice) -> None:
        """Keep an image that came, and let others go for it."""
        self._asked.discard((uid, index))
        self._stages[uid] = image.stage
        self._kept.setdefault(uid, {})[index] = image
        self._bytes += image.bytes
        while self._bytes > self._allowed() and self._let_go((uid, index)):
            pass

    def fail(self, uid: str, index: int, trouble: str) -> None:
        """An image did not come. A crash is forgiven twice: others may have caused it."""
        at = (uid, index)
        self._asked.discard(at)
        if trouble == Trouble.CRASHED:
            self._crashes[at] = self._crashes.get(at, 0) + 1
            if self._crashes[at] < CRASHES:
                return
        self._troubles[at] = trouble

    def _room_for(self) -> int:
        """How many images like those that came fit into memory."""
        each = self._bytes_each()
        return self._allowed() // each if each else self.count

    def _bytes_each(self) -> int:
        """What an image of the series on show takes, 0 before one has come."""
        kept = self._kept.get(self.series.uid) if self.series else None
        return max(1, next(iter(kept.values())).bytes) if kept else 0

    def _allowed(self) -> int:
        """How much may be kept: a series that fits is kept whole, of a larger one only what is around the view."""
        whole = self._bytes_each() * self.count
        return self._most if whole <= self._most else min(self._most, self._around)

    def _let_go(self, newest: tuple[str, int]) -> bool:
        """Drop one image: of the series shown longest ago, there the farthest from the one looked at."""
        shown = self.series.uid if self.series else ""
        uid = next((uid for uid, kept in self._kept.items() if kept and uid != shown), shown)
        others = [index for index in self._kept.get(uid, {}) if (uid, index) != newest]
        if uid == shown:
            others = [index for index in others if index != self.current]
        if not others:
            return False
        farthest = max(others, key=self._far)
        self._bytes -= self._kept[uid].pop(farthest).bytes
        return True

    def _far(self, index: int) -> int:
        """How late an image is wanted, as `_outwards` goes."""
        steps = (index - self.current) * self._way
        return steps if steps >= 0 else -steps * _AHEAD
