"""One image of a scan as an array."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recordkeeper.library.folder import Library
from recordkeeper.records.errors import InputProblem
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.work.pool import Trouble, WorkerFailure, Workers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_SECONDS = 30.0


def locate(series: Sequence[tuple[Fingerprint, int]], uid: str, index: int) -> tuple[Fingerprint, int]:
    """The file and the frame within it (from 0) of image `index` of a series; `series` is (file, frames) in order.

    InputProblem "no_such_series" or "no_such_image".
    """
    if not series:
        raise InputProblem("no_such_series", series=uid)
    before = 0
    for fingerprint, frames in series:
        if before <= index < before + frames:
            return fingerprint, index - before
        before += frames
    raise InputProblem("no_such_image", index=index)


def samples(
    library: Library,
    workers: Workers,
    fingerprint: Fingerprint,
    frame: int,
    *,
    stage: str,
    window: tuple[float, float] | None,
) -> NDArray[Any]:
    """Rows × columns (× samples) of one frame. `stage`: stored, modality or voi. WorkerFailure if undecodable."""
    return described(library, workers, fingerprint, frame, stage=stage, window=window).values


@dataclass(frozen=True, slots=True)
class Described:
    """Samples with what the file says of them (formats/dicom_pixels.marked_frame), and marks over the image."""

    header: dict[str, Any]
    values: NDArray[Any]
    marks: NDArray[np.bool_] | None


def described(
    library: Library,
    workers: Workers,
    fingerprint: Fingerprint,
    frame: int,
    *,
    stage: str,
    window: tuple[float, float] | None = None,
    covered: bool = False,
) -> Described:
    """The same samples with what the file says of them. Raises as `samples` does.

    With `covered`, what the file wants covered is, in `voi`.
    """
    import numpy as np

    with library.originals.lend(fingerprint) as path:
        answer = workers.run(
            "frame",
            {
                "path": str(path),
                "index": frame,
                "stage": stage,
                "window": list(window) if window else None,
                "covered": covered,
            },
            deadline=_SECONDS,
        )
    header = answer.header
    try:
        rows, columns, deep = (int(header[name]) for name in ("rows", "columns", "samples"))
        over = int(header.get("marks") or 0)
        pixels = memoryview(answer.buffer)[: len(answer.buffer) - over]
        shape = (rows, columns, deep) if deep > 1 else (rows, columns)
        array = np.frombuffer(pixels, dtype=np.dtype(str(header["dtype"]))).reshape(shape)
        marks = _marks(answer.buffer[len(pixels) :], rows, columns) if over else None
    except (TypeError, ValueError) as error:  # no such type, or not as many bytes as it says
        raise WorkerFailure(Trouble.FAILED, "not an image") from error
    return Described(header, array, marks)


def _marks(packed: bytes, rows: int, columns: int) -> NDArray[np.bool_]:
    import numpy as np

    bits = np.unpackbits(np.frombuffer(packed, np.uint8), count=rows * columns)
    return bits.reshape(rows, columns).astype(np.bool_)


def save(array: NDArray[np.generic], out: Path) -> None:
    """Write NumPy's .npy format."""
    import numpy as np

    with out.open("wb") as file:
        np.save(file, array, allow_pickle=False)
