"""A disc's folder as one image that any program can burn: ISO 9660 level 1, with Joliet and UDF beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from recordkeeper.library.durable import place_problems
from recordkeeper.work.progress import CancelToken

VOLUME = "MEDICAL_RECORDS"  # what a computer shows for the disc: it names nobody
_JOLIET_LEVEL = 3  # the fullest; every program since Windows 95 reads it
_UDF = "2.60"


def write(folder: Path, image: Path, cancel: CancelToken) -> None:
    """Write everything below `folder` into `image`. PlaceProblem when the place refuses; Cancelled.

    Every name must be one of ISO 9660 level 1 (ECMA-119 10.1): eight signs, a dot and three more.
    """
    from pycdlib.pycdlib import PyCdlib

    def check(_done: int, _total: int, _: Any) -> None:
        cancel.check()

    disc = PyCdlib()
    disc.new(interchange_level=1, joliet=_JOLIET_LEVEL, udf=_UDF, vol_ident=VOLUME, app_ident_str="RECORDKEEPER")
    try:
        with place_problems(str(image)):
            for path in sorted(folder.rglob("*")):
                cancel.check()
                name = "/" + path.relative_to(folder).as_posix()
                if path.is_dir():
                    disc.add_directory(name, joliet_path=name, udf_path=name)
                else:
                    disc.add_file(str(path), _with_version(name), joliet_path=name, udf_path=name)
            disc.write(str(image), progress_cb=check)
    finally:
        disc.close()


def _with_version(name: str) -> str:
    """ISO 9660's own form of a file name: an ending, even an empty one, and a version."""
    return f"{name};1" if "." in name.rpartition("/")[2] else f"{name}.;1"
