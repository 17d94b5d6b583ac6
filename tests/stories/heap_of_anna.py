"""A heap of files as a person has it: a few papers of one illness, with things that are told of and not there."""

from __future__ import annotations

PATHOLOGY = """NORTHFIELD HOSPITAL
SURGICAL PATHOLOGY REPORT
Patient: Anna Sample   DOB: 03/05/1964
Accession: S24-1234
Collected: 02/06/2024   Reported: 02/09/2024
Specimen: A. Left breast, core biopsy
Gross description: Received in formalin, two cores in cassette A1.
Microscopic description: infiltrating glands.
Final diagnosis: Invasive ductal carcinoma, grade 2.
ER: positive. PR: positive. HER2: negative (1+).
"""
CONSULT = """NORTHFIELD CANCER CENTER
ONCOLOGY CONSULTATION NOTE
Patient: Anna Sample   DOB: 03/05/1964
Date of visit: 03/01/2024
Reason for consultation: invasive ductal carcinoma of the left breast.
History of present illness: CT of the chest on 02/20/2024 showed no spread.
Past medical history: none. Medications: none. Allergies: none.
Physical examination: ECOG 0.
Assessment and plan: lumpectomy, then radiation. Follow up in two weeks.
Lee Test, MD
"""
LABS = """NORTHFIELD HOSPITAL LABORATORY
LABORATORY REPORT
Patient: Anna Sample   DOB: 03/05/1964
Collected: 02/28/2024   Reported: 02/28/2024
Test            Result   Units    Reference Range
Hemoglobin      12.5     g/dL     12.0-16.0
WBC             6.1      K/uL     4.0-11.0
Platelets       230      K/uL     150-400
Creatinine      0.8      mg/dL    0.6-1.1
"""
DISCHARGE = """NORTHFIELD HOSPITAL
DISCHARGE SUMMARY
Patient: Anna Sample   DOB: 03/05/1964
Date of admission: 02/05/2024   Date of discharge: 02/07/2024
Admitting diagnosis: breast mass. Discharge diagnosis: invasive ductal carcinoma.
Hospital course: core biopsy without complication.
Discharge medications: acetaminophen. Discharge condition: good. Follow up with oncology.
Lee Test, MD
"""
HEAP: dict[str, bytes | str] = {"a/path.txt": PATHOLOGY, "b/onc visit.txt": CONSULT, "labs.txt": LABS}
LATER: dict[str, bytes | str] = {"discharge.txt": DISCHARGE}
"""What the hospital sends when it is asked."""
