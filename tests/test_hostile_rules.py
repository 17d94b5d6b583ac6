"""What holds against hostile and broken files, one line a rule, and the test that stands for it.

A rule whose test is gone or renamed turns this red; the tests themselves say what holds.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent

# ruff: noqa: E501 - a rule and its test are one line
RULES = {
    # Bombs, refused before they grow.
    "a deflated DICOM file is inflated in steps with an end": "formats/test_dicom_walk.py::test_a_deflate_bomb_is_refused_in_steps",
    "frames of more pixels than a screen can need are refused before decoding": "formats/test_dicom_pixels.py::test_a_frame_of_four_thousand_million_pixels_is_refused_before_decoding",
    "sequences in sequences are walked, not recursed into": "formats/test_dicom_walk.py::test_nesting_of_any_depth_is_walked_without_recursion",
    "a maker's private megabytes are skipped": "formats/test_dicom_walk.py::test_a_vendors_megabyte_is_skipped_by_its_length",
    "a page of any size is painted at a size that fits": "formats/test_pdf.py::test_a_huge_page_is_painted_small",
    "a picture of too many pixels is never decoded": "formats/test_picture.py::test_a_picture_of_too_many_pixels_is_never_decoded",
    "XML entities are neither multiplied nor fetched": "formats/test_xml_tree.py::test_entities_are_neither_multiplied_nor_fetched",
    "an archive that grows too much is refused at once": "formats/test_archive.py::test_a_bomb_is_refused_at_once_and_in_little_memory",
    "bytes that come out are counted, not those a header claims": "formats/test_archive_zip.py::test_a_bomb_is_refused_before_anything_comes_out",
    "archives in archives share one room": "intake/test_hostile_heap.py::test_archives_that_are_harmless_one_by_one_share_one_room",
    "every bomb is dealt with in seconds": "intake/test_hostile_heap.py::test_a_bomb_is_contained_within_seconds",
    "a heap of bombs costs the program itself hardly any memory": "intake/test_hostile_heap.py::test_a_heap_of_bombs_is_kept_whole_and_costs_the_program_no_memory",
    # Names are data.
    "names in a ZIP lead nowhere": "formats/test_archive_zip.py::test_hostile_names_are_only_names",
    "names in any archive lead nowhere": "intake/test_hostile_heap.py::test_awkward_names_in_an_archive_are_only_names",
    "names on a disk may be any bytes": "intake/test_hostile_heap.py::test_awkward_names_on_a_disk_all_come_in",
    "a DICOMDIR names nothing outside its folder": "formats/test_dicom_media.py::test_names_that_leave_the_folder_are_left_out",
    "a DICOMDIR is a hint: names that lost their case are found": "intake/test_river.py::test_a_disc_whose_names_lost_their_case_is_the_same_disc",
    "a DICOMDIR of other bytes names nothing": "formats/test_dicom_media.py::test_other_bytes_name_nothing",
    # Workers.
    "a reader's memory has a limit": "work/test_limits.py::test_more_than_the_limit_is_a_memory_error",
    "a reader cannot write files": "work/test_pool.py::test_a_reader_cannot_write_files",
    "a reader's time has a limit": "work/test_pool.py::test_the_deadline_ends_a_task_within_half_a_second",
    "no limit can be raised again": "work/test_limits.py::test_a_limit_cannot_be_raised_again",
    "no core is dumped": "work/test_limits.py::test_address_space_and_core_dumps_are_limited",
    "a reader that crashes or hangs costs only its own file": "work/test_pool.py::test_each_trouble_is_named_and_costs_only_its_own_task",
    "what a worker sends is checked for its length": "work/test_frames.py::test_absurd_lengths_are_refused_before_they_are_read",
    "any bytes from a worker are a frame or none": "work/test_frames.py::test_any_bytes_are_a_frame_or_no_frame_and_nothing_else",
    "nothing that comes from a worker is unpickled": "test_architecture.py::test_every_module_keeps_to_its_room",
    "what cannot be read is kept byte for byte": "intake/test_hostile_heap.py::test_what_cannot_be_parsed_is_kept_byte_for_byte",
    # Formats.
    "a program in a DICOM preamble does not go out": "paper/test_dicom_copy.py::test_a_program_in_the_preamble_is_not_carried_along",
    "a TIFF preamble is legitimate": "paper/test_dicom_copy.py::test_a_tiff_preamble_is_legitimate_and_stays",
    "scripts, links and attachments of a PDF do not go out": "paper/test_packet.py::test_scripts_links_and_attachments_of_a_source_do_not_come_along",
    "a program attached to a PDF is no record": "formats/test_pdf_inside.py::test_an_attachment_that_is_a_program_or_its_settings_is_no_record",
    "an attachment that grows is refused": "formats/test_pdf_inside.py::test_an_attachment_that_grows_is_refused",
    "an office document's outside parts are not fetched": "formats/test_office.py::test_relations_that_point_outside_lead_nowhere",
    "a mail's attachments keep their names as data": "formats/test_mail.py::test_names_of_attachments_are_decoded_and_stay_data",
    "no script, link, attachment or program in a file is followed or run": "stories/test_nothing_runs.py::test_nothing_in_a_file_is_run_or_followed",
    "what is kept cannot be run": "stories/test_nothing_runs.py::test_what_is_kept_cannot_be_run",
    # Around them.
    "files that come and go lie inside the library, and are swept": "library/test_originals.py::test_a_sweep_empties_staging_and_touches_nothing_else",
    "no file is left outside the library": "stories/test_nothing_runs.py::test_nothing_is_left_outside_the_library",
    "logs and reports tell nothing of a person": "stories/test_poisoned.py::test_no_word_of_a_person_comes_into_logs_or_reports",
    "names of files we make are taken by every system": "bundle/test_names.py::test_any_title_becomes_a_name_every_system_takes",
    "a bundle from elsewhere is checked without unpacking what leads elsewhere": "bundle/test_verify.py::test_an_archive_with_names_that_lead_elsewhere_is_not_unpacked",
    "no network is asked": "stories/test_no_network.py::test_records_come_in_are_found_and_go_out_without_any_network",
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
def test_a_test_stands_for_the_rule(rule: str) -> None:
    file, _, name = RULES[rule].partition("::")
    tree = ast.parse((HERE / file).read_text(encoding="utf-8"))
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
