"""Is the share of SMEs that of one day?"""

from tests.metrics.conftest import Computed, assert_same

_ROWS = "indicator | scope | basis | period | unit | value\n"


def test_members_of_another_day_give_no_share(compute: Computed) -> None:
    rows = _ROWS + "members_sme | members | stock | 2015 | COUNT | 190\n members | members | stock | 2016 | COUNT | 300"
    assert compute("sme_share", rows).is_empty()


def test_at_least_so_many_members_make_the_share_at_most_so_large(compute: Computed) -> None:
    rows = (
        _ROWS + "members_sme | members | stock | 2015 | COUNT | 190\n members | members | stock | 2015 | COUNT | >300"
    )
    assert_same(compute("sme_share", rows), "value | lower | upper | unit\n 63.333 | | 63.333 | PT")


def test_no_members_at_all_are_nothing_to_divide_by(compute: Computed) -> None:
    rows = _ROWS + "members_sme | members | stock | 2015 | COUNT | 0\n members | members | stock | 2015 | COUNT | 0"
    assert_same(compute("sme_share", rows), "value | reason\n | zero_denominator")
