"""Which targets is an entity held against, and what does a card tell of each?"""

import polars as pl

from dashboard.cards.frames import listed
from dashboard.cards.parts import ENDS, OTHER, SERIES, of_indicators
from dashboard.reports import pairs
from dashboard.session import Known


def targets(known: Known) -> pl.DataFrame:
    """Every target of the listed entities with its part of the card, its plan and the last target of its series."""
    return known.made("scoreboard pairs", lambda: _make_pairs(known))


def _make_pairs(known: Known) -> pl.DataFrame:
    headline = known.table("indicator").select("indicator", "headline")
    rows = pairs.ranked(listed(known, known.metric("standing")).join(headline, on="indicator", how="left"))
    line = known.metric("expected_to_date").select(
        *SERIES, "period", "how", plan="value", plan_lower="lower", plan_upper="upper"
    )
    last = rows.filter("is_last").select(
        *SERIES,
        final_target_period="period",
        **{f"final_target{end}": f"target{end}" for end in ENDS},
        **{f"final_share{end}": f"{end.removeprefix('_') or 'value'}" for end in ENDS[:3]},
    )
    found = rows.join(of_indicators(), on="indicator", how="left", maintain_order="left")
    found = found.with_columns(pl.col("part").fill_null(OTHER))
    found = found.join(line, on=[*SERIES, "period"], how="left", maintain_order="left")
    return found.join(last.unique(SERIES), on=SERIES, how="left", maintain_order="left")


def with_actual(held: pl.DataFrame) -> pl.DataFrame:
    """Pairs with an actual: its figure is the part's."""
    actual = held.select(
        *SERIES,
        "part",
        value="actual",
        **{end: f"actual_{end}" for end in ("lower", "upper", "comparator", "period", "source")},
        end_month="actual_end",
        metric=pl.lit("attainment"),
    )
    return actual.join(beside(held), on=["entity", "part"], how="left", maintain_order="left")


def beside(held: pl.DataFrame) -> pl.DataFrame:
    """What a pair says of its target."""
    return held.select(
        "entity",
        "part",
        "standing",
        "reason",
        "is_due",
        "how",
        "target_source",
        "target_end",
        target_unit="unit",
        target_basis="basis",
        target_period="period",
        target_scope="scope",
        target_indicator="indicator",
        **{f"target{end}": f"target{end}" for end in ENDS},
        **{f"share{end}": f"{end.removeprefix('_') or 'value'}" for end in ENDS[:3]},
        **{f"plan{end}": f"plan{end}" for end in ENDS[:3]},
        **{
            name: pl.when(pl.col("final_target_period") != pl.col("period")).then(name)
            for name in (
                "final_target_period",
                *(f"final_target{end}" for end in ENDS),
                *(f"final_share{end}" for end in ENDS[:3]),
            )
        },
    )
