"""Does a figure count as good only with all three: its source, its status, its exactness?"""

from tests.metrics.conftest import Computed, assert_same


def test_one_fault_is_enough(compute: Computed) -> None:
    rows = """
        period | source_kind      | status | value
        2017   | government       | A      | 1
        2018   | press            | A      | 1
        2019   | register         | E      | 1
        2020   | managing company | A      | >1
        2021   | government       | A      |
    """
    assert_same(
        compute("data_quality", rows),
        "entity | value | figures | primary | normal | exact | indicator\n ZONE | 25 | 4 | 3 | 3 | 3 |",
    )


def test_plans_are_not_judged(compute: Computed) -> None:
    assert compute("data_quality", "scenario | period | value\n target | 2030 | 1").is_empty()
