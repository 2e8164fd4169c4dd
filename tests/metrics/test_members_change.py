"""Are those counted who came and went, and nobody who stayed?"""

from tests.metrics.conftest import Computed, assert_same

_NOBODY = "entity | period | value"


def test_without_a_beginning_and_an_end_nobody_came_or_went(compute: Computed) -> None:
    found = compute("members_change", _NOBODY, membership="member | of | role\nA | Z | resident")
    assert found.height == 0


def test_who_joined_and_who_left_are_counted_by_year(compute: Computed) -> None:
    found = compute(
        "members_change",
        _NOBODY,
        membership="""
        member | of | role     | from    | to
        A      | Z  | resident | 2020-03 |
        B      | Z  | resident | 2020    | 2022-05
        C      | Z  | resident |         | 2022
        D      | Z  | member   | 2022    |
        """,
    )
    assert_same(
        found,
        """
        entity | role     | indicator | scope     | period | value | joined | left
        Z      | resident | residents | residents | 2020   | 2     | 2      | 0
        Z      | resident | residents | residents | 2022   | -2    | 0      | 2
        Z      | member   | members   | members   | 2022   | 1     | 1      | 0
        """,
    )


def test_who_goes_on_without_a_gap_has_neither_left_nor_joined(compute: Computed) -> None:
    found = compute(
        "members_change",
        _NOBODY,
        membership="""
        member | of | role     | from    | to
        A      | Z  | resident | 2018-01 | 2020-06
        A      | Z  | resident | 2020-07 | 2022-06
        A      | Z  | resident | 2022-09 |
        """,
    )
    assert_same(found, "period | joined | left\n2018 | 1 | 0\n2022 | 1 | 1")


def test_an_end_to_come_and_another_role_are_no_leaving(compute: Computed) -> None:
    found = compute(
        "members_change",
        _NOBODY,
        "2025-06",
        membership="""
        member | of | role     | from | to
        A      | Z  | resident |      | 2025-07
        B      | Z  | zone     | 2020 | 2022
        C      | Z  | resident |      | 2025-06
        """,
    )
    assert_same(found, "period | joined | left\n2025 | 0 | 1")
