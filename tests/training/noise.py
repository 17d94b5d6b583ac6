"""The same text as a worse copy has it: scanner's slips, lost capitals, lost headings, fax lines, letterheads."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

_SLIPS = {
    "o": "0",
    "l": "1",
    "i": "l",
    "e": "c",
    "s": "5",
    "m": "rn",
    "n": "ri",
    "a": "o",
    "g": "q",
    "t": "f",
    "h": "b",
    "0": "O",
    "1": "l",
    "5": "S",
    "c": "e",
    "u": "ii",
    "O": "0",
    "I": "l",
    "S": "5",
    "B": "8",
}
_HEADING = re.compile(r"(?m)^([A-Z][A-Za-z /&'()-]{2,45}):\s*")
_WIDTH = 62  # characters of a wrapped line
_HOSPITALS = (
    "Sandrock General Hospital",
    "Elm Valley Medical Center",
    "Clínica Puerta Nueva",
    "Wexcombe NHS Foundation Trust",
    "Quarry Hill Oncology",
)
_SPANISH = {
    "HISTORY OF PRESENT ILLNESS": "ENFERMEDAD ACTUAL",
    "PAST MEDICAL HISTORY": "ANTECEDENTES PERSONALES",
    "FAMILY HISTORY": "ANTECEDENTES FAMILIARES",
    "PHYSICAL EXAMINATION": "EXPLORACIÓN FÍSICA",
    "ASSESSMENT": "VALORACIÓN",
    "PLAN": "PLAN",
    "FINDINGS": "HALLAZGOS",
    "IMPRESSION": "IMPRESIÓN DIAGNÓSTICA",
    "TECHNIQUE": "TÉCNICA",
    "HOSPITAL COURSE": "EVOLUCIÓN",
    "DISCHARGE DIAGNOSIS": "DIAGNÓSTICO AL ALTA",
    "PREOPERATIVE DIAGNOSIS": "DIAGNÓSTICO PREOPERATORIO",
    "POSTOPERATIVE DIAGNOSIS": "DIAGNÓSTICO POSTOPERATORIO",
    "ANESTHESIA": "ANESTESIA",
    "MEDICATIONS": "MEDICACIÓN",
    "ALLERGIES": "ALERGIAS",
    "CHIEF COMPLAINT": "MOTIVO DE CONSULTA",
    "SUBJECTIVE": "SUBJETIVO",
    "OBJECTIVE": "OBJETIVO",
    "GROSS DESCRIPTION": "DESCRIPCIÓN MACROSCÓPICA",
    "DIAGNOSIS": "DIAGNÓSTICO",
    "SPECIMEN": "MUESTRA",
    "PROCEDURE": "PROCEDIMIENTO",
}

Worsen = Callable[[str, random.Random], str]


def slips(share: float) -> Worsen:
    """Return what changes this share of the letters as scanners do."""

    def worsen(text: str, chance: random.Random) -> str:
        out = []
        for sign in text:
            if sign.isalnum() and chance.random() < share:
                way = chance.random()
                taken = _SLIPS.get(sign, sign)
                out.append(taken if way < 0.8 else "" if way < 0.9 and sign.isalpha() else f"{sign} ")
            else:
                out.append(sign)
        return "".join(out)

    return worsen


def _without_headings(text: str, _: random.Random) -> str:
    return _HEADING.sub("", text)


def _wrapped(text: str, _: random.Random) -> str:
    lines = []
    for line in text.split("\n"):
        while len(line) > _WIDTH:
            cut = line.rfind(" ", 0, _WIDTH)
            cut = cut if cut > 0 else _WIDTH
            lines.append(line[:cut])
            line = line[cut:].lstrip()
        lines.append(line)
    return "\n".join(lines)


def _faxed(text: str, chance: random.Random) -> str:
    hospital = chance.choice(_HOSPITALS)
    day = f"0{chance.randint(1, 9)}/1{chance.randint(0, 9)}/2024 1{chance.randint(0, 9)}:07"
    top = f"FROM: {hospital[:20]}   {day}   P.01/03\n"
    return f"{top}{text}\n\nConfidential. If you received this fax in error call {hospital} at once.\nPage 1 of 3"


def _in_a_letterhead(text: str, chance: random.Random) -> str:
    hospital = chance.choice(_HOSPITALS)
    head = (
        f"{hospital}\n12 Station Road   Tel 555-0123\n\n"
        "Patient: Doe, Alex      MRN: 0012345\nDOB: 02/03/1950         Page 1\n\n"
    )
    return f"{head}{text}\n\n{hospital} - electronic copy\n"


def _two_columns(text: str, chance: random.Random) -> str:
    hospital = chance.choice(_HOSPITALS)
    return (
        f"{hospital}          Dr. A. Example\nMain Street 4                      Chief of Service\n"
        f"Telephone 555-0123          dr@example.org\n\n{text}"
    )


def _spanish_headings(text: str, _: random.Random) -> str:
    return _HEADING.sub(lambda match: f"{_SPANISH.get(match.group(1).upper(), match.group(1))}: ", text)


def _in_a_letter(text: str, chance: random.Random) -> str:
    hospital = chance.choice(_HOSPITALS)
    head = (
        f"{hospital}\n\nMarch {chance.randint(1, 28)}, 2024\n\n"
        "Dr. A. Example\n1 Referral Road\n\nRE: Alex Doe, born May 5, 1950"
    )
    return f"{head}\n\nDear Doctor:\n{text}\n\nDr. B. Sample"


def _half(text: str, _: random.Random) -> str:
    return text[: max(300, len(text) // 2)]


WORSE: dict[str, Worsen] = {
    "as it is": lambda text, _: text,
    "1 % of letters misread": slips(0.01),
    "3 % of letters misread": slips(0.03),
    "5 % of letters misread": slips(0.05),
    "small letters": lambda text, _: text.lower(),
    "capitals": lambda text, _: text.upper(),
    "headings missing": _without_headings,
    "lines wrapped": _wrapped,
    "fax lines": _faxed,
    "in a letterhead": _in_a_letterhead,
    "two-column letterhead": _two_columns,
    "sent as a letter": _in_a_letter,
    "Spanish headings": _spanish_headings,
    "first half only": _half,
}
LEARNT_FROM = (
    "as it is",
    "3 % of letters misread",
    "headings missing",
    "in a letterhead",
    "sent as a letter",
)  # copies the fit sees
