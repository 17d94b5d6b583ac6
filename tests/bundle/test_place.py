"""Where a bundle is made, and what is left when it is not."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from recordkeeper.bundle.place import default_name, final_place, give_its_name, shown, unfinished, zipped
from recordkeeper.paths import resources
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.wording.words import Words
from recordkeeper.work.pool import Trouble, WorkerFailure
from recordkeeper.work.progress import CancelToken

ENGLISH = Words.load(resources() / "wording", "en")
DAY = PartialDate(2024, 3, 5)


def test_a_new_name_is_taken_as_it_is(tmp_path: Path) -> None:
    assert final_place(tmp_path / "out", "name", "folder") == tmp_path / "out"
    assert final_place(tmp_path / "a" / "b" / "out", "name", "zip") == tmp_path / "a" / "b" / "out.zip"
    assert final_place(tmp_path / "out.ZIP", "name", "zip") == tmp_path / "out.ZIP"
    assert final_place(tmp_path / "Dr. Jones", "name", "zip") == tmp_path / "Dr. Jones.zip"


def test_in_a_folder_that_exists_the_bundle_gets_a_name_of_its_own(tmp_path: Path) -> None:
    assert final_place(tmp_path, "Records", "folder") == tmp_path / "Records"
    (tmp_path / "Records").mkdir()
    assert final_place(tmp_path, "Records", "folder") == tmp_path / "Records (2)"
    assert final_place(tmp_path, "Records", "zip") == tmp_path / "Records.zip"
    (tmp_path / "Records.zip").write_bytes(b"")
    assert final_place(tmp_path, "Records", "zip") == tmp_path / "Records (2).zip"


@pytest.mark.parametrize("shape", ["folder", "zip"])
def test_a_file_that_is_there_is_never_replaced(tmp_path: Path, shape: str) -> None:
    (tmp_path / "out.zip").write_text("mine")
    with pytest.raises(PlaceProblem, match="folder_exists"):
        final_place(tmp_path / "out.zip", "name", shape)


def test_a_link_that_leads_nowhere_is_something_too(tmp_path: Path) -> None:
    (tmp_path / "out").symlink_to(tmp_path / "gone")
    with pytest.raises(PlaceProblem, match="folder_exists"):
        final_place(tmp_path / "out", "name", "folder")


def test_a_file_where_a_folder_should_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(PlaceProblem) as refused:
        final_place(tmp_path / "file" / "out", "name", "folder")
    assert refused.value.fields == {"place": str(tmp_path / "file")}


def test_what_an_interrupted_run_left_is_cleared(tmp_path: Path) -> None:
    left = tmp_path / "out (unfinished)"
    left.mkdir()
    (left / "half.pdf").write_bytes(b"half")
    (tmp_path / "out (unfinished).zip").write_bytes(b"half")
    with unfinished(tmp_path / "out") as folder:
        assert folder == left
        assert list(folder.iterdir()) == []
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("error", [RuntimeError, KeyboardInterrupt])
def test_nothing_is_left_after_any_failure(tmp_path: Path, error: type[BaseException]) -> None:
    def fail() -> None:
        with unfinished(tmp_path / "out.zip") as folder:
            (folder / "Packet.pdf").write_bytes(b"half")
            zipped(folder, CancelToken())
            raise error

    with pytest.raises(error):
        fail()
    assert list(tmp_path.iterdir()) == []


def test_a_maker_that_failed_is_a_calm_sentence(tmp_path: Path) -> None:
    with pytest.raises(PlaceProblem) as refused, unfinished(tmp_path / "out"):
        raise WorkerFailure(Trouble.CRASHED)
    said = ENGLISH.say(f"errors.{refused.value.code}", **refused.value.fields)
    assert refused.value.code in ("bundle_not_made", "disk_full")
    assert "!" not in said


def test_a_name_taken_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    with unfinished(tmp_path / "out") as folder:
        (tmp_path / "out").mkdir()
        with pytest.raises(PlaceProblem, match="folder_exists"):
            give_its_name(folder, tmp_path / "out")


def test_a_place_that_cannot_be_written_to_is_refused(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o500)
    with pytest.raises(PlaceProblem, match="place_not_allowed"), unfinished(tmp_path / "out"):
        pass


def test_packed_files_are_stored_and_scans_deflated(tmp_path: Path) -> None:
    with unfinished(tmp_path / "out") as folder:
        for name in ("a.pdf", "b.JPG", "IMAGING/IM0", "README.txt"):
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(b"word " * 1000)
        with zipfile.ZipFile(zipped(folder, CancelToken())) as archive:
            stored = {info.filename for info in archive.infolist() if info.compress_type == zipfile.ZIP_STORED}
            assert stored == {"a.pdf", "b.JPG"}
            assert archive.testzip() is None
            assert not any(info.filename.endswith("/") for info in archive.infolist())


def test_the_default_name_keeps_its_date_however_long_the_patients_is() -> None:
    assert default_name("Anna Sample", DAY, ENGLISH) == "Records of Anna Sample 2024-03-05"
    long = default_name("Ana " * 100 + "/..", DAY, ENGLISH)
    assert long.endswith(" 2024-03-05")
    assert len(long) < 110


def test_bytes_that_are_not_text_are_shown_as_such() -> None:
    assert shown(Path(os.fsdecode(b"/out\xff"))) == "/out\\xff"
