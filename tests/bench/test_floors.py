from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.bench import floors


def test_the_copying_floor_keeps_every_byte_under_its_hash(tmp_path: Path) -> None:
    sources = [tmp_path / name for name in ("a", "b")]
    for number, source in enumerate(sources):
        source.write_bytes(bytes([number]) * (floors.CHUNK + 5))
    kept = floors.copy_hash_fsync(sources, tmp_path / "kept")
    assert [path.read_bytes() for path in kept.values()] == [source.read_bytes() for source in sources]
    assert list(kept) == [hashlib.sha256(source.read_bytes()).hexdigest() for source in sources]
    assert len(list((tmp_path / "kept").iterdir())) == 2


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="pdftotext (poppler-utils) is not installed")
def test_the_text_floor_reads_the_text(tmp_path: Path) -> None:
    import pymupdf

    document: Any = pymupdf.open()  # type: ignore[no-untyped-call]
    document.new_page().insert_text((72, 72), "Final diagnosis")
    document.save(tmp_path / "a.pdf")
    assert floors.pdftotext_each([tmp_path / "a.pdf"] * 2) >= 2 * len("Final diagnosis")
