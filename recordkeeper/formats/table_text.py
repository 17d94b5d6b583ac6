"""Tables as lines of text: columns in line where a sheet is wide enough, else a block of "heading: value" a row."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from recordkeeper.formats.flow import CELL_GAP
from recordkeeper.formats.grid import COLUMNS, width_in_cells

Row = Sequence[str]
_NARROWEST = 12  # cells a column keeps when others need room
_MOST_COLUMNS = 40  # of a table; more is not a table to be read


def table_lines(heading: Row, rows: Sequence[Row], width: int = COLUMNS) -> Iterator[str]:
    """Yield the lines of a table. Columns with nothing in them are left out; cells may hold line ends."""
    heading, rows = _filled(heading, rows)
    if not rows:
        if any(heading):
            yield CELL_GAP.join(cell for cell in heading if cell)
        return
    widths = [max(map(_width, column)) for column in zip(*((heading, *rows) if heading else rows), strict=True)]
    if sum(widths) + len(CELL_GAP) * (len(widths) - 1) <= width:
        if heading and any(heading):
            yield from _in_columns(heading, widths)
        for row in rows:
            yield from _in_columns(row, widths)
    elif heading and sum(map(bool, heading)) > 1:
        yield from _as_blocks(heading, rows)
    else:
        for row in rows:
            yield from CELL_GAP.join(cell for cell in row if cell).split("\n")


def aligned(rows: Sequence[Row], width: int = COLUMNS) -> list[str]:
    """Each row as one line, in columns. Where not all fit, the widest give way and their long cells run over."""
    kept = [at for at, column in enumerate(zip(*rows, strict=True)) if any(column)]
    widths = [max(_width(row[at]) for row in rows) for at in kept]
    room = width - len(CELL_GAP) * (len(kept) - 1)
    while sum(widths) > room and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return ["\n".join(_in_columns([row[at] for at in kept], widths)) for row in rows]


def _filled(heading: Row, rows: Sequence[Row]) -> tuple[list[str], list[list[str]]]:
    """Heading and rows of one length, without the columns that are empty in every row."""
    columns = min(_MOST_COLUMNS, max((len(row) for row in (heading, *rows)), default=0))
    padded = [[*row[:columns], *[""] * (columns - len(row))] for row in rows]
    kept = [at for at in range(columns) if any(row[at] for row in padded)] if padded else list(range(columns))
    heads = [*heading[:columns], *[""] * (columns - len(heading))]
    shown = [row for row in ([row[at] for at in kept] for row in padded) if any(row)]
    return ([heads[at] for at in kept] if any(heading) else []), shown


def _width(cell: str) -> int:
    return max(map(width_in_cells, cell.split("\n")))


def _in_columns(row: Row, widths: Sequence[int]) -> Iterator[str]:
    pieces = [cell.split("\n") for cell in row]
    for at in range(max(map(len, pieces))):
        cells = [lines[at] if at < len(lines) else "" for lines in pieces]
        padded = [cell + " " * (wide - width_in_cells(cell)) for cell, wide in zip(cells, widths, strict=True)]
        yield CELL_GAP.join(padded).rstrip()


def _as_blocks(heading: Row, rows: Sequence[Row]) -> Iterator[str]:
    for number, row in enumerate(rows):
        if number:
            yield ""
        for head, cell in zip(heading, row, strict=True):
            if cell:
                first, *others = cell.split("\n")
                yield f"{head.rstrip(':')}: {first}" if head else first
                yield from (f"  {line}" for line in others)
