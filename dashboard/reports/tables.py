"""Which rows and columns does a summary hold?

A cell is a text for the page and a number for the file; both come from one row of a metric or of the snapshot.
"""

from typing import Any

import polars as pl

from dashboard import format as write
from dashboard.explained import money_words
from dashboard.reports.dimension_words import dimension
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.words import EXPLAINS, PUBLISHED, Words, figure_code, published_code
from metrics.registry import Metric

MOST_BARS = 15


def pairs(words: Words, rows: list[dict[str, Any]]) -> Table:
    """Targets with their actual figures: as texts, as numbers, and as who published them."""
    t = words.language.t
    columns = (
        Column("entity", t("Zone or cluster"), width=34),
        Column("indicator", t("Indicator"), width=24),
        Column("scope", t("Whom it counts"), width=20),
        Column("basis", t("Basis"), width=18),
        Column("unit", t("Unit"), width=14),
        Column("actual", t("Actual"), "number", 20),
        Column("actual_sign", t("Actual: sign"), width=8),
        Column("actual_lower", t("Actual: at least"), "number", 20),
        Column("actual_upper", t("Actual: at most"), "number", 20),
        Column("actual_period", t("Actual: period"), width=20),
        Column("target", t("Target"), "number", 20),
        Column("target_sign", t("Target: sign"), width=8),
        Column("target_period", t("Target: period"), width=20),
        Column("attainment", t("Attainment, %"), "percent", 13),
        Column("attainment_lower", t("Attainment: at least, %"), "percent", 13),
        Column("attainment_upper", t("Attainment: at most, %"), "percent", 13),
        Column("standing", t("Standing"), width=20),
        Column("reason", t("Why"), width=40),
        Column("actual_source", t("Source of the actual figure"), width=44),
        Column("target_source", t("Source of the target"), width=44),
    )
    return Table(columns, tuple(pair_row(words, row) for row in rows), t("No target has been published."))


def pair_row(words: Words, row: dict[str, Any]) -> Row:
    """One pair as cells; `code`, `figure` (how the page that explains calls it) and `age` are for the page."""
    has_actual = row["actual_period"] is not None
    return {
        **_series_cells(words, row),
        "code": Cell.of(row["entity"]),
        EXPLAINS: Cell.of("standing"),
        "figure": Cell.of(figure_code(row)),
        "actual": words.figure(row, "actual"),
        **words.parts(row, "actual"),
        "actual_period": Cell.of(words.period(row["actual_period"], row["basis"])),
        "age": Cell.of(words.age(row["actual_end"]) if has_actual else ""),
        "target": words.figure(row, "target"),
        **words.parts(row, "target"),
        "target_period": Cell.of(words.period(row["period"], row["basis"])),
        "attainment": words.percent(row),
        "attainment_lower": Cell("", row["lower"]),
        "attainment_upper": Cell("", row["upper"]),
        "standing": Cell.of(words.language.title("standing", row["standing"])),
        "standing_code": Cell.of(row["standing"]),
        "reason": Cell.of(words.sentence("reason", row["reason"]) if row["reason"] else ""),
        "actual_rate": Cell.of(money_words.beside(words.known, words.language, row, "actual", row["actual_period"])),
        "target_rate": Cell.of(money_words.beside(words.known, words.language, row, "target", row["period"])),
        "actual_publisher": Cell.of(words.publisher(row["actual_source"])),
        "target_publisher": Cell.of(words.publisher(row["target_source"])),
        "actual_source": Cell.of(words.source(row["actual_source"])),
        "target_source": Cell.of(words.source(row["target_source"])),
    }


def attainment_frame(rows: list[dict[str, Any]], shown: list[Row]) -> pl.DataFrame:
    """What the chart of attainments draws: the pairs with a share, each with its label, ends and standing."""
    drawn = [
        {
            "label": f"{row['entity'].text}: {row['indicator'].text}, {row['target_period'].text}",
            **{name: pair[name] for name in ("value", "lower", "upper", "standing", "reason")},
        }
        for pair, row in zip(rows, shown, strict=True)
        if pair["value"] is not None
    ]
    schema = {"label": pl.String, **dict.fromkeys(("value", "lower", "upper"), pl.Float64)}
    return pl.DataFrame(drawn[:MOST_BARS], schema={**schema, "standing": pl.String, "reason": pl.String})


def known(words: Words, rows: list[dict[str, Any]]) -> Table:
    """Entities without a target, and the foremost thing known of each."""
    t = words.language.t
    columns = (Column("entity", t("Zone or cluster"), width=34), *_figure_columns(words)[1:])
    return Table(columns, tuple(figure_row(words, row) for row in rows), t("Every zone and cluster has a target."))


def figures(words: Words, rows: list[dict[str, Any]]) -> Table:
    """Every figure: value, sign, ends, unit, period, scenario, status, source and row."""
    return Table(
        _figure_columns(words),
        tuple(figure_row(words, row) for row in rows),
        words.language.t("No figure has been loaded for this entity."),
    )


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
        **_series_cells(words, row),
        "code": Cell.of(row["entity"]),
        EXPLAINS: Cell.of(PUBLISHED),
        "figure": Cell.of(published_code(row)),
        "scenario": Cell.of(words.language.title("scenario", row["scenario"])),
        "period": Cell.of(words.period(row["period"], row["basis"])),
        "age": Cell.of(words.age(row["end_month"])),
        "value": words.figure(row),
        **words.parts(row),
        "status": Cell.of(words.language.title("status", row["status"])),
        "current": Cell.of(counts),
        "publisher": Cell.of(words.publisher(row["source"])),
        "source": Cell.of(words.source(row["source"])),
        "row": Cell.of(row["source_row"]),
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
        **_series_cells(words, row),
        "code": Cell.of(row["entity"]),
        EXPLAINS: Cell.of("contradictions"),
        "figure": Cell.of(figure_code(row)),
        "rule": Cell.of(words.language.title("contradiction_rule", row["rule"])),
        "first": words.figure(row),
        "first_period": Cell.of(words.period(row["period"], row["basis"])),
        "first_source": Cell.of(words.source(row["source"])),
        "second": words.figure(row, "other_value", row["other_unit"]),
        "second_period": Cell.of(words.period(row["other_period"], row["other_basis"])),
        "second_source": Cell.of(words.source(row["other_source"])),
    }


def of_metric(words: Words, metric: Metric, rows: list[dict[str, Any]]) -> Table:
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
        *(Column(f"dim-{name}", words.language.title("dimension", name), "number", 16) for name in metric.dimensions),
    )
    empty = t("No figure of this metric is known.")
    return Table(columns, tuple(_metric_row(words, metric, row) for row in rows), empty)


def _metric_row(words: Words, metric: Metric, row: dict[str, Any]) -> Row:
    unit = row["unit"] if metric.unit == "series" else metric.unit
    return {
        **_series_cells(words, row),
        "unit": Cell.of(words.unit(unit)),
        "code": Cell.of(row["entity"]),
        EXPLAINS: Cell.of(metric.id),
        "figure": Cell.of(figure_code(row)),
        "period": Cell.of(words.period(row["period"], row["basis"])),
        "value": words.figure(row, "value", unit),
        **words.parts(row),
        "coverage": Cell("" if row["coverage"] is None else str(row["coverage"]), row["coverage"]),
        "reason": Cell.of(words.language.title("reason", row["reason"]) if row["reason"] else ""),
        **{f"dim-{name}": dimension(words, name, row[name]) for name in metric.dimensions},
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


def _series_cells(words: Words, row: dict[str, Any]) -> Row:
    return {
        "entity": Cell.of(words.entity(row["entity"])),
        "indicator": Cell.of(words.indicator(row["indicator"])),
        "scope": Cell.of(words.scope(row["scope"])),
        "basis": Cell.of(words.basis(row["basis"])),
        "unit": Cell.of(words.unit(row["unit"])),
    }
