"""Members' change: how many joined an entity in a year, and how many left it?"""

import narwhals.stable.v2 as nw

from metrics.belonging import belonging
from metrics.judgement import surely
from metrics.registry import Frame, metric

_WHOSE = ["entity", "role"]
_PLACE = [*_WHOSE, "_scope", "_year"]
#: What those who join in a role are counted as; who plays another role does not join and leave.
_COUNTED = {"resident": "residents", "member": "members", "tenant": "tenants"}


@metric(
    title={"en": "Members joined less left", "ru": "Пришло участников за вычетом ушедших"},
    unit="COUNT",
    better="higher",
    reference="India's zones publish units registered and exited by year; that a membership without a gap is one is "
    "the product's convention",
    dimensions={"role": nw.String, "joined": nw.Int64, "left": nw.Int64},
)
def members_change(membership: Frame, entity: Frame, role: Frame, today: Frame) -> Frame:
    """Who came less who went, one row for each year in which somebody did, by `role` (resident, member, tenant).

    value = joined − left. Somebody joins in the month a membership begins and leaves in the month it ends, if that is
    over; who goes on in the month after without a gap has neither left nor joined. Groups and memberships with
    `counted` false are left out.

    Never null. A membership of which nobody told when it began is no joining, and one without an end no leaving: where
    neither is known there is no row.
    """
    who = belonging(membership, entity, role).filter(nw.col("role").is_in(list(_COUNTED)))
    spells = who.select(*_WHOSE, "_scope", "member", "start_month", "end_month").unique()
    gone = spells.join(today.select("month"), how="cross").filter(nw.col("end_month") <= nw.col("month"))
    events = nw.concat(
        [
            _at(_alone(spells, spells, "start_month", -1), "start_month", joined=1, left=0),
            _at(_alone(gone.drop("month"), spells, "end_month", 1), "end_month", joined=0, left=1),
        ],
        how="vertical",
    )
    counted = events.group_by(_PLACE).agg(nw.col("joined").sum(), nw.col("left").sum())
    return counted.with_columns(
        indicator=_indicator(),
        scope=nw.coalesce(nw.col("_scope"), nw.lit("all")),
        basis=nw.lit("period"),
        unit=nw.lit("COUNT"),
        period=nw.col("_year").cast(nw.String),
        value=(nw.col("joined") - nw.col("left")).cast(nw.Float64),
    )


def _alone(ends: Frame, spells: Frame, end: str, step: int) -> Frame:
    """The spells that have this end, without those that another spell of the same member carries on beyond it."""
    known = ends.filter(~nw.col(end).is_null())
    others = spells.select(*_WHOSE, "member", _from="start_month", _to="end_month")
    beyond = nw.col(end) + step
    has_begun = nw.col("_from").is_null() | surely(nw.col("_from") <= beyond)
    is_on = nw.col("_to").is_null() | surely(nw.col("_to") >= beyond)
    carried = known.join(others, on=[*_WHOSE, "member"], how="inner").filter(has_begun, is_on)
    key = [*_WHOSE, "member", end]
    return known.join(carried.select(key).unique(), on=key, how="anti").select(*key, "_scope").unique()


def _at(rows: Frame, end: str, joined: int, left: int) -> Frame:
    year = (nw.col(end) // 12).cast(nw.Int32)
    counts = {"joined": nw.lit(joined).cast(nw.Int64), "left": nw.lit(left).cast(nw.Int64)}
    return rows.select(*_WHOSE, "_scope", _year=year, **counts)


def _indicator() -> nw.Expr:
    return nw.coalesce(
        *(nw.when(nw.col("role") == role).then(nw.lit(indicator)) for role, indicator in _COUNTED.items())
    )
