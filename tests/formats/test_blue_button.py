"""Blue Button text: the page as it is, and what its head says."""

from __future__ import annotations

from pathlib import Path

import pytest

from recordkeeper.formats.blue_button import is_blue_button, read
from recordkeeper.records.stated import Event

BAR = "-" * 40
VETERANS = f"""------------- MY HEALTHEVET PERSONAL INFORMATION REPORT -------------
        *************CONFIDENTIAL*************
        Produced by the VA Blue Button (v12.5)
                   03 Jul 2013 @ 0956

Name: SAMPLE, ANNA M         Date of Birth: 05 Mar 1964
{BAR} DOWNLOAD REQUEST SUMMARY {BAR}
System Request Date/Time:  04 Jul 2013 @ 0956
Date Range Selected:       03 Jul 2012 to 03 Jul 2013
{BAR} ACCOUNT {BAR}
Source: VA
Authentication Facility Name:  PORTLAND, OREGON VA MEDICAL CENTER
{BAR} SELF REPORTED DEMOGRAPHICS {BAR}
Source: Self-Entered
"""
MEDICARE = f"""{BAR}
MYMEDICARE.GOV PERSONAL HEALTH INFORMATION

{BAR}
Produced by the Blue Button (v2.0)

03/16/2013 5:10 AM
{BAR}
Demographic

Name: Anna Sample

Date of Birth: 03/05/1964
"""


@pytest.mark.parametrize(
    ("page", "name", "dates", "facility"),
    [
        (
            VETERANS,
            "SAMPLE, ANNA M",
            [(Event.SERVICE, "2012-07-03"), (Event.SERVICE_END, "2013-07-03"), (Event.WRITTEN, "2013-07-03")],
            "PORTLAND, OREGON VA MEDICAL CENTER",
        ),
        (MEDICARE, "Anna Sample", [(Event.WRITTEN, "2013-03-16")], ""),
    ],
    ids=["VA", "Medicare"],
)
def test_it_states_whose_it_is_and_the_days_it_covers(
    tmp_path: Path, page: str, name: str, dates: list[tuple[Event, str]], facility: str
) -> None:
    path = tmp_path / "export.txt"
    path.write_text(page)
    found = read(path, page)
    assert found.text == page
    assert found.stated is not None
    assert (found.stated.person.name, str(found.stated.person.birth_date)) == (name, "1964-03-05")
    assert [(date.event, str(date.date)) for date in found.stated.dates] == dates
    assert found.stated.facility.words == facility


def test_a_page_that_only_speaks_of_it_is_none() -> None:
    assert is_blue_button(VETERANS)
    assert is_blue_button(MEDICARE)
    assert not is_blue_button("I sent you my Blue Button report.\n")
    assert not is_blue_button(f"{BAR}\nREPORT\n{BAR}\n{BAR}\n")
