"""Are projects held against the members of the day their period ends?"""

from tests.metrics.conftest import Computed, assert_same


def test_the_members_are_those_at_the_end_and_the_two_bases_stay_apart(compute: Computed) -> None:
    rows = """
        indicator | scope   | basis      | period | unit  | value
        projects  | members | cumulative | 2013   | COUNT | 233
        projects  | members | period     | 2013   | COUNT | ~40
        members   | members | stock      | 2013   | COUNT | 200
        members   | members | stock      | 2012   | COUNT | 100
    """
    assert_same(
        compute("projects_per_member", rows),
        "basis | value | lower | upper | unit\n cumulative | 1.165 | 1.165 | 1.165 | RATIO\n"
        " period | 0.2 | 0.175 | 0.225 | RATIO",
    )


def test_members_of_another_scope_give_no_row(compute: Computed) -> None:
    rows = """
        indicator | scope     | basis      | period | unit  | value
        projects  | residents | cumulative | 2013   | COUNT | 233
        members   | members   | stock      | 2013   | COUNT | 200
    """
    assert compute("projects_per_member", rows).is_empty()
