"""The two families of errors a person meets. Everything else is a bug of ours.

`code` is a key of resources/wording/*/errors.toml; `fields` fill its sentence.
"""

from __future__ import annotations


class KnownProblem(Exception):
    """Base of the problems this program expects and can put into a sentence."""

    def __init__(self, code: str, **fields: object) -> None:
        super().__init__(code, fields)
        self.code = code
        self.fields = fields

    def __str__(self) -> str:
        return self.code


class InputProblem(KnownProblem):
    """What was asked for cannot be done: an unknown record, a value that is no date. Exit code 2."""


class PlaceProblem(KnownProblem):
    """The library or the place refused: locked, too new, disk full, not there. Exit code 3."""
