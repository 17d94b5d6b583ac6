"""Builds the heaps the benchmarks work on: the same seed and size give the same bytes, quickly."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from tests.making.dicom import SeriesRecipe, make_slice, save

SIDE = 400  # pixels: 0.32 MB a slice, the mean of a hospital CD with CT and MR on it
SERIES = 4

# The commonest words first; made-up ones follow, each about as often as a word of its rank is in English.
_COMMON = """
the of and with in was to is no patient for a on at by or not right left mm normal cm within are seen be there
as from lower upper lobe lesion evidence disease small mass findings without history tumor tissue specimen
diagnosis nodes lymph biopsy margin carcinoma grade stage breast lung liver kidney colon bone pelvis chest
abdomen contrast images study comparison prior interval change stable increased decreased nodule impression
report clinical treatment therapy cycle dose radiation surgery resection metastatic metastasis positive
negative receptor expression staining cells nuclear atypia invasion vascular perineural residual effusion
pleural hepatic renal adrenal spleen pancreas bowel bladder prostate uterus ovary thyroid cervical thoracic
lumbar spine enhancement attenuation signal diffusion uptake activity background benign malignant follow
recommended correlation month week visit pain fatigue nausea fever weight blood pressure count white
hemoglobin platelet creatinine glucose calcium albumin bilirubin sodium potassium chloride range high low
"""
_ONSETS = ("b", "br", "c", "d", "f", "g", "gr", "k", "l", "m", "n", "p", "pl", "r", "s", "st", "t", "tr", "v", "z")
_NUCLEI = ("a", "e", "i", "o", "u", "ai", "io", "oa")
_CODAS = ("l", "m", "n", "r", "s", "x", "nth", "st")
RARE = 6000  # made-up words

PHRASES = (
    "no evidence of metastatic disease",
    "margins are free of tumor",
    "stable compared with the prior study",
    "clinical correlation is recommended",
    "invasive ductal carcinoma of the left breast",
)


def vocabulary(rng: random.Random) -> list[str]:
    """Return the words of all reports, the commonest first."""
    made: dict[str, None] = {}
    while len(made) < RARE:
        syllables = (
            rng.choice(_ONSETS) + rng.choice(_NUCLEI) + rng.choice(_CODAS) for _ in range(rng.randint(2, 3))
        )
        made["".join(syllables)] = None
    return [*_COMMON.split(), *made]


def words_of(seed: int) -> list[str]:
    """Return the vocabulary of the reports made with `seed`."""
    return vocabulary(random.Random(seed))


def identifier(number: int) -> str:
    """Return the accession number printed on report `number`."""
    return f"ACC{7_000_000 + 37 * number}"


def report_pages(pages: int, seed: int, per_report: Sequence[int] = (1, 2, 3, 4, 5)) -> Iterator[list[str]]:
    """Yield reports until they have `pages` pages: each a list with the text of its pages."""
    rng = random.Random(seed)
    words = vocabulary(rng)
    weights = list(accumulate(1 / (rank + 2) for rank in range(len(words))))
    number, left = 0, pages
    while left > 0:
        count = min(left, per_report[number % len(per_report)])
        head = _head(number, rng)
        yield [head + _body(rng, words, weights) for _ in range(count)]
        left, number = left - count, number + 1


def _head(number: int, rng: random.Random) -> str:
    day = f"{rng.randint(2015, 2025)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
    return (
        "Sample Hospital, Department of Pathology\n"
        "Patient: Anna Sample    Date of birth: 1964-03-05    MRN: 1001\n"
        f"Accession: {identifier(number)}    Date of service: {day}\n\nSURGICAL PATHOLOGY REPORT\n\n"
    )


def _body(rng: random.Random, words: list[str], weights: list[float]) -> str:
    drawn = iter(rng.choices(words, cum_weights=weights, k=46 * 13))
    lines = [" ".join([next(drawn) for _ in range(13)]) for _ in range(44)]
    for _ in range(2):
        lines.insert(rng.randrange(len(lines)), rng.choice(PHRASES).capitalize() + ".")
    return "\n".join(lines)


def write_reports(folder: Path, pages: int, seed: int = 1, files: int | None = None) -> list[Path]:
    """Write PDFs with `pages` pages of text in all into `folder`; one to five a file unless `files` is given."""
    import pymupdf

    folder.mkdir(parents=True, exist_ok=True)
    per_report = (1, 2, 3, 4, 5) if files is None else (-(-pages // files),)
    written = []
    for number, texts in enumerate(report_pages(pages, seed, per_report)):
        document: Any = pymupdf.open()
        for text in texts:
            document.new_page(width=595, height=842).insert_text((36, 48), text, fontsize=9, lineheight=1.7)
        written.append(folder / f"report {number:05}.pdf")
        document.save(written[-1])
        document.close()
    return written


def write_scans(folder: Path, count: int, seed: int = 1, side: int = SIDE, *, noise: bool = False) -> list[Path]:
    """Write a CD's worth of CT slices, in SERIES series of one study, as hospital CDs name them.

    Pixels that are `noise` cannot be packed, as those of compressed images cannot.
    """
    written: list[Path] = []
    for series in range(1, SERIES + 1):
        recipe = SeriesRecipe(
            series_number=series, series_description=f"Axial {series}", rows=side, columns=side, seed=seed
        )
        below = folder / "DICOM" / "ST000000" / f"SE{series:06}"
        wanted = count * series // SERIES - count * (series - 1) // SERIES
        written += [_slice(recipe, below / f"IM{number:06}", number) for number in range(1, wanted + 1)]
    rng = random.Random(seed)
    for path in written if noise else ():
        _fill_pixels(path, rng.randbytes(side * side * 2))
    return written


def _slice(recipe: SeriesRecipe, path: Path, number: int) -> Path:
    return save(make_slice(recipe, number), path)


def _fill_pixels(path: Path, samples: bytes) -> None:
    """They are the last thing in the file."""
    with path.open("rb+") as file:
        file.seek(-len(samples), 2)
        file.write(samples)
