"""Which plain text is health data, and that other text is left as it is."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats.health_data import HealthData
from recordkeeper.formats.health_text import health_text
from tests.formats.test_blue_button import VETERANS
from tests.formats.test_hl7_message import RESULT
from tests.formats.test_phone_export import TYPE
from tests.formats.test_prescription import MESSAGE

DATA = HealthData.load(Path(__file__).resolve().parents[2] / "resources")


@pytest.mark.parametrize(
    ("text", "title"),
    [
        (VETERANS, "MY HEALTHEVET PERSONAL INFORMATION REPORT"),
        ("\x0b" + RESULT + "\x1c\r", "CBC panel"),
        (TYPE + "<HealthData/>", "Apple Health export"),
        (MESSAGE, "Capecitabine 500 mg tablet"),
    ],
    ids=["Blue Button", "HL7", "phone", "prescription"],
)
def test_health_data_is_known_by_how_it_begins(tmp_path: Path, text: str, title: str) -> None:
    path = tmp_path / "x"
    path.write_text(text, newline="")
    found = health_text(path, DATA)
    assert found is not None
    assert found.title == title


@pytest.mark.parametrize("text", ["", "MSH is a gene", "<data/>", "PATHOLOGY REPORT\n----------\nFinal diagnosis"])
def test_other_text_is_none(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x"
    path.write_text(text)
    assert health_text(path, DATA) is None
