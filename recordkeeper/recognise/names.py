"""People's names taken apart, however they are written: DICOM's form, family name first or last, maiden names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from recordkeeper.recognise.folding import plain_letters
from recordkeeper.recognise.latin import in_latin, spelled_out
from recordkeeper.recognise.name_lore import name_lore

_WORD = re.compile(r"[^\W_]+(?:['’`´ʼ][^\W_]+)*")
_COMPOUND = re.compile(r"[^\W_]+(?:['’`´ʼ][^\W_]+)*(?:[-‐‑][^\W_]+(?:['’`´ʼ][^\W_]+)*)+")
_APOSTROPHES = re.compile(r"['’`´ʼ]")
_DOTTED = re.compile(r"\b(?:[^\W\d_]{1,3}\.[ ]?){2,}(?:[^\W\d_]{1,3}\b\.?)?")
_BRACKET = re.compile(r"[(\[\"“”„«]\s*([^()\[\]\"“”„«»]*)[)\]\"“”»]")
_FORMERLY = re.compile(
    r"(?i)[,;]?\s*(?<![^\W_])(?:n[ée]e?|geb(?:\.|orene?r?\b)|born|formerly|form\.|previously|[fa]\.?/?k\.?/?a\.?"
    r"|alias|maiden name:?|z domu|de soltera|nacida|rozen[áa]|d/o|viuda de|vda\.? de)\s+(?=\w)([^,;()]+)"
)
_BELONGS_TO_NEXT = frozenset({"mc", "mac"})
_SHORT_BEFORE_NAME = frozenset({"o"})  # O Brien
_LONG = 4  # letters


@dataclass(frozen=True, slots=True)
class Name:
    """A name's words in plain small letters; `family` and `given` only where the writing tells them apart."""

    words: tuple[str, ...]
    family: tuple[str, ...] = ()
    given: tuple[str, ...] = ()
    generation: str = ""  # jr, sr, iii
    compound: frozenset[str] = frozenset()  # words joined to others by a hyphen
    spelled: tuple[tuple[str, str], ...] = ()  # a word → how those write it who have no dots: muller → mueller

    @property
    def first(self) -> str:
        """The word most likely the given name, "" when there is no word."""
        return next(iter(self.given or self.words), "")


def parse_name(text: str) -> Name:
    """Take a printed or DICOM name ("Family^Given^Middle^Prefix^Suffix", "Family, Given", "Given Family") apart."""
    return parse_names(text)[0]


def parse_names(text: str) -> tuple[Name, ...]:
    """The name as it stands, then the others it tells of: maiden names, nicknames, other scripts."""
    if "^" in text or "=" in text:
        groups = [group for group in text.split("=") if group.strip(" ^")]
        return tuple(_of_dicom(group) for group in groups) or (Name(()),)
    asides = [aside.strip() for aside in _BRACKET.findall(text)]
    bare = _BRACKET.sub(" ", text)
    former = [aside.strip() for aside in _FORMERLY.findall(bare)]
    for aside in asides:
        former += _FORMERLY.findall(f" {aside}")
    asides = [aside for aside in asides if not _FORMERLY.search(f" {aside}")]
    bare = _FORMERLY.sub("", bare)
    main = _of_text(bare) if _WORD.search(bare) else _of_text(text)
    others = [*_with_family(main, former), *_with_family(main, asides), *_with_given(main, asides)]
    return (main, *others)


def _with_family(main: Name, asides: list[str]) -> Iterator[Name]:
    given = main.given or main.words[:-1]
    for aside in asides:
        other = _of_text(aside)
        if len(other.words) > 1 and set(other.words) & set(given):
            yield other
        elif other.words:
            yield Name(
                other.words + given, other.words, given, main.generation, spelled=main.spelled + other.spelled
            )


def _with_given(main: Name, asides: list[str]) -> Iterator[Name]:
    family = main.family or main.words[-1:]
    for aside in asides:
        other = _of_text(aside)
        if other.words:
            yield Name(family + other.words, family, other.words, main.generation, spelled=main.spelled)


def _of_dicom(text: str) -> Name:
    family_text, given_text, middle, prefix, suffix = [*text.split("^"), "", "", "", ""][:5]
    if not f"{given_text}{middle}".strip():
        return _of_text(f"{family_text} {suffix}")
    family, given = _words(family_text), _words(f"{given_text} {middle}")
    generation = _generation(f"x {given_text} {middle} {prefix}") or _generation(f"x {suffix}")
    return _made(text.replace("^", " "), family + given, family, given, generation or _generation(family_text))


def _of_text(text: str) -> Name:
    parts = [part for part in text.split(",") if part.strip()]
    generation = next(filter(None, (_generation(f"x {part}" if at else part) for at, part in enumerate(parts))), "")
    told = [part for part in parts if not _is_ending(part)]
    if len(told) > 1:
        family, given = _words(told[0]), _words(" ".join(told[1:]))
        if family and given:
            return _made(text, family + given, family, given, generation)
    return _made(text, _words(" ".join(told)), generation=generation)


def _made(
    text: str,
    words: tuple[str, ...],
    family: tuple[str, ...] = (),
    given: tuple[str, ...] = (),
    generation: str = "",
) -> Name:
    text = in_latin(text)
    compound = frozenset(word for match in _COMPOUND.findall(text) for word in _plain(match))
    spelled = tuple(
        (plain, out) for plain, out in zip(_plain(text), _plain(spelled_out(text)), strict=False) if plain != out
    )
    return Name(words, family, given, generation, compound & set(words), spelled)


def _is_ending(part: str) -> bool:
    """Whether what stands between commas is no name but "Jr." or "MD, PhD"."""
    words = _plain(_without_dotted_degrees(part))
    return all(word in name_lore().generations or word in name_lore().degrees for word in words)


def display_name(person_name: str) -> str:
    """Return a DICOM person name as people write it: "Dr Anna Maria Müller". Plain names come back tidied."""
    first = next((group for group in person_name.split("=") if group.strip(" ^")), "")
    family, given, middle, prefix, suffix = [*(part.strip() for part in first.split("^")), "", "", "", "", ""][:5]
    return " ".join(" ".join(part for part in (prefix, given, middle, family, suffix) if part).split())


def _plain(text: str) -> list[str]:
    return [_APOSTROPHES.sub("", word) for word in _WORD.findall(plain_letters(text))]


def _without_dotted_degrees(text: str) -> str:
    def kept(match: re.Match[str]) -> str:
        joined = re.sub(r"[.\s]", "", plain_letters(match.group()))
        return " " if joined in name_lore().dotted_degrees else match.group()

    return _DOTTED.sub(kept, text)


def _words(text: str) -> tuple[str, ...]:
    words = _plain(_without_dotted_degrees(in_latin(text)))
    lore = name_lore()
    while len(words) > 1 and (words[-1] in lore.generations or words[-1] in lore.degrees):
        words.pop()
    while (len(words) > 1 and words[0] in lore.titles) or (len(words) > 2 and words[0] in lore.titles_or_names):
        words.pop(0)
    while len(words) > 1 and words[-1] in lore.titles - {"sr", "fr", "ing", "mag"}:  # "Müller Anna Dr"
        words.pop()
    return tuple(_joined_to_next(words))


def _joined_to_next(words: list[str]) -> Iterator[str]:
    """Mc Donald is one word, and so is O Brien."""
    before = ""
    for at, word in enumerate(words):
        last = at == len(words) - 1
        follows = not last and len(words[at + 1]) >= _LONG
        if not last and (word in _BELONGS_TO_NEXT or (word in _SHORT_BEFORE_NAME and follows)):
            before += word
        else:
            yield before + word
            before = ""


def _generation(text: str) -> str:
    words = _plain(_without_dotted_degrees(text))
    while len(words) > 1 and words[-1] in name_lore().degrees:
        words.pop()
    return name_lore().generations.get(words[-1], "") if len(words) > 1 else ""
