"""What the help can show: pages, keys, words explained, and what the program is made of. All of it is text here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from recordkeeper import __version__
from recordkeeper.ui.help.folding import folded
from recordkeeper.wording.words import HOME, Words

LICENCE = "AGPL-3.0"  # the name of our own licence in resources/licences/texts
_GLOSSARY = "glossary."


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of the help, as Markdown. `name` is what links call it; `searched` is its text to search in."""

    name: str
    title: str
    text: str
    searched: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One package this program is made with."""

    name: str
    version: str
    licence: str
    text: str  # the name of a file in resources/licences/texts, or ""
    where: str = ""  # only on this system, "" = everywhere


def read_book(resources: Path, words: Words) -> tuple[Topic, ...]:
    """Every topic, in the order of the list. Reads files: not on the window's thread."""
    return (
        *_pages(resources / "help", words),
        _topic("keys", words.say("help.keys"), _keys(resources / "help" / "keys.toml", words)),
        _topic("glossary", words.say("help.glossary"), _glossary(words)),
        _topic("about", words.say("help.about"), _about(resources / "licences", words)),
    )


def find(topics: Sequence[Topic], asked: str) -> tuple[Topic, ...]:
    """The topics that hold every word asked for; all of them when nothing is asked."""
    wanted = folded(asked).split()
    return tuple(topic for topic in topics if all(word in topic.searched for word in wanted))


def licence_text(resources: Path, name: str) -> str:
    """The full text of a licence. FileNotFoundError when there is none of that name."""
    if "/" in name or name.startswith("."):
        raise FileNotFoundError(name)
    return (resources / "licences" / "texts" / f"{name}.txt").read_text(encoding="utf-8")


def notices(folder: Path) -> tuple[Notice, ...]:
    """The packages of third_parties.toml."""
    with (folder / "third_parties.toml").open("rb") as file:
        return tuple(Notice(**row) for row in tomllib.load(file)["package"])


def tables(folder: Path) -> tuple[Notice, ...]:
    """The tables of tables.toml whose codes the program uses."""
    with (folder / "tables.toml").open("rb") as file:
        return tuple(Notice(**row) for row in tomllib.load(file)["table"])


def terms(words: Words) -> tuple[tuple[str, str], ...]:
    """(term, what it means) of the glossary, by the term's letters."""
    keys = sorted({key.split(".")[1] for key in words.behind if key.startswith(_GLOSSARY) and key.count(".") > 1})
    said = [(words.say(f"{_GLOSSARY}{key}.term"), words.say(f"{_GLOSSARY}{key}.means")) for key in keys]
    return tuple(sorted(said, key=lambda pair: folded(pair[0])))


def _topic(name: str, title: str, text: str) -> Topic:
    return Topic(name, title, f"# {title}\n\n{text}", folded(f"{title} {text}"))


def _pages(folder: Path, words: Words) -> Iterator[Topic]:
    """The pages of the language; one that is not translated is shown in English. 10-first.md is called "first"."""
    for english in sorted((folder / HOME).glob("*.md")):
        own = folder / words.language / english.name
        head, _, text = (own if own.is_file() else english).read_text(encoding="utf-8").partition("\n")
        yield _topic(english.stem.partition("-")[2], head.removeprefix("#").strip(), text.strip())


def _keys(path: Path, words: Words) -> str:
    with path.open("rb") as file:
        groups = tomllib.load(file)["group"]
    parts = [words.say("help.keys_intro")]
    for group in groups:
        parts.append(f"## {words.say('help.key_group.' + group['name'])}")
        head = f"| {words.say('help.key')} | {words.say('help.key_does')} |\n|---|---|"
        rows = [f"| **{row['keys']}** | {words.say('help.key_for.' + row['does'])} |" for row in group["key"]]
        parts.append("\n".join([head, *rows]))
    return "\n\n".join(parts)


def _glossary(words: Words) -> str:
    return "\n\n".join(
        [words.say("help.glossary_intro"), *(f"**{term}**  \n{means}" for term, means in terms(words))]
    )


def _about(folder: Path, words: Words) -> str:
    say = words.say
    head = f"| {say('help.package')} | {say('help.version')} | {say('help.licence')} |\n|---|---|---|"
    rows = [
        f"| {row.name} | {row.version} | "
        + (f"[{row.licence}](licence:{row.text})" if row.text else row.licence)
        + (f" ({say('help.only_on', system=row.where)})" if row.where else "")
        + " |"
        for row in (*notices(folder), *tables(folder))
    ]
    return "\n\n".join(
        [
            say("help.about_what"),
            say("help.about_version", version=__version__),
            f"{say('help.about_licence')} [{say('help.read_licence')}](licence:{LICENCE})",
            say("help.about_not_medical"),
            f"## {say('help.third_parties')}",
            say("help.third_parties_intro"),
            "\n".join([head, *rows]),
        ]
    )
