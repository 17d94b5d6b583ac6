"""What a report says of its own standing, in the places where it speaks of itself."""

from __future__ import annotations

import pytest

from recordkeeper.recognise.revision import revision_of
from recordkeeper.recognise.twin_rules import TwinRules
from recordkeeper.records.belonging import Revision
from recordkeeper.records.reading import PageText
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def rules() -> TwinRules:
    return TwinRules.load(ROOT / "resources" / "rules")


def standing(rules: TwinRules, *lines: str, title: str = "") -> Revision:
    return revision_of([PageText(1, "\n".join(lines))], title, rules=rules)[0]


HEAD = ("Eastmere Hospital", "SURGICAL PATHOLOGY REPORT", "Patient: Imogen Quillan")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("PRELIMINARY REPORT", *HEAD), Revision.PRELIMINARY),
        ((*HEAD, "Status: Preliminary"), Revision.PRELIMINARY),
        (("CT CHEST - PRELIMINARY 03/05/2024",), Revision.PRELIMINARY),
        (("WET READ", *HEAD), Revision.PRELIMINARY),
        (("INFORME PROVISIONAL", *HEAD), Revision.PRELIMINARY),
        ((*HEAD, "Report status: Final"), Revision.FINAL),
        ((*HEAD, "*** FINAL REPORT ***"), Revision.FINAL),
        ((*HEAD, "text", "Electronically signed by Una Fennimore, MD"), Revision.FINAL),
        ((*HEAD, "text", "ADDENDUM 03/14/2024:", "HER2 is negative."), Revision.ADDENDUM),
        (("ADDENDED REPORT", *HEAD, "Electronically signed"), Revision.ADDENDUM),
        ((*HEAD, "INFORME COMPLEMENTARIO"), Revision.ADDENDUM),
        (("AMENDED REPORT", *HEAD), Revision.AMENDED),
        (("CORRECTED REPORT", *HEAD), Revision.CORRECTED),
        (("INFORME CORREGIDO", *HEAD), Revision.CORRECTED),
        ((*HEAD, "This report supersedes that of March 5"), Revision.CORRECTED),
        (HEAD, Revision.UNKNOWN),
    ],
)
def test_the_report_says_it_of_itself(lines: tuple[str, ...], expected: Revision, rules: TwinRules) -> None:
    assert standing(rules, *lines) is expected


@pytest.mark.parametrize(
    "line",
    [
        "Preliminary report was given to the emergency room by telephone.",
        "PRELIMINARY DIAGNOSIS: adenocarcinoma",
        "FINAL DIAGNOSIS",
        "The addendum to the earlier report was reviewed and agrees with the present findings.",
        "The correction of the calcium for albumin gives 2.4 mmol/l, which is within the range.",
        "Amended diet as tolerated, with supplemental feeding at night and a final meal before sleep.",
        "Provisional diagnosis of lymphoma",
    ],
)
def test_words_about_something_else_do_not_count(line: str, rules: TwinRules) -> None:
    assert standing(rules, *HEAD, line, "more text of the report") is Revision.UNKNOWN


def test_a_title_settles_it(rules: TwinRules) -> None:
    assert standing(rules, *HEAD, "Status: Final", title="CT chest: preliminary") is Revision.PRELIMINARY


def test_the_words_are_kept(rules: TwinRules) -> None:
    _, reason = revision_of([PageText(3, "CORRECTED REPORT\nCT CHEST")], "", rules=rules)
    assert reason is not None
    assert (reason.field, reason.value, reason.words, reason.page) == (
        "revision",
        "corrected",
        "CORRECTED REPORT",
        3,
    )


def test_the_order_in_which_one_replaces_another() -> None:
    ranks = [Revision(name).rank for name in ("preliminary", "final", "addendum", "corrected")]
    assert ranks == sorted(set(ranks))
    assert Revision.UNKNOWN.rank == Revision.FINAL.rank
    assert Revision.AMENDED.rank == Revision.CORRECTED.rank
