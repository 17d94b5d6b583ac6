"""A record is called what its own page calls it."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.recognise.document import recognise
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.reading import Format, PageText

RULES_FOLDER = Path(__file__).parents[2] / "resources" / "rules"
MAMMOGRAM = """Lakeside Imaging
Exam date: 01/16/2024
DIAGNOSTIC MAMMOGRAM, BILATERAL
Exam
Diagnostic mammogram of both breasts with tomosynthesis.
Comparison
Screening mammogram of 01/07/2022.
Findings
The breast tissue is scattered fibroglandular.
Impression
BI-RADS category 5."""


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.load(RULES_FOLDER)


def test_the_study_compared_with_does_not_name_the_report(rules: Rules) -> None:
    found = recognise([PageText(1, MAMMOGRAM)], rules=rules, format=Format.PDF)
    assert "Screening" not in found.title
    assert "mammogram" in found.title.lower()


def test_abbreviations_keep_their_capitals(rules: Rules) -> None:
    text = "HOSPITAL\nPET/CT, SKULL BASE TO MID-THIGH\nExam date: 02/21/2024\nTechnique: FDG.\nImpression: none."
    assert recognise([PageText(1, text)], rules=rules, format=Format.PDF).title.startswith("PET/CT, skull base")
