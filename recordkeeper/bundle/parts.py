"""A bundle in parts of a given size: the documents on the first, the scans shared out, every part a file-set whole.

A series stays on one part unless it alone is larger than a part; then it is shared out image by image.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from recordkeeper.bundle.plan import Plan
from recordkeeper.catalogue import documents, imaging
from recordkeeper.records.document import Record
from recordkeeper.records.errors import InputProblem

if TYPE_CHECKING:
    from recordkeeper.catalogue.engine import Database

_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(kb|mb|gb)?", re.IGNORECASE)
_UNITS = {None: 1, "kb": 1000, "mb": 1000**2, "gb": 1000**3}
MEDIA = {"cd": 650_000_000, "dvd": 4_300_000_000}  # what is left for files on a disc as sold
_AN_IMAGE = 2048 + 1024  # bytes an image takes beyond its own: to the end of a sector, and its line in the DICOMDIR
_PAPERS = 3_000_000  # bytes kept free for start sheet, lists and label


@dataclass(frozen=True, slots=True)
class Part:
    """One part: its number of how many, and the SHA-256 of the image files on it."""

    number: int
    of: int
    images: frozenset[str]

    def share(self, the_plan: Plan, db: Database) -> Plan:
        """What of the plan is on this part: the documents on the first, and the studies that have images here."""
        studies = tuple(study for study in the_plan.studies if not self.images.isdisjoint(_files(db, study)))
        return replace(the_plan, studies=studies, documents=the_plan.documents if self.number == 1 else ())


def size_in_bytes(text: str) -> int:
    """ "cd", "dvd", "650 MB" or a number of bytes; InputProblem "no_such_size"."""
    if text.casefold() in MEDIA:
        return MEDIA[text.casefold()]
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise InputProblem("no_such_size", size=text)
    unit = match.group(2)
    return round(float(match.group(1)) * _UNITS[unit.casefold() if unit else None])


def share_out(db: Database, the_plan: Plan, size: int) -> tuple[Part, ...]:
    """The parts of at most `size` bytes each. InputProblem "part_too_small" when something has no room on one."""
    first = size - _PAPERS - 2 * _documents_size(the_plan)
    room = size - _PAPERS
    if first < 0:
        raise InputProblem("part_too_small", size=size)
    shares = filled(_groups(db, the_plan), room, size, first=first)
    return tuple(Part(number, len(shares), frozenset(share)) for number, share in enumerate(shares, 1))


def filled(
    groups: Iterable[Sequence[tuple[str, int]]], room: int, size: int, first: int | None = None
) -> list[set[str]]:
    """The SHA-256 of files in shares of `room` bytes, in order; a group is parted only if it alone is larger.

    `first` is what is left on a share that is begun already. InputProblem "part_too_small" (told as `size`) when
    one file has no room.
    """
    shares: list[set[str]] = [set()] if first is not None else []
    left = -1 if first is None else first
    for group in groups:
        whole = sum(weight for _, weight in group) <= room
        for piece in [group] if whole else [[one] for one in group]:
            needed = sum(weight for _, weight in piece)
            if needed > room:
                raise InputProblem("part_too_small", size=size)
            if needed > left:
                shares.append(set())
                left = room
            shares[-1].update(sha256 for sha256, _ in piece)
            left -= needed
    return shares


def _documents_size(the_plan: Plan) -> int:
    """Bytes of the originals; their pages in Packet.pdf come to about as much again."""
    sizes = {
        part.fingerprint.sha256: part.fingerprint.size for item in the_plan.documents for part in item.record.files
    }
    return sum(sizes.values())


def _groups(db: Database, the_plan: Plan) -> Iterator[list[tuple[str, int]]]:
    """Series by series, each image once: SHA-256 and bytes."""
    seen: set[str] = set()
    for study in the_plan.studies:
        series: dict[str, list[tuple[str, int]]] = {}
        for _, fingerprint, instance in imaging.instances(db, documents.row_of(db, study.id)):
            uid = instance.sop_instance_uid or fingerprint.sha256
            if uid not in seen and fingerprint.sha256 not in the_plan.images_sent:
                seen.add(uid)
                group = series.setdefault(instance.series_instance_uid, [])
                group.append((fingerprint.sha256, fingerprint.size + _AN_IMAGE))
        yield from series.values()


def _files(db: Database, study: Record) -> Iterator[str]:
    for _, fingerprint, _ in imaging.instances(db, documents.row_of(db, study.id)):
        yield fingerprint.sha256
