"""Is each target held against the right actual, and against no other?"""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import period
from metrics.pairing import KEY
from metrics.registry import run
from tests.metrics.conftest import Computed, assert_same, computed, observed, tables


def test_a_target_without_any_actual_says_so(compute: Computed) -> None:
    found = compute("pairing", "scenario | period | value\n target | 2017 | 153")
    assert_same(found, "period | value | target | actual_period | final | reason\n 2017 | | 153 | | false | no_actual")


def test_a_figure_that_was_not_reported_is_never_paired(compute: Computed) -> None:
    found = compute(
        "pairing",
        """
        scenario | period | value
        actual   | 2016   | 40
        actual   | 2017   |
        target   | 2017   | 153
        """,
    )
    assert_same(found, "period | value | actual_period | final\n 2017 | 40 | 2016 | false")


def test_a_target_that_was_not_published_is_no_target(compute: Computed) -> None:
    found = compute("pairing", "scenario | period | value\n actual | 2017 | 40\n target | 2017 |")
    assert found.height == 0


def test_a_later_actual_only_says_when_the_target_was_reached(compute: Computed) -> None:
    found = compute(
        "pairing",
        """
        entity | scenario | period | value
        KALUGA | target   | 2020   | ~80
        KALUGA | actual   | 2021   | 75
        KALUGA | actual   | 2022   | 110
        KALUGA | actual   | 2023   | 150
        """,
    )
    assert_same(found, "period | value | actual_period | reached_on | reason\n 2020 | | | 2022 | no_actual")


@pytest.mark.parametrize("basis", ["cumulative", "stock"])
def test_what_accumulates_meets_the_latest_actual_up_to_the_target(compute: Computed, basis: str) -> None:
    found = compute(
        "pairing",
        f"""
        basis   | scenario | period  | value
        {basis} | actual   | 2014    | 10
        {basis} | actual   | 2016-Q3 | 30
        {basis} | actual   | 2018    | 90
        {basis} | target   | 2017    | 40
        """,
    )
    assert_same(found, "period | value | actual_period | final | reached_on\n 2017 | 30 | 2016-Q3 | false | 2018")


@pytest.mark.parametrize("basis", ["period", "ytd"])
def test_a_flow_meets_the_actual_of_the_same_period_only(compute: Computed, basis: str) -> None:
    found = compute(
        "pairing",
        f"""
        basis   | scenario | period  | value
        {basis} | actual   | 2016    | 30
        {basis} | actual   | 2017-Q4 | 35
        {basis} | target   | 2017    | 40
        {basis} | target   | 2016    | 20
        """,
    )
    assert_same(
        found,
        """
        period | value | final | reached_on | reason
        2016   | 30    | true  | 2016       |
        2017   |       | false |            | no_actual
        """,
    )


def test_of_actuals_that_end_together_the_one_like_the_target_is_taken_then_the_longest(compute: Computed) -> None:
    found = compute(
        "pairing",
        """
        basis | scenario | period  | value
        stock | actual   | 2017-12 | 1
        stock | actual   | 2017-Q4 | 2
        stock | actual   | 2017    | 3
        stock | target   | 2017-Q4 | 9
        stock | target   | 2018    | 9
        """,
    )
    assert_same(found, "period | value | final\n 2017-Q4 | 2 | true\n 2018 | 3 | false")


@pytest.mark.parametrize(
    ("actual", "reason"),
    [
        ("all       | cumulative | 2016      | RUB", "scope_differs"),
        ("residents | period     | 2016      | RUB", "basis_differs"),
        ("residents | cumulative | 2015/2016 | RUB", "basis_differs"),
        ("residents | cumulative | 2016      | USD", "unit_differs"),
        ("all       | period     | 2016      | USD", "scope_differs"),
        ("all       | cumulative | 2018      | RUB", "no_actual"),
        ("residents | cumulative | 2018      | RUB", "no_actual"),
    ],
)
def test_an_actual_of_another_series_is_not_compared_but_named(compute: Computed, actual: str, reason: str) -> None:
    found = compute(
        "pairing",
        f"""
        scenario | value | scope     | basis      | period | unit
        target   | 153   | residents | cumulative | 2017   | RUB
        actual   | 37    | {actual}
        """,
    )
    assert_same(found, f"value | actual | reason\n | | {reason}")


def test_an_actual_of_the_series_that_comes_too_late_outweighs_one_of_another_scope(compute: Computed) -> None:
    found = compute(
        "pairing",
        """
        scenario | value | scope     | period
        target   | 153   | residents | 2017
        actual   | 37    | all       | 2016
        actual   | 160   | residents | 2018
        """,
    )
    assert_same(found, "value | reached_on | reason\n | 2018 | no_actual")


@pytest.mark.parametrize(
    ("published", "lower", "upper"),
    [(">150", 150, 150), (">=150", 150, 150), ("~150", 150, 150), ("140..160", 140, 160)],
)
def test_as_a_target_more_than_and_about_mean_the_number(
    compute: Computed, published: str, lower: float, upper: float
) -> None:
    found = compute("pairing", f"scenario | period | value\n target | 2017 | {published}")
    assert_same(found, f"target_lower | target_upper | reason\n {lower} | {upper} | no_actual")


@pytest.mark.parametrize(
    ("indicator", "published", "reason"),
    [
        ("jobs", "<=500", "ceiling"),
        ("jobs", "<500", "ceiling"),
        ("jobs", ">=500", ""),
        ("vacancies", "<=500", ""),
        ("vacancies", ">500", "ceiling"),
        ("area_ha", "<=500", "ceiling"),
    ],
)
def test_a_limit_on_the_good_side_is_a_ceiling_and_no_target(
    compute: Computed, indicator: str, published: str, reason: str
) -> None:
    found = compute(
        "pairing",
        f"""
        indicator   | basis | scenario | period | value
        {indicator} | stock | target   | 2017   | {published}
        {indicator} | stock | actual   | 2017   | 400
        """,
    )
    assert_same(found, f"value | reason\n 400 | {reason}")


def test_next_is_the_first_target_that_the_actuals_have_not_passed_and_last_the_final_one(compute: Computed) -> None:
    found = compute(
        "pairing",
        """
        entity | scenario | period  | value
        A      | target   | 2015    | 10
        A      | target   | 2018-Q2 | 15
        A      | target   | 2018    | 20
        A      | target   | 2020    | 40
        A      | actual   | 2018-Q2 | 12
        B      | target   | 2016    | 5
        B      | target   | 2017    | 8
        C      | target   | 2016    | 5
        C      | actual   | 2017    | 5
        """,
    )
    assert_same(
        found,
        """
        entity | period  | is_next | is_last
        A      | 2015    | false   | false
        A      | 2018-Q2 | true    | false
        A      | 2018    | false   | false
        A      | 2020    | false   | true
        B      | 2016    | true    | false
        B      | 2017    | false   | true
        C      | 2016    | false   | true
        """,
    )


@pytest.mark.parametrize(("today", "is_due"), [("2017-11", "false"), ("2017-12", "true"), ("2018-01", "true")])
def test_a_target_is_due_when_its_last_month_has_ended(compute: Computed, today: str, is_due: str) -> None:
    found = compute("pairing", "scenario | period | value\n target | 2017 | 153", today=today)
    assert_same(found, f"is_due\n {is_due}")


def test_a_lower_is_better_target_is_reached_from_above(compute: Computed) -> None:
    found = compute(
        "pairing",
        """
        indicator | basis | scenario | period | value
        vacancies | stock | target   | 2017   | 100
        vacancies | stock | actual   | 2015   | 150
        vacancies | stock | actual   | 2016   | <=100
        vacancies | stock | actual   | 2017   | 90
        """,
    )
    assert_same(found, "value | reached_on\n 90 | 2016")


def test_a_sum_to_be_kept_under_a_limit_has_reached_it_only_at_its_date(compute: Computed) -> None:
    found = compute(
        "pairing",
        """
        entity | indicator | basis      | scenario | period | value
        EARLY  | vacancies | cumulative | target   | 2017   | 100
        EARLY  | vacancies | cumulative | actual   | 2015   | 10
        EARLY  | vacancies | cumulative | actual   | 2016   | 90
        KEPT   | vacancies | cumulative | target   | 2017   | 100
        KEPT   | vacancies | cumulative | actual   | 2016   | 40
        KEPT   | vacancies | cumulative | actual   | 2017   | 90
        KEPT   | vacancies | cumulative | actual   | 2018   | 95
        SINCE  | vacancies | cumulative | target   | 2017   | 100
        SINCE  | vacancies | cumulative | actual   | 2016   | 40
        SINCE  | vacancies | cumulative | actual   | 2018   | 95
        OVER   | vacancies | cumulative | target   | 2017   | 100
        OVER   | vacancies | cumulative | actual   | 2016   | 40
        OVER   | vacancies | cumulative | actual   | 2017   | 120
        """,
    )
    assert_same(found, "entity | reached_on\n EARLY | \n KEPT | 2017\n SINCE | 2018\n OVER | ")


def test_a_commitment_or_a_forecast_is_neither_target_nor_actual(compute: Computed) -> None:
    found = compute(
        "pairing",
        "scenario | period | value\n commitment | 2017 | 9\n forecast | 2016 | 9\n target | 2017 | 5",
    )
    assert_same(found, "period | value | target | reason\n 2017 | | 5 | no_actual")


def test_the_starting_point_is_the_last_of_the_series_that_ends_before_the_target(compute: Computed) -> None:
    found = compute(
        "pairing",
        """
        entity | scope     | scenario | period | value
        A      | residents | baseline | 2012   | 5
        A      | residents | baseline | 2014   | ~10
        A      | residents | baseline | 2017   | 20
        A      | residents | target   | 2017   | 100
        A      | residents | target   | 2013   | 30
        B      | all       | baseline | 2014   | 10
        B      | residents | target   | 2017   | 100
        """,
    )
    assert_same(
        found,
        """
        entity | period | baseline | baseline_lower | baseline_upper | baseline_period
        A      | 2017   | 10       | 5              | 15             | 2014
        A      | 2013   | 5        | 5              | 5              | 2012
        B      | 2017   |          |                |                |
        """,
    )


_ROWS = st.lists(
    st.tuples(
        st.sampled_from(["A", "B"]),
        st.sampled_from(["residents", "all"]),
        st.sampled_from(["cumulative", "period"]),
        st.sampled_from(["actual", "actual", "target"]),
        st.sampled_from(["2015", "2016", "2016-Q4", "2016-12", "2017", "2015/2017"]),
        st.sampled_from(["RUB", "USD"]),
        st.sampled_from(["", "10", "20", ">15", "<15", "~20", "12..18"]),
    ),
    max_size=25,
)


def _text(rows: list[tuple[str, ...]]) -> str:
    lines = [" | ".join(row) for row in rows]
    return "\n".join(["entity | scope | basis | scenario | period | unit | value", *lines])


@settings(max_examples=40, deadline=None)
@given(_ROWS, st.integers(0, 99))
def test_pairing_keeps_its_promises_whatever_is_published(rows: list[tuple[str, ...]], seed: int) -> None:
    distinct = list({row[:6]: row for row in rows}.values())
    found = computed("pairing", _text(distinct))
    targets = [row for row in distinct if row[3] == "target" and row[6]]
    assert found.height == len(targets) == found.select(KEY).n_unique()

    actuals = {row[:3] + row[4:]: row for row in distinct if row[3] == "actual" and row[6]}
    for row in found.filter(found["actual_period"].is_not_null()).to_dicts():
        key = (row["entity"], row["scope"], row["basis"], row["actual_period"], row["unit"])
        assert any(each[:5] == key for each in actuals)
        assert row["actual_end"] <= row["target_end"]
        assert row["basis"] == "cumulative" or row["actual_period"] == row["period"]
        assert row["final"] == (row["actual_end"] == row["target_end"])

    shuffled = random.Random(seed).sample(distinct, len(distinct))
    again = computed("pairing", _text(shuffled))
    assert again.sort(again.columns).equals(found.sort(found.columns))


@settings(max_examples=40, deadline=None)
@given(_ROWS)
def test_no_actual_that_ends_between_the_paired_one_and_the_target_is_passed_over(rows: list[tuple[str, ...]]) -> None:
    distinct = list({row[:6]: row for row in rows}.values())
    history = observed(_text(distinct))
    found = run("pairing", tables(history)).collect()
    for row in found.filter(found["basis"] == "cumulative").to_dicts():
        fits = [
            each
            for each in distinct
            if each[3] == "actual" and each[6] and each[:3] == (row["entity"], row["scope"], row["basis"])
            if each[5] == row["unit"] and _since(each[4]) == row["since"]
        ]
        ends = [period.parse(each[4]).end_month for each in fits]
        in_time = [end for end in ends if end <= row["target_end"]]
        assert row["actual_end"] == max(in_time, default=None)


def _since(text: str) -> int:
    return period.parse(text).start_month if "/" in text else 0
