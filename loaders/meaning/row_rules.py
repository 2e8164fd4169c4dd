"""Which rows of a file are data: where do they end, which are left out and why, what do merged cells repeat?"""

from dataclasses import dataclass, replace

import polars as pl

from loaders import clean, refusal
from loaders.mapping import Mapping, Skip
from loaders.meaning.columns import is_mended
from loaders.meaning.mapping_read import Rows
from loaders.meaning.said import folded
from loaders.outcome import SKIPPED
from loaders.raw import ROW, RawTable
from loaders.sniffing import second_table
from loaders.sniffing.heading import same_heading

_AFTER_END = "after the end of the table"
_OUTLINE = r"^(\d+(?:\.\d+)*)\.?(?:\s|$)"
#: A broken record has cells, but nobody knows whether they stand where the heading says.
_BROKEN = " broken"


@dataclass(frozen=True)
class Sorted:
    """`data`: the rows that count, with merged cells filled. `totals`: rows that are totals of them. `skipped`: what is
    left out (ROW, reason). `refused`: rows of another table below. `raw`: the file with merged cells filled, so that a
    refused row can be read alone."""

    data: pl.DataFrame
    totals: pl.DataFrame
    skipped: pl.DataFrame
    refused: pl.DataFrame
    raw: RawTable


def sort_out(raw: RawTable, table: pl.DataFrame, mapping: Mapping) -> Sorted:
    """The rows of a table by what the mapping says of them.

    Rules look at the cells as they stand; what is skipped by its own text ("Итого") is not repeated below it by
    `fill_down`, and `keep` looks at the cells once they are filled. A file of refused rows has lost its order, and its
    cells are filled: there neither `end` nor `fill_down` applies.
    """
    judged = _with_broken(raw, table)
    skipped = _after_end(judged, raw, mapping)
    found = [judged.filter(_applies(rule)).select(ROW, pl.lit(rule.reason).alias("reason")) for rule in mapping.skip]
    skipped = _first(pl.concat([skipped, *found]))
    second = second_table.look(raw, skipped, mapping)
    skipped = _first(pl.concat([skipped, second.skipped]))
    filled = table if is_mended(raw) else _filled(table, skipped, mapping)
    skipped = _first(pl.concat([skipped, *_unwanted(filled, mapping)]))
    totals = [judged.filter(_applies(rule)).select(ROW) for rule in mapping.skip if rule.total]
    return Sorted(
        refusal.without(filled.join(skipped, on=ROW, how="anti", maintain_order="left"), [second.refused]),
        table.filter(pl.col(ROW).is_in(pl.concat([table.select(ROW).clear(), *totals])[ROW].implode())),
        skipped.filter(pl.col(ROW).is_in(_all_rows(raw).implode())),
        second.refused,
        _with_filled(raw, filled, mapping),
    )


def repeated(data: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    """Rows that are another row again by the columns of `duplicates.distinct`: ROW, and `first`, that other row."""
    key = mapping.duplicates.distinct
    if not key:
        return pl.DataFrame(schema={ROW: pl.UInt32, "first": pl.UInt32})
    told = data.with_columns(pl.col(ROW).min().over(key).alias("first"))
    return told.filter(pl.col(ROW) != pl.col("first")).select(ROW, "first")


def _first(skipped: pl.DataFrame) -> pl.DataFrame:
    return skipped.unique(ROW, keep="first", maintain_order=True).sort(ROW)


def _all_rows(raw: RawTable) -> pl.Series:
    return pl.concat([raw.rows.cast(pl.UInt32), raw.broken[ROW].cast(pl.UInt32)])


def _with_broken(raw: RawTable, table: pl.DataFrame) -> pl.DataFrame:
    """The table and the records that do not fit its heading: a legend is often such a record."""
    there = {same_heading(name): place for place, name in enumerate(raw.cells.columns)}
    own = [column for column in table.columns if column != ROW]
    sound = table.with_columns(pl.lit(False).alias(_BROKEN))
    if raw.broken.is_empty():
        return sound
    cells = [pl.col("cells").list.get(there[same_heading(column)], null_on_oob=True).alias(column) for column in own]
    broken = raw.broken.select(*cells, pl.col(ROW).cast(pl.UInt32), pl.lit(True).alias(_BROKEN))
    tidied = broken.with_columns(clean.tidy(broken[column]).alias(column) for column in own)
    return pl.concat([sound, tidied.select(sound.columns)]).sort(ROW)


def _after_end(judged: pl.DataFrame, raw: RawTable, mapping: Mapping) -> pl.DataFrame:
    end = mapping.read.end
    if end is None or is_mended(raw):
        return pl.DataFrame(schema=SKIPPED)
    stop: int | None = end.row
    if end.column:
        cell = pl.col(end.column)
        applies = cell.is_null() & ~pl.col(_BROKEN) if end.empty else cell.str.contains(end.pattern or "")
        stop = judged.filter(applies)[ROW].min()  # type: ignore[assignment]
    if stop is None:
        return pl.DataFrame(schema=SKIPPED)
    rows = _all_rows(raw)
    return rows.filter(rows >= stop).alias(ROW).to_frame().with_columns(pl.lit(_AFTER_END).alias("reason"))


def _applies(rule: Rows) -> pl.Expr:
    cell = pl.col(rule.column)
    if rule.pattern is not None:
        return cell.str.contains(rule.pattern).fill_null(False)
    if rule.equals:
        return _same_word(cell).is_in([folded(word) for word in rule.equals]).fill_null(False)
    if isinstance(rule, Skip) and rule.empty is None:
        level = cell.str.extract(_OUTLINE).str.split(".").list.len()
        found = level > rule.outline_below if rule.outline_below else level < (rule.outline_above or 0)
        return found.fill_null(False)
    return (cell.is_null() if rule.empty else cell.is_not_null()) & ~pl.col(_BROKEN)


def _same_word(cell: pl.Expr) -> pl.Expr:
    return cell.str.to_lowercase().str.replace_all(r"\s+", " ")


def _filled(table: pl.DataFrame, skipped: pl.DataFrame, mapping: Mapping) -> pl.DataFrame:
    is_skipped = pl.col(ROW).is_in(skipped[ROW].implode())
    named = {rule.column: pl.lit(False) for rule in mapping.skip}
    for rule in mapping.skip:
        named[rule.column] = named[rule.column] | (_applies(rule) if not rule.empty else pl.lit(False))
    filled = []
    for column in mapping.read.fill_down:
        above = pl.when(~named.get(column, pl.lit(False))).then(pl.col(column)).forward_fill()
        filled.append(pl.when(pl.col(column).is_null() & ~is_skipped).then(above).otherwise(column).alias(column))
    return table.with_columns(pl.lit(False).alias(_BROKEN)).with_columns(filled).drop(_BROKEN)


def _unwanted(filled: pl.DataFrame, mapping: Mapping) -> list[pl.DataFrame]:
    judged = filled.with_columns(pl.lit(False).alias(_BROKEN))
    return [judged.filter(~_applies(rule)).select(ROW, pl.lit(rule.reason).alias("reason")) for rule in mapping.keep]


def _with_filled(raw: RawTable, filled: pl.DataFrame, mapping: Mapping) -> RawTable:
    there = {same_heading(name): name for name in reversed(raw.cells.columns)}
    names = {there[same_heading(column)]: column for column in mapping.read.fill_down}
    empty = [pl.col(name).is_null() | (pl.col(name).str.strip_chars() == "") for name in names]
    cells = [
        pl.when(is_empty).then(filled[column]).otherwise(name).alias(name)
        for is_empty, (name, column) in zip(empty, names.items(), strict=True)
    ]
    return replace(raw, cells=raw.cells.with_columns(cells)) if cells else raw
