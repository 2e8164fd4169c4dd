"""Do the metrics say what a careful reader of the published figures would say?"""

from collections.abc import Callable, Iterator

import polars as pl
import pytest

from dashboard.loads.shipped import load_bundled
from data import period
from data.snapshot import Snapshot
from data.store import Store
from metrics.registry import run
from tests.metrics.conftest import assert_same

Known = Callable[[str], pl.DataFrame]

_TODAY = "2026-06"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Known]:
    """The rows of a metric over the bundled figures, on a fixed day."""
    url = f"sqlite:///{tmp_path_factory.mktemp('bundled') / 'sez.db'}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEZ_DATABASE", url)
        patch.delenv("SEZ_SNAPSHOT", raising=False)
        list(load_bundled())
        snapshot = Snapshot.of(Store.open(url))
        today = pl.LazyFrame({"month": [period.parse(_TODAY).end_month]}, schema={"month": pl.Int32})
        yield lambda name: run(name, lambda table: today if table == "today" else snapshot.table(table)).collect()


def about(rows: pl.DataFrame, entity: str, indicator: str, period: str) -> pl.DataFrame:
    return rows.filter(pl.col("entity") == entity, pl.col("indicator") == indicator, pl.col("period") == period)


def test_26_of_62_cumulative_and_stock_targets_find_an_actual_and_no_flow_does(known: Known) -> None:
    rows = known("pairing")
    assert rows.height == 76
    accumulating = rows.filter(pl.col("basis").is_in(["cumulative", "stock"]))
    assert accumulating.height == 62
    assert accumulating["value"].is_not_null().sum() == 26
    assert rows["value"].is_not_null().sum() == 26


def test_nobody_knows_what_became_of_zelenograds_153_billion(known: Known) -> None:
    found = about(known("standing"), "RU-CL-ZELENOGRAD", "investment", "2017").filter(unit="RUB")
    assert_same(found, "target | actual | value | standing | reason\n 153e9 | | | not_assessable | no_actual")


def test_technopolis_moscow_had_at_least_96_9_per_cent_of_its_investment_five_years_early(known: Known) -> None:
    found = about(known("standing"), "RU-SEZ-TECHNOPOLIS-MOSCOW", "investment", "2025")
    assert_same(
        found,
        """
        actual | actual_period | target | value  | lower  | upper | final | standing
        37.5e9 | 2020          | 38.7e9 | 96.899 | 96.899 |       | false | no_final_report
        """,
    )


def test_eurobiomed_missed_its_500_members_with_426(known: Known) -> None:
    found = about(known("standing"), "FR-POLE-EUROBIOMED", "members", "2022")
    assert_same(found, "actual | target | value | standing | reason\n 426 | 500 | 85.2 | missed |")


def test_all_russian_zones_missed_their_25_000_jobs_whichever_source_is_right(known: Known) -> None:
    found = about(known("standing"), "RU-SEZ-ALL", "jobs_created", "2015")
    assert_same(found, "actual | target | value | standing | reason\n 18000 | 25000 | 72 | missed |")
    told = about(known("contradictions"), "RU-SEZ-ALL", "jobs_created", "2015")
    assert_same(told, "kind | value | other_value\n sources | 18000 | 18200")


def test_pegase_is_not_judged_by_an_inferred_date(known: Known) -> None:
    rows = known("standing")
    assert_same(
        about(rows, "FR-POLE-PEGASE", "jobs_created", "2014"),
        "actual | target | value | target_status | standing | reason\n 4500 | 10000 | 45 | U | not_assessable | low_reliability",
    )
    assert_same(
        about(rows, "FR-POLE-PEGASE", "jobs_created", "2018"),
        "actual | target | actual_period | standing\n 4500 | 10000 | 2014 | no_final_report",
    )


def test_kaluga_reached_its_residents_later_and_nobody_said_so_in_time(known: Known) -> None:
    found = about(known("standing"), "RU-SEZ-KALUGA", "residents", "2020")
    assert_same(found, "value | reached_on | standing | reason\n | 2022-06 | not_assessable | no_actual")


def test_153_billion_fits_the_exchange_rate_of_its_day_and_60_billion_does_not(known: Known) -> None:
    rows = known("contradictions").filter(kind="conversion")
    assert_same(
        rows, "entity | unit | value | other_unit | other_value\n RU-PRJ-ZELENOGRAD-CENTRE | USD | 2e9 | RUB | 60e9"
    )


def test_alabugas_cumulative_investment_cannot_have_fallen(known: Known) -> None:
    rows = known("contradictions").filter(rule="cumulative_falls", entity="RU-SEZ-ALABUGA")
    assert_same(rows, "period | value | other_period | other_value\n 2024-09 | 179e9 | 2021-03 | 218.2e9")


def test_about_9_000_members_contradict_more_than_7_000(known: Known) -> None:
    rows = about(known("contradictions"), "RU-CL-MIC", "members", "2020-06").select("value", "other_value").unique()
    assert_same(rows, "value | other_value\n 9000 | 7000")


def test_three_of_eight_french_poles_said_how_many_members_they_had(known: Known) -> None:
    rows = about(known("coverage"), "FR-POLES-ALL", "members", "2015-12")
    assert_same(rows, "role | reported | expected | value\n cluster | 3 | 8 | 37.5")


def test_every_contradiction_names_both_rows(known: Known) -> None:
    rows = known("contradictions")
    assert set(rows["kind"]) == {"sources", "series", "conversion"}
    assert rows.filter(pl.col("source").is_null() | pl.col("other_source_row").is_null()).is_empty()


def test_in_2021_the_russian_zones_had_72_per_cent_more_investment_than_the_year_before(known: Known) -> None:
    found = about(known("growth"), "RU-SEZ-ALL", "investment", "2021")
    assert_same(found, "value | actual | before | reason\n 71.886 | 150.4e9 | 87.5e9 |")


def test_moglino_needs_1_46_billion_a_year_to_have_30_by_2030(known: Known) -> None:
    found = about(known("required_run_rate"), "RU-SEZ-MOGLINO", "investment", "2030")
    assert_same(found, "value | remaining | months_left | actual_period\n 1.45946e9 | 9e9 | 74 | 2024-10")


def test_technopolis_moscow_is_behind_a_straight_line_to_its_90_000_jobs(known: Known) -> None:
    found = about(known("schedule_index"), "RU-SEZ-TECHNOPOLIS-MOSCOW", "jobs", "2030")
    assert_same(found, "actual | expected | how | value | upper\n 30000 | 49227.6 | publication | 0.60941 |")


def test_kaluga_was_three_years_late_with_its_80_billion(known: Known) -> None:
    found = about(known("projected_date"), "RU-SEZ-KALUGA", "investment", "2020")
    assert_same(found, "value | how | reason\n 36 | reached |")


def test_of_all_published_plans_one_alone_has_enough_figures_for_a_pace(known: Known) -> None:
    found = known("pace_forecast").filter(pl.col("value").is_not_null())
    assert_same(found, "entity | indicator | period | points | value\n RU-SEZ-DUBNA | residents | 2035 | 4 | 132.436")


def test_members_of_three_french_poles_make_a_lower_bound_for_all(known: Known) -> None:
    found = about(known("roll_up"), "FR-POLES-ALL", "members", "2015-12")
    assert_same(found, "role | reported | expected | upper\n cluster | 3 | 8 |")
