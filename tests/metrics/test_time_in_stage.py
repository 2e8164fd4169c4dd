"""Does the median count who waits for as long as they have, and say how many are not over?"""

from tests.metrics.conftest import Computed, assert_same

_NOTHING = "entity | period | value"


def _rows(*days: str) -> dict[str, str]:
    stages = [f"P-{place} | application | 2025-01-01 | {day}" for place, day in enumerate(days)]
    of = [f"P-{place} | ZONE | project" for place in range(len(days))]
    return {
        "stage": "\n".join(["project | stage | entered | left", *stages]),
        "membership": "\n".join(["member | of | role", *of]),
    }


def test_two_stays_are_no_habit(compute: Computed) -> None:
    found = compute("time_in_stage", _NOTHING, **_rows("2025-01-11", "2025-01-21"))
    assert_same(found, "value | quartile_lower | reason | completed\n | | few_cases | 2")


def test_who_is_still_there_counts_as_staying_longer(compute: Computed) -> None:
    found = compute("time_in_stage", _NOTHING, "2025-02", **_rows("2025-01-11", "2025-01-21", "2025-01-31", "", ""))
    assert_same(
        found,
        """
        stage       | value | quartile_lower | quartile_upper | completed | still_there | longest_there | reason
        application | 30    | 20             |                | 3         | 2           | 58            |
        """,
    )


def test_where_most_are_still_there_the_longest_stay_is_a_lower_bound(compute: Computed) -> None:
    rows = _rows("2025-01-11", "2025-01-21", "2025-01-31", "", "", "", "")
    found = compute("time_in_stage", _NOTHING, "2025-02", **rows)
    assert_same(
        found,
        """
        value | lower | upper | quartile_lower | completed | still_there | reason
              | 58    |       | 20             | 3         | 4           | not_over
        """,
    )


def test_who_has_only_just_come_says_nothing_about_longer_stays(compute: Computed) -> None:
    rows = _rows("2025-01-11", "2025-01-21", "2025-01-31", "", "")
    early = rows["stage"].replace("P-3 | application | 2025-01-01", "P-3 | application | 2025-02-23")
    early = early.replace("P-4 | application | 2025-01-01", "P-4 | application | 2025-02-23")
    found = compute("time_in_stage", _NOTHING, "2025-02", stage=early, membership=rows["membership"])
    assert_same(found, "value | lower | completed | still_there | longest_there\n 20 | 20 | 3 | 2 | 5")


def test_the_product_over_the_days_is_that_of_a_textbook(compute: Computed) -> None:
    """Six stays of 10 (and one more left out at 10), 13, 16, 22 and 23 days: shares of 6/7, then 5/7 × 4/5 …"""
    gone = ("2025-01-11", "2025-01-14", "2025-01-17", "2025-01-23", "2025-01-24")
    rows = _rows(*gone, "", "")
    late = rows["stage"].replace("P-5 | application | 2025-01-01", "P-5 | application | 2025-01-11")
    late = late.replace("P-6 | application | 2025-01-01", "P-6 | application | 2025-01-14")
    found = compute("time_in_stage", _NOTHING, "2025-01", stage=late, membership=rows["membership"])
    # 7 at first: 10 → 6/7, 13 → 5/7, 16 → 4/7 (17 waits), 20 waits; two are left: 22 → 2/7, 23 → 0.
    assert_same(found, "value | quartile_lower | quartile_upper\n 22 | 13 | 23")


def test_the_median_of_an_even_number_is_the_middle_of_two(compute: Computed) -> None:
    days = ("2025-01-02", "2025-01-03", "2025-01-11", "2025-02-20")
    assert_same(compute("time_in_stage", _NOTHING, **_rows(*days)), "value | unit\n 6 | DAY")


def test_a_stay_known_to_the_month_only_is_undated(compute: Computed) -> None:
    found = compute(
        "time_in_stage", _NOTHING, **_rows("2025-01-11", "2025-01-21", "2025-01-31", "2025-03", "2024-12-01")
    )
    assert_same(found, "value | completed | undated | still_there\n 20 | 3 | 2 | 0")


def test_an_end_is_no_stage_to_stay_in(compute: Computed) -> None:
    stages = "project | stage | entered | left\n P | production | 2020-01-01 | 2021-01-01\n P | rejected | 2021-01-01 |"
    assert compute(
        "time_in_stage", _NOTHING, stage=stages, membership="member | of | role\n P | Z | project"
    ).is_empty()
