"""Whether the person a record names is the patient of the library: agrees, differs or unknown. Never a guess."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.name_fit import Fit, fit, shares_a_word
from recordkeeper.recognise.names import Name, parse_name, parse_names
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.kinds import Identity
from recordkeeper.records.patient import Patient, PersonRead
from recordkeeper.records.provenance import Reason


class Birth(StrEnum):
    """How two birth dates stand to each other."""

    SAME = "same"
    NEAR = "near"  # day and month turned, a digit misread, two digits swapped
    OTHER = "other"
    ABSENT = "absent"


_BIRTHS = {
    Birth.SAME: "the birth date is the same",
    Birth.NEAR: "the birth date is nearly the same",
    Birth.OTHER: "the birth date is another",
    Birth.ABSENT: "there is no birth date to compare",
}
_NAMES = {
    Fit.FULL: "the name fits",
    Fit.SLIP: "the name nearly fits",
    Fit.PART: "part of the name fits",
    Fit.KIN: "part of the name fits and part does not",
    Fit.NONE: "the name is another",
}
_SAID_SO = "somebody has said that this is the patient"
_LOOK_ALIKE = frozenset({"08", "06", "09", "17", "38", "56", "68", "89", "49", "27", "35", "58", "14"})
_FEWEST_SIGNS = 4  # of a record number that may speak for a person
_OF_A_FAMILY = frozenset({"insurer"})  # who gives husband, wife and children one number


@dataclass(frozen=True, slots=True)
class Verdict:
    """What comparing came to: the answer, and how the parts stand to each other. `name` is None without one.

    `number` is True when a record number is the same, False when the same issuer gave another. `only_name`: the
    name fits, and nothing else is printed to tell the patient from somebody of the same name.
    """

    identity: Identity
    name: Fit | None
    birth: Birth
    number: bool | None
    rule: str
    only_name: bool = False


def compare(patient: Patient, read: PersonRead) -> tuple[Identity, Reason]:
    """Return whether `read` is `patient`, with the rule that decided.

    AGREES needs a name that fits, slips allowed, and the same birth date, or the same number from the same issuer
    beside what else fits. A stranger with the same name but another birth date DIFFERS. A name alone is UNKNOWN,
    however well it fits, as somebody else may bear it; so is one part of a name, an initial, a birth date alone.
    """
    verdict = weigh(patient, read)
    return verdict.identity, reason_of(verdict, read)


def could_be(patient: Patient, read: PersonRead) -> bool:
    """Whether `read` is the patient, or bears the name and tells nothing else: enough to offer it to a person."""
    verdict = weigh(patient, read)
    return verdict.identity is Identity.AGREES or verdict.only_name


def reason_of(verdict: Verdict, read: PersonRead) -> Reason:
    """The verdict as a reason, with what is printed of the person."""
    words = " · ".join(part for part in (read.name, str(read.birth_date or "")) if part)
    return Reason("identity", str(verdict.identity), verdict.rule, words)


def weigh(patient: Patient, read: PersonRead) -> Verdict:
    """`compare`, with how name, birth date and numbers stand to each other."""
    number = _number(patient, read)
    birth = births(patient.birth_date, read.birth_date)
    if any(same_person(one, read) for one in patient.also_printed):
        return Verdict(Identity.AGREES, None, birth, number, _SAID_SO)
    told = "; the record number is the same" if number else ""
    if not read.name:
        identity = Identity.AGREES if number and birth is not Birth.OTHER else Identity.UNKNOWN
        return Verdict(identity, None, birth, number, f"no name is printed; {_BIRTHS[birth]}{told}")
    how = _fits(patient, read.name)
    name = parse_name(read.name)
    identity = _decide(how, birth, number, words=sum(len(word) > 1 for word in name.words))
    if identity is Identity.DIFFERS and birth in (Birth.SAME, Birth.NEAR) and _kin(patient, name):
        identity = Identity.UNKNOWN
    other_sex = _other_sex(patient, read)
    if identity is Identity.AGREES and other_sex and (how, birth) != (Fit.FULL, Birth.SAME):
        identity = Identity.UNKNOWN
    only_name = how is Fit.FULL and birth is Birth.ABSENT and number is None and not other_sex
    return Verdict(identity, how, birth, number, f"{_NAMES[how]}; {_BIRTHS[birth]}{told}", only_name)


def same_person(one: PersonRead, other: PersonRead) -> bool:
    """Whether two records name one person: the name in any spelling, the same birth date or none on either.

    Without a birth date a number the same issuer gave the other keeps them apart.
    """
    if births(one.birth_date, other.birth_date) is not (Birth.SAME if one.birth_date else Birth.ABSENT):
        return False
    if bool(one.birth_date) is not bool(other.birth_date):
        return False
    if not (one.name and other.name):
        return one.name == other.name and bool(set(one.identifiers) & set(other.identifiers))
    if one.birth_date is None and _numbers_apart(one, other):
        return False
    how = fit(parse_name(one.name), parse_name(other.name))
    return how is Fit.FULL or (how is Fit.SLIP and one.birth_date is not None)


def may_be_one(one: PersonRead, other: PersonRead) -> bool:
    """Whether two strangers' records may name one person: as `same_person`, or one of them tells no birth date."""
    if one.birth_date and other.birth_date:
        return same_person(one, other)
    if not (one.name and other.name) or _numbers_apart(one, other):
        return False
    return fit(parse_name(one.name), parse_name(other.name)) is Fit.FULL


def births(known: PartialDate | None, read: PartialDate | None) -> Birth:
    """How two birth dates stand to each other."""
    if known is None or read is None:
        return Birth.ABSENT
    if known.agrees_with(read):
        return Birth.SAME if min(bool(known.month), bool(read.month)) else Birth.ABSENT
    if abs(known.year - read.year) == 100 and (known.month, known.day) == (read.month, read.day):
        return Birth.SAME  # two printed digits of the year
    return Birth.NEAR if _nearly(known, read) else Birth.OTHER


def _nearly(known: PartialDate, read: PartialDate) -> bool:
    """Day and month turned, one digit misread from a scan, or two typed the wrong way round. Or another person."""
    if known.year == read.year and known.day and (known.month, known.day) == (read.day, read.month):
        return True
    one, other = str(known), str(read)
    if len(one) != len(other):
        return False
    at = [place for place, (a, b) in enumerate(zip(one, other, strict=True)) if a != b]
    if len(at) == 1:
        apart = one[at[0]] + other[at[0]]
        return apart in _LOOK_ALIKE or apart[::-1] in _LOOK_ALIKE
    swapped = len(at) == 2 and at[1] - at[0] == 1
    return swapped and one[at[0]] + one[at[1]] == other[at[1]] + other[at[0]]


def _decide(how: Fit, birth: Birth, number: bool | None, *, words: int) -> Identity:
    if birth is Birth.OTHER:
        return Identity.DIFFERS
    if how is Fit.NONE:
        alone = words < 2 and birth is not Birth.NEAR
        return Identity.UNKNOWN if number or alone else Identity.DIFFERS
    if how is Fit.KIN:
        return Identity.UNKNOWN
    if birth is Birth.SAME:
        return Identity.AGREES if how is not Fit.PART or number else Identity.UNKNOWN
    if birth is Birth.NEAR:
        return Identity.AGREES if number and how is Fit.FULL else Identity.UNKNOWN
    return Identity.AGREES if number else Identity.UNKNOWN


def _fits(patient: Patient, printed: str) -> Fit:
    """How well a printed name fits the patient's; a name told beside it in brackets is a slip at best."""
    main, *others = parse_names(printed)
    best = Fit.NONE
    for known in _names_of(patient):
        best = max(best, fit(known, main), *(min(Fit.SLIP, fit(known, other)) for other in others))
    return best


def _kin(patient: Patient, name: Name) -> bool:
    """Sharing a word of the name, and born on the same day: a twin, a nickname, a name by marriage."""
    return any(shares_a_word(one, name) for one in _names_of(patient))


def _names_of(patient: Patient) -> tuple[Name, ...]:
    names = list(parse_names(patient.name))
    own = names[0]
    for text in patient.also_known_as:
        alias = parse_name(text)
        if len(alias.words) > 1:
            names.append(alias)
            continue
        spelled = own.spelled + alias.spelled  # only a family name: with the patient's given names
        givens = dict.fromkeys((own.given or own.words[:-1], own.given or own.words[:1]))
        names.extend(
            Name(given + alias.words, alias.words, given, own.generation, spelled=spelled) for given in givens
        )
    return tuple(name for name in names if name.words)


def _number(patient: Patient, read: PersonRead) -> bool | None:
    """True: the issuer gave the patient this number; False: it gave the patient another; None: no telling."""
    own, others = _by_issuer(patient), _by_issuer(read)
    shared = [issuer for issuer in own if issuer in others]
    if any(own[issuer] & others[issuer] for issuer in shared):
        return True
    return False if shared else None


def _numbers_apart(one: PersonRead, other: PersonRead) -> bool:
    first, second = _by_issuer(one), _by_issuer(other)
    return any(not first[issuer] & second[issuer] for issuer in first if issuer in second)


def _by_issuer(person: Patient | PersonRead) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for one in person.identifiers:
        issuer, value = fold(one.issuer), fold(one.value).replace(" ", "")
        if issuer and issuer not in _OF_A_FAMILY and len(value) >= _FEWEST_SIGNS:
            found.setdefault(issuer, set()).add(value)
    return found


def _other_sex(patient: Patient, read: PersonRead) -> bool:
    sexes = {sex.strip()[:1].upper() for sex in (patient.sex, read.sex) if sex.strip()[:1].upper() in ("M", "F")}
    return len(sexes) > 1
