"""What do the heaviest metrics cost when they are written by hand in Polars, for the figures of the bench alone?

Each gives the key, the numbers and no reasons; the figures have no ranges, nothing unknown and no overlapping periods,
which the metrics cannot count on.
"""

from datetime import date
from pathlib import Path

import polars as pl

from data.period import last_ended_month

_SERIES = ["entity", "indicator", "scope", "basis", "unit", "since"]
_KEY = ["entity", "indicator", "scope", "basis", "scenario", "period", "unit"]
_ENDS = ["value", "lower", "upper"]
_ROLLED = ["of", "role", "indicator", "scope", "basis", "unit", "period", "scenario"]


def pairing(folder: Path) -> pl.DataFrame:
    """The latest actual of the series that ended by then, and the first that reaches the target."""
    rows = _observation(folder).select(*_SERIES, "scenario", "period", "end_month", *_ENDS)
    targets = rows.filter(pl.col("scenario") == "target").rename({name: f"target_{name}" for name in _ENDS})
    targets = targets.rename({"end_month": "target_end"}).drop("scenario")
    asked = targets.select("entity", "indicator").unique()
    actuals = rows.filter(pl.col("scenario") == "actual", pl.col("basis") == "cumulative").drop("scenario", "period")
    actuals = actuals.join(asked, on=["entity", "indicator"], how="semi")
    met = actuals.join(targets.select(*_SERIES, "period", "target_upper"), on=_SERIES)
    reached = met.filter(pl.col("lower") >= pl.col("target_upper")).group_by(*_SERIES, "period")
    paired = targets.sort("target_end").join_asof(
        actuals.sort("end_month"), left_on="target_end", right_on="end_month", by=_SERIES, strategy="backward"
    )
    first = reached.agg(reached_end=pl.col("end_month").min())
    found = paired.join(first, on=[*_SERIES, "period"], how="left")
    return found.select(*_SERIES, "period", *_ENDS, "reached_end", target="target_value").collect()


def growth(folder: Path) -> pl.DataFrame:
    """Against the same months of the year before."""
    rows = _observation(folder).filter(pl.col("scenario") == "actual", pl.col("basis") == "period")
    same = [*_SERIES, "frequency", "end_month"]
    now = rows.select(*same, "period", *_ENDS)
    then = now.with_columns(end_month=pl.col("end_month") + 12).drop("period")
    both = now.join(then.rename({name: f"before_{name}" for name in _ENDS}), on=same)
    others = {"value": "before_value", "lower": "before_upper", "upper": "before_lower"}
    return both.select(
        *_SERIES, "period", *(_above(of, 100 * pl.col(name) / pl.col(of) - 100, name) for name, of in others.items())
    ).collect()


def _above(of: str, number: pl.Expr, name: str) -> pl.Expr:
    return pl.when(pl.col(of) > 0).then(number).alias(name)


def year_to_date(folder: Path) -> pl.DataFrame:
    """The quarters of the year so far, else the cumulative figure less that of the year before."""
    rows = _observation(folder).filter(pl.col("scenario") == "actual")
    place = ["entity", "indicator", "scope", "unit"]
    year = pl.col("end_month") // 12
    quarters = rows.filter(pl.col("basis") == "period").select(*place, "start_month", "end_month", *_ENDS, year=year)
    sums = quarters.sort("end_month").with_columns(
        *(pl.col(name).cum_sum().over(*place, "year") for name in _ENDS),
        first=pl.col("start_month").min().over(*place, "year"),
        told=pl.int_range(1, pl.len() + 1).over(*place, "year"),
    )
    is_whole = (pl.col("first") % 12 == 0) & (pl.col("told") * 3 == pl.col("end_month") % 12 + 1)
    summed = sums.filter(is_whole).select(*place, "end_month", *_ENDS)
    closing = rows.filter(pl.col("basis") == "cumulative").select(*place, "end_month", *_ENDS, year=year)
    opening = closing.filter(pl.col("end_month") % 12 == 11).with_columns(year=pl.col("year") + 1).drop("end_month")
    both = closing.join(opening.rename({name: f"of_{name}" for name in _ENDS}), on=[*place, "year"])
    others = {"value": "of_value", "lower": "of_upper", "upper": "of_lower"}
    less = both.select(*place, "end_month", *(pl.col(name) - pl.col(of) for name, of in others.items()))
    rest = less.join(summed, on=[*place, "end_month"], how="anti")
    return pl.concat([summed, rest]).rename({"end_month": "actual_end"}).collect()


def roll_up(folder: Path) -> pl.DataFrame:
    """Sums over those who belonged to an entity in the period."""
    told, expected = _rolled(folder, pl.lit(True))
    sums = told.group_by(*_ROLLED, "first", "last").agg(pl.col(_ENDS).sum(), reported=pl.len())
    found = sums.join(expected, on=["of", "role", "first", "last"])
    upper = pl.when(pl.col("reported") >= pl.col("expected")).then("upper")
    return _named(found.with_columns(upper=upper))


def coverage(folder: Path) -> pl.DataFrame:
    """How many of them have reported."""
    told, expected = _rolled(folder, pl.col("scenario") == "actual")
    counted = told.group_by(*_ROLLED, "first", "last").agg(reported=pl.len())
    found = counted.join(expected, on=["of", "role", "first", "last"])
    return _named(found.with_columns(value=100 * pl.col("reported") / pl.col("expected"))).drop("scenario")


def _named(found: pl.LazyFrame) -> pl.DataFrame:
    counts = pl.col("reported", "expected").cast(pl.Int64)
    return found.drop("first", "last").with_columns(counts).rename({"of": "entity"}).collect()


def _rolled(folder: Path, which: pl.Expr) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """Members' figures under the entity they belonged to, and how many were due there."""
    is_flow = pl.col("basis") == "period"
    rows = _observation(folder).filter(which, pl.col("scope") == "all")
    rows = rows.with_columns(first=pl.when(is_flow).then("start_month").otherwise("end_month"), last="end_month")
    who = (
        pl.scan_parquet(folder / "membership.parquet")
        .filter("counted")
        .select(
            "of",
            "role",
            entity="member",
            begin=pl.col("start_month").fill_null(0),
            end=pl.col("end_month").fill_null(10**6),
        )
    )
    in_force = (pl.col("begin") <= pl.col("last")) & (pl.col("end") >= pl.col("first"))
    names = [name for name in _ROLLED if name not in ("of", "role")]
    told = rows.select("entity", *names, "first", "last", *_ENDS).join(who, on="entity").filter(in_force)
    to = pl.when(pl.col("role") == "resident").then(pl.lit("residents")).otherwise("scope")
    told = told.with_columns(scope=to)
    places = told.select("of", "role", "first", "last").unique()
    due = places.join(who, on=["of", "role"]).filter(in_force)
    return told, due.group_by("of", "role", "first", "last").agg(expected=pl.col("entity").n_unique())


def revision(folder: Path) -> pl.DataFrame:
    """The newest figure of a publisher against its first."""
    by = [*_KEY, "since", "publisher"]
    rows = [pl.scan_parquet(folder / f"{name}.parquet") for name in ("observation", "beside")]
    contested = rows[1].select(_KEY).unique()
    told = pl.concat([each.select(*by, "known_on", "load", "source", *_ENDS) for each in rows])
    order = ["known_on", "load", "source"]
    ends = [pl.col(name).sort_by(order) for name in _ENDS]
    found = (
        told.join(contested, on=_KEY, how="semi")
        .group_by(by)
        .agg(*(each.first().name.prefix("first_") for each in ends), *(each.last() for each in ends), releases=pl.len())
    )
    others = {"value": "first_value", "lower": "first_upper", "upper": "first_lower"}
    more = (_above(of, 100 * pl.col(name) / pl.col(of) - 100, name) for name, of in others.items())
    counted = pl.col("releases").cast(pl.Int64)
    return found.filter(pl.col("releases") > 1).select(*by, counted, *more, first="first_value").collect()


def freshness(folder: Path) -> pl.DataFrame:
    """The months since the latest actual."""
    rows = _observation(folder).filter(pl.col("scenario") == "actual")
    latest = rows.group_by("entity", "indicator").agg(actual_end=pl.col("end_month").max())
    age = (last_ended_month(date.today()) - pl.col("actual_end")).cast(pl.Float64)
    return latest.with_columns(value=age).collect()


def contradictions(folder: Path) -> pl.DataFrame:
    """What one publisher says against what another does, and sums to date that fall."""
    rows = [pl.scan_parquet(folder / f"{name}.parquet") for name in ("observation", "beside")]
    others = (
        rows[1]
        .select(*_KEY, "publisher", "known_on", *_ENDS)
        .sort("known_on")
        .unique([*_KEY, "publisher"], keep="last")
    )
    both = rows[0].select(*_KEY, "publisher", *_ENDS).join(others, on=_KEY, suffix="_other")
    is_far = (pl.col("value_other") - pl.col("value")).abs() > 0.01 * pl.col("value").abs()
    differ = both.filter(pl.col("publisher") != pl.col("publisher_other"), is_far)
    sums = rows[0].filter(pl.col("scenario") == "actual", pl.col("basis") == "cumulative").sort("end_month")
    before = [pl.col(name).shift(1).over(_SERIES).alias(f"{name}_other") for name in _ENDS]
    falls = sums.with_columns(before).filter(pl.col("upper") < pl.col("lower_other"))
    columns = [*_KEY, *_ENDS, *(pl.col(f"{name}_other").alias(f"other_{name}") for name in _ENDS)]
    return pl.concat([differ.select(columns), falls.select(columns)]).collect()


def _observation(folder: Path) -> pl.LazyFrame:
    return pl.scan_parquet(folder / "observation.parquet")


#: The eight heaviest at 5,000,000 observations, each beside the metric of its name.
TWINS = {
    each.__name__: each
    for each in (pairing, growth, year_to_date, roll_up, coverage, revision, freshness, contradictions)
}
