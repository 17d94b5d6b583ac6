"""Gaps and slots in sentences."""

from __future__ import annotations

from collections.abc import Mapping

from recordkeeper.records.gaps import Gap, GapKind
from recordkeeper.records.held import Held
from recordkeeper.records.readiness import Slot, SlotState
from recordkeeper.wording.words import Words


def sentence(words: Words, gap: Gap) -> str:
    """What is not whole, in a sentence or two."""
    fields = dict(gap.fields)
    if "what" in fields:
        fields["what"] = words.say(f"gaps.what.{fields['what']}")
    key = f"gaps.{gap.kind}"
    if gap.kind is GapKind.MARKER_MENTIONED_MISSING and gap.record is None:
        key += "_asked"
    elif words.has(f"{key}_undated") and "date" not in fields:
        key += "_undated"
    return words.say(key, **fields)


def note(words: Words, slot: Slot, records: Mapping[str, Held]) -> str:
    """How a slot stands, in one sentence."""
    if slot.state is SlotState.ASKED_FOR and slot.asked is not None:
        if slot.due is None:
            return words.say("readiness.note.asked_for", asked=slot.asked)
        return words.say("readiness.note.asked_for_due", asked=slot.asked, due=slot.due)
    if slot.state is SlotState.PARTLY:
        if slot.why:
            return _with_more(words, slot)
        only = records.get(slot.only_in)
        return words.say("readiness.note.only_in", title=only.title if only else "")
    if slot.state is SlotState.HAVE:
        return _have(words, slot)
    if slot.state is SlotState.NOT_NEEDED and slot.said is None:
        return words.say("readiness.note.not_needed_by_list")
    return words.say(f"readiness.note.{slot.state}")


def _with_more(words: Words, slot: Slot) -> str:
    first = sentence(words, slot.why[0])
    others = len(slot.why) - 1
    return f"{first} {words.say('readiness.note.more', count=others)}" if others else first


def _have(words: Words, slot: Slot) -> str:
    count = len(slot.records)
    if not count:
        return (
            words.say("readiness.note.typed", count=slot.typed) if slot.typed else words.say("readiness.note.have")
        )
    if slot.newest is None:
        return words.say("readiness.note.records", count=count)
    return words.say("readiness.note.records_newest", count=count, date=slot.newest)
