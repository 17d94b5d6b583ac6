"""Each check goes red when it should, and nothing a stranger hands over does harm."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pymupdf
import pytest

from recordkeeper.app import App
from recordkeeper.bundle import opening as room
from recordkeeper.bundle.verify import verify
from recordkeeper.records.errors import InputProblem, PlaceProblem
from recordkeeper.work.pool import WorkerPool
from recordkeeper.work.progress import Progress
from tests.bundle.shelf import copy_of, export, files_of, manifest_of
from tests.making.libraries import zip_of

Spoil = Callable[[Path], None]


def red(place: Path, pool: WorkerPool) -> set[str]:
    """The checks that are not green."""
    return {check.check for check in verify(place, pool, Progress()) if not check.ok}


def first(bundle: Path, role: str) -> Path:
    return bundle / next(path for path, file in sorted(files_of(bundle).items()) if file["role"] == role)


def rewrite(bundle: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """Change the manifest and make SHA256SUMS agree with it again, as a forger would."""
    content = manifest_of(bundle)
    change(content)
    data = json.dumps(content).encode()
    (bundle / "MANIFEST.json").write_bytes(data)
    lines = [f"{file['sha256']}  {file['path']}" for file in content["files"]]
    lines.append(f"{hashlib.sha256(data).hexdigest()}  MANIFEST.json")
    (bundle / "SHA256SUMS").write_text("\n".join(sorted(lines, key=lambda line: line[66:])) + "\n", "utf-8")


def sign(bundle: Path, path: Path) -> None:
    """Let the manifest agree with what a file is now."""
    name = path.relative_to(bundle).as_posix()

    def change(content: dict[str, Any]) -> None:
        (file,) = (file for file in content["files"] if file["path"] == name)
        file["sha256"], file["size"] = hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size

    rewrite(bundle, change)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def flip_an_original(bundle: Path) -> None:
    flip(first(bundle, "original"))


def remove_an_original(bundle: Path) -> None:
    first(bundle, "original").unlink()


def add_a_file(bundle: Path) -> None:
    (bundle / "ORIGINALS" / "more.txt").write_text("more")


def add_a_link_to_a_folder(bundle: Path) -> None:
    (bundle / "more").symlink_to("/tmp", target_is_directory=True)


def add_a_hidden_file(bundle: Path) -> None:
    (bundle / ".hidden").write_text("more")


def put_a_link_in_place_of_a_file(bundle: Path) -> None:
    path = bundle / "README.txt"
    path.rename(bundle.parent / "README.txt")
    path.symlink_to(bundle.parent / "README.txt")


def damage_the_packet(bundle: Path) -> None:
    (bundle / "Packet.pdf").write_bytes(b"%PDF-1.7 no more")


def damage_and_sign_the_packet(bundle: Path) -> None:
    damage_the_packet(bundle)
    sign(bundle, bundle / "Packet.pdf")


def take_a_page_out_of_the_packet(bundle: Path) -> None:
    with pymupdf.open(bundle / "Packet.pdf") as packet:
        packet.delete_page(-1)
        packet.save(bundle / "short.pdf")
    (bundle / "short.pdf").replace(bundle / "Packet.pdf")
    sign(bundle, bundle / "Packet.pdf")


def say_another_page_count(bundle: Path) -> None:
    def change(content: dict[str, Any]) -> None:
        next(file for file in content["files"] if file["path"] == "Packet.pdf")["pages"] += 1

    rewrite(bundle, change)


def say_another_count(bundle: Path) -> None:
    rewrite(bundle, lambda content: content["counts"].update(documents=99))


def forget_a_sum(bundle: Path) -> None:
    lines = (bundle / "SHA256SUMS").read_text("utf-8").splitlines(keepends=True)
    (bundle / "SHA256SUMS").write_text("".join(lines[1:]), "utf-8")


def lose_the_sums(bundle: Path) -> None:
    (bundle / "SHA256SUMS").unlink()


def swap_two_images(bundle: Path) -> None:
    one, other = sorted(path for path in (bundle / "IMAGING").rglob("IM*") if path.is_file())[:2]
    kept = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(kept)


def swap_and_sign_two_images(bundle: Path) -> None:
    swap_two_images(bundle)
    for path in sorted(path for path in (bundle / "IMAGING").rglob("IM*") if path.is_file())[:2]:
        sign(bundle, path)


def lose_an_image(bundle: Path) -> None:
    first(bundle, "imaging").unlink()


def lose_an_image_and_forget_it(bundle: Path) -> None:
    """The DICOMDIR names a file that is not there."""
    path = first(bundle, "imaging")
    path.unlink()
    name = path.relative_to(bundle).as_posix()

    def change(content: dict[str, Any]) -> None:
        content["files"] = [file for file in content["files"] if file["path"] != name]
        content["counts"]["files"] -= 1
        content["counts"]["instances"] -= 1

    rewrite(bundle, change)


def add_an_image(bundle: Path) -> None:
    """An image the DICOMDIR does not name, though the manifest does."""
    path = first(bundle, "imaging")
    shutil.copy(path, path.with_name("IM999999"))

    def change(content: dict[str, Any]) -> None:
        (file,) = (f for f in content["files"] if f["path"] == path.relative_to(bundle).as_posix())
        content["files"].append({**file, "path": file["path"].replace(path.name, "IM999999")})
        content["counts"]["files"] += 1
        content["counts"]["instances"] += 1

    rewrite(bundle, change)


def damage_an_image(bundle: Path) -> None:
    path = first(bundle, "imaging")
    path.write_bytes(b"no image")
    sign(bundle, path)


def damage_the_directory(bundle: Path) -> None:
    (bundle / "IMAGING" / "DICOMDIR").write_bytes(b"no directory")
    sign(bundle, bundle / "IMAGING" / "DICOMDIR")


def lose_the_directory(bundle: Path) -> None:
    (bundle / "IMAGING" / "DICOMDIR").unlink()


def damage_the_manifest(bundle: Path) -> None:
    flip(bundle / "MANIFEST.json")
    text = (bundle / "MANIFEST.json").read_bytes()
    (bundle / "MANIFEST.json").write_bytes(text[:-20])


@pytest.mark.parametrize(
    ("spoil", "wanted"),
    [
        (flip_an_original, {"hashes"}),
        (remove_an_original, {"hashes"}),
        (add_a_file, {"nothing_else"}),
        (add_a_hidden_file, {"nothing_else"}),
        (add_a_link_to_a_folder, {"nothing_else"}),
        (put_a_link_in_place_of_a_file, {"hashes"}),
        (damage_the_packet, {"hashes", "documents_open", "packet_links"}),
        (damage_and_sign_the_packet, {"documents_open", "packet_links"}),
        (take_a_page_out_of_the_packet, {"documents_open", "packet_links"}),
        (say_another_page_count, {"documents_open", "counts"}),
        (say_another_count, {"counts"}),
        (forget_a_sum, {"sums"}),
        (lose_the_sums, {"sums"}),
        (swap_two_images, {"hashes", "images_open"}),
        (swap_and_sign_two_images, {"images_open"}),
        (lose_an_image, {"hashes", "dicomdir", "images_open"}),
        (lose_an_image_and_forget_it, {"dicomdir"}),
        (add_an_image, {"dicomdir"}),
        (damage_an_image, {"images_open"}),
        (damage_the_directory, {"dicomdir"}),
        (lose_the_directory, {"hashes", "dicomdir"}),
        (damage_the_manifest, {"manifest"}),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_each_check_goes_red_when_it_should(
    bundle: Path, tmp_path: Path, pool: WorkerPool, spoil: Spoil, wanted: set[str]
) -> None:
    mine = copy_of(bundle, tmp_path / "bundle")
    assert red(mine, pool) == set()
    spoil(mine)
    found = red(mine, pool)
    assert wanted <= found
    assert (
        found - wanted <= {"documents_open"} if spoil in (flip_an_original, remove_an_original) else found == wanted
    )


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"null", b"{}", b'"words"', b"\xff\xfe", b"[" * 100_000, b'{"files": 5}', b"\0" * 100,
        b'{"bundle_id": "x", "made": "", "program": "", "patient": {}, "recipient": "", "question": "", '
        b'"counts": [], "left_out": {}, "records": [], "files": []}',
        b'{"bundle_id": "x", "made": "", "program": "", "patient": {}, "recipient": "", "question": "", '
        b'"counts": {}, "left_out": {}, "records": [], "files": [{"path": "a"}]}',
    ],
    ids=range(11),
)  # fmt: skip
def test_a_manifest_that_is_none_is_said_to_be_none(tmp_path: Path, pool: WorkerPool, content: bytes) -> None:
    (tmp_path / "MANIFEST.json").write_bytes(content)
    assert red(tmp_path, pool) == {"manifest"}


@pytest.mark.parametrize(
    "path", ["../secret.pdf", "/etc/hostname", "a/../../x", "C:/x", "a\\b", "a//b", "", ".", "a\0b", "\ud800"]
)
def test_a_manifest_that_leads_out_of_the_bundle_is_not_followed(
    bundle: Path, tmp_path: Path, pool: WorkerPool, path: str
) -> None:
    mine = copy_of(bundle, tmp_path / "bundle")
    content = manifest_of(mine)
    content["files"][0]["path"] = path
    (mine / "MANIFEST.json").write_text(json.dumps(content))
    assert red(mine, pool) == {"manifest"}


def test_a_folder_that_is_no_bundle(tmp_path: Path, pool: WorkerPool) -> None:
    (tmp_path / "holiday.txt").write_text("sun")
    assert red(tmp_path, pool) == {"manifest"}


@pytest.mark.parametrize("content", [b"", b"words", b"PK\x03\x04 and no more", b"PK\x05\x06" + bytes(18)])
def test_a_file_that_is_no_bundle(tmp_path: Path, pool: WorkerPool, content: bytes) -> None:
    (tmp_path / "file.zip").write_bytes(content)
    assert red(tmp_path / "file.zip", pool) <= {"opens", "manifest"}
    assert red(tmp_path / "file.zip", pool)
    assert [path.name for path in tmp_path.iterdir()] == ["file.zip"]


def test_nothing_there_is_used_wrongly(tmp_path: Path, pool: WorkerPool) -> None:
    with pytest.raises(InputProblem, match="no_such_path"):
        verify(tmp_path / "gone", pool, Progress())


@pytest.mark.parametrize("name", ["../out.txt", "/tmp/out.txt", "a/../../out.txt", "..\\out.txt", "C:\\out.txt"])
def test_an_archive_with_names_that_lead_elsewhere_is_not_unpacked(
    tmp_path: Path, pool: WorkerPool, name: str
) -> None:
    (tmp_path / "in").mkdir()
    archive = zip_of(tmp_path / "in" / "b.zip", [("MANIFEST.json", b"{}"), (name, b"out")])
    assert red(archive, pool) == {"opens"}
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["b.zip"]


def test_an_archive_with_a_name_twice_is_not_sound(tmp_path: Path, pool: WorkerPool) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        archive = zip_of(tmp_path / "b.zip", [("MANIFEST.json", b"{}"), ("MANIFEST.json", b"{}")])
    assert red(archive, pool) == {"opens"}


@pytest.fixture(scope="module")
def zipped_bundle(shelf: App, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(export(shelf, tmp_path_factory.mktemp("zipped") / "out", shape="zip").entry.path)


def test_a_zip_with_a_flipped_byte_is_red_wherever_it_is(
    zipped_bundle: Path, tmp_path: Path, pool: WorkerPool
) -> None:
    content = zipped_bundle.read_bytes()
    for part in range(1, 8):
        spoilt = bytearray(content)
        spoilt[len(content) * part // 8] ^= 0x55
        (tmp_path / "b.zip").write_bytes(spoilt)
        assert red(tmp_path / "b.zip", pool)
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


def test_a_zip_that_ends_early_is_red(zipped_bundle: Path, tmp_path: Path, pool: WorkerPool) -> None:
    content = zipped_bundle.read_bytes()
    (tmp_path / "b.zip").write_bytes(content[: len(content) // 2])
    assert red(tmp_path / "b.zip", pool) == {"opens"}


def test_a_zip_on_a_medium_that_takes_nothing_is_unpacked_elsewhere(
    zipped_bundle: Path, tmp_path: Path, pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Root may write anywhere, so the medium's refusal is given by the call itself."""
    mine = copy_of(zipped_bundle, tmp_path / "b.zip")
    make, asked = room.tempfile.mkdtemp, []

    def refusing(prefix: str, dir: Path) -> str:  # noqa: A002 - as tempfile calls it
        asked.append(dir)
        if dir == tmp_path:
            raise OSError(30, "read-only")
        return make(prefix=prefix, dir=dir)

    monkeypatch.setattr(room.tempfile, "mkdtemp", refusing)
    assert red(mine, pool) == set()
    assert asked == [tmp_path, Path(room.tempfile.gettempdir())]
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


def test_a_zip_larger_than_all_disks_is_not_unpacked(
    zipped_bundle: Path, tmp_path: Path, pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    mine = copy_of(zipped_bundle, tmp_path / "b.zip")
    monkeypatch.setattr(room.shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10, 0, 10))
    with pytest.raises(PlaceProblem, match="disk_full"):
        verify(mine, pool, Progress())
    assert [path.name for path in tmp_path.iterdir()] == ["b.zip"]


def test_verifying_changes_nothing(bundle: Path, pool: WorkerPool) -> None:
    def state() -> dict[str, tuple[int, int]]:
        return {str(p): (p.stat().st_mtime_ns, p.stat().st_size) for p in bundle.rglob("*")}

    before = state()
    verify(bundle, pool, Progress())
    assert state() == before


def test_a_detail_names_three_and_counts_the_rest(bundle: Path, tmp_path: Path, pool: WorkerPool) -> None:
    mine = copy_of(bundle, tmp_path / "bundle")
    for number in range(5):
        (mine / f"more{number}.txt").write_text("more")
    (check,) = (check for check in verify(mine, pool, Progress()) if not check.ok)
    assert check.detail == "more0.txt, more1.txt, more2.txt (+2)"


def test_progress_is_told_for_each_file(bundle: Path, pool: WorkerPool) -> None:
    told = []
    verify(bundle, pool, Progress(told.append))
    assert told[-1].done == told[-1].total == len(files_of(bundle))


def test_a_pipe_in_place_of_a_file_does_not_hang(bundle: Path, tmp_path: Path, pool: WorkerPool) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no pipes with names here")
    mine = copy_of(bundle, tmp_path / "bundle")
    (mine / "README.txt").unlink()
    os.mkfifo(mine / "README.txt")
    assert red(mine, pool) == {"hashes"}


@pytest.mark.parametrize("link", ["gone.pdf", "Packet.pdf#page=9999", "Packet.pdf#page=x", "https://example.org/"])
def test_a_link_that_leads_nowhere_is_named(bundle: Path, pool: WorkerPool, tmp_path: Path, link: str) -> None:
    mine = copy_of(bundle, tmp_path / "bundle")
    page = mine / "index.html"
    page.write_text(page.read_text("utf-8").replace('href="START-HERE.pdf"', f'href="{link}"'), "utf-8")
    (found,) = (check for check in verify(mine, pool, Progress()) if check.check == "links")
    assert not found.ok
    assert found.detail == link
