"""Does the composite count what is known up to its cap, and say of how much it speaks?"""

import polars as pl
import pytest

from metrics.registry import METRICS, run
from tests.metrics.conftest import Computed, assert_same
from tests.metrics.invented import known

_ZONE = """
    indicator  | basis      | scenario | period | value | unit
    investment | cumulative | target   | 2017   | 100   | RUB
    investment | cumulative | actual   | 2017   | 180   | RUB
    jobs       | stock      | target   | 2017   | 100   | JOB
    jobs       | stock      | actual   | 2017   | 70    | JOB
    revenue    | cumulative | target   | 2017   | 100   | RUB
"""


def test_where_no_part_can_be_told_there_is_no_score(compute: Computed) -> None:
    rows = """
        entity | indicator  | basis      | scenario | period | value | status
        SILENT | investment | cumulative | target   | 2017   | 100   | A
        DOUBT  | investment | cumulative | target   | 2017   | 100   | A
        DOUBT  | investment | cumulative | actual   | 2017   | 100   | U
        OLD    | investment | cumulative | target   | 2017   | 100   | A
        OLD    | investment | cumulative | actual   | 2016   | 60    | A
    """
    assert_same(
        compute("composite", rows),
        "entity | value | coverage | reason\n SILENT | | 0 | no_actual\n DOUBT | | 0 | no_actual\n OLD | | 0 | no_actual",
    )
    assert_same(
        compute("composite_part", rows).filter(indicator="investment"),
        "entity | value | reason\n SILENT | | no_actual\n DOUBT | | low_reliability\n OLD | | no_final_report",
    )


def test_what_is_not_due_is_not_scored_and_no_methodology_judges_what_it_is_not_made_for(compute: Computed) -> None:
    assert compute("composite", _ZONE.replace("actual   | 2017", "actual   | 2016"), today="2017-06").is_empty()
    found = compute("composite", _ZONE, entity="code | kind\n ZONE | cluster")
    assert set(found["methodology"]) == {"three", "of_clusters"}


def test_a_methodology_of_a_country_judges_nobody_of_another_one_or_of_none_known(compute: Computed) -> None:
    for country, judging in (("FRA", {"three", "of_france"}), ("RUS", {"three"}), ("", {"three"})):
        found = compute("composite", _ZONE, entity=f"code | kind | country\n ZONE | zone | {country}")
        assert set(found["methodology"]) == judging


def test_the_methodologies_shipped_are_of_one_country() -> None:
    from data import codelist

    assert set(codelist.codes("methodology")["country"]) == {"RUS"}


def test_beyond_the_plan_counts_up_to_the_cap_and_what_is_silent_lowers_coverage(compute: Computed) -> None:
    assert_same(
        compute("composite_part", _ZONE),
        """
        indicator  | basis      | value | uncapped | weight | reason    | verified
        investment | cumulative | 100   | 180      | 2      |           | false
        jobs       | cumulative | 70    | 70       | 1      |           | false
        revenue    | cumulative |       |          | 1      | no_actual | false
        """,
    )
    assert_same(
        compute("composite", _ZONE),
        "methodology | value | lower | upper | coverage | reported | expected\n three | 90 | 90 | 90 | 75 | 2 | 3",
    )
    assert_same(compute("composite_uncapped", _ZONE), "value | coverage\n 143.333 | 75")


def test_the_year_and_since_the_start_are_two_scores(compute: Computed) -> None:
    rows = """
        indicator  | basis      | scenario | period | value
        investment | period     | target   | 2021   | 1000
        investment | period     | actual   | 2021   | 965
        investment | cumulative | target   | 2021   | 1000
        investment | cumulative | actual   | 2021   | 950
    """
    assert_same(compute("composite", rows), "basis | value\n period | 96.5\n cumulative | 95")


def test_the_edition_in_force_at_the_end_counts(compute: Computed) -> None:
    before = _ZONE.replace("2017", "2014")
    assert_same(compute("composite", before), "methodology | value | verified\n two | 100 | true")
    both = compute("composite", _ZONE.replace("2017", "2016"))
    assert_same(both, "methodology | value\n two | 100\n three | 90")


def test_a_bound_above_the_plan_is_as_good_as_the_plan(compute: Computed) -> None:
    above = compute("composite", _ZONE.replace("180", ">120"))
    assert_same(above, "value | lower | upper\n 90 | 90 | 90")
    below = compute("composite", _ZONE.replace("180", ">40 "))
    assert_same(below, "value | lower | upper\n 50 | 50 | 90")


def test_the_margin_is_to_the_next_threshold_or_above_the_highest(compute: Computed) -> None:
    def margin(jobs: str, investment: str) -> pl.DataFrame:
        rows = _ZONE.replace("| 70 ", f"| {jobs} ").replace("| 180", f"| {investment}")
        return compute("threshold_margin", rows)

    assert_same(margin("70", "180"), "value | threshold | verdict\n 10 | 80 | effective")
    assert_same(margin("30", "60"), "value | threshold | verdict\n -30 | 80 | sufficiently_effective")
    assert_same(margin("30", "15"), "value | threshold | verdict\n -20 | 40 | ineffective")
    assert_same(margin("70", ">40"), "value | threshold | verdict\n -30 | 80 | undetermined")
    assert_same(
        compute("threshold_margin", "scenario | period | value\n target | 2017 | 100"),
        "value | verdict | reason\n | undetermined | no_actual",
    )


def test_what_weighs_less_than_the_methodology_asks_for_carries_no_verdict(compute: Computed) -> None:
    silent = _ZONE.replace("    investment | cumulative | actual   | 2017   | 180   | RUB\n", "")
    assert_same(
        compute("threshold_margin", silent),
        "composite | value | coverage | verdict | reason\n 70 | -10 | 25 | undetermined | low_coverage",
    )


def test_what_buys_the_most_comes_first(compute: Computed) -> None:
    rows = _ZONE.replace("| 180", "| 90 ")
    assert_same(
        compute("what_if", rows),
        "indicator | score | value | rank\n jobs | 70 | 10 | 1\n investment | 90 | 6.667 | 2",
    )
    assert_same(compute("what_if", _ZONE), "indicator | value | rank\n jobs | 10 | 1\n investment | 0 | 2")


def test_reaching_the_plan_lifts_the_composite_by_what_was_said(compute: Computed) -> None:
    before, after = (compute("composite", each)["value"][0] for each in (_ZONE, _ZONE.replace("| 70 ", "| 100 ")))
    gain = compute("what_if", _ZONE).filter(indicator="jobs")["value"][0]
    assert after - before == pytest.approx(gain)


@pytest.mark.parametrize("seed", range(6))
def test_the_composite_never_exceeds_100_and_lies_below_its_twin(seed: int) -> None:
    tables = known(seed)
    capped, free = (run(name, tables).collect() for name in ("composite", "composite_uncapped"))
    of_three = capped.filter(methodology="three")
    assert of_three.height > 0
    assert of_three.filter((pl.col("value") > 100 + 1e-9) | (pl.col("upper") > 100 + 1e-9)).is_empty()
    place = ["entity", "scope", "basis", "since", "period", "methodology"]
    both = capped.join(free.select(*place, free="value"), on=place)
    assert both.height == capped.height
    assert both.filter(pl.col("value") > pl.col("free") + 1e-9).is_empty()


@pytest.mark.parametrize(
    "name", ("composite_part", "composite", "composite_uncapped", "threshold_margin", "what_if", "criteria_met")
)
def test_what_is_not_verified_says_so_wherever_it_is_shown(name: str) -> None:
    metric = METRICS[name]
    assert "unverified" in metric.title["en"] and "не провер" in metric.title["ru"]
    assert "unverified" in metric.reference and "verified" in metric.columns


def test_the_thresholds_and_methodologies_shipped_say_what_was_not_read() -> None:
    from data import codelist

    told = codelist.codes("methodology")
    assert not any(told["verified"])
    assert all("unverified" in title for title in told["title_en"])
    assert all("unverified" in title for title in codelist.codes("methodology_threshold")["title_en"])
    measured = set(codelist.codes("methodology_part")["measured"])
    assert measured <= {*METRICS, *codelist.ids("indicator")}


def test_exactly_the_threshold_is_reached(compute: Computed) -> None:
    rows = _ZONE.replace("| 180 ", "| 90 ").replace("| 70 ", "| 60 ")
    assert_same(compute("composite", rows).filter(methodology="three"), "value\n 80")
    found = compute("threshold_margin", rows).filter(methodology="three")
    assert_same(found, "value | threshold | verdict\n 0 | 80 | effective")


def test_a_level_of_another_scope_takes_no_part(compute: Computed) -> None:
    rows = """
        indicator  | basis      | scope     | scenario | period | value | unit
        investment | cumulative | residents | target   | 2017   | 100   | RUB
        investment | cumulative | residents | actual   | 2017   | 50    | RUB
        jobs       | stock      | all       | target   | 2017   | 100   | JOB
        jobs       | stock      | all       | actual   | 2017   | 100   | JOB
    """
    found = compute("composite", rows).filter(methodology="three")
    assert_same(found, "scope | value | coverage\n residents | 50 | 50")
