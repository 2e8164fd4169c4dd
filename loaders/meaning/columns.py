"""Which columns does a mapping name, and where in the file are they?"""

import polars as pl

from data.errors import UserError
from loaders import clean
from loaders.mapping import Mapping
from loaders.meaning import mapping_keys
from loaders.raw import RawTable
from loaders.sniffing.heading import in_short, same_heading

__all__ = ["OF_REFUSED", "columns", "is_mended", "same_heading", "table"]
#: Headings that only a file of refused rows has.
OF_REFUSED = {"refused_row", "refused_reason"}


def table(raw: RawTable, mapping: Mapping, mapping_name: str) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The columns the mapping names, under the names it gives them, tidied."""
    there = {same_heading(column): column for column in reversed(raw.cells.columns)}
    wanted = columns(mapping)
    for column, key in wanted.items():
        if same_heading(column) not in there:
            raise UserError(
                "{where}: no column {column}.\nFound: {found}.\nRename the heading, or change {key} in {mapping}.",
                where=_place(raw),
                column=repr(column),
                found=in_short(raw.cells.columns),
                key=key,
                mapping=mapping_name,
            )
        if [same_heading(heading) for heading in raw.headings].count(same_heading(column)) > 1:
            raise UserError(
                "{where}: the heading {column} stands there more than once.\nRename one, or change {key} in {mapping}.",
                where=_place(raw),
                column=repr(column),
                key=key,
                mapping=mapping_name,
            )
    named = raw.cells.select(pl.col(there[same_heading(column)]).alias(column) for column in wanted)
    return clean.tidy_table(named, raw.rows, is_plain=raw.is_plain)


def columns(mapping: Mapping) -> dict[str, str]:
    """Every heading the mapping names, with the key that names it."""
    return mapping_keys.headings(mapping)


def is_mended(raw: RawTable) -> bool:
    """Whether this is a file of refused rows, mended: its rows are cut out of a file, each as it is to be read."""
    return set(raw.headings) >= OF_REFUSED


def _place(raw: RawTable) -> str:
    return f"{raw.name}, sheet {raw.sheet!r}" if raw.sheet else raw.name
