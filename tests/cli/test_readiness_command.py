"""`readiness` and the lists: a heap of files to a board with gaps, by the command line alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf
import pytest

from tests.cli.calling import HEAD, call, init, said
from tests.making.libraries import write

CT = f"""St. Mary's Hospital
Department of Radiology
{HEAD}
CT CHEST WITH CONTRAST
Exam date: 03/04/2024
COMPARISON: CT of the chest dated 01/12/2024.
FINDINGS: A nodule in the left upper lobe is unchanged.
IMPRESSION: Stable nodule.
"""
PATHOLOGY = f"""St. Mary's Hospital
SURGICAL PATHOLOGY REPORT
{HEAD}
Case: S24-1234
Collected: 03/20/2024
FINAL DIAGNOSIS: Left breast, core biopsy: invasive ductal carcinoma, grade 2.
GROSS DESCRIPTION: Received in formalin.
ER positive 90%. HER2 FISH is pending and will be reported in an addendum.
"""
NOTE = f"""Pine Hollow Clinic
ONCOLOGY CONSULTATION
{HEAD}
Date of visit: 05/06/2024
HISTORY: Invasive ductal carcinoma of the left breast. Biopsy on 02/01/2023 showed atypia.
PET/CT on 04/10/2024 showed no metastasis. She will have an MRI on 07/01/2024.
"""
EARLIER = CT.replace("03/04/2024", "01/12/2024").replace("COMPARISON: CT of the chest dated 01/12/2024.", "")


@pytest.fixture(scope="module")
def heap(tmp_path_factory: pytest.TempPathFactory) -> Path:
    library = init(tmp_path_factory.mktemp("ready") / "library")
    files = write(library.parent / "heap", {"ct.txt": CT, "pathology.txt": PATHOLOGY, "note.txt": NOTE})
    assert call(library, "add", files).code == 0
    return library


def slots(data: dict[str, Any]) -> dict[str, str]:
    return {slot["slot"]: slot["state"] for slot in data["slots"]}


def gaps(data: dict[str, Any], gap: str) -> list[dict[str, Any]]:
    return [each for each in data["gaps"] if each["gap"] == gap]


def test_the_board_tells_what_is_here_and_what_is_not(heap: Path) -> None:
    data = call(heap, "readiness").data
    assert slots(data) == {
        "scans": "partly", "exams": "have", "blood_tests": "not_found", "pathology": "partly",
        "discharge": "not_found", "genetics": "not_found", "medicines": "not_found", "doctor_report": "have",
        "treatments": slots(data)["treatments"], "plan": slots(data)["plan"],
    }  # fmt: skip
    assert all(set(slot) >= {"slot", "state", "records", "note"} for slot in data["slots"])
    assert all(slot["note"].endswith(".") for slot in data["slots"])


def test_gaps_cite_words_page_and_record(heap: Path) -> None:
    data = call(heap, "readiness").data
    assert all(set(gap) == {"gap", "why", "record", "page", "words"} for gap in data["gaps"])
    compared, pet = sorted(gaps(data, "study_mentioned_missing"), key=lambda gap: gap["why"])
    assert "CT of the chest dated 01/12/2024" in compared["words"]
    assert compared["page"] == 1
    assert "PET" in pet["why"]
    (tissue,) = gaps(data, "pathology_mentioned_missing")
    assert "1 Feb 2023" in tissue["why"]
    assert [gap["words"] for gap in gaps(data, "addendum_missing")] == [
        "HER2 FISH is pending and will be reported in an addendum."
    ]
    assert "HER2" in gaps(data, "marker_mentioned_missing")[0]["why"]
    assert len(gaps(data, "report_without_images")) == 1
    assert {gap["why"] for gap in gaps(data, "slot_empty")} >= {"Nothing is found here for: Blood tests."}


def test_the_record_that_was_told_of_closes_the_gap(heap: Path) -> None:
    write(heap.parent / "more", {"earlier.txt": EARLIER})
    assert call(heap, "add", heap.parent / "more").code == 0
    told = [gap["words"] for gap in gaps(call(heap, "readiness").data, "study_mentioned_missing")]
    assert len(told) == 1
    assert "PET/CT" in told[0]


def test_a_persons_word_is_kept_and_taken_back(heap: Path) -> None:
    assert slots(call(heap, "readiness", "set", "discharge", "not_done").data)["discharge"] == "not_done"
    call(heap, "undo")
    assert slots(call(heap, "readiness").data)["discharge"] == "not_found"
    call(heap, "readiness", "set", "discharge", "dont_know")
    assert slots(call(heap, "readiness", "set", "discharge", "clear").data)["discharge"] == "not_found"


def test_a_sort_of_cancer_is_chosen(heap: Path) -> None:
    assert call(heap, "readiness", "cancer", "breast").data["cancer"] == "breast"
    assert call(heap, "readiness", "cancer").data["cancer"] is None


@pytest.mark.parametrize(
    "arguments",
    [
        ("readiness", "set", "garage", "not_done"),
        ("readiness", "cancer", "cough"),
        ("questions", "set", "q99", "text", "x"),
        ("visit", "add", "Dr. Lee", "--date", "soon"),
        ("questions", "remove", "q99"),
    ],
)
def test_what_cannot_be_is_refused_in_a_sentence(heap: Path, arguments: tuple[str, ...]) -> None:
    answer = call(heap, *arguments)
    assert answer.code == 2
    assert answer.err.strip().endswith(".")
    assert "Traceback" not in answer.err


def test_people_are_told_in_sentences(heap: Path) -> None:
    told = said(heap, "readiness").out
    assert "Scans: partly" in told
    assert "not found here" in told
    assert "{" not in told


LISTS = {
    "goals": ("Is this right", {"kind": "diagnosis"}),
    "questions": ("Why chemotherapy first?", {"for": "me", "points_at": "dabc#2"}),
    "visit": ("Dr. Lee", {"date": "2024-07-01", "online": "yes", "companion": "Ben"}),
    "insurance": ("Example Insurance", {"covered": "yes", "spoke_on": "2024-05-02"}),
    "requests": ("images", {"from": "St. Mary's", "asked": "2024-05-01", "slot": "scans"}),
    "specimens": ("slides", {"accession": "S24-1234", "lent_to": "Example Center"}),
    "opinions": ("Dr. Lee", {"diagnosis": "as the first", "diagnosis_compared": "same"}),
    "treatments": ("FOLFOX", {"kind": "drug", "start": "2024-03"}),
    "medicines": ("Tamoxifen", {"dose": "20 mg"}),
    "helpers": ("Ben Sample", {"authority_kind": "power_of_attorney", "document": "dabc", "until": "2026-12-31"}),
}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_kept(heap: Path, name: str) -> None:
    main, fields = LISTS[name]
    options = [part for field, value in fields.items() for part in (f"--{field.replace('_', '-')}", value)]
    (entry,) = call(heap, name, "add", main, *options).data[name]
    assert main in entry.values()
    assert fields.items() <= entry.items()
    field, value = next(iter(fields.items()))
    (changed,) = call(heap, name, "set", entry["id"], field, "").data[name]
    assert changed[field] != value
    assert main in said(heap, name, "list").out or entry["id"] in said(heap, name, "list").out
    assert call(heap, name, "remove", entry["id"]).data[name] == []
    call(heap, "undo")
    assert [each["id"] for each in call(heap, name).data[name]] == [entry["id"]]
    call(heap, "redo")


def test_the_timeline_names_record_and_page(heap: Path) -> None:
    events = call(heap, "timeline").data["events"]
    assert [event["date"] for event in events] == sorted(event["date"] for event in events)
    assert {"scans", "tissue", "visits"} <= {event["lane"] for event in events}
    assert all(event["record"] and event["page"] for event in events if event["entry"] is None)
    assert {event["lane"] for event in call(heap, "timeline", "--lane", "scans").data["events"]} == {"scans"}
    assert "Scans: " in said(heap, "timeline").out


def test_the_timeline_goes_on_one_page(heap: Path, tmp_path: Path) -> None:
    out = tmp_path / "timeline.pdf"
    told = call(heap, "timeline", "--out", out, "--language", "es").data
    assert (told["out"], told["left_out"]) == (str(out), 0)
    with pymupdf.open(out) as document:
        assert document.page_count == 1
        assert "Pruebas de imagen:" in document[0].get_text()


def test_the_timeline_tells_the_curves_of_tumor_markers(heap: Path) -> None:
    assert call(heap, "timeline").data["curves"] == []
    for date, value in (("2024-01-10", "12"), ("2024-05-10", "4.5")):
        assert call(heap, "labs", "add", "CEA", value, "--date", date, "--unit", "ng/mL").code == 0
    (curve,) = call(heap, "timeline", "--lane", "markers").data["curves"]
    (line,) = curve["lines"]
    assert (curve["test"], curve["unit"]) == ("CEA", "ng/mL")
    assert [(point["date"], point["value"], point["record"]) for point in line["points"]] == [
        ("2024-01-10", 12.0, None),
        ("2024-05-10", 4.5, None),
    ]
    assert "Tumor markers: CEA: 4.5 ng/mL" in said(heap, "timeline").out
    call(heap, "undo")
    call(heap, "undo")


def test_the_story_holds_what_was_accepted_and_says_what_is_not_found(heap: Path) -> None:
    before = call(heap, "story").data
    parts = {part["part"]: part for part in before["story"]}
    assert parts["diagnosis"]["lines"] == []
    assert parts["diagnosis"]["left_out"] > 0
    diagnosis = next(fact for fact in call(heap, "facts").data["facts"] if fact["fact"] == "diagnosis")
    assert call(heap, "accept", diagnosis["id"]).code == 0
    after = call(heap, "story").data
    (line,) = next(part for part in after["story"] if part["part"] == "diagnosis")["lines"]
    assert (line["printed"], line["record"], line["page"]) == (diagnosis["printed"], diagnosis["record"], 1)
    assert after["left_out"] == before["left_out"] - 1
    assert "not found" in said(heap, "story").out
    call(heap, "undo")


def test_a_request_becomes_a_letter_a_date_in_the_calendar_and_is_closed_by_what_comes(
    heap: Path, tmp_path: Path
) -> None:
    records = call(heap, "list").data["records"]
    scan = next(each["id"] for each in records if each["kind"] == "imaging_report")
    options = ("--from", "St. Mary's Hospital", "--about", scan, "--slot", "discharge", "--asked", "2024-05-20")
    (entry,) = call(heap, "requests", "add", "report", *options).data["requests"]
    listed = {each["id"]: each for each in call(heap, "requests").data["requests"]}
    assert (listed[entry["id"]]["state"], listed[entry["id"]]["due"]) == ("overdue", "2024-06-19")
    letter = call(heap, "requests", "letter", entry["id"], "--out", tmp_path / "a.pdf").data
    assert "CT CHEST" in letter["text"].upper()
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    (tmp_path / "mine.txt").write_text("Dear all,\n\nplease.\n", "utf-8")
    changed = call(
        heap, "requests", "letter", entry["id"], "--out", tmp_path / "a.docx", "--text", tmp_path / "mine.txt"
    )
    assert changed.data["text"] == "Dear all,\n\nplease.\n"
    assert (tmp_path / "a.docx").read_bytes().startswith(b"PK")
    spanish = call(heap, "requests", "letter", entry["id"], "--out", tmp_path / "a.txt", "--language", "es")
    assert (tmp_path / "a.txt").read_text("utf-8") == spanish.data["text"]
    assert "Paciente: Anna Sample" in spanish.data["text"]
    made = call(heap, "requests", "calendar", "--out", tmp_path / "due.ics").data
    assert made["events"] >= 1
    assert "is over" in said(heap, "requests").out
    call(heap, "undo")


def test_a_letter_that_cannot_be_written_is_refused_in_a_sentence(heap: Path, tmp_path: Path) -> None:
    (entry,) = call(heap, "requests", "add", "images").data["requests"]
    for name in ("no/folder/a.pdf", "no/folder/a.txt"):
        answer = call(heap, "requests", "letter", entry["id"], "--out", tmp_path / name)
        assert answer.code in (2, 3)
        assert "Traceback" not in answer.err
    call(heap, "undo")


def test_what_could_be_asked_for_is_drawn_up_and_written_down(heap: Path) -> None:
    suggested = call(heap, "requests", "suggest").data["suggestions"]
    assert [each["number"] for each in suggested] == list(range(1, len(suggested) + 1))
    images = next(each for each in suggested if each["what"] == "images" and each.get("about"))
    (entry,) = call(heap, "requests", "suggest", "--add", images["number"]).data["requests"]
    assert (entry["about"], entry["from"]) == (images["about"], images["from"])
    assert call(heap, "requests", "suggest", "--add", 999).code == 2
    call(heap, "undo")


@pytest.mark.parametrize("what", ["questions", "story", "loan", "medicines", "handover"])
def test_sheets_are_printed(heap: Path, tmp_path: Path, what: str) -> None:
    answer = call(heap, "print", what, "--out", tmp_path / "a.pdf")
    assert answer.code == 0, answer.err
    assert (tmp_path / "a.pdf").read_bytes().startswith(b"%PDF")
    assert "Anna Sample" in answer.data["text"]
    spanish = call(heap, "print", what, "--out", tmp_path / "a.txt", "--language", "es").data["text"]
    assert spanish != answer.data["text"]


def test_opinions_are_compared(heap: Path) -> None:
    for by, compared in (("Dr. A", "unclear"), ("Dr. B", "differs")):
        options = ("--plan", "surgery", "--plan-compared", compared)
        assert call(heap, "opinions", "add", by, *options).code == 0
    data = call(heap, "opinions", "compare").data
    plan = next(topic for topic in data["topics"] if topic["topic"] == "plan")
    assert plan["differs"]
    assert [each["by"] for each in plan["opinions"]][-2:] == ["Dr. A", "Dr. B"]
    assert len(data["ask_both"]) == 3
    assert "Dr. B: surgery  [differs]" in said(heap, "opinions", "compare").out
    call(heap, "undo")
    call(heap, "undo")


def test_a_bundle_asks_what_was_written_down_for_the_doctor(heap: Path, tmp_path: Path) -> None:
    for text, whom in (("Is surgery first right?", "doctor"), ("Secret fear", "me")):
        assert call(heap, "questions", "add", text, "--for", whom).code == 0
    made = call(heap, "export", tmp_path, "--recipient", "Dr. Lee").data
    (manifest,) = (path for path in Path(made["path"]).rglob("*") if path.name.lower() == "manifest.json")
    assert "Is surgery first right?" in manifest.read_text("utf-8")
    everything = b"".join(path.read_bytes() for path in Path(made["path"]).rglob("*") if path.is_file())
    assert b"Secret fear" not in everything
    call(heap, "undo")
    call(heap, "undo")
