"""Every sentence a person reads: both languages say the same things, plainly and calmly."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from recordkeeper.wording.words import Form, Words, fields_of, read_forms

WORDING = Path(__file__).resolve().parents[2] / "resources" / "wording"
COMPLETE = ("bundle", "common")  # a bundle is read by a stranger: never half in another language
GRADE = 8.0  # Flesch-Kincaid, over a whole file
LONGEST = 26  # words in a sentence
LOUD = re.compile(
    r"\b(urgent|warning|danger(ous)?|fatal|invalid|illegal|failure|abort(ed)?|oops|simply)\b",
    re.IGNORECASE,
)
BATTLE = re.compile(
    r"\b(fight(s|ing)?|battle|war|warrior|brave|surviv\w+|victim|suffer\w*|luch\w+|batalla|guerrer\w+|valiente|sobrevivi\w+|víctima|sufr\w+)\b",
    re.IGNORECASE,
)


def files() -> list[Path]:
    return sorted(WORDING.glob("*/*.toml"))


def sentences(path: Path) -> Iterator[tuple[str, str]]:
    for key, form in read_forms(path.parent).items():
        if key.startswith(f"{path.stem}.") and not isinstance(form, tuple):
            for text in (form,) if isinstance(form, str) else form.values():
                yield key, text


@pytest.mark.parametrize("language", Words.languages(WORDING)[1:])
@pytest.mark.parametrize("name", COMPLETE)
def test_the_files_a_stranger_reads_are_complete_in_every_language(language: str, name: str) -> None:
    english = {key for key in read_forms(WORDING / "en") if key.startswith(f"{name}.")}
    other = {key for key in read_forms(WORDING / language) if key.startswith(f"{name}.")}
    assert english == other


@pytest.mark.parametrize("language", Words.languages(WORDING)[1:])
def test_no_language_says_what_english_does_not(language: str) -> None:
    english = read_forms(WORDING / "en")
    assert not set(read_forms(WORDING / language)) - set(english)


@pytest.mark.parametrize("language", Words.languages(WORDING)[1:])
def test_every_language_leaves_the_same_places_open(language: str) -> None:
    english = read_forms(WORDING / "en")
    differing = {
        key: (fields_of(english[key]), fields_of(form))
        for key, form in read_forms(WORDING / language).items()
        if not _same_shape(english[key], form)
    }
    assert not differing


def _same_shape(english: Form, other: Form) -> bool:
    if isinstance(english, tuple):
        return isinstance(other, tuple) and len(other) == len(english)
    same_kind = isinstance(english, Mapping) == isinstance(other, Mapping)
    return same_kind and fields_of(english) == fields_of(other)


@pytest.mark.parametrize("path", files(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_nothing_shouts_or_fights(path: Path) -> None:
    found = {
        key: text
        for key, text in sentences(path)
        if "!" in text or "¡" in text or LOUD.search(text) or BATTLE.search(text)
    }
    assert not found


@pytest.mark.parametrize("path", [path for path in files() if path.parent.name == "en"], ids=lambda path: path.name)
def test_english_reads_at_grade_eight_or_below(path: Path) -> None:
    prose = [sentence for _, text in sentences(path) for sentence in prose_of(text)]
    if prose:
        assert grade(prose) <= GRADE


@pytest.mark.parametrize("path", files(), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_sentence_is_long(path: Path) -> None:
    long = {key: text for key, text in sentences(path) for part in prose_of(text) if len(words_of(part)) > LONGEST}
    assert not long


def test_the_grade_tells_plain_from_hard() -> None:
    plain = ["The scan is in the folder.", "Open it first."]
    hard = [
        "Utilisation of institutional documentation necessitates comprehensive interdisciplinary authorisation."
    ]
    assert grade(plain) < 4 < 14 < grade(hard)


def prose_of(text: str) -> list[str]:
    """The whole sentences of a text; labels and headings are no sentences."""
    parts = re.split(r"(?<=[.?])\s+|\n", re.sub(r"\{\w+\}", "this", text))
    return [part for part in parts if part.endswith((".", "?")) and len(words_of(part)) > 2]


def words_of(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+(?:'[^\W\d_]+)?", text)


def grade(prose: list[str]) -> float:
    """The Flesch-Kincaid grade level (Kincaid et al., 1975), syllables counted as groups of vowels."""
    words = [word for sentence in prose for word in words_of(sentence)]
    syllables = sum(syllables_of(word) for word in words)
    return 0.39 * len(words) / len(prose) + 11.8 * syllables / len(words) - 15.59


def syllables_of(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word.lower()))
    silent = word.lower().endswith("e") and not word.lower().endswith("le") and groups > 1
    return max(1, groups - silent)
