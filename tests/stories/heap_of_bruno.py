"""A second heap, written in four manners: an American note, a British letter, a Spanish report, a C-CDA summary.

What is told besides the illness stands in each in its own way: allergies, medicines, other illnesses, operations.
"""

from __future__ import annotations

from tests.making.health import cda, section

NOTE = """NORTHFIELD CLINIC
PROGRESS NOTE
Patient: Anna Sample   DOB: 03/05/1964
Date of visit: 03/01/2024
Past medical history: Gout, asthma.
Past surgical history: Appendectomy in 1998.
Medications: Ramipril 5 mg daily since 2019, aspirin 81 mg.
Allergies: Penicillin (hives).
Family history: Mother allergic to latex.
Lee Test, MD
"""
LETTER = """ST EXAMPLE'S HOSPITAL
Clinic letter
Patient: Anna Sample   Date of birth: 5 March 1964
Clinic date: 12 April 2024

Dear Dr Standin,
Past Medical History
1. Hypothyroidism

Drug history
Levothyroxine 75 micrograms OD

Drug allergies: NKDA

Yours sincerely,
Dr J Mock, Consultant Oncologist
"""
REPORT = """HOSPITAL DE EJEMPLO
INFORME DE CONSULTA
Paciente: Anna Sample   Fecha de nacimiento: 05/03/1964
Fecha de consulta: 20/05/2024
Antecedentes personales: Hipertensión arterial.
Tratamiento habitual:
- Enalapril 20 mg cada 24 horas
Alergias: No conocidas.
Plan: Control en tres meses.
"""
SUMMARY = cda(
    section(
        "Allergies",
        "<list><item>See below</item></list>",
        "<entry><observation classCode='OBS' moodCode='EVN'>"
        "<templateId root='2.16.840.1.113883.10.20.22.4.7'/><code code='ASSERTION'/>"
        "<value displayName='Allergy to substance'/><participant typeCode='CSM'><participantRole><playingEntity>"
        "<code displayName='Latex'/></playingEntity></participantRole></participant></observation></entry>",
    )
)
HEAP: dict[str, bytes | str] = {
    "note.txt": NOTE,
    "uk/letter.txt": LETTER,
    "es/informe.txt": REPORT,
    "summary.xml": SUMMARY,
}
TOLD = {
    "medicines": {
        "Ramipril 5 mg daily since 2019",
        "aspirin 81 mg",
        "Levothyroxine 75 micrograms OD",
        "Enalapril 20 mg cada 24 horas",
    },
    "allergies": {"Penicillin (hives)", "NKDA", "Alergias: No conocidas", "Latex"},
    "other_illness": {"Gout", "asthma", "Appendectomy in 1998", "Hypothyroidism", "Hipertensión arterial"},
}
"""What the story offers of it, part by part."""
