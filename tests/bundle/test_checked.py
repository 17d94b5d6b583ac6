"""What a stranger sees of a bundle beside its files: names in scans, links of papers, its size, a page to print."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pymupdf
import pytest

from recordkeeper.app import App
from recordkeeper.bundle.check_catalogue import agrees_with_catalogue
from recordkeeper.bundle.check_names import names_agree
from recordkeeper.bundle.check_paths import names_fit
from recordkeeper.bundle.checks import Check
from recordkeeper.bundle.fill import Filled
from recordkeeper.bundle.make import Made
from recordkeeper.bundle.occasion import Occasion
from recordkeeper.bundle.plan import Request, Sections, plan
from recordkeeper.bundle.shapes import LAYOUTS
from recordkeeper.bundle.verify import verify
from recordkeeper.paths import resources
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.patient import Patient
from recordkeeper.records.plain import to_plain
from recordkeeper.work.pool import WorkerPool
from recordkeeper.work.progress import Progress
from tests.bundle.shelf import copy_of
from tests.cli.calling import call

PATIENT = to_plain(Patient("Anna María Sample", PartialDate(1964, 3, 5), also_known_as=("Anna Maiden",)))


def person(name: str, born: str = "1964-03-05") -> dict[str, Any]:
    return {"name": name, "birth_date": born}


@pytest.mark.parametrize("name", ["SAMPLE^ANNA", "Sample Anna Maria", "MAIDEN^ANNA^^^", "", "SAMPLE^ANNA=YAMADA"])
def test_a_name_spelled_as_hospitals_do_is_the_patients(name: str) -> None:
    check = names_agree(PATIENT, [person(name)], 1)
    assert check.ok
    assert not check.look


@pytest.mark.parametrize(
    "who", [person("SAMPLE^BERTA"), person("STRANGER^ZOE"), person("SAMPLE^ANNA", "1950-02-01")]
)
def test_another_name_or_birth_date_asks_for_a_look_and_is_named(who: dict[str, Any]) -> None:
    check = names_agree(PATIENT, [person("SAMPLE^ANNA"), who], 2)
    assert check.ok
    assert check.look
    assert who["name"] in check.detail


def test_the_names_of_a_bundles_scans_are_looked_at(bundle: Path, pool: WorkerPool) -> None:
    (names,) = (check for check in verify(bundle, pool, Progress()) if check.check == "names")
    assert (names.look, names.detail) == (False, "7 images")


def test_a_link_of_the_packet_that_leads_nowhere_is_red(bundle: Path, tmp_path: Path, pool: WorkerPool) -> None:
    spoiled = copy_of(bundle, tmp_path / "bundle")
    with pymupdf.open(spoiled / "Packet.pdf") as document:
        document[0].insert_link({"kind": pymupdf.LINK_URI, "from": pymupdf.Rect(0, 0, 9, 9), "uri": "http://a.b"})
        document.save(tmp_path / "new.pdf")
    (tmp_path / "new.pdf").replace(spoiled / "Packet.pdf")
    (check,) = (check for check in verify(spoiled, pool, Progress()) if check.check == "packet_links")
    assert not check.ok
    assert check.detail == "Packet.pdf: page 1"


def test_a_bundle_larger_than_its_medium_is_told(bundle: Path, pool: WorkerPool) -> None:
    def fits(most: int) -> Check:
        return verify(bundle, pool, Progress(), fits=most)[-1]

    size = sum(path.stat().st_size for path in bundle.rglob("*") if path.is_file())
    assert fits(size).ok
    assert not fits(size - 1).ok
    assert fits(size).check == "fits"


@pytest.mark.parametrize(("language", "good"), [("en", "All is well."), ("es", "Todo está bien.")])
def test_what_was_checked_is_a_page_to_print(bundle: Path, tmp_path: Path, language: str, good: str) -> None:
    out = tmp_path / "checked.pdf"
    answer = call(None, "verify", bundle, "--out", out, "--language", language, "--fits", "cd")
    assert answer.code == 0
    with pymupdf.open(out) as document:
        text = " ".join(" ".join(page.get_text() for page in document).split())
        assert len(document) == 1
    assert good in text
    assert bundle.name in text


def test_a_spoiled_bundle_is_amber_on_paper(bundle: Path, tmp_path: Path) -> None:
    spoiled = copy_of(bundle, tmp_path / "bundle")
    (spoiled / "extra.exe").write_bytes(b"MZ")
    assert call(None, "verify", spoiled, "--out", tmp_path / "checked.pdf").code == 1
    with pymupdf.open(tmp_path / "checked.pdf") as document:
        text = " ".join(document[0].get_text().split())
    assert "Please look: There are files in it that are not on the list. extra.exe" in text


def test_a_bundle_that_lacks_an_image_does_not_agree_with_the_catalogue(shelf: App, made: Made) -> None:
    db = shelf.library.catalogue.reader()
    the_plan = plan(db, Request(), Sections.load(resources() / "bundle" / "sections.toml"))
    occasion = Occasion(shelf.library.patient, PartialDate(2024), "b", "p", LAYOUTS["folder"])
    placed = frozenset(item.record.id for item in the_plan.documents)

    def check(**counts: int) -> Check:
        filled = Filled(the_plan, "", {**made.entry.counts, **counts}, (), {}, (), placed)
        return agrees_with_catalogue(db, filled, occasion)

    assert check().ok
    assert not check(instances=6).ok
    assert not check(documents=1).ok


@pytest.mark.parametrize(
    ("path", "on_disc", "in_folder"),
    [
        ("DOCS/D0001.PDF", True, True),
        ("DICOM/PT0/ST0/IM000001", True, True),
        ("DOCS/LONGNAME1.PDF", False, True),
        ("docs/d1.pdf", False, True),
        ("A/B/C/D/E/F/G/H", False, True),
        ("ORIGINALS/01 Pathology/" + "x" * 200 + ".pdf", False, False),
        ("ORIGINALS/" + "\u00e9" * 130, False, False),
        ("ORIGINALS/a?.pdf", False, False),
        ("ORIGINALS/a. ", False, False),
    ],
)
def test_names_fit_the_medium(path: str, on_disc: bool, in_folder: bool) -> None:
    assert names_fit([path], LAYOUTS["disc"]).ok is on_disc
    assert names_fit([path], LAYOUTS["folder"]).ok is in_folder
