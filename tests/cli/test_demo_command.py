"""`demo`: a library of made-up records and a bundle from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import Answer, call, one_calm_sentence


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Answer]:
    place = tmp_path_factory.mktemp("demo") / "here"
    return place, call(None, "demo", place)


def test_the_paths_are_told_and_are_there(demo: tuple[Path, Answer]) -> None:
    place, answer = demo
    assert answer.code == 0, answer.err
    assert answer.data["ok"] is True
    for what in ("records", "library", "bundle"):
        assert answer.data[what] == str(place / what)
        assert (place / what).is_dir()


def test_the_library_holds_the_heap_and_keeps_the_stranger_out(demo: tuple[Path, Answer]) -> None:
    place, answer = demo
    totals = answer.data["totals"]
    assert totals["added"] > 20
    assert totals["unreadable"] == totals["pending"] == 0
    assert len(call(place / "library", "list").data["records"]) > 10
    assert len(call(place / "library", "bundles").data["bundles"]) == 1


def test_the_bundle_verifies(demo: tuple[Path, Answer]) -> None:
    assert call(None, "verify", demo[0] / "bundle").code == 0


def test_a_place_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for place in (tmp_path, tmp_path / "mine.txt"):
        answer = call(None, "demo", place)
        assert answer.code == 3
        assert one_calm_sentence(answer)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]
