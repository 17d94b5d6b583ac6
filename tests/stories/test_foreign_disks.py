"""Libraries, copies and bundles on NTFS and exFAT; a stick pulled out while it is read; starts at the same moment;
and a clock that jumps.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.cli.calling import PROGRAM, ROOT, call, init, start
from tests.making.dicom import SeriesRecipe, write_series
from tests.making.foreign_disks import KINDS, foreign_disk
from tests.making.libraries import write

HEAD = "Anna Sample   Born 03/05/1964"
NAMES = (
    "Résumé of 03-04.txt",
    "a" * 120 + ".txt",
    "CON.txt",
    "what?.txt",
    "one:two.txt",
    "trailing. .txt",
    "Ñandú ☃.txt",
)


def a_heap(place: Path, names: tuple[str, ...] = NAMES) -> Path:
    for number, name in enumerate(names, start=1):
        write(place, {name: f"{HEAD}\nPROGRESS NOTE {number}\nseen on 0{number}/02/2024"})
    write_series(place / "ct", SeriesRecipe(slices=3))
    return place


def sums(place: Path) -> dict[str, tuple[str, int]]:
    return {
        path.relative_to(place).as_posix(): (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mtime_ns)
        for path in sorted(place.rglob("*"))
        if path.is_file()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_library_lives_on_it_and_everything_can_be_done_there(tmp_path: Path, kind: str) -> None:
    heap = a_heap(tmp_path / "heap")
    with foreign_disk(tmp_path / "disks", kind) as disk:
        library = init(disk.place / "library")
        receipt = call(library, "add", heap).data
        assert receipt["totals"]["added"] == len(NAMES) + 3
        first, second = [record["id"] for record in call(library, "list", "--limit", 2).data["records"]]
        assert call(library, "trash", first).code == 0
        assert call(library, "undo").code == 0
        assert call(library, "trash", second).code == 0
        assert call(library, "delete", second, "--yes").data["records"] == [second]
        held = call(library, "list").data
        assert call(library, "rebuild").code == 0
        assert call(library, "list").data == held
        assert call(library, "check").data["ok"]
        assert not list(library.glob("catalogue.sqlite-*")), "nothing beside the catalogue while it is at rest"
        back = call(library, "move-library", tmp_path / "home").data
        assert back["emptied"]
    assert call(tmp_path / "home", "check").data["ok"]
    assert call(tmp_path / "home", "list").data == held


@pytest.mark.parametrize("kind", KINDS)
def test_copies_and_bundles_go_there_and_come_back_the_same(tmp_path: Path, kind: str) -> None:
    library = init(tmp_path / "library")
    call(library, "add", a_heap(tmp_path / "heap"))
    with foreign_disk(tmp_path / "disks", kind) as disk:
        for shape in ("folder", "zip", "disc"):
            made = call(library, "export", disk.place / f"for the doctor {shape}", "--shape", shape)
            assert made.code == 0, made.err
            assert call(None, "verify", made.data["path"]).data["ok"]
        assert call(library, "backup", disk.place / "copy").data["ok"]
        disk.pull_out()
        disk.plug_in()
        assert call(tmp_path / "again", "restore", disk.place / "copy").code == 0
    assert call(tmp_path / "again", "list").data == call(library, "list").data
    assert sums(tmp_path / "again" / "originals").keys() == sums(library / "originals").keys()


@pytest.mark.parametrize("kind", KINDS)
def test_pulled_out_while_it_is_read_it_is_gone_on_with_once_it_is_back(tmp_path: Path, kind: str) -> None:
    library = init(tmp_path / "library")
    with foreign_disk(tmp_path / "disks", kind, megabytes=64) as disk:
        source = disk.place / "records"
        for number in range(40):
            write(source, {f"{number:02}.txt": f"{HEAD}\nPROGRESS NOTE {number}\n" + "words " * 2_000})
        before = sums(source)
        adding = start("--library", library, "--json", "add", source)
        try:
            while not any(path.is_file() for path in (library / "staging").iterdir()) and adding.poll() is None:
                os.sched_yield()
            disk.pull_out()
            out, err = adding.communicate(timeout=120)
        finally:
            adding.kill()
            adding.wait()
        assert "Traceback" not in err
        assert adding.returncode in (0, 1, 3), (out, err)
        assert call(library, "check").data["ok"], "what came in before is whole"
        disk.plug_in()
        receipt = call(library, "add", source)
        assert receipt.data["totals"]["unreadable"] == 0, receipt.data
        assert len(call(library, "list").data["records"]) == len(before)
        assert sums(source) == before
    assert call(library, "check").data["ok"]


def test_started_many_times_at_one_moment_one_writes_and_the_others_say_so(tmp_path: Path) -> None:
    library = init(tmp_path / "library")
    heap = write(tmp_path / "heap", {"a.txt": f"{HEAD}\nPROGRESS NOTE\nseen on 01/02/2024"})
    running = [start("--library", library, "--json", "add", heap) for _ in range(6)]
    answers = [(each.communicate(timeout=120), each.returncode) for each in running]
    codes = [code for _, code in answers]
    assert 0 in codes
    assert set(codes) <= {0, 3}
    assert all("Traceback" not in err for (_, err), _ in answers)
    assert len(call(library, "list").data["records"]) == 1
    assert call(library, "check").data["ok"]


def test_made_many_times_at_one_moment_there_is_one_library(tmp_path: Path) -> None:
    asked = ("--json", "--library", tmp_path / "library", "init", "--name", "Anna", "--birth-date", "1964")
    running = [start(*asked) for _ in range(6)]
    codes = sorted((each.communicate(timeout=120), each.returncode)[1] for each in running)
    assert codes == [0, 3, 3, 3, 3, 3]
    assert call(tmp_path / "library", "check").data["ok"]


@pytest.mark.skipif(shutil.which("faketime") is None, reason="another time of day takes faketime")
def test_a_clock_that_jumps_mixes_nothing_up_and_loses_no_copy(tmp_path: Path) -> None:
    library = init(tmp_path / "library")
    heap = tmp_path / "heap"
    said = []
    for number, at in enumerate(("2026-03-05 14:00:00", "2026-03-04 14:00:00", "2036-03-05 14:00:00",
                                 "1971-01-01 00:00:30", "2026-03-29 02:30:00"), start=1):  # fmt: skip
        write(heap, {f"{number}.txt": f"{HEAD}\nPROGRESS NOTE {number}\nseen on 0{number}/02/2024"})
        zone = {**os.environ, "TZ": ("Europe/Madrid", "America/New_York")[number % 2]}
        at_that_time(at, zone, "--library", library, "add", heap)
        record = call(library, "list").data["records"][0]["id"]
        at_that_time(at, zone, "--library", library, "correct", record, "title", f"said {number}")
        said.append(f"said {number}")
    history = call(library, "history").data["changes"]
    assert [each["seq"] for each in history] == [5, 4, 3, 2, 1], "in the order of the acts, whatever the clock said"
    assert len(call(library, "list").data["records"]) == 5
    kept = sorted(path.name for path in (library / "backups").glob("catalogue-*.sqlite"))
    assert len(kept) >= 4, "a clock that was ten years ahead thins nothing"
    for title in reversed(said[:-1]):
        assert call(library, "undo").code == 0
        assert call(library, "history").data["changes"][0]["undoes"] is not None
        assert title in {f"said {n}" for n in range(1, 5)}
    assert call(library, "rebuild").code == 0
    assert call(library, "check").data["ok"]


def at_that_time(at: str, environment: dict[str, str], *arguments: object) -> None:
    done = subprocess.run(
        ["faketime", "-f", f"@{at}", *PROGRAM, *map(str, arguments)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
