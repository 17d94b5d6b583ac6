"""What was checked, in sentences, and as a page to print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from recordkeeper.bundle.checks import Check
from recordkeeper.library.durable import place_problems
from recordkeeper.records.checked import Checked, CheckedLine
from recordkeeper.records.dates import PartialDate
from recordkeeper.records.plain import to_plain
from recordkeeper.wording.words import Words
from recordkeeper.work.pool import Workers

_SECONDS = 60.0


def checked(bundle: str, checks: Sequence[Check], words: Words, today: PartialDate, program: str) -> Checked:
    """The page as values. A check that is not right is said as such, with what is wrong named."""
    lines = tuple(
        CheckedLine(sentence_of(check, words), check.ok and not check.look, check.detail) for check in checks
    )
    number = next((check.detail for check in checks if check.check == "manifest" and check.ok), "")
    return Checked(bundle, today, program, lines, number)


def sentence_of(check: Check, words: Words) -> str:
    """What was looked at, as it turned out."""
    state = "check" if check.ok and not check.look else "look_check" if check.ok else "not_check"
    return words.say(f"bundles.{state}.{check.check}")


def write_page(page: Checked, out: Path, makers: Workers, words: Words) -> None:
    """Write it at `out`, whole or not at all. PlaceProblem or WorkerFailure."""
    beside = out.with_name(f".{out.name}.part")
    with place_problems(str(out.parent)):
        try:
            asked = {"page": to_plain(page), "out": str(beside), "language": words.language}
            makers.run("check_page", asked, deadline=_SECONDS)
            beside.replace(out)
        finally:
            beside.unlink(missing_ok=True)
