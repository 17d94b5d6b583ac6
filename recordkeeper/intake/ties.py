"""Whose records are, seen together: what ties papers that carry the patient's name alone to papers that tell more.

Somebody else may bear the name, so it never decides. A number other papers of the patient have does, and so does a
file, a mail or an archive they came in. A folder does not: anything may be put into one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from recordkeeper.catalogue.changes import MINE, OTHERS
from recordkeeper.catalogue.named import Named, Origin
from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.name_fit import Fit
from recordkeeper.recognise.people import Verdict, weigh
from recordkeeper.records.kinds import Identity, Status
from recordkeeper.records.patient import Identifier, Patient, PersonRead

_FEWEST_SIGNS = 5  # of an accession number that may speak for a person
_INSIDE = "!/"
_ARCHIVE, _FILE = "archive", "file"
_RULES = {
    "accession": "the accession number is that of another record of the patient",
    _FILE: "other pages of the same file are the patient's",
    _ARCHIVE: "what it came in holds other records of the patient",
}
_RANK = {sort: rank for rank, sort in enumerate(_RULES)}  # the closest company is told

Key = tuple[str, int, str]  # what sort of company, the file or the intake, the path


@dataclass(frozen=True, slots=True)
class Answer:
    """Whose a record is, whether a person is asked about this one, and the rule that decided."""

    identity: Identity
    asked: bool
    rule: str
    only_name: bool = False


def answers(patient: Patient, known: Sequence[Named], origins: Callable[[], Iterable[Origin]]) -> dict[str, Answer]:
    """Record id → whose it is, for all records. `origins` is called only where it matters."""
    verdicts = _weighed(patient, known)
    numbered = _with_numbers(patient, (one.person for one in known if _is_firm(one, verdicts[one.person])))
    if numbered.identifiers != patient.identifiers:
        verdicts = _weighed(numbered, known)
    found = {one.record: _answer(one.person, verdicts[one.person]) for one in known}
    bare = [one for one in known if verdicts[one.person].only_name]
    if bare:
        found.update(_tied(bare, known, verdicts, origins()))
    return found


def _weighed(patient: Patient, known: Iterable[Named]) -> dict[PersonRead, Verdict]:
    return {person: weigh(patient, person) for person in {one.person for one in known}}


def _is_firm(one: Named, verdict: Verdict) -> bool:
    """Whether a record is the patient's by more than its name, or because somebody said so."""
    if one.status is Status.TRASHED or one.said == OTHERS:
        return False
    return one.said == MINE or verdict.identity is Identity.AGREES


def _is_alike(one: Named, verdict: Verdict) -> bool:
    """Whether a record is somebody else's whose name could be taken for the patient's."""
    if one.said or verdict.name is None:
        return one.said == OTHERS
    if verdict.identity is Identity.DIFFERS:
        return verdict.name >= Fit.PART
    return verdict.identity is Identity.UNKNOWN and verdict.name is Fit.FULL and verdict.number is False


def _with_numbers(patient: Patient, people: Iterable[PersonRead]) -> Patient:
    """The patient with the numbers on papers that are the patient's. An issuer that gave several tells nothing."""
    own = {fold(one.issuer) for one in patient.identifiers}
    learned: dict[str, dict[str, Identifier]] = {}
    for one in (number for person in people for number in person.identifiers):
        if fold(one.issuer) not in own:
            learned.setdefault(fold(one.issuer), {})[fold(one.value).replace(" ", "")] = one
    single = (number for given in learned.values() if len(given) == 1 for number in given.values())
    return replace(patient, identifiers=(*patient.identifiers, *single))


def _answer(person: PersonRead, verdict: Verdict) -> Answer:
    asked = verdict.identity is Identity.UNKNOWN and bool(person.name) and not verdict.only_name
    return Answer(verdict.identity, asked, verdict.rule, verdict.only_name)


def _tied(
    bare: Sequence[Named],
    known: Sequence[Named],
    verdicts: Mapping[PersonRead, Verdict],
    origins: Iterable[Origin],
) -> Iterator[tuple[str, Answer]]:
    """What becomes of records with nothing but the name."""
    company = _companies(origins)
    firm = [one for one in known if _is_firm(one, verdicts[one.person])]
    alike = [one for one in known if _is_alike(one, verdicts[one.person])]
    own, others = (Counter(key for one in each for key in company.get(one.record, ())) for each in (firm, alike))
    numbers = {_accession(one) for one in firm} - {_accession(one) for one in alike} - {""}
    for one in bare:
        ties = (
            key[0]
            for key in sorted(company.get(one.record, ()), key=lambda key: _RANK[key[0]])
            if own[key] and not others[key]
        )
        tie = "accession" if _accession(one) in numbers else next(ties, "")
        rule = verdicts[one.person].rule
        if tie:
            yield one.record, Answer(Identity.AGREES, False, f"{rule}; {_RULES[tie]}")
        else:
            yield one.record, Answer(Identity.UNKNOWN, bool(alike), rule, only_name=True)


def _accession(one: Named) -> str:
    number = fold(one.accession).replace(" ", "")
    return number if len(number) >= _FEWEST_SIGNS and any(sign.isdigit() for sign in number) else ""


def _companies(origins: Iterable[Origin]) -> dict[str, set[Key]]:
    """Record id → everything it came in."""
    found: dict[str, set[Key]] = {}
    for one in origins:
        found.setdefault(one.record, set()).update(_keys(one))
    return found


def _keys(one: Origin) -> Iterator[Key]:
    yield _FILE, one.original, ""
    at = one.path.find(_INSIDE)
    while at >= 0:
        yield _ARCHIVE, one.intake, one.path[:at]
        at = one.path.find(_INSIDE, at + 1)
    yield _ARCHIVE, one.intake, one.path  # a mail, with what is attached to it
