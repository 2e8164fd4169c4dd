"""Which series of an entity can be drawn, and which figures belong to each?"""

from typing import Any

import polars as pl

from dashboard.charts.outlook import Outlook
from dashboard.page import Page, figure_code
from dashboard.reports.model import Cell, Column, Row, Table
from dashboard.reports.words import Words, explaining

SERIES = ("indicator", "scope", "basis", "unit")
_ENDS = ("", "_lower", "_upper")
#: So many sources are told apart by numbers beside the marks; more would hide the line.
_NUMBERED, _TOLD_OF_MANY = 9, 3
_YEAR = 12
#: The column of the rows that each column of the table needs.
_TOLD = {name: name for name in ("target", "variance", "impact", "before", "forecast")} | {"why": "reason"}
Series = dict[str, Any]


def series(page: Page, entity: str) -> dict[str, Series]:
    """The entity's series by a name for the address: those of an indicator with a target first, the foremost first.

    Of one indicator first those that can be held against a target, then those of actual figures, then plans alone.
    """
    rows = page.within(page.known.rows_of(entity, "history"))
    counted = rows.group_by(*SERIES).agg(
        targets=(pl.col("scenario") == "target").any(),
        actuals=(pl.col("scenario") == "actual").any(),
        figures=pl.col("period").n_unique(),
    )
    counted = counted.join(page.known.table("indicator").select("indicator", "headline"), on="indicator", how="left")
    is_planned = pl.col("targets").any().over("indicator")
    has_both = pl.col("targets") & pl.col("actuals")
    order = [is_planned, pl.col("headline"), has_both, pl.col("actuals"), pl.col("figures"), *map(pl.col, SERIES)]
    falling = [True, False, True, True, True, *[False] * len(SERIES)]
    ordered = counted.sort(order, descending=falling, nulls_last=True)
    return {".".join(row[column] for column in SERIES): row for row in ordered.to_dicts()}


def title(words: Words, of: Series) -> str:
    """What a series is called: indicator, whom it counts, over which time."""
    told = (words.indicator(of["indicator"]), words.scope(of["scope"]), words.basis(of["basis"]))
    return " · ".join(dict.fromkeys(told))


def same(rows: pl.DataFrame, of: Series) -> pl.DataFrame:
    """The rows of the series."""
    return rows.filter(*[pl.col(column) == of[column] for column in SERIES])


def history(page: Page, entity: str, of: Series) -> pl.DataFrame:
    """Every figure of the series that the bar lets through."""
    return page.within(same(page.known.rows_of(entity, "history"), of))


def numbered(rows: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, str], int]:
    """The rows with the number of their source as `mark`, the sources with their numbers, and how many more there are.

    Many sources are not numbered: of them the latest are given.
    """
    codes = rows.filter("is_current").sort("end_month")["source"].unique(maintain_order=True).to_list()
    if not 1 < len(codes) <= _NUMBERED:
        return rows, dict.fromkeys(reversed(codes[-_TOLD_OF_MANY:]), ""), max(0, len(codes) - _TOLD_OF_MANY)
    numbers = {code: str(place) for place, code in enumerate(codes, start=1)}
    mark = pl.col("source").replace_strict(numbers, default=None, return_dtype=pl.String)
    return rows.with_columns(mark=mark), numbers, 0


def sources(page: Page, entity: str, of: Series) -> list[str]:
    """Who told the figures of the series that count, the latest first."""
    rows = history(page, entity, of).filter("is_current")
    latest_first = rows.sort("published", descending=True, nulls_last=True, maintain_order=True)
    return latest_first["source"].unique(maintain_order=True).to_list()


def outlook(page: Page, entity: str, of: Series) -> Outlook:
    """Where the plan has the series by now, and where its pace leads; nothing where the bar leaves plans out."""
    if page.scenario not in (None, "target", "forecast"):
        return Outlook()
    expected, forecast = (
        same(page.known.metric(name).filter(pl.col("entity") == entity), of)
        for name in ("expected_to_date", "pace_forecast")
    )
    # Of the targets that the latest actual is held against the nearest: lines to later ones pass the same points.
    latest_first = expected.sort("actual_end", "target_end", descending=[True, False], nulls_last=True)
    return Outlook(latest_first, page.within(forecast))


def columns(page: Page, entity: str, of: Series) -> pl.DataFrame:
    """What `variance_columns` draws of a series: its targets, and of a flow every period of the same length.

    An actual stands in a period only where it ends with it; the year before is told of flows.
    """
    own = same(page.known.metric("variance").filter(pl.col("entity") == entity), of)
    shown = own.select(
        "period",
        "reason",
        end_month="target_end",
        **{f"target{end}": f"target{end}" for end in _ENDS},
        **{f"actual{end}": pl.when("final").then(f"actual{end}") for end in _ENDS},
        **{f"variance{end}": pl.when("final").then(end.removeprefix("_") or "value") for end in _ENDS},
        impact=pl.when("final").then("impact"),
        is_due="is_due",
    )
    reported = _reported(page, entity, of)
    if of["basis"] == "period":
        shown = _with_flows(shown, reported)
    shown = shown.join(_before(reported), on="period", how="left").join(
        _forecast(page, entity, of), on="period", how="left"
    )
    if page.scenario not in (None, "target"):
        aimless = {name: pl.lit(None, shown.schema[name]) for name in shown.columns if name[:6] in ("target", "varian")}
        shown = shown.with_columns(**aimless)
    told = page.within(shown.sort("end_month", "period"))
    spoken = [page.words.period(period, of["basis"]) for period in told["period"]]
    short = [_short(page, row["period"], row["end_month"]) for row in told.select("period", "end_month").to_dicts()]
    return told.with_columns(told=pl.Series(spoken, dtype=pl.String), label=pl.Series(short, dtype=pl.String))


def _reported(page: Page, entity: str, of: Series) -> pl.DataFrame:
    """The actual figures of a flow, by period; nothing of a level or a sum since the beginning."""
    rows = same(page.known.rows_of(entity, "observation").filter(scenario="actual"), of)
    known = pl.any_horizontal(pl.col("value", "lower", "upper").is_not_null())
    flows = rows.filter(known, pl.col("basis") == "period")
    ends = {f"actual{end}": end.removeprefix("_") or "value" for end in _ENDS}
    return flows.select("period", "end_month", "frequency", **ends)


def _with_flows(shown: pl.DataFrame, reported: pl.DataFrame) -> pl.DataFrame:
    """The targets' periods and, beside them, those that were reported without one; of the commonest length."""
    lengths = reported["frequency"].mode().sort()
    if lengths.is_empty():
        return shown
    others = reported.filter(pl.col("frequency") == lengths[-1]).join(shown, on="period", how="anti")
    return pl.concat([shown, others.drop("frequency")], how="diagonal_relaxed")


def _before(reported: pl.DataFrame) -> pl.DataFrame:
    """Of each period of a flow the figure of as many months a year before."""
    then = reported.select(
        "frequency",
        end_month=pl.col("end_month") + _YEAR,
        **{f"before{end}": f"actual{end}" for end in _ENDS},
    )
    found = reported.select("period", "end_month", "frequency").join(then, on=["end_month", "frequency"], how="left")
    return found.drop("end_month", "frequency")


def _forecast(page: Page, entity: str, of: Series) -> pl.DataFrame:
    rows = same(page.known.metric("pace_forecast").filter(pl.col("entity") == entity), of)
    told = rows.select("period", **{f"forecast{end}": end.removeprefix("_") or "value" for end in _ENDS})
    return told if page.scenario in (None, "forecast") else told.clear()


def _short(page: Page, period: str, end_month: int) -> str:
    """A period under its column: 2025; other than years as people say them."""
    return str(end_month // _YEAR) if period.isdigit() else page.words.period(period)


def table(page: Page, entity: str, of: Series, rows: pl.DataFrame) -> Table:
    """The columns as a table, each with a link to how its variance was computed."""
    t = page.language.t
    heads = (
        Column("period", t("Period")),
        Column("actual", t("Actual"), "number"),
        Column("target", t("Target"), "number"),
        Column("variance", t("Variance"), "number"),
        Column("impact", t("Impact")),
        Column("before", t("Year before"), "number"),
        Column("forecast", t("At the recent pace"), "number"),
        Column("why", t("Why")),
    )
    used = [head for head in heads if head.id in ("period", "actual") or rows.get_column(_TOLD[head.id]).count()]
    return Table(tuple(used), tuple(_row(page, entity, of, row) for row in rows.to_dicts()), t("Nothing is known yet."))


def _row(page: Page, entity: str, of: Series, row: dict[str, Any]) -> Row:
    language = page.language
    figures = {name: _cell(page, of, row, name) for name in ("actual", "target", "variance", "before", "forecast")}
    code = figure_code({**of, "period": row["period"]})
    told = {} if row["target"] is None else explaining("variance", entity, code)
    return {
        "period": Cell.of(row["told"]),
        **figures,
        "impact": Cell.of(language.title("impact", row["impact"]) if row["impact"] else ""),
        "why": Cell.of(page.words.sentence("reason", row["reason"]) if row["reason"] else ""),
        **told,
    }


def _cell(page: Page, of: Series, row: dict[str, Any], name: str) -> Cell:
    """A figure; blank where there is none, for what is not reported is told by the reason."""
    if all(row[f"{name}{end}"] is None for end in _ENDS):
        return Cell("")
    return page.words.figure(row, name, of["unit"])
