"""What a bundle can start from."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.app import App
from recordkeeper.bundle import presets
from recordkeeper.bundle.choices import IMAGING, choices
from recordkeeper.bundle.plan import Plan, Request, Sections, plan
from recordkeeper.bundle.presets import Preset
from recordkeeper.paths import resources
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.papers import Section
from recordkeeper.wording.words import Words
from tests.bundle.shelf import export, named
from tests.making import documents as papers
from tests.making.libraries import a_library, bring_in

RULES = resources() / "bundle"
SECTIONS = Sections.load(RULES / "sections.toml")
PRESETS = {preset.key: preset for preset in presets.load(RULES / "presets.toml")}


def planned(app: App, preset: Preset, **asked: tuple[str, ...]) -> Plan:
    db = app.library.catalogue.reader()
    return plan(db, presets.applied(db, Request(**asked), SECTIONS, preset), SECTIONS)


def test_everything_is_what_goes_by_itself(shelf: App) -> None:
    found = planned(shelf, PRESETS["everything"])
    assert found.documents == plan(shelf.library.catalogue.reader(), Request(), SECTIONS).documents


def test_pathology_leaves_out_the_rest_and_the_scans(shelf: App) -> None:
    found = planned(shelf, PRESETS["pathology"])
    assert {item.section for item in found.documents} == {Section.PATHOLOGY}
    assert found.studies == ()


def test_what_is_asked_for_by_name_goes_all_the_same(shelf: App) -> None:
    note = named(shelf, "note.txt").id
    assert note in {item.record.id for item in planned(shelf, PRESETS["pathology"], put_in=(note,)).documents}


def test_the_window_and_the_command_line_mean_the_same(shelf: App) -> None:
    found = choices(shelf.library.catalogue.reader(), SECTIONS)
    decided = PRESETS["pathology"].decisions(found)
    assert {c.record.id for c in found if decided.has(c)} == {
        item.record.id for item in planned(shelf, PRESETS["pathology"]).documents
    }


def test_back_to_the_first_doctor_goes_what_is_new(tmp_path: Path) -> None:
    with a_library(tmp_path / "library") as app:
        bring_in(app, papers.pdf_with_text(tmp_path / "a.pdf", ["Anna Sample   Born 03/05/1964\nThe first letter"]))
        with pytest.raises(InputProblem, match="no_bundle_yet"):
            planned(app, PRESETS["first_doctor"])
        export(app, tmp_path / "first")
        bring_in(
            app, papers.pdf_with_text(tmp_path / "b.pdf", ["Anna Sample   Born 03/05/1964\nAn answer, all new"])
        )
        found = planned(app, PRESETS["first_doctor"])
        assert [item.record.files[0].name for item in found.documents] == ["b.pdf"]
        assert found.adds_to is not None


@pytest.mark.parametrize("language", ["en", "es"])
def test_every_preset_has_a_name_and_known_sections(language: str) -> None:
    words = Words.load(resources() / "wording", language)
    known = {*map(str, Section), IMAGING}
    for preset in PRESETS.values():
        assert words.say(f"bundles.preset.{preset.key}")
        assert preset.sections <= known


def test_the_command_line_knows_every_preset() -> None:
    assert tuple(PRESETS) == presets.KEYS
