"""What goes in, in which section, and what stays out and why."""

from __future__ import annotations

import pytest

from recordkeeper.app import App
from recordkeeper.bundle.plan import Plan, Request, Sections, plan
from recordkeeper.library import acts
from recordkeeper.paths import resources
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.kinds import Kind, Status
from recordkeeper.records.papers import LeftOutReason, Section
from tests.bundle.shelf import all_records, do, named, studies

SECTIONS = Sections.load(resources() / "bundle" / "sections.toml")


def planned(app: App, *select: str) -> Plan:
    return plan(app.library.catalogue.reader(), Request(select), SECTIONS)


def names(found: Plan) -> set[str]:
    """The names of the files of the documents that go in."""
    return {item.record.files[0].name for item in found.documents}


def left_out(found: Plan) -> dict[str, int]:
    return {line.reason.value: line.count for line in found.left_out}


def test_everything_that_is_the_patients_and_can_be_opened_goes_in(shelf: App) -> None:
    found = planned(shelf)
    assert {"biopsy.pdf", "note.txt", "IMG_0007.jpg", "values.xyz"} <= names(found)
    assert {study.id for study in found.studies} == {study.id for study in studies(shelf).values()}


def test_what_stays_out_is_counted_by_its_reason(shelf: App) -> None:
    assert left_out(planned(shelf)) == {"set_aside": 1, "locked": 1, "unreadable": 1, "insurance": 1, "consent": 1}


def test_every_record_either_goes_or_is_counted_as_left_out(shelf: App) -> None:
    for select in ((), ("pathology_report",), (named(shelf, "card.pdf").id,)):
        found = planned(shelf, *select)
        alive = [record for record in all_records(shelf) if record.status is not Status.TRASHED]
        assert len(found.documents) + len(found.studies) + sum(left_out(found).values()) == len(alive)


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_paper_has_a_section(kind: Kind) -> None:
    assert kind in SECTIONS.of_kind or kind is Kind.IMAGING_STUDY  # a study lies in IMAGING/


def test_sections_are_numbered_in_the_order_they_are_read() -> None:
    assert [SECTIONS.numbers[section] for section in Section] == [f"{n:02}" for n in range(len(Section))]


def test_documents_come_by_section_then_by_date(shelf: App) -> None:
    found = planned(shelf)
    keys = [(list(Section).index(i.section), str(i.record.service_date or "9999")) for i in found.documents]
    assert keys == sorted(keys)
    assert next(i.section for i in found.documents if i.record.files[0].name == "biopsy.pdf") is Section.PATHOLOGY


def test_a_file_nobody_can_show_goes_as_a_file_only(shelf: App) -> None:
    shown = {item.record.files[0].name: item.shown for item in planned(shelf).documents}
    assert shown["biopsy.pdf"]
    assert not shown["values.xyz"]


@pytest.mark.parametrize("by", ["id", "kind"])
def test_somebody_elses_record_never_goes_however_it_is_asked_for(shelf: App, by: str) -> None:
    aunt = named(shelf, "aunt.pdf")
    asked = aunt.id if by == "id" else aunt.kind.value
    found = planned(shelf, asked, named(shelf, "biopsy.pdf").id)
    assert "aunt.pdf" not in names(found)
    assert left_out(found)["set_aside"] == 1


def test_asked_for_alone_somebody_elses_record_leaves_nothing_to_send(shelf: App) -> None:
    with pytest.raises(InputProblem, match="nothing_to_export"):
        planned(shelf, named(shelf, "aunt.pdf").id)


@pytest.mark.parametrize("name", ["locked.pdf", "bad.pdf"])
def test_what_cannot_be_opened_stays_out_even_when_it_is_named(shelf: App, name: str) -> None:
    found = planned(shelf, named(shelf, name).id, named(shelf, "biopsy.pdf").id)
    assert names(found) == {"biopsy.pdf"}
    assert left_out(found)["locked"] == left_out(found)["unreadable"] == 1


@pytest.mark.parametrize(("name", "kind"), [("card.pdf", "insurance"), ("consent.pdf", "consent")])
@pytest.mark.parametrize("by", ["id", "kind"])
def test_cards_and_forms_go_when_they_are_asked_for(shelf: App, name: str, kind: str, by: str) -> None:
    assert name not in names(planned(shelf))
    assert names(planned(shelf, named(shelf, name).id if by == "id" else kind)) == {name}


def test_trash_never_goes_and_is_not_counted(shelf: App) -> None:
    junk = named(shelf, "junk.pdf")
    assert junk.status is Status.TRASHED
    assert "junk.pdf" not in names(planned(shelf))
    with pytest.raises(InputProblem, match="nothing_to_export"):
        planned(shelf, junk.id)


def test_what_was_not_chosen_is_counted(shelf: App) -> None:
    found = planned(shelf, "pathology_report")
    assert names(found) == {"biopsy.pdf"}
    assert found.studies == ()
    assert left_out(found)[LeftOutReason.NOT_CHOSEN] > 3


def test_ids_and_kinds_can_be_mixed(shelf: App) -> None:
    found = planned(shelf, "imaging_study", named(shelf, "note.txt").id)
    assert names(found) == {"note.txt"}
    assert len(found.studies) == 2


def test_an_unknown_id_is_refused(shelf: App) -> None:
    with pytest.raises(InputProblem, match="no_such_record"):
        planned(shelf, "d2222222222222222")


def test_what_nobody_has_looked_at_is_named(shelf: App) -> None:
    waiting = {record.id for record in all_records(shelf) if record.status is Status.TO_REVIEW}
    found = planned(shelf)
    going = {item.record.id for item in found.documents} | {study.id for study in found.studies}
    assert set(found.to_review) == waiting & going
    assert named(shelf, "IMG_0007.jpg").id in found.to_review


def test_a_strangers_record_a_person_accepted_goes_and_is_named(shelf: App) -> None:
    aunt = named(shelf, "aunt.pdf").id
    assert planned(shelf).names_another == ()
    do(shelf, acts.accept, [aunt])
    try:
        found = planned(shelf)
        assert "aunt.pdf" in names(found)
        assert found.names_another == (aunt,)
    finally:
        do(shelf, acts.undo)
    assert "aunt.pdf" not in names(planned(shelf))


def test_an_archive_that_was_kept_unopened_stays_out(shelf: App) -> None:
    """What lies in it may be anybody's."""
    record = named(shelf, "values.xyz")
    db = shelf.library.catalogue.writer
    sha256 = record.files[0].fingerprint.sha256

    def is_now(form: str) -> None:
        with db.atomic():
            db.execute("UPDATE original SET format = ? WHERE sha256 = ?", [form, sha256])

    shelf.lanes.writer.submit(is_now, "zip").result()
    try:
        assert "values.xyz" not in names(planned(shelf))
    finally:
        shelf.lanes.writer.submit(is_now, "other").result()
    assert "values.xyz" in names(planned(shelf))


def test_what_a_person_leaves_out_stays_out_and_is_counted(shelf: App) -> None:
    biopsy = named(shelf, "biopsy.pdf").id
    found = asked(shelf, Request(leave_out=(biopsy,)))
    assert "biopsy.pdf" not in names(found)
    assert left_out(found)["not_chosen"] == 1
    assert {item.record.id for item in found.kept if item.reason is LeftOutReason.NOT_CHOSEN} == {biopsy}


def test_a_study_can_be_left_out_too(shelf: App) -> None:
    one = next(iter(studies(shelf).values())).id
    found = asked(shelf, Request(leave_out=(one,)))
    assert {study.id for study in found.studies} == {study.id for study in studies(shelf).values()} - {one}


def test_what_a_person_puts_in_goes_with_everything_else(shelf: App) -> None:
    found = asked(shelf, Request(put_in=(named(shelf, "card.pdf").id,)))
    assert {"card.pdf", "biopsy.pdf"} <= names(found)
    assert "insurance" not in left_out(found)


@pytest.mark.parametrize("name", ["aunt.pdf", "locked.pdf", "bad.pdf"])
def test_what_must_stay_out_cannot_be_put_in(shelf: App, name: str) -> None:
    record = named(shelf, name)
    found = asked(shelf, Request(put_in=(record.id,)))
    assert name not in names(found)
    assert record.id in {item.record.id for item in found.kept}


def test_leaving_everything_out_leaves_nothing_to_send(shelf: App) -> None:
    with pytest.raises(InputProblem, match="nothing_to_export"):
        asked(shelf, Request(leave_out=tuple(record.id for record in all_records(shelf))))


def asked(app: App, request: Request) -> Plan:
    return plan(app.library.catalogue.reader(), request, SECTIONS)
