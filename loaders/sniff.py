"""What is in this file: its heading, its columns, the rows that are no data?"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from data.errors import UserError
from loaders import unseen
from loaders.parsers.delimited import UNPAIRED
from loaders.parsers.grid import Grid, Seen
from loaders.raw import ROW, ReadOptions, column_letter, unique_names
from loaders.sandbox import see
from loaders.sniffing import period_in_text, second_table, sniff_columns, sniff_rows
from loaders.sniffing.heading import Place, locate
from loaders.sniffing.sniffed import Column, RowSeen, Sniffed, Told

_HEAD = 60
_AS_FOUND = ReadOptions()


def look(file: Path | bytes, name: str, options: ReadOptions = _AS_FOUND) -> Sniffed:
    """What is in a file, or in the bytes of an upload; it is parsed in the child process.

    Where no sheet is said and the first holds no figures, the largest of the others is looked at.
    Raises UserError where there is no table.
    """
    seen = see(file, name, options)
    if options.sheet is not None or options.sheet_pattern or options.records or len(seen.sheets) < 2:
        return sniff(seen, options)
    try:
        found: Sniffed | UserError = sniff(seen, options)
    except UserError as error:
        found = error
    others = [sheet for sheet in seen.sheets if sheet.name != seen.grid.sheet and not sheet.is_hidden]
    if others and (isinstance(found, UserError) or not _has_figures(found)):
        largest = max(others, key=lambda sheet: sheet.height * sheet.width)
        again = replace(options, sheet=largest.name)
        found = sniff(see(file, name, again), again)
    if isinstance(found, UserError):
        raise found
    return found


def _has_figures(found: Sniffed) -> bool:
    return any(column.kind == "number" for column in found.columns)


def sniff(seen: Seen, options: ReadOptions = _AS_FOUND) -> Sniffed:
    """What was seen in a file, the sheet of it that `seen` holds; `options` may say the heading rows.

    Raises UserError where there is no heading.
    """
    untidy, grid = seen.grid, _tidy(seen.grid)
    seen = replace(seen, name=seen.name.encode("utf-8", "replace").decode())  # the name of a file may hold any bytes
    place = _place(seen, grid, options)
    names = unique_names(place.names + [""] * (grid.cells.width - len(place.names)))
    body = _body(grid, place, names)
    numbered = sniff_rows.numbering(body)
    body = _without(body, numbered)
    whole = _with_broken(body, grid, names)
    again, begins = second_table.in_sheet(whole)
    body = body.filter(~pl.col(ROW).is_in(again)) if again else body
    rows = _rows(grid, body, whole, names, begins)
    measured, other = sniff_rows.measured(rows.sections, rows.data)
    rows = _rows(grid, body, whole, names, other) if other is not None else rows
    data, columns, below = rows.data, rows.columns, rows.below
    preamble = _preamble(grid, place)
    return Sniffed(
        **{key: getattr(seen, key) for key in ("name", "format", "encoding", "encoding_sure", "delimiter", "packed")},
        sheets=seen.sheets,
        sheet=grid.sheet,
        heading_rows=(grid.rows[place.first], grid.rows[place.last]),
        first_row=data[ROW][0] if data.height else None,
        last_row=data[ROW][-1] if data.height else None,
        rows=data.height,
        broken=grid.broken.height - len({row.row for row in below} & set(grid.broken[ROW]))
        if grid.broken.height
        else 0,
        preamble=preamble,
        title=_title(seen, grid, preamble, measured),
        columns=tuple(columns.values()),
        numbering=numbered,
        totals=rows.totals,
        sections=rows.sections,
        footer=below,
        fill_down=_fill_down(data, columns, grid),
        is_found=_is_found(grid, place),
        data=data,
        beside=rows.beside,
        indented=_indented(untidy, rows, names),
        unseen=tuple(unseen.told(untidy.asides, data[ROW], names, str)),
    )


@dataclass(frozen=True)
class _Rows:
    """What is told of the rows of one table. `below`: those under it, whatever they are."""

    data: pl.DataFrame
    columns: dict[str, Column]
    beside: tuple[str, ...]
    below: tuple[RowSeen, ...]
    totals: tuple[RowSeen, ...]
    sections: tuple[RowSeen, ...]


def _rows(grid: Grid, body: pl.DataFrame, whole: pl.DataFrame, names: list[str], begins: int | None) -> _Rows:
    """`whole`: the body with broken records; `begins`: the row with which another table begins."""
    below = sniff_rows.footer(whole) if begins is None else sniff_rows.other_table(whole, begins)
    data = _without(body, below)
    told = _columns(grid, data, names)
    beside = second_table.beside(told)
    columns = {each.name: replace(each, role="other") if each.name in beside else each for each in told}
    totals = sniff_rows.totals(data, columns)
    return _Rows(data, columns, beside, below, totals, sniff_rows.sections(_without(data, totals), columns))


def _tidy(grid: Grid) -> Grid:
    """The sheet with white space made plain and empty cells null."""
    tidy = pl.all().str.replace_all(r"[\s\x{a0}]+", " ").str.strip_chars()
    cells = grid.cells.select(pl.all().cast(pl.String)).select(tidy).select(pl.when(pl.all() != "").then(pl.all()))
    return Grid(cells, grid.rows, grid.numbers, grid.dates, grid.merged, grid.sheet, grid.broken)


def _place(seen: Seen, grid: Grid, options: ReadOptions) -> Place:
    rows = list(grid.rows.head(5000))
    said = options.heading_rows
    if said and said[0] in rows and said[1] in rows:
        said = (rows.index(said[0]), rows.index(said[1]))
    head = [list(row) for row in grid.cells.head(max(_HEAD, said[1] + 1 if said else 0)).iter_rows()]
    place = locate(head, options.match, said)
    if place is None:
        raise UserError(
            "{name}: no table is seen in it.\nSay which sheet (--sheet); there are: {sheets}.",
            name=seen.name,
            sheets=", ".join(sheet.name for sheet in seen.sheets) or "none",
        )
    return place


def _is_found(grid: Grid, place: Place) -> bool:
    found = locate([list(row) for row in grid.cells.head(_HEAD).iter_rows()], [], None)
    return found is not None and (found.first, found.last) == (place.first, place.last)


def _body(grid: Grid, place: Place, names: list[str]) -> pl.DataFrame:
    """The rows under the heading, without the empty ones, under the names of the columns, with ROW."""
    cells = grid.cells.rename(dict(zip(grid.cells.columns, names, strict=True)))
    body = cells.with_columns(grid.rows.cast(pl.Int64).alias(ROW))[place.last + 1 :]
    filled = body.drop(ROW).select(pl.any_horizontal(pl.all().is_not_null()))  # a heading may be "*"
    return body.filter(filled.to_series()) if names else body


def _with_broken(body: pl.DataFrame, grid: Grid, names: list[str]) -> pl.DataFrame:
    """The rows and the records that do not fit the heading: a legend under a text is such a record."""
    if grid.broken.is_empty() or body.is_empty():
        return body
    cells = [
        pl.col("cells").list.get(place, null_on_oob=True).str.strip_chars().replace("", None).alias(name)
        for place, name in enumerate(names)
    ]
    below = grid.broken.filter((pl.col(ROW) > body[ROW][0]) & (pl.col("problem") != UNPAIRED))  # that may be data
    records = below.select(*cells, pl.col(ROW).cast(pl.Int64))
    return pl.concat([body, records], how="vertical_relaxed").sort(ROW)


def _without(body: pl.DataFrame, rows: tuple[RowSeen, ...]) -> pl.DataFrame:
    return body.filter(~pl.col(ROW).is_in(list({each.row for each in rows}))) if rows else body


def _columns(grid: Grid, data: pl.DataFrame, names: list[str]) -> list[Column]:
    """All columns but those that are empty, heading and all."""
    found = []
    for position, name in enumerate(names):
        own = _flags(grid, grid.numbers, position, data)
        days = _flags(grid, grid.dates, position, data)
        column = sniff_columns.described(name, column_letter(position), data[name], own, days)
        if column.kind != "empty" or name != f"column {column_letter(position)}":
            found.append(column)
    return found


def _flags(grid: Grid, flags: pl.DataFrame, position: int, data: pl.DataFrame) -> pl.Series:
    column = str(position)
    if column not in flags.columns:
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, data.height)
    by_row = pl.DataFrame({ROW: grid.rows.cast(pl.Int64), "is": flags[column]})
    return data.select(ROW).join(by_row, on=ROW, how="left", maintain_order="left")["is"].fill_null(False)


def _preamble(grid: Grid, place: Place) -> tuple[str, ...]:
    rows = grid.cells.head(place.first).iter_rows()
    return tuple(" ".join(cell for cell in row if cell) for row in rows if any(row))


def _title(seen: Seen, grid: Grid, preamble: tuple[str, ...], measured: str | None) -> Told:
    """What the rows above the heading tell, then the name of the sheet, then that of the file; before them all the text
    under the heading that says what the figures below it measure."""
    texts = [*preamble, *([grid.sheet] if grid.sheet else []), seen.name.rsplit(".", 1)[0].replace("_", " ")]
    told = [sniff_columns.told(text) for text in texts]
    united = next((each for each in told if each.unit or each.scale), None)
    alone = next((each for text in preamble if (each := sniff_columns.told(f", {text}")).unit), None)
    united = united or alone
    meanings = {means: found for each in reversed(told) for means, found in each.meanings.items()}
    if measured:
        own = sniff_columns.told_alone(measured)
        united, meanings = own if own.unit else united, meanings | own.meanings
    period = period_in_text.said_by(preamble)
    if not any(each.period and each.period.period for each in told[: len(preamble)]):
        period = next((each.period for each in told if each.period and each.period.period), None)
    return Told(meanings, united.unit if united else None, united.scale if united else None, period)


def _indented(untidy: Grid, rows: _Rows, names: list[str]) -> tuple[str, ...]:
    """Columns of texts of which some begin further to the right than others."""
    is_data = untidy.rows.cast(pl.Int64).is_in(rows.data[ROW].implode())
    texts = [place for place, name in enumerate(names) if name in rows.columns and rows.columns[name].kind == "text"]
    cells = untidy.cells.filter(is_data).select(pl.nth(texts).str.contains(r"^[ \x{a0}\t]{2,}\S"))
    return tuple(names[place] for place, is_in in zip(texts, cells, strict=True) if is_in.any() and not is_in.all())


def _fill_down(data: pl.DataFrame, columns: Mapping[str, Column], grid: Grid) -> tuple[str, ...]:
    """Columns whose empty cells repeat the one above: they are merged, or a filled one begins each group of rows."""
    begins = data[ROW][0] if data.height else 0
    merged = {first for top, first, bottom, _ in grid.merged if bottom > top >= begins}
    letters = {column_letter(position) for position in merged}
    return tuple(
        name
        for name, column in columns.items()
        if column.kind in ("text", "period", "tax number")
        and column.missing.get("", 0)
        and (column.letter in letters or (column.role in ("entity", "region") and _begins_groups(data, name)))
    )


def _begins_groups(data: pl.DataFrame, name: str) -> bool:
    cells = data[name]
    first_letter = data.columns[0]
    return bool(name == first_letter and cells[0] and cells.null_count() * 3 > len(cells) and cells.n_unique() > 2)
