"""`delete`: told first, done with --yes, never of what is not in the trash."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import call, one_calm_sentence, said
from tests.cli.conftest import names


def test_without_yes_it_only_tells_and_with_yes_it_is_gone(own: Path) -> None:
    one = names(own)["letter.pdf"]
    refused = call(own, "delete", one, "--yes")
    assert (refused.code, one_calm_sentence(refused)) == (2, True)
    call(own, "trash", one)
    told = call(own, "delete", one).data
    assert (told["done"], told["records"], told["files"], told["kept_until"]) == (False, [one], 1, None)
    assert "There is no undo" in said(own, "delete", one).out
    assert call(own, "show", one).code == 0
    done = call(own, "delete", one, "--yes").data
    assert (done["done"], done["records"]) == (True, [one])
    assert call(own, "show", one).code == 2
    assert call(own, "check").data["ok"]
    assert "deleted for good" in said(own, "history").out
    assert call(own, "delete").code == 2
    assert call(own, "delete", "--old").data["records"] == []
