"""Files that are kept but not opened: programs and litter of a disc, and every format no reader is written for."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.formats.litter import Litter
from recordkeeper.formats.sniff import HEAD
from recordkeeper.formats.sniff_data import helper_of_export
from recordkeeper.records.provenance import Reader
from recordkeeper.records.reading import Condition, Format, Reading

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_OLE_DIRECTORY_WITHIN = 1 << 20
# MS-OFFCRYPTO 2.3.4: a document locked with a password is an OLE file with this stream in it.
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")


class OpaqueHandler:
    """Reads nothing but says why."""

    name = "opaque"
    version = 1
    formats = frozenset({Format.PROGRAM, Format.OTHER})

    def __init__(self, litter: Litter) -> None:
        self._litter = litter

    def read(self, path: Path, untrusted_format: Format) -> Reading:
        """NOT_A_RECORD for programs, LOCKED for encrypted office files, UNREADABLE for empty files, else KEPT."""
        return self.read_named(path, path.name, untrusted_format)

    def read_named(self, path: Path, name: str, untrusted_format: Format) -> Reading:
        """As read, for a file that came as `name`."""
        condition, reason_code = self._verdict(path, name, untrusted_format)
        return Reading(untrusted_format, Reader(self.name, self.version), condition, reason_code)

    def _verdict(self, path: Path, name: str, untrusted_format: Format) -> tuple[Condition, str]:
        with path.open("rb") as file:
            head = file.read(HEAD)
        found = self._litter.signature_of(head)
        if untrusted_format is Format.PROGRAM:
            reason = self._litter.reason_for_name(name) or (found.reason_code if found and found.is_program else "")
            helper = "export_index" if self._litter.is_page_picture(name) else helper_of_export(head, name)
            return Condition.NOT_A_RECORD, reason or helper or "viewer_program"
        if not head:
            return Condition.UNREADABLE, "empty_file"
        if head.startswith(_OLE) and _is_encrypted_package(path):
            return Condition.LOCKED, "document_locked"
        return Condition.KEPT, found.reason_code if found else "no_reader"


def _is_encrypted_package(path: Path) -> bool:
    size = path.stat().st_size
    with path.open("rb") as file:
        if _ENCRYPTED_PACKAGE in file.read(_OLE_DIRECTORY_WITHIN):
            return True
        file.seek(max(0, size - _OLE_DIRECTORY_WITHIN))
        return _ENCRYPTED_PACKAGE in file.read(_OLE_DIRECTORY_WITHIN)
