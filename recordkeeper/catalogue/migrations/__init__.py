"""The catalogue's shape, one file a step, recorded by name in the catalogue itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from recordkeeper.catalogue.migrations import (
    m0001_first_shape,
    m0002_enclosed,
    m0003_merged,
    m0004_upright,
    m0005_belonging,
    m0006_clinical,
    m0007_issuers,
    m0008_moved,
    m0009_told,
    m0010_standing,
    m0011_labs,
    m0012_telling,
    m0013_sent_images,
    m0014_words,
)

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

Step = Callable[["Database"], None]

# Append only: a step that has left this house is never changed.
STEPS: tuple[tuple[str, Step], ...] = (
    ("m0001_first_shape", m0001_first_shape.apply),
    ("m0002_enclosed", m0002_enclosed.apply),
    ("m0003_merged", m0003_merged.apply),
    ("m0004_upright", m0004_upright.apply),
    ("m0005_belonging", m0005_belonging.apply),
    ("m0006_clinical", m0006_clinical.apply),
    ("m0007_issuers", m0007_issuers.apply),
    ("m0008_moved", m0008_moved.apply),
    ("m0009_told", m0009_told.apply),
    ("m0010_standing", m0010_standing.apply),
    ("m0011_labs", m0011_labs.apply),
    ("m0012_telling", m0012_telling.apply),
    ("m0013_sent_images", m0013_sent_images.apply),
    ("m0014_words", m0014_words.apply),
)
