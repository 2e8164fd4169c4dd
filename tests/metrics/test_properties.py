"""What holds for a metric whatever is reported?

Over invented figures with gaps, bounds, doubts and several publishers: another currency, another order of rows, a
doubtful figure beside a sound one and a resident that reports nothing change nothing that they must not change.
"""

import random
from typing import Any

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from data.schema import KEY
from data.winner import judge
from metrics.registry import METRICS, OF_SERIES, run
from tests.metrics.conftest import members
from tests.metrics.invented import MEMBERSHIP, Tables, known

#: A power of two, so that nothing is rounded.
_RATE = 64.0
_ENDS = ("value", "lower", "upper")
_AMOUNTS = ("actual", "target", "baseline", "expected", "start", "before", "first_target", "remaining", "pace")
_AMOUNT_COLUMNS = {f"{name}{end}" for name in _AMOUNTS for end in ("", "_lower", "_upper")}
_ROW = ("entity", "indicator", "scope", "basis", "unit", "period", "since", "role", "scenario", "how")

_LISTS = ("stage", "pipeline_stage", "role", "methodology", "methodology_part", "methodology_threshold")

every_metric = pytest.mark.parametrize("name", METRICS)
of_plan_and_fact = pytest.mark.parametrize(
    "name",
    (
        *("pairing", "attainment", "variance", "standing", "first_plan_attainment", "expected_to_date"),
        *(
            "required_run_rate",
            "pace_forecast",
            "projected_date",
            "schedule_index",
            "growth",
            "year_to_date",
            "roll_up",
        ),
    ),
)


@every_metric
def test_the_order_of_rows_changes_nothing(name: str) -> None:
    plain = known(3)
    names = ("history", "observation", "membership", "entity", "indicator", "rate", *_LISTS)
    shuffled = {table: plain(table).collect().sample(fraction=1.0, shuffle=True, seed=7) for table in names}
    _same(_told(name, _with(plain, **shuffled)), _told(name, plain))


@of_plan_and_fact
def test_another_currency_changes_amounts_and_no_share_and_no_month(name: str) -> None:
    plain = known(4)
    other = {table: _in_euros(plain(table).collect()) for table in ("history", "observation")}
    found, expected = run(name, _with(plain, **other)).collect(), run(name, plain).collect()
    assert expected.filter(pl.col("unit") == "RUB").height > 0
    _same(_sorted(_in_roubles(found, METRICS[name].unit)), _sorted(expected))


@every_metric
def test_no_value_depends_on_a_doubtful_figure_where_a_sound_one_is(name: str) -> None:
    if "history" in METRICS[name].inputs and name not in ("standing", "first_plan_attainment"):
        return  # metrics that tell about the figures beside the winner
    plain = known(5)
    history = plain("history").collect().drop("is_current")
    sound = history.filter(pl.col("status") == "A", pl.col("value").is_not_null())
    told = pl.col("value") * 3 + 1
    said = {"status": pl.lit("U"), "publisher": pl.lit("RUMOUR"), "source": pl.lit("RUMOUR")}
    rumours = sound.unique(KEY).with_columns(**said, value=told, lower=told, upper=told)
    _same(_told(name, _judged(plain, pl.concat([history, rumours]))), _told(name, _judged(plain, history)))


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    "name",
    (
        *("attainment", "variance", "standing", "first_plan_attainment", "expected_to_date", "required_run_rate"),
        *("schedule_index", "growth", "year_to_date", "roll_up"),
    ),
)
def test_the_bounds_hold_the_result_of_any_actuals_within_theirs(name: str, seed: int) -> None:
    wide = known(seed)
    history = wide("history").collect()
    exact = _drawn(history, random.Random(seed))
    tables = _with(wide, history=exact, observation=exact.filter("is_current").drop("is_current"))
    columns = [column for column in _ROW if column in METRICS[name].columns]
    points = run(name, tables).collect().filter(pl.col("value").is_not_null()).select(*columns, point="value")
    told = run(name, wide).collect().join(points, on=columns, nulls_equal=True)
    assert told.height > 0
    margin = 1e-9 * pl.col("point").abs() + 1e-9
    outside = (pl.col("lower") > pl.col("point") + margin) | (pl.col("upper") < pl.col("point") - margin)
    assert told.filter(outside).is_empty()


def test_a_resident_that_reports_nothing_lowers_coverage_opens_the_sum_and_changes_nothing_else() -> None:
    world = known(6)
    # Below zero nothing is a floor: there the lower end opens as well.
    observation = world("observation").filter(pl.col("lower").is_null() | (pl.col("lower") >= 0)).collect()
    plain = _with(world, observation=observation)
    silent = members(MEMBERSHIP.rstrip() + "\n    SILENT | ZONE-1 | resident | | | true")
    tables = _with(plain, membership=silent)
    before, after = (_told("roll_up", each).filter(pl.col("role") == "resident") for each in (plain, tables))
    assert before.height > 0
    kept = [name for name in before.columns if name not in ("upper", "coverage", "expected")]
    same = before.filter(pl.col("value").is_not_null(), pl.col("lower").is_not_null()).select(kept)
    assert same.join(after.select(kept), on=kept, how="anti", nulls_equal=True).is_empty()
    assert after["upper"].null_count() == after.height == before.height
    assert (after["expected"].sort() - before["expected"].sort()).to_list() == [1] * before.height
    assert after["coverage"].mean() < before["coverage"].mean()  # type: ignore[operator]
    _same(_told("roll_up", tables).filter(role="zone"), _told("roll_up", plain).filter(role="zone"))


def _with(tables: Tables, **changed: pl.DataFrame) -> Tables:
    return lambda name: changed[name].lazy() if name in changed else tables(name)


def _judged(tables: Tables, history: pl.DataFrame) -> Tables:
    """The tables with the winners of this history."""
    told = judge(history.lazy()).collect()
    return _with(tables, history=told, observation=told.filter("is_current").drop("is_current"))


def _told(name: str, tables: Tables) -> pl.DataFrame:
    return _sorted(run(name, tables).collect())


def _sorted(found: pl.DataFrame) -> pl.DataFrame:
    exact = [column for column, dtype in found.schema.items() if dtype != pl.Float64]
    return found.sort([*exact, *(column for column in found.columns if column not in exact)])


def _same(found: pl.DataFrame, expected: pl.DataFrame) -> None:
    assert_frame_equal(found, expected, rel_tol=1e-9, abs_tol=1e-9)


def _in_euros(rows: pl.DataFrame) -> pl.DataFrame:
    is_money = pl.col("unit") == "RUB"
    amounts = [pl.when(is_money).then(pl.col(end) / _RATE).otherwise(pl.col(end)).alias(end) for end in _ENDS]
    return rows.with_columns(amounts).with_columns(pl.col("unit").replace("RUB", "EUR"))


def _in_roubles(rows: pl.DataFrame, unit: str) -> pl.DataFrame:
    amounts = _AMOUNT_COLUMNS & set(rows.columns) | (set(_ENDS) if unit == OF_SERIES else set())
    is_money = pl.col("unit") == "EUR"
    back = [
        pl.when(is_money).then(pl.col(name) * _RATE).otherwise(pl.col(name)).alias(name)
        for name in rows.columns
        if name in amounts and rows.schema[name] == pl.Float64
    ]
    return rows.with_columns(back).with_columns(pl.col("unit").replace("EUR", "RUB"))


def _drawn(history: pl.DataFrame, draw: random.Random) -> pl.DataFrame:
    """The history with every actual an exact number within its bounds."""
    rows = history.to_dicts()
    for row in rows:
        if row["scenario"] == "actual" and any(row[end] is not None for end in _ENDS):
            row.update(dict.fromkeys(_ENDS, _within(row, draw)), comparator="=")
    return pl.DataFrame(rows, schema=history.schema)


def _within(row: dict[str, Any], draw: random.Random) -> float:
    low, high = row["lower"], row["upper"]
    away = draw.choice((0.0, draw.expovariate(0.01)))
    if low is None:
        return float(high) - away
    return float(low) + away if high is None else draw.uniform(low, high)
