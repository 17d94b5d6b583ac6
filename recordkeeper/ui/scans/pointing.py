"""Which image of a study a report means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recordkeeper.recognise.image_references import ImageReference
    from recordkeeper.ui.scans.reading import SeriesShown


def locate(series: Sequence[SeriesShown], reference: ImageReference) -> tuple[int, int] | None:
    """The row of the series and the image in it (from 0) that a report points at; None where it is not here.

    Reports count as the hospital's program does: by the number stored in the image, where images have numbers. One
    that only says "33 of 68" means the one series that has so many.
    """
    if reference.series is None:
        rows = [row for row, each in enumerate(series) if len(each.places) == reference.of]
        rows = rows if len(rows) == 1 else []
    else:
        rows = [row for row, each in enumerate(series) if each.number == reference.series]
    for row in rows:
        numbers = [instance.placed.instance_number for instance in series[row].instances]
        if len(set(numbers)) == len(numbers) and reference.first in numbers:
            return row, numbers.index(reference.first)
    for row in rows:  # frames of a clip, or images without numbers
        numbers = [instance.placed.instance_number for instance in series[row].instances]
        unnumbered = len(set(numbers)) < len(numbers) or None in numbers
        if unnumbered and 0 < reference.first <= len(series[row].places):
            return row, reference.first - 1
    return None
