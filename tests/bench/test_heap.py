from __future__ import annotations

from pathlib import Path

from recordkeeper.formats.dicom import read_instance
from tests.bench import heap


def test_the_same_seed_writes_the_same_words_and_another_does_not() -> None:
    def words(seed: int) -> list[list[str]]:
        return list(heap.report_pages(3, seed))

    assert words(1) == words(1) != words(2)


def test_reports_have_as_many_pages_and_files_as_asked_for(tmp_path: Path) -> None:
    import pymupdf

    loose = heap.write_reports(tmp_path / "loose", 9)
    even = heap.write_reports(tmp_path / "even", 6, files=2)
    for files, pages in ((loose, [1, 2, 3, 3]), (even, [3, 3])):
        assert [pymupdf.open(file).page_count for file in files] == pages


def test_every_report_carries_its_identifier_and_fits_on_its_page(tmp_path: Path) -> None:
    import pymupdf

    (file,) = heap.write_reports(tmp_path, 1)
    document = pymupdf.open(file)
    assert heap.identifier(0) in document[0].get_text()
    assert all(document[0].rect.contains(box) for _, box in document[0].get_bboxlog())


def test_scans_are_so_many_slices_in_four_series(tmp_path: Path) -> None:
    files = heap.write_scans(tmp_path, 10, side=8)
    read = [read_instance(file) for file in files]
    assert len({one.sop_instance_uid for one in read}) == 10
    assert len({one.series_instance_uid for one in read}) == heap.SERIES
    assert len({one.study_instance_uid for one in read}) == 1
