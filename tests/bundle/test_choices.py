"""What a person chooses from: every record once, with its size and what speaks against it."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.bundle.choices import IMAGING, OUR_PAPERS, Choice, Decisions, choices, concerns, size_of
from recordkeeper.bundle.make import Made
from recordkeeper.bundle.plan import Sections
from recordkeeper.paths import resources
from recordkeeper.records.kinds import Identity, Status
from recordkeeper.records.papers import LeftOutReason
from tests.bundle.shelf import CHEST, all_records, export, named, studies
from tests.cli.calling import call
from tests.making import dicom
from tests.making.libraries import a_library, bring_in

SECTIONS = Sections.load(resources() / "bundle" / "sections.toml")


@pytest.fixture
def found(shelf: App) -> dict[str, Choice]:
    """First file name → choice."""
    return {c.record.files[0].name: c for c in choices(shelf.library.catalogue.reader(), SECTIONS)}


def test_every_record_outside_the_trash_is_offered_once(shelf: App) -> None:
    ids = [choice.record.id for choice in choices(shelf.library.catalogue.reader(), SECTIONS)]
    alive = {record.id for record in all_records(shelf) if record.status is not Status.TRASHED}
    assert len(ids) == len(set(ids))
    assert set(ids) == alive


def test_cards_and_forms_stay_out_but_may_be_put_in(found: dict[str, Choice]) -> None:
    for name, reason in (("card.pdf", LeftOutReason.INSURANCE), ("consent.pdf", LeftOutReason.CONSENT)):
        choice = found[name]
        assert choice.reason is reason
        assert not Decisions().has(choice)
        asked = Decisions().decided([choice], goes=True)
        assert asked.has(choice)
        assert asked.decided([choice], goes=False) == Decisions()


@pytest.mark.parametrize("name", ["aunt.pdf", "locked.pdf", "bad.pdf"])
def test_strangers_and_closed_files_cannot_be_put_in(found: dict[str, Choice], name: str) -> None:
    choice = found[name]
    assert choice.fixed
    assert not Decisions(put_in=frozenset({choice.record.id})).has(choice)
    assert Decisions().decided([choice], goes=True) == Decisions()


def test_what_goes_can_be_left_out(found: dict[str, Choice]) -> None:
    choice = found["biopsy.pdf"]
    assert Decisions().has(choice)
    without = Decisions().decided([choice], goes=False)
    assert not without.has(choice)
    assert without.decided([choice], goes=True) == Decisions()


def test_scans_have_a_section_of_their_own(shelf: App) -> None:
    imaging = {c.record.id for c in choices(shelf.library.catalogue.reader(), SECTIONS) if c.section == IMAGING}
    assert imaging == {study.id for study in studies(shelf).values()}


def test_the_size_told_before_is_near_the_size_made(shelf: App, made: Made) -> None:
    told = size_of(c for c in choices(shelf.library.catalogue.reader(), SECTIONS) if c.goes)
    real = sum(path.stat().st_size for path in Path(made.entry.path).rglob("*") if path.is_file())
    assert 0.5 < told / real < 2


def test_one_file_counts_once_however_many_records_lie_in_it(found: dict[str, Choice]) -> None:
    choice = found["biopsy.pdf"]
    assert (
        size_of([choice, choice]) == size_of([choice]) == 2 * choice.record.files[0].fingerprint.size + OUR_PAPERS
    )


def test_what_cannot_be_shown_is_told(found: dict[str, Choice]) -> None:
    codes = {concern.code for concern in concerns([found["values.xyz"]])}
    assert "not_shown" in codes


def test_an_unlooked_record_is_told_and_a_settled_one_is_not(shelf: App, found: dict[str, Choice]) -> None:
    assert named(shelf, "biopsy.pdf").identity is Identity.AGREES
    assert not list(concerns([found["biopsy.pdf"]]))
    photo = found["IMG_0007.jpg"]
    assert photo.record.identity is Identity.UNKNOWN
    assert {c.code for c in concerns([photo])} <= {"to_review", "names_nobody"}
    assert list(concerns([photo]))


def test_a_file_that_is_not_what_it_was_is_named_before_anything_is_made(shelf: App) -> None:
    db, originals = shelf.library.catalogue.reader(), shelf.library.originals
    biopsy = named(shelf, "biopsy.pdf")
    sha256 = biopsy.files[0].fingerprint.sha256
    place = shelf.library.folder / "originals" / sha256[0] / sha256
    aside, held = place.with_name("aside"), place.read_bytes()

    def changed() -> set[str]:
        found = (choice for choice in choices(db, SECTIONS, whole=originals.whole()) if choice.goes)
        return {concern.record.id for concern in concerns(found) if concern.code == "changed"}

    assert changed() == set()
    place.replace(aside)
    try:
        assert changed() == {biopsy.id}
        place.write_bytes(held[:-1])
        assert changed() == {biopsy.id}
    finally:
        aside.replace(place)
    assert changed() == set()


def test_a_program_in_front_of_an_image_is_told_before_and_is_not_sent(tmp_path: Path) -> None:
    plain = dicom.save(dicom.make_slice(CHEST, 1), tmp_path / "heap" / "IM1")
    armed = dicom.save(dicom.make_slice(CHEST, 2), tmp_path / "heap" / "IM2")
    armed.write_bytes(b"MZ\x90".ljust(128, b"\x01") + armed.read_bytes()[128:])
    with a_library(tmp_path / "library") as app:
        bring_in(app, tmp_path / "heap")
        (choice,) = choices(app.library.catalogue.reader(), SECTIONS)
        assert [concern.code for concern in concerns([choice])] == ["program"]
        told = call(tmp_path / "library", "export", "--preview").data["concerns"]
        assert ("program", choice.record.id) in {(each["concern"], each["record"]) for each in told}
        made = export(app, tmp_path / "bundle")
    assert ("program_taken_out", choice.record.id) in {(each.code, each.record) for each in made.problems}
    sent = [path.read_bytes() for path in (tmp_path / "bundle" / "IMAGING" / "DICOM").rglob("*") if path.is_file()]
    assert sorted(sent) == sorted([plain.read_bytes(), bytes(128) + armed.read_bytes()[128:]])


def test_where_only_papers_go_what_has_no_pages_is_said_to_stay_out(found: dict[str, Choice]) -> None:
    odd = found["values.xyz"]
    assert [concern.code for concern in concerns([odd])] == ["not_shown"]
    assert [concern.code for concern in concerns([odd], "locked-pdfs")] == ["no_pages"]
