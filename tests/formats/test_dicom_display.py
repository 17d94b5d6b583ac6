"""Tables and windows are applied as PS3.3 C.7.6.3 and C.11 say."""

from __future__ import annotations

import numpy as np
import pytest
from pydicom.dataset import Dataset

from recordkeeper.formats.dicom_display import described, modality, shown
from recordkeeper.formats.dicom_pixels import Frame
from tests.making.dicom_objects import item


def about(**values: object) -> Dataset:
    data_set = Dataset()
    data_set.PixelRepresentation, data_set.BitsAllocated, data_set.BitsStored = 0, 16, 12
    for keyword, value in values.items():
        setattr(data_set, keyword, value)
    return data_set


def table(descriptor: list[int], data: list[int]) -> Dataset:
    item = Dataset()
    item.add_new("LUTDescriptor", "US", descriptor)
    item.add_new("LUTData", "US", data)
    return item


def of(values: list[list[int]], data_set: Dataset, photometric: str = "MONOCHROME2") -> Frame:
    return Frame(np.array(values, np.uint16), photometric, data_set, 0)


def test_a_modality_table_maps_values_and_holds_its_ends() -> None:
    frame = of([[0, 10, 11, 12, 99]], about(ModalityLUTSequence=[table([3, 10, 16], [100, 200, 300])]))
    assert modality(frame).tolist() == [[100, 100, 200, 300, 300]]


def test_a_voi_table_is_stretched_to_eight_bits() -> None:
    frame = of([[0, 1, 2]], about(VOILUTSequence=[table([3, 0, 12], [0, 2048, 4095])]))
    grey, photometric = shown(frame, None)
    assert (grey.tolist(), photometric) == ([[0, 128, 255]], "MONOCHROME2")


def test_a_window_asked_for_goes_before_the_table() -> None:
    frame = of([[0, 1, 2]], about(VOILUTSequence=[table([3, 0, 12], [4095, 0, 4095])]))
    assert shown(frame, (1.5, 2))[0].tolist() == [[0, 128, 255]]


@pytest.mark.parametrize(("bits", "scale"), [(8, 1), (16, 257)])
def test_palettes_of_eight_and_sixteen_bits(bits: int, scale: int) -> None:
    data_set = about()
    kind = np.uint8 if bits == 8 else np.dtype("<u2")
    for colour, entries in (("Red", [0, 255]), ("Green", [255, 0]), ("Blue", [9, 7])):
        data_set.add_new(f"{colour}PaletteColorLookupTableDescriptor", "US", [2, 5, bits])
        raw = (np.array(entries) * scale).astype(kind).tobytes()
        data_set.add_new(f"{colour}PaletteColorLookupTableData", "OW", raw)
    rgb, photometric = shown(of([[0, 5, 6, 9]], data_set, "PALETTE COLOR"), None)
    assert photometric == "RGB"
    assert rgb.tolist() == [[[0, 255, 9], [0, 255, 9], [255, 0, 7], [255, 0, 7]]]


def test_one_bit_masks_are_black_and_white() -> None:
    grey, _photometric = shown(of([[0, 1]], about(BitsAllocated=1)), None)
    assert grey.tolist() == [[0, 255]]


def test_a_flat_frame_and_not_a_number_are_shown_without_fuss() -> None:
    assert shown(of([[7, 7]], about()), None)[0].tolist() == [[0, 0]]
    odd = Frame(np.array([[0.0, np.nan, 2.0]], np.float32), "MONOCHROME2", about(), 0)
    assert shown(odd, None)[0].tolist() == [[0, 0, 255]]


def test_the_frames_own_window_goes_before_the_shared_one() -> None:
    def group(centre: float) -> Dataset:
        holder, window = Dataset(), Dataset()
        window.WindowCenter, window.WindowWidth = centre, 2
        holder.FrameVOILUTSequence = [window]
        return holder

    data_set = about(SharedFunctionalGroupsSequence=[group(1000)], PerFrameFunctionalGroupsSequence=[group(5)])
    assert shown(of([[0, 9, 2000]], data_set), None)[0].tolist() == [[0, 255, 255]]
    data_set.PerFrameFunctionalGroupsSequence = [Dataset()]
    assert shown(of([[0, 9, 2000]], data_set), None)[0].tolist() == [[0, 0, 255]]


def test_how_a_file_wants_its_image_shown_is_told_in_plain_values() -> None:
    said = about(WindowCenter=[40, 50], WindowWidth=[400, 350], VOILUTFunction="LINEAR_EXACT")
    said.PixelSpacing, said.ImageOrientationPatient = [0.7, 0.5], [1, 0, 0, 0, 1, 0]
    said.PatientOrientation, said.ImageLaterality = ["L", "P"], "R"
    said.ViewPosition = "MLO"
    told = described(of([[0]], said))
    assert told == {
        "window": [40, 400],
        "function": "LINEAR_EXACT",
        "table": False,
        "spacing": [0.7, 0.5],
        "orientation": [1, 0, 0, 0, 1, 0],
        "towards": ["L", "P"],
        "laterality": "R",
        "view": "MLO",
    }


def test_the_view_of_a_mammogram_is_told_in_full_where_only_a_code_is() -> None:
    code = item(CodeValue="R-10242", CodeMeaning="cranio-caudal")
    assert described(of([[0]], about(ViewCodeSequence=[code])))["view"] == "cranio-caudal"


def test_a_file_that_does_not_say_how_to_show_it_tells_nothing() -> None:
    told = described(of([[0]], about(PixelSpacing=[0, 0], PixelAspectRatio=[4, 3])))
    assert told == {
        "window": [], "function": "LINEAR", "table": False, "spacing": [4, 3], "orientation": [], "towards": [],
        "laterality": "", "view": "",
    }  # fmt: skip
