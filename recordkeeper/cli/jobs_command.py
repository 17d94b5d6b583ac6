"""`jobs`: what needs doing next, in jobs of five minutes, and where one stopped."""

from __future__ import annotations

import datetime as dt

import click

from recordkeeper.catalogue import dating, left_at, overview
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.intake import strangers
from recordkeeper.prepare import five_minutes
from recordkeeper.prepare.five_minutes import FiveMinutes
from recordkeeper.prepare.preparing import PrepareRules, prepared
from recordkeeper.prepare.requests import RequestState, track
from recordkeeper.records.own import OwnList


@click.command(name="jobs", help="What needs doing next, in jobs of five minutes.")
@common_options
@pass_context
def command(context: Context) -> None:
    today = dt.datetime.now().astimezone().date()
    with context.app() as app:
        db, folder = app.library.catalogue.reader(), app.resources / "rules"
        rules = PrepareRules.load(folder)
        found, seen = prepared(db, rules, today), overview.overview(db)
        tracked = track(found.said.of(OwnList.REQUESTS), found.holding, rules.board, today)
        late = sum(each.state is RequestState.OVERDUE for each in tracked)
        waiting = {
            "go_on_adding": len(seen.unfinished),
            "whose": len(strangers.open_groups(db)),
            "dates": len(dating.questions(db)),
            "review": seen.to_review,
            **five_minutes.of_board(found.board, found.said, late),
        }
        slot = next(iter(five_minutes.missing(found.board)), "")
        jobs = FiveMinutes.load(folder).of(waiting, slot)
        left = left_at.last(db)
    words = context.words()
    context.reply(
        {
            "jobs": [
                {
                    "job": job.name,
                    "count": job.count,
                    "batch": job.batch,
                    "minutes": job.minutes,
                    "page": job.page,
                    "slot": job.slot or None,
                }
                for job in jobs
            ],
            "left_at": left.id if left is not None else None,
        },
        (
            words.say(
                f"home.job.{job.name}",
                count=job.batch,
                minutes=job.minutes,
                slot=words.say(f"readiness.slot.{job.slot}") if job.slot else "",
            )
            for job in jobs
        ),
    )
