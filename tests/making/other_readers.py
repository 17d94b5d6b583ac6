"""What other DICOM programs make of a file: DCMTK (dcmj2pnm) and GDCM (gdcmconv). Only tests use them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

_SECONDS = 60


def needed(*programs: str) -> None:
    """Skip the test where these programs are not installed."""
    missing = [program for program in programs if shutil.which(program) is None]
    if missing:
        pytest.skip(f"not installed: {', '.join(missing)}")


def dcmtk_shades(path: Path, frame: int, *options: str) -> NDArray[np.float64] | None:
    """Frame `frame` (from 0) as DCMTK shows it, 0 to 255, as finely as asked for; None where DCMTK refuses."""
    command = ["dcmj2pnm", "--quiet", "+F", str(frame + 1), *options, str(path)]
    answer = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    return _pnm(answer.stdout) if answer.stdout[:1] == b"P" else None


def gdcm_raw(path: Path, out: Path) -> Path | None:
    """The file as GDCM unpacks it, written to `out`; None where GDCM refuses."""
    out.unlink(missing_ok=True)
    command = ["gdcmconv", "--raw", str(path), str(out)]
    answer = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
    return out if answer.returncode == 0 and out.exists() else None


def _pnm(raw: bytes) -> NDArray[np.float64]:
    """An ASCII PGM or PPM scaled to 0..255."""
    words = b"\n".join(line for line in raw.split(b"\n") if not line.startswith(b"#")).split()
    width, height, most = (int(word) for word in words[1:4])
    shape: tuple[Any, ...] = (height, width, 3) if words[0] == b"P3" else (height, width)
    return np.array(words[4:], np.float64).reshape(shape) * (255.0 / most)
