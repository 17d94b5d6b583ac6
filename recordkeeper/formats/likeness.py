"""How much two pictures look alike, whatever their size, sharpness and brightness."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from recordkeeper.formats.registry import Registry
from recordkeeper.records.reading import Format

SIDE = 16  # the signature is SIDE × SIDE shades of grey
_DPI = 24.0  # enough for that of any page, and quick to decode


def signature(registry: Registry, path: Path, form: Format) -> bytes:
    """The first page or frame as SIDE × SIDE bytes of grey. ValueError or IndexError when it cannot be painted."""
    picture = registry.render(path, form, 1, _DPI)
    image = Image.frombuffer(
        picture.mode, (picture.width, picture.height), picture.pixels, "raw", picture.mode, 0, 1
    )
    return image.convert("L").resize((SIDE, SIDE), Image.Resampling.BOX).tobytes()


def best_likeness(pictures: Sequence[bytes], originals: Sequence[bytes]) -> list[float]:
    """For each picture the correlation (-1 to 1) with the original most like it; a plain grey is like nothing."""
    if not pictures or not originals:
        return [-1.0] * len(pictures)
    return [float(best) for best in (_unit(pictures) @ _unit(originals).T).max(axis=1)]


def _unit(signatures: Sequence[bytes]) -> np.ndarray:
    rows = np.frombuffer(b"".join(signatures), np.uint8).reshape(len(signatures), -1).astype(np.float32)
    rows -= rows.mean(axis=1, keepdims=True)
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    alike: np.ndarray = np.divide(rows, lengths, out=np.zeros_like(rows), where=lengths > 1.0)
    return alike
