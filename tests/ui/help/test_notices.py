"""The notices: everything the program is made with is named, with its licence."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.paths import resources
from recordkeeper.ui.help.book import licence_text, notices, tables
from tests.making.notices import runtime_pins

ROOT = Path(__file__).resolve().parents[3]
PINS = runtime_pins((ROOT / "requirements.lock").read_text(encoding="utf-8"))
RUN = "run: python -m tests.making.notices"


def plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def test_every_package_the_program_runs_with_is_named_in_its_version() -> None:
    named = {plain(notice.name): notice.version for notice in notices(resources() / "licences")}
    for pin in PINS:
        assert pin.version in named.get(plain(pin.name), "").split(", "), f"{pin.name} {pin.version}: {RUN}"


def test_nothing_else_is_named() -> None:
    assert {plain(notice.name) for notice in notices(resources() / "licences")} == {pin.name for pin in PINS}, RUN


def test_what_the_window_needs_is_among_them_and_the_tools_are_not() -> None:
    names = {pin.name for pin in PINS}
    assert {"pyside6-essentials", "pymupdf-lite", "pydicom", "sqlcipher3", "numpy", "keyring"} <= names
    assert not names & {"pytest", "ruff", "mypy", "hypothesis"}


def test_every_notice_has_a_licence_and_its_text_can_be_read() -> None:
    for notice in notices(resources() / "licences"):
        assert notice.licence
        if notice.text:
            assert len(licence_text(resources(), notice.text)) > 100


def test_the_tables_whose_codes_we_use_are_named_with_their_notice() -> None:
    (loinc,) = tables(resources() / "licences")
    assert loinc.name == "LOINC codes"
    text = licence_text(resources(), loinc.text)
    assert "Regenstrief Institute, Inc." in text
    assert "https://loinc.org" in text


def test_our_own_licence_is_shown_as_it_is() -> None:
    assert licence_text(resources(), "AGPL-3.0") == (ROOT / "LICENSE").read_text(encoding="utf-8")
