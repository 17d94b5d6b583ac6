"""Dates: every printed form, the right one of many, and honest doubt about 03/04/2024."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest

from recordkeeper.recognise.date_order import read_dates
from recordkeeper.recognise.document import recognise
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.document import Recognition
from recordkeeper.records.kinds import DateRole
from recordkeeper.records.reading import Format, PageText, WordBox, WordBoxes

RULES_FOLDER = Path(__file__).parents[2] / "resources" / "rules"


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.load(RULES_FOLDER)


def read(text: str, rules: Rules, country: str = "") -> Recognition:
    return recognise([PageText(1, text)], rules=rules, format=Format.TEXT, country=country)


def page_of(rows: list[list[tuple[float, str]]]) -> PageText:
    """A page whose cells stand at the given places; in the text each cell is a line, as a PDF may have it."""
    text, words, top = "", list[WordBox](), 40.0
    for row in rows:
        for left, cell in row:
            text += "\n" if text else ""
            for place, word in enumerate(cell.split(" ")):
                text += " " if place else ""
                words.append(WordBox(len(text), len(text) + len(word), left, top, left + 5 * len(word), top + 10))
                text += word
                left += 5 * len(word) + 3
        top += 14
    return PageText(1, text, 612, 792, WordBoxes.of(words))


@pytest.mark.parametrize(
    "printed",
    [
        "2024-03-12",
        "2024/03/12",
        "20240312",
        "2024-03-12T10:30:00",
        "03/12/2024",
        "3/12/24",
        "03-12-2024",
        "12 Mar 2024",
        "12 March 2024",
        "12th March, 2024",
        "March 12, 2024",
        "Mar. 12, 2024",
        "March 12th 2024",
        "12-MAR-24",
        "12-Mar-2024",
        "12 de marzo de 2024",
        "12. März 2024",
        "12 mars 2024",
        "2024-Mar-12",
    ],
)
def test_usual_ways_to_print_a_date_are_read(printed: str, rules: Rules) -> None:
    found = read_dates([f"Seen 01/30/2024. Collected: {printed} 10:15"], rules.dates)
    assert "2024-03-12" in [str(date.date) for date in found]


@pytest.mark.parametrize(
    "printed", ["1.5.10", "120/80/70", "31/02/2024", "4-5-6", "555-010-1471", "3 x 2/3/1999 cm", "13/13/2013"]
)
def test_numbers_that_are_no_dates_are_left_alone(printed: str, rules: Rules) -> None:
    assert not [date for date in read_dates([printed], rules.dates) if date.date.day and date.sure > 0.9]


def test_a_month_and_a_year_make_a_partial_date(rules: Rules) -> None:
    assert [str(date.date) for date in read_dates(["Diagnosed in March 2021"], rules.dates)] == ["2021-03"]


@pytest.mark.parametrize(
    ("text", "country", "date", "sure"),
    [
        ("Date of visit: 03/04/2024. Next: 25/04/2024", "", "2024-04-03", True),  # another date in the text
        ("Date of visit: 03/04/2024. Last seen 01/22/2024", "", "2024-03-04", True),
        ("Date of visit: 03/04/2024", "GB", "2024-04-03", True),
        ("Date of visit: 03/04/2024", "US", "2024-03-04", True),
        ("Date of visit: 03/04/2024", "", None, False),
        ("Date of visit: 04/04/2024", "", "2024-04-04", True),
        ("Fecha de visita: 03/04/2024. Paciente estable", "", "2024-04-03", True),
    ],
)
def test_day_and_month_are_told_apart_or_left_in_doubt(
    text: str, country: str, date: str | None, sure: bool, rules: Rules
) -> None:
    found = read(f"PROGRESS NOTE\nSubjective: well\nObjective: fine\n{text}", rules, country)
    if date:
        assert str(found.service_date) == date
    assert (found.date_confidence >= 0.7) == sure


TRAPS = [
    (page["text"], page["date"], DateRole(page["role"]), page.get("country", ""))
    for page in tomllib.loads((Path(__file__).parent / "date_traps.toml").read_text("utf-8"))["pages"]
]


@pytest.mark.parametrize(("text", "date", "role", "country"), TRAPS)
def test_the_day_care_happened_is_taken_not_its_neighbours(
    text: str, date: str, role: DateRole, country: str, rules: Rules
) -> None:
    found = read(text, rules, country)
    assert (str(found.service_date), found.date_role) == (date, role)
    assert found.date_confidence >= 0.7


@pytest.mark.parametrize(
    "text",
    [
        "PROGRESS NOTE\nDOB: 01/30/1960\nSubjective: well",
        "PROGRESS NOTE\nPrinted on 01/30/2024\nSubjective: well",
        "PROGRESS NOTE\nSubjective: she had surgery for this long ago on 01/30/2012 and was well since",
        "CT CHEST\nTechnique: axial images\nComparison: 01/30/2023\nImpression: stable",
    ],
)
def test_a_birth_print_history_or_comparison_date_is_never_sure(text: str, rules: Rules) -> None:
    assert read(text, rules).date_confidence < 0.7


def test_a_value_is_found_right_of_and_below_its_label(rules: Rules) -> None:
    page = page_of(
        [
            [(40, "NORTHSIDE LABORATORY")],
            [(40, "Patient"), (200, "DOB"), (300, "MRN"), (400, "Sex")],
            [(40, "Rivera, Carmen L"), (200, "03/09/1961"), (300, "00451277"), (400, "F")],
            [(40, "Collected"), (200, "Received"), (300, "Reported")],
            [(40, "05/14/2023 08:10"), (200, "05/15/2023 11:00"), (300, "05/16/2023 09:12")],
            [(40, "Test"), (200, "Result"), (300, "Units"), (400, "Reference Range")],
            [(40, "WBC"), (200, "5.1"), (300, "K/uL"), (400, "4.0-11.0")],
        ]
    )
    found = recognise([page], rules=rules, format=Format.PDF)
    assert (str(found.service_date), found.date_role) == ("2023-05-14", DateRole.COLLECTED)
    assert (found.person.name, str(found.person.birth_date)) == ("Rivera, Carmen L", "1961-03-09")
    assert [identifier.value for identifier in found.person.identifiers] == ["00451277"]
    why = next(reason for reason in found.reasons if reason.field == "service_date")
    assert why.box is not None
    assert (round(why.box.x0), round(why.box.y0)) == (40, 96)


def test_a_two_digit_birth_year_lies_before_the_visit(rules: Rules) -> None:
    found = read("PROGRESS NOTE\nDOB: 04/17/38\nDate of service: 07/15/22\nSubjective: well", rules)
    assert str(found.person.birth_date) == "1938-04-17"


def test_other_dates_keep_their_roles(rules: Rules) -> None:
    found = read(TRAPS[0][0], rules)
    assert {(str(other.date), other.role) for other in found.other_dates} >= {
        ("1960-01-30", DateRole.BIRTH),
        ("2023-05-15", DateRole.RECEIVED),
        ("2023-05-16", DateRole.REPORTED),
        ("2023-06-01", DateRole.PRINTED),
    }


STRANGE = [
    "\x00\x01" * 500, "(" * 20000, "1/" * 20000, "a:" * 20000, "é" * 500, "January " * 5000,
    "A. " * 10000, " " * 20000, "\n" * 40000, " -" * 20000, "_" * 40000, "MRN\n" + "1" * 60 + " x!",
    "MRN: " + "1a" * 60 + "!", "Accession No\n" + "1" * 80 + "?", "clinical laboratory " * 60 + "9",
    "Patient: " + "Aa " * 5000, "at " + "Aaa of " * 3000, "Dr. " * 5000, "Name:" + " ." * 20000,
]  # fmt: skip


@pytest.mark.parametrize("text", STRANGE, ids=range(len(STRANGE)))
def test_strange_text_does_no_harm_and_takes_no_long_time(text: str, rules: Rules) -> None:
    began = time.process_time()
    read(f"Progress note of the clinic today\n{text}", rules)
    assert time.process_time() - began < 3.0  # 0.2 s; a pattern that runs away takes minutes
