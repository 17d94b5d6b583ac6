"""Whether the person a record names is the patient of the library: agrees, differs or unknown. Never a guess."""

from __future__ import annotations

from enum import StrEnum

from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.names import Fit, Name, fit, parse_name, shares_a_word
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Identity
from recordkeeper.records.patient import Patient, PersonRead
from recordkeeper.records.provenance import Reason


class _Birth(StrEnum):
    SAME = "the birth date is the same"
    NEAR = "the birth date is nearly the same"
    OTHER = "the birth date is another"
    ABSENT = "there is no birth date to compare"


_NAMES = {
    Fit.FULL: "the name fits",
    Fit.SLIP: "the name nearly fits",
    Fit.PART: "part of the name fits",
    Fit.NONE: "the name is another",
}
_LOOK_ALIKE = frozenset({"08", "06", "09", "17", "38", "56", "68", "89", "49", "27", "35", "58", "14"})
_FEWEST_SIGNS = 4  # of a record number that may speak for a person


def compare(patient: Patient, read: PersonRead) -> tuple[Identity, Reason]:
    """Return whether `read` is `patient`, with the rule that decided.

    AGREES needs a full name (without a contradicting birth date), a name with slips or initials and the same birth
    date, or the same number from the same issuer beside what else fits. A stranger with the same name but another
    birth date DIFFERS. One part of a name, or a birth date alone, is UNKNOWN.
    """
    number = _same_number(patient, read)
    birth = _birth(patient.birth_date, read.birth_date)
    if not read.name:
        identity = Identity.AGREES if number and birth is not _Birth.OTHER else Identity.UNKNOWN
        return identity, _reason(read, identity, f"no name is printed; {birth}", number)
    name = parse_name(read.name)
    known = _names_of(patient)
    how = max((fit(one, name) for one in known), default=Fit.NONE)
    identity = _decide(
        how, birth, number, _kin(known, name, birth), len([word for word in name.words if len(word) > 1])
    )
    return identity, _reason(read, identity, f"{_NAMES[how]}; {birth}", number)


def _decide(how: Fit, birth: _Birth, number: bool, kin: bool, words: int) -> Identity:
    if birth is _Birth.OTHER:
        return Identity.DIFFERS
    if how is Fit.NONE:
        if number or kin or (birth is _Birth.ABSENT and words < 2):
            return Identity.UNKNOWN
        return Identity.DIFFERS
    if number or birth is _Birth.SAME:
        return Identity.AGREES if how is not Fit.PART or not kin else Identity.UNKNOWN
    if how is Fit.FULL and birth is _Birth.ABSENT:
        return Identity.AGREES
    return Identity.UNKNOWN


def _kin(known: tuple[Name, ...], name: Name, birth: _Birth) -> bool:
    """Born on the same day and sharing a word of the name: a twin, a nickname, a name by marriage."""
    plain = all(fit(one, name) is not Fit.FULL for one in known)
    clash = all(len([word for word in name.words if len(word) > 1]) > 1 and _clash(one, name) for one in known)
    return (
        birth in (_Birth.SAME, _Birth.NEAR) and plain and clash and any(shares_a_word(one, name) for one in known)
    )


def _clash(one: Name, other: Name) -> bool:
    """Both have whole words the other lacks."""
    first, second = set(one.words), set(other.words)
    return any(len(word) > 1 for word in first - second) and any(len(word) > 1 for word in second - first)


def _names_of(patient: Patient) -> tuple[Name, ...]:
    own = parse_name(patient.name)
    names = [own]
    for text in patient.also_known_as:
        alias = parse_name(text)
        if len(alias.words) == 1:  # only a family name: with the patient's given names
            given = own.given or own.words[:-1]
            alias = Name(given + alias.words, alias.words, given)
        names.append(alias)
    return tuple(name for name in names if name.words)


def _birth(known: PartialDate | None, read: PartialDate | None) -> _Birth:
    if known is None or read is None:
        return _Birth.ABSENT
    if known.agrees_with(read):
        return _Birth.SAME if min(bool(known.month), bool(read.month)) else _Birth.ABSENT
    if abs(known.year - read.year) == 100 and (known.month, known.day) == (read.month, read.day):
        return _Birth.SAME  # two printed digits of the year
    if known.year == read.year and known.day and (known.month, known.day) == (read.day, read.month):
        return _Birth.SAME  # 03/04 read the other way round
    one, other = str(known), str(read)
    apart = [a + b for a, b in zip(one, other, strict=False) if a != b]
    if len(one) == len(other) and len(apart) == 1 and (apart[0] in _LOOK_ALIKE or apart[0][::-1] in _LOOK_ALIKE):
        return _Birth.NEAR  # one digit misread from a scan, or another person
    return _Birth.OTHER


def _same_number(patient: Patient, read: PersonRead) -> bool:
    own = {(fold(one.issuer), fold(one.value).replace(" ", "")) for one in patient.identifiers}
    return any(
        (fold(one.issuer), value) in own
        for one in read.identifiers
        if fold(one.issuer) and len(value := fold(one.value).replace(" ", "")) >= _FEWEST_SIGNS
    )


def _reason(read: PersonRead, identity: Identity, rule: str, number: bool) -> Reason:
    words = " · ".join(part for part in (read.name, str(read.birth_date or "")) if part)
    return Reason("identity", str(identity), f"{rule}; the record number is the same" if number else rule, words)
