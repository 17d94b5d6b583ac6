"""What every page is given: the open library, its lanes, the words, the look, and news of what has changed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal

from recordkeeper.ui.errands import Errands
from recordkeeper.ui.icons import Icons
from recordkeeper.ui.style import Look

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database
    from recordkeeper.library.folder import Library
    from recordkeeper.recognise.imaging_rules import ImagingRules
    from recordkeeper.settings import Settings
    from recordkeeper.wording.words import Words
    from recordkeeper.work.frames import Frame
    from recordkeeper.work.lanes import Lane, Lanes
    from recordkeeper.work.pool import Workers

P = ParamSpec("P")
R = TypeVar("R")


class News(QObject):
    """One broadcast of changes; each page decides for itself what to do about it."""

    records_changed = Signal(object)  # a tuple of record ids; empty = anything may have changed
    act_done = Signal(str, object)  # label of the act, ids touched: the undo bar shows it
    said = Signal(str)  # a sentence for the person
    looked_at = Signal(str)  # a record id: a person has it before them
    show_record = Signal(str, object)  # record id (or record#page), and the words to mark or None
    show_study = Signal(str)  # the record id of a scan: open its images
    show_image = Signal(str, str)  # the record id of a scan and one of its images, as ui/scans/asking.py names it
    facility_wanted = Signal(str)  # a record id: open the place it comes from
    page_wanted = Signal(str)  # a name of ui/shell/places.py
    list_wanted = Signal(str)  # a list of records/own.py: show it
    question_wanted = Signal(object)  # fields of a question about a page, a value or an image: write it down
    notes_wanted = Signal(str)  # words: show the entries of one's own lists that hold them
    bundle_wanted = Signal(str, str)  # for whom, and the preset to start from: begin a bundle
    search_wanted = Signal(str)  # words of a search: put them into the box, and search
    group_wanted = Signal(str)  # a group of ui/records/groups.py: show its records
    pair_wanted = Signal(str)  # a record id: show it side by side with another
    paths_wanted = Signal(object)  # bring in these paths (a tuple of str), or go on with them
    add_wanted = Signal()  # somebody pressed an Add records button
    settings_changed = Signal(object)  # the Settings a person now wants
    protect_wanted = Signal(str, bool)  # protect, rekey or unprotect; whether to go on with one that was cut off
    lock_wanted = Signal()  # lock the library now
    library_wanted = Signal(str)  # open the library in this folder instead
    relocate_wanted = Signal(str)  # move the library to this folder, and open it there
    mend_wanted = Signal()  # the list of records is damaged: close the library, mend it, open it again

    def __init__(self) -> None:
        super().__init__(QCoreApplication.instance())  # as Errands: it must not die on another thread


@dataclass(frozen=True, slots=True)
class Desk:
    """The long-lived objects of one open library, as pages see them."""

    library: Library
    lanes: Lanes
    makers: Workers
    rules: Callable[[], ImagingRules]
    words: Words
    look: Look
    icons: Icons
    settings: Settings
    resources: Path
    errands: Errands = field(default_factory=Errands)
    news: News = field(default_factory=News)

    def read(self, query: Callable[Concatenate[Database, P], R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Run a query on a reader lane with that thread's own connection."""
        return _asked(self.lanes.readers, _with_reader, self.library, query, *args, **kwargs)

    def act(self, act: Callable[Concatenate[Library, P], R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Do one of a person's acts on the writer lane."""
        return _asked(self.lanes.writer, act, self.library, *args, **kwargs)

    def glance(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Read something short that is not in the catalogue."""
        return _asked(self.lanes.readers, work, *args, **kwargs)

    def fetch(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Read or write files, which may take a moment."""
        return _asked(self.lanes.copiers, work, *args, **kwargs)

    def view(self, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Have an image made ready that somebody looks at, or soon will."""
        return _asked(self.lanes.viewers, work, *args, **kwargs)

    def ask_worker(self, task: str, args: dict[str, Any], *, deadline: float) -> Future[Frame]:
        """Have a worker process do something."""
        try:
            return self.lanes.workers.submit(task, args, deadline=deadline)
        except RuntimeError:  # the workers take no more work
            return _nothing()


def _asked(lane: Lane, work: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
    """What was submitted; nothing, if the library was closed while a widget still had something to ask."""
    try:
        return lane.submit(work, *args, **kwargs)
    except RuntimeError:  # the lane takes no more work
        return _nothing()


def _nothing() -> Future[R]:
    nothing: Future[R] = Future()
    nothing.cancel()
    return nothing


def _with_reader(
    library: Library, query: Callable[Concatenate[Database, P], R], /, *args: P.args, **kwargs: P.kwargs
) -> R:
    """On a reader's thread, which is given nothing of Qt's: it could be the last to let go of it."""
    return query(library.catalogue.reader(), *args, **kwargs)
