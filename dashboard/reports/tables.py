"""Which rows and columns does a summary hold?

A cell is a text for the page and a number for the file; both come from one row of a metric or of the snapshot.
"""

from functools import partial
from typing import Any

import polars as pl

from dashboard import format as write
from dashboard.explained import money_words
from dashboard.reports.dimension_words import dimension
from dashboard.reports.model import Cell, Column, Row, Rows, Table
from dashboard.reports.pair_tables import MOST_BARS, attainment_frame, pair_row, pairs, series_cells
from dashboard.reports.words import PUBLISHED, Words, explaining, figure_code, published_code
from metrics.registry import Metric

__all__ = [
    "MOST_BARS",
    "attainment_frame",
    "contradictions",
    "figure_row",
    "figures",
    "known",
    "of_metric",
    "pair_row",
    "pairs",
    "sources",
]


def known(words: Words, rows: list[dict[str, Any]]) -> Table:
    """Entities without a target, and the foremost thing known of each."""
    t = words.language.t
    columns = (Column("entity", t("Zone or cluster"), width=34), *_figure_columns(words)[1:])
    return Table(columns, tuple(figure_row(words, row) for row in rows), t("Every zone and cluster has a target."))


def figures(words: Words, rows: pl.DataFrame) -> Table:
    """Every figure: value, sign, ends, unit, period, scenario, status, source and row."""
    empty = words.language.t("No figure has been loaded for this entity.")
    return Table(_figure_columns(words), Rows(rows, partial(figure_row, words)), empty)


def _figure_columns(words: Words) -> tuple[Column, ...]:
    t = words.language.t
    return (
        Column("entity", t("Entity"), width=34),
        Column("indicator", t("Indicator"), width=24),
        Column("scope", t("Whom it counts"), width=20),
        Column("basis", t("Basis"), width=18),
        Column("scenario", t("Scenario"), width=14),
        Column("period", t("Period"), width=20),
        Column("value", t("Value"), "number", 20),
        Column("value_sign", t("Sign"), width=8),
        Column("value_lower", t("At least"), "number", 20),
        Column("value_upper", t("At most"), "number", 20),
        Column("unit", t("Unit"), width=14),
        Column("status", t("Status"), width=18),
        Column("current", t("Counts"), width=14),
        Column("source", t("Source"), width=44),
        Column("row", t("File row"), width=22),
        Column("note", t("Note"), width=44),
    )


def figure_row(words: Words, row: dict[str, Any]) -> Row:
    """One published figure as cells; an entity of which nothing is known has only its name."""
    if row.get("indicator") is None:
        return {
            "entity": Cell.of(words.entity(row["entity"])),
            "code": Cell.of(row["entity"]),
            "value": Cell(write.not_reported(words.language)),
        }
    t = words.language.t
    told = money_words.of_figure(row, words.language)
    counts = t("yes") if row.get("is_current", True) else t("another figure wins")
    return {
        **series_cells(words, row),
        **explaining(PUBLISHED, row["entity"], published_code(row)),
        "scenario": Cell.of(words.language.title("scenario", row["scenario"])),
        "period": Cell.of(words.period(row["period"], row["basis"])),
        "age": Cell.of(words.age(row["end_month"])),
        "value": words.figure(row),
        **words.parts(row),
        "status": Cell.of(words.language.title("status", row["status"])),
        "current": Cell.of(counts),
        "publisher": Cell.of(words.publisher(row["source"])),
        "source": Cell.of(words.source(row["source"])),
        "row": Cell.of(words.file_row(row["source_row"])),
        "note": Cell.of("; ".join(part for part in (row["locator"], row["note"], told) if part)),
    }


def contradictions(words: Words, rows: list[dict[str, Any]]) -> Table:
    """Pairs of published figures that cannot both be right, each with both sources."""
    t = words.language.t
    columns = (
        Column("entity", t("Entity"), width=34),
        Column("indicator", t("Indicator"), width=24),
        Column("scope", t("Whom it counts"), width=20),
        Column("rule", t("What disagrees"), width=34),
        Column("first", t("One figure"), "number", 20),
        Column("first_period", t("Period of the one"), width=20),
        Column("first_source", t("Source of the one"), width=44),
        Column("second", t("The other figure"), "number", 20),
        Column("second_period", t("Period of the other"), width=20),
        Column("second_source", t("Source of the other"), width=44),
    )
    return Table(
        columns,
        tuple(_contradiction_row(words, row) for row in rows),
        t("No two published figures contradict each other."),
    )


def _contradiction_row(words: Words, row: dict[str, Any]) -> Row:
    return {
        **series_cells(words, row),
        **explaining("contradictions", row["entity"], figure_code(row)),
        "rule": Cell.of(words.language.title("contradiction_rule", row["rule"])),
        "first": words.figure(row),
        "first_period": Cell.of(words.period(row["period"], row["basis"])),
        "first_source": Cell.of(words.source(row["source"])),
        "second": words.figure(row, "other_value", row["other_unit"]),
        "second_period": Cell.of(words.period(row["other_period"], row["other_basis"])),
        "second_source": Cell.of(words.source(row["other_source"])),
    }


def of_metric(words: Words, metric: Metric, rows: pl.DataFrame) -> Table:
    """A metric's rows under the columns every metric has, then the dimensions its passport declares."""
    t = words.language.t
    columns = (
        Column("entity", t("Entity"), width=34),
        Column("indicator", t("Indicator"), width=24),
        Column("scope", t("Whom it counts"), width=20),
        Column("basis", t("Basis"), width=18),
        Column("period", t("Period"), width=20),
        Column("value", t("Value"), "number", 20),
        Column("value_lower", t("At least"), "number", 20),
        Column("value_upper", t("At most"), "number", 20),
        Column("unit", t("Unit"), width=14),
        Column("coverage", t("Coverage"), "number", 12),
        Column("reason", t("Why"), width=34),
        *(
            Column(f"dim-{name}", words.language.title("dimension", name), _kind(dtype), 16)
            for name, dtype in metric.dimensions.items()
        ),
    )
    empty = t("No figure of this metric is known.")
    return Table(columns, Rows(rows, partial(_metric_row, words, metric)), empty)


def _kind(dtype: Any) -> str:
    return "text" if str(dtype) == "String" else "number"


def _metric_row(words: Words, metric: Metric, row: dict[str, Any]) -> Row:
    unit = row["unit"] if metric.unit == "series" else metric.unit
    return {
        **series_cells(words, row),
        "unit": Cell.of(words.unit(unit)),
        **explaining(metric.id, row["entity"], figure_code(row)),
        "period": Cell.of(words.period(row["period"], row["basis"])),
        "value": words.figure(row, "value", unit),
        **words.parts(row),
        "coverage": Cell("" if row["coverage"] is None else partial(str, row["coverage"]), row["coverage"]),
        "reason": Cell.of(words.language.title("reason", row["reason"]) if row["reason"] else ""),
        **{f"dim-{name}": dimension(words, name, row) for name in metric.dimensions},
    }


def sources(words: Words, used: set[str] | None) -> Table:
    """Where the figures were published; the sources used, or all."""
    t = words.language.t
    columns = (
        Column("code", t("Code"), width=24),
        Column("title", t("Title"), width=60),
        Column("publisher", t("Publisher"), width=30),
        Column("published", t("Published"), width=16),
        Column("kind", t("Kind"), width=18),
        Column("url", t("Address"), "link", 60),
    )
    rows = [row for row in words.known.table("source").sort("code").to_dicts() if used is None or row["code"] in used]
    return Table(columns, tuple(_source_row(words, row) for row in rows), t("No source has been loaded."))


def _source_row(words: Words, row: dict[str, Any]) -> Row:
    return {
        "code": Cell.of(row["code"]),
        "title": Cell.of(row["title"]),
        "publisher": Cell.of(row["publisher"]),
        "published": Cell.of(write.date(row["published"], words.language)),
        "kind": Cell.of(words.language.title("source_kind", row["kind"]) if row["kind"] else ""),
        "url": Cell.of(row["url"] if (row["url"] or "").startswith(("http://", "https://")) else None),
    }
