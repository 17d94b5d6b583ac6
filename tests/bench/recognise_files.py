"""The recogniser from the file to `list --json`: PDFs and scans are added to a library, and the list is judged.

What `list` says flatters the kinds: their weights were learnt on the texts these pages were made of. So each is
judged once more, as it was read from the file, by weights that have seen neither its text nor near-copies of it.
`other` and records to review count as not recognised. Identity is judged in a library of one of the people named.
"""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from recordkeeper.cli.main import run
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.kinds import Kind
from tests.making.labels import KINDS
from tests.training.folds import by_group
from tests.training.model import Example, Fitted, example
from tests.training.scores import HEADLINE, Answer, confusions, headline, kind_table
from tests.training.texts import Labelled, own_texts, shared_texts
from tests.training.validation import (
    Judged,
    answers,
    examples_of,
    fit_copies,
    fitted_temperature,
    judge,
    judgements,
)

FOLDERS = ("reports", "scans")
HEAD = "| | files | kind | kind, not asking | date | date, not asking | traps taken | name | facility |"


@dataclass(slots=True)
class Listed:
    """What the list says of one folder's files."""

    files: int = 0
    right: Counter[str] = field(default_factory=Counter)
    identity: Counter[str] = field(default_factory=Counter)
    said: list[Answer] = field(default_factory=list)

    def row(self, name: str) -> str:
        facts = ("kind", "kind, not asking", "date", "date, not asking", "traps", "name", "facility")
        return f"| {name} | {self.files} | {' | '.join(str(self.right[fact]) for fact in facts)} |"


def measure(work: Path, data: Path, rules: Rules) -> dict[str, str]:
    """Return the tables: the list against the labels, identity, and kinds by weights that had not seen the text."""
    rows = [HEAD, "|---" * 9 + "|"]
    identity: list[str] = []
    asked: list[tuple[str, Labelled]] = []
    for folder in FOLDERS:
        with (data / folder / "labels.csv").open(encoding="utf-8", newline="") as table:
            labels = {row["file"]: row for row in csv.DictReader(table)}
        listed = Listed()
        records = _listed(work / folder, data / folder, next(iter(labels.values())))
        for name, row in labels.items():
            if name in records:
                _judge(listed, row, records[name], next(iter(labels.values())))
                asked.append((row["source_text"], _labelled(row, records[name])))
        rows.append(listed.row(folder))
        identity.append(
            f"- {folder}: {', '.join(f'{count} {what}' for what, count in sorted(listed.identity.items()))}"
        )
    unseen = _unseen(asked, [*shared_texts(data), *own_texts()], rules)
    return {
        "From the file to the list": "\n".join(rows),
        "Whose, in the library of one of the people named": "\n".join(identity),
        "Kinds of the files, by weights that had not seen their texts": "\n".join(
            [HEADLINE, headline("all", unseen)]
        ),
        "Kinds of the files, one by one": kind_table(unseen),
        "Files taken for another kind": "\n".join(f"- {n} × {pair}" for pair, n in confusions(unseen)) or "none",
    }


def _listed(library: Path, folder: Path, owner: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    """Add a folder to a fresh library and return its first record a file, with its text."""
    _call("--library", library, "init", "--name", owner["patient"], "--birth-date", owner["patient_dob"])
    _call("--library", library, "add", folder)
    records = _call("--json", "--library", library, "list")["records"]
    shown = {record["id"]: record for record in records}
    found: dict[str, dict[str, Any]] = {}
    for record in sorted(shown.values(), key=lambda one: one["files"][0]["first_page"] or 0):
        if record["files"][0]["name"] not in found:
            found[record["files"][0]["name"]] = _call("--json", "--library", library, "show", record["id"])
    return found


def _call(*arguments: object) -> Any:
    """One command, as a person calls it; its JSON if it gave any."""
    out = io.StringIO()
    with redirect_stdout(out):
        run([str(argument) for argument in arguments])
    return json.loads(out.getvalue()) if "--json" in arguments else None


def _judge(listed: Listed, row: Mapping[str, str], shown: Mapping[str, Any], owner: Mapping[str, str]) -> None:
    record = shown.get("record", shown)
    kinds = {str(kind) for kind in _accepted(row)}
    days = set(filter(None, [row["service_date"], *row["accept_dates"].split("|")]))
    settled = record["status"] != "to_review"
    right = {
        "kind": record["kind"] in kinds,
        "kind, not asking": record["kind"] in kinds and settled and record["kind"] != "other",
        "date": record["service_date"] in days,
        "date, not asking": record["service_date"] in days and settled,
        "traps": record["service_date"] in set(row["trap_dates"].split("|")) - days,
        "name": _words(row["patient"]) <= _words(record["patient_read"]["name"] or ""),
        "facility": _words(row["facility"]) == _words(record["facility"] or ""),
    }
    listed.files += 1
    for fact, holds in right.items():
        listed.right[fact] += holds
    whose = "hers" if row["patient"] == owner["patient"] else "a stranger's"
    listed.identity[f"{whose}: {record['identity']}"] += 1


def _accepted(row: Mapping[str, str]) -> frozenset[Kind]:
    said = filter(None, [row["type"], *row["accept"].split("|")])
    return frozenset(Kind(kind) for name in said for kind in KINDS.get(name, {name}))


def _words(name: str) -> set[str]:
    return {word.strip(".,").casefold() for word in name.split()} - {"mr", "mrs", "ms", "dr"}


def _labelled(row: Mapping[str, str], shown: Mapping[str, Any]) -> Labelled:
    text = "\n".join(page["text"] for page in shown["text"])
    return Labelled(row["file"], text, _accepted(row), row["source"])


def _unseen(asked: Sequence[tuple[str, Labelled]], texts: Sequence[Labelled], rules: Rules) -> list[Answer]:
    """Judge each file by a model that was learnt without the text it was made of, nor what is kin to it."""
    examples = examples_of(texts, rules)
    folds = list(by_group(texts))
    temperature = fitted_temperature({"without near-copies": judge(examples, folds)})
    found: list[Judged] = []
    for learnt, left in folds:
        names = {texts[place].name for place in left}
        fitted: Fitted = fit_copies(examples[place] for place in learnt)
        its: list[Example] = [example(paper, rules) for source, paper in asked if source in names]
        found += judgements(fitted, its) if its else []
    return answers(found, temperature)
