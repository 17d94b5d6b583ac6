"""A receipt for people, and the exit code it means."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from recordkeeper.catalogue.dating import DateQuestion
from recordkeeper.cli import shapes, stranger_shapes
from recordkeeper.cli.context import Context
from recordkeeper.intake.strangers import About
from recordkeeper.prepare.account import Account
from recordkeeper.prepare.telling import sentence
from recordkeeper.records.intake import Receipt
from recordkeeper.records.kinds import Outcome
from recordkeeper.wording.words import Words

_COULD_NOT_BE_TAKEN = (Outcome.UNREADABLE, Outcome.LOCKED, Outcome.PENDING)


def reply(
    context: Context,
    receipt: Receipt,
    account: Account,
    asked: Sequence[dict[str, Any]] = (),
    *,
    remembered: bool | None = None,
) -> None:
    """Answer with the receipt; exit code 1 when some files could not be taken.

    `asked` are groups somebody is asked about; `remembered` says whether the keyring took a password it was
    given.
    """
    some_not = any(receipt.totals[outcome] for outcome in _COULD_NOT_BE_TAKEN)
    words = context.words()
    data, lines = shapes.receipt(receipt, account, words), list(_lines(receipt, words))
    lines += [sentence(words, gap) for gap in account.gaps]
    lines += [words.say("gaps.photo_run", count=len(run.records)) for run in account.photo_runs]
    lines += [_date_question(each, words) for each in account.dates]
    strangers = [group for group in asked if group["about"] == About.STRANGER]
    data["strangers"], data["unsure"] = strangers, [group for group in asked if group not in strangers]
    for key, found, count in (
        ("cli.strangers", strangers, len(strangers)),
        ("cli.unsure", data["unsure"], sum(group["count"] for group in data["unsure"])),
    ):
        lines += [words.say(key, count=count)] if found else []
        lines += [f"  {line}" for group in found for line in stranger_shapes.lines(group, words)]
    if remembered is not None:
        data["password_remembered"] = remembered
        lines.append(words.say("cli.password_remembered" if remembered else "cli.password_not_remembered"))
    context.reply(data, lines, exit_code=1 if some_not else 0)


def _date_question(asked: DateQuestion, words: Words) -> str:
    return words.say(
        "cli.date_question",
        name=asked.name,
        words=asked.words,
        count=len(asked.records),
        month_first=words.date(asked.month_first),
        day_first=words.date(asked.day_first),
    )


def _lines(receipt: Receipt, words: Words) -> Iterator[str]:
    yield words.say("cli.receipt", intake=receipt.intake, count=sum(receipt.totals.values()))
    for outcome, count in receipt.totals.items():
        if count:
            yield "  " + words.say(f"cli.outcome.{outcome}", count=count)
    for row in receipt.files:
        if row.outcome in _COULD_NOT_BE_TAKEN and row.reason_code:
            yield f"    {row.path}: " + words.say(f"reasons.{row.reason_code}", detail=row.detail)
