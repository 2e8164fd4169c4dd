"""Which figures of a workbook are days, because the mapping says that their column holds dates?

A cell that Excel shows as "General" tells 43738 for 30 September 2019; only who knows the column knows it is a day.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

import polars as pl
from pydantic import BaseModel

from loaders.mapping import Mapping as MappingFile
from loaders.meaning.said import DateSaid, PeriodSaid
from loaders.raw import RawTable
from loaders.sniffing.heading import same_heading
from loaders.text import dates

_SERIAL = r"^\d{5}(?:\.\d+)?$"
_OF_DATES = ("year", "quarter", "month", "year_to")


def as_days(raw: RawTable, mapping: MappingFile) -> RawTable:
    """The file with 2019-09-30 in place of 43738 in columns of dates, where a workbook says from when it counts."""
    if raw.epoch is None:
        return raw
    named = {same_heading(column) for column in _dated(mapping)}
    columns = [name for name in raw.cells.columns if same_heading(name) in named]
    days = [_days(raw.cells[name], raw.epoch) for name in columns]
    return replace(raw, cells=raw.cells.with_columns(days)) if days else raw


def _days(cells: pl.Series, epoch: int) -> pl.Series:
    serial = cells.str.strip_chars().str.contains(_SERIAL).fill_null(False)
    found = dates.days(cells.str.strip_chars().set(~serial, None), epoch=epoch)
    return found.zip_with(serial & found.is_not_null(), cells).alias(cells.name)


def _dated(said: object) -> Iterator[str]:
    """The headings of the columns that the mapping says to hold dates."""
    is_date = isinstance(said, DateSaid) or (isinstance(said, PeriodSaid) and said.as_ in _OF_DATES)
    if isinstance(said, DateSaid | PeriodSaid) and is_date and said.column:
        yield said.column
    inner = [value for _, value in said] if isinstance(said, BaseModel) else said
    if isinstance(inner, Mapping):
        inner = list(inner.values())
    if isinstance(inner, list | tuple):
        for each in inner:
            yield from _dated(each)
