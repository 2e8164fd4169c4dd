"""Are projects counted and added where they stand?"""

from tests.metrics.conftest import Computed, assert_same

_STAGES = """
    project | stage       | entered
    P-1     | application | 2020
    P-1     | agreement   | 2021
    P-2     | agreement   | 2021
    P-3     | rejected    | 2021
"""
_OF = "member | of | role\n P-1 | ZONE | project\n P-2 | ZONE | project\n P-3 | ZONE | project"
_NOTHING = "entity | period | value"


def test_a_project_without_an_amount_is_counted_and_makes_the_sum_a_lower_bound(compute: Computed) -> None:
    figures = "entity | scenario | period | value\n P-1 | commitment | 2025 | 100"
    found = compute("pipeline_stages", figures, stage=_STAGES, membership=_OF)
    assert_same(
        found,
        """
        entity | role    | indicator  | stage     | value | lower | upper | coverage | projects | with_amount | unit
        ZONE   | project | projects   | agreement | 2     | 2     | 2     | 100      | 2        | 2           | COUNT
        ZONE   | project | projects   | rejected  | 1     | 1     | 1     | 100      | 1        | 1           | COUNT
        ZONE   | project | investment | agreement | 100   | 100   |       | 50       | 2        | 1           | RUB
        """,
    )


def test_two_currencies_are_never_added(compute: Computed) -> None:
    figures = """
        entity | scenario   | period | unit | value
        P-1    | commitment | 2025   | RUB  | 100
        P-2    | commitment | 2025   | USD  | 3
    """
    found = compute("pipeline_stages", figures, stage=_STAGES, membership=_OF)
    assert_same(found.filter(indicator="investment"), "unit | value\n RUB | 100\n USD | 3")


def test_a_project_that_belongs_no_more_is_not_the_zone_s(compute: Computed) -> None:
    gone = "member | of | role | from | to\n P-1 | ZONE | project | | 2024\n P-2 | ZONE | project | 2026 |"
    assert compute("pipeline_stages", _NOTHING, "2025-12", stage=_STAGES, membership=gone).is_empty()


def test_a_project_is_counted_for_its_owner_and_for_the_zone(compute: Computed) -> None:
    both = "member | of | role\n P-1 | ZONE | project\n P-1 | OWNER | organisation"
    found = compute("pipeline_stages", _NOTHING, stage=_STAGES, membership=both)
    assert_same(found, "entity | role | value\n ZONE | project | 1\n OWNER | organisation | 1")


def test_without_stages_there_are_no_rows(compute: Computed) -> None:
    assert compute("pipeline_stages", _NOTHING, membership=_OF).is_empty()
