"""What is one reported figure divided by another of the same time?

Ratios are recomputed from their parts, period by period, and never averaged.
"""

from collections.abc import Sequence

import narwhals.stable.v2 as nw

from data import codelist
from data.errors import UserError
from metrics.eager import settled
from metrics.interval import percentage, ratio, total_of
from metrics.judgement import is_reported, lost, surely
from metrics.registry import OF_SERIES, Frame, Type
from metrics.same_time import TIME, dated, longest, named_alike

#: Where the figures of one part may be added up.
_SERIES = ["entity", "scope", "basis", "unit", "since"]
_PLACE = [*_SERIES, *TIME, "_of_zone"]
_PART = [*_PLACE, "period", "end_month", "frequency"]
_NUMBERS = ("value", "lower", "upper")

DIMENSIONS: dict[str, Type] = {
    "since": nw.Int32,
    "numerator_end": nw.Int32,
    "numerator": nw.Float64,
    "numerator_lower": nw.Float64,
    "numerator_upper": nw.Float64,
    "denominator": nw.Float64,
    "denominator_lower": nw.Float64,
    "denominator_upper": nw.Float64,
    "denominator_unit": nw.String,
    "denominator_period": nw.String,
}


def quotient(
    observation: Frame, indicator: Frame, numerator: Sequence[str], of: Sequence[str], unit: str = OF_SERIES
) -> Frame:
    """The sum of some indicators divided by the sum of others, one row per place where both are known actuals.

    A place is entity · scope · basis · since · time (see metrics/same_time.py). A level (stock) as denominator is that
    of the period's end. A figure of the zone itself (`of_zone`: public money, land) of scope all goes with any scope.
    `unit` PT is a percentage and RATIO a plain ratio, both of equal units; "series" gives the numerator's unit per
    denominator's. Of several indicators all must be known: where one is missing the sum is a lower bound. Columns: the
    result (value, lower, upper, reason, unit) and DIMENSIONS; `indicator` is the first of the numerator. Reason
    `low_reliability` stands beside the value where a part has status U; without a number it is why a part cannot be
    told in the money asked for.

    Raises UserError for a published ratio among the parts, and where unlike quantities are to give PT or RATIO.
    """
    _refuse_unlike(numerator, of, unit)
    above, below = (settled(_part(observation, indicator, each)) for each in (numerator, of))
    met = _met(_spread(above, below), _spread(below, above), is_of_one_unit=unit != OF_SERIES)
    divided = percentage if unit == "PT" else ratio
    by_zero = nw.when(nw.col("denominator_upper") <= 0).then(nw.lit("zero_denominator"))
    why = nw.coalesce(nw.col("_untold_above"), nw.col("_untold_below"), by_zero)
    compared = divided(met.with_columns(reason=why), "numerator", "denominator")
    doubt = nw.when(nw.col("_doubt") > 0).then(nw.lit("low_reliability"))
    return compared.with_columns(
        indicator=nw.lit(numerator[0]),
        unit=nw.col("unit") if unit == OF_SERIES else nw.lit(unit),
        numerator_end=nw.col("end_month"),
        reason=nw.coalesce(nw.col("reason"), doubt),
    )


def _part(observation: Frame, indicator: Frame, wanted: Sequence[str]) -> Frame:
    """The sum of some indicators, one row per place and unit: value, lower, upper, `_doubt` (1 where one is U), and
    `untold`, why one cannot be told in the money asked for."""
    is_told = (nw.col("scenario") == "actual") & nw.col("indicator").is_in(list(wanted)) & is_reported(observation)
    flags = indicator.select("indicator", _of_zone=surely(nw.col("of_zone")))
    told = observation.with_columns(untold=lost(observation)).filter(is_told).join(flags, on="indicator", how="left")
    doubt = surely(nw.col("status") == "U").cast(nw.Int32)
    one = longest(dated(told), by=[*_SERIES, "indicator"])
    own = named_alike(one, by=_SERIES).select(
        *_PART, "untold", own="value", own_lower="lower", own_upper="upper", _doubt=doubt
    )
    if len(wanted) == 1:
        return own.rename({"own": "value", "own_lower": "lower", "own_upper": "upper"})
    due = own.select("entity").unique().with_columns(expected=nw.lit(len(wanted)))
    doubts = own.group_by(_PART).agg(nw.col("_doubt").max(), nw.col("untold").min())
    summed = total_of(own, "own", by=_PART, members=due).join(doubts, on=_PART, how="inner")
    return summed.select(*_PART, *_NUMBERS, "_doubt", "untold")


def _spread(part: Frame, other: Frame) -> Frame:
    """The part, with what is said of the zone itself said for each scope of the other part too; an own figure wins."""
    scopes = other.filter(nw.col("scope") != "all").select("entity", "scope").unique()
    of_zone = part.filter(nw.col("_of_zone"), nw.col("scope") == "all").drop("scope")
    lent = of_zone.join(scopes, on="entity", how="inner").select(part.collect_schema().names())
    return nw.concat([part, lent.join(part, on=_PLACE, how="anti")], how="vertical")


def _met(above: Frame, below: Frame, is_of_one_unit: bool) -> Frame:
    """Numerator and denominator of one time (metrics/same_time.py), or the denominator's level at its end."""
    said = {"_above": nw.col("_doubt"), "_untold_above": nw.col("untold")}
    top = above.with_columns(**_renamed("numerator"), **said).drop(*_NUMBERS, "_doubt", "untold", "_of_zone")
    flows = below.filter(nw.col("basis") != "stock")
    levels = below.filter(nw.col("basis") == "stock")
    places = ((flows, ["entity", "scope", "basis", "since", *TIME]), (levels, ["entity", "scope", "end_month"]))
    unit = ["unit"] if is_of_one_unit else []
    pairs = [top.join(_bottom(rows, place, unit), on=[*place, *unit], how="inner") for rows, place in places]
    return nw.concat(pairs, how="vertical").with_columns(_doubt=nw.col("_above") + nw.col("_below"))


def _bottom(rows: Frame, place: Sequence[str], unit: Sequence[str]) -> Frame:
    said = {"denominator_unit": nw.col("unit"), "denominator_period": nw.col("period")}
    beside = {"_below": nw.col("_doubt"), "_untold_below": nw.col("untold")}
    return rows.select(*place, *unit, **_renamed("denominator"), **said, **beside)


def _renamed(name: str) -> dict[str, nw.Expr]:
    return {name: nw.col("value"), f"{name}_lower": nw.col("lower"), f"{name}_upper": nw.col("upper")}


def _refuse_unlike(numerator: Sequence[str], of: Sequence[str], unit: str) -> None:
    """What the list of indicators alone tells to be no quotient."""
    every = codelist.codes("indicator")
    known = {row["id"]: row for row in every.filter(every["id"].is_in([*numerator, *of])).to_dicts()}
    for name, row in known.items():
        if row["kind"] == "ratio":
            raise UserError("{name} is a ratio as published: it is never added, averaged or divided.", name=name)
    for group in (numerator, of):
        _refuse_different(known, group[0], group[1:], "quantity", "{one} is {of_one}, {other} is {of_other}: no sum.")
    if unit != OF_SERIES:
        _refuse_different(
            known, numerator[0], of, "quantity", "{one} is {of_one}, {other} is {of_other}: no share of one another."
        )
    if known.get(numerator[0], {}).get("kind") == "stock":
        _refuse_different(
            known, numerator[0], of, "kind", "{one} is a {of_one}, {other} a {of_other}: they have no basis in common."
        )


def _refuse_different(
    known: dict[str, dict[str, str]], one: str, others: Sequence[str], what: str, message: str
) -> None:
    for other in others:
        if one in known and other in known and known[one][what] != known[other][what]:
            raise UserError(message, one=one, of_one=known[one][what], other=other, of_other=known[other][what])
