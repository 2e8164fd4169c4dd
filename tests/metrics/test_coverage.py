"""Are those counted who belong, and only those?"""

import pytest

from tests.metrics.conftest import Computed, assert_same

_FOUR = """
    member | of
    A      | ALL
    B      | ALL
    C      | ALL
    D      | ALL
"""


def test_a_member_that_did_not_report_is_missing_and_not_zero(compute: Computed) -> None:
    found = compute(
        "coverage",
        """
        entity | period | value
        A      | 2017   | 10
        B      | 2017   |
        C      | 2017   | >5
        """,
        membership=_FOUR,
    )
    assert_same(
        found,
        """
        entity | period | role | value | reported | expected | coverage | reason
        ALL    | 2017   | zone | 50    | 2        | 4        | 50       |
        """,
    )


def test_groups_uncounted_memberships_and_what_does_not_add_up_are_left_out(compute: Computed) -> None:
    found = compute(
        "coverage",
        """
        entity | indicator  | basis  | period | value
        A      | investment | period | 2017   | 10
        G      | investment | period | 2017   | 99
        X      | investment | period | 2017   | 99
        A      | occupancy  | stock  | 2017   | 70
        """,
        membership="member | of | counted\n A | ALL | true\n G | ALL | true\n X | ALL | false",
        entity="code | kind\n A | zone\n G | group\n X | zone",
    )
    assert_same(found, "indicator | reported | expected\n investment | 1 | 1")


def test_targets_of_members_are_no_reports(compute: Computed) -> None:
    found = compute("coverage", "entity | scenario | period | value\n A | target | 2017 | 10", membership=_FOUR)
    assert found.height == 0


@pytest.mark.parametrize(
    ("basis", "period", "expected"),
    [
        ("stock", "2017", 1),
        ("cumulative", "2017", 1),
        ("period", "2017", 3),
        ("period", "2017-Q4", 2),
        ("ytd", "2017-Q4", 3),
        ("stock", "2017-06", 2),
    ],
)
def test_a_level_counts_who_is_there_at_the_end_and_a_flow_who_was_there_at_any_time(
    compute: Computed, basis: str, period: str, expected: int
) -> None:
    found = compute(
        "coverage",
        f"entity | basis | period | value\n A | {basis} | {period} | 10",
        membership="""
            member | of  | from    | to
            A      | ALL |         |
            B      | ALL |         | 2017-11
            C      | ALL | 2016    | 2017-02
            D      | ALL | 2018    |
        """,
    )
    assert found["expected"].to_list() == [expected]


def test_a_member_that_left_and_came_back_is_one_member(compute: Computed) -> None:
    found = compute(
        "coverage",
        "entity | basis | period | value\n A | period | 2017 | 10",
        membership="member | of | from | to\n A | ALL | | 2017-03\n A | ALL | 2017-09 |",
    )
    assert_same(found, "reported | expected\n 1 | 1")


def test_an_organisation_rolls_up_to_the_scope_of_its_role(compute: Computed) -> None:
    found = compute(
        "coverage",
        """
        entity | scope     | period | value
        FIRM   | all       | 2017   | 10
        FIRM   | residents | 2017   | 10
        SITE   | residents | 2017   | 10
        """,
        membership="""
            member | of   | role
            FIRM   | ZONE | resident
            FIRM   | PARK | tenant
            SITE   | ZONE | zone
        """,
    )
    assert_same(
        found,
        """
        entity | role     | scope                 | reported | expected
        ZONE   | resident | residents             | 1        | 1
        ZONE   | zone     | residents             | 1        | 1
        PARK   | tenant   | residents_and_tenants | 1        | 1
        """,
    )


def test_only_one_level_of_membership_counts(compute: Computed) -> None:
    found = compute(
        "coverage",
        "entity | period | value\n SITE | 2017 | 10",
        membership="member | of\n SITE | ZONE\n ZONE | ALL",
    )
    assert_same(found, "entity | reported | expected\n ZONE | 1 | 1")
