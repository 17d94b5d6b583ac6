"""An open library as the window holds it, and what is done on its thread while none is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.records.errors import KnownProblem
from recordkeeper.work.progress import CancelToken, Progress

if TYPE_CHECKING:
    from recordkeeper.library.folder import Library
    from recordkeeper.library.relocate import Relocated
    from recordkeeper.library.seal import Seal
    from recordkeeper.recognise.imaging_rules import ImagingRules
    from recordkeeper.settings import Settings
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.page import Dress
    from recordkeeper.ui.protect.convert_screen import Wanted
    from recordkeeper.work.lanes import Lanes
    from recordkeeper.work.pool import Workers


@dataclass(frozen=True, slots=True)
class Opened:
    """An open library with its lanes, as the composition root builds them."""

    library: Library
    lanes: Lanes
    makers: Workers
    rules: Callable[[], ImagingRules]
    close: Callable[[], None]

    def on_a_desk(self, dress: Dress, settings: Settings, resources: Path) -> Desk:
        """What every page of a window on this library is given."""
        from recordkeeper.ui.desk import Desk

        return Desk(
            library=self.library,
            lanes=self.lanes,
            makers=self.makers,
            rules=self.rules,
            words=dress.words,
            look=dress.look,
            icons=dress.icons,
            settings=settings,
            resources=resources,
        )


def wanted_of(act: str, library: Library, *, going_on: bool = False, add: tuple[Path, ...] = ()) -> Wanted:
    """What protecting needs to know of a library before it is closed. Reads it: not on the window's thread."""
    from recordkeeper.library.left_open import left_open
    from recordkeeper.ui.protect.convert_screen import Wanted

    name = library.patient.name
    return Wanted(act, library.folder, library.seal, name, left_open(library), going_on=going_on, add=add)


def mended(open_library: Callable[[Path, Seal | None], Opened], place: Path, seal: Seal | None) -> Opened:
    """The library open again, its list of records mended."""
    from recordkeeper.library.repair import mend_list

    mend_list(place, seal=seal)
    return open_library(place, seal)


def relocated(
    open_library: Callable[[Path, Seal | None], Opened], place: Path, seal: Seal | None, to: Path
) -> tuple[Opened, Relocated | None, BaseException | None]:
    """The library open again, what was moved, or why nothing was."""
    from recordkeeper.library.relocate import relocate

    try:
        moved = relocate(place, to, Progress(), CancelToken(), seal=seal)
    except (KnownProblem, OSError) as problem:
        return open_library(place, seal), None, problem
    return open_library(moved.folder, seal), moved, None
