"""Are research and revenue those of the same organisations, time and currency?"""

import pytest

from tests.metrics.conftest import Computed, assert_same

_ROWS = "indicator | scope | basis | period | unit | value\n rd_investment | members | period | 2015 | EUR | 6\n "


@pytest.mark.parametrize(
    "revenue",
    [
        "revenue | residents | period | 2015 | EUR | 100",
        "revenue | members | period | 2014 | EUR | 100",
        "revenue | members | ytd | 2015 | EUR | 100",
        "revenue | members | period | 2015 | USD | 100",
    ],
)
def test_what_is_of_others_gives_no_row(compute: Computed, revenue: str) -> None:
    assert compute("research_intensity", _ROWS + revenue).is_empty()


def test_a_range_of_revenue_gives_bounds(compute: Computed) -> None:
    found = compute("research_intensity", _ROWS + "revenue | members | period | 2015 | EUR | 100..200")
    assert_same(found, "value | lower | upper | reason\n | 3 | 6 | bounds")
