"""Which columns do the faults of quality show, and in which words are they summed up?"""

from typing import Any

import polars as pl
from babel.numbers import format_decimal

from dashboard.page import Page, figure_code
from dashboard.reports import tables
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.words import Words
from dashboard.trust.quality import GRACE, Quality

#: How many rows of a fault a page shows; the count is told in full.
MOST = 200


def sentence(page: Page, found: Quality) -> str:
    """What is missing, late, revised and contradictory, in one sentence of counts."""
    t, n = page.language.t, page.language.n
    parts = (
        n("{count} target has no actual figure", "{count} targets have no actual figure", found.targets.height),
        t(
            "{silent} of {all} zones and clusters have said nothing of {quarter} or later",
            silent=_number(page, found.silent.height),
            all=_number(page, found.listed),
            quarter=page.words.period(found.quarter),
        ),
        n("{count} total lacks some of its members", "{count} totals lack some of their members", found.gaps.height),
        n("{count} latest figure is overdue", "{count} latest figures are overdue", found.late.height),
        n("{count} figure was revised", "{count} figures were revised", found.revised.height),
        n("{count} pair of figures contradicts", "{count} pairs of figures contradict", found.contradictory.height),
    )
    told = "; ".join(parts)
    return f"{told[:1].upper()}{told[1:]}."


def rule_of_lateness(page: Page) -> str:
    """When a figure counts as late, in words."""
    return page.language.t(
        "Late: the next figure of the same rhythm (month, quarter, year) should have been told, and {grace} "
        "months more have passed. The {grace} months are this product's convention. What fell due last comes first.",
        grace=GRACE,
    )


def targets(page: Page, rows: pl.DataFrame) -> Table:
    """Targets that no actual figure can be held against."""
    t, words = page.language.t, page.words
    columns = (
        *_who(page),
        Column("scope", t("Whom it counts"), width=20),
        Column("target", t("Target"), "number", 20),
        Column("due", t("Due"), width=20),
        Column("standing", t("Standing"), width=20),
        Column("reason", t("Why"), width=40),
    )

    def row(told: dict[str, Any]) -> Row:
        return {
            **_named(page, told),
            "target": words.figure(told, "target"),
            "due": Cell.of(words.period(told["period"], told["basis"])),
            "standing": Cell.of(page.language.title("standing", told["standing"])),
            "reason": Cell.of(words.sentence("reason", told["reason"]) if told["reason"] else ""),
        }

    return _table(columns, rows, row, t("Every target has an actual figure."))


def silent(page: Page, rows: pl.DataFrame) -> Table:
    """Zones and clusters without an actual figure of the last quarter."""
    t, words = page.language.t, page.words
    columns = (
        Column("entity", t("Zone or cluster"), width=34),
        Column("latest", t("Latest actual figure"), width=20),
        Column("age", t("Age"), width=20),
        Column("indicator", t("Indicator"), width=24),
    )

    def row(told: dict[str, Any]) -> Row:
        if told["actual_end"] is None:
            return {"entity": Cell.of(words.entity(told["entity"])), "latest": Cell.of(t("never any")), **_code(told)}
        return {
            **_named(page, told),
            "latest": Cell.of(words.month(told["actual_end"])),
            "age": Cell.of(words.age(told["actual_end"])),
        }

    return _table(columns, rows, row, t("Every zone and cluster has told of the last quarter."))


def gaps(page: Page, rows: pl.DataFrame) -> Table:
    """Totals in which some members are missing."""
    t, words = page.language.t, page.words
    columns = (
        *_who(page),
        Column("role", t("Members"), width=20),
        Column("scope", t("Whom it counts"), width=20),
        Column("period", t("Period"), width=20),
        Column("have", t("Have reported"), width=20),
        Column("share", t("Share"), "percent", 12),
    )

    def row(told: dict[str, Any]) -> Row:
        have = t("{reported} of {expected}", reported=told["reported"], expected=told["expected"])
        return {
            **_named(page, told),
            "role": Cell.of(page.language.title("role", told["role"])),
            "period": Cell.of(words.period(told["period"], told["basis"])),
            "have": Cell.of(have),
            "share": words.percent(told),
        }

    return _table(columns, rows, row, t("All members have reported in every total."))


def late(page: Page, rows: pl.DataFrame) -> Table:
    """Latest figures whose successor is overdue."""
    t, words = page.language.t, page.words
    columns = (
        *_who(page),
        Column("period", t("Latest actual figure"), width=20),
        Column("age", t("Age"), width=20),
        Column("source", t("Source"), width=44),
    )

    def row(told: dict[str, Any]) -> Row:
        return {
            **_named(page, told),
            "period": Cell.of(words.period(told["period"], told["basis"])),
            "age": Cell.of(words.age(told["actual_end"])),
            "source": Cell.of(words.publisher(told["source"])),
        }

    return _table(columns, rows, row, t("No figure is overdue."))


def revised(page: Page, rows: pl.DataFrame) -> Table:
    """Figures that a publisher told again as other ones: the first, the newest, the change."""
    t, words = page.language.t, page.words
    columns = (
        *_who(page),
        Column("scenario", t("Scenario"), width=14),
        Column("period", t("Period"), width=20),
        Column("first", t("First told"), "number", 20),
        Column("newest", t("Told at last"), "number", 20),
        Column("change", t("Change"), "percent", 12),
        Column("releases", t("Times told"), "number", 10),
        Column("source", t("Newest source"), width=44),
    )

    def row(told: dict[str, Any]) -> Row:
        return {
            **_named(page, told),
            "scenario": Cell.of(page.language.title("scenario", told["scenario"])),
            "period": Cell.of(words.period(told["period"], told["basis"])),
            "first": words.figure(told, "first"),
            "newest": words.figure(told, "newest"),
            "change": _change(words, told),
            "releases": Cell(_number(page, told["releases"]), told["releases"]),
            "source": Cell.of(words.publisher(told["newest_source"])),
        }

    return _table(columns, rows, row, t("No figure was revised."))


def contradictory(page: Page, rows: pl.DataFrame) -> Table:
    """Pairs of published figures that cannot both be right."""
    content = tables.contradictions(page.words, rows.head(MOST).to_dicts())
    told = rows.head(MOST).iter_rows(named=True)
    said = tuple({**row, **_code(each)} for row, each in zip(content.rows, told, strict=True))
    return Table(content.columns, said, content.empty)


def _table(columns: tuple[Column, ...], rows: pl.DataFrame, row: Any, empty: str) -> Table:
    return Table(columns, tuple(map(row, rows.head(MOST).iter_rows(named=True))), empty)


def _who(page: Page) -> tuple[Column, ...]:
    t = page.language.t
    return (Column("entity", t("Entity"), width=34), Column("indicator", t("Indicator"), width=24))


def _named(page: Page, row: dict[str, Any]) -> Row:
    words = page.words
    return {
        "entity": Cell.of(words.entity(row["entity"])),
        "indicator": Cell.of(words.indicator(row["indicator"])),
        "scope": Cell.of(words.scope(row["scope"])),
        **_code(row),
    }


def _code(row: dict[str, Any]) -> Row:
    """What the links need: whose figure, and which."""
    figure = figure_code(row) if row.get("indicator") else ""
    return {"code": Cell.of(row["entity"]), "figure": Cell.of(figure)}


def _change(words: Words, row: dict[str, Any]) -> Cell:
    """With its sign: +5 %, or why there is no percentage."""
    said = words.percent(row)
    if not said.text:
        return Cell.of(words.sentence("reason", row["reason"]) if row["reason"] else "")
    is_more = row["value"] is not None and row["value"] > 0
    return Cell(f"+{said.text}" if is_more else said.text, said.value, said.number_format)


def _number(page: Page, count: int) -> str:
    return str(format_decimal(count, locale=page.language.locale))
