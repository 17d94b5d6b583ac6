"""What a report's text says of pictures, specimens and people."""

from __future__ import annotations

import pytest

from recordkeeper.recognise.pairing_cues import cues_of, specimen_numbers
from recordkeeper.recognise.pairing_rules import PairingRules, words_of
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.belonging import Mention, PairCues
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind
from recordkeeper.records.plain import from_plain, to_plain
from recordkeeper.records.reading import PageText
from tests.conftest import ROOT

FOLDER = ROOT / "resources" / "rules"


@pytest.fixture(scope="module")
def rules() -> Rules:
    return Rules.load(FOLDER)


@pytest.fixture(scope="module")
def pairing() -> PairingRules:
    return PairingRules.load(FOLDER)


def cues(
    rules: Rules, pairing: PairingRules, *lines: str, kind: Kind = Kind.IMAGING_REPORT, title: str = ""
) -> PairCues:
    return cues_of([PageText(1, "\n".join(lines))], kind, rules=rules, pairing=pairing, title=title, country="US")


@pytest.mark.parametrize(
    ("exam", "modalities", "regions"),
    [
        ("CT chest, abdomen and pelvis with contrast", ("CT",), ("chest", "abdomen", "pelvis")),
        ("CT ABD/PEL W/O CONTRAST", ("CT",), ("abdomen", "pelvis")),
        ("MRI OF THE BRAIN", ("MR",), ("head",)),
        ("MR LUMBAR SPINE", ("MR",), ("lspine",)),
        ("MRI cervical spine", ("MR",), ("cspine",)),
        ("PET/CT skull base to mid-thigh", ("CT", "PT"), ("body",)),
        ("Bilateral screening mammogram with tomosynthesis", ("MG",), ("breast",)),
        ("US breast left limited", ("US",), ("breast",)),
        ("Chest X-ray, PA and lateral", ("XR",), ("chest",)),
        ("Whole body bone scan", ("NM",), ("body",)),
        ("Transthoracic echocardiogram", ("US",), ("heart",)),
        ("TAC toracoabdominopélvico con contraste", ("CT",), ("abdomen", "pelvis", "chest")),
        ("RM de columna lumbar", ("MR",), ("lspine",)),
        ("Ecografía abdominal", ("US",), ("abdomen",)),
        ("Mamografía bilateral", ("MG",), ("breast",)),
        ("Gammagrafía ósea", ("NM",), ("body",)),
    ],
)
def test_the_exam_line_says_modality_and_region(
    exam: str, modalities: tuple[str, ...], regions: tuple[str, ...], rules: Rules, pairing: PairingRules
) -> None:
    found = cues(rules, pairing, "IMAGING REPORT", f"EXAM: {exam}", "FINDINGS: Nothing of note.")
    assert set(found.modalities) == set(modalities)
    assert set(found.regions) == set(regions)


def test_the_comparison_and_the_indication_are_about_other_things(rules: Rules, pairing: PairingRules) -> None:
    found = cues(
        rules,
        pairing,
        "CT CHEST WITHOUT CONTRAST",
        "INDICATION: Brain metastases on MRI, left breast cancer.",
        "COMPARISON: PET/CT skull base to mid-thigh dated 11/18/2023 and",
        "MRI brain 01/05/2024",
        "FINDINGS: A nodule in the right lung.",
    )
    assert (found.modalities, found.regions, found.contrast, found.side) == (("CT",), ("chest",), "without", "")


def test_other_examinations_are_noted_with_their_day(rules: Rules, pairing: PairingRules) -> None:
    found = cues(rules, pairing, "CT CHEST", "COMPARISON: MRI brain 01/05/2024. PET/CT of November 18, 2023.")
    assert Mention("MR", PartialDate(2024, 1, 5)) in found.mentions
    assert Mention("PT", PartialDate(2023, 11, 18)) in found.mentions


@pytest.mark.parametrize(
    "words",
    [
        "Outside images submitted for review: CT chest performed 01/05/2024",
        "SECOND OPINION INTERPRETATION OF OUTSIDE CT",
        "Segunda lectura de estudio externo",
    ],
)
def test_a_second_reading_is_told(words: str, rules: Rules, pairing: PairingRules) -> None:
    assert cues(rules, pairing, "CT CHEST", words).reread
    assert not cues(rules, pairing, "CT CHEST", "COMPARISON: none").reread


def test_every_accession_number_is_kept(rules: Rules, pairing: PairingRules) -> None:
    found = cues(rules, pairing, "Accession: A1234567, A1234568", "EXAM: CT chest; CT abdomen and pelvis")
    assert found.accessions == ("A1234567", "A1234568")


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("S24-12345", "S:24:12345"),
        ("S-24-0012345", "S:24:12345"),
        ("SP 24-771", "SP:24:771"),
        ("24-S-12345", "S:24:12345"),
        ("S2024-12345", "S:24:12345"),
        ("H771/24", "H:24:771"),
        ("24B000771", "B:24:771"),
        ("B24.12345", "B:24:12345"),
    ],
)
def test_case_numbers_of_all_laboratories_come_to_one_form(
    printed: str, number: str, pairing: PairingRules
) -> None:
    assert list(specimen_numbers(f"Case: {printed} block A3", pairing)) == [number]


@pytest.mark.parametrize(
    "text",
    [
        "TP53 R175H",
        "CD20-79",
        "05-MAR-24",
        "HER2 2+",
        "Tel 555-010-2233",
        "PD-L1 22C3",
        "T12-L1",
        "C50.911",
        "10 x 12-14 mm",
        "MRN 24-12345",
    ],
)
def test_what_is_no_case_number_is_left_alone(text: str, pairing: PairingRules) -> None:
    assert list(specimen_numbers(text, pairing)) == []


def test_a_pathology_report_says_organ_side_and_sender(rules: Rules, pairing: PairingRules) -> None:
    found = cues(
        rules,
        pairing,
        "SURGICAL PATHOLOGY REPORT",
        "Case: S24-12345   Submitting physician: Una Fennimore, MD",
        "SPECIMEN SUBMITTED: Left breast, mastectomy",
        "CLINICAL HISTORY: Lung nodule on the right, prior colon polyp.",
        "GROSS DESCRIPTION: Received in formalin.",
        kind=Kind.PATHOLOGY_REPORT,
    )
    assert found.sites == ("breast",)
    assert found.side == "left"
    assert found.doctors == ("fennimore",)
    assert found.specimens == ("S:24:12345",)
    assert found.whole
    assert not found.markers


def test_a_marker_report_is_no_whole_report(rules: Rules, pairing: PairingRules) -> None:
    found = cues(
        rules,
        pairing,
        "BIOMARKER REPORT",
        "Specimen: S24-12345, block A2",
        "Estrogen receptor: positive",
        "HER2: 2+",
        kind=Kind.PATHOLOGY_REPORT,
    )
    assert found.markers
    assert not found.whole


def test_a_panel_on_blood_is_germline_and_one_on_a_block_somatic(rules: Rules, pairing: PairingRules) -> None:
    kind = Kind.MOLECULAR_REPORT
    blood = cues(
        rules,
        pairing,
        "HEREDITARY CANCER PANEL",
        "Specimen: blood",
        "Germline testing; genetic counseling advised",
        kind=kind,
    )
    block = cues(
        rules,
        pairing,
        "GENOMIC PROFILE",
        "Specimen: S24-12345 block A3",
        "Tumor content 40 %, variant allele fraction",
        kind=kind,
    )
    assert (blood.assay, block.assay) == ("germline", "somatic")


def test_cues_survive_being_stored_and_odd_text_raises_nothing(rules: Rules, pairing: PairingRules) -> None:
    found = cues(rules, pairing, "CT CHEST", "COMPARISON: MRI brain 01/05/2024", "Accession: A1234567")
    assert from_plain(PairCues, to_plain(found)) == found
    for text in ("", "\x00" * 300, "Accession:", "S24-" * 20_000, "EXAM:", "a" * 100_000):
        assert isinstance(cues(rules, pairing, text), PairCues)


@pytest.mark.parametrize(
    ("description", "regions"),
    [
        ("CHEST^ROUTINE (Adult)", ("chest",)),
        ("CT_ABD_PEL_W", ("abdomen", "pelvis")),
        ("FDG WholeBody", ("body",)),
        ("CT CAP", ("chest", "abdomen", "pelvis")),
    ],
)
def test_scanners_words_are_taken_apart(description: str, regions: tuple[str, ...], pairing: PairingRules) -> None:
    assert pairing.regions_of(words_of(description)) == regions
