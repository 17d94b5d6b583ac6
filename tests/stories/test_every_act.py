"""Every act of a person: taken back and done again after a restart, and there after a rebuild; and so is every
table that holds what a person typed or decided.
"""

from __future__ import annotations

import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from recordkeeper import paths
from recordkeeper.app import App, opened, workers
from recordkeeper.catalogue import changes, documents, findings, marks, own
from recordkeeper.intake import strangers, whose
from recordkeeper.intake.lab_entry import Typed, type_result
from recordkeeper.library import (
    acts,
    acts_arrange,
    acts_findings,
    acts_imaging,
    acts_marks,
    keeping_views,
    preparing,
)
from recordkeeper.library.folder import Library
from recordkeeper.records.kinds import DateOrder, Status
from recordkeeper.records.own import OwnList
from recordkeeper.records.patient import Patient
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.query import Listing
from recordkeeper.records.readiness import SlotState
from tests.making.documents import pdf_with_text
from tests.making.libraries import a_library, bring_in, built_again, write

QUESTIONS = OwnList.QUESTIONS
PAGES = "Ottilie Wren Madeup  Born 05/04/1957\nPROGRESS NOTE\nseen on 01/02/2024\nPage {} of 4"
OTHER = "Walter Stranger   DOB: 01/01/1930\nPROGRESS NOTE\nseen on 01/02/2024"

# What a person typed or decided, or what they brought: word for word the same after a rebuild.
DECIDED = {"patient", "intake", "source_file", "change", "correction", "bundle"}
# What is read of the files again, and what follows from it.
READ_AGAIN = {
    "original", "record", "record_file", "series", "instance", "page", "fact", "enclosed", "trace", "twin",
    "pairing", "clinical", "facility", "place_told", "lab", "job", "meta",
}  # fmt: skip
_NOT_THE_SAME = {"trace", "twin", "pairing", "job", "meta", "change", "facility"}  # made anew in passing
_OF_SQLITE = ("sqlite_", "_sqlite", "page_text")

Act = Callable[[App], object]


def _records(app: App) -> list[str]:
    """Documents of the patient that nobody has touched, in a lasting order."""
    db = app.library.catalogue.writer
    free = [each for each in documents.find(db, Listing()) if each.imaging is None]
    return sorted(
        each.id for each in free if not changes.corrections(db, each.id) and each.status is not Status.SET_ASIDE
    )


def _finding(app: App) -> str:
    return findings.all_findings(app.library.catalogue.writer)[0].finding.id


def _marked(app: App) -> list[str]:
    return sorted(marks.all_marks(app.library.catalogue.writer))


def _theirs(app: App) -> list[str]:
    rows = app.library.catalogue.writer.execute(
        "SELECT record FROM correction WHERE field = ? AND value = ?", [changes.WHOSE, json.dumps(changes.OTHERS)]
    )
    return [record for (record,) in rows]


def _merged(app: App) -> str:
    rows = app.library.catalogue.writer.execute(
        "SELECT value FROM correction WHERE field = 'merged_into'"
    ).fetchone()
    return str(json.loads(rows[0])["record"])


def _long(app: App) -> str:
    db = app.library.catalogue.writer
    return next(each.id for each in documents.find(db, Listing()) if each.page_count == 4)


def _part(app: App) -> str:
    rows = app.library.catalogue.writer.execute("SELECT value FROM correction WHERE field = 'parts'").fetchone()
    return str(json.loads(rows[0])[0]["record"])


def _places(app: App) -> list[str]:
    rows = app.library.catalogue.writer.execute(
        "SELECT f.name FROM facility f WHERE EXISTS (SELECT 1 FROM record WHERE place_key = f.key) ORDER BY f.key"
    )
    return [name for (name,) in rows.fetchall()]


def _image(app: App) -> tuple[str, str, int]:
    record, uid = app.library.catalogue.writer.execute(
        """
        SELECT r.id, i.uid FROM instance i JOIN series s ON s.id = i.series_id
        JOIN record r ON r.rowid = s.record_id
        WHERE json_extract(i.header, '$.has_pixels') ORDER BY i.uid LIMIT 1
        """
    ).fetchone()
    return record, uid, 1


def _entry(app: App) -> str:
    return own.entries(app.library.catalogue.writer, QUESTIONS)[-1].id


def _stranger(app: App) -> str:
    found = strangers.groups(app.library.catalogue.writer)
    return next(group.id for group in found if any("Walter" in person.name for person in group.people))


def _writes(act: Callable[[Library], object]) -> Act:
    return lambda app: act(app.library)


# In this order: some need what came before.
ACTS: dict[str, Act] = {
    "write_down": _writes(lambda lib: preparing.add_entry(lib, QUESTIONS, {"text": "Why now?"})),
    "change_note": lambda app: preparing.set_entry(app.library, QUESTIONS, _entry(app), {"text": "Why then?"}),
    "take_off_list": lambda app: preparing.remove_entry(app.library, QUESTIONS, _entry(app)),
    "say_slot": _writes(lambda lib: preparing.say_slot(lib, "pathology_report", SlotState.ASKED_FOR)),
    "choose": _writes(lambda lib: preparing.choose(lib, "cancer", "breast")),
    "accept": lambda app: acts.accept(app.library, _records(app)[:1]),
    "correct": lambda app: acts.correct_fields(
        app.library, _records(app)[0], {"title": "As I say", "service_date": "2024-05"}
    ),
    "split": lambda app: acts.split(app.library, _long(app), [2, 3]),
    "rejoin": lambda app: acts.rejoin(app.library, _part(app)),
    "merge": lambda app: acts.merge(app.library, _records(app)[:2]),
    "arrange": lambda app: acts_arrange.arrange(app.library, _merged(app), [2, 1]),
    "pair": lambda app: acts.pair(app.library, _records(app)[0], _records(app)[1]),
    "unpair": lambda app: acts.unpair(app.library, _records(app)[0], _records(app)[1]),
    "name_facility": lambda app: acts.name_facility(app.library, _places(app)[0], "As I call it"),
    "say_date_order": lambda app: acts.say_date_order(app.library, _places(app)[0], DateOrder.DAY_FIRST),
    "merge_facilities": lambda app: acts.merge_facilities(app.library, _places(app)[0], _places(app)[1]),
    "part_facility": lambda app: acts.part_facility(app.library, "As I call it"),
    "type_result": lambda app: type_result(
        app.library, app.lab_rules(), Typed("CEA", "2.2", "2024-07-01", "µg/L", lab="Home")
    ),
    "star": lambda app: acts_imaging.star(app.library, *_image(app), "this one"),
    "unstar": lambda app: acts_imaging.unstar(app.library, *_image(app)),
    "star_record": lambda app: acts_marks.star(app.library, _records(app)[:2]),
    "tag": lambda app: acts_marks.tag(app.library, _marked(app), add=["for the visit"]),
    "note_record": lambda app: acts_marks.note(app.library, _marked(app)[0], "ask about this"),
    "unstar_record": lambda app: acts_marks.unstar(app.library, _marked(app)),
    "mark_finding": lambda app: acts_findings.mark_words(app.library, _records(app)[0], 1, "wren", "mine"),
    "note_finding": lambda app: acts_findings.write_note(app.library, _finding(app), "ask about this"),
    "unmark_finding": lambda app: acts_findings.unmark(app.library, _finding(app)),
    "keep_view": _writes(lambda lib: keeping_views.keep_view(lib, "Letters", "kind:letter 2023..")),
    "drop_view": _writes(lambda lib: keeping_views.drop_view(lib, "letters")),
    "trash": lambda app: acts.trash(app.library, _records(app)[:1]),
    "untrash": lambda app: acts.untrash(
        app.library, [documents.find(app.library.catalogue.writer, Listing(status=Status.TRASHED))[0].id]
    ),
    "move": lambda app: acts.moved(app.library, _records(app)[:1], "/elsewhere", "Walter"),
    "say_theirs": lambda app: strangers.say_whose(app.library, _records(app)[:1], mine=False),
    "say_mine": lambda app: strangers.say_whose(app.library, _theirs(app), mine=True),
    "whose_left": lambda app: strangers.leave(app.library, _stranger(app)),
    "whose_me": lambda app: strangers.me(app.library, _stranger(app)),
}


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with records of every sort, closed."""
    place = tmp_path_factory.mktemp("lived")
    (place / "heap").mkdir()
    makers = workers(may_write=True, slots=1)
    patient = makers.run("sample", {"folder": str(place / "heap"), "seed": 1}, deadline=120).header["patient"]
    makers.close()
    pdf_with_text(place / "heap" / "long.pdf", [PAGES.format(number) for number in range(1, 5)])
    write(place / "heap", {"stranger.txt": OTHER})
    with a_library(place / "library", from_plain(Patient, patient)) as app:
        bring_in(app, place / "heap", pictures=False)
    return place / "library"


def snapshot(app: App, *, without: set[str] = _NOT_THE_SAME) -> dict[str, list[Any]]:
    """Every table, row by row."""
    db = app.library.catalogue.writer
    return {
        table: sorted(map(repr, db.execute(f"SELECT * FROM {table}").fetchall()))
        for table in sorted(tables(app) - without)
    }


def tables(app: App) -> set[str]:
    rows = app.library.catalogue.writer.execute("SELECT name FROM sqlite_schema WHERE type = 'table'").fetchall()
    return {name for (name,) in rows if not name.startswith(_OF_SQLITE)}


def after(place: Path, act: Act) -> dict[str, list[Any]]:
    """Open the library, act, close it; what it holds at the next opening."""
    with opened(place, writing=True) as app:
        act(app)
        whose.settle(app.library)
    with opened(place, writing=True) as app:
        return snapshot(app)


def differences(one: dict[str, list[Any]], other: dict[str, list[Any]]) -> dict[str, list[str]]:
    return {table: sorted(set(one[table]) ^ set(other[table]))[:4] for table in one if one[table] != other[table]}


def test_every_act_there_is_is_done_here() -> None:
    wording = tomllib.loads((paths.resources() / "wording" / "en" / "cli.toml").read_text(encoding="utf-8"))
    assert set(ACTS) == set(wording["act"]) - {changes.DELETED}


def test_every_table_is_either_decided_by_a_person_or_read_again(lived: Path) -> None:
    with opened(lived, writing=True) as app:
        assert tables(app) == DECIDED | READ_AGAIN


def test_each_act_is_taken_back_and_done_again_after_a_restart_and_rebuilt(lived: Path, tmp_path: Path) -> None:
    place = tmp_path / "library"
    shutil.copytree(lived, place)
    before = after(place, lambda _app: None)
    for label, act in ACTS.items():
        done = after(place, act)
        assert done != before, label
        with opened(place, writing=True) as app:
            newest = changes.history(app.library.catalogue.writer)[0]
            assert newest.label == label
        assert differences(after(place, lambda app: whose.undo(app.library)), before) == {}, label
        assert differences(after(place, lambda app: whose.redo(app.library)), done) == {}, label
        before = done
        if label == "whose_left":  # the next one says something else of the same person
            before = after(place, lambda app: whose.undo(app.library))
    with opened(place, writing=True) as app, built_again(app, tmp_path / "again") as again:
        same = tables(app) - DECIDED
        assert differences(snapshot(app, without=same), snapshot(again, without=same)) == {}
        assert _seen(again) == _seen(app)


def _seen(app: App) -> list[Any]:
    """Records as a person sees them, wherever they stand."""
    db = app.library.catalogue.writer
    found = (*documents.find(db, Listing()), *documents.find(db, Listing(status=Status.TRASHED)))
    return [
        (each.id, each.title, each.status, str(each.service_date), each.facility, to_plain(each.files))
        for each in found
    ]
