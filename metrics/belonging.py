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

#: Before and after every month there is.
_EVER, _NEVER = -(10**6), 10**6


def belonging(membership: Frame, entity: Frame, role: Frame) -> Frame:
    """Who belongs to whom: `member`, `entity`, `role`, `_scope` (what the role's sums are of; null: the figure's own),
    `start_month`, `end_month` (null is open)."""
    groups = entity.filter(nw.col("kind") == "group").select(member="code")
    counted = membership.filter("counted").join(groups, on=["member"], how="anti")
    scopes = role.select("role", _scope="scope")
    return counted.join(scopes, on="role", how="left").select(
        "member", "role", "start_month", "end_month", "_scope", entity="of"
    )


def due(who: Frame, places: Frame) -> Frame:
    """How many belonged to an entity in the months that some of these rows speak of: `expected`, by PLACE."""
    every = places.select(PLACE).unique().join(_spells(who), on=["entity", "role"], how="inner").filter(_holds())
    return every.group_by(PLACE).agg(nw.len().alias("expected"))


def rolled(figures: Frame, who: Frame) -> Frame:
    """The members' figures under the entity they rolled up to in their months, in the scope they have there, by role.

    Where the role has a scope of its own (resident: residents), a member's figure of scope all rolls up to it; where it
    has none, any figure to its own scope. `member` reported them.
    """
    told = figures.rename({"entity": "member"}).join(_spells(who), on="member", how="inner")
    fits = nw.col("_scope").is_null() | (nw.col("scope") == "all")
    kept = told.filter(_holds(), fits).with_columns(scope=nw.coalesce(nw.col("_scope"), nw.col("scope")))
    return kept.drop("_scope", "_begins", "_ends", "_before")


def additive(figures: Frame, indicator: Frame) -> Frame:
    """The figures of indicators that may be added up."""
    return figures.join(indicator.filter("additive").select("indicator"), on="indicator", how="semi")


def _spells(who: Frame) -> Frame:
    """Who belongs to whom from when to when, and when the spells that began before it had all ended (`_before`)."""
    same, order = ["member", "entity", "role"], ["_begins", "_ends"]
    told = who.select(
        *same,
        "_scope",
        _begins=nw.coalesce(nw.col("start_month"), nw.lit(_EVER)),
        _ends=nw.coalesce(nw.col("end_month"), nw.lit(_NEVER)),
    ).unique()
    so_far = told.with_columns(_so_far=nw.col("_ends").cum_max().over(*same, order_by=order))
    before = nw.coalesce(nw.col("_so_far").shift(1).over(*same, order_by=order), nw.lit(_EVER))
    return so_far.with_columns(_before=before).drop("_so_far")


def _holds() -> nw.Expr:
    """Whether a spell covers any of the months and none before it does: whoever came back counts once."""
    is_on = (nw.col("_begins") <= nw.col("_end")) & (nw.col("_ends") >= nw.col("_start"))
    return surely(is_on & (nw.col("_before") < nw.col("_start")))
