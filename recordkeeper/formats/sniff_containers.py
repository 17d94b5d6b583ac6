"""Which containers other than ZIP a file is: TAR, one packed file, 7z, the image of a disc."""

from __future__ import annotations

from pathlib import Path

from recordkeeper.records.reading import Format

_SEVEN_ZIP = b"7z\xbc\xaf\x27\x1c"
_DISC_AT = 32769  # the first volume descriptor, ECMA-119 8.1
_DISC = (b"CD001", b"BEA01")  # ISO 9660 and UDF; ECMA-167 2/9.2


def container_format(path: Path, untrusted_head: bytes) -> Format | None:
    """TAR (packed or not), GZIP, SEVEN_ZIP or ISO; None for anything else. `untrusted_head` is the first 36 KiB."""
    if untrusted_head.startswith(_SEVEN_ZIP):
        return Format.SEVEN_ZIP
    if untrusted_head.startswith(_DISC, _DISC_AT):
        return Format.ISO
    return _streamed(path, untrusted_head)


def _streamed(path: Path, head: bytes) -> Format | None:
    from recordkeeper.formats.archive_tar import BLOCK, is_tar_header
    from recordkeeper.formats.packed_file import beginning, is_packed

    if is_packed(head):
        return Format.TAR if is_tar_header(beginning(path, head, BLOCK)) else Format.GZIP
    return Format.TAR if _may_be_tar(head) and is_tar_header(head) else None


def _may_be_tar(head: bytes) -> bool:
    """The checksum field of a header is octal digits, ended by a zero or a blank (POSIX ustar)."""
    field = head[148:156].strip(b" \0")
    return len(head) >= 512 and field.isdigit() and head[0] != 0
