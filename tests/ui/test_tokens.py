"""The colours keep WCAG 2.2 AA in every look, and AAA in the strong ones."""

from __future__ import annotations

import pytest

from recordkeeper.ui.tokens import DARK, LIGHT, STRONG_DARK, STRONG_LIGHT, Palette, contrast

EVERY_LOOK = pytest.mark.parametrize(
    "palette", [LIGHT, DARK, STRONG_LIGHT, STRONG_DARK], ids=["light", "dark", "strong light", "strong dark"]
)
STRONG = pytest.mark.parametrize("palette", [STRONG_LIGHT, STRONG_DARK], ids=["light", "dark"])


@EVERY_LOOK
@pytest.mark.parametrize("ground", ["ground", "surface", "raised", "soft"])
@pytest.mark.parametrize("text", ["text", "quiet"])
def test_text_stands_out_from_what_is_behind_it(palette: Palette, ground: str, text: str) -> None:
    assert contrast(getattr(palette, text), getattr(palette, ground)) >= 4.5


@EVERY_LOOK
@pytest.mark.parametrize("ground", ["ground", "surface"])
@pytest.mark.parametrize("tone", ["accent", "good", "look", "lost"])
def test_words_in_colour_can_be_read(palette: Palette, ground: str, tone: str) -> None:
    assert contrast(getattr(palette, tone), getattr(palette, ground)) >= 4.5


@EVERY_LOOK
def test_borders_and_focus_can_be_seen(palette: Palette) -> None:
    for ground in (palette.ground, palette.surface):
        assert contrast(palette.edge, ground) >= 3
        assert contrast(palette.accent, ground) >= 3
    assert contrast(palette.on_accent, palette.accent) >= 4.5


def test_contrast_is_as_the_standard_counts_it() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


@STRONG
@pytest.mark.parametrize("ground", ["ground", "surface", "raised", "soft"])
def test_strong_looks_keep_seven_to_one_for_text_and_show_every_line(palette: Palette, ground: str) -> None:
    behind = getattr(palette, ground)
    for tone in ("text", "quiet", "accent", "good", "look", "lost"):
        assert contrast(getattr(palette, tone), behind) >= 7, tone
    if ground != "soft":
        for line in ("line", "edge", "accent"):
            assert contrast(getattr(palette, line), behind) >= 4.5, line
    assert contrast(palette.on_accent, palette.accent) >= 7


@EVERY_LOOK
def test_print_on_paper_can_be_read_under_every_mark(palette: Palette) -> None:
    for behind in (palette.paper, palette.mark, LIGHT.soft):  # words found, and key findings
        assert contrast(LIGHT.text, behind) >= 7
