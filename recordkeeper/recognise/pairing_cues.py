"""What a report's text says of the pictures, specimens and people it is about: cues by which records are paired."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from recordkeeper.recognise.date_order import read_dates
from recordkeeper.recognise.folding import fold, plain_letters
from recordkeeper.recognise.pairing_rules import PairingRules, words_of
from recordkeeper.recognise.rules import Rules
from recordkeeper.records.belonging import Mention, PairCues
from recordkeeper.records.kinds import Kind
from recordkeeper.records.reading import PageText

_LONGEST = 60_000  # letters looked at
_HEAD_LINES = 45
_TITLE_LINES = 14
_SHORT = 110
_BEFORE, _AFTER = 80, 50  # letters around a date in which its event is named
_MOST_MENTIONS, _MOST_NUMBERS, _MOST_DOCTORS = 12, 8, 6
_MOST_SITES = 4
_FEWEST_MARKERS = 2
_EARLIEST, _LATEST = 80, 45  # specimens of 1980 to 2045
_PATHOLOGY = frozenset(
    {
        Kind.PATHOLOGY_REPORT,
        Kind.CYTOLOGY_REPORT,
        Kind.HEMATOPATHOLOGY_REPORT,
        Kind.MOLECULAR_REPORT,
        Kind.GERMLINE_REPORT,
    }
)
_OPERATIONS = frozenset({Kind.OPERATIVE_NOTE, Kind.PROCEDURE_REPORT})
_ACCESSION = re.compile(r"[A-Za-z]{0,6}[- ]?\d[\dA-Za-z]*(?:[-/.]\d[\dA-Za-z]*)*")
_FOUR_DIGITS = re.compile(r"\d\D*\d\D*\d\D*\d")  # the fewest an accession number has
_EVENTS = (
    ("biopsy", re.compile(r"\bbiops\w*|\bfna\b|\baspirat\w*")),
    ("operation", re.compile(r"\b(?:surger\w*|operation|resect\w*|\w+ectomy|cirugia|intervencion|\w+ectomia)\b")),
)
_HEADING = re.compile(r"\W*[^\W\d_][\w /&-]{2,40}:|\W*[A-ZÁÉÍÓÚÑ /&-]{4,40}$")
_ULTRASOUND = re.compile(r"\b(?:ultra|sono|usg|ecogr|eco\b|echo|doppler|duplex|tte|tee|ecocard|ecodop)")
_US_FIRST = re.compile(r"(?:^|\| )us \w+")
_NAME = re.compile(r"[^\W\d_][\w'’-]{2,}")
_NOT_NAMES = frozenset(
    {"the", "and", "phd", "facs", "frcs", "frcpath", "consultant", "none", "unknown", "see", "attending"}
)


def cues_of(
    pages: Sequence[PageText],
    kind: Kind,
    *,
    rules: Rules,
    pairing: PairingRules,
    title: str = "",
    country: str = "",
) -> PairCues:
    """Return the cues of a report. `title` is its title as recognised; `country` as for `read_dates`."""
    text = "\n".join(page.text for page in pages)[:_LONGEST]
    small = plain_letters(text)
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    exam = _exam_words(lines, title, pairing) if kind is Kind.IMAGING_REPORT else ""
    pathology, operation = kind in _PATHOLOGY, kind in _OPERATIONS
    sites, side = _sites(lines, title, pairing) if pathology or operation else ((), pairing.sides.first(exam))
    numbers = tuple(dict.fromkeys(specimen_numbers(text, pairing)))[:_MOST_NUMBERS]
    return PairCues(
        modalities=_modalities(exam, pairing),
        regions=pairing.regions_of(exam),
        sites=sites,
        side=_side(exam, pairing) if exam else side,
        contrast=pairing.contrast.first(exam),
        accessions=tuple(dict.fromkeys(_accessions(lines, pairing)))[:_MOST_NUMBERS],
        specimens=numbers,
        doctors=tuple(dict.fromkeys(_doctors(lines, pairing)))[:_MOST_DOCTORS],
        mentions=tuple(_mentions(text, rules, pairing, country))[:_MOST_MENTIONS],
        reread=kind is Kind.IMAGING_REPORT and bool(pairing.reread.search(small[:4000])),
        markers=pathology and _speaks_of_markers(small, title, pairing),
        whole=pathology and bool(pairing.whole_reports.search(small)),
        assay=_assay(kind, small, pairing),
        genes=pathology and bool(pairing.genes.search(small)),
    )


def _exam_words(lines: Sequence[str], title: str, rules: PairingRules) -> str:
    """The words that say what was examined: title, labelled lines, short lines at the top; else the technique."""
    found = [words_of(title)] if rules.modalities.find(words_of(title)) else []
    technique: list[str] = []
    rest: list[str] = []
    of_another = False  # within lines about another examination
    for row, line in enumerate(lines[:_HEAD_LINES]):
        small = plain_letters(line)
        of_another = bool(rules.other_exams.match(small)) or (of_another and not _HEADING.match(line))
        if of_another:
            continue
        label = rules.exam_labels.match(small)
        if label:
            value = small[label.end() :] or (plain_letters(lines[row + 1]) if row + 1 < len(lines) else "")
            value = re.split(r"(?<=[a-z)])\.\s|\s{3,}", value)[0]
            (technique if small.lstrip().startswith(("tech", "tecn")) else found).append(words_of(value[:200]))
            continue
        rest.append(line)
        words = words_of(line)
        short = row < _TITLE_LINES and len(line) <= _SHORT and not line.endswith(".")
        if short and rules.modalities.find(words) and rules.regions.find(words):
            found.append(words)
    known = " | ".join(dict.fromkeys(found))
    if rules.modalities.find(known) and rules.regions.find(known):
        return known
    return f"{known} | {' '.join(technique) or words_of(' '.join(rest)[:600])}"


def _modalities(words: str, rules: PairingRules) -> tuple[str, ...]:
    """The modalities named; "us" alone is a word of its own in running text."""
    found = rules.modalities.find(words)
    return tuple(code for code in found if code != "US" or _ULTRASOUND.search(words) or _US_FIRST.search(words))


def _side(exam: str, rules: PairingRules) -> str:
    found = rules.sides.find(exam)
    return "both" if len(found) > 1 else found[0] if found else ""


def _sites(lines: Sequence[str], title: str, rules: PairingRules) -> tuple[tuple[str, ...], str]:
    """The organs a specimen or an operation is of, and the side: lines labelled so count five times."""
    counts: Counter[str] = Counter()
    sides: Counter[str] = Counter()
    for row, line in enumerate([title, *lines[:120]]):
        labelled = row == 0 or bool(rules.site_labels.match(plain_letters(line)))
        words = fold(line)
        for name, count in rules.sites.counts(words).items():
            counts[name] += count * (5 if labelled else 1)
        for name, count in rules.sides.counts(words).items():
            sides[name] += count * (5 if labelled else 1)
    most = max(counts.values(), default=0)
    sites = tuple(name for name, count in counts.most_common(_MOST_SITES) if 4 * count >= most)
    return sites, _main_side(sides)


def _main_side(sides: Counter[str]) -> str:
    (first, count), *others = [*sides.most_common(2), ("", 0)] if sides else [("", 0)]
    if others and 2 * others[0][1] > count:
        return "both"
    return first


def specimen_numbers(text: str, rules: PairingRules) -> Iterator[str]:
    """Yield every case number in the text in one form, in order: letters, two digits of the year, number."""
    found = sorted(
        (match.start(), specimen_form(match["kind"], match["year"], match["number"]))
        for search in rules.specimens
        for match in search.finditer(text)
        if match["kind"] not in rules.not_specimens and match["number"].strip("0") and _a_year(match["year"])
    )
    yield from (number for _, number in found)


def _a_year(digits: str) -> bool:
    """Whether two digits can be the year of a specimen: "TP53" is none."""
    return not _LATEST < int(digits[-2:]) < _EARLIEST


def specimen_form(kind: str, year: str, number: str) -> str:
    return f"{kind.upper()}:{year[-2:]}:{number.lstrip('0')}"


def _accessions(lines: Iterable[str], rules: PairingRules) -> Iterator[str]:
    for line in lines:
        if not _FOUR_DIGITS.search(line):
            continue
        for label in rules.accession_labels.finditer(line[:200]):
            if label.start() and line[label.start() - 1].isalnum():
                continue
            rest = line[label.end() :].lstrip(" :#.-")
            for value in re.split(r"\s*[,;&/]\s*|\s+and\s+|\s{2,}", rest)[:4]:
                number = _ACCESSION.match(value)
                if not number or sum(sign.isdigit() for sign in number.group()) < 4:
                    break
                yield accession_form(number.group())


def accession_form(printed: str) -> str:
    """An accession number as it is compared: letters and digits only."""
    return re.sub(r"[^A-Z0-9]", "", printed.upper())


def _doctors(lines: Sequence[str], rules: PairingRules) -> Iterator[str]:
    for line in (*lines[:_HEAD_LINES], *lines[_HEAD_LINES:][-10:]):
        for match in rules.doctors.finditer(plain_letters(line)):
            names = [
                name for name in _NAME.findall(re.split(r",| m\.?d\b", match["name"])[0]) if name not in _NOT_NAMES
            ]
            if names and len(names) <= 5:
                yield names[-1]


def _mentions(text: str, rules: Rules, pairing: PairingRules, country: str) -> Iterator[Mention]:
    seen: set[Mention] = set()
    for printed in read_dates([text], rules.dates, country):
        start = max(text.rfind("\n\n", 0, printed.start), printed.start - _BEFORE, 0)
        around = f"{text[start : printed.start]} {text[printed.end : printed.end + _AFTER].split('.')[0]}"
        words = fold(around)
        for what in (*_modalities(words, pairing), *(name for name, search in _EVENTS if search.search(words))):
            mention = Mention(what, printed.date)
            if mention not in seen:
                seen.add(mention)
                yield mention


def _speaks_of_markers(small: str, title: str, rules: PairingRules) -> bool:
    if rules.marker_titles.search(plain_letters(title)):
        return True
    named = (search for search in rules.markers if search.finds(small))
    return len(list(islice(named, _FEWEST_MARKERS))) == _FEWEST_MARKERS


def _assay(kind: Kind, small: str, rules: PairingRules) -> str:
    if kind is Kind.GERMLINE_REPORT:
        return "germline"
    if kind is not Kind.MOLECULAR_REPORT:
        return ""
    germline, somatic = len(rules.germline.findall(small)), len(rules.somatic.findall(small))
    return "germline" if germline > somatic else "somatic"
