"""What kind of place a folder lies in, by names, marks and mounts; and how the catalogue is written there."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.library import folder
from recordkeeper.library.where import Kind, Place, place_of
from tests.making.libraries import ANNA

MOUNTS = r"""
/dev/vda / ext4 rw 0 0
server:/home /home/shared nfs4 rw 0 0
//nas/records /mnt/my\040nas cifs rw 0 0
me@host:/ /mnt/far fuse.sshfs rw 0 0
/dev/sdb1 /media/anna/STICK exfat rw 0 0
/dev/sdc1 /run/media/anna/Disk ext4 rw 0 0
/dev/sdd1 /mnt/card vfat rw 0 0
"""


@pytest.mark.parametrize(
    ("at", "kind", "name"),
    [
        ("/home/anna/Records", Kind.LOCAL, ""),
        ("/home/anna/OneDrive/Records", Kind.SYNC, "OneDrive"),
        ("/home/anna/OneDrive - Northfield/Records", Kind.SYNC, "OneDrive"),
        ("/home/anna/Dropbox (Personal)/Records", Kind.SYNC, "Dropbox"),
        ("/Users/anna/Library/Mobile Documents/com~apple~CloudDocs/Records", Kind.SYNC, "iCloud"),
        ("/Users/anna/Library/CloudStorage/GoogleDrive-anna@example.org/My Drive", Kind.SYNC, "Google Drive"),
        ("/Users/anna/Library/CloudStorage/Sync.com", Kind.SYNC, "Sync.com"),
        ("/home/anna/iCloudDrive/x", Kind.SYNC, "iCloud"),
        ("/home/anna/Dropboxes/Records", Kind.LOCAL, ""),
        ("/home/anna/my box/Records", Kind.LOCAL, ""),
        ("/home/shared/anna", Kind.NETWORK, "nfs4"),
        ("/mnt/my nas/anna", Kind.NETWORK, "cifs"),
        ("/mnt/far/anna", Kind.NETWORK, "fuse.sshfs"),
        ("/media/anna/STICK/Records", Kind.STICK, "exfat"),
        ("/run/media/anna/Disk/Records", Kind.STICK, "ext4"),
        ("/mnt/card/x", Kind.STICK, "vfat"),
    ],
)
def test_the_kind_of_a_place_is_told_from_its_path_and_its_mount(
    at: str, kind: Kind, name: str, tmp_path: Path
) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(MOUNTS)
    assert place_of(Path(at), environ={}, mounts=mounts) == Place(kind, name)


def test_what_the_system_says_of_onedrive_counts(tmp_path: Path) -> None:
    assert place_of(tmp_path / "x", environ={"OneDriveConsumer": str(tmp_path)}).name == "OneDrive"


def test_a_mark_of_a_syncing_program_counts(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert place_of(tmp_path / "a" / "b", environ={}) == Place(Kind.SYNC, "Syncthing")


@pytest.mark.parametrize(("name", "journal", "spills"), [("Dropbox", "truncate", 0), ("here", "wal", None)])
def test_the_catalogue_is_written_as_the_place_needs(
    tmp_path: Path, name: str, journal: str, spills: int | None
) -> None:
    library = folder.create(tmp_path / name / "library", ANNA, readme="")
    try:
        db = library.catalogue.writer
        (mode,) = db.execute("PRAGMA journal_mode").fetchone()
        if mode != journal and journal == "wal":
            pytest.skip("this SQLite is too old for a write-ahead log that two connections share")
        assert mode == journal
        if spills is not None:
            assert db.execute("PRAGMA cache_spill").fetchone()[0] == spills
            assert [path.name for path in library.folder.glob("catalogue.sqlite-wal")] == []
        assert db.execute("PRAGMA synchronous").fetchone()[0] == 2
    finally:
        library.close()


def test_a_library_carried_into_such_a_place_changes_its_journal(tmp_path: Path) -> None:
    folder.create(tmp_path / "here" / "library", ANNA, readme="").close()
    (tmp_path / "OneDrive").mkdir()
    (tmp_path / "here" / "library").rename(tmp_path / "OneDrive" / "library")
    library = folder.open_for_writing(tmp_path / "OneDrive" / "library")
    assert library.catalogue.writer.execute("PRAGMA journal_mode").fetchone() == ("truncate",)
    library.close()
