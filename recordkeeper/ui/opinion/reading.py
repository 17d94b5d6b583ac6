"""What the page "Second opinion" shows and puts on paper, read on a reader's thread."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.catalogue import held, own, own_search, record_lines, sources
from recordkeeper.prepare.letters import LETTER, Templates, choice_of, letter_for, template_for
from recordkeeper.prepare.lists import ListRules
from recordkeeper.prepare.preparing import PrepareRules, said_of
from recordkeeper.prepare.printing import known_of
from recordkeeper.prepare.requests import Tracked, calendar, titles_of, track
from recordkeeper.prepare.sheets import SheetKind, sheet
from recordkeeper.prepare.story import story
from recordkeeper.prepare.treatments import Line, medicines, treatment_line
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.letter import Letter
from recordkeeper.records.own import Entry, OwnList
from recordkeeper.records.query import Listing, OwnHit, RecordLine
from recordkeeper.records.story import Story
from recordkeeper.wording.words import Words

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database


@dataclass(frozen=True, slots=True)
class Seen:
    """What the page shows, from one read."""

    rules: Mapping[OwnList, ListRules]
    entries: Mapping[OwnList, tuple[Entry, ...]]
    tracked: Mapping[str, Tracked]
    records: Mapping[str, RecordLine]  # newest first
    story: Story
    read: Mapping[OwnList, tuple[Line, ...]]  # lines that records say, beside the lists a person keeps


@dataclass(frozen=True, slots=True)
class LetterText:
    """A letter as it stands now, the template it comes from, and whether either was changed by the person."""

    request: Entry
    text: str
    template: str
    choice: str  # the name the template is kept under
    changed: bool
    own_template: bool


def read(db: Database, folder: Path) -> Seen:
    """Everything; `folder` is resources/rules."""
    rules = PrepareRules.load(folder)
    said, holding = said_of(db), held.holding(db)
    tracked = track(said.of(OwnList.REQUESTS), holding, rules.board, today())
    lines = {line.id: line for line in record_lines.find(db, Listing())}
    quoted = {OwnList.TREATMENTS: treatment_line(holding, said), OwnList.MEDICINES: medicines(holding, said)}
    return Seen(
        rules.lists,
        {of: tuple(said.of(of)) for of in OwnList},
        {each.entry.id: each for each in tracked},
        lines,
        story(holding, said, rules.story),
        {of: tuple(line for line in found if not line.entry) for of, found in quoted.items()},
    )


def found(db: Database, words: str) -> tuple[OwnHit, ...]:
    """The entries that hold the words."""
    return own_search.find(db, words)


def paper(
    db: Database,
    kind: SheetKind,
    resources: Path,
    words: Words,
    where: str,
    last_backup: tuple[dt.date, str] | None,
    *,
    private: bool,
) -> Letter:
    """A sheet; `where` the library is."""
    known = known_of(db, PrepareRules.load(resources / "rules"), where, today(), last_backup)
    return sheet(kind, known, words, PartialDate.of(today()), private=private)


def letter(db: Database, each: str, resources: Path, language: str) -> Letter:
    """The letter of a request."""
    return _letter(db, own.get(db, OwnList.REQUESTS, each), resources, language)


def letter_text(db: Database, each: str, resources: Path, language: str) -> LetterText:
    """The letter of a request to be changed, with its template."""
    request = own.get(db, OwnList.REQUESTS, each)
    templates = Templates.load(resources / "letters", language)
    what, wording, choices = request.get("what"), request.get("wording"), own.choices(db)
    name = choice_of(what, wording, templates.language)
    made = _letter(db, request, resources, language)
    template = template_for(what, wording, templates, choices)
    return LetterText(request, made.text, template, name, bool(request.get(LETTER)), name in choices)


def calendar_text(db: Database, folder: Path, words: Words) -> str:
    """The calendar of what is due, of visits and of what is lent."""
    rules = PrepareRules.load(folder)
    requests = own.entries(db, OwnList.REQUESTS)
    tracked = track(requests, held.holding(db), rules.board, today())
    dated = [*own.entries(db, OwnList.VISIT), *own.entries(db, OwnList.SPECIMENS)]
    return calendar(tracked, dated, titles_of([*requests, *dated], words), dt.datetime.now(dt.UTC))


def today() -> dt.date:
    """The day where the person is."""
    return dt.datetime.now().astimezone().date()


def _letter(db: Database, request: Entry, resources: Path, language: str) -> Letter:
    about = request.get("about").partition("#")[0]
    record = next((one for one in held.holding(db).records if one.id == about), None)
    templates = Templates.load(resources / "letters", language)
    words = Words.load(resources / "wording", templates.language)
    return letter_for(request, record, sources.patient(db), templates, words, today(), own.choices(db))
