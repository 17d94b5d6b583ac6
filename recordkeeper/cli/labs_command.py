"""`labs`: every result of a laboratory as printed, in its own line over time; what a person types; tables."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from recordkeeper.catalogue import labs
from recordkeeper.cli import shapes
from recordkeeper.cli.context import Context, common_options, pass_context
from recordkeeper.intake.lab_entry import Typed, type_result
from recordkeeper.prepare.labs import GROUPS, series_of
from recordkeeper.prepare.labs_table import rows_of, test_name
from recordkeeper.records.errors import PlaceProblem
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


@command.command(name="write", help="Write all results to a table: FILE ends in .csv or .xlsx.")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@common_options
@pass_context
def write(context: Context, file: Path) -> None:
    from recordkeeper.paper.lab_tables import write_csv, write_xlsx

    if file.suffix.lower() not in (".csv", ".xlsx"):
        raise click.UsageError(context.words().say("errors.table_ending", name=file.name))
    words = context.words()
    rows = rows_of(_series(context, None), words)
    try:
        (write_csv if file.suffix.lower() == ".csv" else write_xlsx)(file, rows)
    except OSError as error:
        raise PlaceProblem("place_not_allowed", place=str(file)) from error
    count = len(rows) - 1
    context.reply({"path": str(file), "rows": count}, [words.say("labs.written", count=count, place=str(file))])


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
