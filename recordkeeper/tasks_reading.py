"""What a worker can do with foreign bytes: read, recognise, unpack and paint them."""

from __future__ import annotations

import functools
from collections.abc import Generator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from recordkeeper.tasks_rooms import Args, Rooms, single
from recordkeeper.work.frames import Frame, step
from recordkeeper.work.worker import Task

_THE_REST = 1e6  # seconds: whatever the task as a whole has left


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


class ReadingTasks(Rooms):
    """Tasks over files somebody else made. Arguments and answers are described at each."""

    def take_in(self) -> Task:
        """{path, name, country, passwords?} → {reading, documents}: what the bytes say and what they mean.

        A slice of a study is recognised with its study, once all its slices are in: there is no document then.
        """
        from recordkeeper.recognise.study import recognise_study
        from recordkeeper.records.document import Document
        from recordkeeper.records.plain import to_plain

        def answer(args: Args) -> Iterator[Frame]:
            steps = self.readers(args).read_steps(Path(args["path"]), args["name"])
            reading = yield from _in_steps(steps)
            if reading.instance is not None and reading.instance.study_instance_uid:
                yield Frame({"reading": to_plain(reading)})
                return
            if reading.instance is not None:
                found = [Document(recognise_study([reading.instance], rules=self.rules.imaging))]
            else:
                found = self._documents(
                    reading.pages,
                    reading.format,
                    reading.title,
                    args["country"],
                    outline=reading.outline,
                    stated=reading.stated,
                    labs=reading.labs,
                )
            if reading.stated is not None:  # entries are read by now, and can be many
                reading = replace(reading, stated=replace(reading.stated, coded=()))
            yield Frame({"reading": to_plain(reading), "documents": to_plain(found)})

        return answer

    def ocr(self) -> Task:
        """{path, format, page, passwords?} → PageText: the words of a page that is a picture."""
        from recordkeeper.formats.ocr_page import read_page
        from recordkeeper.records.plain import to_plain
        from recordkeeper.records.reading import Format

        def answer(args: Args) -> Frame:
            read = read_page(
                self.readers(args), Path(args["path"]), Format(args["format"]), args["page"], self._ocr
            )
            return Frame(to_plain(read))

        return single(answer)

    @functools.cached_property
    def _ocr(self) -> Any:
        from recordkeeper.formats.ocr import OcrReader

        return OcrReader()

    def recognise(self) -> Task:
        """{pages: [PageText…], format, title, country, whole?} → {documents}: what pages read before mean together.

        With `whole` they are one document, whatever they look like.
        """
        from recordkeeper.recognise.document import recognise
        from recordkeeper.records.document import Document
        from recordkeeper.records.plain import from_plain, to_plain
        from recordkeeper.records.reading import Format, PageText

        def answer(args: Args) -> Frame:
            pages = [from_plain(PageText, page) for page in args["pages"]]
            form, title, country = Format(args["format"]), args["title"], args["country"]
            if args.get("whole"):
                whole = Document(recognise(pages, rules=self.rules, format=form, country=country))
                found = [self._with_facts(whole, pages, country, ())]
            else:
                found = self._documents(pages, form, title, country)
            return Frame({"documents": to_plain(found)})

        return single(answer)

    @functools.cached_property
    def _split_rules(self) -> Any:
        from recordkeeper.recognise.split_rules import SplitRules

        return SplitRules.load(self.resources / "rules", self.rules)

    def _documents(
        self,
        pages: Any,
        form: Any,
        title: str,
        country: str,
        *,
        outline: Any = (),
        stated: Any = None,
        labs: Any = (),
    ) -> list[Any]:
        """The documents these pages of one file are; `stated` and `labs` are what fields of the file say."""
        from recordkeeper.recognise.document import recognise
        from recordkeeper.recognise.parts import parts_of

        read = functools.partial(recognise, rules=self.rules, format=form, country=country, stated=stated)
        found = parts_of(pages, form, outline, title, rules=self._split_rules, recognise=read)
        coded = stated.coded if stated is not None else ()
        documents = [self._with_facts(each, pages, country, coded, read_labs=not labs) for each in found]
        if labs and documents:
            documents[0] = self._with_stated_labs(documents[0], pages, labs)
        return documents

    def _with_stated_labs(self, document: Any, pages: Any, labs: Any) -> Any:
        """A document with the results its file states, in place of what its text was read for."""
        from recordkeeper.recognise.labs_stated import stated_labs

        return replace(document, labs=stated_labs(labs, pages, self.rules.labs, document.recognition))

    def _with_facts(self, document: Any, pages: Any, country: str, coded: Any, *, read_labs: bool = True) -> Any:
        """A document with what its pages say of the illness and besides it, and results of laboratories on them."""
        from recordkeeper.recognise import labs_read
        from recordkeeper.recognise.background import read_background
        from recordkeeper.recognise.facts import read_facts

        if document.first_page is not None and document.last_page is not None:
            pages = pages[document.first_page - 1 : document.last_page]
        found = document.recognition
        facts = read_facts(pages, rules=self.rules.facts, kind=found.kind, country=country, coded=coded)
        besides = read_background(
            pages,
            rules=self.rules.background,
            dates=self.rules.dates,
            kind=found.kind,
            country=country,
            coded=coded,
            beside=facts,
        )
        document = replace(document, facts=(*facts, *besides))
        if not read_labs:
            return document
        labs = labs_read.read_labs(pages, rules=self.rules.labs, recognition=found, country=country)
        return replace(document, labs=labs)

    def signature(self) -> Task:
        """{path, format} → {signature: hex}: what the first page looks like; "" when it cannot be painted."""
        from recordkeeper.formats.likeness import signature
        from recordkeeper.records.reading import Format

        def answer(args: Args) -> Frame:
            try:
                found = signature(self.registry, Path(args["path"]), Format(args["format"]))
            except (ValueError, IndexError):
                found = b""
            return Frame({"signature": found.hex()})

        return single(answer)

    def likeness(self) -> Task:
        """{pictures: [hex], originals: [hex]} → {likeness: [float]}: how like each is to its nearest original."""
        from recordkeeper.formats.likeness import SIDE, best_likeness

        def answer(args: Args) -> Frame:
            pictures = [bytes.fromhex(each) or bytes(SIDE * SIDE) for each in args["pictures"]]
            return Frame({"likeness": best_likeness(pictures, [bytes.fromhex(each) for each in args["originals"]])})

        return single(answer)

    def unpack(self) -> Task:
        """{path, format, passwords?} → each member {member, size}, {} with bytes …, {end}; {refused} if none."""
        from recordkeeper.formats.handler import RefusedArchive
        from recordkeeper.records.reading import Format

        def task(args: Args) -> Iterator[Frame]:
            try:
                for member, chunks in self.readers(args).unpack(Path(args["path"]), Format(args["format"])):
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
            self.registry.handler(Format(args["format"]))
            return Frame({})

        return single(answer)

    def render(self) -> Task:
        """{path, format, page, dpi, marks, turn?, skew?, passwords?} → {width, height, mode, turned}, pixels."""
        from recordkeeper.formats.upright import upright
        from recordkeeper.records.provenance import Box
        from recordkeeper.records.reading import Format

        def answer(args: Args) -> Frame:
            marks = tuple(Box(*mark) for mark in args["marks"])
            painted = self.readers(args).render(
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

        return single(answer)

    def outline(self) -> Task:
        """{path, format, passwords?} → {outline: [OutlineEntry…]}: the table of contents a file brings along."""
        from recordkeeper.records.plain import to_plain
        from recordkeeper.records.reading import Format

        def answer(args: Args) -> Frame:
            found = self.readers(args).outline(Path(args["path"]), Format(args["format"]))
            return Frame({"outline": to_plain(found)})

        return single(answer)

    def presentation(self) -> Task:
        """{path} → how a presentation state wants its images shown (formats/dicom_presentation), bits after it."""
        from recordkeeper.formats.dicom_presentation import presentation

        def answer(args: Args) -> Frame:
            return Frame(*presentation(Path(args["path"])))

        return single(answer)

    def frame(self) -> Task:
        """{path, index, stage, window, covered} → {marks} and the header of formats/dicom_pixels.frame.

        The samples follow, and `marks` bytes of the file's overlays, a bit a pixel.
        """
        from recordkeeper.formats.dicom_pixels import marked_frame

        def answer(args: Args) -> Frame:
            window = tuple(args["window"]) if args["window"] else None
            stage = args["stage"]
            header, samples, marks = marked_frame(
                Path(args["path"]), args["index"], stage=stage, window=window, covered=bool(args.get("covered"))
            )
            return Frame({**header, "marks": len(marks)}, samples + marks)

        return single(answer)
