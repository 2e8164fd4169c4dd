"""Does a lowered plan show?"""

from tests.metrics.conftest import Computed, assert_same


def _plan(*versions: str) -> str:
    head = "scenario | period | value | publisher | published | source | load"
    actual = "actual | 2017 | 120 | ZONE | 2018-03 | REPORT | 9"
    return "\n".join([head, actual, *versions])


def test_a_plan_that_was_never_changed_has_no_row(compute: Computed) -> None:
    once = _plan("target | 2017 | 160 | ZONE | 2014-01 | PLAN | 1")
    assert compute("first_plan_attainment", once).is_empty()
    again = _plan(
        "target | 2017 | 160 | ZONE | 2016-01 | PLAN-2 | 2",
        "target | 2017 | >160 | ZONE | 2014-01 | PLAN | 1",
    )
    assert compute("first_plan_attainment", again).is_empty()


def test_another_publishers_figure_is_no_earlier_plan(compute: Computed) -> None:
    rows = _plan(
        "target | 2017 | 150 | ZONE | 2016-01 | PLAN-2 | 2", "target | 2017 | 200 | PRESS | 2014-01 | NEWS | 1"
    )
    assert compute("first_plan_attainment", rows).is_empty()


def test_a_lowered_plan_shows_beside_the_current_one(compute: Computed) -> None:
    rows = _plan(
        "target | 2017 | 150 | ZONE | 2016-01 | PLAN-3 | 3",
        "target | 2017 | 160 | ZONE | 2015-01 | PLAN-2 | 2",
        "target | 2017 | 200 | ZONE | 2014-01 | PLAN-1 | 1",
    )
    assert_same(
        compute("first_plan_attainment", rows),
        """
        value | current_attainment | target | target_source | first_target | first_target_source | revised_by | reason
        60    | 80                 | 150    | PLAN-3        | 200          | PLAN-1              | -25        |
        """,
    )


def test_of_two_plans_of_one_day_the_one_that_was_loaded_first_is_the_first(compute: Computed) -> None:
    rows = _plan("target | 2017 | 150 | ZONE | 2014-01 | PLAN | 2", "target | 2017 | 200 | ZONE | 2014-01 | PLAN | 1")
    assert_same(compute("first_plan_attainment", rows), "value | current_attainment\n 60 | 80")


def test_without_an_actual_the_reason_says_so(compute: Computed) -> None:
    rows = """
        scenario | period | value | publisher | published | load
        target   | 2017   | 150   | ZONE      | 2016-01   | 2
        target   | 2017   | 200   | ZONE      | 2014-01   | 1
    """
    assert_same(
        compute("first_plan_attainment", rows), "value | current_attainment | revised_by | reason\n | | -25 | no_actual"
    )


def test_a_first_plan_that_was_a_ceiling_a_range_or_zero_gives_no_percentage(compute: Computed) -> None:
    for first, reason, lower, upper in (
        ("<=200", "ceiling", "", ""),
        ("150..240", "bounds", 50, 80),
        ("0", "zero_target", "", ""),
    ):
        rows = _plan(
            "target | 2017 | 150 | ZONE | 2016-01 | PLAN-2 | 2",
            f"target | 2017 | {first} | ZONE | 2014-01 | PLAN-1 | 1",
        )
        assert_same(
            compute("first_plan_attainment", rows),
            f"value | lower | upper | current_attainment | reason\n | {lower} | {upper} | 80 | {reason}",
        )


def test_the_first_plan_is_the_first_that_became_known_whatever_was_loaded_first(compute: Computed) -> None:
    rows = """
        scenario | period | published | load | value
        target   | 2017   | 2016-05   | 1    | 80
        target   | 2017   | 2014-05   | 5    | 100
        actual   | 2017   | 2018-02   | 2    | 60
    """
    assert_same(
        compute("first_plan_attainment", rows), "first_target | target | value | revised_by\n 100 | 80 | 60 | -20"
    )
