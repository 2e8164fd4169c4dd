"""Is it told how fast one must go, and only where there is still somewhere to go?"""

from tests.metrics.conftest import Computed, assert_same


def test_without_an_actual_nobody_knows_how_much_is_left(compute: Computed) -> None:
    found = compute("required_run_rate", "scenario | period | value\n target | 2030 | 153")
    assert_same(found, "value | remaining | months_left | reason\n | | | no_actual")


def test_a_target_that_is_due_leaves_no_time_even_where_the_actual_is_old(compute: Computed) -> None:
    rows = """
        entity | scenario | period | value
        A      | target   | 2020   | 100
        A      | actual   | 2018   | 60
        B      | target   | 2030   | 100
        B      | actual   | 2030   | 60
    """
    assert_same(compute("required_run_rate", rows), "entity | value | reason\n A | | no_time_left\n B | | no_time_left")


def test_what_is_left_is_spread_over_the_months_left(compute: Computed) -> None:
    rows = """
        entity | indicator  | basis      | scenario | period  | value
        A      | investment | cumulative | target   | 2030    | 200
        A      | investment | cumulative | actual   | 2025-Q2 | 90
        B      | vacancies  | stock      | target   | 2027    | 50
        B      | vacancies  | stock      | actual   | 2025    | 80
        C      | investment | cumulative | target   | 2030    | 200
        C      | investment | cumulative | actual   | 2025    | 230
    """
    assert_same(
        compute("required_run_rate", rows),
        """
        entity | value | remaining | months_left
        A      | 20    | 110       | 66
        B      | -15   | -30       | 24
        C      | -6    | -30       | 60
        """,
    )


def test_more_than_so_much_needs_at_most_the_rest(compute: Computed) -> None:
    rows = "scenario | period | value\n target | 2027 | 200\n actual | 2025 | >100"
    assert_same(compute("required_run_rate", rows), "value | lower | upper\n 50 | | 50")


def test_a_ceiling_is_not_to_be_reached(compute: Computed) -> None:
    rows = "scenario | period | value\n target | 2027 | <=200\n actual | 2025 | 100"
    assert_same(compute("required_run_rate", rows), "value | reason\n | ceiling")


def test_a_figure_of_low_reliability_keeps_its_value_and_says_so(compute: Computed) -> None:
    rows = "scenario | period | value | status\n target | 2027 | 200 | U\n actual | 2025 | 100 | A"
    assert_same(compute("required_run_rate", rows), "value | reason\n 50 | low_reliability")


def test_a_figure_of_a_year_has_no_rate_to_keep_up(compute: Computed) -> None:
    assert compute("required_run_rate", "basis | scenario | period | value\n period | target | 2027 | 200").is_empty()
