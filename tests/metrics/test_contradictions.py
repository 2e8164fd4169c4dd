"""Is what cannot all be right listed, and nothing that can?"""

import pytest

from tests.metrics.conftest import Computed, assert_same


@pytest.mark.parametrize(
    ("first", "second", "is_listed"),
    [
        ("18000", "18200", True),
        ("18000", "18100", False),
        ("~9000", ">7000", True),
        (">9000", "9000", False),
        ("1..2", "3..4", True),
        ("1..3", "2..4", False),
        ("100", "100..200", False),
        ("99", "100..200", True),
        ("0", "0", False),
        ("0", "1", True),
        ("100", "", False),
    ],
)
def test_publishers_contradict_beyond_one_per_cent_or_with_disjoint_bounds(
    compute: Computed, first: str, second: str, is_listed: bool
) -> None:
    found = compute("contradictions", f"period | publisher | value\n 2015 | CITY | {first}\n 2015 | PRESS | {second}")
    assert found["kind"].to_list() == (["sources"] if is_listed else [])


def test_each_pair_is_listed_once_with_the_winner_first(compute: Computed) -> None:
    found = compute(
        "contradictions",
        """
        period | publisher | value | status
        2015   | MINISTRY  | 10    | A
        2015   | PRESS     | 20    | A
        2015   | CITY      | 30    | U
        """,
    )
    assert_same(
        found,
        """
        value | source   | other_value | other_source | other_status | rule           | source_row | other_source_row
        10    | MINISTRY | 20          | PRESS        | A            | sources_differ | row 2      | row 3
        10    | MINISTRY | 30          | CITY         | U            | sources_differ | row 2      | row 4
        30    | CITY     | 20          | PRESS        | A            | sources_differ | row 4      | row 3
        """,
    )


def test_a_publisher_does_not_contradict_itself_and_is_heard_with_its_last_word(compute: Computed) -> None:
    found = compute(
        "contradictions",
        """
        period | publisher | source | published | load | value
        2015   | MINISTRY  | M-1    | 2016-05   | 1    | 10
        2015   | PRESS     | P-1    | 2016-01   | 1    | 99
        2015   | PRESS     | P-2    | 2016-03   | 1    | 30
        2015   | PRESS     | P-2    | 2016-03   | 2    | 20
        2015   | PRESS     | P-3    | 2016-04   | 3    |
        """,
    )
    assert_same(found, "source | other_source | other_value\n M-1 | P-2 | 20")


def test_other_scopes_periods_and_scenarios_are_no_contradiction(compute: Computed) -> None:
    found = compute(
        "contradictions",
        """
        scope     | period | scenario | publisher | value
        residents | 2015   | target   | MINISTRY  | 10
        all       | 2015   | target   | PRESS     | 20
        residents | 2016   | target   | PRESS     | 30
        residents | 2015   | actual   | PRESS     | 40
        """,
    )
    assert found.height == 0


def test_targets_of_different_publishers_contradict(compute: Computed) -> None:
    found = compute(
        "contradictions",
        "scenario | period | publisher | value\n target | 2030 | ZONE | >330\n target | 2030 | PRESS | >370",
    )
    assert_same(found, "scenario | comparator | value | other_comparator | other_value\n target | > | 330 | > | 370")


def test_a_cumulative_figure_must_not_fall_below_the_one_before(compute: Computed) -> None:
    found = compute(
        "contradictions",
        """
        entity  | period  | value
        ALABUGA | 2020    | 170
        ALABUGA | 2021-03 | 218.2
        ALABUGA | 2024-09 | 179
        ALABUGA | 2025-09 | 538.2
        KALUGA  | 2020    | 218.2
        KALUGA  | 2021    | >179
        TOMSK   | 2020    | ~200
        TOMSK   | 2021    | 190
        DUBNA   | 2015/2020 | 50
        DUBNA   | 2021    | 10
        """,
    )
    assert_same(
        found,
        """
        entity  | rule             | period  | value | other_period | other_value
        ALABUGA | cumulative_falls | 2024-09 | 179   | 2021-03      | 218.2
        """,
    )


def test_a_level_may_fall_and_so_may_a_plan(compute: Computed) -> None:
    found = compute(
        "contradictions",
        """
        indicator  | basis      | scenario | period | value
        jobs       | stock      | actual   | 2016   | 100
        jobs       | stock      | actual   | 2017   | 50
        investment | cumulative | target   | 2016   | 100
        investment | cumulative | target   | 2017   | 50
        score      | cumulative | actual   | 2016   | 90
        score      | cumulative | actual   | 2017   | 80
        """,
    )
    assert found.height == 0


def test_a_year_to_date_must_not_exceed_its_year(compute: Computed) -> None:
    found = compute(
        "contradictions",
        """
        entity | basis  | period  | value
        A      | ytd    | 2017-Q3 | 70
        A      | period | 2017    | 60
        A      | period | 2018    | 10
        A      | period | 2017-09 | 1
        B      | ytd    | 2017-Q3 | <70
        B      | period | 2017    | 60
        C      | ytd    | 2017-09 | 70
        C      | period | 2017-04/2018-03 | 60
        """,
    )
    assert_same(
        found,
        """
        entity | rule             | period  | basis | value | other_period | other_basis | other_value
        A      | ytd_exceeds_year | 2017-Q3 | ytd   | 70    | 2017         | period      | 60
        """,
    )


def test_a_year_must_not_exceed_the_growth_of_the_cumulative_figure(compute: Computed) -> None:
    found = compute(
        "contradictions",
        """
        entity | basis      | period  | value
        A      | cumulative | 2015    | 100
        A      | cumulative | 2016-12 | 150
        A      | period     | 2016    | 60
        A      | period     | 2015    | 100
        B      | cumulative | 2015    | 100
        B      | cumulative | 2016    | >150
        B      | period     | 2016    | 60
        """,
    )
    assert_same(
        found,
        """
        entity | rule                | period | basis  | value | other_period | other_basis | other_value
        A      | year_exceeds_growth | 2016   | period | 60    | 2016-12      | cumulative  | 50
        """,
    )


_RATES = """
    currency_base | currency_quote | period  | kind    | rate | source
    USD           | RUB            | 2014-Q1 | average | 35   | BANK
    USD           | RUB            | 2014-Q1 | average | 70   | STATISTICS
    USD           | RUB            | 2014    | average | 38   | BANK
    USD           | RUB            | 2014    | end     | 56   | BANK
    USD           | RUB            | 2014-Q4 | end     | 56   | BANK
"""


@pytest.mark.parametrize(
    ("key", "roubles", "dollars", "is_listed"),
    [
        ("target     | cumulative | 2017    | 2014-01", "153", "4.7", False),
        ("target     | cumulative | 2017    | 2014-01", "60", "2", True),
        ("commitment | period     | 2017    | 2014-01", "60", "2", True),
        ("target     | cumulative | 2017    | 2013-12", "60", "2", False),
        ("actual     | period     | 2014    | 2015-01", "38", "1", False),
        ("actual     | period     | 2014    | 2015-01", "56", "1", True),
        ("actual     | ytd        | 2014-Q4 | 2015-01", "56", "1", True),
        ("actual     | ytd        | 2014-Q3 | 2015-01", "56", "1", False),
        ("actual     | stock      | 2014    | 2015-01", "56", "1", False),
        ("actual     | stock      | 2014    | 2015-01", "38", "1", True),
        ("actual     | cumulative | 2014    | 2015-01", "1", "1", False),
        ("target     | cumulative | 2017    | ", "60", "2", False),
    ],
)
def test_two_currencies_must_fit_the_reference_rate_where_there_is_one(
    compute: Computed, key: str, roubles: str, dollars: str, is_listed: bool
) -> None:
    rows = f"scenario | basis | period | published | unit | value\n {key} | RUB | {roubles}\n {key} | USD | {dollars}"
    found = compute("contradictions", rows, rate=_RATES)
    assert found["kind"].to_list() == (["conversion"] if is_listed else [])
    if is_listed:
        assert_same(found, f"unit | value | other_unit | other_value\n USD | {dollars} | RUB | {roubles}")


def test_units_that_are_no_currencies_are_not_converted(compute: Computed) -> None:
    rows = (
        "indicator | basis | period | unit | value\n area_ha | stock | 2014 | HA | 1\n area_ha | stock | 2014 | M2 | 5"
    )
    assert compute("contradictions", rows, rate=_RATES).height == 0


def test_figures_that_end_together_each_follow_the_month_before(compute: Computed) -> None:
    found = compute(
        "contradictions",
        """
        period  | value
        2016    | 100
        2017    | 90
        2017-12 | 80
        2018    | 85
        """,
    )
    assert_same(
        found,
        """
        period  | value | other_period | other_value
        2017    | 90    | 2016         | 100
        2017-12 | 80    | 2016         | 100
        2018    | 85    | 2017         | 90
        """,
    )
