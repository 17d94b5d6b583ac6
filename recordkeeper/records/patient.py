"""The one person a library is about, and people as records name them."""

from __future__ import annotations

from dataclasses import dataclass

from recordkeeper.records.dates import PartialDate


@dataclass(frozen=True, slots=True)
class Identifier:
    """A number an issuer knows a person by, such as a hospital's record number."""

    issuer: str
    value: str

    @classmethod
    def parse(cls, text: str) -> Identifier:
        """Read "ISSUER:ID"; ValueError when either side is empty."""
        issuer, colon, value = text.partition(":")
        if not (issuer.strip() and colon and value.strip()):
            raise ValueError(f"not ISSUER:ID: {text!r}")
        return cls(issuer.strip(), value.strip())


@dataclass(frozen=True, slots=True)
class Patient:
    """Whose library it is. `country` is an ISO 3166 code and decides how 03/04/2024 is read.

    `also_printed` are people records name that are this patient, as somebody has said.
    """

    name: str
    birth_date: PartialDate | None
    sex: str = ""
    also_known_as: tuple[str, ...] = ()
    identifiers: tuple[Identifier, ...] = ()
    country: str = ""
    also_printed: tuple[PersonRead, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonRead:
    """A person as a record prints them; every part may be absent."""

    name: str = ""
    birth_date: PartialDate | None = None
    sex: str = ""
    identifiers: tuple[Identifier, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.name or self.birth_date or self.identifiers)


NOBODY = PersonRead()
