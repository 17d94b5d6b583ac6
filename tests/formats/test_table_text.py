"""Tables as text: in columns where they fit, blocks where they do not."""

from __future__ import annotations

from recordkeeper.formats.grid import COLUMNS
from recordkeeper.formats.table_text import aligned, table_lines


def test_a_narrow_table_stands_in_columns() -> None:
    lines = list(table_lines(["Test", "Value"], [["Hb", "9.1 g/dl"], ["Potassium", "4"]]))
    assert lines == ["Test        Value", "Hb          9.1 g/dl", "Potassium   4"]


def test_a_wide_table_becomes_a_block_a_row_with_each_cell_under_its_heading() -> None:
    lines = list(table_lines(["Drug:", "Note"], [["A", "x" * 90], ["B", ""]]))
    assert lines == ["Drug: A", "Note: " + "x" * 90, "", "Drug: B"]


def test_columns_and_rows_with_nothing_in_them_are_left_out() -> None:
    assert list(table_lines(["a", "b", "c"], [["1", "", "3"], ["", "", ""]])) == ["a   c", "1   3"]
    assert list(table_lines([], [["", ""]])) == []
    assert list(table_lines(["only", "headings"], [])) == ["only   headings"]


def test_a_cell_of_several_lines_keeps_them_in_its_column() -> None:
    assert list(table_lines([], [["a", "one\ntwo", "z"]])) == ["a   one   z", "    two"]


def test_rows_of_unequal_length_are_all_shown() -> None:
    assert list(table_lines(["a"], [["1", "2"], ["3"]])) == ["a", "1   2", "3"]


def test_long_cells_run_over_and_the_others_stay_in_their_columns() -> None:
    rows = aligned([["2024", "short", "x"], ["2023", "long " * 40, "y"]])
    assert rows[0].index("x") < COLUMNS
    assert rows[1].endswith("   y")
