"""What does a card tell that has no target: land, leverage, projects, who reported, how old the newest figure is?"""

from collections.abc import Sequence

import polars as pl

from dashboard.cards.frames import Within, dated, has_figure, listed
from dashboard.session import Known

#: Whose reports are counted: those who owe one.
ROLES = ("resident", "member", "tenant")
_COMMON = ("entity", "indicator", "scope", "basis", "unit", "period", "value", "lower", "upper")


def rows(known: Known, within: Within) -> pl.DataFrame:
    """One row for each entity and extra part of its card, in the shape of `scoreboard.board`."""
    told = known.made("scoreboard extras", lambda: pl.concat(_told(known), how="diagonal_relaxed"))
    return within(told).unique(["entity", "part"], keep="first", maintain_order=True)


def _told(known: Known) -> list[pl.DataFrame]:
    """Every figure there is of each part, the one that tells it best first."""
    return [_change(known), _occupancy(known), _leverage(known), _pipeline(known), _coverage(known), _freshness(known)]


def _change(known: Known) -> pl.DataFrame:
    return _of(known, "members_change", "change", [-pl.col("end_month"), pl.col("role")], ("joined", "left"))


def _occupancy(known: Known) -> pl.DataFrame:
    return _of(known, "occupancy", "occupancy", [-pl.col("end_month"), pl.col("scope")])


def _leverage(known: Known) -> pl.DataFrame:
    all_budgets_first = pl.col("public_money")
    since_beginning_first = pl.col("basis") != "cumulative"
    order = [all_budgets_first, since_beginning_first, -pl.col("end_month"), -pl.col("frequency"), pl.col("scope")]
    return _of(known, "leverage", "leverage", order, ("public_money",))


def _pipeline(known: Known) -> pl.DataFrame:
    is_sum = pl.col("indicator") == "investment"
    order = [pl.col("role") != "project", pl.col("unit")]
    return _of(known, "weighted_pipeline", "pipeline", order, ("amount", "projects", "with_amount"), is_sum)


def _coverage(known: Known) -> pl.DataFrame:
    headline = known.table("indicator").select("indicator", "headline")
    shortest_first = [-pl.col("end_month"), pl.col("frequency"), pl.col("headline"), pl.col("role"), pl.col("basis")]
    rows = known.metric("coverage").filter(pl.col("role").is_in(ROLES)).join(headline, on="indicator", how="left")
    return _sorted(known, rows, "coverage", "coverage", shortest_first, ("role", "reported", "expected"))


def _freshness(known: Known) -> pl.DataFrame:
    headline = known.table("indicator").select("indicator", "headline")
    rows = known.metric("freshness").join(headline, on="indicator", how="left")
    return _sorted(known, rows, "freshness", "freshness", [pl.col("value"), pl.col("headline")], ("source",))


def _of(
    known: Known,
    metric: str,
    part: str,
    order: Sequence[pl.Expr],
    beside: tuple[str, ...] = (),
    wanted: pl.Expr | None = None,
) -> pl.DataFrame:
    found = known.metric(metric).filter(has_figure())
    return _sorted(known, found if wanted is None else found.filter(wanted), metric, part, order, beside)


def _sorted(
    known: Known, rows: pl.DataFrame, metric: str, part: str, order: Sequence[pl.Expr], beside: tuple[str, ...]
) -> pl.DataFrame:
    told = dated(listed(known, rows)).sort("entity", *order, nulls_last=True)
    return told.select(*_COMMON, "end_month", *beside, part=pl.lit(part), metric=pl.lit(metric))
