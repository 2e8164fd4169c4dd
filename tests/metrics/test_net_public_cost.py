"""Is what is paid in place of taxes taken off what was forgone, and may it be more?"""

from tests.metrics.conftest import Computed, assert_same


def test_what_was_not_reported_is_not_zero(compute: Computed) -> None:
    rows = """
        entity | indicator        | basis  | period | value
        A      | tax_relief       | period | 2009   | 35127
        B      | tax_relief       | period | 2009   | 35127
        B      | payments_in_lieu | period | 2009   |
        C      | tax_relief       | period | 2009   | 35127
        C      | payments_in_lieu | period | 2008   | 10
        D      | tax_relief       | period | 2009   | 35127
        D      | payments_in_lieu | ytd    | 2009   | 10
    """
    assert compute("net_public_cost", rows).is_empty()


def test_the_records_that_were_read_give_their_own_net_exemptions(compute: Computed) -> None:
    rows = """
        entity | indicator        | basis  | unit | period | value    | status
        WILLOW | tax_relief       | period | USD  | 2009   | 35127    | A
        WILLOW | payments_in_lieu | period | USD  | 2009   | 24979.2  | A
        THIRD  | tax_relief       | period | USD  | 2009   | 0        | A
        THIRD  | payments_in_lieu | period | USD  | 2009   | 266160   | A
        DOUBT  | tax_relief       | period | USD  | 2009   | >10      | U
        DOUBT  | payments_in_lieu | period | USD  | 2009   | 4        | A
    """
    assert_same(
        compute("net_public_cost", rows),
        """
        entity | unit | value   | lower   | upper   | reason
        WILLOW | USD  | 10147.8 | 10147.8 | 10147.8 |
        THIRD  | USD  | -266160 | -266160 | -266160 |
        DOUBT  | USD  | 6       | 6       |         | low_reliability
        """,
    )
