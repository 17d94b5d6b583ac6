"""From a heap of files to a complete board and a filled cover; and what is private stays out of it."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path
from typing import Any

import pymupdf

from tests.cli.calling import call, init
from tests.making.libraries import write
from tests.stories.heap_of_ana import HEAP as ANA
from tests.stories.heap_of_anna import HEAP, LATER
from tests.stories.heap_of_bruno import HEAP as BRUNO
from tests.stories.heap_of_bruno import TOLD

DONE = {"have", "not_needed", "not_done"}
PRIVATE = ("Qwertina", "Zanzibarian", "Brobdingnag", "Quixotica", "Xylofonia", "Wolframia")


def ok(library: Path, *arguments: object) -> Any:
    answer = call(library, *arguments)
    assert answer.code == 0, answer.err
    return answer.data


def states(library: Path) -> dict[str, str]:
    return {slot["slot"]: slot["state"] for slot in ok(library, "readiness")["slots"]}


def text_of(pdf: Path) -> str:
    with pymupdf.open(pdf) as document:
        return " ".join("\n".join(page.get_text() for page in document).split())


def test_from_a_heap_of_files_to_a_complete_board_and_a_filled_cover(tmp_path: Path) -> None:
    library = init(tmp_path / "library")
    ok(library, "add", write(tmp_path / "heap", HEAP))
    before = ok(library, "readiness")
    named = [gap for gap in before["gaps"] if gap["gap"] == "study_mentioned_missing"]
    assert [(gap["page"], "02/20/2024" in gap["words"]) for gap in named] == [(1, True)]
    assert states(library)["discharge"] == "not_found"

    today = dt.datetime.now().astimezone().date().isoformat()
    asked = ("--slot", "discharge", "--from", "Northfield Hospital", "--wording", "us", "--asked", today)
    request = ok(library, "requests", "add", "report", *asked)["requests"][0]["id"]
    letter = ok(library, "requests", "letter", request, "--out", tmp_path / "letter.pdf")
    assert "45 CFR 164.524" in letter["text"]
    assert states(library)["discharge"] == "asked_for"
    ok(library, "add", write(tmp_path / "post", LATER))
    assert states(library)["discharge"] == "have"
    (closed,) = ok(library, "requests")["requests"]
    assert (closed["state"], bool(closed["answered_by"])) == ("answered", True)

    ok(library, "readiness", "set", "scans", "not_needed")
    ok(library, "readiness", "set", "genetics", "not_done")
    ok(library, "medicines", "add", "Acetaminophen", "--dose", "500 mg")
    ok(library, "treatments", "add", "Core biopsy", "--kind", "operation", "--start", "2024-02-06")
    ok(library, "readiness", "set", "plan", "have")
    assert {name: state for name, state in states(library).items() if state not in DONE} == {}

    facts = ok(library, "facts")["facts"]
    diagnosis = next(fact for fact in facts if fact["fact"] == "diagnosis" and "ductal" in fact["printed"])
    left_out = ok(library, "story")["left_out"]
    ok(library, "accept", diagnosis["id"])
    story = ok(library, "story")
    part = next(part for part in story["story"] if part["part"] == "diagnosis")
    assert [(line["record"], line["page"]) for line in part["lines"]] == [(diagnosis["record"], diagnosis["page"])]
    assert 0 < story["left_out"] < left_out
    assert ok(library, "print", "story", "--out", tmp_path / "story.pdf")["text"].count("not found") >= 1
    with pymupdf.open(tmp_path / "story.pdf") as paper:
        assert paper.page_count == 1

    ok(library, "questions", "add", "Is lumpectomy the best treatment?")
    made = ok(library, "export", tmp_path / "out", "--recipient", "Dr. Second")
    (cover,) = Path(made["path"]).rglob("START-HERE.pdf")
    told = text_of(cover)
    for words in ("Anna Sample", "Dr. Second", "Is lumpectomy the best treatment?"):
        assert words in told


def test_private_stays_private(tmp_path: Path) -> None:
    """Reasons, notes, insurance, companion, tracker and "for me" questions are in no file of a bundle."""
    library = init(tmp_path / "library")
    ok(library, "add", write(tmp_path / "heap", HEAP))
    ok(library, "goals", "add", f"I doubt {PRIVATE[0]}")
    ok(library, "visit", "add", "Dr. Lee", "--companion", PRIVATE[1], "--notes", PRIVATE[2])
    ok(library, "insurance", "add", PRIVATE[3])
    ok(library, "requests", "add", "records", "--from", PRIVATE[4])
    ok(library, "questions", "add", f"For me: {PRIVATE[5]}", "--for", "me")
    ok(library, "questions", "add", "Openly asked Fluorescia")
    made = ok(library, "export", tmp_path / "out", "--shape", "folder")
    found = {word for word in PRIVATE if _is_in(Path(made["path"]), word)}
    assert found == set()
    assert _is_in(Path(made["path"]), "Fluorescia")  # what is meant for the doctor goes, so the look is a real one


def _is_in(folder: Path, word: str) -> bool:
    return any(word in _words(path) for path in folder.rglob("*") if path.is_file())


def _words(path: Path) -> str:
    if path.suffix.lower() == ".pdf":
        return text_of(path)
    if path.suffix.lower() in (".docx", ".xlsx", ".zip"):
        with zipfile.ZipFile(path) as packed:
            return " ".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())
    return path.read_bytes().decode("utf-8", "replace")


def test_what_records_list_besides_the_illness_reaches_the_cover_once_it_is_confirmed(tmp_path: Path) -> None:
    """Allergies, medicines, illnesses, operations: read from four sorts of paper, confirmed, printed, sent."""
    library = init(tmp_path / "library")
    ok(library, "add", write(tmp_path / "heap", BRUNO))
    parts = {part["part"]: part for part in ok(library, "story", "list")["story"]}
    for name, told in TOLD.items():
        assert parts[name]["lines"] == []  # nothing stands there before somebody has looked
        assert {line["printed"] for line in parts[name]["waiting"]} == told
        assert all(line["record"] and line["page"] for line in parts[name]["waiting"])
    assert states(library)["medicines"] == "partly"

    chosen = [
        "Ramipril 5 mg daily since 2019",
        "Penicillin (hives)",
        "Alergias: No conocidas",
        "Appendectomy in 1998",
    ]
    waiting = [line for part in parts.values() for line in part["waiting"]]
    names = [line["fact"] for line in waiting if line["printed"] in chosen]
    ok(library, "accept", *names)
    story = {part["part"]: part for part in ok(library, "story", "list")["story"]}
    assert [(line["printed"], line["date"]) for line in story["medicines"]["lines"]] == [
        ("Ramipril 5 mg daily since 2019", "2019")
    ]
    assert {line["printed"] for line in story["allergies"]["lines"]} == {
        "Penicillin (hives)",
        "Alergias: No conocidas",
    }
    lines = ok(library, "medicines", "list")["line"]
    assert {line["printed"]: line["confirmed"] for line in lines}["Penicillin (hives)"] is True
    assert {line["printed"]: line["confirmed"] for line in lines}["aspirin 81 mg"] is False
    ok(library, "undo")
    assert all(not part["lines"] for part in ok(library, "story", "list")["story"])
    ok(library, "redo")

    sheet = ok(library, "print", "medicines", "--out", tmp_path / "medicines.pdf")["text"]
    assert "Ramipril 5 mg daily since 2019" in sheet
    assert sheet.count("nobody has confirmed this yet") == len(TOLD["medicines"]) - 1 + len(TOLD["allergies"]) - 2
    made = ok(library, "export", tmp_path / "out", "--recipient", "Dr. Second")
    cover = text_of(next(Path(made["path"]).rglob("START-HERE.pdf")))
    for words in chosen:
        assert words in cover
    assert "Gout" not in cover  # nobody has said that the page says so
    (listed,) = (text_of(path) for path in Path(made["path"]).glob("SHEETS/Medicines*.pdf"))
    assert "Ramipril 5 mg daily since 2019" in listed
    assert "Penicillin (hives)" in listed
    assert "aspirin" not in listed
    spanish = ok(library, "export", tmp_path / "es", "--recipient", "Dra. Segunda", "--language", "es")
    assert "Otra enfermedad, cirugía" in text_of(next(Path(spanish["path"]).rglob("START-HERE.pdf")))


def test_a_heap_in_spanish_fills_the_board_and_a_cover_in_spanish(tmp_path: Path) -> None:
    library = init(tmp_path / "library", country="ES")
    ok(library, "add", write(tmp_path / "heap", ANA))
    found = states(library)
    assert {name for name, state in found.items() if state in ("have", "partly")} >= {
        "pathology", "exams", "blood_tests", "discharge", "medicines", "doctor_report",
    }  # fmt: skip
    gaps = {gap["gap"]: gap for gap in ok(library, "readiness")["gaps"]}
    assert "20/02/2024" in gaps["study_mentioned_missing"]["words"]
    assert "informe complementario" in gaps["addendum_missing"]["words"]

    asked = ("--slot", "scans", "--from", "Hospital de Ejemplo", "--wording", "eu")
    request = ok(library, "requests", "add", "images", *asked)["requests"][0]["id"]
    letter = ok(library, "requests", "letter", request, "--language", "es", "--out", tmp_path / "carta.docx")[
        "text"
    ]
    assert "DICOMDIR" in letter
    assert "artículo 15" in letter

    for slot in ("scans", "genetics", "treatments", "plan", "discharge", "exams", "doctor_report", "pathology"):
        if states(library)[slot] not in DONE:
            ok(library, "readiness", "set", slot, "not_needed")
    ok(library, "medicines", "add", "Paracetamol", "--dose", "1 g")
    assert {name: state for name, state in states(library).items() if state not in DONE} == {}

    lines = [line for part in ok(library, "story", "list")["story"] for line in part["waiting"]]
    wanted = {"Penicilina", "Enalapril 20 mg cada 24 horas", "Apendicectomía en 1985", "hipotiroidismo"}
    assert wanted <= {line["printed"] for line in lines}
    ok(library, "accept", *(line["fact"] for line in lines if line["printed"] in wanted))
    ok(library, "questions", "add", "¿Es este el mejor tratamiento?")
    made = ok(library, "export", tmp_path / "out", "--recipient", "Dra. Segunda", "--language", "es")
    cover = text_of(next(Path(made["path"]).rglob("START-HERE.pdf")))
    for words in (*wanted, "Dra. Segunda", "¿Es este el mejor tratamiento?"):
        assert words in cover
