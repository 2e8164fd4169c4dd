"""Is a zone's share of a sector held against that of all zones known?"""

from tests.metrics.conftest import Computed, assert_same

_ENTITY = """
    code | kind         | sector
    A    | organisation | optics
    B    | organisation | software
    C    | organisation | optics
    D    | organisation | software
    E    | organisation |
"""
_OF = """
    member | of     | role
    A      | ZONE-1 | resident
    B      | ZONE-1 | resident
    C      | ZONE-2 | resident
    D      | ZONE-2 | resident
    E      | ZONE-2 | resident
"""
_JOBS = """
    entity | indicator | scope | basis | period | unit | value
    A      | jobs      | all   | stock | 2020   | JOB  | 60
    B      | jobs      | all   | stock | 2020   | JOB  | 40
    C      | jobs      | all   | stock | 2020   | JOB  | 20
    D      | jobs      | all   | stock | 2020   | JOB  | 80
    E      | jobs      | all   | stock | 2020   | JOB  | 999
"""


def test_a_single_zone_has_nothing_to_be_compared_with(compute: Computed) -> None:
    alone = "member | of | role\n A | ZONE-1 | resident\n B | ZONE-1 | resident"
    found = compute("location_quotient", _JOBS, membership=alone, entity=_ENTITY)
    assert_same(
        found, "sector | value | share | peers | reason\n optics | | 60 | 1 | no_peers\n software | | 40 | 1 | no_peers"
    )


def test_by_hand_60_of_100_here_and_80_of_200_everywhere_make_one_and_a_half(compute: Computed) -> None:
    found = compute("location_quotient", _JOBS, membership=_OF, entity=_ENTITY)
    assert_same(
        found,
        """
        entity | sector   | value | share | reference_share | members | peers | reason
        ZONE-1 | optics   | 1.5   | 60    | 40              | 1       | 2     |
        ZONE-1 | software | 0.667 | 40    | 60              | 1       | 2     |
        ZONE-2 | optics   | 0.5   | 20    | 40              | 1       | 2     |
        ZONE-2 | software | 1.333 | 80    | 60              | 1       | 2     |
        """,
    )


def test_a_sector_of_nothing_has_no_quotient(compute: Computed) -> None:
    nothing = _JOBS.replace("| 60", "| 0").replace("| 20\n", "| 0\n")
    found = compute("location_quotient", nothing, membership=_OF, entity=_ENTITY).filter(sector="optics")
    assert_same(found, "entity | value | reason\n ZONE-1 | | zero_denominator\n ZONE-2 | | zero_denominator")


def test_another_period_and_another_role_are_no_peers(compute: Computed) -> None:
    later = _JOBS.replace(
        "C      | jobs      | all   | stock | 2020", "C      | jobs      | all   | stock | 2021"
    ).replace("D      | jobs      | all   | stock | 2020", "D      | jobs      | all   | stock | 2021")
    found = compute("location_quotient", later, membership=_OF, entity=_ENTITY)
    assert set(found["reason"]) == {"no_peers"}


def test_who_is_in_two_zones_at_once_counts_once_in_the_whole(compute: Computed) -> None:
    both = f"{_OF.rstrip()}\n    A | ZONE-2 | resident"
    found = compute("location_quotient", _JOBS, membership=both, entity=_ENTITY).filter(sector="optics")
    # In all 80 of 200 are optics; in the second zone 60 + 20 of 160.
    assert_same(found, "entity | share | reference_share | value\n ZONE-1 | 60 | 40 | 1.5\n ZONE-2 | 50 | 40 | 1.25")
