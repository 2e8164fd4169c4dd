"""How do rows come from an engine into memory, and go back to it?"""

from collections.abc import Sequence
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

Frame = nw.LazyFrame[Any]
Rows = nw.DataFrame[Any]


def lazy(native: Any) -> Frame:
    """A frame of any engine as a lazy frame; those of pandas get types that know null, and not NaN for it."""
    frame = nw.maybe_convert_dtypes(nw.from_native(native), dtype_backend="pyarrow")
    told: Frame = frame.lazy()
    return told


def collected(frame: Frame) -> Rows:
    """The rows of a lazy frame of any engine, in memory, as a Polars-backed frame."""
    if frame.implementation.is_pandas():  # by way of Arrow, so that a null stays a null
        return nw.from_native(pl.from_pandas(frame.to_native()), eager_only=True)
    return frame.collect(backend="polars")


def given_back(rows: Rows, inputs: Sequence[Frame]) -> Frame:
    """The rows as a lazy frame of the engine of the inputs, so that other metrics can go on from there."""
    if not inputs or inputs[0].implementation.is_polars():
        return rows.lazy()
    native = inputs[0].to_native()
    if inputs[0].implementation.is_duckdb():
        return lazy(_on_duckdb(native, rows))
    if inputs[0].implementation.is_pandas():
        return lazy(rows.to_native().to_pandas(use_pyarrow_extension_array=True))
    return rows.lazy(backend="pyspark", session=native.sparkSession)


def words(frame: Frame, name: str) -> list[str]:
    """The different texts of a column that has few: Parquet is read by them faster than by a join."""
    return sorted(collected(frame.select(name).unique())[name].drop_nulls().to_list())


def numbered(frame: Frame, by: str) -> Frame:
    """The frame computed once, with `_row`, a number for each row: many rows meet by it faster than by their texts."""
    return settled(frame.with_row_index("_row", order_by=by))


def settled(frame: Frame) -> Frame:
    """The frame computed once, for others to go on from.

    A lazy engine would else compute it again wherever it is used, several times and deeper with each metric.
    """
    if frame.implementation.is_polars():
        return collected(frame).lazy()
    if frame.implementation.is_duckdb():
        return given_back(collected(frame), [frame])
    if frame.implementation.is_pyspark():
        return lazy(frame.to_native().localCheckpoint())
    return frame


def _on_duckdb(relation: Any, rows: Rows) -> Any:
    # Relations of two connections cannot be joined: the rows are looked up by their Python name in that of the input.
    told = rows.to_arrow()  # noqa: F841
    return relation.query("input", "select * from told")
