"""Is every project on its way listed with what may come of it?"""

from tests.metrics.conftest import Computed, assert_same

_STAGES = """
    project | stage        | entered
    P-1     | agreement    | 2021
    P-2     | application  | 2021
    P-3     | commissioned | 2021
    P-4     | rejected     | 2021
"""
_OF = "member | of | role\n" + "\n".join(f"P-{number} | ZONE | project" for number in range(1, 5))


def test_a_project_without_an_amount_counts_as_one_and_who_is_done_or_failed_is_not_on_the_way(
    compute: Computed,
) -> None:
    figures = """
        entity | scenario   | scope | period | value
        P-1    | commitment | all   | 2025   | >100
        P-1    | actual     | all   | 2023   | 30
        P-3    | commitment | all   | 2025   | 7
    """
    assert_same(
        compute("open_projects", figures, stage=_STAGES, membership=_OF),
        """
        project | indicator  | value | lower | upper | probability | basis_of   | amount | done | due_end
        P-1     | investment | 50    | 50    |       | 50          | convention | 100    | 30   | 24311
        P-1     | projects   | 0.5   | 0.5   | 0.5   | 50          | convention | 1      |      |
        P-2     | projects   | 0.1   | 0.1   | 0.1   | 10          | convention | 1      |      |
        """,
    )


def test_a_range_has_bounds_and_no_value(compute: Computed) -> None:
    figures = "entity | scenario | period | value\n P-1 | commitment | 2025 | 100..200"
    found = compute("open_projects", figures, stage=_STAGES, membership=_OF).filter(indicator="investment")
    assert_same(found, "value | lower | upper | reason\n | 50 | 100 | bounds")
