"""What a worker can do: the one table that joins formats, recognise and paper for the worker's door.

Each loader imports its room only when the first request for it comes, so that a worker that reads slices never
pays for PDF, and the reverse.
"""

from __future__ import annotations

import json
from itertools import compress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from recordkeeper.tasks_belonging import BelongingTasks
from recordkeeper.tasks_checking import CheckingTasks
from recordkeeper.tasks_reading import ReadingTasks
from recordkeeper.tasks_rooms import Args, single
from recordkeeper.work.frames import Frame
from recordkeeper.work.worker import Task, Tasks

if TYPE_CHECKING:
    from recordkeeper.records.reading import Picture

_SHEET_LONGEST = 800  # pixels a side of a picture on the key-image sheet: 240 an inch


def worker_tasks(resources: Path) -> Tasks:
    """The tasks by name. Arguments and answers are described at each."""
    load = _Tasks(resources)
    return {
        "take_in": load.take_in,
        "ocr": load.ocr,
        "recognise": load.recognise,
        "trace": load.trace,
        "near": load.near,
        "twins": load.twins,
        "pair": load.pair,
        "signature": load.signature,
        "likeness": load.likeness,
        "unpack": load.unpack,
        "wake": load.wake,
        "render": load.render,
        "outline": load.outline,
        "frame": load.frame,
        "presentation": load.presentation,
        "start_here": load.start_here,
        "slip": load.slip,
        "lock": load.lock,
        "carry": load.carry,
        "recovery_sheet": load.recovery_sheet,
        "letter": load.letter,
        "timeline_page": load.timeline_page,
        "packet": load.packet,
        "cut": load.cut,
        "extract": load.extract,
        "unlock": load.unlock,
        "key_sheet": load.key_sheet,
        "flow_sheet": load.flow_sheet,
        "lab_table": load.lab_table,
        "contact_sheet": load.contact_sheet,
        "dicom_copy": load.dicom_copy,
        "file_ids": load.file_ids,
        "dicomdir": load.dicomdir,
        "referenced_files": load.referenced_files,
        "inspect": load.inspect,
        "look_over": load.look_over,
        "pdf_links": load.pdf_links,
        "check_page": load.check_page,
        "sample": load.sample,
    }


class _Tasks(ReadingTasks, BelongingTasks, CheckingTasks):
    """And those that make something of our own."""

    def start_here(self) -> Task:
        """{sheet, folder, language} → {}: writes START-HERE.pdf, README.txt and index.html where the sheet says."""
        from recordkeeper.paper import index_page, label, readme_file, start_here
        from recordkeeper.records.papers import StartSheet
        from recordkeeper.records.plain import from_plain

        def answer(args: Args) -> Frame:
            sheet = from_plain(StartSheet, args["sheet"])
            words, folder = self.words(args["language"]), Path(args["folder"])
            start_here.write(sheet, folder / sheet.places.start, words)
            if sheet.places.readme:
                readme_file.write(sheet, folder / sheet.places.readme, words)
            if sheet.places.index:
                index_page.write(sheet, folder / sheet.places.index, words)
            if sheet.places.label:
                label.write(sheet, folder / sheet.places.label, words)
            return Frame({})

        return single(answer)

    def slip(self) -> Task:
        """{passphrase, bundle, shape, out, language} → {}: writes the slip of a locked bundle."""
        from recordkeeper.paper import slip

        def answer(args: Args) -> Frame:
            words, out = self.words(args["language"]), Path(args["out"])
            slip.write(args["passphrase"], args["bundle"], args["shape"], out, words)
            return Frame({})

        return single(answer)

    def lock(self) -> Task:
        """{path, passphrase} → {}: locks a PDF of ours where it lies."""
        from recordkeeper.paper import locked

        def answer(args: Args) -> Frame:
            locked.lock(Path(args["path"]), args["passphrase"])
            return Frame({})

        return single(answer)

    def carry(self) -> Task:
        """{files, out, passphrase, language} → {}: writes a locked PDF with the files attached."""
        from recordkeeper.paper import locked

        def answer(args: Args) -> Frame:
            files, words = [Path(path) for path in args["files"]], self.words(args["language"])
            locked.carry(files, Path(args["out"]), args["passphrase"], words)
            return Frame({})

        return single(answer)

    def recovery_sheet(self) -> Task:
        """{sheet, out, language} → {}: writes the recovery sheet of a protected library."""
        from recordkeeper.paper import recovery_sheet
        from recordkeeper.records.papers import RecoverySheet
        from recordkeeper.records.plain import from_plain

        def answer(args: Args) -> Frame:
            sheet = from_plain(RecoverySheet, args["sheet"])
            recovery_sheet.write(sheet, Path(args["out"]), self.words(args["language"]))
            return Frame({})

        return single(answer)

    def letter(self) -> Task:
        """{letter, out} → {pages}: writes a letter, as its name ends: .pdf, or .docx (pages: null)."""
        from recordkeeper.paper import letter
        from recordkeeper.records.letter import Letter
        from recordkeeper.records.plain import from_plain

        def answer(args: Args) -> Frame:
            made, out = from_plain(Letter, args["letter"]), Path(args["out"])
            if out.suffix.lower() == ".docx":
                letter.write_docx(made, out)
                return Frame({"pages": None})
            return Frame({"pages": letter.write_pdf(made, out)})

        return single(answer)

    def timeline_page(self) -> Task:
        """{page, out, language} → {left_out}: the timeline on one page; so many events have no room for words."""
        from recordkeeper.paper import timeline_page
        from recordkeeper.records.plain import from_plain
        from recordkeeper.records.story import TimelinePage

        def answer(args: Args) -> Frame:
            page = from_plain(TimelinePage, args["page"])
            left_out = timeline_page.write(page, Path(args["out"]), self.words(args["language"]))
            return Frame({"left_out": left_out})

        return single(answer)

    def packet(self) -> Task:
        """{plan, out, language, under_way} → PacketResult: merges the documents into Packet.pdf.

        `under_way` is a file that holds the number of the item being put in, should that end this process.
        """
        from recordkeeper.paper import packet
        from recordkeeper.records.papers import PacketPlan
        from recordkeeper.records.plain import from_plain, to_plain

        def answer(args: Args) -> Frame:
            plan, under_way = from_plain(PacketPlan, args["plan"]), Path(args["under_way"])

            def begin(number: int) -> None:
                under_way.write_text(str(number), "ascii")

            words = self.words(args["language"])
            result = packet.write(plan, Path(args["out"]), words, render=self._paint, begin=begin)
            return Frame(to_plain(result))

        return single(answer)

    def _paint(self, path: Path, form: Any, page: int, dpi: float) -> Any:
        return self.registry.render(path, form, page, dpi, ())

    def cut(self) -> Task:
        """{packet, cuts: [[first, last, title, out]…], …} → {files: [[[first, last, out]…]…]}.

        Writes each cut as one PDF, or as several where it would be larger than `largest` bytes.
        """
        from recordkeeper.paper.loose import Cut, write

        def answer(args: Args) -> Frame:
            cuts = [Cut(first, last, title, Path(out)) for first, last, title, out in args["cuts"]]
            made = write(
                Path(args["packet"]),
                cuts,
                args["language"],
                first_page=args["first_page"],
                largest=args["largest"],
            )
            return Frame({"files": [[[part.first, part.last, str(part.out)] for part in parts] for parts in made]})

        return single(answer)

    def extract(self) -> Task:
        """{source, format, name, first_page, last_page, page_count, out, language, …} → {problem, nothing}.

        A marked copy. `problem` is null when every page is shown; `nothing` is true when none is and nothing was
        written. `texts` are the pages of a file that has no look of its own, `scans` what OCR read, as ScanText.
        """
        from recordkeeper.paper import extract
        from recordkeeper.paper.shown import CannotShow
        from recordkeeper.records.papers import ScanText
        from recordkeeper.records.plain import from_plain
        from recordkeeper.records.reading import Format

        def answer(args: Args) -> Frame:
            try:
                problem = extract.write(
                    Path(args["source"]),
                    (args["first_page"], args["last_page"]),
                    Path(args["out"]),
                    self.words(args["language"]),
                    name=args["name"],
                    made_from=Format(args["format"]),
                    page_count=args["page_count"],
                    texts=tuple(args.get("texts", ())),
                    scans=tuple(from_plain(ScanText, scan) for scan in args.get("scans", ())),
                    render=self._paint,
                )
            except CannotShow as nothing:
                return Frame({"problem": nothing.problem.value, "nothing": True})
            return Frame({"problem": problem.value if problem else None, "nothing": False})

        return single(answer)

    def unlock(self) -> Task:
        """{source, out, passwords} → {pages}: a copy without password and attachments; null when none opens it."""
        from recordkeeper.paper import unlocked

        def answer(args: Args) -> Frame:
            words = tuple(args["passwords"])
            pages = unlocked.write(Path(args["source"]), Path(args["out"]), words, attachments=False)
            return Frame({"pages": pages})

        return single(answer)

    def key_sheet(self) -> Task:
        """{sheet, out, language} → {pages, failed}: the sheet of marked images; `failed` could not be shown."""
        from recordkeeper.paper import key_sheet
        from recordkeeper.records.key_images import KeySheet
        from recordkeeper.records.plain import from_plain

        def answer(args: Args) -> Frame:
            sheet, words = from_plain(KeySheet, args["sheet"]), self.words(args["language"])
            pages, failed = key_sheet.write(sheet, Path(args["out"]), words, render=_image)
            return Frame({"pages": pages, "failed": failed})

        return single(answer)

    def flow_sheet(self) -> Task:
        """{flow, out, language, placed: {record: [first, last]}, first_page} → {pages}: the flowsheet by itself."""
        from recordkeeper.paper import flow_sheet
        from recordkeeper.records.flow import FlowSheet
        from recordkeeper.records.plain import from_plain

        def answer(args: Args) -> Frame:
            placed = {record: range(first, last + 1) for record, (first, last) in args["placed"].items()}
            flow, words = from_plain(FlowSheet, args["flow"]), self.words(args["language"])
            pages = flow_sheet.write(flow, Path(args["out"]), words, placed, args["first_page"])
            return Frame({"pages": pages})

        return single(answer)

    def lab_table(self) -> Task:
        """{rows, out} → {}: writes a table, CSV or XLSX as the name of `out` ends."""
        from recordkeeper.paper.lab_tables import write_csv, write_xlsx

        def answer(args: Args) -> Frame:
            out = Path(args["out"])
            (write_csv if out.suffix.lower() == ".csv" else write_xlsx)(out, args["rows"])
            return Frame({})

        return single(answer)

    def contact_sheet(self) -> Task:
        """{files: [[path, frame]…], out, who, what, language} → {}: writes a picture of some images of a series."""
        from recordkeeper.paper import contact_sheet

        def answer(args: Args) -> Frame:
            shown = [_image(Path(path), frame) for path, frame in args["files"]]
            words = self.words(args["language"])
            contact_sheet.write(shown, Path(args["out"]), words, who=args["who"], what=args["what"])
            return Frame({})

        return single(answer)

    def dicom_copy(self) -> Task:
        """{files: [[source, out]…], sums?} → {notes: [CopyNote or {problem}…]}: instances as a file-set holds them.

        Without `sums` there is none of a copy that is the same byte for byte, and it is made faster.
        """
        from recordkeeper.paper import dicom_copy
        from recordkeeper.records.plain import to_plain

        def one(source: str, out: str, *, sums: bool) -> Any:
            try:
                return to_plain(dicom_copy.write(Path(source), Path(out), sums=sums))
            except dicom_copy.CopyProblem as problem:
                return {"problem": problem.reason_code}

        def answer(args: Args) -> Frame:
            sums = bool(args.get("sums", True))
            return Frame({"notes": [one(source, out, sums=sums) for source, out in args["files"]]})

        return single(answer)

    def file_ids(self) -> Task:
        """{headers} → {ids: [components, or null where an instance has no place in a file-set]…}.

        Headers are the JSON of InstanceRead, as the catalogue keeps them.
        """
        from recordkeeper.paper.dicomdir import assign_file_ids, belongs
        from recordkeeper.records.imaging import InstanceRead
        from recordkeeper.records.plain import from_plain

        def answer(args: Args) -> Frame:
            instances = [from_plain(InstanceRead, json.loads(header)) for header in args["headers"]]
            at_home = [belongs(instance) for instance in instances]
            ids = iter(assign_file_ids(list(compress(instances, at_home))))
            return Frame({"ids": [list(next(ids)) if fits else None for fits in at_home]})

        return single(answer)

    def dicomdir(self) -> Task:
        """{entries: [[file id, header, transfer syntax]…], root, file_set_id} → {}: writes root/DICOMDIR."""
        from recordkeeper.paper import dicomdir
        from recordkeeper.records.imaging import InstanceRead
        from recordkeeper.records.papers_media import MediaEntry
        from recordkeeper.records.plain import from_plain

        def entry(file_id: list[str], header: str, syntax: str) -> MediaEntry:
            instance = from_plain(InstanceRead, {**json.loads(header), "transfer_syntax_uid": syntax})
            return MediaEntry(tuple(file_id), instance)

        def answer(args: Args) -> Frame:
            entries = [entry(*plain) for plain in args["entries"]]
            dicomdir.write(entries, Path(args["root"]) / "DICOMDIR", file_set_id=args["file_set_id"])
            return Frame({})

        return single(answer)

    def sample(self) -> Task:
        """{folder, seed} → {patient}: a heap of made-up records."""
        from recordkeeper.paper.sample import write_sample
        from recordkeeper.records.plain import to_plain

        def answer(args: Args) -> Frame:
            sample = write_sample(Path(args["folder"]), self.resources / "sample", seed=args["seed"])
            return Frame(to_plain(sample))

        return single(answer)


def _image(path: Path, frame: int) -> Picture | None:
    """An image of a scan as its hospital windows it; None where it cannot be shown."""
    from recordkeeper.formats.dicom_pixels import PixelProblem, picture

    try:
        return picture(path, frame, longest=_SHEET_LONGEST, most=_SHEET_LONGEST**2)
    except (PixelProblem, IndexError):
        return None
