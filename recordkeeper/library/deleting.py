"""Delete for good, the one act without undo: out of originals, index, journal and the copies inside the library.

First a line of the journal and the rows, in one step: from then on it is decided. The sweep that follows may be cut
off; a job stands for it until all is gone, and the next opening goes on. What it cannot reach it names: copies on
sticks, bundles handed on, and the copy of the list of records that is made before many go at once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from recordkeeper.catalogue import changes, deleting, documents, exports, jobs
from recordkeeper.catalogue.changes import Change
from recordkeeper.catalogue.deleting import Deletable, Gone
from recordkeeper.library import copies_without
from recordkeeper.library.folder import Library
from recordkeeper.library.full_backup import last_full
from recordkeeper.library.journal import Line
from recordkeeper.records.deleting import Outlook
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.plain import from_plain, to_plain

MANY = 10  # records; before so many go at once, the list of records is copied
KEPT_DAYS = 30
TRASH_DAYS = 90  # what lies in the trash for longer is offered to be deleted; nothing goes by itself
_LINE, _EMPTY = "deleted", "nothing"


def outlook(library: Library, records: Sequence[str], today: dt.date) -> Outlook:
    """What `delete` would do. InputProblem "no_such_record", or "not_in_trash" for what is not in the trash."""
    return _told(library, _deletable(library, records), today)


def old_in_trash(library: Library, now: dt.datetime) -> tuple[str, ...]:
    """Records that have been in the trash for longer than TRASH_DAYS."""
    since = deleting.trashed_since(library.catalogue.reader())
    limit = dt.timedelta(days=TRASH_DAYS)
    return tuple(sorted(record for record, at in since.items() if now - dt.datetime.fromisoformat(at) > limit))


def delete(library: Library, records: Sequence[str], now: dt.datetime) -> Outlook:
    """Delete records in the trash for good; returns what went. On the writer lane. Problems as `outlook`.

    PlaceProblem when the disk refuses: either nothing has gone, or `finish` goes on later.
    """
    found = _deletable(library, records)
    told = _told(library, found, now.date())
    if not found.asked:
        return told
    if told.kept_until is not None:
        seq = changes.next_seq(library.catalogue.writer)
        copies_without.keep_until(library, told.kept_until, seq)
    db = library.catalogue.writer
    at = now.astimezone(dt.UTC).isoformat(timespec="seconds")
    change = Change(changes.next_seq(db), at, changes.DELETED, {}, {})
    content = {
        "change": to_plain(change),
        "records": sorted(found.gone.records),
        "files": sorted(found.gone.files),
    }
    with library.noting(_LINE, content):
        replay(library, content)
    finish(library)
    return told


def replay(library: Library, content: dict[str, Any]) -> None:
    """Apply a journalled deletion to a catalogue that does not have it yet, inside the caller's transaction."""
    db = library.catalogue.writer
    gone = _gone(content)
    changes.add(db, from_plain(Change, content["change"]))
    deleting.delete(db, gone)
    jobs.want(db, str(content["change"]["seq"]), deleting.SWEEP)


def is_unfinished(library: Library) -> bool:
    """Whether something deleted may still lie about."""
    return bool(deleting.waiting(library.catalogue.writer))


def finish(library: Library) -> None:
    """Take what is deleted out of the journal, the files and the copies too; going over it again does no harm."""
    db = library.catalogue.writer
    waiting = {int(seq) for seq in deleting.waiting(db)}
    if not waiting:
        return
    for line in [line for line in library.journal.lines() if line.what == _LINE]:
        seq = line.content["change"]["seq"]
        if seq not in waiting:
            continue
        gone = _gone(line.content)
        library.journal.rewrite(_Without(library, line.number, gone))
        still = deleting.not_here(db, gone)  # the same file may have been added again since
        library.originals.remove(still.files)
        deleting.purge(db)
        copies_without.sweep(library, still, seq)
        with db.atomic():
            jobs.done(db, str(seq), deleting.SWEEP)


class _Without:
    """Says what stands in place of a line of the journal: nothing of what was deleted by line `until`."""

    def __init__(self, library: Library, until: int, gone: Gone) -> None:
        self._until, self._gone = until, gone
        self._paths = {
            (line.content["intake"], found["path"])
            for line in library.journal.lines()
            if line.what == "files" and line.number < until
            for found in line.content["files"]
            if _sum_of(found, "fingerprint") in gone.files
        }

    def __call__(self, line: Line) -> Line:
        if line.number >= self._until:
            return line
        content = line.content
        match line.what:
            case "files":
                files = [self._file(content["intake"], found) for found in content["files"]]
                return replace(line, content={**content, "files": files})
            case "intake":
                sources = [self._path(content["id"], path) for path in content.get("sources", ())]
                return replace(line, content={**content, "sources": sources})
            case "change":
                return self._change(line)
        return line

    def _path(self, intake: int, path: str) -> str:
        return deleting.hidden_path(path) if (intake, path) in self._paths else path

    def _file(self, intake: int, found: dict[str, Any]) -> dict[str, Any]:
        if _sum_of(found, "outer") in self._gone.files:
            found = {name: value for name, value in found.items() if name != "outer"}
        if (intake, found["path"]) not in self._paths:
            return found
        kept = {name: value for name, value in found.items() if name in ("outcome", "size", "modified_ns")}
        hidden = {"path": self._path(intake, found["path"]), "name": "", "reason_code": deleting.REASON}
        return {**kept, **hidden}

    def _change(self, line: Line) -> Line:
        change = line.content["change"]
        before = change["forward"], change["inverse"]
        after = tuple(deleting.without(effect, self._gone) for effect in before)
        if after == before:
            return line
        if not any(after):
            return Line(line.number, _EMPTY, {})
        return replace(line, content={"change": {**change, "forward": after[0], "inverse": after[1]}})


def _sum_of(found: dict[str, Any], name: str) -> str:
    return str((found.get(name) or {}).get("sha256", ""))


def _gone(content: dict[str, Any]) -> Gone:
    return Gone(frozenset(content["records"]), frozenset(content["files"]))


def _deletable(library: Library, records: Sequence[str]) -> Deletable:
    db = library.catalogue.reader() if library.lock is None else library.catalogue.writer
    for record in records:
        documents.row_of(db, record)
    if others := deleting.not_in_trash(db, records):
        raise InputProblem("not_in_trash", records=", ".join(others))
    return deleting.deletable(db, records)


def _told(library: Library, found: Deletable, today: dt.date) -> Outlook:
    db = library.catalogue.reader()
    full = last_full(library)
    bundles = (entry.path for entry in exports.all_bundles(db) if found.gone.records & set(entry.records))
    return Outlook(
        records=found.asked,
        stayed=found.stayed,
        files=len(found.files),
        size=sum(file.size for file in found.files),
        kept_until=today + dt.timedelta(days=KEPT_DAYS) if len(found.asked) >= MANY else None,
        full_place=full.place if full else "",
        full_made=full.made if full else None,
        bundles=tuple(dict.fromkeys(bundles)),
    )
