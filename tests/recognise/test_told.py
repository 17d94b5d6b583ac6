"""What documents tell of other records, each sentence with what must and must not be told."""

from __future__ import annotations

import functools

import pytest

from recordkeeper.recognise.revision import revision_of
from recordkeeper.recognise.rules import Rules
from recordkeeper.recognise.told import tell
from recordkeeper.recognise.trace import BelongingRules
from recordkeeper.records.belonging import Revision
from recordkeeper.records.kinds import Kind
from recordkeeper.records.reading import PageText
from recordkeeper.records.told import Telling, ToldKind
from tests.conftest import ROOT

FOLDER = ROOT / "resources" / "rules"


@functools.cache
def rules() -> tuple[Rules, BelongingRules]:
    return Rules.load(FOLDER), BelongingRules.load(FOLDER)


def read(text: str, kind: Kind = Kind.CONSULT_NOTE, country: str = "US") -> Telling:
    recogniser, belonging = rules()
    pages = [PageText(number, page) for number, page in enumerate(text.split("\f"), start=1)]
    revision, why = revision_of(pages, "", rules=belonging.twins)
    return tell(
        pages,
        kind,
        why if revision is Revision.PRELIMINARY else None,
        rules=recogniser,
        pairing=belonging.pairing,
        told=belonging.told,
        country=country,
    )


def studies(text: str, kind: Kind = Kind.CONSULT_NOTE, country: str = "US") -> list[tuple[str, str]]:
    told = read(text, kind, country).told
    return [(one.what, str(one.date)) for one in told if one.kind is ToldKind.STUDY]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("CT of the chest on 03/04/2024 showed a mass.", [("CT", "2024-03-04")]),
        ("On 5/14/2022 thyroid ultrasound showed two nodes.", [("US", "2022-05-14")]),
        ("02/07/2023 PET/CT: avid node.", [("PT", "2023-02-07")]),
        ("A mammogram from January 2022 was negative.", [("MG", "2022-01")]),
        ("CT chest 4/5/2022 and 4/9/2022.", [("CT", "2022-04-05"), ("CT", "2022-04-09")]),
        (
            "MRI brain 01/02/2023 and bone scan from 02/03/2023 were reviewed.",
            [("MR", "2023-01-02"), ("NM", "2023-02-03")],
        ),
        (
            "CT on 03/04/2024 showed a mass, unchanged from 01/12/2024.",
            [("CT", "2024-03-04"), ("CT", "2024-01-12")],
        ),
    ],
)
def test_an_examination_is_told_of_with_its_day(text: str, wanted: list[tuple[str, str]]) -> None:
    assert studies(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "She will have a PET/CT on 06/01/2024.",
        "CT chest is scheduled for 06/01/2024.",
        "No MRI was done on 02/02/2024.",
        "MRI was declined by the patient on 02/02/2024.",
        "CT-guided biopsy on 03/20/2024.",
        "Please give us 03/20/2024 as the day.",
        "CT chest. Signed 03/20/2024.",
        "Return on 03/20/2024 with CT beforehand.",
        "CT chest has been requested for 03/20/2024.",
        "Family history: her sister had a CT on 03/04/2020.",
        "EDD BY ULTRASOUND: 05/24/2007.",
        "CT of the chest was normal; she was admitted on 03/04/2020.",
    ],
)
def test_what_is_planned_refused_or_of_something_else_is_not_told(text: str) -> None:
    assert studies(text) == []


def test_spanish_tells_and_plans_alike() -> None:
    assert studies("TAC de tórax del 12/01/2024 sin lesiones.", country="ES") == [("CT", "2024-01-12")]
    assert studies("Se cita para ecografía de tiroides el 12/01/2024.", country="ES") == []
    assert studies("Solicito RM de pelvis, próximo control 12/01/2024.", country="ES") == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Date of visit: 05/06/2024. Compared with CT of 12 Jan, no change.", ("CT", "2024-01-12")),
        ("Date of visit: 05/06/2024. MRI on August 3rd showed a mass.", ("MR", "2023-08-03")),
        ("Fecha: 06/05/2024. TAC del 12 de enero sin cambios.", ("CT", "2024-01-12")),
        ("Date of visit: 05/06/2024. MRI on 29 Feb showed a mass.", ("MR", "2024-02-29")),
    ],
)
def test_a_day_without_its_year_is_the_last_one_before_the_paper(text: str, wanted: tuple[str, str]) -> None:
    assert studies(text) == [wanted]
    assert not [one for one in read(text).told if one.year_known]


@pytest.mark.parametrize(
    "text",
    [
        "CT of 12 Jan, no change.",  # a paper without any date
        "Date of visit: 05/06/2024. CT may 5 times be repeated.",
        "Date of visit: 05/06/2024. CT, then Mar 12 mg.",
        "Date of visit: 05/06/2024. CT of 31 Feb.",
    ],
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert studies(text) == []


def test_a_day_alone_is_told_under_comparison_only_in_a_report() -> None:
    assert studies("COMPARISON: 01/12/2024.", Kind.IMAGING_REPORT) == [("", "2024-01-12")]
    assert studies("COMPARISON:\n01/12/2024.", Kind.IMAGING_REPORT) == [("", "2024-01-12")]
    assert studies("COMPARISON: 01/12/2024.", Kind.CONSULT_NOTE) == []
    assert studies("COMPARISON: None.", Kind.IMAGING_REPORT) == []


def test_a_blood_test_tells_of_no_examination() -> None:
    assert studies("PT 12.5 seconds 03/04/2024", Kind.LAB_REPORT) == []


def test_the_words_and_the_page_are_quoted() -> None:
    told = read("First page.\fSecond page.\n\nCT of the chest on 03/04/2024 showed a mass.").told
    assert [(one.page, one.words) for one in told] == [(2, "CT of the chest on 03/04/2024 showed a mass.")]


def test_long_words_are_cut_between_words() -> None:
    padding = "and the rest of the body was without any finding at all " * 8
    (told,) = read(f"{padding} while CT of the chest on 03/04/2024 showed a mass {padding}").told
    assert told.words.startswith("…")
    assert told.words.endswith("…")
    assert "CT of the chest on 03/04/2024" in told.words
    assert len(told.words) < 280


def tissue(text: str, kind: Kind = Kind.CONSULT_NOTE) -> list[str]:
    told = read(text, kind).told
    return [one.what or str(one.date) for one in told if one.kind is ToldKind.PATHOLOGY]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Biopsy on 03/20/2024 confirmed adenocarcinoma.", ["2024-03-20"]),
        ("Surgical pathology S24-1234: margins negative.", ["S:24:1234"]),
        ("CT-guided biopsy on 03/20/2024 showed carcinoma (case S24-1234).", ["S:24:1234", "2024-03-20"]),
        ("Biopsy is planned for 03/20/2024 to confirm the diagnosis.", []),
        ("Biopsy was deferred on 03/20/2024 as findings are consistent with a cyst.", []),
        ("CT on 03/20/2024 showed a mass. FNA is recommended.", []),
        ("Se hará biopsia el 20/03/2024 para confirmar.", []),
        ("The specimen measures 25 X 18 X 7 mm.", []),
    ],
)
def test_tissue_is_told_of_by_number_or_day(text: str, wanted: list[str]) -> None:
    assert tissue(text) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "Addendum to follow.",
        "HER2 FISH will be reported in an addendum.",
        "A supplemental report will follow with molecular results.",
        "Results of mutational studies will be reported in addenda.",
        "Se emitirá informe complementario con el resultado.",
        "An addendum is pending.",
        "Addendum report forthcoming.",
        "Immunohistochemistry pending, addendum to be issued.",
        "Special stains have been ordered and will be added as an addendum.",
        "This report will be amended when molecular results are available.",
        "Molecular results to follow in a supplementary report.",
        "Supplementary report awaited.",
        "A further report will be issued.",
        "FISH to be reported separately.",
        "The report will be addended.",
        "This case will be supplemented.",
        "Further report to follow.",
        "An addendum shall be issued once the stains are back.",
        "Awaiting supplementary molecular report.",
        "Se añadirá una adenda.",
        "Adenda pendiente.",
        "Pendiente de ampliación.",
        "Queda a la espera de informe complementario.",
        "El resultado se informará por separado.",
        "Informe complementario en curso.",
        "Seguirá informe adicional.",
        "Se enviará un informe complementario con el estudio molecular.",
        "Este informe se completará con una adenda.",
    ],
)
def test_an_addendum_announced_is_told_in_reports_only(text: str) -> None:
    assert [one.kind for one in read(text, Kind.PATHOLOGY_REPORT).told if one.kind is ToldKind.ADDENDUM]
    assert not [one for one in read(text, Kind.CONSULT_NOTE).told if one.kind is ToldKind.ADDENDUM]


@pytest.mark.parametrize(
    "text",
    [
        "See addendum below.",
        "ADDENDUM: HER2 is negative.",
        "The addendum was issued.",
        "Pending stains, see addendum.",
        "Pending results were reported in an addendum.",
        "Addendum report",
        "Addendum 03/04/2024: HER2 is amplified.",
        "The slides will be returned; see the separate report.",
        "We will correlate this with the outside supplemental report.",
        "The patient will be seen. Final report to follow.",
        "HER2 testing to follow.",
        "Ver adenda.",
        "Informe complementario: HER2 negativo.",
        "Adenda emitida el 04/03/2024.",
    ],
)
def test_an_addendum_that_is_there_is_not_announced(text: str) -> None:
    assert not [one for one in read(text, Kind.PATHOLOGY_REPORT).told if one.kind is ToldKind.ADDENDUM]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("HER2 FISH is pending.", ["HER2"]),
        ("ER and PR pending.", ["ER", "PR"]),
        ("ER positive. HER2 pending.", ["HER2"]),
        ("ER positive, HER2 negative.", []),
        ("Pending: PD-L1.", ["PD-L1"]),
        ("MGMT pendiente.", ["MGMT"]),
    ],
)
def test_a_result_still_to_come_is_told(text: str, wanted: list[str]) -> None:
    told = read(text, Kind.PATHOLOGY_REPORT).told
    assert [one.what for one in told if one.kind is ToldKind.PENDING] == wanted


def test_a_preliminary_report_says_so_with_its_words() -> None:
    told = read("PRELIMINARY REPORT\nCT CHEST\nFINDINGS: clear.", Kind.IMAGING_REPORT).told
    assert [(one.kind, one.words) for one in told] == [(ToldKind.PRELIMINARY, "PRELIMINARY REPORT")]


def test_only_reports_on_tissue_name_markers() -> None:
    text = "ER positive, PD-L1 not tested."
    assert read(text, Kind.PATHOLOGY_REPORT).names == ("ER", "PD-L1")
    assert read(text, Kind.CONSULT_NOTE).names == ()


def test_an_empty_document_and_images_tell_nothing() -> None:
    assert read("", Kind.LETTER) == Telling()
    assert read("CT on 03/04/2024 showed a mass.", Kind.IMAGING_STUDY) == Telling()


@pytest.mark.parametrize(
    "text",
    [
        "CT on 03/04/2024 was unchanged. A biopsy has been scheduled for 05/06/2024: it may be carcinoma.",
        "Fine needle aspiration was negative. Tamoxifen begun Apr 27, 2020.",
    ],
)
def test_no_tissue_is_told_of_the_day_of_something_else(text: str) -> None:
    assert not [one for one in read(text).told if one.kind is ToldKind.PATHOLOGY]


def test_an_examination_there_never_was_takes_no_day_from_another() -> None:
    text = "She has not had ULTRASOUND BREAST left. As of 05/27/2022, MRI of the pelvis shows complete response."
    assert studies(text) == [("MR", "2022-05-27")]
