"""Which general media profile of DICOM (PS3.11 annexes D to H) the images of a file-set fit."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

_EXPLICIT = "1.2.840.10008.1.2.1"
_JPEG = frozenset({_EXPLICIT, "1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51", "1.2.840.10008.1.2.4.70"})
_JPEG_2000 = frozenset({_EXPLICIT, "1.2.840.10008.1.2.4.90", "1.2.840.10008.1.2.4.91"})


def media_profile(transfer_syntaxes: AbstractSet[str]) -> str:
    """The narrowest profile that holds them all; "" when there is none, or nothing to hold."""
    if not transfer_syntaxes:
        return ""
    if transfer_syntaxes <= {_EXPLICIT}:
        return "STD-GEN-CD"
    if transfer_syntaxes <= _JPEG:
        return "STD-GEN-DVD-JPEG"
    return "STD-GEN-DVD-J2K" if transfer_syntaxes <= _JPEG_2000 else ""
