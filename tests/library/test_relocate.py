"""A library to another place: nothing is taken away before the copy is proven, and a cut-off move goes on."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from recordkeeper.app import opened
from recordkeeper.catalogue import documents
from recordkeeper.library import folder, relocate
from recordkeeper.library.check import check
from recordkeeper.library.folder import MARK
from recordkeeper.records.errors import PlaceProblem
from recordkeeper.records.query import Listing
from recordkeeper.work.progress import Cancelled, CancelToken, Progress
from tests.making.libraries import a_library, bring_in, write

HEAD = "Anna Sample  Born 03/05/1964\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    heap = {f"{n}.txt": f"{HEAD}PROGRESS NOTE {n}\nseen on 0{n}/02/2024" for n in range(1, 5)}
    with a_library(tmp_path / "library") as app:
        bring_in(app, write(tmp_path / "heap", heap))
    return tmp_path / "library"


def move(place: Path, to: Path, cancel: CancelToken | None = None) -> relocate.Relocated:
    return relocate.relocate(place, to, Progress(), cancel or CancelToken())


def contents(place: Path) -> dict[str, str]:
    return {
        path.relative_to(place).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in place.rglob("*")
        if path.is_file() and path.name != "lock" and "catalogue" not in path.name
    }


def sound(place: Path) -> int:
    with opened(place, writing=True) as app:
        assert check(app.library, Progress(), CancelToken()).ok
        return len(documents.find(app.library.catalogue.writer, Listing()))


def test_all_of_it_is_there_and_nothing_is_left(place: Path, tmp_path: Path) -> None:
    before = contents(place)
    moved = move(place, tmp_path / "elsewhere" / "records")
    assert moved.emptied
    assert not place.exists()
    assert contents(moved.folder) == before
    assert sound(moved.folder) == 4


def test_stopped_it_is_where_it_was_and_can_be_gone_on_with(place: Path, tmp_path: Path) -> None:
    to = tmp_path / "elsewhere"

    class Later(CancelToken):
        left = 5

        def check(self) -> None:
            self.left -= 1
            if self.left < 0:
                raise Cancelled

    with pytest.raises(Cancelled):
        move(place, to, Later())
    assert not (to / MARK).exists()
    assert sound(place) == 4
    copied = {path for path in to.rglob("*") if path.is_file()}
    assert copied
    assert move(place, to).emptied
    assert sound(to) == 4
    assert not (to / relocate.UNDER_WAY).exists()


def test_a_copy_that_differs_takes_nothing_away(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real: Callable[[Iterable[Path]], Iterator[tuple[Path, str]]] = relocate.sums_of

    def lying(paths: Iterable[Path]) -> Iterator[tuple[Path, str]]:
        for path, total in real(paths):
            yield path, "0" * 64 if path.is_relative_to(tmp_path / "bad stick") else total

    monkeypatch.setattr(relocate, "sums_of", lying)
    with pytest.raises(PlaceProblem, match="copy_differs"):
        move(place, tmp_path / "bad stick")
    assert sound(place) == 4


def test_cut_off_while_the_old_one_is_taken_away_it_goes_on(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    to = tmp_path / "elsewhere"

    def cut(_folder: Path) -> bool:
        raise KeyboardInterrupt

    monkeypatch.setattr(relocate, "_empty", cut)
    with pytest.raises(KeyboardInterrupt):
        move(place, to)
    monkeypatch.undo()
    assert move(place, to).emptied
    assert sound(to) == 4


def test_cut_off_before_its_first_note_was_whole_it_goes_on(place: Path, tmp_path: Path) -> None:
    to = tmp_path / "elsewhere"
    to.mkdir()
    (to / f"{relocate.UNDER_WAY}.new").write_bytes(b"{")
    assert move(place, to).emptied
    assert sound(to) == 4
    assert not (to / f"{relocate.UNDER_WAY}.new").exists()


def test_it_goes_nowhere_that_is_not_empty_nor_into_itself_nor_while_it_is_open(
    place: Path, tmp_path: Path
) -> None:
    for to, code in ((tmp_path / "heap", "folder_not_empty"), (place / "in", "place_in_library"),
                     (tmp_path, "place_in_library")):  # fmt: skip
        with pytest.raises(PlaceProblem, match=code):
            move(place, to)
    library = folder.open_for_writing(place)
    with pytest.raises(PlaceProblem, match="library_in_use"):
        move(place, tmp_path / "elsewhere")
    library.close()
    assert sound(place) == 4
