"""What belongs together: hard cases by name, and figures on made-up families."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from recordkeeper.recognise.matching import matched
from recordkeeper.recognise.pairing import pair
from recordkeeper.recognise.pairing_rules import PairingRules
from recordkeeper.recognise.rules import Rules
from recordkeeper.recognise.twin_rules import TwinRules
from recordkeeper.records.belonging import Mention, PairCandidate, PairCues, Pairing, PairKind, Revision
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind
from tests.bench.belonging_pairs import Readers, measure
from tests.conftest import ROOT

FOLDER = ROOT / "resources" / "rules"
DAY, NEXT, LATER = PartialDate(2024, 3, 5), PartialDate(2024, 3, 6), PartialDate(2024, 4, 20)


@pytest.fixture(scope="module")
def rules() -> PairingRules:
    return PairingRules.load(FOLDER)


def report(
    name: str, regions: Sequence[str] = (), modality: str = "CT", date: PartialDate | None = DAY, **more: object
) -> PairCandidate:
    cues = {key: more.pop(key) for key in ("side", "contrast", "accessions", "mentions", "reread") if key in more}
    modalities = (modality,) if modality else ()
    return PairCandidate(
        name,
        Kind.IMAGING_REPORT,
        date,
        cues=PairCues(modalities=modalities, regions=tuple(regions), **cues),
        **more,  # type: ignore[arg-type]
    )


def study(
    name: str, description: str = "", modality: str = "CT", date: PartialDate | None = DAY, **more: object
) -> PairCandidate:
    return PairCandidate(
        name, Kind.IMAGING_STUDY, date, modalities=tuple(modality.split("+")), description=description, **more
    )  # type: ignore[arg-type]


def tissue(
    name: str,
    date: PartialDate | None = DAY,
    accession: str = "",
    kind: Kind = Kind.PATHOLOGY_REPORT,
    **more: object,
) -> PairCandidate:
    fields = {key: more.pop(key) for key in ("facility", "revision", "author", "reported") if key in more}
    more.setdefault("whole", kind is Kind.PATHOLOGY_REPORT)
    return PairCandidate(name, kind, date, accession, cues=PairCues(**more), **fields)  # type: ignore[arg-type]


def found(rules: PairingRules, *records: PairCandidate) -> dict[tuple[str, str], Pairing]:
    """The pairings, whatever the order the records come in."""
    made = pair(records, rules=rules)
    shuffled = list(records)
    random.Random(1).shuffle(shuffled)
    assert pair(shuffled, rules=rules) == made
    return {(one.record, one.to): one for one in made if one.confidence > 0.5}


def test_nothing_belongs_to_nothing(rules: PairingRules) -> None:
    assert pair([], rules=rules) == ()
    assert pair([report("r", ["chest"]), tissue("p")], rules=rules) == ()


def test_a_report_belongs_to_the_study_of_its_day_modality_and_region_and_says_why(rules: PairingRules) -> None:
    made = found(rules, report("r", ["chest"]), study("s", "CT CHEST W CONTRAST"))
    assert made["r", "s"].kind is PairKind.REPORT_OF_STUDY
    assert {reason.rule for reason in made["r", "s"].reasons} == {"same day", "same modality", "same region"}
    assert made["r", "s"].confidence > 0.85


@pytest.mark.parametrize(
    ("printed", "stored"),
    [("A1234567", "A1234567"), ("a-123 4567", "A1234567"), ("0001234567", "1234567"), ("1234567", "RAD1234567")],
)
def test_one_accession_number_written_in_two_ways_pairs_even_where_wording_says_nothing(
    printed: str, stored: str, rules: PairingRules
) -> None:
    made = found(rules, report("r", (), "", accession=printed), study("s", "PROTOCOL 5", accession=stored))
    assert made["r", "s"].confidence > 0.95


def test_two_reports_of_one_day_go_to_their_own_regions(rules: PairingRules) -> None:
    made = found(
        rules,
        report("chest", ["chest"]),
        report("brain", ["head"]),
        study("b", "HEAD ROUTINE"),
        study("a", "Thorax^Standard"),
    )
    assert set(made) == {("chest", "a"), ("brain", "b")}


def test_ct_and_mri_of_one_region_on_one_day_are_kept_apart(rules: PairingRules) -> None:
    made = found(rules, report("r", ["abdomen"], "MR"), study("ct", "CT ABD"), study("mr", "ABDOMEN LIVER", "MR"))
    assert set(made) == {("r", "mr")}


def test_left_and_right_are_never_paired(rules: PairingRules) -> None:
    made = found(rules, report("r", ["breast"], "MG", side="left"), study("s", "MAMMO RT", "MG"))
    assert made == {}
    assert ("r", "s") in found(
        rules, report("r", ["breast"], "MG", side="left"), study("s", "MAMMO", "MG", laterality="L")
    )


def test_a_right_upper_quadrant_is_no_right_side(rules: PairingRules) -> None:
    assert found(rules, report("r", ["abdomen"], "US", side="right"), study("s", "US ABDOMEN LT LOBE LIVER", "US"))


def test_what_fits_two_studies_equally_stays_alone(rules: PairingRules) -> None:
    two = (study("morning", "CHEST 2V", "CR"), study("evening", "CHEST 2V", "CR"))
    assert found(rules, report("r", ["chest"], "XR"), *two) == {}
    assert found(
        rules,
        report("r", ["chest"], "XR", accession="A777001"),
        two[0],
        study("evening", "CHEST 2V", "CR", accession="A777001"),
    )


def test_a_report_of_chest_and_abdomen_has_two_studies(rules: PairingRules) -> None:
    both = report("r", ["chest", "abdomen", "pelvis"])
    made = found(rules, both, study("a", "CT CHEST"), study("b", "CT ABD/PEL"))
    assert set(made) == {("r", "a"), ("r", "b")}


def test_a_study_of_chest_and_abdomen_has_two_reports(rules: PairingRules) -> None:
    made = found(
        rules, report("a", ["chest"]), report("b", ["abdomen", "pelvis"]), study("s", "CT CHEST ABD PELVIS W")
    )
    assert set(made) == {("a", "s"), ("b", "s")}


def test_a_study_of_all_goes_before_studies_of_parts(rules: PairingRules) -> None:
    made = found(
        rules, report("r", ["chest", "abdomen", "pelvis"]), study("all", "CT CAP"), study("part", "CT CHEST")
    )
    assert set(made) == {("r", "all")}


def test_a_pet_report_goes_to_the_pet_and_not_to_the_ct_of_the_day(rules: PairingRules) -> None:
    pet = PairCandidate("r", Kind.IMAGING_REPORT, DAY, cues=PairCues(modalities=("CT", "PT"), regions=("body",)))
    made = found(rules, pet, study("pet", "PETCT WB", "PT+CT"), study("ct", "CT CHEST ABD PELVIS"))
    assert set(made) == {("r", "pet")}


def test_a_day_beside_is_bridged_by_the_accession_number_only(rules: PairingRules) -> None:
    assert found(rules, report("r", ["chest"], "XR"), study("s", "CHEST 2V", "DX", NEXT)) == {}
    assert found(
        rules,
        report("r", ["chest"], "XR", accession="A777001"),
        study("s", "CHEST 2V", "DX", NEXT, accession="A777001"),
    )


def test_the_study_compared_with_is_not_the_study_reported(rules: PairingRules) -> None:
    made = found(
        rules, report("r", ["chest"], date=LATER, mentions=(Mention("CT", DAY),)), study("before", "CT CHEST")
    )
    assert made == {}


def test_a_second_reading_elsewhere_goes_to_the_study_it_names_beside_the_first_report(rules: PairingRules) -> None:
    again = report("again", ["chest"], date=LATER, mentions=(Mention("CT", DAY),), reread=True)
    made = found(rules, report("first", ["chest"]), again, study("s", "CT CHEST"))
    assert made["first", "s"].kind is PairKind.REPORT_OF_STUDY
    assert made["again", "s"].kind is PairKind.READ_AGAIN


def test_the_body_part_of_the_header_gives_way_to_the_scanners_words(rules: PairingRules) -> None:
    assert found(rules, report("r", ["head"]), study("s", "CT BRAIN WO", body_part="CHEST"))
    assert found(rules, report("r", ["chest"]), study("s", "CT BRAIN WO", body_part="CHEST")) == {}


def test_spanish_and_english_words_meet(rules: PairingRules) -> None:
    assert found(rules, report("r", ["chest", "abdomen", "pelvis"]), study("s", "TAC TORACOABDOMINOPELVICO"))


def test_a_study_without_day_pairs_by_its_number_only(rules: PairingRules) -> None:
    assert found(rules, report("r", ["chest"]), study("s", "CT CHEST", date=None)) == {}
    assert found(rules, report("r", ["chest"], accession="A777001"), study("s", "", date=None, accession="A777001"))


@pytest.mark.parametrize("printed", ["S24-12345", "S-24-12345", "SP24 12345", "s24-0012345"])
def test_addendum_markers_and_sequencing_gather_round_the_specimen(printed: str, rules: PairingRules) -> None:
    kind = printed.upper().replace("-", "").replace(" ", "")[:2].rstrip("2")
    number = f"{kind}:24:12345"
    made = found(
        rules,
        tissue("root", accession=printed, specimens=(number,)),
        tissue("added", LATER, printed, revision=Revision.ADDENDUM, whole=False, specimens=(number,)),
        tissue("markers", LATER, markers=True, whole=False, specimens=(number,)),
        tissue("genes", LATER, "TRF-123456", Kind.MOLECULAR_REPORT, assay="somatic", specimens=(number,)),
    )
    assert {(one.kind, one.record, one.to) for one in made.values()} == {
        (PairKind.ADDENDUM_TO, "added", "root"),
        (PairKind.MARKERS_OF, "markers", "root"),
        (PairKind.MOLECULAR_OF, "genes", "root"),
    }


def test_germline_is_kept_apart_from_somatic(rules: PairingRules) -> None:
    root = tissue("root", accession="S24-12345", specimens=("S:24:12345",), sites=("breast",))
    named = tissue(
        "blood", kind=Kind.GERMLINE_REPORT, assay="germline", specimens=("S:24:12345",), sites=("breast",)
    )
    other = tissue("panel", kind=Kind.MOLECULAR_REPORT, assay="germline", specimens=("S:24:12345",))
    assert found(rules, root, named, other) == {}


def test_another_case_number_on_the_same_day_is_another_specimen(rules: PairingRules) -> None:
    left = tissue("left", accession="S24-111", specimens=("S:24:111",), sites=("breast",), side="left")
    right = tissue("right", accession="S24-222", specimens=("S:24:222",), sites=("breast",), side="right")
    markers = tissue("markers", markers=True, whole=False, specimens=("S:24:222",), sites=("breast",))
    assert set(found(rules, left, right, markers)) == {("markers", "right")}


def test_without_a_number_day_and_organ_must_agree(rules: PairingRules) -> None:
    root = tissue(
        "root", accession="S24-111", specimens=("S:24:111",), sites=("lung",), facility="Eastmere Hospital"
    )
    same = tissue("markers", markers=True, whole=False, sites=("lung",), facility="Eastmere Hospital")
    assert set(found(rules, root, same)) == {("markers", "root")}
    later = tissue("markers", LATER, markers=True, whole=False, sites=("lung",), facility="Eastmere Hospital")
    assert found(rules, root, later) == {}


def test_a_corrected_report_alone_is_the_root_of_its_case(rules: PairingRules) -> None:
    corrected = tissue("corrected", accession="S24-111", specimens=("S:24:111",), revision=Revision.CORRECTED)
    markers = tissue("markers", markers=True, whole=False, specimens=("S:24:111",))
    assert set(found(rules, corrected, markers)) == {("markers", "corrected")}


def operation(name: str, sites: tuple[str, ...], date: PartialDate = DAY, **more: object) -> PairCandidate:
    fields = {key: more.pop(key) for key in ("facility", "author") if key in more}
    return PairCandidate(name, Kind.OPERATIVE_NOTE, date, cues=PairCues(sites=sites, **more), **fields)  # type: ignore[arg-type]


def test_a_specimen_belongs_to_the_operation_of_its_day_and_organ(rules: PairingRules) -> None:
    made = found(rules, tissue("p", sites=("lung",)), operation("lung", ("lung",)), operation("colon", ("colon",)))
    assert set(made) == {("p", "lung")}
    assert made["p", "lung"].kind is PairKind.SPECIMEN_OF_OPERATION


def test_the_other_breast_is_another_operation(rules: PairingRules) -> None:
    specimen = tissue("p", sites=("breast",), side="left")
    assert found(rules, specimen, operation("o", ("breast",), side="right")) == {}


def test_the_surgeon_tells_two_operations_on_one_organ_and_day_apart(rules: PairingRules) -> None:
    specimen = tissue("p", sites=("colon",), doctors=("fennimore",))
    one = operation("one", ("colon",), doctors=("fennimore",))
    other = operation("other", ("colon",), doctors=("lindqvist",))
    assert set(found(rules, specimen, one, other)) == {("p", "one")}
    assert found(rules, tissue("p", sites=("colon",)), one, other) == {}


def test_a_specimen_received_the_day_after_still_finds_its_operation(rules: PairingRules) -> None:
    specimen = tissue("p", NEXT, sites=("lung",), doctors=("fennimore",))
    assert found(rules, specimen, operation("o", ("lung",), doctors=("fennimore",)))
    assert found(rules, tissue("p", LATER, sites=("lung",)), operation("o", ("lung",))) == {}


def test_a_matching_is_the_best_of_all_and_knows_its_rival() -> None:
    edges = {("a", "x"): 5.0, ("a", "y"): 4.0, ("b", "x"): 4.5, ("c", "z"): 1.0, ("d", "z"): -3.0}
    made = {(one, other): margin for one, other, margin in matched(edges)}
    assert set(made) == {("a", "y"), ("b", "x"), ("c", "z")}
    assert made["a", "y"] == pytest.approx(3.5)  # 8.5 in all, 5.0 without it
    assert made["c", "z"] == pytest.approx(1.0)
    assert [margin for *_, margin in matched({("a", "x"): 2.0, ("a", "y"): 2.0})] == [0.0]
    assert list(matched({})) == []


def test_a_hundred_reports_of_one_day_are_matched_in_time() -> None:
    edges = {(f"r{one:03}", f"s{other:03}"): 3.0 + (one == other) for one in range(60) for other in range(60)}
    assert {(one[1:], other[1:]) for one, other, _ in matched(edges)} == {(f"{n:03}", f"{n:03}") for n in range(60)}


def test_made_up_families_are_put_together_rightly() -> None:
    rules = Rules.load(FOLDER)
    readers = Readers(rules, TwinRules.load(FOLDER), PairingRules.load(FOLDER))
    result = measure(readers, 12, "pinned", true_dates=True)
    score = result.of("all")
    assert score.right + score.missed > 200
    assert score.right / (score.right + score.extra) >= 0.98, "\n".join(result.errors)
    assert score.right / (score.right + score.missed) >= 0.95, "\n".join(result.errors)
