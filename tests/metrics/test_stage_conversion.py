"""Does a cohort keep its failures, and say who may still get there?"""

from tests.metrics.conftest import Computed, assert_same

_NOTHING = "entity | period | value"
_OF = "member | of | role\n" + "\n".join(f"P-{number} | ZONE | project" for number in range(1, 5))
_STAGES = """
    project | stage        | entered
    P-1     | application  | 2020-03-05
    P-1     | construction | 2021-01
    P-1     | commissioned | 2022
    P-2     | application  | 2020
    P-2     | rejected     | 2020-12-30
    P-3     | application  | 2020-07
    P-4     | application  | 2021-01-01
"""


def test_who_failed_stays_in_the_cohort_and_who_is_open_widens_the_bounds(compute: Computed) -> None:
    found = compute("stage_conversion", _NOTHING, stage=_STAGES, membership=_OF)
    assert_same(
        found.filter(period="2020"),
        """
        stage        | value  | lower  | upper  | projects | reached | still_open | unit
        application  | 100    | 100    | 100    | 3        | 3       | 0          | PT
        construction | 33.333 | 33.333 | 66.667 | 3        | 1       | 1          | PT
        commissioned | 33.333 | 33.333 | 66.667 | 3        | 1       | 1          | PT
        rejected     | 33.333 | 33.333 | 100    | 3        | 1       | 2          | PT
        """,
    )


def test_a_stage_that_was_passed_over_is_reached_and_an_end_is_not_a_stage_of_the_way(compute: Computed) -> None:
    stages = "project | stage | entered\n P-1 | commissioned | 2020\n P-2 | agreement | 2020\n P-2 | withdrawn | 2021"
    found = compute("stage_conversion", _NOTHING, stage=stages, membership=_OF)
    assert_same(found, "stage | reached\n commissioned | 1\n agreement | 2\n withdrawn | 1")


def test_each_year_is_a_cohort_of_its_own(compute: Computed) -> None:
    found = compute("stage_conversion", _NOTHING, stage=_STAGES, membership=_OF).filter(stage="application")
    assert_same(found, "period | projects\n 2020 | 3\n 2021 | 1")
