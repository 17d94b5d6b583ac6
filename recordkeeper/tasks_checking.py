"""What a worker can do to see whether a bundle is sound: open its files as a stranger would."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import Any

from recordkeeper.tasks_rooms import Args, Rooms, single
from recordkeeper.work.frames import Frame
from recordkeeper.work.worker import Task


class CheckingTasks(Rooms):
    """Tasks over the files of a bundle. Arguments and answers are described at each."""

    def referenced_files(self) -> Task:
        """{path of a DICOMDIR} → {files: [[file id component…]…]}."""
        from recordkeeper.formats.dicom_media import referenced_files

        def answer(args: Args) -> Frame:
            return Frame({"files": [list(file.file_id) for file in referenced_files(Path(args["path"]))]})

        return single(answer)

    def inspect(self) -> Task:
        """{path, name, texts?, passwords?} → {condition, pages, sop_instance_uid, person, texts}: does it open.

        `person` is the name and the birth date in the header of an image.
        """

        def answer(args: Args) -> Frame:
            readers = self.readers(args)
            look = readers.read if args.get("texts") else readers.glance
            return Frame(_told(look(Path(args["path"]), args["name"])))

        return single(answer)

    def look_over(self) -> Task:
        """{files: [[path, name, sum?, open?]…], passwords?} → {found: [{sha256?, and as `inspect`}…]}.

        {} for what cannot be read; only what is a file of its own is.
        """

        def one(readers: Any, path: str, name: str, sum_: bool, open_: bool) -> dict[str, Any]:
            try:
                if not stat.S_ISREG(os.lstat(path).st_mode):
                    return {}
                found = {"sha256": _sum(path)} if sum_ else {}
                return found | _told(readers.glance(Path(path), name)) if open_ else found
            except OSError:
                return {}

        def answer(args: Args) -> Frame:
            readers = self.readers(args)
            return Frame({"found": [one(readers, *file) for file in args["files"]]})

        return single(answer)

    def pdf_links(self) -> Task:
        """{path, passwords?} → {links, wrong}: how many links and bookmarks, and those that lead nowhere in it."""
        from recordkeeper.paper.links import look

        def answer(args: Args) -> Frame:
            links, wrong = look(Path(args["path"]), tuple(args.get("passwords", ())))
            return Frame({"links": links, "wrong": wrong})

        return single(answer)

    def check_page(self) -> Task:
        """{page, out, language} → {}: writes what was checked in a bundle as a page to print."""
        from recordkeeper.paper import check_page
        from recordkeeper.records.checked import Checked
        from recordkeeper.records.plain import from_plain

        def answer(args: Args) -> Frame:
            check_page.write(from_plain(Checked, args["page"]), Path(args["out"]), self.words(args["language"]))
            return Frame({})

        return single(answer)


def _told(reading: Any) -> dict[str, Any]:
    """What a glance at a file says of it."""
    from recordkeeper.records.plain import to_plain

    return {
        "condition": reading.condition,
        "pages": reading.page_count,
        "sop_instance_uid": reading.instance.sop_instance_uid if reading.instance else "",
        "person": to_plain(reading.instance.person) if reading.instance else {},
        "texts": [page.text for page in reading.pages],
    }


def _sum(path: str) -> str:
    with open(path, "rb", buffering=0) as file:  # noqa: PTH123 - five thousand times
        return hashlib.file_digest(file, "sha256").hexdigest()
