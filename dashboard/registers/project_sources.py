"""Who told what the charts of projects show?"""

from typing import Any

import polars as pl

from dashboard.registers import one_project
from dashboard.session import Known

_MEANT = ("commitment", "target")
_SERIES = ("indicator", "scope", "basis", "unit")


def of_stages(known: Known, owner: str, indicator: str | None = None) -> list[str]:
    """Who dated the stages of an owner's projects and told what they promised of an indicator, the newest first."""
    return known.shared(
        ("sources of stages", owner, indicator), lambda: _newest(known, *_projects(known, owner, indicator))
    )


def of_bridge(known: Known, owner: str, target: dict[str, Any]) -> list[str]:
    """Who told the target and the actual figure of a bridge, and what its projects promised, the newest first."""
    key = ("sources of a bridge", owner, *(target[name] for name in (*_SERIES, "period")))
    return known.shared(key, lambda: _of_bridge(known, owner, target))


def _of_bridge(known: Known, owner: str, target: dict[str, Any]) -> list[str]:
    alike = [pl.col(name) == target[name] for name in _SERIES]
    own = known.rows_of(owner, "observation").filter(*alike)
    aim = own.filter(scenario="target", period=target["period"])
    done = own.filter(scenario="actual").filter(pl.col("end_month") == pl.col("end_month").max())
    return _newest(known, aim["source"], done["source"], *_projects(known, owner, target["indicator"]))


def _projects(known: Known, owner: str, indicator: str | None) -> list[pl.Series]:
    codes = one_project.of_owner(known, owner)
    dated = known.table("stage").filter(pl.col("project").is_in(codes))["source"]
    if indicator is None or not codes:
        return [dated]
    promised = known.rows_of(codes, "observation").filter(pl.col("scenario").is_in(_MEANT), indicator=indicator)
    return [dated, promised["source"]]


def _newest(known: Known, *told: pl.Series) -> list[str]:
    """The sources, each once: by when they were published, those without a date last."""
    named = pl.concat([each.drop_nulls() for each in told]).unique().to_frame("code")
    dated = named.join(known.table("source").select("code", "published"), on="code", how="left")
    return dated.sort("published", "code", descending=[True, False], nulls_last=True)["code"].to_list()
