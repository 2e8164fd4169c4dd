"""How far can an entity's figures be relied on: who reported, how old they are, what disagrees, what was revised?"""

from typing import Any

import polars as pl

from dashboard.page import Page, figure_code
from dashboard.reports import tables
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.summary import of_metric
from dashboard.reports.words import explaining

_SERIES = ["indicator", "scope", "basis", "unit"]


def coverage(page: Page, entity: str) -> list[dict[str, Any]]:
    """Of each series the latest period that a member reported in, the newest first."""
    rows = page.within(page.known.metric("coverage").filter(pl.col("entity") == entity))
    spans = page.known.made(
        "ends of periods", lambda: page.known.table("observation").select("period", "end_month").unique("period")
    )
    dated = rows.join(spans, on="period", how="left").sort("end_month", nulls_last=True)
    latest = dated.unique([*_SERIES, "role"], keep="last")
    return latest.sort("end_month", *_SERIES, descending=[True, *[False] * 4], nulls_last=True).to_dicts()


def coverage_table(page: Page, rows: list[dict[str, Any]]) -> Table:
    """Who reported, series by series."""
    t = page.language.t
    columns = (
        Column("indicator", t("Indicator")),
        Column("period", t("Period")),
        Column("reported", t("Have reported")),
        Column("share", t("Share"), "percent"),
        Column("basis", t("Basis")),
    )
    empty = t("Whose reports are due is not known: no member of this zone is named in the data.")
    return Table(columns, tuple(_coverage_row(page, row) for row in rows), empty)


def _coverage_row(page: Page, row: dict[str, Any]) -> Row:
    words = page.words
    said = page.language.t("{part} of {whole}", part=row["reported"], whole=row["expected"])
    return {
        "indicator": Cell.of(words.indicator(row["indicator"])),
        "period": Cell.of(words.period(row["period"], row["basis"])),
        "reported": Cell.of(said),
        "share": words.figure(row, "value", "PT"),
        "basis": Cell.of(words.basis(row["basis"])),
        **explaining("coverage", row["entity"], figure_code(row)),
    }


def freshness(page: Page, entity: str) -> list[dict[str, Any]]:
    """The latest actual figure of each indicator, the oldest last."""
    rows = page.known.metric("freshness").filter(pl.col("entity") == entity)
    return page.within(rows).sort("value", "indicator").to_dicts()


def freshness_table(page: Page, rows: list[dict[str, Any]]) -> Table:
    """How old each figure is, and who published it."""
    t = page.language.t
    columns = (
        Column("indicator", t("Indicator")),
        Column("period", t("Latest period")),
        Column("age", t("Age")),
        Column("status", t("Status")),
        Column("source", t("Source")),
    )
    return Table(columns, tuple(_freshness_row(page, row) for row in rows), t("No actual figure has been published."))


def _freshness_row(page: Page, row: dict[str, Any]) -> Row:
    words = page.words
    return {
        "indicator": Cell.of(words.indicator(row["indicator"])),
        "period": Cell.of(words.period(row["period"], row["basis"])),
        "age": Cell(words.age(row["actual_end"]), row["value"]),
        "status": Cell.of(page.language.title("status", row["status"])),
        "source": Cell.of(words.publisher(row["source"])),
        **explaining("freshness", row["entity"], figure_code(row)),
    }


def contradictions(page: Page, entity: str) -> Table:
    """Published figures that cannot both be right."""
    disputed = of_metric(page.known, "contradictions", entity, page.within)
    return tables.contradictions(page.words, disputed.to_dicts())


def sentences(page: Page, entity: str) -> list[str]:
    """Who reported at last, how many figures are exact and first hand, how old the newest one is."""
    t, words = page.language.t, page.words
    said = []
    for row in coverage(page, entity)[:1]:
        told = {"part": row["reported"], "whole": row["expected"], "what": words.indicator(row["indicator"]).lower()}
        when = words.period(row["period"], row["basis"])
        said.append(t("{part} of {whole} members have reported {what}, {period}.", **told, period=when))
    for row in page.known.metric("data_quality").filter(pl.col("entity") == entity).to_dicts():
        good = words.figure(row, "value", "PT").text
        first = t(
            "{share} of {count} figures are exact, not estimated and told first hand.", share=good, count=row["figures"]
        )
        said.append(first)
    ages = freshness(page, entity)
    if ages:
        newest, oldest = (words.age(row["actual_end"]) for row in (ages[0], ages[-1]))
        said.append(t("The newest figure speaks of a period that ended {newest}.", newest=newest))
        if newest != oldest:
            said.append(t("The indicator that was told least lately ended {oldest}.", oldest=oldest))
    return said
