"""Criteria met: how many of a methodology's criteria hold, and are they enough?"""

import narwhals.stable.v2 as nw

from metrics.composite_part import is_in_force
from metrics.judgement import surely
from metrics.registry import Frame, metric

_FIGURE = ["entity", "scope", "measured", "unit", "period", "_end", "_doubt", "value", "lower", "upper"]
_PLACE = ["entity", "scope"]
_BY = [*_PLACE, "methodology", "verified", "needed", "period", "last_end"]


@metric(
    title={"en": "Criteria met (numbers unverified)", "ru": "Выполнено критериев (числа не проверены)"},
    unit="COUNT",
    better="higher",
    reference="Government Decree 1240 of 23 September 2019 (effective if any three of four criteria hold); the numbers "
    "of the criteria were not read, those of data/codelists/methodology_part.csv are stand-ins: unverified",
    dimensions={
        "methodology": nw.String,
        "verified": nw.Boolean,
        "met": nw.Int64,
        "missed": nw.Int64,
        "undetermined": nw.Int64,
        "expected": nw.Int64,
        "needed": nw.Int32,
        "verdict": nw.String,
        "last_end": nw.Int32,
    },
)
def criteria_met(
    leverage: Frame,
    cost_per_job: Frame,
    commitment_fulfilment: Frame,
    value_added_per_budget_rouble: Frame,
    entity: Frame,
    methodology: Frame,
    methodology_part: Frame,
) -> Frame:
    """How many criteria of a methodology hold by the newest figures since the beginning, per entity and scope.

    value = criteria that hold, from those that surely do to those that may. A figure surely on one side of its
    number is `met` or `missed`; without a figure, of another unit, of status U or with the number within its bounds
    it is `undetermined`. `verdict`: effective where as many as `needed` surely hold, ineffective where so many
    cannot any more, else undetermined. Public money of all budgets counts, for jobs that of the federal one;
    residents' commitments to invest. A methodology counts for the kind of entity and the country it is made for.
    coverage = 100 × (met + missed) / all. `period` is that of the newest figure.

    Null: value where a criterion is undetermined, with reason bounds: how many hold is told by the bounds.
    """
    figures = _figures(leverage, cost_per_job, commitment_fulfilment, value_added_per_budget_rouble)
    parts = _asked(figures, entity, methodology, methodology_part)
    judged = parts.join(figures.drop("period", "_end"), on=[*_PLACE, "measured"], how="left")
    return _counted(judged.with_columns(**_held()))


def _figures(leverage: Frame, cost: Frame, fulfilment: Frame, value_added: Frame) -> Frame:
    """The newest cumulative figure of each, per entity and scope, by the name of its metric as `measured`."""
    of_all = nw.col("public_money") == "budget_infrastructure"
    federal = nw.col("public_money") == "budget_infrastructure_federal"
    of_residents = (nw.col("role") == "resident") & (nw.col("indicator") == "investment")
    owed = fulfilment.filter(of_residents).with_columns(unit=nw.lit("PT"))
    told = [
        _named(leverage.filter(of_all), "leverage", "numerator_end"),
        _named(cost.filter(federal), "cost_per_job", "numerator_end"),
        _named(owed, "commitment_fulfilment", "due_end"),
        _named(value_added.filter(of_all), "value_added_per_budget_rouble", "numerator_end"),
    ]
    key = [*_PLACE, "measured"]
    every = nw.concat(told, how="vertical")
    newest = every.filter(nw.col("_end") == nw.col("_end").max().over(*key))
    of_unit = newest.filter(nw.col("unit") == nw.col("unit").min().over(*key))
    return of_unit.filter(nw.col("period") == nw.col("period").min().over(*key))


def _named(rows: Frame, name: str, end: str) -> Frame:
    since_ever = rows.filter(nw.col("basis") == "cumulative", nw.col("since") == 0)
    doubt = surely(nw.col("reason") == "low_reliability")
    return since_ever.with_columns(measured=nw.lit(name), _end=nw.col(end), _doubt=doubt.cast(nw.Int32)).select(_FIGURE)


def _asked(figures: Frame, entity: Frame, methodology: Frame, methodology_part: Frame) -> Frame:
    """Each entity and scope with a figure, by the criteria in force when the newest one ends."""
    newest = figures.filter(nw.col("_end") == nw.col("_end").max().over(*_PLACE))
    places = newest.group_by(_PLACE).agg(nw.col("period").min(), nw.col("_end").max().alias("last_end"))
    whose = entity.select(entity="code", _kind="kind", _country="country")
    met = places.join(whose, on="entity", how="left").join(
        methodology.filter(nw.col("kind") == "criteria"), how="cross"
    )
    parts = methodology_part.select("methodology", "measured", "at_least", "at_most", "asked_unit")
    return met.filter(is_in_force("last_end")).join(parts, on="methodology", how="inner")


def _held() -> dict[str, nw.Expr]:
    """1 where a criterion surely holds, surely does not, or neither."""
    least, most = nw.col("at_least"), nw.col("at_most")
    is_of_unit = surely(nw.col("unit") == nw.col("asked_unit")) & ~surely(nw.col("_doubt") > 0)
    holds = is_of_unit & (surely(nw.col("lower") >= least) | surely(nw.col("upper") <= most))
    fails = is_of_unit & (surely(nw.col("upper") < least) | surely(nw.col("lower") > most))
    flags = {"_met": holds, "_missed": fails, "_undetermined": ~holds & ~fails}
    return {name: flag.cast(nw.Int64) for name, flag in flags.items()}


def _counted(judged: Frame) -> Frame:
    counts = judged.group_by(_BY).agg(
        **{each: nw.col(f"_{each}").sum() for each in ("met", "missed", "undetermined")}, expected=nw.len()
    )
    met, may, is_open = nw.col("met"), nw.col("met") + nw.col("undetermined"), nw.col("undetermined") > 0
    too_few = nw.when(may < nw.col("needed")).then(nw.lit("ineffective")).otherwise(nw.lit("undetermined"))
    told = (met + nw.col("missed")).cast(nw.Float64)
    return counts.with_columns(
        value=nw.when(~is_open).then(met.cast(nw.Float64)),
        lower=met.cast(nw.Float64),
        upper=may.cast(nw.Float64),
        reason=nw.when(is_open).then(nw.lit("bounds")),
        coverage=100.0 * told / nw.col("expected").cast(nw.Float64),
        verdict=nw.when(met >= nw.col("needed")).then(nw.lit("effective")).otherwise(too_few),
        indicator=nw.lit("effectiveness_score"),
        basis=nw.lit("cumulative"),
        unit=nw.lit("COUNT"),
    )
