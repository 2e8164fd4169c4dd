"""Is an entity's place on its plan told in shares and in months, and only where there is a line?"""

from tests.metrics.conftest import Computed, assert_same

_POINTS = """
    scenario | period | value
    target   | 2015   | 100
    target   | 2017   | 200
    target   | 2019   | 600
"""


def test_without_a_line_there_is_no_index(compute: Computed) -> None:
    found = compute(
        "schedule_index",
        "entity | scenario | period | value | published\n A | target | 2017 | 9 |\n B | target | 2017 | 9 |\n B | actual | 2016 | 5 |",
    )
    assert_same(
        found, "entity | value | months_ahead | schedule_time | reason\n A | | | | no_actual\n B | | | | no_point"
    )


def test_a_plan_that_expects_nothing_yet_gives_no_index(compute: Computed) -> None:
    rows = "scenario | period | value\n target | 2015 | 0\n target | 2017 | 8\n actual | 2015 | 5"
    assert_same(
        compute("schedule_index", rows),
        "period | value | months_ahead | reason\n 2015 | | 15 | zero_target\n 2017 | | 15 | zero_target",
    )


def test_what_has_been_done_is_divided_by_what_the_plan_expects_by_then(compute: Computed) -> None:
    found = compute("schedule_index", _POINTS + "    actual | 2016 | 120\n")
    assert_same(
        found,
        """
        period | value | expected | how    | months_ahead | schedule_time
        2015   |       |          |        |              |
        2017   | 0.8   | 150      | points | -7.2         |
        2019   | 0.8   | 150      | points | -7.2         |
        """,
    )


def test_ahead_of_the_plan_the_month_may_lie_beyond_the_target_itself(compute: Computed) -> None:
    found = compute("schedule_index", _POINTS + "    actual | 2016 | 300\n").filter(period="2017")
    assert_same(found, "value | months_ahead\n 2 | 18")


def test_above_the_whole_plan_no_month_is_told_and_at_its_end_the_last_one_is(compute: Computed) -> None:
    found = compute("schedule_index", _POINTS + "    actual | 2016 | 601\n").filter(period="2019")
    assert_same(found, "value | months_ahead\n 4.00667 |")
    found = compute("schedule_index", _POINTS + "    actual | 2016 | 600\n").filter(period="2019")
    assert_same(found, "value | months_ahead\n 4 | 36")


def test_on_a_line_with_a_start_time_earned_is_divided_by_time_gone(compute: Computed) -> None:
    rows = "scenario | period | value\n target | 2011/2020 | 1000\n actual | 2011/2014 | 330"
    assert_same(
        compute("schedule_index", rows),
        "value | expected | how | months_ahead | schedule_time\n 0.825 | 400 | span | -8.4 | 0.825",
    )


def test_where_lower_is_better_less_than_expected_is_ahead(compute: Computed) -> None:
    rows = """
        indicator | basis | scenario | period | value
        vacancies | stock | baseline | 2010   | 100
        vacancies | stock | target   | 2020   | 50
        vacancies | stock | actual   | 2014   | 75
    """
    assert_same(
        compute("schedule_index", rows), "value | expected | months_ahead | schedule_time\n 1.06667 | 80 | 12 | 1.25"
    )


def test_more_than_so_much_has_at_least_so_high_an_index(compute: Computed) -> None:
    rows = "scenario | period | value\n target | 2011/2020 | 1000\n actual | 2011/2015 | >400"
    assert_same(compute("schedule_index", rows), "value | lower | upper\n 0.8 | 0.8 |")


def test_a_doubtful_figure_keeps_its_index_and_says_so(compute: Computed) -> None:
    rows = "scenario | period | value | status\n target | 2011/2020 | 1000 | U\n actual | 2011/2015 | 400 | A"
    assert_same(compute("schedule_index", rows), "value | reason\n 0.8 | low_reliability")
