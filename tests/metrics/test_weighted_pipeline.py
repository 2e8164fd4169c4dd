"""Does the weighted sum say of how many projects it is, and how they were weighted?"""

from tests.metrics.conftest import Computed, assert_same

_STAGES = """
    project | stage        | entered
    P-1     | agreement    | 2021
    P-2     | application  | 2021
    P-3     | construction | 2021
    P-4     | commissioned | 2021
"""
_OF = "member | of | role\n" + "\n".join(f"P-{number} | ZONE | project" for number in range(1, 5))


def test_a_project_without_an_amount_makes_it_a_lower_bound(compute: Computed) -> None:
    figures = """
        entity | scenario   | period | value
        P-1    | commitment | 2025   | 100
        P-3    | target     | 2025   | 200
        P-4    | commitment | 2025   | 999
    """
    assert_same(
        compute("weighted_pipeline", figures, stage=_STAGES, membership=_OF),
        """
        entity | indicator  | value | lower | upper | coverage | amount | projects | with_amount | observed | unit
        ZONE   | investment | 230   | 230   |       | 66.667   | 300    | 3        | 2           | 0        | RUB
        ZONE   | projects   | 1.5   | 1.5   | 1.5   | 100      | 3      | 3        | 3           | 0        | COUNT
        """,
    )


def test_with_nothing_on_the_way_there_is_no_row(compute: Computed) -> None:
    done = "project | stage | entered\n P-1 | production | 2021"
    assert compute("weighted_pipeline", "entity | period | value", stage=done, membership=_OF).is_empty()
