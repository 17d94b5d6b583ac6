from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.bench.wheels import PLATFORMS, PYTHONS, check, missing, read_pins, table

WINDOWS, MAC_ARM, MAC_INTEL, LINUX, LINUX_ARM = PLATFORMS


def _listing(*wheels: str, marker: str = "") -> dict[str, Any]:
    entries = [{"name": f"thing-1.0-{wheel}.whl", "hashes": {"sha256": wheel}} for wheel in wheels]
    return {"packages": [{"name": "thing", "version": "1.0", "marker": marker, "wheels": entries}]}


def _missing(*wheels: str, marker: str = "") -> set[str]:
    pins = read_pins(_listing(*wheels, marker=marker), frozenset(wheels))
    return {line.removeprefix("thing 1.0: ") for line in missing(pins)}


ALL = {f"{platform.label}, Python {a}.{b}" for platform in PLATFORMS for a, b in PYTHONS}


def test_a_pure_wheel_is_enough_everywhere() -> None:
    assert _missing("py3-none-any") == set()
    assert _missing("py2.py3-none-any") == set()


def test_a_pin_without_wheels_is_missing_everywhere() -> None:
    assert _missing() == ALL
    assert len(ALL) == 20


def test_a_wheel_for_one_python_leaves_the_others_out() -> None:
    left = _missing("cp312-cp312-win_amd64")
    assert ALL - left == {"Windows x64, Python 3.12"}


def test_a_stable_interface_serves_later_pythons() -> None:
    assert ALL - _missing("cp312-abi3-macosx_13_0_universal2") == {
        f"{mac}, Python 3.{minor}" for mac in ("macOS arm64", "macOS x86_64") for minor in (12, 13, 14)
    }


@pytest.mark.parametrize(
    "odd",
    [
        "cp314-cp314t-win_amd64",
        "cp315-abi3.abi3t-win_amd64",
        "cp312-cp312-musllinux_1_2_x86_64",
        "cp312-cp312-win32",
    ],
)
def test_wheels_for_other_builds_and_systems_do_not_count(odd: str) -> None:
    assert _missing(odd) == ALL


def test_a_pin_not_wanted_on_a_system_needs_no_wheel_there() -> None:
    assert _missing(marker="sys_platform == 'win32'") == {line for line in ALL if line.startswith("Windows")}
    assert _missing(marker="python_full_version < '3.12'") == {line for line in ALL if line.endswith("3.11")}


def test_a_wheel_whose_hash_is_not_in_our_lock_does_not_count() -> None:
    pins = read_pins(_listing("py3-none-any"), frozenset())
    assert len(missing(pins)) == 20


def test_the_oldest_system_is_that_of_the_best_wheel() -> None:
    both = ("cp311-abi3-manylinux_2_34_x86_64", "cp311-abi3-manylinux2014_x86_64")
    (pin,) = read_pins(_listing(*both), frozenset(both))
    assert pin.oldest_system(LINUX, (3, 11)) == (2, 17)
    (pin,) = read_pins(_listing(both[0]), frozenset(both))
    assert pin.oldest_system(LINUX, (3, 11)) == (2, 34)
    assert pin.oldest_system(LINUX_ARM, (3, 11)) is None


def test_the_table_names_what_is_missing() -> None:
    told = table(read_pins(_listing("cp311-cp311-win_amd64"), frozenset({"cp311-cp311-win_amd64"})))
    assert "| thing 1.0 | **none for 3.12, 3.13, 3.14** |" in told


def test_the_check_ends_with_one_when_a_wheel_is_missing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    digest = "0f" * 32
    (tmp_path / "lock").write_text(f"thing==1.0 \\\n    --hash=sha256:{digest}\n")
    entry = f'{{ url = "x/thing-1.0-cp311-cp311-win_amd64.whl", hashes = {{ sha256 = "{digest}" }} }}'
    (tmp_path / "listing").write_text(f'[[packages]]\nname = "thing"\nversion = "1.0"\nwheels = [{entry}]\n')
    assert check([str(tmp_path / "listing"), str(tmp_path / "lock")]) == 1
    assert "no wheel: thing 1.0: Windows x64, Python 3.12" in capsys.readouterr().err
