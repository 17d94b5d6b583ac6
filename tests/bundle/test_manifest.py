"""The list of everything in a bundle, for machines."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from recordkeeper.bundle.make import Made
from recordkeeper.bundle.manifest import VERSION, BundledFile, Manifest, sums
from recordkeeper.records.plain import from_plain
from tests.bundle.shelf import manifest_of


def test_sha256sum_finds_every_file_unchanged(bundle: Path) -> None:
    if shutil.which("sha256sum") is None:
        pytest.skip("sha256sum is not installed")
    done = subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=bundle, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    there = sum(path.is_file() for path in bundle.rglob("*"))
    assert done.stdout.count(": OK") == there - 1  # all but SHA256SUMS itself


def test_the_sums_are_in_the_order_of_the_paths(bundle: Path) -> None:
    paths = [line[66:] for line in (bundle / "SHA256SUMS").read_text("utf-8").splitlines()]
    assert paths == sorted(paths)
    assert "MANIFEST.json" in paths


def test_every_file_is_listed_with_its_sum_and_size(bundle: Path) -> None:
    listed = {file["path"]: file for file in manifest_of(bundle)["files"]}
    there = {path.relative_to(bundle).as_posix(): path for path in bundle.rglob("*") if path.is_file()}
    assert set(there) - set(listed) == {"MANIFEST.json", "SHA256SUMS"}
    for name, file in listed.items():
        content = there[name].read_bytes()
        assert (file["sha256"], file["size"]) == (hashlib.sha256(content).hexdigest(), len(content))


def test_the_manifest_is_read_back_as_it_was(bundle: Path, made: Made) -> None:
    content = (bundle / "MANIFEST.json").read_bytes()
    manifest = from_plain(Manifest, json.loads(content))
    assert manifest.version == VERSION
    assert manifest.counts == made.entry.counts
    assert (manifest.recipient, manifest.question) == ("Dr. Second", "What next?")
    assert hashlib.sha256(content).hexdigest() == made.entry.manifest_sha256


def test_the_manifest_does_not_tell_what_was_left_out_by_name(bundle: Path) -> None:
    text = (bundle / "MANIFEST.json").read_text("utf-8") + (bundle / "README.txt").read_text("utf-8")
    for word in ("Zoe", "aunt", "Thrown away", "Card", "locked.pdf", "heap", "library"):
        assert word not in text
    assert manifest_of(bundle)["left_out"]["set_aside"] == 1


def test_a_sum_line_is_as_sha256sum_writes_it() -> None:
    assert sums([BundledFile("b ä.pdf", "2" * 64, 1, "paper")], "MANIFEST.json", "1" * 64) == [
        f"{'1' * 64}  MANIFEST.json",
        f"{'2' * 64}  b ä.pdf",
    ]
