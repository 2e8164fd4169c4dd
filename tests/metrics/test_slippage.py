"""Are months late counted from the agreement, and is an overdue project late by at least what has passed?"""

from tests.metrics.conftest import Computed, assert_same

_AGREED = """
    entity | scenario   | period  | value
    EARLY  | commitment | 2024-06 | 1
    LATE   | commitment | 2024-01 | 1
    LATE   | commitment | 2024-06 | 2
    OVER   | commitment | 2024-06 | 1
    SOON   | commitment | 2026    | 1
    FAILED | commitment | 2024-06 | 1
    PLAN   | target     | 2024-06 | 1
"""
_STAGES = """
    project  | stage        | entered
    EARLY    | commissioned | 2024-03-30
    LATE     | construction | 2023
    LATE     | commissioned | 2025-01
    LATE     | production   | 2025-05
    OVER     | construction | 2023
    SOON     | construction | 2023
    FAILED   | construction | 2023
    FAILED   | withdrawn    | 2024
    PLAN     | construction | 2023
    STRANGER | construction | 2023
"""


def test_an_overdue_project_is_late_by_at_least_the_months_that_have_passed(compute: Computed) -> None:
    found = compute("slippage", _AGREED, "2025-12", stage=_STAGES)
    assert_same(
        found,
        """
        entity | value | lower | upper | reason  | stage        | due_end | reached_end | unit
        EARLY  | -3    | -3    | -3    |         | commissioned | 24293   | 24290       | MONTH
        LATE   | 7     | 7     | 7     |         | production   | 24293   | 24300       | MONTH
        OVER   | 18    | 18    |       |         | construction | 24293   |             | MONTH
        SOON   |       |       |       | not_due | construction | 24323   |             | MONTH
        """,
    )


def test_in_the_month_it_is_due_nothing_is_late(compute: Computed) -> None:
    found = compute("slippage", _AGREED, "2024-06", stage="project | stage | entered\n OVER | construction | 2023")
    assert_same(found, "value | reason\n | not_due")
