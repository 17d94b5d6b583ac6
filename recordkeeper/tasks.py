"""What a worker can do: the one table that joins formats, recognise and paper for the worker's door.

Each loader imports its room only when the first request for it comes, so that a worker that reads slices never
pays for PDF, and the reverse.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

from recordkeeper.work.frames import Frame, step
from recordkeeper.work.worker import Task, Tasks

Args = dict[str, Any]
_THE_REST = 1e6  # seconds: whatever the task as a whole has left


def worker_tasks(resources: Path) -> Tasks:
    """The tasks by name. Arguments and answers are described at each."""
    load = _Rooms(resources)
    return {
        "take_in": load.take_in,
        "ocr": load.ocr,
        "recognise": load.recognise,
        "signature": load.signature,
        "likeness": load.likeness,
        "unpack": load.unpack,
        "wake": load.wake,
        "render": load.render,
        "frame": load.frame,
        "start_here": load.start_here,
        "packet": load.packet,
        "extract": load.extract,
        "dicom_copy": load.dicom_copy,
        "file_ids": load.file_ids,
        "dicomdir": load.dicomdir,
        "referenced_files": load.referenced_files,
        "inspect": load.inspect,
        "sample": load.sample,
    }


def _single(answer: Callable[[Args], Frame]) -> Task:
    """A task that answers with one frame."""

    def task(args: Args) -> Iterator[Frame]:
        yield answer(args)

    return task


def _in_steps(steps: Generator[float, None, Any]) -> Generator[Frame, None, Any]:
    """Tell our parent how long each step of a reading may take; what is made of it has the rest of the time."""
    stepped = False
    try:
        while True:
            yield step(next(steps))
            stepped = True
    except StopIteration as done:
        if stepped:
            yield step(_THE_REST)
        return done.value


class _Rooms:
    """Loads rooms when they are first needed and keeps what is dear to build: the registry, the rules, words."""

    def __init__(self, resources: Path) -> None:
        self._resources = resources

    @functools.cached_property
    def _registry(self) -> Any:
        from recordkeeper.formats.registry import Registry

        return Registry(self._resources)

    def _readers(self, args: Args) -> Any:
        """The registry, with the passwords that came with a request where files may be locked."""
        return self._registry.with_passwords(tuple(args.get("passwords", ())))

    @functools.cached_property
    def _rules(self) -> Any:
        from recordkeeper.recognise.rules import Rules

        return Rules.load(self._resources / "rules")

    @functools.cache  # noqa: B019 - one object a process, as long-lived as the process
    def _words(self, language: str) -> Any:
        from recordkeeper.wording.words import Words

        return Words.load(self._resources / "wording", language)

    def take_in(self) -> Task:
        """{path, name, country, passwords?} → {reading, documents}: what the bytes say and what they mean.

        A slice of a study is recognised with its study, once all its slices are in: there is no document then.
        """
        from recordkeeper.recognise.study import recognise_study
        from recordkeeper.records.document import Document
        from recordkeeper.records.plain import to_plain

        def answer(args: Args) -> Iterator[Frame]:
            steps = self._readers(args).read_steps(Path(args["path"]), args["name"])
            reading = yield from _in_steps(steps)
            if reading.instance is not None and reading.instance.study_instance_uid:
                yield Frame({"reading": to_plain(reading)})
                return
            if reading.instance is not None:
                found = [Document(recognise_study([reading.instance], rules=self._rules))]
            else:
                found = self._documents(
                    reading.pages,
                    reading.format,
                    reading.title,
                    args["country"],
                    outline=reading.outline,
                    stated=reading.stated,
                )
            yield Frame({"reading": to_plain(reading), "documents": to_plain(found)})

        return answer

    def ocr(self) -> Task:
        """{path, format, page, passwords?} → PageText: the words of a page that is a picture."""
        from recordkeeper.formats.ocr_page import read_page
        from recordkeeper.records.plain import to_plain
        from recordkeeper.records.reading import Format

        def answer(args: Args) -> Frame:
            read = read_page(
                self._readers(args), Path(args["path"]), Format(args["format"]), args["page"], self._ocr
            )
            return Frame(to_plain(read))

        return _single(answer)

    @functools.cached_property
    def _ocr(self) -> Any:
        from recordkeeper.formats.ocr import OcrReader

        return OcrReader()

    def recognise(self) -> Task:
        """{pages: [PageText…], format, title, country} → {documents}: what pages read before mean together."""
        from recordkeeper.records.plain import from_plain, to_plain
        from recordkeeper.records.reading import Format, PageText

        def answer(args: Args) -> Frame:
            pages = [from_plain(PageText, page) for page in args["pages"]]
            found = self._documents(pages, Format(args["format"]), args["title"], args["country"])
            return Frame({"documents": to_plain(found)})

        return _single(answer)

    @functools.cached_property
    def _split_rules(self) -> Any:
        from recordkeeper.recognise.split_rules import SplitRules

        return SplitRules.load(self._resources / "rules", self._rules)

    def _documents(
        self,
        pages: Any,
        form: Any,
        title: str,
        country: str,
        *,
        outline: Any = (),
        stated: Any = None,
    ) -> list[Any]:
        """The documents these pages of one file are; `stated` is what fields of the file say of it."""
        from recordkeeper.recognise.document import recognise
        from recordkeeper.recognise.parts import parts_of

        read = functools.partial(recognise, rules=self._rules, format=form, country=country, stated=stated)
        return parts_of(pages, form, outline, title, rules=self._split_rules, recognise=read)

    def signature(self) -> Task:
        """{path, format} → {signature: hex}: what the first page looks like; "" when it cannot be painted."""
        from recordkeeper.formats.likeness import signature
        from recordkeeper.records.reading import Format

        def answer(args: Args) -> Frame:
            try:
                found = signature(self._registry, Path(args["path"]), Format(args["format"]))
            except (ValueError, IndexError):
                found = b""
            return Frame({"signature": found.hex()})

        return _single(answer)

    def likeness(self) -> Task:
        """{pictures: [hex], originals: [hex]} → {likeness: [float]}: how like each is to its nearest original."""
        from recordkeeper.formats.likeness import SIDE, best_likeness

        def answer(args: Args) -> Frame:
            pictures = [bytes.fromhex(each) or bytes(SIDE * SIDE) for each in args["pictures"]]
            return Frame({"likeness": best_likeness(pictures, [bytes.fromhex(each) for each in args["originals"]])})

        return _single(answer)

    def unpack(self) -> Task:
        """{path, format, passwords?} → each member {member, size}, {} with bytes …, {end}; {refused} if none."""
        from recordkeeper.formats.handler import RefusedArchive
        from recordkeeper.records.reading import Format

        def task(args: Args) -> Iterator[Frame]:
            try:
                for member, chunks in self._readers(args).unpack(Path(args["path"]), Format(args["format"])):
                    yield Frame({"member": member.name, "size": member.size})
                    try:
                        for chunk in chunks:
                            yield Frame({}, chunk)
                        yield Frame({"end": True})
                    except RefusedArchive as refused:
                        yield Frame({"refused": refused.reason_code})
            except RefusedArchive as refused:
                yield Frame({"refused": refused.reason_code})

        return task

    def wake(self) -> Task:
        """{format} → {}: loads the reader of a format, so that the first page asked for does not wait for it."""
        from recordkeeper.records.reading import Format

        def answer(args: Args) -> Frame:
            self._registry.handler(Format(args["format"]))
            return Frame({})

        return _single(answer)

    def render(self) -> Task:
        """{path, format, page, dpi, marks, turn?, skew?, passwords?} → {width, height, mode, turned}, pixels."""
        from recordkeeper.formats.upright import upright
        from recordkeeper.records.provenance import Box
        from recordkeeper.records.reading import Format

        def answer(args: Args) -> Frame:
            marks = tuple(Box(*mark) for mark in args["marks"])
            painted = self._readers(args).render(
                Path(args["path"]), Format(args["format"]), args["page"], args["dpi"], marks
            )
            picture = upright(painted, args.get("turn", 0), args.get("skew", 0.0))
            header = {
                "width": picture.width,
                "height": picture.height,
                "mode": picture.mode,
                "turned": picture.turned,
            }
            return Frame(header, picture.pixels)

        return _single(answer)

    def frame(self) -> Task:
        """{path, index, stage, window} → {rows, columns, dtype, samples, photometric} with the samples."""
        from recordkeeper.formats.dicom_pixels import frame

        def answer(args: Args) -> Frame:
            window = tuple(args["window"]) if args["window"] else None
            header, samples = frame(Path(args["path"]), args["index"], stage=args["stage"], window=window)
            return Frame(dict(header), samples)

        return _single(answer)

    def start_here(self) -> Task:
        """{sheet, out, language} → {}: writes START-HERE.pdf and, beside it, README.txt."""
        from recordkeeper.paper import readme_file, start_here
        from recordkeeper.records.papers import StartSheet
        from recordkeeper.records.plain import from_plain

        def answer(args: Args) -> Frame:
            sheet = from_plain(StartSheet, args["sheet"])
            words, out = self._words(args["language"]), Path(args["out"])
            start_here.write(sheet, out, words)
            readme_file.write(sheet, out.with_name("README.txt"), words)
            return Frame({})

        return _single(answer)

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

            words = self._words(args["language"])
            result = packet.write(plan, Path(args["out"]), words, render=self._paint, begin=begin)
            return Frame(to_plain(result))

        return _single(answer)

    def _paint(self, path: Path, form: Any, page: int, dpi: float) -> Any:
        return self._registry.render(path, form, page, dpi, ())

    def extract(self) -> Task:
        """{source, format, name, first_page, last_page, page_count, out, language} → {problem}: a marked copy.

        `problem` is null when every page is shown; `nothing` is true when none is and nothing was written.
        """
        from recordkeeper.paper import extract
        from recordkeeper.paper.shown import CannotShow
        from recordkeeper.records.reading import Format

        def answer(args: Args) -> Frame:
            try:
                problem = extract.write(
                    Path(args["source"]),
                    (args["first_page"], args["last_page"]),
                    Path(args["out"]),
                    self._words(args["language"]),
                    name=args["name"],
                    made_from=Format(args["format"]),
                    page_count=args["page_count"],
                    render=self._paint,
                )
            except CannotShow as nothing:
                return Frame({"problem": nothing.problem.value, "nothing": True})
            return Frame({"problem": problem.value if problem else None, "nothing": False})

        return _single(answer)

    def dicom_copy(self) -> Task:
        """{files: [[source, out]…]} → {notes: [CopyNote or {problem}…]}: instances as a file-set holds them."""
        from recordkeeper.paper import dicom_copy
        from recordkeeper.records.plain import to_plain

        def one(source: str, out: str) -> Any:
            try:
                return to_plain(dicom_copy.write(Path(source), Path(out)))
            except dicom_copy.CopyProblem as problem:
                return {"problem": problem.reason_code}

        def answer(args: Args) -> Frame:
            return Frame({"notes": [one(source, out) for source, out in args["files"]]})

        return _single(answer)

    def file_ids(self) -> Task:
        """{instances} → {ids: [components, or null where an instance has no place in a file-set]…}."""
        from recordkeeper.paper.dicomdir import assign_file_ids, belongs
        from recordkeeper.records.imaging import InstanceRead
        from recordkeeper.records.plain import from_plain

        def answer(args: Args) -> Frame:
            instances = [from_plain(InstanceRead, plain) for plain in args["instances"]]
            fitting = [instance for instance in instances if belongs(instance)]
            ids = iter(assign_file_ids(fitting))
            return Frame({"ids": [list(next(ids)) if belongs(instance) else None for instance in instances]})

        return _single(answer)

    def dicomdir(self) -> Task:
        """{entries, root, file_set_id} → {}: writes root/DICOMDIR."""
        from recordkeeper.paper import dicomdir
        from recordkeeper.records.papers_media import MediaEntry
        from recordkeeper.records.plain import from_plain

        def answer(args: Args) -> Frame:
            entries = [from_plain(MediaEntry, entry) for entry in args["entries"]]
            dicomdir.write(entries, Path(args["root"]) / "DICOMDIR", file_set_id=args["file_set_id"])
            return Frame({})

        return _single(answer)

    def referenced_files(self) -> Task:
        """{path of a DICOMDIR} → {files: [[file id component…]…]}."""
        from recordkeeper.formats.dicom_media import referenced_files

        def answer(args: Args) -> Frame:
            return Frame({"files": [list(file.file_id) for file in referenced_files(Path(args["path"]))]})

        return _single(answer)

    def inspect(self) -> Task:
        """{path, name, texts?} → {condition, pages, sop_instance_uid, texts}: whether a stranger could open it."""

        def answer(args: Args) -> Frame:
            look = self._registry.read if args.get("texts") else self._registry.glance
            reading = look(Path(args["path"]), args["name"])
            uid = reading.instance.sop_instance_uid if reading.instance else ""
            texts = [page.text for page in reading.pages]
            return Frame(
                {
                    "condition": reading.condition,
                    "pages": reading.page_count,
                    "sop_instance_uid": uid,
                    "texts": texts,
                }
            )

        return _single(answer)

    def sample(self) -> Task:
        """{folder, seed} → {patient}: a heap of made-up records."""
        from recordkeeper.paper.sample import write_sample
        from recordkeeper.records.plain import to_plain

        def answer(args: Args) -> Frame:
            sample = write_sample(Path(args["folder"]), self._resources / "sample", seed=args["seed"])
            return Frame(to_plain(sample))

        return _single(answer)
