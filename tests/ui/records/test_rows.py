"""The rows of the list: years, hits, the words found, and the groups they are counted in."""

from __future__ import annotations

import pytest

from recordkeeper import paths
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind, Status
from recordkeeper.records.query import Hit, RecordLine
from recordkeeper.ui.records import groups
from recordkeeper.ui.records.rows import Entry, Heading, RowWords, by_hits, by_year, from_the_words, marked
from recordkeeper.wording.words import Words


def line(name: str, date: str = "", kind: Kind = Kind.LETTER, status: Status = Status.RECOGNISED) -> RecordLine:
    return RecordLine(name, kind, f"Title {name}", PartialDate.parse(date) if date else None, "", status, False, 2)


@pytest.fixture(scope="module")
def say() -> RowWords:
    return RowWords(Words.load(paths.resources() / "wording", "en"))


def test_each_year_heads_its_records_and_no_date_comes_last() -> None:
    lines = (line("a", "2024-05"), line("b", "2024"), line("c", "2022-01-02"), line("d"))
    assert by_year(lines) == (
        Heading("2024", 2), Entry(lines[0]), Entry(lines[1]),
        Heading("2022", 1), Entry(lines[2]),
        Heading("", 1), Entry(lines[3]),
    )  # fmt: skip


def test_a_record_found_on_several_pages_is_listed_once_with_its_best_page() -> None:
    lines = (line("a"), line("b"))
    hits = tuple(Hit(record, page, (), "…", 1.0) for record, page in (("b", 3), ("a", 1), ("b", 1), ("gone", 1)))
    assert [(row.line.id, row.hit and row.hit.page) for row in by_hits(lines, hits)] == [("b", 3), ("a", 1)]


def test_a_snippet_begins_near_the_words_found() -> None:
    snippet = "Invasive ductal carcinoma, grade 3, in greatest dimension. Margins negative; the closest is"
    cut = from_the_words(snippet, "marg")
    assert cut == "… dimension. Margins negative; the closest is"
    assert [cut[start : start + length] for start, length in marked(cut, "marg")] == ["Marg"]
    assert from_the_words("Margins negative", "marg") == "Margins negative"
    assert from_the_words("nothing of the kind", "marg") == "nothing of the kind"


def test_words_are_marked_whatever_their_accents() -> None:
    assert list(marked("Dr. Müller wrote", "muller")) == [(4, 6)]


def test_every_kind_belongs_to_one_group() -> None:
    listed = [kind for group in groups.GROUPS for kind in group.kinds]
    assert sorted(listed) == sorted(Kind)


def test_groups_count_what_they_list() -> None:
    lines = (
        line("a", kind=Kind.PATHOLOGY_REPORT),
        line("b", kind=Kind.CYTOLOGY_REPORT),
        line("c", kind=Kind.LETTER, status=Status.SET_ASIDE),
        line("d", kind=Kind.OTHER),
    )
    counted = groups.counts(lines)
    assert counted == {"pathology": 2, "other": 1, "aside": 1, "all": 3}
    assert {name: len(groups.within(lines, name)) for name in counted} == counted


def test_a_row_says_its_state_in_a_word(say: RowWords) -> None:
    assert say.mark(line("a", status=Status.TO_REVIEW)) == "please look"
    assert say.mark(line("a", status=Status.CONFIRMED)) == "confirmed"
    assert say.mark(line("a")) == ""
    assert say.when_and_kind(line("a", "2024-03")) == "Mar 2024 · Letter"
    assert say.spoken(Heading("2024", 2)) == "2024, 2 records"
