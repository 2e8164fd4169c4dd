"""What would a file bring: which of its rows are accepted, refused, worth a look or no data, beside their cells?"""

import re
from pathlib import Path
from typing import Any

import polars as pl
import streamlit as st
from babel.numbers import format_decimal

from dashboard.format import escape_markdown as plain
from dashboard.language import Language
from dashboard.loads import refused_book
from dashboard.page import Page
from dashboard.reports import tables
from dashboard.upload import alias_form, brought
from data.batch import Batch, Warning
from loaders.raw import ROW
from loaders.run import loaders, refused_bytes
from loaders.sniffing.sniffed import Sniffed

_SHOWN = 200
_NUMBER = r"(\d+)$"
_ROW = "row "
#: The details of a warning that are numbers as plain text.
_NUMBERS = ("found", "sum", "other", "usual")
_PLAIN = r"-?\d+(\.\d+)?"


def show(page: Page, batch: Batch, seen: Sniffed | None, by: str) -> None:
    """Counts, then each kind of row beside what the file has in it; nothing is stored yet.

    `by`: who accepts a spelling that is refused as unknown.
    """
    _counts(page, batch)
    cells = _cells(page, seen)
    _refused(page, batch)
    alias_form.show(page, batch, by)
    _warned(page, batch, cells)
    _accepted(page, batch, cells)
    _skipped(page, batch, cells)


def _counts(page: Page, batch: Batch) -> None:
    t = page.language.t
    said = t(
        "{name}: {read} rows = {accepted} accepted + {refused} refused + {skipped} skipped. Nothing is stored yet.",
        name=batch.name,
        read=batch.read,
        accepted=batch.accepted,
        refused=batch.refused_count,
        skipped=batch.skipped,
    )
    st.markdown(plain(said))
    kind = loaders().get(batch.loader, {}).get(page.language.code)
    notes = [t("Kind of file: {kind}.", kind=kind)] if kind else []
    notes += [_reasons(page, batch)] if batch.skipped else []
    if notes:
        st.caption(plain(" ".join(notes)))


def _reasons(page: Page, batch: Batch) -> str:
    """Why rows were skipped, each reason with how many."""
    counts = batch.skipped_rows.group_by("reason", maintain_order=True).len().sort("len", descending=True)
    told = "; ".join(f"{reason(page.language, each)}: {count}" for each, count in counts.iter_rows())
    return page.language.t("Skipped: {reasons}", reasons=told)


def reason(language: Language, told: str) -> str:
    """Why a row is no data, in words; what a mapping of one's own says stands as it is."""
    t = language.t
    proposed = {
        "a total": t("a total"),
        "a total of a part": t("a total of a part"),
        "a row that numbers the columns": t("a row that numbers the columns"),
        "after the end of the table": t("after the end of the table"),
        "a total of all zones": t("a total of all zones"),
        "a total of one section": t("a total of one section"),
        "the heading or the total of a section": t("the heading or the total of a section"),
        "the numbers of the columns": t("the numbers of the columns"),
        "the agreement is no longer in force": t("the agreement is no longer in force"),
        "the row asks to delete a figure": t("the row asks to delete a figure"),
    }
    return proposed.get(told) or t(told)


def _cells(page: Page, seen: Sniffed | None) -> pl.DataFrame:
    """The rows of the file by number; their columns say that they are the file's own."""
    if seen is None:
        return pl.DataFrame(schema={ROW: pl.Int64})
    own = {name: page.language.t("File: {column}", column=name) for name in seen.data.columns if name != ROW}
    return seen.data.rename(own)


def _beside(page: Page, rows: pl.DataFrame, source_rows: pl.Series, cells: pl.DataFrame) -> None:
    """A table with where each row stands, what it says, and the cells it was read from; empty columns are left out."""
    numbers = source_rows.str.extract(_NUMBER).cast(pl.Int64)
    wanted = cells.filter(pl.col(ROW).is_in(numbers.implode()))
    at = _at(page, source_rows).to_frame()
    joined = at.hstack(rows).with_columns(numbers.alias(ROW)).join(wanted, on=ROW, how="left", maintain_order="left")
    shown = joined.drop(ROW)
    wide = {page.language.t("What is odd"): st.column_config.TextColumn(width=620)}
    st.dataframe(shown.select(_filled(shown)), hide_index=True, column_config=wide, placeholder="")


def _at(page: Page, source_rows: pl.Series) -> pl.Series:
    """Where rows stand: the number alone where there is but one table; what a mapping says stands in no row."""
    t = page.language.t
    named = source_rows.str.strip_prefix(_ROW).replace("mapping", t("the answers"))
    return named.alias(t("File row"))


def _refused(page: Page, batch: Batch) -> None:
    if not batch.refused_count:
        return
    t = page.language.t
    st.subheader(page.language.n("{count} row refused", "{count} rows refused", batch.refused_count))
    rows = batch.refused.head(_SHOWN)
    problems = [
        t(row["problem"], **{name: row[name] for name in ("found", "column", "accepted")})
        for row in rows.iter_rows(named=True)
    ]
    told = rows.select(
        _at(page, rows["source_row"]),
        pl.col("column").alias(t("Column")),
        pl.Series(t("Problem"), problems, dtype=pl.String),
        pl.Series(t("What is accepted"), [t(text) for text in rows["accepted"]], dtype=pl.String),
    )
    own = rows.drop("source_row", "column", "found", "problem", "accepted")
    widths = {t("Problem"): 300, t("What is accepted"): 220}
    st.dataframe(
        told.hstack(own.rename(lambda name: t("File: {column}", column=name))),
        hide_index=True,
        column_config={name: st.column_config.TextColumn(width=width) for name, width in widths.items()},
        placeholder="",
    )
    _more(page, batch.refused.height)
    _downloads(page, batch)


def _downloads(page: Page, batch: Batch) -> None:
    t, name = page.language.t, Path(batch.name).name
    with st.container(horizontal=True):
        st.download_button(
            t("Refused rows as XLSX, to mend and load again"),
            data=lambda: refused_book.refused_book(batch, t),
            file_name=f"{name}.refused.xlsx",
            mime=refused_book.MIME,
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            t("the same as CSV"),
            data=lambda: refused_bytes(batch),
            file_name=f"{name}.refused.csv",
            mime="text/csv",
            on_click="ignore",
        )


def _warned(page: Page, batch: Batch, cells: pl.DataFrame) -> None:
    if not batch.warnings:
        return
    count = len(batch.warnings)
    st.subheader(page.language.n("{count} row is worth a look", "{count} rows are worth a look", count))
    told = batch.warnings[:_SHOWN]
    said = pl.DataFrame({page.language.t("What is odd"): [warning_text(page, each) for each in told]})
    _beside(page, said, pl.Series([each.source_row for each in told], dtype=pl.String), cells)
    _more(page, count)


def warning_text(page: Page, warning: Warning) -> str:
    """A warning in the language of the page, with titles in place of codes."""
    return page.language.t(
        warning.message, **{name: _titled(page, name, told) for name, told in warning.details.items()}
    )


def _titled(page: Page, name: str, told: Any) -> Any:
    if name == "row" and str(told).startswith(_ROW):
        return page.language.t("row {number}", number=str(told).removeprefix(_ROW))
    if name in _NUMBERS and re.fullmatch(_PLAIN, str(told)):
        return format_decimal(told, "#,##0.###############", locale=page.language.locale)
    if name == "entity":
        return page.words.entity(told)
    if name in ("indicator", "whole"):
        return page.words.indicator(told)
    return told


def _accepted(page: Page, batch: Batch, cells: pl.DataFrame) -> None:
    for name, frame in batch.frames.items():
        st.subheader(page.language.t("Accepted rows: {table}", table=page.language.title("table", name)))
        rows = frame.head(_SHOWN)
        said = _figures(page, rows) if name == "observation" else brought.rows(page, name, rows)
        _beside(page, said, rows["source_row"], cells)
        _more(page, frame.height)


def _figures(page: Page, rows: pl.DataFrame) -> pl.DataFrame:
    content = tables.figures(page.words, rows)
    shown = [column for column in content.columns if column.id not in ("row", "current") and "value_" not in column.id]
    return pl.DataFrame({each.title: [row[each.id].text for row in content.rows] for each in shown})


def _filled(rows: pl.DataFrame) -> list[str]:
    """The columns that say anything."""
    return [name for name in rows.columns if (rows[name].cast(pl.String).fill_null("") != "").any()]


def _skipped(page: Page, batch: Batch, cells: pl.DataFrame) -> None:
    if not batch.skipped:
        return
    t = page.language.t
    with st.expander(page.language.n("{count} row is no data", "{count} rows are no data", batch.skipped)):
        rows = batch.skipped_rows.head(_SHOWN)
        reasons = pl.DataFrame({t("Reason"): [reason(page.language, each) for each in rows["reason"]]})
        _beside(page, reasons, rows["source_row"], cells)
        _more(page, batch.skipped)


def _more(page: Page, count: int) -> None:
    if count > _SHOWN:
        st.caption(page.language.t("The first {shown} of {all} are shown.", shown=_SHOWN, all=count))
