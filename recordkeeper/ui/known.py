"""The libraries this computer knows, the one used last first, each in a colour of its own."""

from __future__ import annotations

import dataclasses
from pathlib import Path

from recordkeeper import __version__
from recordkeeper.settings import KnownLibrary, Settings

COLOURS = ("#0F766E", "#8A5A00", "#4C5FA8", "#9B4D6B", "#4A7A2C", "#6B4E9B")


def remembered(settings: Settings, place: Path, name: str) -> tuple[Settings, KnownLibrary]:
    """The settings with the library first among those known; a new one gets a colour nobody has yet."""
    others = tuple(known for known in settings.libraries if Path(known.place) != place)
    before = next((known for known in settings.libraries if Path(known.place) == place), None)
    taken = {known.colour for known in others}
    free = next((colour for colour in COLOURS if colour not in taken), COLOURS[0])
    known = KnownLibrary(str(place), name, before.colour if before else free, before.watch if before else "")
    return dataclasses.replace(
        settings, library=str(place), libraries=(known, *others), welcomed=True, version=__version__
    ), known


def is_updated(settings: Settings) -> bool:
    """Whether another version of the program was used last on this computer."""
    return settings.version not in ("", __version__)
