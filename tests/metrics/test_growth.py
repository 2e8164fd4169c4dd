"""Is growth told only between figures of one kind, a year apart?"""

import pytest

from tests.metrics.conftest import Computed, assert_same


def test_without_a_year_before_there_is_no_growth(compute: Computed) -> None:
    rows = "basis | scenario | period | value\n period | actual | 2021 | 150\n period | actual | 2020 |\n period | actual | 2019 | 9"
    assert compute("growth", rows).is_empty()


@pytest.mark.parametrize(
    "before",
    [
        "residents | cumulative | actual | 2020   | RUB",
        "residents | ytd        | actual | 2020   | RUB",
        "residents | period     | target | 2020   | RUB",
        "all       | period     | actual | 2020   | RUB",
        "residents | period     | actual | 2020   | USD",
        "residents | period     | actual | 2020-12| RUB",
    ],
)
def test_figures_of_two_kinds_are_never_compared(compute: Computed, before: str) -> None:
    rows = f"""
        value | scope     | basis      | scenario | period | unit
        150   | residents | period     | actual   | 2021   | RUB
        100   | {before}
    """
    assert compute("growth", rows).is_empty()


def test_a_sum_since_the_start_and_a_published_ratio_have_no_growth(compute: Computed) -> None:
    rows = """
        indicator  | basis      | scenario | period | value
        investment | cumulative | actual   | 2021   | 150
        investment | cumulative | actual   | 2020   | 100
        score      | period     | actual   | 2021   | 96.5
        score      | period     | actual   | 2020   | 94
    """
    assert compute("growth", rows).is_empty()


def test_growth_never_goes_through_a_doubtful_figure_nor_from_zero(compute: Computed) -> None:
    rows = """
        entity | basis  | scenario | period | value | status
        A      | period | actual   | 2021   | 150   | U
        A      | period | actual   | 2020   | 100   | A
        B      | period | actual   | 2021   | 150   | A
        B      | period | actual   | 2020   | 100   | U
        C      | period | actual   | 2021   | 150   | A
        C      | period | actual   | 2020   | 0     | A
    """
    expected = """
        entity | value | lower | upper | reason
        A      |       |       |       | low_reliability
        B      |       |       |       | low_reliability
        C      |       |       |       | zero_before
    """
    assert_same(compute("growth", rows), expected)


def test_the_russian_zones_grew_by_72_per_cent_in_2021_and_their_jobs_by_82(compute: Computed) -> None:
    rows = """
        indicator    | basis  | scenario | period | value
        investment   | period | actual   | 2021   | 150.4
        investment   | period | actual   | 2020   | 87.5
        jobs_created | period | actual   | 2021   | 10183
        jobs_created | period | actual   | 2020   | 5585
    """
    assert_same(
        compute("growth", rows),
        """
        indicator    | period | value  | actual | before | before_period
        investment   | 2021   | 71.886 | 150.4  | 87.5   | 2020
        jobs_created | 2021   | 82.328 | 10183  | 5585   | 2020
        """,
    )


def test_more_than_660_billion_is_at_least_7_5_times_87_5(compute: Computed) -> None:
    rows = "basis | scenario | period | value\n period | actual | 2023 | >660\n period | actual | 2022 | 194"
    assert_same(compute("growth", rows), "value | lower | upper\n 240.206 | 240.206 |")


def test_a_quarter_is_compared_with_that_quarter_and_a_level_with_its_month(compute: Computed) -> None:
    rows = """
        indicator  | basis  | scenario | period  | value
        investment | period | actual   | 2021-Q2 | 15
        investment | period | actual   | 2020-Q2 | 10
        investment | period | actual   | 2020-Q1 | 99
        investment | ytd    | actual   | 2021-06 | 30
        investment | ytd    | actual   | 2020-Q2 | 25
        jobs       | stock  | actual   | 2021-12 | 90
        jobs       | stock  | actual   | 2020    | 100
    """
    assert_same(
        compute("growth", rows),
        "basis | period | value\n period | 2021-Q2 | 50\n ytd | 2021-06 | 20\n stock | 2021-12 | -10",
    )
