"""The key-image sheet, made by a worker that may write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from recordkeeper.library.durable import place_problems
from recordkeeper.library.folder import Library
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.key_images import KeyPicture, KeySheet, Marked
from recordkeeper.records.papers import PaperSize
from recordkeeper.records.plain import to_plain
from recordkeeper.work.pool import Workers

_SECONDS, _SECONDS_AN_IMAGE = 20.0, 10.0


def make(
    library: Library, makers: Workers, images: Sequence[Marked], out: Path, *, language: str, today: dt.date
) -> tuple[int, int]:
    """Write the sheet at `out`, whole or not at all; returns its pages, and how many images could not be shown.

    InputProblem "no_key_images" where none is marked; PlaceProblem; WorkerFailure.
    """
    if not images:
        raise InputProblem("no_key_images")
    beside = out.with_name(f".{out.name}.part")
    with place_problems(str(out.parent)), ExitStack() as lent:
        paths = {file: lent.enter_context(library.originals.lend(file)) for file in {each.file for each in images}}
        pictures = tuple(
            KeyPicture(str(paths[each.file]), each.image.frame, each.image.caption, each.lines) for each in images
        )
        patient, made = library.patient, PartialDate(today.year, today.month, today.day)
        sheet = KeySheet(patient.name, patient.birth_date, made, PaperSize.A4, pictures)
        try:
            asked = {"sheet": to_plain(sheet), "out": str(beside), "language": language}
            answer = makers.run("key_sheet", asked, deadline=_SECONDS + _SECONDS_AN_IMAGE * len(images))
            beside.replace(out)
        finally:
            beside.unlink(missing_ok=True)
    return int(answer.header["pages"]), int(answer.header["failed"])
