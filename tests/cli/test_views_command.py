"""`views` and `search --view`: a search kept under a name, in any language, let go of, taken back, built again."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.calling import call, init, one_calm_sentence
from tests.making.libraries import write


@pytest.fixture
def library(tmp_path: Path) -> Path:
    library = init(tmp_path / "library")
    heap = write(tmp_path / "heap", {"a.txt": "LETTER\nAnna Sample\nmargins", "b.txt": "PROGRESS NOTE\nmargins"})
    assert call(library, "add", heap).code == 0
    return library


def test_a_view_is_kept_used_and_let_go_of(library: Path) -> None:
    (view,) = call(library, "views", "add", "My  letters", "kind:letter", "from:St. Mary", "2023..").data["views"]
    assert (view["name"], view["search"]) == ("My letters", 'kind:letter from:"St. Mary" 2023..')
    call(library, "views", "add", "my letters", "kind:letter")
    (view,) = call(library, "views").data["views"]
    assert view["search"] == "kind:letter"
    letters = {hit["record"] for hit in call(library, "search", "--view", "MY LETTERS").data["hits"]}
    assert len(letters) == 1
    assert {
        hit["record"] for hit in call(library, "search", "margins", "--view", "my letters").data["hits"]
    } == letters
    assert call(library, "rebuild").code == 0
    assert call(library, "views", "list").data["views"] == [view]
    assert call(library, "views", "remove", view["id"]).data["views"] == []
    assert call(library, "undo").code == 0
    assert call(library, "views").data["views"] == [view]


@pytest.mark.parametrize(
    "words", [("views", "remove", "x"), ("search", "--view", "x"), ("search",), ("views", "add", " ", "x")]
)
def test_what_cannot_be_is_a_sentence(library: Path, words: tuple[str, ...]) -> None:
    answer = call(library, *words)
    assert answer.code == 2
    assert one_calm_sentence(answer)
