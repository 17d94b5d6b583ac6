"""What a file states in fields of its own outranks what its text suggests; the text fills what is not stated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from recordkeeper.recognise.folding import fold
from recordkeeper.recognise.rules import Rules
from recordkeeper.recognise.stated_rules import StatedRules
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.document import DateRead, Recognition
from recordkeeper.records.kinds import DateRole, Kind
from recordkeeper.records.patient import PersonRead
from recordkeeper.records.provenance import Box, Reason
from recordkeeper.records.reading import PageText
from recordkeeper.records.stated import Event, Said, Stated, StatedCode, StatedDate

ReadText = Callable[[Sequence[PageText]], Recognition]

OF_THE_FILE = "field of the file: "  # how the rule of a reason begins that is a field's own word
_TYPE_ONLY = "fhir"  # the system of codes that name only a type of resource
_PAGES_READ = 8  # by the recogniser of text, when something is not stated: the start says what a record is
_LONGEST_TITLE = 120
_MOST_OTHERS = 12
_SPAN_DOUBT = 0.85  # the first day of a span is a fair guess for a thing done on one day
_VAGUE = 0.8  # only a month or a year
_ONE_DAY = frozenset({Kind.OPERATIVE_NOTE, Kind.PROCEDURE_REPORT, Kind.IMAGING_REPORT, Kind.LAB_REPORT})


@dataclass(frozen=True, slots=True)
class _DateChosen:
    date: PartialDate
    role: DateRole
    confidence: float


@dataclass(frozen=True, slots=True)
class _KindStated:
    kind: Kind
    confidence: float
    reason: Reason


def recognise_stated(stated: Stated, pages: Sequence[PageText], rules: Rules, read_text: ReadText) -> Recognition:
    """Return what the file with these pages is. `read_text` is asked only when something is not stated."""
    teller = _Teller(pages)
    kind = _kind(stated, rules.stated, teller)
    dates = _usable(stated)
    guess: Recognition | None = None
    if kind is None or not dates or not stated.person:
        guess = read_text(pages[:_PAGES_READ])
    if kind is None:
        assert guess is not None
        why = next((each for each in guess.reasons if each.field == "kind"), Reason("kind", str(guess.kind), ""))
        kind = _KindStated(guess.kind, guess.kind_confidence, why)
    if stated.people > 1:
        sure = min(kind.confidence, rules.stated.sure_of_several_people)
        kind = replace(kind, confidence=sure)
    told = _Told(stated, kind, rules, teller)
    return told.recognition(dates, guess)


class _Teller:
    """Makes reasons: the words of a field, and where they stand in the text made of the file."""

    def __init__(self, pages: Sequence[PageText]) -> None:
        self._pages = pages[:3]

    def reason(self, field: str, value: str, rule: str, words: str, shown: str = "") -> Reason:
        """`shown` is how the text writes `words`, where it writes them in another way: that is quoted then."""
        for page in self._pages:
            at = page.text.find(shown or words) if shown or words else -1
            if at >= 0:
                box = _around(page.words.between(at, at + len(shown or words)))
                return Reason(field, value, rule, shown or words, page.page, box)
        return Reason(field, value, rule, words)

    def field(self, field: str, value: str, path: str, words: str, shown: str = "") -> Reason:
        return self.reason(field, value, f"{OF_THE_FILE}{path}", words, shown)


def _kind(stated: Stated, rules: StatedRules, teller: _Teller) -> _KindStated | None:
    return _of_codes(stated.codes, rules, teller) or _of_entries(stated.entries, rules, teller)


def _of_codes(codes: Sequence[StatedCode], rules: StatedRules, teller: _Teller) -> _KindStated | None:
    """The kind by a code in the tables, by a code's name, or only by the type of resource it is, in this order."""
    telling = [code for code in codes if code.system != _TYPE_ONLY]
    for code in telling:
        kind = rules.kind_of(code)
        if kind is Kind.LAB_REPORT:
            named = next((each for each in codes if _by_name(each.name, rules) in rules.of_laboratories), None)
            kind, code = (_by_name(named.name, rules) or kind, named) if named else (kind, code)
        if kind:
            return _KindStated(kind, rules.sure_by_code, _of_code(kind, code, teller))
    for code in telling:
        kind = _by_name(code.name, rules)
        if kind:
            return _KindStated(kind, rules.sure_by_name, _of_code(kind, code, teller))
    for code in codes:
        kind = rules.kind_of(code)
        if kind:
            return _KindStated(kind, rules.sure_by_entries, _of_code(kind, code, teller))
    return None


def _of_code(kind: Kind, code: StatedCode, teller: _Teller) -> Reason:
    return teller.reason("kind", str(kind), f"{code.system} {code.code}", code.name or code.code)


def _by_name(name: str, rules: StatedRules) -> Kind | None:
    words = fold(name)
    return next((kind for kind, search in rules.names if search.search(words)), None) if words else None


def _of_entries(
    entries: Sequence[tuple[StatedCode, ...]], rules: StatedRules, teller: _Teller
) -> _KindStated | None:
    """All entries of one kind make that kind; entries of many kinds make a summary."""
    kinds: dict[Kind, _KindStated] = {}
    for codes in entries:
        found = _of_codes(codes, rules, teller)
        if found:
            kinds.setdefault(found.kind, found)
    if len(kinds) < 2:
        return next((replace(each, confidence=rules.sure_by_entries) for each in kinds.values()), None)
    words = ", ".join(each.reason.words for each in kinds.values())
    reason = Reason("kind", str(Kind.PORTAL_SUMMARY), "entries of many kinds", words)
    return _KindStated(Kind.PORTAL_SUMMARY, rules.sure_of_summary, reason)


def _usable(stated: Stated) -> tuple[StatedDate, ...]:
    """The dates that can be care: not the birth date, not before it, not after the document was put together."""
    born = stated.person.birth_date
    written = max((each.date for each in stated.dates if each.event is Event.WRITTEN), default=None)
    return tuple(
        each
        for each in stated.dates
        if not (born and (each.date == born or each.date < born))
        and not (written and each.date > written and not each.date.agrees_with(written))
    )


class _Told:
    """Puts the record together from what is stated and, where that is silent, from the text."""

    def __init__(self, stated: Stated, kind: _KindStated, rules: Rules, teller: _Teller) -> None:
        self._stated, self._kind, self._rules, self._teller = stated, kind, rules, teller
        self._reasons: list[Reason] = [kind.reason]

    def recognition(self, dates: tuple[StatedDate, ...], guess: Recognition | None) -> Recognition:
        stated, kind = self._stated, self._kind.kind
        text = guess or Recognition(kind, 0.0)
        chosen = self._choose(dates)
        person = self._person(text)
        title = self._said("title", stated.title, "", text)
        found = Recognition(
            kind=kind,
            kind_confidence=self._kind.confidence,
            title=(title or self._rules.kinds.names[kind])[:_LONGEST_TITLE],
            other_dates=self._others(chosen, person) or text.other_dates,
            facility=self._said("facility", stated.facility, text.facility, text),
            author=self._said("author", stated.author, text.author, text),
            accession=self._said("accession", stated.accession, text.accession, text),
            person=person,
        )
        if chosen is None:
            self._as_read("service_date", text)
            date, role, sure = text.service_date, text.date_role, text.date_confidence
        else:
            date, role, sure = chosen.date, chosen.role, chosen.confidence
        reasons = tuple(self._reasons)
        key = self._rules.imaging.places.key(found.facility)
        order = text.date_order if chosen is None else None
        found = replace(found, facility_key=key, department=text.department, date_order=order)
        return replace(found, service_date=date, date_role=role, date_confidence=sure, reasons=reasons)

    def _as_read(self, field: str, text: Recognition) -> None:
        self._reasons.extend(each for each in text.reasons if each.field == field)

    def _role(self, event: Event) -> DateRole:
        kind = self._kind.kind
        return self._rules.stated.role_of(event, kind, self._rules.kinds.main_dates[kind])

    def _choose(self, dates: tuple[StatedDate, ...]) -> _DateChosen | None:
        kind, rules = self._kind.kind, self._rules.stated
        for event in rules.events_for(kind):
            found = [each for each in dates if each.event is event]
            if not found:
                continue
            best = (max if event in (Event.SERVICE_END, Event.VISIT_END, Event.LATEST) else min)(
                found, key=lambda each: each.date
            )
            sure = rules.sure_of(event, kind) * (1.0 if best.date.day else _VAGUE)
            if kind in _ONE_DAY and _is_span(best, dates):
                sure *= _SPAN_DOUBT
            why = self._teller.field("service_date", str(best.date), best.path, best.words, str(best.date))
            self._reasons.append(why)
            return _DateChosen(best.date, self._role(event), round(sure, 3))
        return None

    def _others(self, chosen: _DateChosen | None, person: PersonRead) -> tuple[DateRead, ...]:
        found = {DateRead(each.date, self._role(each.event)): None for each in self._stated.dates}
        if person.birth_date:
            found = {each: None for each in found if each.date != person.birth_date}
            found[DateRead(person.birth_date, DateRole.BIRTH)] = None
        if chosen:
            found = {each: None for each in found if each.date != chosen.date}
        return tuple(found)[:_MOST_OTHERS]

    def _said(self, field: str, said: Said, otherwise: str, text: Recognition) -> str:
        if said:
            self._reasons.append(self._teller.field(field, said.words, said.path, said.words))
            return said.words
        if otherwise:
            self._as_read(field, text)
        return otherwise

    def _person(self, text: Recognition) -> PersonRead:
        person, path = self._stated.person, self._stated.person_path
        if not person:
            for field in ("patient_name", "birth_date", "identifier"):
                self._as_read(field, text)
            return text.person
        for field, value in (
            ("patient_name", person.name),
            ("birth_date", str(person.birth_date or "")),
            *(("identifier", number.value) for number in person.identifiers[:4]),
        ):
            if value:
                self._reasons.append(self._teller.field(field, value, path, value))
        return person


def _is_span(start: StatedDate, dates: tuple[StatedDate, ...]) -> bool:
    """Whether care that began on that date ended on another."""
    return start.event in (Event.SERVICE, Event.VISIT) and any(
        each.date != start.date
        for each in dates
        if each.event is (Event.SERVICE_END if start.event is Event.SERVICE else Event.VISIT_END)
    )


def _around(boxes: Sequence[Box]) -> Box | None:
    if not boxes:
        return None
    lefts, tops, rights, bottoms = zip(*boxes, strict=True)
    return Box(min(lefts), min(tops), max(rights), max(bottoms))
