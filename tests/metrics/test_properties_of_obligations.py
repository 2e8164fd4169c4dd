"""What holds for promises and what public money brings, whatever is reported?"""

import random

import polars as pl
import pytest

from metrics.registry import METRICS, OF_SERIES, run
from tests.metrics.conftest import members
from tests.metrics.invented import MEMBERSHIP, known
from tests.metrics.test_properties import _drawn, _in_euros, _same, _sorted, _told, _with

_PROMISES = ("commitments_due", "commitment_fulfilment", "commitments_met_share", "shortfall", "claw_back_exposure")
_VALUE = ("leverage", "cost_per_job", "budget_return", "net_public_cost", "investment_density", "composite")
_SHARES = [name for name in (*_PROMISES, *_VALUE, "months_late") if METRICS[name].unit != OF_SERIES]


@pytest.mark.parametrize("name", _SHARES)
def test_another_currency_changes_no_share_and_no_month(name: str) -> None:
    plain = known(4)
    other = {table: _in_euros(plain(table).collect()) for table in ("history", "observation")}
    keep = [*("entity", "indicator", "scope", "basis", "period", "value", "lower", "upper", "coverage", "reason")]
    found, expected = (run(name, tables).collect().select(keep) for tables in (_with(plain, **other), plain))
    assert expected.height > 0
    _same(_sorted(found), _sorted(expected))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", ("shortfall", "leverage", "cost_per_job", "net_public_cost", "composite_part"))
def test_the_bounds_hold_the_result_of_any_actuals_within_theirs(name: str, seed: int) -> None:
    wide = known(seed)
    history = wide("history").collect()
    exact = _drawn(history, random.Random(seed))
    tables = _with(wide, history=exact, observation=exact.filter("is_current").drop("is_current"))
    row = ("entity", "indicator", "scope", "basis", "unit", "period", "since", "role", "public_money", "methodology")
    columns = [column for column in row if column in METRICS[name].columns]
    points = run(name, tables).collect().filter(pl.col("value").is_not_null()).select(*columns, point="value")
    told = run(name, wide).collect().filter(pl.col("lower").is_not_null() | pl.col("upper").is_not_null())
    # Over members a range may hide that somebody is due to report, which changes who is added.
    met = told.join(points, on=columns, nulls_equal=True)
    assert met.height > 0
    margin = 1e-9 * pl.col("point").abs() + 1e-9
    outside = (pl.col("lower") > pl.col("point") + margin) | (pl.col("upper") < pl.col("point") - margin)
    assert met.filter(outside).is_empty()


def test_a_resident_that_reports_nothing_lowers_coverage_and_changes_nothing_else() -> None:
    plain = known(6)
    history = plain("history").collect()
    owed = history.filter(pl.col("scenario") == "commitment", pl.col("scope") == "all", pl.col("is_current"))
    silent = owed.filter(pl.col("entity") == "ZONE-3").with_columns(entity=pl.lit("SILENT"))
    more = pl.concat([history, silent])
    tables = _with(
        plain,
        history=more,
        observation=more.filter("is_current").drop("is_current"),
        membership=members(MEMBERSHIP.rstrip() + "\n    SILENT | ZONE-1 | resident | | | true"),
    )
    for name in ("commitment_fulfilment", "commitments_met_share"):
        before = _told(name, plain).filter(pl.col("role") == "resident", pl.col("value").is_not_null())
        after = _told(name, tables).filter(pl.col("role") == "resident")
        kept = ["entity", "indicator", "scope", "basis", "unit", "since", "value", "lower", "upper", "reason"]
        assert before.height > 0
        assert before.select(kept).join(after.select(kept), on=kept, how="anti", nulls_equal=True).is_empty()
        assert after["expected"].sum() > before["expected"].sum()
