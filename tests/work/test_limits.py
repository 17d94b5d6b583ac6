"""The limits a worker puts on itself, looked at from inside a process that has them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from recordkeeper.work.limits import Limits

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits are tested on Linux")


def _limited(code: str, limits: Limits) -> str:
    program = f"""
import resource
from recordkeeper.work.limits import Limits, limit_this_process
limit_this_process(Limits({limits.memory}, {limits.may_write}))
{code}
"""
    done = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip() or done.stderr.strip().splitlines()[-1]


def test_address_space_and_core_dumps_are_limited() -> None:
    code = "print(resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CORE))"
    assert _limited(code, Limits(2**29)) == f"({2**29}, {2**29}) (0, 0)"


def test_more_than_the_limit_is_a_memory_error() -> None:
    assert _limited("bytearray(2**30)", Limits(2**29)) == "MemoryError"


def test_only_those_who_may_write_can(tmp_path: Path) -> None:
    place = tmp_path / "made"
    code = f"print(open({str(place)!r}, 'wb', buffering=0).write(b'12345'))"
    assert "File too large" in _limited(code, Limits())
    assert _limited(code, Limits(may_write=True)) == "5"


def test_a_limit_cannot_be_raised_again() -> None:
    assert "not allowed" in _limited(
        "import os\nif os.getuid() == 0: os.setuid(65534)\nresource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))",
        Limits(),
    )
