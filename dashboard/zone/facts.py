"""What public money, land and people bring: which figures are known of each, and what the others wait for?"""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from dashboard.page import Page, figure_code
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.words import Words, explaining
from metrics.registry import METRICS

#: The metrics of a section with the indicators that each is computed from.
PUBLIC_MONEY = {
    "leverage": ("investment", "budget_infrastructure"),
    "budget_return": ("taxes_paid", "budget_infrastructure"),
    "cost_per_job": ("jobs_created", "budget_infrastructure"),
    "value_added_per_budget_rouble": ("value_added", "budget_infrastructure"),
    "relief_efficiency_change": ("value_added", "tax_relief"),
    "net_public_cost": ("tax_relief", "payments_in_lieu"),
}
LAND = {
    "occupancy": ("area_leased_ha", "area_useful_ha"),
    "jobs_density": ("jobs", "area_ha"),
    "investment_density": ("investment", "area_ha"),
    "revenue_density": ("revenue", "area_ha"),
}
PEOPLE = {
    "net_employment_change": ("jobs",),
    "sme_share": ("members_sme", "members"),
}
#: What is told of people as it was published.
OF_PEOPLE = ("jobs", "jobs_created", "jobs_retained", "employees_average", "wage_average", "payroll", "researchers")
_KINDS = ("public_money", "land")
_SINCE_BEGINNING_FIRST = ["cumulative", "stock", "period", "ytd"]
_FEWEST = 3
Facts = list[dict[str, Any]]
Needs = Mapping[str, Sequence[str]]


def facts(page: Page, entity: str, needs: Needs) -> Facts:
    """The latest figure of each metric, of each kind of public money or land one; since the beginning, else by time."""
    return [row for name in needs for row in _latest(_of(page, entity, name), name)]


def published(page: Page, entity: str, names: Sequence[str]) -> Facts:
    """The latest published figure of each indicator, `metric` the one that explains it."""
    rows = page.known.metric("freshness").filter(pl.col("entity") == entity, pl.col("indicator").is_in(list(names)))
    key = ["entity", "indicator", "scope", "basis", "unit", "period"]
    told = page.known.rows_of(entity, "observation").filter(scenario="actual")
    found = told.join(rows.select(key), on=key, how="semi").with_columns(metric=pl.lit("freshness"))
    order = {name: place for place, name in enumerate(names)}
    return sorted(page.within(found).to_dicts(), key=lambda row: order[row["indicator"]])


def _of(page: Page, entity: str, name: str) -> pl.DataFrame:
    if name not in METRICS:
        return pl.DataFrame()
    rows = page.within(page.known.metric(name).filter(pl.col("entity") == entity))
    kind = next((each for each in _KINDS if each in rows.columns), None)
    place = pl.col("basis").replace_strict(
        _SINCE_BEGINNING_FIRST, range(len(_SINCE_BEGINNING_FIRST)), default=len(_SINCE_BEGINNING_FIRST)
    )
    end = next((each for each in ("numerator_end", "actual_end") if each in rows.columns), None)
    by_time = pl.col(end) if end else pl.col("period")
    kinds = pl.col(kind) if kind else pl.lit(None, pl.String)
    rows = rows.with_columns(_kind=kinds, _basis=place, _end=by_time, metric=pl.lit(name))
    return rows.sort("_kind", "_basis", "scope", "_end", nulls_last=True)


def _latest(rows: pl.DataFrame, name: str) -> Facts:
    """Of each kind the last row of its first series."""
    if rows.is_empty():
        return []
    first = rows.unique("_kind", keep="first", maintain_order=True).select("_kind", "scope", "basis", "unit")
    own = rows.join(first, on=["_kind", "scope", "basis", "unit"], how="semi", nulls_equal=True)
    return own.unique("_kind", keep="last", maintain_order=True).to_dicts()


def over_time(page: Page, entity: str, names: Sequence[str]) -> pl.DataFrame:
    """The same series of each metric, period by period, as `panels` draws them; those with three figures and more."""
    drawn = [_panel(page, name, _of(page, entity, name)) for name in names]
    filled = [rows for rows in drawn if rows.height]
    return pl.concat(filled) if filled else pl.DataFrame()


def _panel(page: Page, name: str, rows: pl.DataFrame) -> pl.DataFrame:
    if rows.is_empty():
        return rows
    first = rows.head(1).select("_kind", "scope", "basis", "unit")
    own = rows.join(first, on=["_kind", "scope", "basis", "unit"], how="semi", nulls_equal=True)
    own = own.filter(pl.any_horizontal(pl.col("value", "lower", "upper").is_not_null()))
    if own.height < _FEWEST:
        return pl.DataFrame()
    spoken = pl.Series([page.words.period(row["period"]) for row in own.to_dicts()], dtype=pl.String)
    unit = METRICS[name].unit
    return own.select(
        panel=pl.lit(title(page.words, own.row(0, named=True))),
        label=spoken,
        end_month=pl.col("_end").cast(pl.Int64),
        value="value",
        lower="lower",
        upper="upper",
        unit=pl.col("unit") if unit == "series" else pl.lit(unit),
        metric=pl.lit(name),
        entity="entity",
        figure=pl.Series([figure_code(row) for row in own.to_dicts()]),
    )


def sources(page: Page, entity: str, needs: Needs) -> list[str]:
    """Who told the figures that the metrics of a section are computed from, the latest first."""
    names = {name for each in needs.values() for name in each}
    rows = page.known.rows_of(entity, "observation").filter(pl.col("indicator").is_in(list(names)), scenario="actual")
    latest_first = page.within(rows).sort("end_month", "source", descending=[True, False])
    return latest_first["source"].unique(maintain_order=True).to_list()


def panel_table(page: Page, drawn: pl.DataFrame) -> Table:
    """What `over_time` draws as a table."""
    t = page.language.t
    columns = (Column("what", t("What")), Column("period", t("Period")), Column("value", t("Value"), "number"))
    rows = (
        {
            "what": Cell.of(row["panel"]),
            "period": Cell.of(row["label"]),
            "value": page.words.figure(row),
            **explaining(row["metric"], row["entity"], row["figure"]),
        }
        for row in drawn.to_dicts()
    )
    return Table(columns, tuple(rows), t("Nothing is known yet."))


def title(words: Words, row: dict[str, Any]) -> str:
    """What a figure is: the metric, and whose money or which land it is divided by; or the indicator."""
    metric = row["metric"]
    if metric == "freshness":
        return words.indicator(row["indicator"])
    found = METRICS[metric].title
    kind = next((each for each in _KINDS if row.get(each)), None)
    said = found.get(words.language.code) or found["en"]
    return f"{said} ({words.language.title(kind, row[kind]).lower()})" if kind else said


def figure(words: Words, row: dict[str, Any]) -> Cell:
    """A figure in the unit of its metric, or of its series; money on land per hectare."""
    unit = None if row["metric"] == "freshness" else METRICS[row["metric"]].unit
    return words.figure(row, "value", None if unit in (None, "series") else unit)


def table(page: Page, rows: Facts) -> Table:
    """The figures as a table, each with its period and what it counts."""
    t = page.language.t
    columns = (
        Column("what", t("What")),
        Column("value", t("Value"), "number"),
        Column("period", t("Period")),
        Column("basis", t("Basis")),
        Column("scope", t("Whom it counts")),
        Column("why", t("Why")),
    )
    return Table(columns, tuple(_row(page, row) for row in rows), t("Nothing is known yet."))


def _row(page: Page, row: dict[str, Any]) -> Row:
    words = page.words
    reason = row.get("reason")
    return {
        "what": Cell.of(title(words, row)),
        "value": figure(words, row),
        **words.parts(row),
        "period": Cell.of(words.period(row["period"], row["basis"])),
        "basis": Cell.of(words.basis(row["basis"]) if row["basis"] else ""),
        "scope": Cell.of(words.scope(row["scope"]) if row["scope"] else ""),
        "why": Cell.of(words.sentence("reason", reason) if reason else ""),
        **explaining(row["metric"], row["entity"], figure_code(row)),
    }


def missing(page: Page, entity: str, needs: Needs, told: Facts) -> str:
    """What of a section is not known, and what has to be loaded for it; empty where everything is."""
    t, words = page.language.t, page.words
    known = {row["metric"] for row in told}
    reported = page.known.rows_of(entity, "observation").filter(scenario="actual")["indicator"]
    have = set(reported.unique())
    said = []
    for name in needs:
        if name not in known and name in METRICS:
            lacking = [words.indicator(each) for each in needs[name] if each not in have]
            head = METRICS[name].title.get(words.language.code) or METRICS[name].title["en"]
            why = ", ".join(_lower(each) for each in lacking) or t("figures that go together")
            said.append(f"{_lower(head)} ({why})")
    if not said:
        return ""
    return t(
        "Not known, and in brackets what is missing: {names}. Loaded on the page “Data”, they are computed here.",
        names="; ".join(said),
    )


def _lower(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
