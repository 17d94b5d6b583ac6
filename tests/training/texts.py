"""The texts the weights are learnt from: the labelled real ones of the shared data, and made-up ones kept here."""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from recordkeeper.records.kinds import Kind
from tests.making.labels import KINDS

HERE = Path(__file__).parent
OWN = "made up"


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text with the kinds that are right for it and where it comes from (source, and layout where it has one)."""

    name: str
    text: str
    kinds: frozenset[Kind]
    source: str


def shared_texts(data: Path) -> Iterator[Labelled]:
    """Yield the labelled plain texts of the shared data folder."""
    with (data / "text" / "labels.csv").open(encoding="utf-8", newline="") as table:
        for row in csv.DictReader(table):
            said = [name for name in (row["type"], *row["accept"].split("|")) if name]
            kinds = frozenset(Kind(kind) for name in said for kind in KINDS.get(name, {name}))
            source = ":".join(part for part in (row["source"], row["layout"]) if part)
            yield Labelled(row["file"], (data / "text" / row["file"]).read_text("utf-8"), kinds, source)


def own_texts() -> Iterator[Labelled]:
    """Yield the made-up papers beside this module and the plain examples of the recogniser's tests."""
    for path in sorted((HERE / "texts").glob("*.toml")):
        for number, paper in enumerate(tomllib.loads(path.read_text("utf-8"))["papers"], 1):
            kinds = frozenset(Kind(kind) for kind in (paper["kind"], *paper.get("accept", ())))
            yield Labelled(f"{path.stem} {number}", paper["text"].strip("\n"), kinds, OWN)
    samples = HERE.parent / "recognise" / "samples.toml"
    for kind, texts in tomllib.loads(samples.read_text("utf-8")).items():
        for number, text in enumerate(texts, 1):
            yield Labelled(f"{kind} {number}", text.strip("\n"), frozenset([Kind(kind)]), OWN)


def held_out_texts() -> Iterator[Labelled]:
    """Yield the made-up papers nothing was fitted to."""
    for path in sorted((HERE.parent / "recognise" / "held_out").glob("*.toml")):
        for number, paper in enumerate(tomllib.loads(path.read_text("utf-8"))["papers"], 1):
            kinds = frozenset(Kind(kind) for kind in (path.stem, *paper.get("accept", ())))
            if path.stem != Kind.PHOTO:  # told by its format, not by its text
                yield Labelled(f"{path.stem} {number}", paper["text"].strip("\n"), kinds, "held out")
