"""Kinds: the cue data is whole, papers of every kind are told apart, and the hard cases stay right."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from recordkeeper.recognise.document import recognise
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.kinds import Kind
from recordkeeper.records.reading import Format, PageText

RULES_FOLDER = Path(__file__).parents[2] / "resources" / "rules"

SAMPLES: dict[Kind, list[str]] = {
    Kind(kind): texts
    for kind, texts in tomllib.loads((Path(__file__).parent / "samples.toml").read_text("utf-8")).items()
}


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.load(RULES_FOLDER)


def kind_of(text: str, rules: Rules, **more: str) -> tuple[Kind, float]:
    found = recognise([PageText(1, text)], rules=rules, format=Format.TEXT, **more)
    return found.kind, found.kind_confidence


def test_every_kind_has_a_name_a_date_and_cues(rules: Rules) -> None:
    data = tomllib.loads((RULES_FOLDER / "kinds.toml").read_text("utf-8"))
    for kind in Kind:
        table = data[kind]
        assert table["name"]
        assert rules.kinds.main_dates[kind]
        if kind is not Kind.PHOTO:  # a photo is known by having no text
            assert table.get("titles")
            assert table.get("headings")


def test_no_cue_names_an_unknown_kind() -> None:
    data = tomllib.loads((RULES_FOLDER / "kinds.toml").read_text("utf-8"))
    assert {name for name, table in data.items() if isinstance(table, dict)} == {str(kind) for kind in Kind}


def test_every_cue_has_words_left_when_folded() -> None:
    from recordkeeper.recognise.folding import spellings

    data = tomllib.loads((RULES_FOLDER / "kinds.toml").read_text("utf-8"))
    for table in data.values():
        if isinstance(table, dict):
            for field in ("headings", "phrases", "against"):
                for words, weight in table.get(field, ()):
                    assert list(spellings(words)), words
                    assert (weight < 0) == (field == "against"), words


def test_title_patterns_do_not_match_everything(rules: Rules) -> None:
    for kind, search in rules.kinds.titles.items():
        assert not search.fullmatch("the patient is a 60 year old man"), kind
        assert not search.fullmatch(""), kind


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in SAMPLES.items() for text in texts])
def test_a_plain_example_of_each_kind_is_recognised(kind: Kind, text: str, rules: Rules) -> None:
    found, confidence = kind_of(text, rules)
    assert found is kind
    assert confidence >= 0.7


def test_a_report_is_known_without_its_title(rules: Rules) -> None:
    for kind in (Kind.PATHOLOGY_REPORT, Kind.OPERATIVE_NOTE, Kind.DISCHARGE_SUMMARY, Kind.LAB_REPORT):
        text = SAMPLES[kind][0].split("\n", 1)[1]
        assert kind_of(text, rules)[0] is kind


def test_case_accents_and_a_scanners_full_stops_do_not_matter(rules: Rules) -> None:
    text = SAMPLES[Kind.PATHOLOGY_REPORT][0]
    assert kind_of(text.upper(), rules)[0] is Kind.PATHOLOGY_REPORT
    assert kind_of(re.sub(r"\n", ". ", text), rules)[0] is Kind.PATHOLOGY_REPORT


def test_an_operation_that_lists_specimens_is_no_pathology(rules: Rules) -> None:
    text = SAMPLES[Kind.OPERATIVE_NOTE][0] + "\nSPECIMENS: sent to pathology for frozen section. FINDINGS: tumor"
    assert kind_of(text, rules)[0] is Kind.OPERATIVE_NOTE


def test_a_letter_that_quotes_pathology_stays_a_letter(rules: Rules) -> None:
    text = (
        "Dear Dr Jones,\nThank you for referring this lady. The pathology showed an invasive ductal carcinoma, "
        "moderately differentiated, pT2 pN1, margins negative. I would recommend chemotherapy.\n"
        "Yours sincerely,\nDr A Brown"
    )
    assert kind_of(text, rules)[0] is Kind.LETTER


def test_a_consultation_with_an_impression_is_no_imaging_report(rules: Rules) -> None:
    text = SAMPLES[Kind.CONSULT_NOTE][0] + "\nIMPRESSION: CT scan of the chest shows a mass.\nFINDINGS: as above"
    assert kind_of(text, rules)[0] is Kind.CONSULT_NOTE


def test_germline_and_tumour_genes_are_kept_apart(rules: Rules) -> None:
    assert kind_of(SAMPLES[Kind.GERMLINE_REPORT][0], rules)[0] is Kind.GERMLINE_REPORT
    assert kind_of(SAMPLES[Kind.MOLECULAR_REPORT][0], rules)[0] is Kind.MOLECULAR_REPORT


def test_a_single_weak_cue_is_not_enough(rules: Rules) -> None:
    for text in (
        "IMPRESSION: good",
        "FINDINGS: something was found",
        "The garden shed of last summer",
        "Hello world, how are you today",
    ):
        found = recognise([PageText(1, text)], rules=rules, format=Format.TEXT)
        assert found.kind_confidence < 0.7


def test_a_picture_without_text_is_a_photo_and_says_so(rules: Rules) -> None:
    photo = recognise([PageText(1, "", picture_only=True)], rules=rules, format=Format.JPEG)
    assert photo.kind is Kind.PHOTO
    assert photo.kind_confidence < 0.7
    assert "without readable text" in photo.reasons[0].rule
    empty = recognise([], rules=rules, format=Format.PDF)
    assert empty.kind is Kind.OTHER
    assert empty.kind_confidence < 0.7


def test_the_files_own_title_alone_is_not_trusted(rules: Rules) -> None:
    _, confidence = kind_of("Nothing of note is written on this page at all", rules, file_title="Operative report")
    assert confidence < 0.7


def test_the_reason_quotes_words_of_the_page(rules: Rules) -> None:
    text = SAMPLES[Kind.OPERATIVE_NOTE][0]
    found = recognise([PageText(1, text)], rules=rules, format=Format.TEXT)
    why = next(reason for reason in found.reasons if reason.field == "kind")
    assert why.words in text
    assert why.page == 1


def test_the_rules_load_quickly() -> None:
    import time

    def load() -> float:
        began = time.process_time()
        Rules.load(RULES_FOLDER)
        return time.process_time() - began

    assert min(load() for _ in range(3)) < 0.25
