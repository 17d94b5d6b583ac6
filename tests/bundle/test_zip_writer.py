"""The ZIP a bundle is packed into, read back by Python's zipfile, Info-ZIP's unzip, 7-Zip and our own reader."""

from __future__ import annotations

import os
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from recordkeeper.bundle import zip_writer
from recordkeeper.formats.registry import Registry
from recordkeeper.paths import resources
from recordkeeper.records.reading import Format

WORD = "tavo lemi goru sabe nilo"


def nothing() -> None:
    """What is done before each file."""


@pytest.fixture
def files(tmp_path: Path) -> list[tuple[Path, str]]:
    """Files that shrink, that do not, that are packed already, an empty one, one that is packed in pieces."""
    contents = {
        "a/text.txt": b"word " * 9000,
        "ä ñ/noise.bin": os.urandom(70_000),
        "paper.pdf": b"%PDF" * 3000,
        "empty": b"",
        "large.bin": b"0123456789abcdef" * (1 << 16) * 20,
        "large noise.bin": b"words in front " * 500 + os.urandom(17 << 20),
    }
    made = []
    for name, content in contents.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        made.append((path, name))
    return made


def packed(files: list[tuple[Path, str]], archive: Path, passphrase: str = "") -> Path:
    zip_writer.write(files, archive, passphrase=passphrase, step=nothing)
    return archive


def test_zipfile_reads_every_byte(files: list[tuple[Path, str]], tmp_path: Path) -> None:
    with zipfile.ZipFile(packed(files, tmp_path / "a.zip")) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == [name for _, name in files]
        for path, name in files:
            assert archive.read(name) == path.read_bytes()
        methods = {info.filename: info.compress_type for info in archive.infolist()}
    assert methods["a/text.txt"] == methods["large.bin"] == zipfile.ZIP_DEFLATED
    assert methods["ä ñ/noise.bin"] == methods["paper.pdf"] == zipfile.ZIP_STORED
    assert methods["large noise.bin"] == methods["empty"] == zipfile.ZIP_STORED


def test_unzip_and_7z_find_nothing_wrong(files: list[tuple[Path, str]], tmp_path: Path) -> None:
    archive = packed(files, tmp_path / "a.zip")
    for program, *words in (("unzip", "-tq"), ("7z", "t")):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
        done = subprocess.run([program, *words, archive], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr


def test_7z_opens_the_locked_one_with_the_passphrase_only(files: list[tuple[Path, str]], tmp_path: Path) -> None:
    if shutil.which("7z") is None:
        pytest.skip("7z is not installed")
    archive = packed(files, tmp_path / "a.zip", WORD)
    wrong = subprocess.run(["7z", "t", "-pwrong", archive], capture_output=True, check=False)
    assert wrong.returncode != 0
    done = subprocess.run(
        ["7z", "x", f"-p{WORD}", f"-o{tmp_path / 'out'}", archive], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    for path, name in files:
        assert (tmp_path / "out" / name).read_bytes() == path.read_bytes()


def test_our_own_reader_opens_the_locked_one(files: list[tuple[Path, str]], tmp_path: Path) -> None:
    archive = packed(files, tmp_path / "a.zip", WORD)
    reader = Registry(resources()).with_passwords((WORD,))
    found = {member.name: b"".join(chunks) for member, chunks in reader.unpack(archive, Format.ZIP)}
    assert found == {name: path.read_bytes() for path, name in files}


def test_nothing_of_a_locked_file_can_be_read_and_none_is_locked_alike(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"the same words\n" * 100)
    twice = [(tmp_path / "a.txt", "one.txt"), (tmp_path / "a.txt", "two.txt")]
    data = packed(twice, tmp_path / "a.zip", WORD).read_bytes()
    assert b"the same words" not in data
    with zipfile.ZipFile(tmp_path / "a.zip") as archive:
        one, two = archive.infolist()
        assert one.CRC == two.CRC == 0  # a sum would tell whether two files are alike
        assert all(info.flag_bits & 1 for info in (one, two))
    size = one.compress_size
    start = data.index(b"one.txt") + len(b"one.txt") + 11
    other = data.index(b"two.txt") + len(b"two.txt") + 11
    assert data[start : start + size] != data[other : other + size]


def test_more_files_than_the_first_zip_could_count(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    many = [(tmp_path / "a", f"{number:05}") for number in range(70_000)]
    with zipfile.ZipFile(packed(many, tmp_path / "a.zip")) as archive:
        assert len(archive.namelist()) == 70_000
        assert archive.read("69999") == b"x"


def test_a_file_beyond_four_gigabytes_is_told_in_zip64(
    files: list[tuple[Path, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(zip_writer, "_NEAR_32", 1000)
    monkeypatch.setattr(zip_writer, "_MOST_32", 0xFFFFFFFF)
    with zipfile.ZipFile(packed(files, tmp_path / "a.zip")) as archive:
        assert archive.testzip() is None
        assert all(archive.read(name) == path.read_bytes() for path, name in files)
    if shutil.which("7z") is not None:
        done = subprocess.run(["7z", "t", tmp_path / "a.zip"], capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout


def test_what_stops_a_step_stops_the_writing(files: list[tuple[Path, str]], tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop() -> None:
        raise Stopped

    with pytest.raises(Stopped):
        zip_writer.write(files, tmp_path / "a.zip", step=stop)


def test_a_file_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        packed([(tmp_path / "gone", "gone")], tmp_path / "a.zip")
