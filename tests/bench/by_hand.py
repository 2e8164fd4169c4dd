"""What do the same answers cost, written by hand in Polars, pandas, DuckDB and PostgreSQL?"""

from pathlib import Path
from typing import Any

import polars as pl

from tests.bench.panel import ZONE

_ENDS = ["value", "lower", "upper"]
_USED = ["entity", "indicator", "basis", "scenario", "start_month", "end_month", *_ENDS]


def polars_scorecard(folder: Path) -> pl.DataFrame:
    figures, targets = _polars(folder)
    targets = targets.rename({name: f"target_{name}" for name in _ENDS}).select(
        "entity", "indicator", "^target_.*$", _end="end_month"
    )
    quarters = figures.group_by("of", "indicator", "end_month").agg(pl.col(_ENDS).sum())
    due = quarters.rename({"of": "entity"}).join(targets, on=["entity", "indicator"])
    sums = due.filter(pl.col("end_month") <= pl.col("_end")).group_by("entity", "indicator")
    both = sums.agg(pl.col(_ENDS).sum(), pl.col("^target_.*$").first())
    return _share(both).collect()


def polars_trajectory(folder: Path) -> pl.DataFrame:
    belonging = pl.read_parquet(folder / "membership.parquet")
    members = belonging.filter(pl.col("of") == ZONE, pl.col("role") == "resident")["member"]
    is_near = pl.col("entity").is_between(pl.lit(members.min()), pl.lit(members.max()))
    figures, _ = _polars(folder, is_near & pl.col("entity").is_in(members.implode()))
    quarters = figures.filter(pl.col("of") == ZONE).group_by("indicator", "end_month").agg(pl.col(_ENDS).sum())
    return quarters.sort("end_month").with_columns(pl.col(_ENDS).cum_sum().over("indicator")).collect()


def polars_lagging(folder: Path) -> pl.DataFrame:
    rows = pl.scan_parquet(folder / "observation.parquet").filter(pl.col("indicator") == "investment")
    targets = rows.filter(pl.col("scenario") == "target").select("entity", *(_target(name) for name in _ENDS))
    sums = rows.filter(pl.col("scenario") == "actual").group_by("entity").agg(pl.col(_ENDS).sum())
    both = sums.join(targets, on="entity").with_columns(indicator=pl.lit("investment"))
    return _share(both).sort("value", "entity", nulls_last=True).head(20).drop("indicator", "actual").collect()


def _target(name: str) -> pl.Expr:
    return pl.col(name).alias(f"target_{name}")


def _polars(folder: Path, where: pl.Expr | None = None) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    rows = pl.scan_parquet(folder / "observation.parquet").select(_USED)
    actual = rows.filter(pl.col("scenario") == "actual")
    actual = actual if where is None else actual.filter(where)
    belonging = (
        pl.scan_parquet(folder / "membership.parquet")
        .filter(pl.col("role") == "resident")
        .select("of", entity="member", _from="start_month", _to="end_month")
    )
    in_force = (pl.col("_from").fill_null(0) <= pl.col("end_month")) & (
        pl.col("_to").fill_null(10**6) >= pl.col("start_month")
    )
    return actual.join(belonging, on="entity").filter(in_force), rows.filter(pl.col("scenario") == "target")


def _share(both: pl.LazyFrame) -> pl.LazyFrame:
    is_above = pl.col("target_lower") > 0
    parts = [
        pl.when(is_above).then(100 * pl.col(name) / pl.col(f"target_{of}")).alias(name)
        for name, of in (("value", "value"), ("lower", "upper"), ("upper", "lower"))
    ]
    return both.select("entity", "indicator", pl.col("value").alias("actual"), *parts)


def pandas_scorecard(folder: Path) -> pl.DataFrame:
    import pandas as pd

    figures = _pandas(folder)
    rows = pd.read_parquet(folder / "observation.parquet", columns=_USED)
    targets = rows[rows["scenario"] == "target"][["entity", "indicator", "end_month", *_ENDS]]
    quarters = figures.groupby(["of", "indicator", "end_month"], as_index=False)[_ENDS].sum()
    due = quarters.rename(columns={"of": "entity"}).merge(targets, on=["entity", "indicator"], suffixes=("", "_target"))
    due = due[due["end_month"] <= due["end_month_target"]]
    how = dict.fromkeys(_ENDS, "sum") | {f"{name}_target": "first" for name in _ENDS}
    both = due.groupby(["entity", "indicator"], as_index=False).agg(how)
    return _share(pl.from_pandas(both).rename({f"{n}_target": f"target_{n}" for n in _ENDS}).lazy()).collect()


def pandas_trajectory(folder: Path) -> pl.DataFrame:
    figures = _pandas(folder)
    own = figures[figures["of"] == ZONE]
    quarters = own.groupby(["indicator", "end_month"], as_index=False)[_ENDS].sum().sort_values("end_month")
    quarters[_ENDS] = quarters.groupby("indicator")[_ENDS].cumsum()
    return pl.from_pandas(quarters)


def pandas_lagging(folder: Path) -> pl.DataFrame:
    import pandas as pd

    rows = pd.read_parquet(folder / "observation.parquet", columns=_USED)
    rows = rows[rows["indicator"] == "investment"]
    sums = rows[rows["scenario"] == "actual"].groupby("entity", as_index=False)[_ENDS].sum()
    targets = rows[rows["scenario"] == "target"][["entity", *_ENDS]]
    both = sums.merge(targets.rename(columns={name: f"target_{name}" for name in _ENDS}), on="entity")
    shares = _share(pl.from_pandas(both).with_columns(indicator=pl.lit("investment")).lazy())
    return shares.sort("value", "entity", nulls_last=True).head(20).drop("indicator", "actual").collect()


def _pandas(folder: Path) -> Any:
    import pandas as pd

    rows = pd.read_parquet(folder / "observation.parquet", columns=_USED)
    belonging = pd.read_parquet(folder / "membership.parquet", columns=["member", "of", "start_month", "end_month"])
    belonging.columns = ["entity", "of", "_from", "_to"]
    both = rows[rows["scenario"] == "actual"].merge(belonging, on="entity")
    in_force = (both["_from"].isna() | (both["_from"] <= both["end_month"])) & (
        both["_to"].isna() | (both["_to"] >= both["start_month"])
    )
    return both[in_force]


_SQL = """
with quarters as (
    select m."of" entity, o.indicator, o.end_month, sum(o.value) v, sum(o.lower) l, sum(o.upper) u
    from {rows} o join {membership} m on m.member = o.entity
    where o.scenario = 'actual' and coalesce(m.start_month, 0) <= o.end_month
      and coalesce(m.end_month, 1000000) >= o.start_month
    group by 1, 2, 3)
select q.entity, q.indicator, sum(v) actual, 100 * sum(v) / nullif(t.value, 0) "value",
       100 * sum(l) / nullif(t.upper, 0) "lower", 100 * sum(u) / nullif(t.lower, 0) "upper"
from quarters q join {rows} t on t.entity = q.entity and t.indicator = q.indicator and t.scenario = 'target'
where q.end_month <= t.end_month group by q.entity, q.indicator, t.value, t.upper, t.lower
"""
_RAW = """(select entity, indicator, scenario, start_month, end_month, value, lower, upper
from read_parquet('{folder}/../load-*/observation.parquet')
qualify row_number() over (partition by entity, indicator, scope, basis, scenario, period, unit
                           order by source = 'AGAIN' desc) = 1)"""


def duckdb_scorecard(folder: Path) -> pl.DataFrame:
    import duckdb

    membership = f"'{folder}/membership.parquet'"
    return duckdb.sql(_SQL.format(rows=_RAW.format(folder=folder), membership=membership)).pl()


def postgres_scorecard(connection: Any) -> pl.DataFrame:
    """Over the winners alone, with an index that covers what is asked."""
    found = connection.execute(_SQL.format(rows="observation", membership="membership"))
    return pl.DataFrame(found.fetchall(), schema=[column.name for column in found.description], orient="row")
