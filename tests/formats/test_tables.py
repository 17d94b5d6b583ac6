"""Tables on sheets: words under their column, rows on a line of the text, nothing beyond the edge."""

from __future__ import annotations

from recordkeeper.formats.grid import CELL, MARGIN, SHEET_HEIGHT, SHEET_WIDTH
from recordkeeper.formats.tables import TablesFound, table
from recordkeeper.records.reading import PageText
from tests.formats.test_contract import words_are_where_they_say


def pages(*rows: list[str], heading: str = "") -> list[PageText]:
    found = table(heading, rows)
    assert found is not None
    laid = list(TablesFound((found,)).pages())
    for page in laid:
        words_are_where_they_say(page)
        assert all(MARGIN <= word.x0 < word.x1 <= page.width - MARGIN + 0.01 for word in page.words)
        assert all(MARGIN <= word.y0 < word.y1 <= page.height - MARGIN for word in page.words)
    return laid


def places(page: PageText) -> dict[str, tuple[float, float]]:
    return {page.text[word.start : word.end]: (word.x0, word.y0) for word in page.words}


def test_cells_stand_under_each_other_and_rows_are_lines_of_the_text() -> None:
    (page,) = pages(["Test", "Value"], ["Haemoglobin", "9.1"], ["", "4.5"], heading="Labs")
    assert page.text == "Labs\nTest   Value\nHaemoglobin   9.1\n4.5"
    at = places(page)
    assert at["Value"][0] == at["9.1"][0] == at["4.5"][0] > at["Haemoglobin"][0] + 11 * CELL
    assert at["Haemoglobin"][1] == at["9.1"][1]


def test_empty_rows_and_columns_at_the_end_are_dropped() -> None:
    assert table("", [["", " "], ["a", "", ""], []]) == table("", [["a"]])
    assert table("only a heading", [["", "\t"]]) is None


def test_a_long_cell_is_wrapped_inside_its_column_while_the_text_keeps_it_whole() -> None:
    (page,) = pages(["a", "word " * 40, "z"])
    assert page.text == "a   " + " ".join(["word"] * 40) + "   z"
    lefts = {round(word.x0) for word in page.words if page.text[word.start : word.end] == "word"}
    assert len({round(word.y0) for word in page.words}) > 2
    assert max(lefts) < places(page)["z"][0]


def test_a_wide_table_gets_a_sheet_on_its_side_and_a_wider_one_a_sheet_as_wide_as_it_needs() -> None:
    (upright,) = pages(["x" * 20] * 4)
    assert (upright.width, upright.height) == (SHEET_WIDTH, SHEET_HEIGHT)
    (on_its_side,) = pages(["x" * 20] * 6)
    assert (on_its_side.width, on_its_side.height) == (SHEET_HEIGHT, SHEET_WIDTH)
    (wide,) = pages(["x" * 20] * 30)
    assert wide.width > SHEET_HEIGHT


def test_a_word_too_long_for_its_column_is_cut_and_its_pieces_marked() -> None:
    (page,) = pages(["x" * 200, "y"])
    assert page.text == "x" * 200 + "   y"
    assert len(page.words) > 3


def test_a_table_goes_on_to_the_next_sheet_between_rows() -> None:
    first, second = pages(*([str(number), "value"] for number in range(100)))
    assert first.text.splitlines()[0] == "0   value"
    assert int(second.text.split()[0]) == len(first.text.splitlines())
    assert second.text.splitlines()[-1] == "99   value"


def test_a_row_higher_than_a_sheet_goes_on_as_running_text() -> None:
    laid = pages(["before", "x"], ["a", "word " * 3000], ["after", "y"])
    assert len(laid) > 2
    text = "\n".join(page.text for page in laid)
    assert text.count("word") == 3000
    assert text.splitlines()[-1] == "after   y"


def test_each_table_begins_a_sheet() -> None:
    both = [found for name in ("A", "B") if (found := table(name, [["x"]]))]
    assert [page.text for page in TablesFound(tuple(both)).pages()] == ["A\nx", "B\nx"]
    assert list(TablesFound(()).pages()) == []


def test_wide_signs_take_the_room_they_need() -> None:
    (page,) = pages(["血红蛋白", "9.1"])
    at = places(page)
    assert at["9.1"][0] >= at["血红蛋白"][0] + 8 * CELL
