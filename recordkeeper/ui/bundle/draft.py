"""The bundle a person is about to make, as the steps hand it on."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from recordkeeper.bundle.choices import Decisions
from recordkeeper.bundle.plan import Request
from recordkeeper.bundle.upload_rule import ANY_UPLOAD, UploadRule
from recordkeeper.catalogue.engine import storable

FOLDER, ZIP = "folder", "zip"
UPLOAD = "upload"
SHAPES = (FOLDER, ZIP, "disc", "iso", "locked", "locked-pdfs", UPLOAD)


@dataclass(frozen=True, slots=True)
class Draft:
    """Who and what for, where to, and what has been decided about the records."""

    recipient: str = ""
    question: str = ""
    language: str = "en"
    shape: str = FOLDER
    place: str = ""
    part_size: int = 0  # bytes, 0 = in one piece
    tell_titles: bool = False
    since: int = 0  # the bundle of the ledger this one adds to
    decisions: Decisions = field(default_factory=Decisions)
    rule: UploadRule = ANY_UPLOAD
    without_sheets: tuple[str, ...] = ()
    contact_sheets: bool = False
    locked_as_they_are: bool = False

    def request(self) -> Request:
        """What the maker is asked for."""
        return Request(
            recipient=storable(self.recipient.strip()),
            question=storable(self.question.strip()),
            language=self.language,
            leave_out=tuple(sorted(self.decisions.leave_out)),
            put_in=tuple(sorted(self.decisions.put_in)),
            since=self.since,
            tell_titles=self.tell_titles,
            without_sheets=self.without_sheets,
            contact_sheets=self.contact_sheets,
            locked_as_they_are=self.locked_as_they_are,
        )

    def dest(self) -> Path:
        return Path(self.place.strip()).expanduser()
