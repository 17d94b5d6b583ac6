"""Images of scans that somebody marked: the patient with a star, or the hospital in a key object selection."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.records.dates import PartialDate
from recordkeeper.records.papers import PaperSize
from recordkeeper.records.provenance import Fingerprint


@dataclass(frozen=True, slots=True)
class KeyImage:
    """One marked image. `frame` counts from 0 in its instance; `by_hospital` where no person of ours starred it."""

    record: str
    series_uid: str
    instance_uid: str
    frame: int
    caption: str = ""
    by_hospital: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A marked image with its file, its place in its series (from 1, in geometric order), and what to say of it."""

    image: KeyImage
    file: Fingerprint
    number: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeyPicture:
    """A marked image as the sheet shows it: where its file may be read, and what stands under it."""

    path: str
    frame: int
    caption: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class KeySheet:
    """A sheet of marked images. `name` and `born` say whose; `made` is the day it was made."""

    name: str
    born: PartialDate | None
    made: PartialDate
    paper: PaperSize
    pictures: tuple[KeyPicture, ...]
