"""The pages of the window in the order of the rail, each imported when it is first opened."""

from __future__ import annotations

import importlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from recordkeeper.ui.desk import Desk
    from recordkeeper.ui.page import Page


@dataclass(frozen=True, slots=True)
class Place:
    """One entry: `name` is a key of the wording (ui.rail.*), `page` is module:class. `foot` stands at the end.

    A page that lies `under` another has no entry of its own: that one leads to it.
    """

    name: str
    icon: str
    page: str
    foot: bool = False
    under: str = ""

    @property
    def entry(self) -> str:
        """The entry of the rail that is lit while the page is open."""
        return self.under or self.name

    def make(self, desk: Desk) -> Page:
        module, _, kind = self.page.partition(":")
        return cast("Page", getattr(importlib.import_module(module), kind)(desk))


PLACES = (
    Place("home", "home", "recordkeeper.ui.home.page:HomePage"),
    Place("simple", "home", "recordkeeper.ui.home.simple:SimplePage", under="home"),
    Place("review", "review", "recordkeeper.ui.records.review:ReviewPage"),
    Place("timeline", "timeline", "recordkeeper.ui.timeline.page:TimelinePage"),
    Place("records", "records", "recordkeeper.ui.records.page:RecordsPage"),
    Place("facilities", "facility", "recordkeeper.ui.facilities.page:FacilitiesPage", under="records"),
    Place("pair", "beside", "recordkeeper.ui.reader.pair_page:PairPage", under="records"),
    Place("scans", "scans", "recordkeeper.ui.scans.page:ScansPage"),
    Place("labs", "blood", "recordkeeper.ui.labs.page:LabsPage"),
    Place("opinion", "opinion", "recordkeeper.ui.opinion.page:OpinionPage"),
    Place("bundles", "bundle", "recordkeeper.ui.bundle.page:BundlePage"),
    Place("trash", "trash", "recordkeeper.ui.trash.page:TrashPage"),
    Place("receipt", "file", "recordkeeper.ui.adding.receipt:ReceiptPage", foot=True),
    Place("safety", "lock", "recordkeeper.ui.safety.page:SafetyPage", foot=True),
    Place("settings", "settings", "recordkeeper.ui.settings.page:SettingsPage", foot=True),
    Place("help", "help", "recordkeeper.ui.help.page:HelpPage", foot=True),
)
ENTRIES = tuple(place for place in PLACES if not place.under)
