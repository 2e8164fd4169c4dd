"""Which figures stand in a column of a mapped file, and for which period?"""

from collections.abc import Iterable
from decimal import Decimal

import polars as pl

from loaders import clean, dates, numbers, qualified, refusal
from loaders.columns import same_heading
from loaders.mapping import Mapping, Value
from loaders.raw import ROW, RawTable
from loaders.rows import cells_of, constant, missing
from loaders.said import PeriodSaid, Said

#: "Almost N" is at least this share of N.
_ALMOST = Decimal("0.9")


def figures(raw: RawTable, table: pl.DataFrame, mapping: Mapping, value: Value) -> Iterable[pl.Expr | pl.Series]:
    """`value` as a plain number in the row's unit; where words qualify it also `comparator`, `lower` and `upper`."""
    reported = clean.without(table[value.column], missing(mapping))
    if not value.qualified:
        return [numeric(raw, table, reported, value.column, mapping, value.scale).alias("value")]
    told = qualified.split(reported)
    plain = numeric(raw, table, told["number"], value.column, mapping, value.scale)
    is_almost = told["is_almost"].fill_null(False)
    absent = constant(None, table.height)
    return [
        plain.alias("value"),
        told["comparator"],
        numbers.scaled(plain, _ALMOST).zip_with(is_almost, absent).alias("lower"),
        plain.zip_with(is_almost, absent).alias("upper"),
    ]


def periods(coded: pl.DataFrame, said: Said | None) -> tuple[pl.Series, pl.DataFrame]:
    """The period of each row as text, and the refused cells where a date was to give it."""
    cells = cells_of(coded, said)
    if not isinstance(said, PeriodSaid) or said.column is None or said.as_ == "text":
        return cells, refusal.none()
    found = dates.periods(cells, said.as_)
    table = coded.select(ROW).with_columns(cells.alias("cell"))
    wrong = pl.col("cell").is_not_null() & found.is_null()
    return found, refusal.where(
        table, wrong, said.column, pl.col("cell"), "{found} is not a date", dates.ACCEPTED[said.as_]
    )


def numeric(
    raw: RawTable, table: pl.DataFrame, cells: pl.Series, column: str, mapping: Mapping, scale: Decimal = Decimal(1)
) -> pl.Series:
    """The cells as plain numbers times the scale; what is no number stays as it is. Excel's own numbers are plain."""
    is_own = _excel_numbers(raw, table, column)
    texts = cells.set(is_own, None)
    mark = numbers.decimal_mark(texts, column, raw.name, mapping.read.decimal)
    return numbers.scaled(cells.zip_with(is_own, numbers.written_plainly(texts, mark)), scale)


def _excel_numbers(raw: RawTable, table: pl.DataFrame, column: str) -> pl.Series:
    there = {same_heading(name): name for name in raw.numbers.columns}
    own = there.get(same_heading(column))
    if own is None:
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, table.height)
    flags = raw.numbers.select(raw.rows.alias(ROW), pl.col(own).alias("own"))
    return table.select(ROW).join(flags, on=ROW, how="left", maintain_order="left")["own"].fill_null(False)
