"""Narratives of CDA sections: paragraphs, lists and tables as a browser would show them."""

from __future__ import annotations

import pytest

from recordkeeper.formats.cda_narrative import narrative_lines
from recordkeeper.formats.xml_tree import parse_xml


def lines(markup: str, pictures: dict[str, str] | None = None) -> list[str]:
    root = parse_xml(f"<text xmlns='urn:hl7-org:v3'>{markup}</text>".encode())
    assert root is not None
    return list(narrative_lines(root, pictures or {}))


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<paragraph>One</paragraph><paragraph>Two  words</paragraph>", ["One", "Two words"]),
        ("one<br/>two", ["one", "two"]),
        ("<content styleCode='Bold'>Bold</content> and plain", ["Bold and plain"]),
        ("kept<content revised='delete'> struck out</content>", ["kept"]),
        ("<list><item>a</item><item>b</item></list>", ["- a", "- b"]),
        ("<list listType='ordered'><item>a</item><item>b</item></list>", ["1. a", "2. b"]),
        (
            "<list><caption>Why</caption><item>a<list><item>b</item></list></item></list>",
            ["Why", "- a", "  - b"],
        ),
        ("\n      indented by\n      a machine\n    ", ["indented by a machine"]),
        (
            "FINDINGS:\nliver is fine\n\nIMPRESSION:\nnone",
            ["FINDINGS:", "liver is fine", "", "IMPRESSION:", "none"],
        ),
        ("x<sub>2</sub> 10<sup>9</sup>/l", ["x2 109/l"]),
    ],
)
def test_text_flows_as_its_author_meant_it(markup: str, shown: list[str]) -> None:
    assert lines(markup) == shown


def test_a_table_has_its_heading_and_its_rows() -> None:
    table = (
        "<table><thead><tr><th>Test</th><th>Value</th></tr></thead>"
        "<tbody><tr><td>Hb</td><td>9.1</td></tr><tr><td>WBC</td><td>6.7</td></tr></tbody></table>"
    )
    assert lines(f"before{table}after") == ["before", "", "Test   Value", "Hb     9.1", "WBC    6.7", "", "after"]


def test_short_lines_of_a_cell_share_a_line_and_long_ones_do_not() -> None:
    long = "The patient tolerated the medicine well over all of the last cycles."
    table = f"<table><tr><td>A</td><td>Hives<br/>Rash</td></tr><tr><td>B</td><td>{long}<br/>End</td></tr></table>"
    assert lines(table) == ["A   Hives; Rash", f"B   {long}", "    End"]


def test_cells_that_span_rows_and_columns_leave_their_places_empty() -> None:
    rows = "<tr><td rowspan='2'>Hb</td><td>9</td></tr><tr><td>10</td></tr><tr><td colspan='2'>x</td></tr>"
    assert lines(f"<table>{rows}</table>") == ["Hb   9", "     10", "x"]


def test_a_page_laid_out_with_a_table_of_one_cell_keeps_its_lines() -> None:
    assert lines("<table><tr><td><paragraph>a</paragraph><paragraph>b</paragraph></td></tr></table>") == ["a", "b"]


def test_a_picture_is_said_where_it_stands() -> None:
    assert lines("see <renderMultiMedia referencedObject='MM1'/>", {"MM1": "[Picture]"}) == ["see", "[Picture]"]
    assert lines("see <renderMultiMedia referencedObject='gone'/>") == ["see"]


def test_deep_nesting_gives_the_words_all_the_same() -> None:
    depth = 500
    assert "bottom" in " ".join(lines("<list><item>" * depth + "bottom" + "</item></list>" * depth))
