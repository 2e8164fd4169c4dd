"""Which actual figure is held against which target?

The one place where figures meet. A series is entity · indicator · scope · basis · unit, and for cumulative figures the
month they count from; figures of two series are never compared.
"""

import narwhals.stable.v2 as nw

from data import schema
from metrics.asof import best_by_then
from metrics.eager import settled, words
from metrics.judgement import (
    as_target,
    is_accumulating,
    is_ceiling,
    is_kept_low,
    is_known,
    is_reported,
    lost,
    reaches,
    surely,
)
from metrics.registry import OF_SERIES, Frame, Type, metric
from metrics.worked_out import first_of_series, with_series

SERIES = list(schema.SERIES)
KEY = [*SERIES, "period"]

#: Where figures of a series may meet, and what a target, which has a number, brings there.
_PLACE = ["series", "_slot"]
_ASKED = [*_PLACE, "_target", "target_frequency"]

#: Weighs more than any difference in length: no period is a million months long.
_MONTH = 1_000_000

DIMENSIONS: dict[str, Type] = {
    "since": nw.Int32,
    "actual": nw.Float64,
    "actual_lower": nw.Float64,
    "actual_upper": nw.Float64,
    "actual_comparator": nw.String,
    "actual_period": nw.String,
    "actual_end": nw.Int32,
    "actual_status": nw.String,
    "actual_source": nw.String,
    "target": nw.Float64,
    "target_lower": nw.Float64,
    "target_upper": nw.Float64,
    "target_comparator": nw.String,
    "target_end": nw.Int32,
    "target_status": nw.String,
    "target_source": nw.String,
    "baseline": nw.Float64,
    "baseline_lower": nw.Float64,
    "baseline_upper": nw.Float64,
    "baseline_period": nw.String,
    "baseline_end": nw.Int32,
    "baseline_reason": nw.String,
    "better": nw.String,
    "final": nw.Boolean,
    "reached_on": nw.String,
    "reached_end": nw.Int32,
    "reached_reason": nw.String,
    "is_next": nw.Boolean,
    "is_last": nw.Boolean,
    "is_due": nw.Boolean,
    "reported_ratio": nw.Boolean,
}


@metric(
    title={"en": "Targets and the actual figures held against them", "ru": "Планы и сопоставленные с ними факты"},
    unit=OF_SERIES,
    better=OF_SERIES,
    reference="Order of the Ministry of Economic Development No. 502 of 4 August 2016 (plan and fact, for the year and "
    "since creation); which actual is held against which target is the product's convention",
    dimensions=DIMENSIONS,
)
def pairing(observation: Frame, indicator: Frame, today: Frame) -> Frame:
    """The actual figure held against each published target, one row per target, in the unit of the series.

    period, ytd: the actual of the same period. cumulative, stock: the actual of the latest period that ends on or
    before the target's end; of several that end together the one as long as the target, then the longest. `final`: both
    end together. `reached_on`: the earliest actual whose lower end reaches the target, a later one included; of a sum
    to be kept low none before the target's date. Where a figure before it, which may reach it as well, cannot be told
    in the money asked for, `reached_reason` says why. As a target ">N", ">=N" and "~N" mean N. `is_next`: the earliest
    target that does not end before the latest actual.

    `baseline`: the published starting point of the series, the last that ends before the target does; where it cannot
    be told in the money asked for, `baseline_reason` says why.

    value = the actual. Null with a reason where there is none: scope_differs, basis_differs or unit_differs where the
    entity has one in another series only, else no_actual. `ceiling`: the "target" is a limit, not a level to reach.
    """
    return held_against(observation, indicator, today, "target")


def held_against(observation: Frame, indicator: Frame, today: Frame, scenario: str) -> Frame:
    """The actual figure held against each figure of a scenario: target, or commitment (due in its period)."""
    figures = with_series(observation)
    # Both are gone through several times.
    targets = settled(_targets(figures, indicator, today, scenario))
    actuals = settled(_actuals(figures, targets))
    in_place = settled(actuals.join(targets.select(_PLACE).unique(), on=_PLACE, how="semi"))
    paired = (
        targets.join(_latest(targets, in_place), on="_target", how="left")
        .join(_baselines(figures, targets), on="_target", how="left")
        .join(_reached(targets, in_place), on="_target", how="left")
        .join(_lost_of(in_place), on=_PLACE, how="left")
        .join(_elsewhere(figures, targets, actuals), on="_target", how="left")
        .join(_last_report(actuals), on="series", how="left")
    )
    return _ordered(paired).with_columns(
        value=nw.col("actual"),
        lower=nw.col("actual_lower"),
        upper=nw.col("actual_upper"),
        final=surely(nw.col("actual_end") == nw.col("target_end")),
        reached_reason=nw.when(_may_be_reached_before()).then(nw.col("_lost")),
        reason=_reason(),
    )


def _targets(observation: Frame, indicator: Frame, today: Frame, scenario: str) -> Frame:
    """One row per published target, as a target, with what its indicator says and whether it is due."""
    told = observation.with_columns(_target_lost=lost(observation))
    published = told.filter(nw.col("scenario") == scenario, is_known() | ~nw.col("_target_lost").is_null()).select(
        *KEY,
        "series",
        "_target_lost",
        target="value",
        target_lower="lower",
        target_upper="upper",
        target_comparator="comparator",
        target_end="end_month",
        target_frequency="frequency",
        target_status="status",
        target_source="source",
    )
    described = (
        published.join(indicator.select("indicator", "better", "reported_ratio"), on="indicator", how="left")
        .join(today.select(_month="month"), how="cross")
        .with_columns(
            better=nw.coalesce(nw.col("better"), nw.lit("neither")),
            reported_ratio=surely(nw.col("reported_ratio")),
            is_due=nw.col("target_end") <= nw.col("_month"),
            _slot=_slot("target_end", "target_frequency"),
        )
    )
    return as_target(described).with_row_index("_target", order_by=["series", "target_end", "target_frequency"])


def _actuals(observation: Frame, targets: Frame) -> Frame:
    """The reported figures of the series that have a target, with the indicator's direction."""
    told = observation.with_columns(_actual_lost=lost(observation))
    reported = _reported(told, targets, "indicator", "basis")
    wanted = targets.select("series", "better").unique()
    return reported.join(wanted, on="series", how="inner").select(
        "series",
        "better",
        "_actual_lost",
        _slot=_slot("end_month", "frequency"),
        actual="value",
        actual_lower="lower",
        actual_upper="upper",
        actual_comparator="comparator",
        actual_period="period",
        actual_end="end_month",
        actual_frequency="frequency",
        actual_status="status",
        actual_source="source",
    )


def _reported(observation: Frame, targets: Frame, *alike: str) -> Frame:
    """The known actuals that have one of the few words of the targets: the files of the snapshot are read by them."""
    of_targets = [nw.col(name).is_in(words(targets, name)) for name in alike]
    return observation.filter(nw.col("scenario") == "actual", is_reported(observation), *of_targets)


def _baselines(observation: Frame, targets: Frame) -> Frame:
    """For each target its starting point: the baseline of its series that ends last, and before the target does."""
    dated = observation.with_columns(baseline_reason=lost(observation))
    told = dated.filter(nw.col("scenario") == "baseline", is_reported(observation)).select(
        "series",
        "baseline_reason",
        baseline="value",
        baseline_lower="lower",
        baseline_upper="upper",
        baseline_period="period",
        baseline_end="end_month",
        _length="frequency",
    )
    met = targets.select("_target", "series", "target_end").join(told, on="series", how="inner")
    before = met.filter(nw.col("baseline_end") < nw.col("target_end"))
    ranked = before.with_columns(_rank=_numbered("baseline_end", "_length"))
    return ranked.filter(nw.col("_rank") == nw.col("_rank").max().over("_target")).drop(
        "series", "target_end", "_length", "_rank"
    )


def _slot(end: str, length: str) -> nw.Expr:
    """What must be equal for two figures of a series to meet: nothing where they accumulate, else the period."""
    return nw.when(~is_accumulating()).then(_numbered(end, length)).otherwise(0)


def _numbered(end: str, length: str) -> nw.Expr:
    """A number for each period, greater where it ends later, and of those that end together the greater the longer."""
    return nw.col(end).cast(nw.Int64) * _MONTH + nw.col(length).cast(nw.Int64)


def _last_report(actuals: Frame) -> Frame:
    """For each series the month its latest actual ends."""
    return actuals.group_by("series").agg(nw.col("actual_end").max().alias("_latest"))


def _ordered(paired: Frame) -> Frame:
    """The rows, with which target of a series is next and which is last; of two that end together the longer one."""
    end, length = nw.col("target_end").cast(nw.Int64) * _MONTH, nw.col("target_frequency").cast(nw.Int64)
    is_ahead = nw.col("_latest").is_null() | surely(nw.col("target_end") >= nw.col("_latest"))
    ranked = paired.with_columns(_from_last=end + length, _from_next=nw.when(is_ahead).then(end - length))
    return ranked.with_columns(
        is_last=nw.col("_from_last") == nw.col("_from_last").max().over("series"),
        is_next=surely(nw.col("_from_next") == nw.col("_from_next").min().over("series")),
    )


def _latest(targets: Frame, actuals: Frame) -> Frame:
    """For each target the actual held against it: the latest that ends on or before its end."""
    asked = targets.select(*_ASKED, _at="target_end")
    known = actuals.with_columns(_at="actual_end", _mark="actual_end")
    found = best_by_then(asked, known, _PLACE).with_columns(actual_end=nw.col("_mark").cast(nw.Int32))
    columns = ["_actual_lost", *(name for name in DIMENSIONS if name.startswith("actual"))]
    return _likest(found.join(actuals, on=[*_PLACE, "actual_end"], how="inner")).select("_target", *columns)


def _reached(targets: Frame, actuals: Frame) -> Frame:
    """For each target the period of the earliest actual that reaches it, whenever that was."""
    levels = targets.filter(~is_ceiling(), nw.col("better") != "neither")
    found = [_by_level(levels.filter(~is_kept_low()), actuals), _from_the_date(levels.filter(is_kept_low()), actuals)]
    columns = ["_target", "target_frequency", "actual_period", "actual_end", "actual_frequency"]
    reaching = _likest(nw.concat([rows.select(columns) for rows in found], how="vertical"))
    return reaching.select("_target", reached_on="actual_period", reached_end="actual_end")


def _by_level(targets: Frame, actuals: Frame) -> Frame:
    """The earliest actuals that reach each target, before its date or after it."""
    is_lower = nw.col("better") == "lower"
    needed = nw.when(is_lower).then(nw.col("target_lower")).otherwise(-nw.col("target_upper"))
    shown = nw.when(is_lower).then(nw.col("actual_upper")).otherwise(-nw.col("actual_lower"))
    levels = targets.with_columns(_at=needed)
    asked = levels.select(*_ASKED, "target_lower", "target_upper", "_at").filter(~nw.col("_at").is_null())
    known = actuals.with_columns(_at=shown, _mark=-nw.col("actual_end")).filter(~nw.col("_at").is_null())
    found = best_by_then(asked, known, _PLACE).with_columns(actual_end=(-nw.col("_mark")).cast(nw.Int32))
    # Joined by the month found, not by the series: a series may have many targets and many actuals.
    return found.join(actuals, on=[*_PLACE, "actual_end"], how="inner").filter(reaches())


def _from_the_date(targets: Frame, actuals: Frame) -> Frame:
    """The earliest actuals that reach each target at its date or after it."""
    asked = targets.select(*_ASKED, "target_lower", "target_upper", "target_end")
    met = asked.join(actuals, on=_PLACE, how="inner").filter(nw.col("actual_end") >= nw.col("target_end"), reaches())
    return met.filter(nw.col("actual_end") == nw.col("actual_end").min().over("_target"))


def _lost_of(actuals: Frame) -> Frame:
    """Where figures were reported that cannot be told in the money asked for: their first and last month, and why."""
    lost_ones = actuals.filter(~nw.col("_actual_lost").is_null())
    return lost_ones.group_by(_PLACE).agg(
        nw.col("actual_end").min().alias("_lost_first"),
        nw.col("actual_end").max().alias("_lost_last"),
        nw.col("_actual_lost").min().alias("_lost"),
    )


def _may_be_reached_before() -> nw.Expr:
    """Whether a figure that cannot be told may reach the target before the one that does."""
    is_before = surely(nw.col("_lost_first") < nw.col("reached_end"))
    # A sum that is short later was short before; a level may have been there and gone.
    is_open = nw.col("reached_end").is_null() & ((nw.col("basis") == "stock") | is_kept_low())
    is_in_time = ~is_kept_low() | surely(nw.col("_lost_last") >= nw.col("target_end"))
    is_asked = is_accumulating() & ~is_ceiling() & (nw.col("better") != "neither")
    return is_asked & is_in_time & (is_before | is_open)


def _likest(candidates: Frame) -> Frame:
    """For each target the candidate as long as it is, else the longest, one row: the candidates end together."""
    length = nw.col("actual_frequency").cast(nw.Int64)
    is_as_long = nw.col("actual_frequency") == nw.col("target_frequency")
    ranked = candidates.with_columns(_rank=nw.when(is_as_long).then(length + _MONTH).otherwise(length))
    return ranked.filter(nw.col("_rank") == nw.col("_rank").max().over("_target"))


def _elsewhere(observation: Frame, targets: Frame, actuals: Frame) -> Frame:
    """What the entity's actuals of this indicator, up to the target's end, share with it (1 or 0).

    For each target without an actual in its own series.
    """
    unpaired = settled(targets.join(actuals.select("series").unique(), on="series", how="anti"))
    others = first_of_series(observation).select(
        *("entity", "indicator"),
        **{f"_{name}": nw.col(name) for name in ("scope", "basis", "unit", "since")},
        _start="end_month",
    )
    met = unpaired.select("_target", *SERIES, "target_end").join(others, on=["entity", "indicator"], how="inner")
    scope = nw.col("scope") == nw.col("_scope")
    basis = scope & (nw.col("basis") == nw.col("_basis")) & (nw.col("since") == nw.col("_since"))
    unit = basis & (nw.col("unit") == nw.col("_unit"))
    shared = met.filter(nw.col("_start") <= nw.col("target_end")).with_columns(
        _same_scope=scope.cast(nw.Int32), _same_basis=basis.cast(nw.Int32), _same_unit=unit.cast(nw.Int32)
    )
    return shared.group_by("_target").agg(nw.col("_same_scope", "_same_basis", "_same_unit").max())


def _reason() -> nw.Expr:
    in_series = ~nw.col("_latest").is_null() | nw.col("_same_scope").is_null()
    missing = (
        nw.when(in_series)
        .then(nw.lit("no_actual"))
        .when(nw.col("_same_scope") == 0)
        .then(nw.lit("scope_differs"))
        .when(nw.col("_same_basis") == 0)
        .then(nw.lit("basis_differs"))
        .when(nw.col("_same_unit") == 0)
        .then(nw.lit("unit_differs"))
        .otherwise(nw.lit("no_actual"))
    )
    unpaired = nw.when(nw.col("actual_end").is_null()).then(missing)
    lost = nw.coalesce(nw.col("_target_lost"), nw.col("_actual_lost"))
    return nw.coalesce(lost, nw.when(is_ceiling()).then(nw.lit("ceiling")), unpaired)
