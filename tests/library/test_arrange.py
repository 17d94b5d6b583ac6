"""Pages of a document made of several stand in the order a person gives them, before and after its first part."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.catalogue import documents
from recordkeeper.library import acts, acts_arrange
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.query import Listing
from tests.making.libraries import a_library, bring_in, built_again, write


def names(app: App, record: str) -> list[str]:
    return [part.name for part in documents.get(app.library.catalogue.writer, record).files]


def test_any_order_holds_is_taken_back_and_built_again(tmp_path: Path) -> None:
    write(tmp_path / "heap", {f"{n}.txt": f"LETTER\nPage {n} of a long letter, {n} {n}" for n in range(1, 5)})
    with a_library(tmp_path / "library") as app:
        bring_in(app, tmp_path / "heap")
        found = documents.find(app.library.catalogue.writer, Listing())
        by_name = {record.files[0].name: record.id for record in found}
        (whole,) = acts.merge(app.library, [by_name[f"{n}.txt"] for n in (2, 1, 4, 3)])
        assert names(app, whole) == ["2.txt", "1.txt", "4.txt", "3.txt"]
        assert acts_arrange.arrange(app.library, whole, [2, 1, 4, 3]) == (whole,)
        assert names(app, whole) == ["1.txt", "2.txt", "3.txt", "4.txt"]
        assert [page.text.split()[2] for page in documents.pages(app.library.catalogue.writer, whole)] == list(
            "1234"
        )
        with built_again(app, tmp_path / "again") as again:
            assert names(again, whole) == ["1.txt", "2.txt", "3.txt", "4.txt"]
        acts_arrange.arrange(app.library, whole, [4, 3, 2, 1])
        assert names(app, whole) == ["4.txt", "3.txt", "2.txt", "1.txt"]
        acts.undo(app.library)
        acts.undo(app.library)
        assert names(app, whole) == ["2.txt", "1.txt", "4.txt", "3.txt"]
        acts.undo(app.library)
        assert names(app, whole) == ["2.txt"]
        with pytest.raises(InputProblem):
            acts_arrange.arrange(app.library, whole, [1])


@pytest.mark.parametrize("order", [[1], [1, 1], [1, 2, 3], [0, 1], []])
def test_each_is_named_once(tmp_path: Path, order: list[int]) -> None:
    write(tmp_path / "heap", {"a.txt": "LETTER\none", "b.txt": "LETTER\ntwo"})
    with a_library(tmp_path / "library") as app:
        bring_in(app, tmp_path / "heap")
        found = documents.find(app.library.catalogue.writer, Listing())
        (whole,) = acts.merge(app.library, [record.id for record in found])
        with pytest.raises(InputProblem):
            acts_arrange.arrange(app.library, whole, order)
