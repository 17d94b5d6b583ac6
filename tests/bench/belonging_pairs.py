"""How rightly reports are paired with studies, and specimens with all that belongs to them, on made-up families."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from recordkeeper.recognise.document import recognise
from recordkeeper.recognise.pairing import pair
from recordkeeper.recognise.pairing_cues import cues_of
from recordkeeper.recognise.pairing_rules import PairingRules
from recordkeeper.recognise.revision import revision_of
from recordkeeper.recognise.rules import Rules
from recordkeeper.recognise.twin_rules import TwinRules
from recordkeeper.records.belonging import PairCandidate, Pairing, PairKind
from recordkeeper.records.kinds import Kind
from recordkeeper.records.reading import Format
from tests.making.families import family
from tests.making.family_kit import Document, Family, Truth

HEAD = (
    "| pairs | true | precision | recall | at 0.9: precision | at 0.9: share |\n"
    "| --- | --- | --- | --- | --- | --- |"
)
PAIRED = 0.5


@dataclass(slots=True)
class PairScore:
    """Pairs of one kind that were right, missed, made up."""

    right: int = 0
    missed: int = 0
    extra: int = 0
    sure: list[tuple[float, bool]] = field(default_factory=list)

    def row(self, name: str) -> str:
        precision = self.right / max(1, self.right + self.extra)
        recall = self.right / max(1, self.right + self.missed)
        high = [right for confidence, right in self.sure if confidence >= 0.9]
        share = len(high) / max(1, len(self.sure))
        told = f"{sum(high) / max(1, len(high)):.3f} | {share:.2f}"
        return f"| {name} | {self.right + self.missed} | {precision:.3f} | {recall:.3f} | {told} |"


@dataclass(frozen=True, slots=True)
class Readers:
    """The rules that reading a made-up document takes."""

    rules: Rules
    twins: TwinRules
    pairing: PairingRules


def candidate(document: Document, readers: Readers, *, true_dates: bool) -> PairCandidate:
    """What intake would know of a document: everything as recognised, but its kind, which is measured elsewhere.

    With `true_dates` its service date is the true one, to see pairing apart from the reading of dates.
    """
    found = recognise(document.pages, rules=readers.rules, format=Format.PDF)
    revision, _ = revision_of(document.pages, found.title, rules=readers.twins)
    cues = cues_of(document.pages, document.kind, rules=readers.rules, pairing=readers.pairing, title=found.title)
    return PairCandidate(
        document.id,
        document.kind,
        document.date if true_dates else found.service_date,
        found.accession,
        found.facility,
        found.author,
        found.title,
        revision=revision,
        cues=cues,
    )


def candidates(made: Family, readers: Readers, *, true_dates: bool) -> list[PairCandidate]:
    return [*(candidate(document, readers, true_dates=true_dates) for document in made.documents), *made.studies]


@dataclass(slots=True)
class Result:
    """Scores by kind and all errors."""

    scores: dict[str, PairScore] = field(default_factory=dict)
    errors: list[str] = field(default_factory=list)

    def of(self, kind: str) -> PairScore:
        return self.scores.setdefault(kind, PairScore())

    def rows(self) -> Iterator[str]:
        for kind in [*PairKind, "all"]:
            if kind in self.scores:
                yield self.of(kind).row(str(kind))


def judge(made: Family, readers: Readers, result: Result, name: str, *, true_dates: bool) -> None:
    """Pair one family and compare with the truth. What nothing could tell is neither missed nor made up."""
    known = {one.id: one for one in candidates(made, readers, true_dates=true_dates)}
    found = pair(list(known.values()), rules=readers.pairing)
    pairs = {(one.kind, one.record, one.to): one for one in found if one.confidence > PAIRED}
    for truth in sorted({*made.truth, *pairs}):
        scores = (result.of(truth[0]), result.of("all"))
        there, true = truth in pairs, truth in made.truth
        if truth in made.open:
            continue
        for score in scores:
            score.right += there and true
            score.missed += true and not there
            score.extra += there and not true
            if there:
                score.sure.append((pairs[truth].confidence, true))
        if there != true:
            result.errors.append(_told(name, truth, known, found))


def _told(name: str, truth: Truth, known: dict[str, PairCandidate], found: Sequence[Pairing]) -> str:
    kind, one, other = truth
    lines = [f"{name} {kind}: {one} -> {other}", f"      {known[one]}", f"      {known[other]}"]
    for each in found:
        if {one, other} & {each.record, each.to}:
            why = [(reason.rule, reason.words) for reason in each.reasons]
            lines.append(f"      found {each.kind} {each.record} -> {each.to} {each.confidence} {why}")
    return "\n".join(lines)


def measure(readers: Readers, families: int, seed: object = "bench", *, true_dates: bool = False) -> Result:
    """Pair `families` made-up families."""
    result = Result()
    for number in range(families):
        judge(family(f"{seed} {number}"), readers, result, f"family {number}", true_dates=true_dates)
    return result


def kinds_made(families: int, seed: object = "bench") -> Counter[Kind]:
    """How many records of each kind the families have."""
    made = [family(f"{seed} {number}") for number in range(families)]
    counts = Counter(document.kind for one in made for document in one.documents)
    counts[Kind.IMAGING_STUDY] = sum(len(one.studies) for one in made)
    return counts
