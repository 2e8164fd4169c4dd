"""Who belonged to whom in the months a figure speaks of, and what did they report?

A membership counts for a level and a cumulative figure if it covers the period's last day, for a flow if it covers any
of its days. Groups and memberships with `counted` false are left out. One level of membership, by role.
"""

from typing import Any

import narwhals.stable.v2 as nw

from metrics.judgement import surely

Frame = nw.LazyFrame[Any]

#: Where members are counted: of an entity in a role, in the months from `_start` to `_end`.
PLACE = ["entity", "role", "_start", "_end"]


def belonging(membership: Frame, entity: Frame, role: Frame) -> Frame:
    """Who belongs to whom: `member`, `entity`, `role`, `_scope` (what the role's sums are of; null: the figure's own),
    `start_month`, `end_month` (null is open)."""
    groups = entity.filter(nw.col("kind") == "group").select(member="code")
    counted = membership.filter("counted").join(groups, on=["member"], how="anti")
    scopes = role.select("role", _scope="scope")
    return counted.join(scopes, on="role", how="left").select(
        "member", "role", "start_month", "end_month", "_scope", entity="of"
    )


def dated(figures: Frame) -> Frame:
    """The figures with `_start` and `_end`, the first and the last month whose members they speak of."""
    year = (nw.col("end_month") // 12 * 12).cast(nw.Int32)
    first = nw.when(nw.col("basis") == "ytd").then(year).otherwise(nw.col("start_month"))
    start = nw.when(nw.col("basis").is_in(["period", "ytd"])).then(first).otherwise(nw.col("end_month"))
    return figures.with_columns(_start=start, _end=nw.col("end_month"))


def in_force(who: Frame, figures: Frame) -> Frame:
    """Who belonged to whom in the months (`_start`, `_end`) of a figure of its own: once, however often it came."""
    spans = figures.select("_start", "_end", member="entity").unique()
    met = spans.join(who, on="member", how="inner").filter(_holds())
    return met.select("entity", "role", "_scope", "member", "_start", "_end").unique()


def due(who: Frame, members: Frame) -> Frame:
    """How many belonged to an entity in the months that some of these members report: `expected`, by PLACE."""
    places = members.select(PLACE).unique()
    every = places.join(who, on=["entity", "role"], how="inner").filter(_holds()).select(*PLACE, "member").unique()
    return every.group_by(PLACE).agg(nw.len().alias("expected"))


def rolled(figures: Frame, members: Frame) -> Frame:
    """The members' figures under the entity they roll up to, in the scope they have there; `member` reported them.

    Where the role has a scope of its own (resident: residents), a member's figure of scope all rolls up to it; where it
    has none, any figure to its own scope.
    """
    told = figures.rename({"entity": "member"}).join(members, on=["member", "_start", "_end"], how="inner")
    fits = nw.col("_scope").is_null() | (nw.col("scope") == "all")
    return told.filter(fits).with_columns(scope=nw.coalesce(nw.col("_scope"), nw.col("scope"))).drop("_scope")


def additive(figures: Frame, indicator: Frame) -> Frame:
    """The figures of indicators that may be added up."""
    return figures.join(indicator.filter("additive").select("indicator"), on="indicator", how="semi")


def _holds() -> nw.Expr:
    """Whether a membership covers any of the months."""
    has_begun = nw.col("start_month").is_null() | surely(nw.col("start_month") <= nw.col("_end"))
    is_on = nw.col("end_month").is_null() | surely(nw.col("end_month") >= nw.col("_start"))
    return has_begun & is_on
