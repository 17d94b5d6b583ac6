"""The locked copy: one ZIP of neutral names that opens with five words, which stand on a slip of their own."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pymupdf
import pytest

from recordkeeper.app import App
from recordkeeper.bundle.make import Made
from recordkeeper.bundle.verify import verify
from recordkeeper.library.passphrases import Passphrases
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.work.pool import WorkerPool
from recordkeeper.work.progress import Progress
from tests.bundle.shelf import export


@pytest.fixture(scope="module")
def locked(shelf: App, tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Made inside a folder, so that the name is ours."""
    return export(shelf, tmp_path_factory.mktemp("locked"), shape="locked", question="What next?")


def test_no_name_tells_of_a_person_or_an_illness(locked: Made) -> None:
    place = Path(locked.entry.path)
    with zipfile.ZipFile(place) as archive:
        names = archive.namelist()
    told = " ".join([place.name, *names]).casefold()
    assert all(word not in told for word in ("anna", "sample", "biopsy", "pathology"))
    assert "DOCS/START.PDF" in names
    assert b"Anna" not in place.read_bytes()


def test_it_opens_with_its_passphrase_and_all_checks_are_green(locked: Made, pool: WorkerPool) -> None:
    assert locked.secret is not None
    checks = verify(Path(locked.entry.path), pool, Progress(), (locked.secret.passphrase,))
    assert all(check.ok for check in checks), checks
    assert "dicomdir" in {check.check for check in checks}


@pytest.mark.parametrize("passwords", [(), ("wrong",)])
def test_without_it_nothing_opens(locked: Made, pool: WorkerPool, passwords: tuple[str, ...]) -> None:
    (check,) = verify(Path(locked.entry.path), pool, Progress(), passwords)
    assert (check.check, check.ok) == ("opens", False)


def test_the_slip_lies_beside_it_and_names_no_patient(locked: Made) -> None:
    assert locked.secret is not None
    slip = Path(locked.secret.slip)
    assert slip.parent == Path(locked.entry.path).parent
    with pymupdf.open(slip) as document:
        text = document[0].get_text()
    assert locked.secret.passphrase in text
    assert Path(locked.entry.path).name in text
    assert "Anna" not in text


def test_a_slip_in_the_way_is_left_alone_and_nothing_is_made(shelf: App, tmp_path: Path) -> None:
    (tmp_path / "out passphrase.pdf").write_bytes(b"mine")
    with pytest.raises(PlaceProblem, match="folder_exists"):
        export(shelf, tmp_path / "out", shape="locked")
    assert [path.name for path in tmp_path.iterdir()] == ["out passphrase.pdf"]
    assert (tmp_path / "out passphrase.pdf").read_bytes() == b"mine"


def test_a_bundle_that_cannot_be_noted_leaves_no_slip(
    shelf: App, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("no room")

    monkeypatch.setattr("recordkeeper.bundle.ledger.note", broken)
    with pytest.raises(OSError, match="no room"):
        export(shelf, tmp_path / "out", shape="locked")
    assert list(tmp_path.iterdir()) == []


def test_others_bundles_have_no_passphrase(made: Made) -> None:
    assert made.secret is None
    assert Passphrases(lambda: None).look_up(made.entry.manifest_sha256) == ""
