"""What the program suggests to leave out: copies, older versions, pages that are in already, leaflets."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.bundle.choices import Choice, Decisions, choices
from recordkeeper.bundle.plan import Plan, Request, Sections, plan, sort_out
from recordkeeper.bundle.suggest import Leaflets, Suggestion, again
from recordkeeper.library import acts
from recordkeeper.paths import resources
from recordkeeper.records.belonging import Relation, Relative, Relatives
from recordkeeper.records.document import Record
from recordkeeper.records.kinds import Identity, Kind, Status
from recordkeeper.records.papers import LeftOutReason
from tests.bundle.shelf import HEAD, do, export, judge, manifest_of, named, settle
from tests.cli.calling import call
from tests.making import documents as papers
from tests.making.libraries import a_library, bring_in

SECTIONS = Sections.load(resources() / "bundle" / "sections.toml")
LEAFLETS = Leaflets.load(resources() / "bundle" / "leaflets.toml")
REPORT = [
    f"{HEAD}\nSURGICAL PATHOLOGY REPORT\nAccession S24-00117\nCollected 12 March 2024",
    "Left breast, core biopsy at ten o'clock: invasive ductal carcinoma, grade two, eleven millimetres at most.",
    "GROSS DESCRIPTION\nFive tan cores between nine and sixteen millimetres, all submitted in cassettes A1 and A2.",
]


@pytest.fixture
def pair(tmp_path: Path) -> Iterator[App]:
    """A library with one report in two files that a person says hold one text."""
    one = papers.pdf_with_text(tmp_path / "heap" / "one.pdf", ["\n".join(REPORT)])
    two = papers.pdf_with_text(tmp_path / "heap" / "two.pdf", ["\n".join([*REPORT, "Sent by fax"])])
    with a_library(tmp_path / "library") as app:
        bring_in(app, one, two)
        for name in ("one.pdf", "two.pdf"):
            settle(app, name, kind="pathology_report", title=name, service_date="2024-03-12")
        do(app, acts.pair, named(app, "one.pdf").id, named(app, "two.pdf").id, Relation.SAME_TEXT.value)
        yield app


def planned(app: App, **asked: tuple[str, ...]) -> Plan:
    return plan(app.library.catalogue.reader(), Request(**asked), SECTIONS)


def kept(found: Plan) -> dict[str, LeftOutReason]:
    return {item.record.files[0].name: item.reason for item in found.kept}


def stand_in(app: App) -> tuple[Record, Record]:
    """The record shown for both, and the other one."""
    one, two = named(app, "one.pdf"), named(app, "two.pdf")
    return (one, two) if two.relatives.shown_as == one.id else (two, one)


def test_of_one_text_in_two_files_one_goes(pair: App) -> None:
    shown, other = stand_in(pair)
    found = planned(pair)
    assert [item.record.id for item in found.documents] == [shown.id]
    assert kept(found) == {other.files[0].name: LeftOutReason.TWIN}


def test_the_copy_goes_when_it_is_asked_for(pair: App) -> None:
    _, other = stand_in(pair)
    assert len(planned(pair, put_in=(other.id,)).documents) == 2
    assert [item.record.id for item in planned(pair, select=(other.id,)).documents] == [other.id]


def test_the_copy_goes_where_the_record_shown_for_it_cannot(pair: App) -> None:
    shown, other = stand_in(pair)
    judge(pair, shown.id, Status.SET_ASIDE, Identity.DIFFERS)
    assert [item.record.id for item in planned(pair).documents] == [other.id]


def test_a_text_a_person_leaves_out_does_not_come_back_as_its_copy(pair: App) -> None:
    shown, other = stand_in(pair)
    found = sort_out(pair.library.catalogue.reader(), Request(leave_out=(shown.id,)), SECTIONS)
    assert kept(found) == {
        shown.files[0].name: LeftOutReason.NOT_CHOSEN,
        other.files[0].name: LeftOutReason.TWIN,
    }


def test_a_person_may_tick_the_copy(pair: App) -> None:
    _, other = stand_in(pair)
    (choice,) = (c for c in choices(pair.library.catalogue.reader(), SECTIONS) if c.record.id == other.id)
    assert choice.reason is LeftOutReason.TWIN
    assert not choice.fixed
    assert Decisions().decided([choice], goes=True).has(choice)


def test_titles_of_what_is_left_out_are_told_only_when_asked(pair: App, tmp_path: Path) -> None:
    _, other = stand_in(pair)
    quiet = Path(export(pair, tmp_path / "quiet").entry.path)
    assert "1 · The same record is already in" in (quiet / "README.txt").read_text("utf-8")
    assert other.title not in (quiet / "README.txt").read_text("utf-8")
    open_ = Path(export(pair, tmp_path / "open", tell_titles=True).entry.path)
    assert f"12 Mar 2024 · {other.title}" in (open_ / "README.txt").read_text("utf-8")
    assert manifest_of(open_)["left_out"] == {"twin": 1}


def a_record(shelf: App, *twins: Relative, shown_as: str = "") -> Record:
    return replace(named(shelf, "biopsy.pdf"), relatives=Relatives(twins=twins, shown_as=shown_as))


def test_an_older_version_says_that_a_newer_one_is_in(shelf: App) -> None:
    old = a_record(shelf, Relative("new", Relation.REPLACED_BY, 0.9), shown_as="new")
    assert again(old, {"new"}) == Suggestion(LeftOutReason.SUPERSEDED)
    assert again(old, {"another"}) is None


@pytest.mark.parametrize(("confidence", "sure"), [(0.9, True), (0.6, False)])
def test_a_picture_of_a_page_that_is_in_is_told_by_how_sure_that_is(
    shelf: App, confidence: float, sure: bool
) -> None:
    page = a_record(shelf, Relative("book", Relation.PART_OF, confidence))
    assert again(page, {"book"}) == Suggestion(LeftOutReason.PAGE_IN, sure=sure)
    assert again(page, set()) is None


def test_leaflets_name_nobody(shelf: App) -> None:
    paper = replace(named(shelf, "values.xyz"), kind=Kind.OTHER, identity=Identity.UNKNOWN)
    assert LEAFLETS.may_be(paper)
    assert not LEAFLETS.may_be(replace(paper, identity=Identity.AGREES))
    assert not LEAFLETS.may_be(replace(paper, kind=Kind.LETTER))


@pytest.mark.parametrize(
    ("title", "text", "expected"),
    [
        ("Patient information leaflet: Sample tablets", "", Suggestion(LeftOutReason.LEAFLET)),
        ("Hoja informativa", "", Suggestion(LeftOutReason.LEAFLET)),
        ("Page", "How to prepare for your scan", Suggestion(LeftOutReason.LEAFLET, sure=False)),
        ("Page", "Her prospects are good. The prospectors were here.", None),
    ],
)
def test_a_leaflet_says_what_it_is(shelf: App, title: str, text: str, expected: Suggestion | None) -> None:
    assert LEAFLETS.judge(replace(named(shelf, "values.xyz"), title=title), text) == expected


def test_a_choice_that_goes_says_what_may_speak_against_it(tmp_path: Path) -> None:
    paper = papers.pdf_with_text(tmp_path / "sheet.pdf", ["Some words\nHow to prepare for your scan"])
    with a_library(tmp_path / "library") as app:
        bring_in(app, paper)
        judge(app, named(app, "sheet.pdf").id, Status.TO_REVIEW, Identity.UNKNOWN)
        do(app, acts.correct, named(app, "sheet.pdf").id, "kind", "other")
        do(app, acts.correct, named(app, "sheet.pdf").id, "title", "Sheet")
        (choice,) = choices(app.library.catalogue.reader(), SECTIONS)
    told = call(tmp_path / "library", "export", "--preview").data["maybe"]
    assert [(each["record"], each["reason"]) for each in told] == [(choice.record.id, "leaflet")]
    assert isinstance(choice, Choice)
    assert choice.goes
    assert choice.perhaps is LeftOutReason.LEAFLET
