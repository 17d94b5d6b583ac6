"""The presets as they are kept, and what a window is called."""

from __future__ import annotations

import dataclasses

from recordkeeper import paths
from recordkeeper.ui.scans.brightness import AUTO, OWN, Brightness, load_presets, presets_for
from recordkeeper.wording.words import Words
from tests.ui.scans.test_stack import image

PRESETS = load_presets(paths.resources() / "rules")


def test_the_presets_are_those_of_the_viewer_hands_and_have_words() -> None:
    assert [(preset.key, preset.name, preset.width, preset.center) for preset in PRESETS] == [
        (2, "brain", 80, 40),
        (3, "lungs", 1500, -600),
        (4, "soft_tissue", 400, 40),
        (5, "bones", 1800, 400),
        (6, "liver", 150, 60),
    ]
    for language in Words.languages(paths.resources() / "wording"):
        words = Words.load(paths.resources() / "wording", language)
        assert all(words.say(f"scans.preset.{preset.name}") for preset in PRESETS)


def test_presets_are_offered_for_ct_in_its_own_unit_only() -> None:
    assert presets_for(PRESETS, "CT", image()) == PRESETS
    assert presets_for(PRESETS, "MR", image()) == ()
    assert presets_for(PRESETS, "CT", dataclasses.replace(image(), stage="voi")) == ()


def test_a_file_without_a_window_is_shown_automatically_and_alike_all_through() -> None:
    first = dataclasses.replace(image(), auto=(50.0, 100.0))
    second = dataclasses.replace(image(), auto=(500.0, 100.0))
    brightness = Brightness()
    assert brightness.window(first) == brightness.window(second) == (50.0, 100.0)
    assert brightness.name_on(first) == AUTO
    brightness.reset()
    assert brightness.window(second) == (500.0, 100.0)


def test_a_drag_across_changes_contrast_and_upwards_brightens() -> None:
    shown = dataclasses.replace(image(), stored=(40.0, 400.0))
    brightness = Brightness()
    brightness.drag(shown, 100, 0)
    center, width = brightness.window(shown)
    assert (center, brightness.name) == (40.0, OWN)
    assert width > 400
    brightness.drag(shown, 0, -100)
    assert brightness.window(shown)[0] < 40


def test_the_table_is_made_once_for_the_same_window() -> None:
    shown = dataclasses.replace(image(), stored=(40.0, 400.0))
    brightness = Brightness()
    assert brightness.table(shown) is brightness.table(shown)
    before = brightness.table(shown)
    brightness.inverted = True
    assert (brightness.table(shown) == 255 - before).all()
