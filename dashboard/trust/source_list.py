"""Where was everything published, and how many figures rest on each source?"""

from typing import Any

import polars as pl
import streamlit as st
from babel.numbers import format_decimal

from dashboard.page import Page, table
from dashboard.reports import tables
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.words import Words


def show(page: Page) -> None:
    """A sentence with the counts, then the sources; of the entity and the years of the bar where they are chosen."""
    content = sources(page)
    n = page.language.n
    figures = sum(int(row["figures"].value or 0) for row in content.rows)
    first = n("{count} source is known.", "{count} sources are known.", len(content.rows))
    st.markdown(
        f"{first} {n('{count} current figure rests on them.', '{count} current figures rest on them.', figures)}"
    )
    table(content)


def sources(page: Page) -> Table:
    """Every source with kind, date and address, how many current figures rest on it, how many stand beside; the one on
    which most rests first. Where an entity is chosen, only those that say anything of it."""
    words, t = page.words, page.language.t
    told = _counted(page)
    rows = page.known.table("source").join(told, left_on="code", right_on="source", how="left")
    rows = rows.with_columns(pl.col("figures", "beside").fill_null(0))
    if page.entity:
        rows = rows.filter(pl.col("figures") + pl.col("beside") > 0)
    rows = rows.sort("figures", "beside", "code", descending=[True, True, False])
    plain = tables.sources(words, None)
    counts = (Column("figures", t("Current figures"), "number", 12), Column("beside", t("Beside them"), "number", 12))
    by_code = {row["code"].value: row for row in plain.rows}
    said = tuple(_row(words, by_code[row["code"]], row) for row in rows.iter_rows(named=True))
    return Table((*plain.columns[1:3], *counts, *plain.columns[3:], plain.columns[0]), said, plain.empty)


def _counted(page: Page) -> pl.DataFrame:
    history = page.known.table("history")
    if page.entity:
        history = history.filter(pl.col("entity") == page.entity)
    told = page.within(history)
    return told.group_by("source").agg(
        figures=pl.col("is_current").sum().cast(pl.Int64), beside=(~pl.col("is_current")).sum().cast(pl.Int64)
    )


def _row(words: Words, row: Row, counted: dict[str, Any]) -> Row:
    return {**row, **{name: Cell(_number(words, counted[name]), counted[name]) for name in ("figures", "beside")}}


def _number(words: Words, count: int) -> str:
    return str(format_decimal(count, locale=words.language.locale))
