"""How is a target held against its actual figure told, as texts and as numbers?"""

from typing import Any

import polars as pl

from dashboard.explained import money_words
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.words import Words, explaining, figure_code

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
    """One pair as cells; where it is explained and `age` are for the page."""
    has_actual = row["actual_period"] is not None
    return {
        **series_cells(words, row),
        **explaining("standing", row["entity"], figure_code(row)),
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


def series_cells(words: Words, row: dict[str, Any]) -> Row:
    """Whose figure it is, of what, whom it counts, over which time, in which unit."""
    return {
        "entity": Cell.of(words.entity(row["entity"])),
        "indicator": Cell.of(words.indicator(row["indicator"])),
        "scope": Cell.of(words.scope(row["scope"])),
        "basis": Cell.of(words.basis(row["basis"])),
        "unit": Cell.of(words.unit(row["unit"])),
    }
