"""Which target is held against which actual figure, and which pair speaks for an entity?"""

from typing import Any

import polars as pl

from dashboard.session import Known
from data.panel import PREFIX

#: Whom the overview lists: those that manage and are judged, not the groups they are told together in.
LISTED = ("zone", "cluster")
_KEY = ["entity", "indicator", "scope", "basis", "unit", "period"]
#: What a manager must see first: what is missed or behind, then what cannot be said, then what is well.
_URGENCY = (
    "missed",
    "behind",
    "no_final_report",
    "undetermined",
    "open",
    "on_track",
    "ahead",
    "met",
    "not_assessable",
)


def pairs(known: Known, entity: str | None = None) -> list[dict[str, Any]]:
    """Every target with its actual figure, attainment, standing and reason; of one entity or of all."""
    standing = known.metric("standing")
    found = standing.join(known.table("indicator").select("indicator", "headline"), on="indicator", how="left")
    if entity:
        found = found.filter(pl.col("entity") == entity)
    return found.sort("entity", "headline", *_KEY[1:], nulls_last=True).to_dicts()


def ranked(rows: pl.DataFrame) -> pl.DataFrame:
    """Pairs with what speaks for an entity first: with an actual figure, reliable, the foremost indicator, the next
    target, else the latest."""
    is_doubtful = (pl.col("actual_status") == "U").fill_null(False) | (pl.col("target_status") == "U")
    order = (
        pl.col("actual_period").is_null(),
        is_doubtful,
        pl.col("headline"),
        ~pl.col("is_next"),
        -pl.col("target_end"),
        pl.col("target_comparator") != "=",
        "unit",
        "scope",
        "indicator",
        "basis",
        "period",
    )
    return rows.sort("entity", *order, nulls_last=True)


def foremost(rows: pl.DataFrame) -> pl.DataFrame:
    """The pair that speaks for each entity, of pairs that are ranked."""
    return rows.unique("entity", keep="first", maintain_order=True)


def by_urgency(known: Known, rows: pl.DataFrame) -> pl.DataFrame:
    """The pairs, what is furthest behind first, the invented last."""
    place = pl.col("standing").replace_strict(_URGENCY, range(len(_URGENCY)), default=len(_URGENCY))
    is_invented = pl.col("entity").is_in(list(invented(known)))
    return rows.sort(is_invented, place, "value", "entity", nulls_last=True)


def invented(known: Known) -> frozenset[str]:
    """The entities that are shown for demonstration: by their code, or for a figure from an invented source."""
    return frozenset(known.made("invented", lambda: _invented(known))["code"])


def without_target(known: Known) -> list[dict[str, Any]]:
    """The latest figure of the foremost indicator for each listed entity that has no target."""
    entities = known.table("entity").filter(pl.col("kind").is_in(LISTED))
    targets = known.metric("standing").select("entity").unique()
    actuals = known.table("observation").filter(pl.col("scenario") == "actual", pl.col("value").is_not_null())
    actuals = actuals.join(known.table("indicator").select("indicator", "headline"), on="indicator")
    actuals = actuals.filter(pl.col("headline").is_not_null())
    order = ["entity", "headline", "end_month", "basis", "scope", "unit"]
    descending = [False, False, True, False, True, False]
    first = actuals.sort(order, descending=descending).unique("entity", keep="first", maintain_order=True)
    found = entities.select(entity="code").join(targets, on="entity", how="anti").join(first, on="entity", how="left")
    return found.sort("entity").to_dicts()


def urgency(standing: str) -> int:
    """Where a standing comes in the list of what a manager must see first."""
    return _URGENCY.index(standing) if standing in _URGENCY else len(_URGENCY)


def _invented(known: Known) -> pl.DataFrame:
    synthetic = known.table("history").filter(pl.col("source_kind") == "synthetic").select(code="entity")
    coded = known.table("entity").filter(pl.col("code").str.starts_with(PREFIX)).select("code")
    return pl.concat([synthetic, coded]).unique()
