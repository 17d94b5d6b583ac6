"""Text on sheets: every word is on one page, inside it, and its offsets are true."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.formats.grid import LINES, SHEET_HEIGHT, SHEET_WIDTH, lay_out

TEXTS = st.text(st.sampled_from("ab é漢e\u0301\t \n\f."), max_size=3000)


@given(TEXTS)
def test_no_word_is_lost_and_every_offset_is_true(text: str) -> None:
    pages = list(lay_out(text))
    assert [page.page for page in pages] == list(range(1, len(pages) + 1))
    found = []
    for page in pages:
        for word in page.words:
            piece = page.text[word.start : word.end]
            assert piece == piece.strip() != ""
            assert 0 < word.x0 <= word.x1 < SHEET_WIDTH
            assert 0 < word.y0 < word.y1 < SHEET_HEIGHT
            found.append(piece)
    assert "".join(found) == "".join(text.split())


@given(st.integers(1, 5), st.integers(1, 4))
def test_a_form_feed_and_a_full_sheet_end_a_page(sheets: int, feeds: int) -> None:
    part = "\n".join(f"line {n}" for n in range(LINES * sheets))
    assert len(list(lay_out("\f".join([part] * feeds)))) == sheets * feeds


def test_words_of_a_line_do_not_overlap() -> None:
    (page,) = lay_out("short 漢字 words\twith a tab " * 20)
    words = sorted(page.words, key=lambda word: (word.y0, word.x0))
    for word, following in pairwise(words):
        assert following.y0 > word.y0 or following.x0 >= word.x1


def test_empty_text_is_one_empty_page() -> None:
    (page,) = lay_out("")
    assert page.text == ""
