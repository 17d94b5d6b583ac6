"""What a worker can do about what belongs together. Texts are foreign, and comparing many takes a processor."""

from __future__ import annotations

import functools
from typing import Any

from recordkeeper.tasks_rooms import Args, Rooms, single
from recordkeeper.work.frames import Frame
from recordkeeper.work.worker import Task


class BelongingTasks(Rooms):
    """Tasks over documents that are recognised. Arguments and answers are described at each."""

    @functools.cached_property
    def _belonging(self) -> Any:
        from recordkeeper.recognise.trace import BelongingRules

        return BelongingRules.load(self.resources / "rules")

    def trace(self) -> Task:
        """{texts: [[page, text]…], kind, title, dates: [DateRead…], country} → Trace."""
        from recordkeeper.recognise.trace import trace_of
        from recordkeeper.records.document import DateRead
        from recordkeeper.records.kinds import Kind
        from recordkeeper.records.plain import from_plain, to_plain
        from recordkeeper.records.reading import PageText

        def answer(args: Args) -> Frame:
            found = trace_of(
                [PageText(page, text) for page, text in args["texts"]],
                Kind(args["kind"]),
                args["title"],
                [from_plain(DateRead, each) for each in args["dates"]],
                rules=self.rules,
                belonging=self._belonging,
                country=args["country"],
            )
            return Frame(to_plain(found))

        return single(answer)

    def near(self) -> Task:
        """{filed: [[record, [number…]]…], fresh: [record…]} → {pairs: [[one, other]…]} worth comparing."""
        from recordkeeper.recognise.twin_index import TwinIndex

        def answer(args: Args) -> Frame:
            fresh = set(args["fresh"])
            index = TwinIndex(args["filed"])
            return Frame({"pairs": list(index.pairs(each for each in args["filed"] if each[0] in fresh))})

        return single(answer)

    def twins(self) -> Task:
        """{records: [TwinCandidate…], pairs: [[one, other]…]} → {found: [Twinship…]}: those of one text."""
        from recordkeeper.recognise.twins import judge
        from recordkeeper.records.belonging import ONE_TEXT, TwinCandidate
        from recordkeeper.records.plain import from_plain, to_plain

        def answer(args: Args) -> Frame:
            records = {each.id: each for each in (from_plain(TwinCandidate, plain) for plain in args["records"])}
            judged = (
                judge(records[one], records[other], rules=self._belonging.twins) for one, other in args["pairs"]
            )
            return Frame({"found": [to_plain(each) for each in judged if each.likeness in ONE_TEXT]})

        return single(answer)

    def pair(self) -> Task:
        """{people: [[PairCandidate…]…]} → {found: [Pairing…]}, each within the records of one person."""
        from recordkeeper.recognise.pairing import pair
        from recordkeeper.records.belonging import PairCandidate
        from recordkeeper.records.plain import from_plain, to_plain

        def answer(args: Args) -> Frame:
            people = [[from_plain(PairCandidate, plain) for plain in records] for records in args["people"]]
            rules = self._belonging.pairing
            return Frame({"found": [to_plain(each) for records in people for each in pair(records, rules=rules)]})

        return single(answer)
