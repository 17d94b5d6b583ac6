"""Health data in plain text files: phone exports, Blue Button, HL7 messages, prescriptions; each in its module."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.formats.decode import decode
from recordkeeper.formats.health_data import HealthData
from recordkeeper.formats.sheets import TextFound

_HEAD = 64 * 1024  # reaches over the document type of a phone's export, some 20 KiB of declarations


def health_text(path: Path, data: HealthData) -> TextFound | None:
    """What such a file says and states, None when it is none of them."""
    with path.open("rb") as file:
        head = decode(file.read(_HEAD))
    start = head.lstrip("\x0b\x1c\ufeff \t\n")
    if start.startswith("<"):
        from recordkeeper.formats import phone_export, prescription

        if phone_export.is_export(start):
            return phone_export.read(path, data)
        return prescription.read(path, data) if prescription.is_prescription(start) else None
    if start.startswith(("MSH|", "FHS|", "BHS|")):
        from recordkeeper.formats import hl7_message

        return hl7_message.read(path, data)
    from recordkeeper.formats import blue_button

    return blue_button.read(path, head) if blue_button.is_blue_button(head) else None
