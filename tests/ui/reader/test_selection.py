"""Which word is meant by a point, and the text between two words."""

from __future__ import annotations

from recordkeeper.catalogue.pages import PageWords
from recordkeeper.records.reading import WordBox, WordBoxes
from recordkeeper.ui.reader.selection import Place, Selection, SheetWords

SIZE = (100.0, 100.0)


def _page(*lines: str) -> SheetWords:
    """Lines of words, ten points high; a word of one letter is ten points wide."""
    text, words = "\n".join(lines), []
    at = 0
    for row, line in enumerate(lines):
        across = 0.0
        for word in line.split(" "):
            wide = 10.0 * len(word)
            words.append(WordBox(at, at + len(word), across, row * 12.0, across + wide, row * 12.0 + 10))
            at += len(word) + 1
            across += wide + 5
    return SheetWords.of(PageWords(text, WordBoxes.of(words)), SIZE, 0)


PAGE = _page("one two", "three four")


def test_the_word_on_the_line_pointed_at_is_nearest() -> None:
    assert PAGE.nearest(0.05, 0.05, 1.0) == 0
    assert PAGE.nearest(0.99, 0.06, 1.0) == 1  # beyond the line's end, though "four" is not farther away
    assert PAGE.nearest(0.99, 0.17, 1.0) == 3
    assert _page("").nearest(0.5, 0.5, 1.0) == 0
    assert SheetWords("", ()).nearest(0.5, 0.5, 1.0) is None


def test_a_point_between_words_is_over_none() -> None:
    assert PAGE.over(0.05, 0.05)
    assert not PAGE.over(0.32, 0.05)
    assert not PAGE.over(0.5, 0.9)


def test_what_is_chosen_is_the_very_text_in_both_directions() -> None:
    sheets = {0: PAGE}
    assert Selection(Place(0, 1), Place(0, 2)).text(sheets) == "two\nthree"
    assert Selection(Place(0, 2), Place(0, 1)).text(sheets) == "two\nthree"
    assert Selection(Place(0, 3), Place(0, 3)).text(sheets) == "four"


def test_a_choice_runs_over_sheets_with_and_without_words() -> None:
    sheets = {0: PAGE, 1: SheetWords("", ()), 2: _page("five six")}
    choice = Selection(Place(0, 2), Place(2, 0))
    assert choice.text(sheets) == "three four\nfive"
    assert list(choice.on(0, 4)) == [2, 3]
    assert list(choice.on(2, 2)) == [0]
    assert list(choice.on(3, 2)) == []
    del sheets[1]
    assert choice.text(sheets) == "three four\nfive"


def test_words_of_a_page_without_a_size_cannot_be_pointed_at() -> None:
    page = PageWords("word", WordBoxes.of([WordBox(0, 4, 0, 0, 1, 1)]))
    assert SheetWords.of(page, (0.0, 0.0), 0).words == ()
