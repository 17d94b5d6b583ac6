"""Fingerprints are SHA-256 sums and nothing else."""

from __future__ import annotations

import hashlib

import pytest

from recordkeeper.records.provenance import Fingerprint


def test_a_fingerprint_is_said_by_its_sum() -> None:
    name = hashlib.sha256(b"abc").hexdigest()
    assert str(Fingerprint(name, 3)) == name


def test_the_same_sum_with_another_size_is_another_fingerprint() -> None:
    name = hashlib.sha256(b"abc").hexdigest()
    assert Fingerprint(name, 3) != Fingerprint(name, 4)


@pytest.mark.parametrize(("sha256", "size"), [("ab", 1), ("", 0), ("a" * 65, 1), ("a" * 64, -1)])
def test_what_is_no_fingerprint_is_refused(sha256: str, size: int) -> None:
    with pytest.raises(ValueError, match="fingerprint"):
        Fingerprint(sha256, size)
