"""`labs`: every result of a laboratory as printed, in its own line over time; what a person types; tables."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from recordkeeper.bundle import flowsheet
from recordkeeper.catalogue import labs
from recordkeeper.cli import shapes
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.intake.lab_entry import Typed, type_result
from recordkeeper.library.durable import place_problems
from recordkeeper.library.preparing import choose
from recordkeeper.prepare.labs import GROUPS, series_of
from recordkeeper.prepare.labs_pins import CHOICE, pinned, with_pin
from recordkeeper.prepare.labs_print import own_sheet
from recordkeeper.prepare.labs_table import rows_of, test_name
from recordkeeper.prepare.preparing import PrepareRules
from recordkeeper.records.errors import InputProblem, PlaceProblem
from recordkeeper.records.labs import KeptResult, LabStatus, Series
from recordkeeper.wording.words import Words


@click.group(
    name="labs", help="Blood tests: every number as printed, in its own line.", invoke_without_command=True
)
@click.option(
    "--test", "wanted", metavar="TEST", help="Only this test: its name, as printed too, or its LOINC code."
)
@click.option("--group", type=click.Choice([group for group in GROUPS if group]), help="Only this group.")
@click.option("--record", "record_id", metavar="ID", help="Only what this record says.")
@common_options
@click.pass_context
def command(click_context: click.Context, wanted: str | None, group: str | None, record_id: str | None) -> None:
    if click_context.invoked_subcommand is not None:
        return
    context = click_context.ensure_object(Context)
    words = context.words()
    found = [one for one in _series(context, record_id) if _is(one, wanted, group, words)]
    context.reply({"series": [shapes.lab_series(one, words) for one in found]}, _lines(found, words))


@command.command(name="add", help="Type a result no record holds. DATE is the day of the blood test.")
@click.argument("name")
@click.argument("value")
@click.option("--date", "collected", required=True, metavar="DATE", help="2024-03-05, or as much as is known.")
@click.option("--unit", default="", help="As the paper has it.")
@click.option("--range", "range_", default="", help="The lab's own range.")
@click.option("--flag", default="", help="The lab's own mark.")
@click.option("--lab", default="", help="The lab.")
@common_options
@pass_context
def add(
    context: Context, name: str, value: str, collected: str, unit: str, range_: str, flag: str, lab: str
) -> None:
    entry = Typed(name, value, collected, unit, range_, flag, lab)
    with context.app(writing=True) as app:
        made = app.lanes.writer.submit(type_result, app.library, app.lab_rules(), entry).result()
        kept = labs.get(app.library.catalogue.reader(), made)
    words = context.words()
    context.reply({"result": shapes.lab_point(kept)}, [words.say("labs.typed", name=made)])


@command.command(name="write", help="Write all results to a table, .csv or .xlsx, or by date on paper, .pdf.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@common_options
@pass_context
def write(context: Context, file: Path) -> None:
    words, ending = context.words(), file.suffix.lower()
    if ending not in (".csv", ".xlsx", ".pdf"):
        raise click.UsageError(words.say("errors.table_ending", name=file.name))
    series = _series(context, None)
    count = sum(len(one.points) for one in series)
    if ending == ".pdf":
        _on_paper(context, file)
    else:
        _as_table(series, file, words)
    context.reply({"path": str(file), "rows": count}, [words.say("labs.written", count=count, place=str(file))])


def _as_table(series: Sequence[Series], file: Path, words: Words) -> None:
    from recordkeeper.paper.lab_tables import write_csv, write_xlsx

    try:
        (write_csv if file.suffix.lower() == ".csv" else write_xlsx)(file, rows_of(series, words))
    except OSError as error:
        raise PlaceProblem("place_not_allowed", place=str(file)) from error


def _on_paper(context: Context, file: Path) -> None:
    """InputProblem "no_results" where there is nothing to write."""
    words, today = context.words(), dt.datetime.now().astimezone().date()
    with context.app() as app, place_problems(str(file.parent)):
        rules = PrepareRules.load(app.resources / "rules")
        flow = own_sheet(app.library.catalogue.reader(), rules, words, today)
        if flow is None:
            raise InputProblem("no_results")
        flowsheet.write(app.makers, flow, file.absolute(), words)


@command.command(name="pin", help="Show a test on Home; without TEST, say which are.")
@click.argument("test", required=False)
@click.option("--off", is_flag=True, help="No longer.")
@common_options
@pass_context
def pin(context: Context, test: str | None, off: bool) -> None:
    words = context.words()
    with context.app(writing=test is not None) as app:
        db = app.library.catalogue.reader()
        lines = series_of(labs.all_results(db))
        if test is not None:
            key = next((one.test.key for one in lines if _is(one, test, None, words)), "")
            if not key:
                raise InputProblem("no_such_test", test=test)
            said = with_pin(pinned(db), key, on=not off)
            app.lanes.writer.submit(choose, app.library, CHOICE, said).result()
        keys = pinned(db)
    names = {one.test.key: test_name(one, words) for one in lines}
    told = ", ".join(names.get(key, key) for key in keys)
    context.reply(
        {"pinned": list(keys)}, [words.say("labs.pins", names=told) if keys else words.say("labs.no_pins")]
    )


def _series(context: Context, record_id: str | None) -> tuple[Series, ...]:
    with context.app() as app:
        db = app.library.catalogue.reader()
        found = labs.of_record(db, record_id) if record_id else labs.all_results(db)
    return series_of(found)


def _is(series: Series, wanted: str | None, group: str | None, words: Words) -> bool:
    if group is not None and series.test.group != group:
        return False
    if wanted is None:
        return True
    asked = _plain(wanted)
    names = {series.test.key, series.test.loinc, test_name(series, words), series.name}
    names.update(point.result.name for point in series.points)
    return asked in {_plain(name) for name in names if name}


def _plain(name: str) -> str:
    return "".join(sign for sign in name.casefold() if sign.isalnum())


def _lines(found: Sequence[Series], words: Words) -> Iterator[str]:
    if not found:
        yield words.say("labs.none")
    for series in found:
        unit = series.unit or words.say("labs.no_unit")
        yield f"{test_name(series, words)} ({unit}), {series.lab or words.say('labs.unknown_lab')}"
        for point in series.points:
            yield f"  {_line(point, words)}"


def _line(point: KeptResult, words: Words) -> str:
    result = point.result
    day = words.date(point.day) if point.day else words.say("labs.undated")
    told = [words.say("labs.line", date=day, printed=result.printed, unit=result.unit).rstrip()]
    if result.range:
        told.append(words.say("labs.range", range=result.range))
    if result.flag:
        told.append(words.say("labs.flag", flag=result.flag))
    look = "" if point.status is LabStatus.SURE else f"  [{words.say(f'labs.status.{point.status}')}]"
    return f"{', '.join(told)}{look}  {point.record}{labs.SIGN}{point.id}"
