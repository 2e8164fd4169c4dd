"""Where nothing can be compared: which figures come nearest, in words and without a percentage?"""

from collections.abc import Iterator
from typing import Any

import polars as pl

from dashboard.session import Known

_SUCCESSION = ("predecessor", "related")
_MOST = 4


def nearest(known: Known, row: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures of the same indicator that stand nearest to a target without an actual of its own.

    First the entity's own in another scope, basis or unit, then those of its members, then those of the entities that
    came after it or are tied to it, and of the ones after those. Of each the latest actual, else what was promised or
    expected. At most four, each a row of `observation`.
    """
    found: list[dict[str, Any]] = []
    for code in _kin(known.table("membership"), row["entity"]):
        told = known.rows_of(code, "observation").filter(
            pl.col("scenario") != "target",
            pl.col("indicator") == row["indicator"],
            pl.any_horizontal(pl.col("value", "lower", "upper").is_not_null()),
        )
        found += _latest(told, row)
        if len(found) >= _MOST:
            break
    return found[:_MOST]


def _kin(membership: pl.DataFrame, entity: str) -> Iterator[str]:
    """The entity, its members, then its successors and relations, two steps far; each once."""
    members = membership.filter(pl.col("of") == entity, ~pl.col("role").is_in(_SUCCESSION))["member"].to_list()
    first = _after(membership, [entity])
    seen: set[str] = set()
    for code in [entity, *members, *first, *_after(membership, first)]:
        if code not in seen:
            seen.add(code)
            yield code


def _after(membership: pl.DataFrame, entities: list[str]) -> list[str]:
    ties = membership.filter(pl.col("role").is_in(_SUCCESSION), pl.col("member").is_in(entities))
    return sorted(ties["of"].to_list())


def _latest(told: pl.DataFrame, row: dict[str, Any]) -> list[dict[str, Any]]:
    """One figure: an actual before others, the same basis and scope before others, then the latest."""
    order = told.with_columns(
        _scenario=pl.col("scenario") != "actual",
        _basis=pl.col("basis") != row["basis"],
        _scope=pl.col("scope") != row["scope"],
        _unreliable=pl.col("status") == "U",
    ).sort(
        "_scenario", "_basis", "_unreliable", "_scope", "end_month", "source", descending=[*[False] * 4, True, False]
    )
    return order.head(1).drop("_scenario", "_basis", "_scope", "_unreliable").to_dicts()
