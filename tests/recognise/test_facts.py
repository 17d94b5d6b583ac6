"""What pages say about the illness: quoted as printed, of this patient, and nothing worked out."""

from __future__ import annotations

import re
from typing import Any

import pytest

from recordkeeper.recognise.facts import read_facts
from recordkeeper.recognise.facts_rules import FactRules
from recordkeeper.records.clinical import Fact, FactKind, FactStatus
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Kind
from recordkeeper.records.reading import PageText, WordBox, WordBoxes
from tests.bench.facts import SETS, agrees, judge, load_papers, load_rules, read_paper

RULES = load_rules()
PAPERS = [paper for name in SETS for paper in load_papers(name)]
CANCER = "The patient has invasive ductal carcinoma of the left breast.\n"


def read(text: str, *, kind: Kind = Kind.OTHER, rules: FactRules = RULES) -> tuple[Fact, ...]:
    return read_facts([PageText(1, text)], rules=rules, kind=kind)


def printed(text: str, kind: FactKind) -> list[str]:
    return [fact.printed for fact in read(text) if fact.kind is kind]


def found(text: str, kind: FactKind) -> dict[str, FactStatus]:
    return {fact.printed: fact.status for fact in read(text) if fact.kind is kind}


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper["name"])
def test_nothing_is_quoted_that_is_not_printed(paper: dict[str, Any]) -> None:
    page = " ".join(paper["text"].split())
    for fact in read_paper(paper, RULES):
        assert fact.printed in page
        assert fact.printed in fact.words
        assert fact.words in page


@pytest.mark.parametrize("paper", load_papers("papers"), ids=lambda paper: paper["name"])
def test_a_paper_that_says_nothing_gives_nothing(paper: dict[str, Any]) -> None:
    if not paper["facts"]:
        assert read_paper(paper, RULES) == ()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper["name"])
def test_what_is_hedged_asks_for_a_look(paper: dict[str, Any]) -> None:
    unsure = set(paper.get("unsure", ()))
    for fact in read_paper(paper, RULES):
        wanted = [one for one in paper["facts"] if agrees(fact, one) and one[1] in unsure]
        if wanted and fact.kind in (FactKind.DIAGNOSIS, FactKind.SPREAD, FactKind.STAGE):
            assert fact.status is FactStatus.TO_REVIEW


def test_most_of_what_the_papers_say_is_read_and_little_else() -> None:
    score = judge(load_papers("papers"), RULES)
    wanted, got, right = score.wanted.total(), score.read.total(), score.right.total()
    assert right / wanted > 0.95, score.missed
    assert right / got > 0.95, score.wrong


def test_page_box_and_words_are_those_of_the_page() -> None:
    text = "FINAL DIAGNOSIS\nLung, biopsy: Adenocarcinoma, moderately differentiated."
    boxes = WordBoxes.of(
        WordBox(match.start(), match.end(), 10.0 * place, 20, 10.0 * place + 9, 30)
        for place, match in enumerate(re.finditer(r"\S+", text))
    )
    page = PageText(7, text, 612, 792, boxes)
    (fact,) = [fact for fact in read_facts([page], rules=RULES) if fact.kind is FactKind.DIAGNOSIS]
    assert (fact.page, fact.printed) == (7, "Adenocarcinoma, moderately differentiated")
    assert fact.words == "Lung, biopsy: Adenocarcinoma, moderately differentiated."
    assert fact.box == (40, 20, 69, 30)


DENIED = [
    "No evidence of metastasis.",
    "There is no metastatic disease in the liver.",
    "Negative for carcinoma.",
    "Margins free of carcinoma of any type.",
    "Sarcoma was ruled out.",
    "She denies any history of melanoma.",
    "Lymphoma is not seen.",
    "Metastases: none.",
    "Sin evidencia de metástasis óseas.",
    "No se observa linfoma.",
]


@pytest.mark.parametrize("sentence", DENIED)
def test_what_is_denied_is_neither_a_diagnosis_nor_spread(sentence: str) -> None:
    facts = read(CANCER + sentence)
    assert {fact.printed for fact in facts if fact.kind in (FactKind.DIAGNOSIS, FactKind.SPREAD)} == {
        "invasive ductal carcinoma of the left breast"
    }


NOT_HERS = [
    "Her mother had ovarian cancer.",
    "Family history is notable for melanoma in a paternal uncle.",
    "Colon cancer (sister, age 50).",
    "Patients with melanoma may benefit from immunotherapy.",
    "We talked about the risk of endometrial cancer with tamoxifen.",
    "Lung cancer screening was declined.",
    "She was seen at the Lakeside Cancer Center.",
    "The American Joint Committee on Cancer revised it.",
    "FAMILY HISTORY:\nOvarian cancer in two relatives.\nPancreatic cancer.",
    "What is melanoma?",
]


@pytest.mark.parametrize("sentence", NOT_HERS)
def test_what_is_said_of_others_or_in_general_is_left_out(sentence: str) -> None:
    assert printed(CANCER + sentence, FactKind.DIAGNOSIS) == ["invasive ductal carcinoma of the left breast"]


HEDGED = [
    ("Suspicious for lung carcinoma.", "lung carcinoma"),
    ("r/o lymphoma", "lymphoma"),
    ("Cannot exclude sarcoma.", "sarcoma"),
    ("Findings most consistent with mesothelioma.", "mesothelioma"),
    ("Melanoma cannot be ruled out.", "Melanoma"),
    ("Probable thymoma versus lymphoma.", "thymoma"),
    ("? melanoma", "melanoma"),
    ("Sospechoso de linfoma.", "linfoma"),
    ("No se puede descartar sarcoma.", "sarcoma"),
]


@pytest.mark.parametrize(("sentence", "words"), HEDGED)
def test_a_hedged_diagnosis_asks_for_a_look(sentence: str, words: str) -> None:
    assert found(CANCER + sentence, FactKind.DIAGNOSIS)[words] is FactStatus.TO_REVIEW


STAGES = [
    "pT2 pN1a M0",
    "cT3N1M0",
    "ypT0 ypN0",
    "pT1c",
    "rpT2 N0",
    "T1N0M0",
    "pT2pN0",
    "pT4b, pN2a, pM1",
    "pT2 (PL2),NO,MX",
    "pTis",
    "pN1mi",
    "stage IIIA",
    "Clinical stage IIB",
    "FIGO stage IC2",
    "Stage 4",
    "Ann Arbor stage II",
    "Rai stage 0",
    "estadio IV",
    "limited stage",
    "pathologic stage T2N0",
]


@pytest.mark.parametrize("stage", STAGES)
def test_a_stage_is_quoted_with_its_prefix(stage: str) -> None:
    words = printed(f"Adenocarcinoma of the lung, {stage}.", FactKind.STAGE)
    if stage == "limited stage":
        assert words in ([], ["limited stage"])
    else:
        assert words == [stage]


NO_STAGES = [
    "Stage 3 chronic kidney disease.",
    "Stage II pressure ulcer of the sacrum.",
    "T2 weighted images were obtained.",
    "The T1 vertebra is intact.",
    "Stage 2 sleep was seen.",
    "NSTEMI. PT 12.1, INR 1.0.",
    "Tanner stage 4.",
    "The second stage of the repair.",
    "Stage IV means it has spread to other organs.",
]


@pytest.mark.parametrize("sentence", NO_STAGES)
def test_what_only_looks_like_a_stage_is_none(sentence: str) -> None:
    assert printed(f"{CANCER}{sentence}", FactKind.STAGE) == []


EDITIONS = ["AJCC 8th edition", "AJCC Cancer Staging Manual, 8th Ed", "AJCC 8", "UICC TNM 8th edition", "AJCC 2017"]


@pytest.mark.parametrize("edition", EDITIONS)
def test_the_edition_is_quoted(edition: str) -> None:
    (words,) = printed(f"Colon cancer. Staged by {edition}, T3.", FactKind.STAGE_EDITION)
    assert words.startswith(edition[:4])


GRADES = [
    "Gleason score 3+4=7",
    "Gleason 4+5",
    "Gleason score 4+3=7, Grade Group 3",
    "Fuhrman grade 2",
    "Nottingham grade 3",
    "histologic grade 2",
    "WHO grade IV",
    "FIGO grade 1",
    "grade 2 of 3",
    "Grade 3 (of 4)",
    "grado histológico 2",
    "poorly differentiated",
    "well to moderately differentiated",
    "Grade Group 2",
]


@pytest.mark.parametrize("grade", GRADES)
def test_a_grade_is_quoted(grade: str) -> None:
    assert grade in printed(f"Carcinoma of the breast, {grade}.", FactKind.GRADE)


@pytest.mark.parametrize(
    "words",
    ["grade 2 neuropathy", "a grade 2/6 murmur", "low-grade fever", "grade 1 nausea", "grade 3 hemorrhoids"],
)
def test_other_grades_are_none(words: str) -> None:
    assert printed(f"{CANCER}He has {words}.", FactKind.GRADE) == []


MARKERS = [
    ("ER: 95%", {"ER": "ER: 95%"}),
    ("ER+ PR- HER2-", {"ER": "ER+", "PR": "PR-", "HER2": "HER2-"}),
    ("ER/PR positive", {"ER": "ER/PR positive", "PR": "ER/PR positive"}),
    ("ER and PR are negative", {"ER": "ER and PR are negative", "PR": "ER and PR are negative"}),
    ("HER-2/neu: 3+", {"HER2": "HER-2/neu: 3+"}),
    ("Ki67 40%", {"Ki-67": "Ki67 40%"}),
    ("EGFR exon 19 deletion", {"EGFR": "EGFR exon 19 deletion"}),
    ("KRAS G12D", {"KRAS": "KRAS G12D"}),
    ("positive for KRAS", {"KRAS": "positive for KRAS"}),
    ("PD-L1 TPS 80%", {"PD-L1": "PD-L1 TPS 80%"}),
    ("loss of MLH1 and PMS2", {"MLH1": "loss of MLH1 and PMS2", "PMS2": "loss of MLH1 and PMS2"}),
    ("BRAF wild-type", {"BRAF": "BRAF wild-type"}),
    (
        "positive for. P63, negative for TTF-1 and Napsin-A",
        {
            "p63": "positive for. P63",
            "TTF-1": "negative for TTF-1 and Napsin-A",
            "Napsin A": "negative for TTF-1 and Napsin-A",
        },
    ),
]


@pytest.mark.parametrize(("sentence", "wanted"), MARKERS)
def test_a_marker_is_quoted_with_its_result_and_negative_is_one(sentence: str, wanted: dict[str, str]) -> None:
    facts = read(f"Carcinoma of the lung. {sentence}.")
    assert {fact.name: fact.printed for fact in facts if fact.name} == wanted


NO_MARKERS = [
    "She was seen in the ER. Positive family support.",
    "PR interval 160.",
    "He met the team.",
    "Alk phos 120 high.",
    "HER2 testing is pending.",
    "ER was not performed.",
    "If HER2 positive, trastuzumab.",
    "BRCA1 positive mother.",
]


@pytest.mark.parametrize("sentence", NO_MARKERS)
def test_what_only_looks_like_a_marker_is_none(sentence: str) -> None:
    assert [fact.printed for fact in read(CANCER + sentence) if fact.name] == []


NEGATIVES = [
    "No KRAS mutations were identified",
    "No EGFR mutation",
    "without KRAS mutation",
    "EGFR mutation was not identified",
    "ALK rearrangement is absent",
    "no evidence of BRAF mutation",
    "KRAS: no mutation detected",
    "EGFR mutation analysis: negative",
]


@pytest.mark.parametrize("sentence", NEGATIVES)
def test_a_negative_result_is_never_quoted_without_what_denies_it(sentence: str) -> None:
    (fact,) = [fact for fact in read(f"Adenocarcinoma of the lung. {sentence}.") if fact.name]
    assert fact.printed.lower() == sentence.lower()


@pytest.mark.parametrize(
    "sentence",
    [
        "The tumor will be sent for EGFR mutational analysis.",
        "EGFR mutation testing is pending.",
        "KRAS mutations (e.g. tumors of pancreas).",
        "KRAS mutations occur in 30% of them.",
    ],
)
def test_a_test_that_is_only_named_is_no_result(sentence: str) -> None:
    assert [fact.printed for fact in read(f"Adenocarcinoma of the lung. {sentence}") if fact.name] == []


def test_genes_found_in_the_tumor_and_inherited_ones_are_kept_apart() -> None:
    text = f"{CANCER}Somatic testing: BRCA2 mutation detected.\n\n\nGermline testing: BRCA1 pathogenic variant."
    kinds = {fact.name: fact.kind for fact in read(text) if fact.name}
    assert kinds == {"BRCA2": FactKind.TUMOR_GENE, "BRCA1": FactKind.GERMLINE_GENE}
    plain = "Ovarian cancer. BRCA1: pathogenic variant."
    assert [fact.kind for fact in read(plain) if fact.name] == [FactKind.MARKER]
    assert [fact.kind for fact in read(plain, kind=Kind.GERMLINE_REPORT) if fact.name] == [FactKind.GERMLINE_GENE]


PERFORMANCE = [
    "ECOG 1",
    "ECOG PS: 0",
    "ECOG performance status of 2",
    "KPS 80%",
    "Karnofsky score 90",
    "performance status is 1",
    "WHO PS 0-1",
]


@pytest.mark.parametrize("words", PERFORMANCE)
def test_performance_status_is_quoted(words: str) -> None:
    assert printed(f"{CANCER}Today {words}.", FactKind.PERFORMANCE_STATUS) == [words]


@pytest.mark.parametrize("words", ["ECOG 1594 trial", "PS 12 mm", "eligible if ECOG 0-1"])
def test_other_numbers_are_no_performance_status(words: str) -> None:
    assert printed(f"{CANCER}{words}.", FactKind.PERFORMANCE_STATUS) == []


def test_a_treatment_that_was_given_has_its_date() -> None:
    text = f"{CANCER}She completed 4 cycles of AC on 03/12/2023."
    (fact,) = [fact for fact in read(text) if fact.kind is FactKind.DRUG_TREATMENT]
    assert fact.printed == "4 cycles of AC on 03/12/2023"
    assert fact.date == PartialDate(2023, 3, 12)


@pytest.mark.parametrize(
    "sentence",
    [
        "She declined chemotherapy with paclitaxel.",
        "Allergies: cisplatin.",
        "He is not a candidate for radiation therapy.",
        "The pain radiates; no radiation of pain.",
    ],
)
def test_a_treatment_refused_or_not_meant_is_none(sentence: str) -> None:
    facts = read(CANCER + sentence)
    assert [fact.printed for fact in facts if fact.kind in (FactKind.DRUG_TREATMENT, FactKind.RADIATION)] == []


def test_what_is_proposed_is_a_plan_and_not_a_treatment() -> None:
    text = f"{CANCER}We recommend adjuvant FOLFOX for 6 months."
    assert printed(text, FactKind.PLAN) == ["We recommend adjuvant FOLFOX for 6 months."]
    assert printed(text, FactKind.DRUG_TREATMENT) == []


def test_boxes_nobody_ticked_say_nothing() -> None:
    text = "Histologic Type\n☐ Mucinous adenocarcinoma\n☒ Medullary carcinoma\n☐ Adenosquamous carcinoma"
    assert printed(text, FactKind.DIAGNOSIS) == ["Medullary carcinoma"]


def test_a_list_of_all_there_could_be_is_no_finding() -> None:
    kinds = ("Squamous cell", "Basaloid", "Mucinous", "Clear cell", "Giant cell", "Adenosquamous", "Medullary")
    text = "".join(f"{number}. {kind} carcinoma.\n" for number, kind in enumerate(kinds, 1))
    assert printed(text, FactKind.DIAGNOSIS) == []


@pytest.mark.parametrize("kind", [Kind.CONSENT, Kind.INSURANCE])
def test_papers_of_what_could_be_are_not_read(kind: Kind) -> None:
    assert read(CANCER, kind=kind) == ()


def test_a_page_of_one_sort_of_letter_takes_no_time_that_grows() -> None:
    for filler in (
        "stage ",
        "pT",
        "grade 2 ",
        "a" * 50,
        "ER, ",
        "( ",
        "carcinoma ",
        "cycle ",
        "\n",
        "1/2 lymph nodes ",
    ):
        assert isinstance(read(CANCER + filler * 3000), tuple)
