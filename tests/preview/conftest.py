"""A library with one original, and workers whose answers the tests choose."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from recordkeeper.library import folder
from recordkeeper.library.folder import Library
from recordkeeper.records.provenance import Fingerprint
from recordkeeper.work.frames import Frame
from recordkeeper.work.pool import InlineWorkers
from tests.making import entries


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    made = folder.create(tmp_path / "library", entries.PATIENT, readme="")
    yield made
    made.close()


@pytest.fixture
def kept(library: Library) -> Fingerprint:
    staged = library.originals.stage(io.BytesIO(b"content"), lambda: None)
    library.originals.adopt([staged])
    return staged.fingerprint


def answering(task: str, frame: Frame) -> tuple[InlineWorkers, list[dict[str, Any]]]:
    """Workers that answer `task` with `frame`, and the list of what they were asked."""
    asked: list[dict[str, Any]] = []

    def answer(args: dict[str, Any]) -> Iterator[Frame]:
        asked.append({**args, "content": Path(args["path"]).read_bytes()})
        yield frame

    return InlineWorkers({task: lambda: answer}), asked
