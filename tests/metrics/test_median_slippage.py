"""Is the usual lateness of a zone's projects told from three on, and as a lower bound where some are still open?"""

from tests.metrics.conftest import Computed, assert_same

_AGREED = """
    entity | scenario   | period  | value
    P1     | commitment | 2024-06 | 1
    P2     | commitment | 2024-06 | 1
    P3     | commitment | 2024-06 | 1
    SOON   | commitment | 2030    | 1
"""
_STAGES = """
    project | stage        | entered
    P1      | commissioned | 2024-03-30
    P2      | commissioned | 2025-01
    {}
    SOON    | construction | 2023
"""
_MEMBERS = (
    "member | of | role\n P1 | ZONE | project\n P2 | ZONE | project\n P3 | ZONE | project\n SOON | ZONE | project"
)


def _told(compute: Computed, third: str, members: str = _MEMBERS) -> object:
    return compute(
        "median_slippage",
        _AGREED,
        "2025-12",
        stage=_STAGES.format(third or "P1 | construction | 2023"),
        membership=members,
    )


def test_of_two_projects_nothing_is_usual_and_what_is_not_due_does_not_count(compute: Computed) -> None:
    found = _told(compute, "", _MEMBERS.replace("\n P3 | ZONE | project", ""))
    assert_same(found, "entity | value | upper | projects | reason\n ZONE | | | 2 | few_cases")


def test_the_middle_one_counts(compute: Computed) -> None:
    found = _told(compute, "P3 | production | 2024-08-01")
    assert_same(
        found,
        """
        entity | role    | value | lower | upper | quartile_lower | quartile_upper | projects | overdue | unit
        ZONE   | project | 2     | 2     | 2     | -0.5           | 4.5            | 3        | 0       | MONTH
        """,
    )


def test_with_one_still_open_and_overdue_the_median_is_a_lower_bound(compute: Computed) -> None:
    found = _told(compute, "P3 | construction | 2023")
    assert_same(found, "entity | value | lower | upper | projects | overdue\n ZONE | 7 | 7 | | 3 | 1")
