"""What is said between the bundle and the writers of imaging media."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from recordkeeper.records.imaging import InstanceRead


@dataclass(frozen=True, slots=True)
class MediaEntry:
    """One instance of a file-set. `file_id`: up to 8 components of up to 8 of A-Z 0-9 _ (PS3.10 section 8.5)."""

    file_id: tuple[str, ...]
    instance: InstanceRead


class CopyDone(StrEnum):
    """What was done to an instance on its way into a file-set."""

    AS_IS = "as_is"  # byte for byte
    PREAMBLE_ZEROED = "preamble_zeroed"  # as it is, but the 128 bytes in front could have been run as a program
    EXPLICIT = "explicit"  # rewritten as explicit VR little endian, same values and samples


@dataclass(frozen=True, slots=True)
class CopyNote:
    """How a copy in a file-set came to be. `transfer_syntax_uid`, `sha256` and `size` are the copy's.

    `sha256` is "" where it was not asked for: the copy of an original as it is has the original's.
    """

    done: CopyDone
    transfer_syntax_uid: str
    sha256: str
    size: int
    from_transfer_syntax_uid: str = ""


@dataclass(frozen=True, slots=True)
class FileReference:
    """A file a DICOMDIR names: path components below its folder, and what it says lies there. A hint, untrusted."""

    file_id: tuple[str, ...]
    sop_instance_uid: str = ""
    sop_class_uid: str = ""
    record_type: str = ""
