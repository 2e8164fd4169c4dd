"""Is what was promised held against what was done, by the day it falls due?"""

from tests.metrics.conftest import Computed, assert_same


def test_a_target_is_no_commitment_and_another_scope_no_actual(compute: Computed) -> None:
    found = compute(
        "commitments",
        """
        entity | scenario   | scope         | period | value
        A      | target     | residents     | 2017   | 200
        A      | actual     | residents     | 2017   | 100
        B      | commitment | new_residents | 2017   | 300
        B      | actual     | residents     | 2017   | 400
        """,
    )
    assert_same(found, "entity | value | target | reason\n B | | 300 | scope_differs")


def test_each_commitment_meets_the_latest_figure_by_the_day_it_falls_due(compute: Computed) -> None:
    found = compute(
        "commitments",
        """
        scenario   | period | value
        commitment | 2016   | 60
        commitment | 2019   | 100
        actual     | 2015   | 40
        actual     | 2017   | 70
        """,
        today="2018-06",
    )
    assert_same(
        found,
        """
        period | value | target | actual_period | reached_on | is_due
        2016   | 40    | 60     | 2015          | 2017       | true
        2019   | 70    | 100    | 2017          |            | false
        """,
    )
