"""The order of real and made-up series is the one SimpleITK finds; where that is not installed, this says so.

SimpleITK is 60 MB and no part of the program: RECORDKEEPER_SIMPLEITK may name a Python that has it.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from recordkeeper.formats.dicom import read_instance
from recordkeeper.recognise.stacks import stacks_of
from recordkeeper.records.imaging import placed
from tests.making.dicom import SeriesRecipe, make_slice, save

_ASK = """
import json, sys
import SimpleITK
reader = SimpleITK.ImageSeriesReader
reader.SetGlobalWarningDisplay(False)
found = {}
for folder in json.loads(sys.stdin.read()):
    for uid in reader.GetGDCMSeriesIDs(folder):
        found[folder + "|" + uid] = list(reader.GetGDCMSeriesFileNames(folder, uid))
json.dump(found, sys.stdout)
"""


def simpleitk_orders(folders: list[Path]) -> dict[tuple[str, str], list[Path]]:
    """(folder, series) → its files in SimpleITK's order. Skips the test where there is no SimpleITK."""
    python = os.environ.get("RECORDKEEPER_SIMPLEITK", sys.executable)
    has_it = subprocess.run([python, "-c", "import SimpleITK"], capture_output=True, check=False)
    if has_it.returncode != 0:
        pytest.skip("SimpleITK is not installed (RECORDKEEPER_SIMPLEITK may name a Python that has it)")
    asked = json.dumps([str(folder) for folder in folders])
    answer = subprocess.run([python, "-c", _ASK], input=asked, capture_output=True, text=True, check=True)
    orders = {}
    for name, files in json.loads(answer.stdout).items():
        folder, _, uid = name.partition("|")
        orders[folder, uid] = [Path(file) for file in files]
    return orders


def compared(folders: list[Path]) -> list[int]:
    """How long each series was that both put in order; those that come apart into stacks are left out."""
    lengths = []
    for files in simpleitk_orders(folders).values():
        images = [(file, placed(read_instance(file))) for file in sorted(files, key=lambda file: file.name)]
        stacks = stacks_of(images)
        if len(files) > 1 and len(stacks) == 1 and all(len(each.position) == 3 for _, each in images):
            assert list(stacks[0].members) == files
            lengths.append(len(files))
    return lengths


def test_real_series_are_in_simpleitks_order(shared_data: Path) -> None:
    folder = shared_data / "dicom"
    folders = sorted({path.parent for path in folder.rglob("*") if path.is_file()})
    lengths = compared(folders)
    assert len(lengths) >= 5
    assert max(lengths) >= 11


@pytest.mark.parametrize(
    "orientation", [(1, 0, 0, 0, 1, 0), (1, 0, 0, 0, 0, -1), (0, 1, 0, 0, 0, -1), (0.8, 0.6, 0, 0, 0, -1)]
)
def test_made_up_series_whose_numbers_and_names_mislead_are_too(
    tmp_path: Path, orientation: tuple[float, ...]
) -> None:
    across, down = orientation[:3], orientation[3:]
    a, b, c, d, e, f = (*across, *down)
    through = (b * f - c * e, c * d - a * f, a * e - b * d)
    recipe = replace(SeriesRecipe(), slices=9)
    for number in range(1, 10):
        far = 4.0 * (number * 5 % 9)
        built = make_slice(recipe, number)
        built.ImageOrientationPatient = list(orientation)
        built.ImagePositionPatient = [round(part * far, 4) for part in through]
        save(built, tmp_path / "series" / f"IM{number:02}")
    assert compared([tmp_path / "series"]) == [9]
