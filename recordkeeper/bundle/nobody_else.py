"""Nobody else's pages: looked for before a bundle is made, and what was left out in the files that were made."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from recordkeeper.bundle.checks import Check, check_of
from recordkeeper.bundle.manifest import BundledFile
from recordkeeper.bundle.plan import Plan
from recordkeeper.catalogue import documents
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import Record
from recordkeeper.records.papers import LeftOutReason
from recordkeeper.work.pool import WorkerFailure, Workers

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_SECONDS = 120.0
_TELLING = 40  # letters and digits: less than that may stand on any page
_WORD = re.compile(r"\w+")
_MONTHS = (
    ("jan", "ene"), ("feb",), ("mar",), ("apr", "abr"), ("may",), ("jun",), ("jul",), ("aug", "ago"), ("sep",),
    ("oct",), ("nov",), ("dec", "dic"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person on a record that was set aside: the words of the name, and the birth date."""

    name: str
    words: frozenset[str]
    born: re.Pattern[str]


def somebody_else(db: Database, the_plan: Plan) -> tuple[Record, str] | None:
    """The first record that goes and has a page of a person on a record that was set aside, and that person's name.

    Both the name and the birth date have to stand on one page: a doctor or an aunt may well be named by a letter.
    """
    strangers = tuple(_strangers(kept.record for kept in the_plan.kept if kept.reason is LeftOutReason.SET_ASIDE))
    if not strangers:
        return None
    accepted = {_words(record.person.name) for record in _going(the_plan) if record.id in the_plan.names_another}
    for record in (item.record for item in the_plan.documents):
        for page in documents.pages(db, record.id):
            words = _words(page.text)
            for who in strangers:
                if who.words not in accepted and who.words <= words and who.born.search(page.text.casefold()):
                    return record, who.name
    return None


def _going(the_plan: Plan) -> Iterator[Record]:
    yield from (item.record for item in the_plan.documents)
    yield from the_plan.studies


def _strangers(records: Iterable[Record]) -> Iterator[Somebody]:
    """Those a page can be told by: a name of two words and a whole birth date."""
    for record in records:
        words, born = _words(record.person.name), record.person.birth_date
        if len(words) > 1 and born is not None and born.day:
            yield Somebody(record.person.name, words, _as_printed(born))


def _words(text: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(sign for sign in plain if not unicodedata.combining(sign))
    return frozenset(word for word in _WORD.findall(bare.casefold()) if len(word) > 1)


def _as_printed(date: PartialDate) -> re.Pattern[str]:
    """The ways papers print a date: 1/2/1950 in either order, 1950-02-01, 1 Feb 1950, February 1, 1950."""
    day, month, year = f"0?{date.day}", f"0?{date.month}", str(date.year)
    gap, name = r"[\s./-]+", "(?:" + "|".join(_MONTHS[date.month - 1]) + r")\w*\.?"
    forms = (
        rf"{day}{gap}{month}{gap}{year}",
        rf"{month}{gap}{day}{gap}{year}",
        rf"{year}{gap}{month}{gap}{day}",
        rf"{day}(?:\s+de)?[\s-]+{name}(?:\s+de)?[\s,-]+{year}",
        rf"{name}\s+{day}(?:st|nd|rd|th)?,?\s+{year}",
    )
    return re.compile(rf"(?<!\d)(?:{'|'.join(forms)})(?!\d)")


def left_out(folder: Path, files: Sequence[BundledFile], the_plan: Plan, db: Database, workers: Workers) -> Check:
    """Nothing that was left out lies in the bundle: no file of it, and no page of it in a file made from one."""
    going = {part.fingerprint.sha256 for record in _going(the_plan) for part in record.files}
    outside = {part.fingerprint.sha256 for kept in the_plan.kept for part in kept.record.files} - going
    wrong = [file.path for file in files if file.sha256 in outside or file.from_sha256 in outside]
    made = [file for file in files if file.role in ("extract", "copy")]
    for file in made:
        pages = tuple(_pages_left_out(the_plan, db, file.from_sha256))
        if pages:
            inside = _inside(folder, file, workers)
            wrong += [file.path for page in pages if page in inside]
    return check_of("left_out", sorted(set(wrong)), f"{len(the_plan.kept)} records stayed out")


def _pages_left_out(the_plan: Plan, db: Database, sha256: str) -> Iterator[str]:
    for kept in the_plan.kept:
        if any(part.fingerprint.sha256 == sha256 for part in kept.record.files):
            for page in documents.pages(db, kept.record.id):
                if page.file.sha256 == sha256 and len(bare := _bare(page.text)) >= _TELLING:
                    yield bare


def _inside(folder: Path, file: BundledFile, workers: Workers) -> str:
    """All that a reader finds written in a file, as one row of letters."""
    try:
        asked = {"path": str(folder / file.path), "name": file.path, "texts": True}
        found = workers.run("inspect", asked, deadline=_SECONDS).header
    except WorkerFailure:
        return ""  # that the file does not open is told by another check
    return _bare(" ".join(str(text) for text in found["texts"]))


def _bare(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())
