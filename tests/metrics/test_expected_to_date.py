"""Is the plan's height by now told only where a line can be drawn, and is its kind said?"""

from tests.metrics.conftest import Computed, assert_same


def test_a_target_without_an_actual_has_no_date_to_expect_at(compute: Computed) -> None:
    found = compute("expected_to_date", "scenario | period | value\n target | 2017 | 153\n target | 2015 | 50")
    assert_same(found, "period | value | how | reason\n 2017 | | | no_actual\n 2015 | | | no_actual")


def test_a_lone_target_published_on_an_unknown_day_has_no_line(compute: Computed) -> None:
    found = compute(
        "expected_to_date", "scenario | period | value | published\n target | 2017 | 153 |\n actual | 2015 | 50 |"
    )
    assert_same(found, "value | how | time_gone | reason\n | | | no_point")


def test_a_figure_of_a_year_has_no_date_within_it(compute: Computed) -> None:
    rows = "basis | scenario | period | value\n period | target | 2017 | 153\n period | actual | 2017 | 150"
    assert compute("expected_to_date", rows).is_empty()


def test_between_two_published_points_the_plan_says_so_itself(compute: Computed) -> None:
    found = compute(
        "expected_to_date",
        """
        scenario | period | value
        target   | 2015   | 100
        target   | 2017   | 200
        target   | 2019   | 600
        actual   | 2014   | 90
        actual   | 2016   | 120
        """,
    )
    assert_same(
        found,
        """
        period | value | how    | actual_period | reason
        2015   |       |        | 2014          | no_point
        2017   | 150   | points | 2016          |
        2019   | 150   | points | 2016          |
        """,
    )


def test_from_a_published_baseline_the_line_is_straight_and_carries_its_bounds(compute: Computed) -> None:
    found = compute(
        "expected_to_date",
        """
        indicator | basis | scenario | period | value
        jobs      | stock | baseline | 2012   | 90..110
        jobs      | stock | target   | 2020   | 500
        jobs      | stock | actual   | 2014   | 120
        vacancies | stock | baseline | 2012   | 100
        vacancies | stock | target   | 2016   | 60
        vacancies | stock | actual   | 2015   | 80
        """,
    )
    assert_same(
        found,
        """
        indicator | value | lower | upper | how      | time_gone | reason
        jobs      |       | 192.5 | 207.5 | baseline | 25        | bounds
        vacancies | 70    | 70    | 70    | baseline | 75        |
        """,
    )


def test_a_plan_over_a_span_starts_from_zero(compute: Computed) -> None:
    found = compute(
        "expected_to_date", "scenario | period | value\n target | 2011/2020 | 1000\n actual | 2011/2014 | 330"
    )
    assert_same(found, "period | value | actual | how | time_gone\n 2011/2020 | 400 | 330 | span | 40")


def test_else_the_line_starts_at_the_latest_actual_known_when_the_plan_was_published(compute: Computed) -> None:
    found = compute(
        "expected_to_date",
        """
        scenario | period | value | published
        actual   | 2010   | 10    | 2011-03
        actual   | 2012   | 20    | 2013-03
        target   | 2022   | 120   | 2013-06
        actual   | 2017   | 50    | 2018-03
        """,
    )
    assert_same(found, "period | value | how | time_gone\n 2022 | 70 | publication | 50")


def test_a_line_that_starts_at_the_paired_actual_says_nothing(compute: Computed) -> None:
    found = compute(
        "expected_to_date",
        "scenario | period | value | published\n actual | 2012 | 20 | 2013-03\n target | 2022 | 120 | 2013-06",
    )
    assert_same(found, "value | how | reason\n | | no_point")


def test_a_target_that_was_passed_before_it_was_published_has_no_line(compute: Computed) -> None:
    found = compute(
        "expected_to_date",
        """
        scenario | period | value | published
        actual   | 2012   | 200   | 2013-03
        target   | 2022   | 120   | 2013-06
        actual   | 2017   | 250   | 2018-03
        """,
    )
    assert_same(found, "value | how | reason\n | | no_point")


def test_a_ceiling_and_a_range_have_no_number_to_expect(compute: Computed) -> None:
    found = compute(
        "expected_to_date",
        """
        entity | scenario | period    | value
        A      | target   | 2011/2020 | <=1000
        A      | actual   | 2011/2015 | 330
        B      | target   | 2011/2020 | 800..1000
        B      | actual   | 2011/2015 | 330
        """,
    )
    assert_same(found, "entity | value | lower | upper | reason\n A | | | | ceiling\n B | | 400 | 500 | bounds")


def test_a_target_of_low_reliability_keeps_its_line_and_says_so(compute: Computed) -> None:
    rows = "scenario | period | value | status\n target | 2011/2020 | 1000 | U\n actual | 2011/2015 | 330 | A"
    assert_same(compute("expected_to_date", rows), "value | how | reason\n 500 | span | low_reliability")
