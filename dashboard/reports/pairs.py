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


def headlines(known: Known) -> list[dict[str, Any]]:
    """The pair that speaks for each listed entity with a target, the most urgent first, the invented last."""
    listed = set(known.table("entity").filter(pl.col("kind").is_in(LISTED))["code"])
    best: dict[str, dict[str, Any]] = {}
    for row in pairs(known):
        if row["entity"] in listed and (row["entity"] not in best or _rank(row) < _rank(best[row["entity"]])):
            best[row["entity"]] = row
    made_up = invented(known)
    first = sorted(best.values(), key=lambda row: (urgency(row["standing"]), _gap(row), row["entity"]))
    return sorted(first, key=lambda row: row["entity"] in made_up)


def invented(known: Known) -> frozenset[str]:
    """The entities that are shown for demonstration: by their code, or for a figure from an invented source."""
    synthetic = known.table("history").filter(pl.col("source_kind") == "synthetic")["entity"].unique()
    coded = known.table("entity").filter(pl.col("code").str.starts_with(PREFIX))["code"]
    return frozenset((*synthetic, *coded))


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


def _rank(row: dict[str, Any]) -> tuple[Any, ...]:
    """A pair with an actual figure before one without, then the foremost indicator, then the next target."""
    return (
        row["actual_period"] is None,
        row["actual_status"] == "U" or row["target_status"] == "U",
        row["headline"] is None,
        row["headline"] or 0,
        not row["is_next"],
        -row["target_end"],
        row["target_comparator"] != "=",
        row["unit"],
        row["scope"],
    )


def urgency(standing: str) -> int:
    """Where a standing comes in the list of what a manager must see first."""
    return _URGENCY.index(standing) if standing in _URGENCY else len(_URGENCY)


def _gap(row: dict[str, Any]) -> float:
    return row["value"] if row["value"] is not None else float("inf")
