"""A word of a page explained by the glossary: what it means for anybody, never what it means for this person."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.catalogue.pages import folded
from recordkeeper.wording.words import Words

_NEAR = 60  # characters on either side: a term of several words
_SHORT = 4  # letters; a form in capitals as short as this only counts in capitals


@dataclass(frozen=True, slots=True)
class Explains:
    """Finds the terms of the glossary in text, longest form first."""

    pattern: re.Pattern[str]
    keys: dict[str, str]  # folded form → glossary key
    words: Words

    @classmethod
    def load(cls, resources: Path, words: Words) -> Explains:
        """Read help/terms.toml of `resources`. OSError when it is missing."""
        with (resources / "help" / "terms.toml").open("rb") as file:
            table = tomllib.load(file)
        forms = {form: key for key, listed in table.items() for form in listed}
        exact = [form for form in forms if form.isupper() and len(form) <= _SHORT]
        loose = sorted((folded(form) for form in forms if form not in exact), key=len, reverse=True)
        either = "|".join(r"\s+".join(map(re.escape, form.split())) for form in loose)
        pattern = re.compile(rf"(?<!\w)(?:(?i:{either})|{'|'.join(map(re.escape, exact))})(?!\w)")
        return cls(pattern, {_plain(form): key for form, key in forms.items()}, words)

    def at(self, text: str, start: int, end: int) -> tuple[str, str] | None:
        """(term, what it means) for the word text[start:end], alone or with those beside it; None for any other."""
        first = max(0, start - _NEAR)
        for match in self.pattern.finditer(folded(text[first : end + _NEAR])):
            if match.start() + first < end and match.end() + first > start:
                key = self.keys[_plain(match.group())]
                return self.words.say(f"glossary.{key}.term"), self.words.say(f"glossary.{key}.means")
        return None


def _plain(form: str) -> str:
    return " ".join(folded(form).casefold().split())
