"""A bundle of locked PDFs: start sheet and packet, and a third that carries the lists for programs.

No other file lies beside them, so that nothing tells of a record, and no program but a PDF reader is needed. Scans
and files without pages cannot go this way; the start sheet and the sender are told so.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from recordkeeper.bundle import manifest, written
from recordkeeper.bundle.fill import Filled, Problem, listed, with_what_opens
from recordkeeper.bundle.kit import Kit
from recordkeeper.bundle.occasion import Occasion
from recordkeeper.bundle.plan import Plan
from recordkeeper.bundle.unlocking import Unlocked
from recordkeeper.bundle.upload_rule import PAPERS_ONLY, said_of_taken, taken
from recordkeeper.bundle.written import Written
from recordkeeper.library.durable import place_problems
from recordkeeper.records.errors import InputProblem

_SECONDS, _SECONDS_A_PAGE = 120.0, 0.5


def fill_locked(kit: Kit, folder: Path, the_plan: Plan, occasion: Occasion, made: str, passphrase: str) -> Filled:
    """Write everything into `folder`, each file locked.

    PlaceProblem, WorkerFailure, or InputProblem "nothing_to_export" when there is nothing but scans.
    """
    places = occasion.places
    unlocked = Unlocked(kit.library, kit.makers, folder)
    with place_problems(str(folder)):
        the_plan, still_locked = with_what_opens(kit, unlocked, the_plan)
        the_plan = taken(the_plan, PAPERS_ONLY)
        if not the_plan.documents:
            raise InputProblem("nothing_to_export")
        (folder / places.manifest).parent.mkdir()
        with written.being_written(kit, folder, the_plan, occasion, {}, unlocked) as the_rest:
            done = the_rest({}, "")
        unlocked.clear()
        _without_sheets(folder, done)
        _lock(kit, folder / places.start, passphrase, pages=2)
        _lock(kit, folder / places.packet, passphrase, pages=done.packet.pages)
        files = [
            manifest.hashed(folder, places.start, "paper", pages=2),
            manifest.hashed(folder, places.packet, "paper", pages=done.packet.pages),
        ]
        problems = [
            *(Problem("still_locked", record) for record in still_locked),
            *(Problem("to_review", record) for record in the_plan.to_review),
            *(Problem("names_another", record) for record in the_plan.names_another),
            *(Problem("no_page_of_it", r, str(p.problem)) for r, p in done.placed.items() if p.problem),
            *said_of_taken(the_plan),
        ]
        filled = listed(kit, folder, the_plan, occasion, made, done, {}, files, "", problems)
        _carry_lists(kit, folder, occasion, passphrase)
    return filled


def _without_sheets(folder: Path, done: Written) -> None:
    """The sheets made for the bundle stand in the packet; files of their own are not needed."""
    for made, _ in done.sheets:
        (folder / made.path).unlink()
    shutil.rmtree(folder / done.start.places.sheets, ignore_errors=True)


def _lock(kit: Kit, path: Path, passphrase: str, *, pages: int) -> None:
    asked = {"path": str(path), "passphrase": passphrase}
    kit.makers.run("lock", asked, deadline=_SECONDS + pages * _SECONDS_A_PAGE)


def _carry_lists(kit: Kit, folder: Path, occasion: Occasion, passphrase: str) -> None:
    """The lists go as attachments of a locked PDF, and not beside it."""
    places = occasion.places
    lists = [folder / path for path in (places.manifest, places.sums, places.fhir)]
    asked = {
        "files": [str(path) for path in lists],
        "out": str(folder / places.locked_lists),
        "passphrase": passphrase,
        "language": kit.words.language,
    }
    kit.makers.run("carry", asked, deadline=_SECONDS)
    shutil.rmtree(lists[0].parent)
