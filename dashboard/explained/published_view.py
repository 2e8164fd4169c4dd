"""What does the page that explains say of a figure as it was published?"""

from typing import Any

import streamlit as st

from dashboard.explained import published_tables as tables
from dashboard.explained.methods import title
from dashboard.explained.published import Published, key_of, published
from dashboard.explained.uses import uses
from dashboard.format import date as written
from dashboard.format import escape_markdown as plain
from dashboard.page import Page, figure_code, published_code, table
from dashboard.reports.model import Cell, Column, Table
from dashboard.reports.tables import sources
from dashboard.reports.words import explaining
from metrics.registry import METRICS


def choices(page: Page, entity: str) -> list[str]:
    """The published figures of an entity as the address names them, the newest of the foremost indicator first."""
    rows = page.known.rows_of(entity, "observation").join(
        page.known.table("indicator").select("indicator", "headline"), on="indicator", how="left"
    )
    order = ("headline", "indicator", "end_month", "scenario", "scope", "basis", "unit", "period")
    newest_first = [name == "end_month" for name in order]
    return [published_code(row) for row in rows.sort(order, descending=newest_first, nulls_last=True).to_dicts()]


def said(page: Page, entity: str, code: str) -> str:
    """A published figure as one is chosen by: indicator, kind, whom it counts, when, unit."""
    key, words = key_of(entity, code), page.words
    parts = (
        words.indicator(key["indicator"]),
        page.language.title("scenario", key["scenario"]),
        words.scope(key["scope"]),
        words.period(key["period"], key["basis"]),
        words.unit(key["unit"]),
    )
    return ", ".join(parts)


def show(page: Page, entity: str, code: str) -> None:
    """The figure, who told it and which counts, what counted before, its sources, and what is computed from it."""
    t, words = page.language.t, page.words
    figure = published(page.known, key_of(entity, code))
    if figure is None:
        st.info(t("This figure is not known here: it may have been withdrawn, or become known later."))
        return
    row = figure.row
    st.header(plain(f"{words.indicator(row['indicator'])}: {words.figure(row).text}"))
    st.markdown(plain(_of_what(page, row)))
    for line in _sentences(page, figure):
        st.markdown(plain(line))
    st.subheader(t("Who told it, and which one counts"))
    table(tables.told(words, figure))
    if figure.known.height > 1:
        st.subheader(t("Which one counted when"))
        table(tables.over_time(words, figure))
    st.subheader(t("Sources"))
    table(sources(words, set(figure.rows["source"])))
    _uses(page, row)


def _of_what(page: Page, row: dict[str, Any]) -> str:
    words = page.words
    parts = (
        words.entity(row["entity"]),
        page.language.title("scenario", row["scenario"]),
        words.scope(row["scope"]),
        words.basis(row["basis"]),
        words.period(row["period"], row["basis"]),
    )
    return " · ".join(parts)


def _sentences(page: Page, figure: Published) -> list[str]:
    """As the file has it and where in it, who published it, since when it is known, and how many others there are."""
    t, row = page.language.t, figure.row
    told = (
        t("As it was published: {figure}", figure=tables.exact(page.words, row)),
        t("published by {publisher}", publisher=page.words.publisher(row["source"])),
        t("known since {day}", day=written(row["known_on"], page.language)),
    )
    place = (tables.file(page.words, row), page.words.file_row(row["source_row"]), row["locator"] or "")
    said = [" · ".join(told), t("Read from: {place}", place=" · ".join(part for part in place if part))]
    others = figure.rows.height - 1
    if others:
        said.append(
            page.language.n(
                "{count} other figure is told of the same; below stands why this one counts.",
                "{count} other figures are told of the same; below stands why this one counts.",
                others,
            )
        )
    return said


def _uses(page: Page, row: dict[str, Any]) -> None:
    """The computed figures that it is a part of; looked for when they are asked for, for that takes every metric."""
    t = page.language.t
    st.subheader(t("What is computed from it"))
    if not st.toggle(t("Show the figures that are computed from it"), key="uses"):
        return
    found = uses(page.known, row).to_dicts()
    columns = (
        Column("metric", t("Metric")),
        Column("entity", t("Entity")),
        Column("period", t("Period")),
        Column("value", t("Value"), "number"),
        Column("reason", t("Why")),
    )
    rows = tuple(
        {
            "metric": Cell.of(title(METRICS[each["metric"]], page.language)),
            "entity": Cell.of(page.words.entity(each["entity"])),
            "period": Cell.of(page.words.period(each["period"], each["basis"])),
            "value": page.words.figure(each, "value", _unit(each)),
            "reason": Cell.of(page.language.title("reason", each["reason"]) if each["reason"] else ""),
            **explaining(each["metric"], each["entity"], figure_code(each)),
        }
        for each in found
    )
    table(Table(columns, rows, t("Nothing is computed from it.")))


def _unit(row: dict[str, Any]) -> str:
    unit = METRICS[row["metric"]].unit
    return str(row["unit"]) if unit == "series" else unit
