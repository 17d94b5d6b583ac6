"""The boxes of a page's words, packed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from recordkeeper.records.provenance import Box
from recordkeeper.records.reading import NO_WORDS, WordBox, WordBoxes

OFFSETS = st.integers(0, 2**32 - 1)
POINTS = st.floats(width=32, allow_nan=False)
WORDS = st.lists(st.builds(WordBox, OFFSETS, OFFSETS, POINTS, POINTS, POINTS, POINTS))


@given(WORDS)
def test_packed_words_come_back_as_they_were(words: list[WordBox]) -> None:
    packed = WordBoxes.of(words)
    assert list(packed) == words
    assert len(packed) == len(words)
    assert len(packed.packed) == 24 * len(words)


def test_a_span_has_the_boxes_of_the_words_it_touches() -> None:
    words = WordBoxes.of([WordBox(0, 3, 0, 0, 9, 9), WordBox(4, 7, 10, 0, 19, 9), WordBox(8, 9, 20, 0, 29, 9)])
    assert words.between(4, 7) == (Box(10, 0, 19, 9),)
    assert words.between(2, 5) == (Box(0, 0, 9, 9), Box(10, 0, 19, 9))
    assert words.between(3, 4) == ()
    assert words.between(0, 100) == tuple(word.box for word in words)


def test_a_page_without_boxes_has_none_for_any_span() -> None:
    assert NO_WORDS.between(0, 10) == ()
    assert len(NO_WORDS) == 0


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 4)), max_size=30), st.integers(0, 60), st.integers(1, 60)
)
def test_any_span_of_a_text_finds_what_looking_at_every_word_finds(
    gaps: list[tuple[int, int]], start: int, length: int
) -> None:
    words, at = list[WordBox](), 0
    for number, (gap, letters) in enumerate(gaps):
        words.append(WordBox(at + gap, at + gap + letters, number, 0, number, 1))
        at += gap + letters
    expected = tuple(word.box for word in words if word.start < start + length and word.end > start)
    assert WordBoxes.of(words).between(start, start + length) == expected
    assert WordBoxes.of(words).touching([(start, start + length)] * 2) == expected * 2
