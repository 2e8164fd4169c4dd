"""Coverage: how many of those who belong to an entity have reported?"""

import narwhals.stable.v2 as nw

from metrics.interval import exact, percentage
from metrics.judgement import is_known, surely
from metrics.registry import Frame, metric

_FIGURE = ["entity", "role", "indicator", "scope", "basis", "unit", "period", "_start", "_end"]


@metric(
    title={"en": "Members that have reported", "ru": "Доля отчитавшихся участников"},
    unit="PT",
    better="higher",
    reference="SDMX concept COVERAGE; which members count is the product's convention",
    dimensions={"role": nw.String, "reported": nw.Int64, "expected": nw.Int64},
)
def coverage(observation: Frame, membership: Frame, entity: Frame, indicator: Frame, role: Frame) -> Frame:
    """The share of an entity's members that reported an actual figure, for every figure that one of them has a row for.

    value = 100 × reported / expected, by `role`. A membership counts if it covers the last day of the period (stock,
    cumulative) or any of its days (period, ytd). Groups and memberships with `counted` false are left out, and so are
    indicators that may not be added up. Where the role has a scope of its own (resident: residents), a member's figure
    of scope all rolls up to it; where it has none, any figure to its own scope. One level of membership.

    Never null: with no member in force there is no row, and a figure that is null counts as not reported.
    """
    belonging = _belonging(membership, entity, role)
    figures = _figures(observation, indicator, belonging)
    required = figures.select(_FIGURE).unique().join(belonging, on=["entity", "role"], how="inner")
    expected = required.filter(_is_in_force()).select(*_FIGURE, "member").unique()
    reported = figures.filter("_known").select(*_FIGURE, "member", _reported=nw.lit(1)).unique()
    both = expected.join(reported, on=[*_FIGURE, "member"], how="left")
    counted = both.group_by(_FIGURE).agg(nw.col("_reported").count().alias("reported"), nw.len().alias("expected"))
    share = percentage(exact(counted, "reported", "expected"), "reported", of="expected")
    return share.with_columns(coverage=nw.col("value"))


def _belonging(membership: Frame, entity: Frame, role: Frame) -> Frame:
    """Who belongs to whom, in which role and scope, from when to when."""
    groups = entity.filter(nw.col("kind") == "group").select(member="code")
    counted = membership.filter("counted").join(groups, on=["member"], how="anti")
    scopes = role.select("role", _scope="scope")
    return counted.join(scopes, on="role", how="left").select(
        "member", "role", "start_month", "end_month", "_scope", entity="of"
    )


def _figures(observation: Frame, indicator: Frame, belonging: Frame) -> Frame:
    """The members' actual figures, under the entity they roll up to and in the scope they have there."""
    additive = indicator.filter("additive").select("indicator")
    actual = observation.filter(nw.col("scenario") == "actual").join(additive, on="indicator", how="semi")
    own = actual.select(
        "indicator",
        "basis",
        "unit",
        "period",
        "scope",
        member="entity",
        _known=is_known(),
        _start=_start(),
        _end="end_month",
    )
    rolled = own.join(belonging, on="member", how="inner").filter(_is_in_force())
    fits = nw.col("_scope").is_null() | (nw.col("scope") == "all")
    return rolled.filter(fits).with_columns(scope=nw.coalesce(nw.col("_scope"), nw.col("scope")))


def _start() -> nw.Expr:
    """The first month whose members a figure speaks of; of a level and a cumulative figure, the last one."""
    year = (nw.col("end_month") // 12 * 12).cast(nw.Int32)
    first = nw.when(nw.col("basis") == "ytd").then(year).otherwise(nw.col("start_month"))
    return nw.when(nw.col("basis").is_in(["period", "ytd"])).then(first).otherwise(nw.col("end_month"))


def _is_in_force() -> nw.Expr:
    has_begun = nw.col("start_month").is_null() | surely(nw.col("start_month") <= nw.col("_end"))
    is_on = nw.col("end_month").is_null() | surely(nw.col("end_month") >= nw.col("_start"))
    return has_begun & is_on
