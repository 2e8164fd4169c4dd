"""Are the jobs before taken off the jobs there are, and nothing where nobody told them?"""

from tests.metrics.conftest import Computed, assert_same


def test_without_a_baseline_of_the_series_there_is_no_change(compute: Computed) -> None:
    rows = """
        entity | indicator | scope     | basis | scenario | period | value
        A      | jobs      | all       | stock | actual   | 2009   | 15
        B      | jobs      | all       | stock | actual   | 2009   | 15
        B      | jobs      | residents | stock | baseline | 2005   | 2
        C      | jobs      | all       | stock | actual   | 2009   | 15
        C      | jobs      | all       | stock | baseline | 2010   | 2
        D      | jobs      | all       | stock | actual   | 2009   |
        D      | jobs      | all       | stock | baseline | 2005   | 2
    """
    assert compute("net_employment_change", rows).is_empty()


def test_the_records_that_were_read_give_their_own_change(compute: Computed) -> None:
    rows = """
        entity | indicator | basis | scenario | period  | value | unit
        WILLOW | jobs      | stock | baseline | 2009-03 | 2     | JOB
        WILLOW | jobs      | stock | actual   | 2009-03 | 15    | JOB
        XYLON  | jobs      | stock | baseline | 2009-03 | 4     | JOB
        XYLON  | jobs      | stock | actual   | 2009-03 | 4     | JOB
        THIRD  | jobs      | stock | baseline | 2009-03 | 0     | JOB
        THIRD  | jobs      | stock | actual   | 2009-03 | 839   | JOB
        FEWER  | jobs      | stock | baseline | 2005    | 90    | JOB
        FEWER  | jobs      | stock | baseline | 2007    | ~100  | JOB
        FEWER  | jobs      | stock | actual   | 2009    | 70    | JOB
    """
    assert_same(
        compute("net_employment_change", rows),
        """
        entity | value | lower | upper
        WILLOW | 13    | 13    | 13
        XYLON  | 0     | 0     | 0
        THIRD  | 839   | 839   | 839
        FEWER  | -30   | -80   | 20
        """,
    )
