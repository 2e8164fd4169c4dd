"""Is the age that of the latest actual figure, and of nothing else?"""

from tests.metrics.conftest import Computed, assert_same


def test_a_plan_and_a_report_without_a_figure_make_nothing_fresh(compute: Computed) -> None:
    rows = """
        scenario | period  | value
        actual   | 2024-06 | 5
        actual   | 2025-06 |
        target   | 2025-10 | 7
    """
    assert_same(
        compute("freshness", rows, "2025-11"), "period | value | actual_end | unit\n 2024-06 | 17 | 24293 | RUB"
    )


def test_of_figures_that_end_together_the_longest_is_named(compute: Computed) -> None:
    rows = """
        basis      | period  | value
        period     | 2024-Q4 | 5
        cumulative | 2024    | 9
    """
    assert_same(compute("freshness", rows, "2025-01"), "basis | period | value\n cumulative | 2024 | 1")


def test_a_figure_of_a_year_that_is_not_over_is_younger_than_nothing(compute: Computed) -> None:
    assert_same(compute("freshness", "period | value\n 2025 | 5", "2025-11"), "value\n -1")
