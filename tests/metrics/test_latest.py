"""Is the newest figure of a series the one of the latest period?"""

import narwhals.stable.v2 as nw

from metrics.latest import latest
from tests.metrics.conftest import assert_same, tables


def test_the_latest_period_is_taken_of_periods_that_end_together_the_longest_and_a_gap_is_passed_over() -> None:
    observation = tables(
        """
        entity | basis      | scenario | period  | value
        A      | cumulative | actual   | 2016    | 1
        A      | cumulative | actual   | 2017-12 | 2
        A      | cumulative | actual   | 2017    | 3
        A      | cumulative | actual   | 2018    |
        A      | cumulative | target   | 2019    | 9
        A      | period     | actual   | 2015    | 4
        B      | cumulative | actual   | 2015    | >5
        """
    )("observation")
    assert_same(
        latest(nw.from_native(observation)),
        """
        entity | basis      | period | value | lower | upper
        A      | cumulative | 2017   | 3     | 3     | 3
        A      | period     | 2015   | 4     | 4     | 4
        B      | cumulative | 2015   | 5     | 5     |
        """,
    )


def test_2021_for_the_year_and_since_the_start_are_two_figures() -> None:
    observation = tables(
        """
        indicator | basis      | scenario | period | value | unit
        score     | period     | actual   | 2020   | 94    | PT
        score     | period     | actual   | 2021   | 96.5  | PT
        score     | cumulative | actual   | 2020   | 87    | PT
        score     | cumulative | actual   | 2021   | 95    | PT
        """
    )("observation")
    assert_same(
        latest(nw.from_native(observation)), "basis | period | value\n period | 2021 | 96.5\n cumulative | 2021 | 95"
    )
