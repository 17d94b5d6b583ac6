"""What a worker can do: each task as its caller sees it, in this process."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from recordkeeper.paths import resources
from recordkeeper.tasks import worker_tasks
from recordkeeper.work.frames import Frame, seconds_of
from tests.making import dicom, documents
from tests.making.libraries import write, zip_of

TASKS = worker_tasks(resources())


def frames(task: str, **args: Any) -> list[Frame]:
    return [frame for frame in TASKS[task]()(args) if seconds_of(frame) is None]


def answer(task: str, **args: Any) -> dict[str, Any]:
    """The header of the one frame; it must be fit for a pipe."""
    (frame,) = frames(task, **args)
    header: dict[str, Any] = json.loads(json.dumps(frame.header))
    return header


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    return documents.pdf_with_text(tmp_path / "letter.pdf", [f"Page called {n}" for n in ("One", "Two", "Three")])


@pytest.fixture
def series(tmp_path: Path) -> list[Path]:
    return dicom.write_series(tmp_path / "series", dicom.SeriesRecipe(slices=2, syntax="implicit"))


def test_take_in_tells_what_the_bytes_say_and_what_it_means(letter: Path, series: list[Path]) -> None:
    paper = answer("take_in", path=str(letter), name="letter.pdf", country="US")
    assert paper["reading"]["page_count"] == 3
    assert "Page called Two" in paper["reading"]["pages"][1]["text"]
    (document,) = paper["documents"]
    assert document["recognition"]["kind"]
    scan = answer("take_in", path=str(series[0]), name="IM1", country="")
    assert scan["reading"]["instance"]["modality"] == "CT"
    assert "documents" not in scan  # a study is recognised once all its slices are in


def test_unpack_streams_members_whole(tmp_path: Path) -> None:
    members = [("a.txt", b"a" * 3_000_000), ("b/c.txt", b""), ("d.txt", b"d")]
    got: dict[str, bytes] = {}
    for frame in frames("unpack", path=str(zip_of(tmp_path / "x.zip", members)), format="zip"):
        if "member" in frame.header:
            name = frame.header["member"]
            got[name] = b""
        elif not frame.header:
            got[name] += frame.buffer
        else:
            assert frame.header == {"end": True}
    assert got == dict(members)


def test_unpack_of_what_is_no_archive_is_refused_with_a_reason(tmp_path: Path) -> None:
    path = write(tmp_path, {"x.zip": b"PK\x03\x04 and no more"}) / "x.zip"
    assert answer("unpack", path=str(path), format="zip")["refused"]


def test_render_gives_as_many_bytes_as_it_says(letter: Path) -> None:
    (frame,) = frames("render", path=str(letter), format="pdf", page=2, dpi=72.0, marks=[[50, 50, 90, 70]])
    assert (frame.header["width"], frame.header["height"]) == (612, 792)
    assert len(frame.buffer) == 612 * 792 * {"RGB": 3, "L": 1}[frame.header["mode"]]


@pytest.mark.parametrize("stage", ["stored", "modality", "voi"])
def test_frame_gives_as_many_samples_as_it_says(series: list[Path], stage: str) -> None:
    (frame,) = frames("frame", path=str(series[0]), index=0, stage=stage, window=None)
    assert (frame.header["rows"], frame.header["columns"], frame.header["samples"]) == (32, 32, 1)
    assert len(frame.buffer) % (32 * 32) == 0
    assert frame.buffer


def test_extract_copies_the_chosen_pages_only(letter: Path, tmp_path: Path) -> None:
    told = answer(
        "extract", source=str(letter), format="pdf", name="letter.pdf", first_page=2, last_page=3, page_count=3,
        out=str(tmp_path / "out.pdf"), language="es",
    )  # fmt: skip
    assert told == {"problem": None, "nothing": False}
    with pymupdf.open(tmp_path / "out.pdf") as out:
        text = "".join(page.get_text() for page in out)
    assert "Three" in text
    assert "One" not in text


def test_extract_of_pages_that_are_not_there_says_so(letter: Path, tmp_path: Path) -> None:
    told = answer(
        "extract", source=str(letter), format="pdf", name="letter.pdf", first_page=7, last_page=8, page_count=3,
        out=str(tmp_path / "out.pdf"), language="en",
    )  # fmt: skip
    assert told == {"problem": "no_such_page", "nothing": True}
    assert not (tmp_path / "out.pdf").exists()


def test_packet_leaves_word_of_the_item_under_way(letter: Path, tmp_path: Path) -> None:
    part = {"path": str(letter), "format": "pdf"}
    plan = {
        "patient": {"name": "Anna Sample", "birth_date": "1964-03-05"}, "made_on": "2024-03-05",
        "items": [{"section": "letters", "title": f"Letter {n}", "parts": [part]} for n in range(3)],
    }  # fmt: skip
    told = answer("packet", plan=plan, out=str(tmp_path / "p.pdf"), language="en", under_way=str(tmp_path / "item"))
    assert [item["last_page"] - item["first_page"] for item in told["items"]] == [2, 2, 2]
    assert (tmp_path / "item").read_text() == "2"


def test_start_here_writes_the_sheet_the_readme_and_the_page(tmp_path: Path) -> None:
    sheet = {
        "patient": {"name": "Anna Sample", "birth_date": "1964-03-05"},
        "made_on": "2024",
        "made_with": "Recordkeeper",
        "bundle_id": "b1",
    }
    assert answer("start_here", sheet=sheet, folder=str(tmp_path), language="en") == {}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["README.txt", "START-HERE.pdf", "index.html"]


def test_a_file_set_from_ids_to_directory_and_back(series: list[Path], tmp_path: Path) -> None:
    read = [answer("take_in", path=str(path), name="IM", country="")["reading"]["instance"] for path in series]
    headers = [json.dumps(one) for one in (*read, {**read[0], "sop_instance_uid": ""})]
    ids = answer("file_ids", headers=headers)["ids"]
    assert ids[2] is None
    outs = [tmp_path.joinpath("disc", *file_id) for file_id in ids[:2]]
    for out in outs:
        out.parent.mkdir(parents=True, exist_ok=True)
    asked = [[str(source), str(out)] for source, out in zip(series, outs, strict=True)]
    notes = answer(
        "dicom_copy", files=[*asked, [str(write(tmp_path, {"x": "no image"}) / "x"), str(tmp_path / "y")]]
    )
    assert [note.get("done") for note in notes["notes"]] == ["explicit", "explicit", None]
    assert notes["notes"][2]["problem"]
    entries = [
        [file_id, header, note["transfer_syntax_uid"]]
        for file_id, header, note in zip(ids[:2], headers[:2], notes["notes"][:2], strict=True)
    ]
    assert answer("dicomdir", entries=entries, root=str(tmp_path / "disc"), file_set_id="TEST") == {}
    found = answer("referenced_files", path=str(tmp_path / "disc" / "DICOMDIR"))
    assert sorted(found["files"]) == sorted(ids[:2])


def test_inspect_tells_a_stranger_whether_it_opens(letter: Path, series: list[Path], tmp_path: Path) -> None:
    told = answer("inspect", path=str(letter), name="letter.pdf", texts=True)
    assert (told["condition"], told["pages"]) == ("read", 3)
    assert "Page called Three" in told["texts"][2]
    assert answer("inspect", path=str(series[1]), name="IM")["sop_instance_uid"]
    bad = write(tmp_path, {"bad.pdf": b"%PDF-1.7 no more"}) / "bad.pdf"
    assert answer("inspect", path=str(bad), name="bad.pdf")["condition"] == "unreadable"


def test_looking_over_many_files_reads_only_what_is_a_file_of_its_own(letter: Path, tmp_path: Path) -> None:
    (tmp_path / "link.pdf").symlink_to(letter)
    asked = [
        [str(letter), "letter.pdf", True, True],
        [str(letter), "letter.pdf", True, False],
        [str(letter), "letter.pdf", False, True],
        [str(tmp_path / "link.pdf"), "link.pdf", True, True],
        [str(tmp_path), "folder", True, True],
        [str(tmp_path / "gone"), "gone", True, True],
    ]
    both, sum_only, opened, *nothing = answer("look_over", files=asked)["found"]
    assert both == sum_only | opened
    assert sum_only == {"sha256": hashlib.sha256(letter.read_bytes()).hexdigest()}
    assert (opened["condition"], opened["pages"]) == ("read", 3)
    assert nothing == [{}, {}, {}]


def test_every_task_is_there_under_the_name_its_callers_use() -> None:
    called = set()
    package = Path(__file__).resolve().parent.parent / "recordkeeper"
    for path in package.rglob("*.py"):
        text = path.read_text("utf-8")
        called |= {name for name in TASKS if f'"{name}"' in text and path.name != "tasks.py"}
    assert called == set(TASKS)
