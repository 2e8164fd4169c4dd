"""Gap decomposition: who explains what is missing to a zone's target?"""

import narwhals.stable.v2 as nw

from metrics.asof import best_by_then
from metrics.belonging import additive, belonging
from metrics.eager import numbered, settled, words
from metrics.interval import difference, exact, total
from metrics.judgement import is_accumulating, is_reported, lost, surely
from metrics.pairing import KEY
from metrics.registry import OF_SERIES, Frame, metric
from metrics.worked_out import with_series

#: So many members are named; the others are summed.
_NAMED = 10

_GAP = [*KEY, "role"]
_SERIES = ["indicator", "basis", "unit", "since"]
_ENDS = {"": "value", "_lower": "lower", "_upper": "upper"}
_NUMBERS = [f"{name}{end}" for name in ("actual", "target") for end in _ENDS]
#: A member's own figures that may stand for it, and what makes one the best: commitment before target, later, longer.
_OWN = ["member", "_own_scope", *_SERIES]
_FIRST, _MONTH = 1_000_000_000, 10_000
_LAST = 1e300  # beyond every distance, so that what cannot be told comes last
_COLUMNS = [*_GAP, "contributor", "rank", "value", "lower", "upper", "reason", "actual", "target", "members"]


@metric(
    title={"en": "Who explains the gap to the target", "ru": "Разложение отставания от плана"},
    unit=OF_SERIES,
    better="lower",
    reference="Variance analysis: target − actual of a whole over its parts; a resident's own target is that of its "
    "agreement (Federal Law 116-FZ, article 12)",
    dimensions={
        "since": nw.Int32,
        "role": nw.String,
        "contributor": nw.String,
        "rank": nw.Int64,
        "actual": nw.Float64,
        "target": nw.Float64,
        "members": nw.Int64,
    },
)
def gap_decomposition(
    pairing: Frame, observation: Frame, membership: Frame, entity: Frame, indicator: Frame, role: Frame
) -> Frame:
    """What is missing to each target of an entity, and how much of it each member is behind its own promise.

    value = target − actual; below zero it is exceeded. By `contributor`: `whole` (the entity itself, rank 0), the ten
    members furthest behind by code (rank 1 to 10), `rest` (the other members together, those ahead of theirs included)
    and `unexplained` = whole − all members: what no member had promised, what those did who report nothing or belong no
    more, and where the entity's own figures differ from its members'. A member's target is the commitment, else the
    target, that falls due last by the entity's target; its actual the latest by the entity's actual. `members` are
    counted behind each row. Indicators of which less is better and targets without an actual have no rows, nor have
    entities whose members promised nothing.

    Null, with its reason: bounds where both ends are open; where a figure of a member cannot be told in the money asked
    for, rest and unexplained are not known either.
    """
    flags = nw.col("reason").is_null(), nw.col("better") == "higher", ~nw.col("reported_ratio")
    asked = additive(pairing.filter(*flags), indicator)
    members = numbered(_members(asked, belonging(membership, entity, role)), by="target_end")
    told = with_series(observation.with_columns(untold=lost(observation))).filter(is_reported(observation))
    own = _own(members, _of_these(members, told))
    behind = difference(own, "target", "actual").with_columns(members=_one())
    is_told = nw.col("reason").is_null()
    placed = settled(_placed(behind.filter(is_told | ~nw.col("untold").is_null())))
    is_named = surely((nw.col("rank") <= _NAMED) & (nw.col("_away") < 0))
    named = placed.filter(is_named).with_columns(contributor=nw.col("member"))
    rest = _summed(placed.filter(~is_named), "rest", _NAMED + 1)
    every = _summed(placed, "unexplained", _NAMED + 2)
    whole = _whole(asked, every)
    left = _unexplained(whole, every)
    return nw.concat([part.select(*_typed()) for part in (whole, named, rest, left)], how="vertical")


def _members(asked: Frame, who: Frame) -> Frame:
    """Each target with the members that there were at the end of its actual."""
    targets = asked.select(*KEY, "target_end", "actual_end")
    met = targets.join(who, on="entity", how="inner")
    has_begun = nw.col("start_month").is_null() | surely(nw.col("start_month") <= nw.col("actual_end"))
    is_on = nw.col("end_month").is_null() | surely(nw.col("end_month") >= nw.col("actual_end"))
    fits = nw.col("_scope").is_null() | surely(nw.col("_scope") == nw.col("scope"))
    own_scope = nw.when(nw.col("_scope").is_null()).then(nw.col("scope")).otherwise(nw.lit("all"))
    there = met.filter(has_begun, is_on, fits).with_columns(_own_scope=own_scope)
    return there.select(*_GAP, "member", "target_end", "actual_end", "_own_scope").unique()


def _of_these(members: Frame, figures: Frame) -> Frame:
    """The figures that have one of their few words: the files of the snapshot are read by them."""
    return figures.filter(*(nw.col(name).is_in(words(members, name)) for name in ("indicator", "basis", "unit")))


def _own(members: Frame, figures: Frame) -> Frame:
    """Of each member that promised something its `actual` and its `target` as quantities."""
    is_limit = surely(nw.col("comparator").is_in(["<", "<="]))
    said = figures.filter(nw.col("scenario").is_in(["commitment", "target"]), ~is_limit)
    promised = said.with_columns(_first=(nw.col("scenario") == "target").cast(nw.Int32))
    done = figures.filter(nw.col("scenario") == "actual").with_columns(_first=nw.lit(0))
    asked = _in_series(members, promised)
    point = {f"target{end}": nw.coalesce(_number("value"), _number(column)) for end, column in _ENDS.items()}
    ends = {f"actual{end}": nw.col(column) for end, column in _ENDS.items()}
    target = _by_then(asked, promised, "target_end").select("_row", **point, _untold=nw.col("untold"))
    actual = _by_then(asked, done, "actual_end").select("_row", "untold", **ends)
    both = target.join(actual, on="_row", how="inner")
    told = both.with_columns(untold=nw.coalesce(nw.col("_untold"), nw.col("untold"))).drop("_untold")
    return told.join(members.select("_row", *_GAP, "member"), on="_row", how="inner")


def _in_series(members: Frame, promised: Frame) -> Frame:
    """The members with the number of the series in which they promised something."""
    numbers = promised.select("series", *_SERIES, member="entity", _own_scope="scope").unique()
    met = members.join(numbers, on=_OWN, how="inner")
    return settled(met.select("_row", "series", "basis", "period", "target_end", "actual_end"))


def _by_then(asked: Frame, figures: Frame, by: str) -> Frame:
    """Of each member the figure of the series that ends last by a month; of a flow that of the same period."""
    length = nw.col("frequency").cast(nw.Int64)
    mark = (1 - nw.col("_first").cast(nw.Int64)) * _FIRST + nw.col("end_month").cast(nw.Int64) * _MONTH + length
    numbers = {name: _number(name) for name in ("value", "lower", "upper")}
    told = figures.select(
        "series", "basis", "period", "_first", "untold", **numbers, _at=nw.col("end_month"), _mark=mark
    )
    levels, flows = (told.filter(which).drop("basis") for which in (is_accumulating(), ~is_accumulating()))
    months = asked.filter(is_accumulating()).select("series", _at=by, _asked=by).unique()
    known = levels.select("series", "_mark", "untold", *numbers)
    best = best_by_then(months, levels, ["series"]).join(known, on=["series", "_mark"], how="inner")
    latest = asked.with_columns(_asked=nw.col(by)).join(best, on=["series", "_asked"], how="inner")
    same = asked.join(flows, on=["series", "period"], how="inner")
    binding = same.filter(nw.col("_first") == nw.col("_first").min().over("_row"))
    columns = ["_row", "untold", *numbers]
    return nw.concat([latest.select(columns), binding.select(columns)], how="vertical")


def _placed(behind: Frame) -> Frame:
    """The members by how far they are behind, from 1; those that cannot be told have no place."""
    away = nw.coalesce(nw.col("value"), nw.col("lower"), nw.col("upper"))
    ordered = behind.with_columns(_away=-away, _order=nw.coalesce(-away, nw.lit(_LAST)))
    return ordered.with_columns(rank=nw.col("members").cum_sum().over(*_GAP, order_by=["_order", "member"]))


def _summed(rows: Frame, name: str, rank: int) -> Frame:
    own = rows.select(*_GAP, "untold", own="value", own_lower="lower", own_upper="upper")
    sums = total(own, "own", by=_GAP).with_columns(contributor=nw.lit(name), rank=nw.lit(rank))
    known = {name: _known_total(rows, name) for name in ("actual", "target")}
    told = sums.rename({"reported": "members"}).drop("coverage", "expected")
    return told.join(known["actual"], on=_GAP, how="left").join(known["target"], on=_GAP, how="left")


def _known_total(rows: Frame, name: str) -> Frame:
    """The sum of a number over the members; null where one of them has none."""
    own = exact(rows.select(*_GAP, own=name), "own")
    return total(own, "own", by=_GAP).filter(nw.col("reported") == nw.col("expected")).select(*_GAP, **{name: "value"})


def _whole(asked: Frame, every: Frame) -> Frame:
    told = asked.select(*KEY, *_NUMBERS).join(every.select(*_GAP, "members"), on=KEY, how="inner")
    return difference(told, "target", "actual").with_columns(contributor=nw.lit("whole"), rank=nw.lit(0))


def _unexplained(whole: Frame, every: Frame) -> Frame:
    ends = {f"_all{end}": nw.col(name) for end, name in _ENDS.items()}
    why = nw.when(nw.col("reason") != "bounds").then(nw.col("reason"))
    parts = every.select(*_GAP, "contributor", "rank", **ends, _why=why)
    gaps = whole.select(*_GAP, "members", **{f"_gap{end}": nw.col(name) for end, name in _ENDS.items()})
    told = gaps.join(parts, on=_GAP, how="inner").with_columns(reason=nw.col("_why"))
    left = difference(told, "_gap", "_all")
    nothing = nw.when(nw.col("rank") < 0).then(nw.col("_gap"))
    return left.with_columns(actual=nothing, target=nothing, members=nw.col("members") * 0)


def _typed() -> list[nw.Expr]:
    whole = ("rank", "members")
    return [nw.col(name).cast(nw.Int64) if name in whole else nw.col(name) for name in _COLUMNS]


def _number(name: str) -> nw.Expr:
    # pandas takes a column of whole numbers for integers, and a fraction does not fit there.
    return nw.col(name).cast(nw.Float64)


def _one() -> nw.Expr:
    # Made of a column and not of a literal, so that pandas keeps a type that knows null.
    return nw.col("since") * 0 + 1
