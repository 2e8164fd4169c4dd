"""How did a figure of a card change on the year before?"""

import polars as pl

from dashboard.cards.frames import Within, dated, has_figure, listed
from dashboard.cards.parts import of_indicators
from dashboard.cards.reported import first
from dashboard.session import Known

#: Growth of a time longer ago than this many months before the figure says nothing about it.
_NEAR = 12


def growth(known: Known, rows: pl.DataFrame, within: Within) -> pl.DataFrame:
    """The newest change on the year before of the figure's indicator, whom it counts and unit; none that is old."""
    on = ["entity", "indicator", "scope", "unit"]
    found = within(_grown(known)).join(rows.select(*on, "part", _at="end_month"), on=on)
    near = found.filter((pl.col("_at") - pl.col("growth_end")).abs() <= _NEAR)
    newest = near.sort("growth_end", "growth_length", descending=True, maintain_order=True)
    return first(newest).drop("_at", *on[1:], "growth_length", "period")


def _grown(known: Known) -> pl.DataFrame:
    return known.made("scoreboard growth", lambda: _make_grown(known))


def _make_grown(known: Known) -> pl.DataFrame:
    rows = listed(known, known.metric("growth").filter(has_figure())).join(of_indicators(), on="indicator", how="semi")
    return dated(rows).select(
        "entity",
        "indicator",
        "scope",
        "unit",
        "period",
        growth="value",
        growth_lower="lower",
        growth_upper="upper",
        growth_period="period",
        growth_basis="basis",
        before_period="before_period",
        growth_end="end_month",
        growth_length="frequency",
    )
