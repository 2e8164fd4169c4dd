"""Does the median count completed stays only, and say how many are not over?"""

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


def test_who_is_still_there_is_counted_beside(compute: Computed) -> None:
    found = compute("time_in_stage", _NOTHING, "2025-02", **_rows("2025-01-11", "2025-01-21", "2025-01-31", "", ""))
    assert_same(
        found,
        """
        stage       | value | quartile_lower | quartile_upper | completed | still_there | longest_there | reason
        application | 20    | 15             | 25             | 3         | 2           | 58            |
        """,
    )


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
