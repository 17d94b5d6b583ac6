"""What the help holds: every page in both languages, links that lead somewhere, words explained."""

from __future__ import annotations

import re
import tomllib

import pytest

from recordkeeper import __version__
from recordkeeper.paths import resources
from recordkeeper.ui.help.book import Topic, find, licence_text, notices, read_book, terms
from recordkeeper.ui.scans.hands import HANDS
from recordkeeper.wording.words import Words

LINK = re.compile(r"\]\(([^)]+)\)")
LANGUAGES = Words.languages(resources() / "wording")


@pytest.fixture(params=LANGUAGES)
def words(request: pytest.FixtureRequest) -> Words:
    return Words.load(resources() / "wording", request.param)


@pytest.fixture
def book(words: Words) -> tuple[Topic, ...]:
    return read_book(resources(), words)


def test_every_page_is_there_in_every_language() -> None:
    pages = {path.name for path in (resources() / "help" / "en").glob("*.md")}
    assert len(pages) >= 8
    for language in LANGUAGES:
        assert {path.name for path in (resources() / "help" / language).glob("*.md")} == pages


def test_every_topic_has_a_title_and_a_text(book: tuple[Topic, ...]) -> None:
    assert len({topic.name for topic in book}) == len(book)
    for topic in book:
        assert topic.title
        assert len(topic.text) > 100


def test_every_link_leads_to_a_topic_or_a_licence(book: tuple[Topic, ...]) -> None:
    names = {topic.name for topic in book}
    for topic in book:
        for link in LINK.findall(topic.text):
            if link.startswith("licence:"):
                assert licence_text(resources(), link.removeprefix("licence:"))
            else:
                assert link.removesuffix(".md") in names, f"{topic.name}: {link}"


def test_help_is_short(book: tuple[Topic, ...]) -> None:
    pages = [topic for topic in book if topic.name not in ("keys", "glossary", "about")]
    assert max(len(topic.text.split()) for topic in pages) < 260


def test_the_glossary_explains_some_forty_words(words: Words) -> None:
    found = terms(words)
    assert len(found) >= 40
    assert all(term and means.endswith(".") for term, means in found)


def test_every_word_is_explained_in_every_language() -> None:
    tables = [
        tomllib.loads((resources() / "wording" / language / "glossary.toml").read_text(encoding="utf-8"))
        for language in LANGUAGES
    ]
    assert all(table.keys() == tables[0].keys() for table in tables)


def test_every_key_of_the_list_says_what_it_does(words: Words, book: tuple[Topic, ...]) -> None:
    (keys,) = (topic for topic in book if topic.name == "keys")
    listed = tomllib.loads((resources() / "help" / "keys.toml").read_text(encoding="utf-8"))
    for group in listed["group"]:
        for row in group["key"]:
            assert f"**{row['keys']}** | {words.say('help.key_for.' + row['does'])} |" in keys.text


def test_the_list_names_every_key_of_the_scans() -> None:
    listed = tomllib.loads((resources() / "help" / "keys.toml").read_text(encoding="utf-8"))
    (scans,) = (group for group in listed["group"] if group["name"] == "scans")
    told = {key for row in scans["key"] for key in row["keys"].split()} | set("3456789")  # told as 2 … 9
    assert {key for hand in HANDS for key in hand.shown.split()} <= told


def test_about_says_version_and_licence(book: tuple[Topic, ...]) -> None:
    (about,) = (topic for topic in book if topic.name == "about")
    assert __version__ in about.text
    assert "Affero" in about.text
    assert all(notice.name in about.text for notice in notices(resources() / "licences"))


def test_all_words_asked_for_must_be_there(book: tuple[Topic, ...]) -> None:
    assert find(book, "") == book
    assert {topic.name for topic in find(book, "START-HERE Packet")} == {"bundle"}


@pytest.mark.parametrize("name", ["../third_parties", ".hidden", "nothing-of-this-name"])
def test_only_licences_are_read_as_licences(name: str) -> None:
    with pytest.raises(FileNotFoundError):
        licence_text(resources(), name)
