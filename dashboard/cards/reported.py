"""Which published figure tells a part of a card: the total that was reported, or the sum of members?"""

import polars as pl

from dashboard.cards.extras import ROLES
from dashboard.cards.frames import dated, has_figure, listed
from dashboard.cards.parts import SERIES, of_indicators
from dashboard.session import Known

#: Parts that are told since the beginning where they can be; the others by the year.
_SINCE_BEGINNING = ("investment", "jobs", "public_money")


def actuals(known: Known) -> pl.DataFrame:
    """Every actual that a card may tell, the one that tells it best first."""
    return known.made("scoreboard actuals", lambda: _make_actuals(known))


def _make_actuals(known: Known) -> pl.DataFrame:
    names = [*SERIES, "period", "end_month", "frequency", "value", "lower", "upper", "comparator", "status", "source"]
    told = known.table("observation").filter(pl.col("scenario") == "actual", has_figure()).select(names)
    rows = listed(known, told).join(of_indicators(), on="indicator")
    explained = [
        known.metric(name).select(*SERIES[:-1], "period").unique().with_columns(metric=pl.lit(name))
        for name in ("freshness", "growth", "year_to_date")
    ]
    by = pl.concat(explained).unique([*SERIES[:-1], "period"], keep="first", maintain_order=True)
    return _best_first(rows.join(by, on=[*SERIES[:-1], "period"], how="left"))


def sums(known: Known) -> pl.DataFrame:
    """Every sum over members that a card may tell, the one that tells it best first."""
    return known.made("scoreboard sums", lambda: _make_sums(known))


def _make_sums(known: Known) -> pl.DataFrame:
    rows = known.metric("roll_up").filter(pl.col("scenario") == "actual", pl.col("role").is_in(ROLES), has_figure())
    names = ("entity", "indicator", "scope", "basis", "unit", "period", "value", "lower", "upper", "role")
    told = listed(known, rows).select(*names, "reported", "expected", metric=pl.lit("roll_up"))
    told = dated(told.join(of_indicators(), on="indicator")).with_columns(since=None, status=pl.lit("A"))
    return _best_first(told)


def first(rows: pl.DataFrame) -> pl.DataFrame:
    """Of each part of a card the row that comes first."""
    return rows.unique(["entity", "part"], keep="first", maintain_order=True)


def later(actuals: pl.DataFrame) -> pl.DataFrame:
    """Of each series its newest figure, which may be newer than the one a past target is held against."""
    newest = actuals.sort("end_month", "frequency", descending=True, maintain_order=True).unique(SERIES, keep="first")
    return newest.select(
        *SERIES,
        now="value",
        now_lower="lower",
        now_upper="upper",
        now_comparator="comparator",
        now_period="period",
        now_end="end_month",
    )


def _best_first(rows: pl.DataFrame) -> pl.DataFrame:
    """What is reliable first, then by the basis of the part, then the foremost indicator, then the newest."""
    is_long = pl.col("basis").is_in(["cumulative", "stock"])
    wants_long = pl.col("part").is_in(_SINCE_BEGINNING)
    is_usual = pl.when(wants_long).then(is_long).otherwise(pl.col("basis") != "cumulative")
    order = (pl.col("status") == "U", ~is_usual, pl.col("place"), -pl.col("end_month"), -pl.col("frequency"))
    return rows.sort("entity", "part", *order, "basis", "scope", "unit", nulls_last=True)
