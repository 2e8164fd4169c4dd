"""Is one figure divided by another only where the two speak of the same?"""

from typing import Any

import narwhals.stable.v2 as nw
import pytest

from data.errors import UserError
from metrics.quotient import quotient
from metrics.registry import OF_SERIES
from tests.metrics.conftest import assert_same, tables


def _divided(figures: str, numerator: str, of: str, unit: str = OF_SERIES) -> Any:
    known = tables(figures)
    frames = (nw.from_native(known(name)) for name in ("observation", "indicator"))
    return quotient(*frames, numerator=numerator.split("+"), of=of.split("+"), unit=unit)


@pytest.mark.parametrize(
    "other",
    [
        "jobs_created | residents | cumulative | actual | 2016      | JOB",
        "jobs_created | residents | period     | actual | 2017      | JOB",
        "jobs_created | residents | cumulative | actual | 2015/2017 | JOB",
        "jobs_created | members   | cumulative | actual | 2017      | JOB",
        "jobs_created | residents | cumulative | target | 2017      | JOB",
    ],
)
def test_figures_of_another_time_scope_basis_or_scenario_are_never_divided(other: str) -> None:
    figures = f"""
        value | indicator  | scope     | basis      | scenario | period | unit
        100   | investment | residents | cumulative | actual   | 2017   | RUB
        5     | {other}
    """
    assert _divided(figures, "investment", "jobs_created").collect().is_empty()


def test_a_figure_that_was_not_reported_gives_no_row_and_a_zero_no_answer() -> None:
    figures = """
        entity | indicator    | period | value | unit
        A      | investment   | 2017   | 100   | RUB
        A      | jobs_created | 2017   |       | JOB
        B      | investment   | 2017   | 100   | RUB
        B      | jobs_created | 2017   | 0     | JOB
    """
    assert_same(_divided(figures, "investment", "jobs_created"), "entity | value | reason\n B | | zero_denominator")


def test_each_period_has_its_ratio_with_both_parts_beside_it() -> None:
    figures = """
        indicator    | period | value | unit
        investment   | 2016   | 50    | RUB
        jobs_created | 2016   | 10    | JOB
        investment   | 2017   | >100  | RUB
        jobs_created | 2017   | ~10   | JOB
    """
    assert_same(
        _divided(figures, "investment", "jobs_created"),
        """
        indicator  | period | unit | value | lower | upper | numerator | denominator | denominator_unit
        investment | 2016   | RUB  | 5     | 5     | 5     | 50        | 10          | JOB
        investment | 2017   | RUB  | 10    | 6.667 |       | 100       | 10          | JOB
        """,
    )


@pytest.mark.parametrize("basis", ["cumulative", "ytd"])
def test_what_adds_up_to_one_month_is_of_one_time_however_its_period_is_called(basis: str) -> None:
    figures = f"""
        indicator    | basis   | period  | value | unit
        investment   | {basis} | 2016    | 100   | RUB
        jobs_created | {basis} | 2016-12 | 10    | JOB
        jobs_created | {basis} | 2016-11 | 9     | JOB
    """
    expected = "period | value | denominator | denominator_period\n 2016 | 10 | 10 | 2016-12"
    assert_same(_divided(figures, "investment", "jobs_created"), expected)


def test_of_several_figures_of_one_time_the_longest_counts_and_parts_of_one_time_are_added() -> None:
    figures = """
        indicator             | scope | period  | value
        taxes_paid            | all   | 2017    | 30
        taxes_paid            | all   | 2017-12 | 31
        customs_paid          | all   | 2017-12 | 20
        budget_infrastructure | all   | 2017-Q4 | 100
    """
    expected = "period | value | lower | upper | denominator_period\n 2017 | 0.5 | 0.5 | 0.5 | 2017-Q4"
    assert_same(_divided(figures, "taxes_paid+customs_paid", "budget_infrastructure", "RATIO"), expected)


def test_two_currencies_give_no_percentage() -> None:
    figures = "indicator | period | value | unit\n revenue | 2017 | 10 | RUB\n investment | 2017 | 20 | USD"
    assert _divided(figures, "revenue", "investment", "PT").collect().is_empty()
    same = figures.replace("USD", "RUB")
    assert_same(_divided(same, "revenue", "investment", "PT"), "value | unit\n 50 | PT")
    assert_same(_divided(same, "revenue", "investment", "RATIO"), "value | unit\n 0.5 | RATIO")


def test_what_is_of_the_zone_goes_with_any_scope_unless_that_scope_has_its_own() -> None:
    figures = """
        entity | indicator             | scope     | period | value | unit
        A      | budget_infrastructure | all       | 2017   | 100   | RUB
        A      | jobs_created          | residents | 2017   | 10    | JOB
        A      | jobs_created          | all       | 2017   | 20    | JOB
        B      | budget_infrastructure | all       | 2017   | 100   | RUB
        B      | budget_infrastructure | residents | 2017   | 60    | RUB
        B      | jobs_created          | residents | 2017   | 10    | JOB
        C      | investment            | all       | 2017   | 100   | RUB
        C      | jobs_created          | residents | 2017   | 10    | JOB
    """
    assert_same(
        _divided(figures, "budget_infrastructure", "jobs_created"),
        "entity | scope | value\n A | residents | 10\n A | all | 5\n B | residents | 6",
    )
    assert_same(
        _divided(figures, "jobs_created", "budget_infrastructure"),
        "entity | scope | value\n A | residents | 0.1\n A | all | 0.2\n B | residents | 0.16667",
    )
    assert _divided(figures, "investment", "jobs_created").collect().is_empty()


def test_a_flow_is_divided_by_the_level_at_its_end() -> None:
    figures = """
        indicator | scope | basis  | period  | value | unit
        revenue   | all   | period | 2017    | 100   | RUB
        revenue   | all   | period | 2016    | 100   | RUB
        area_ha   | all   | stock  | 2017-12 | 9     | HA
        area_ha   | all   | stock  | 2017    | 10    | HA
        area_ha   | all   | stock  | 2016-11 | 10    | HA
    """
    assert_same(
        _divided(figures, "revenue", "area_ha"),
        "basis | period | value | denominator_period\n period | 2017 | 10 | 2017",
    )


def test_a_part_that_is_missing_makes_the_sum_a_lower_bound() -> None:
    figures = """
        entity | indicator             | scope | period | value
        A      | taxes_paid            | all   | 2017   | 30
        A      | customs_paid          | all   | 2017   | 20
        A      | budget_infrastructure | all   | 2017   | 100
        B      | taxes_paid            | all   | 2017   | 30
        B      | budget_infrastructure | all   | 2017   | 100
    """
    assert_same(
        _divided(figures, "taxes_paid+customs_paid", "budget_infrastructure", "RATIO"),
        "entity | indicator | value | lower | upper\n A | taxes_paid | 0.5 | 0.5 | 0.5\n B | taxes_paid | 0.3 | 0.3 |",
    )


def test_a_part_of_low_reliability_keeps_the_value_and_says_so() -> None:
    figures = """
        indicator    | period | value | unit | status
        investment   | 2017   | 50    | RUB  | A
        jobs_created | 2017   | 10    | JOB  | U
    """
    assert_same(_divided(figures, "investment", "jobs_created"), "value | reason\n 5 | low_reliability")


@pytest.mark.parametrize(
    ("numerator", "of", "unit", "message"),
    [
        ("effectiveness_score", "jobs", OF_SERIES, "effectiveness_score is a ratio as published"),
        ("investment+jobs_created", "area_ha", OF_SERIES, "investment is money, jobs_created is jobs: no sum"),
        ("investment", "jobs_created", "PT", "investment is money, jobs_created is jobs: no share"),
        ("jobs", "jobs_created", "RATIO", "jobs is a stock, jobs_created a flow: they have no basis in common"),
    ],
)
def test_what_is_no_quotient_is_refused_and_both_sides_are_named(
    numerator: str, of: str, unit: str, message: str
) -> None:
    with pytest.raises(UserError, match=message):
        _divided("indicator | period | value", numerator, of, unit)


def test_a_sum_since_the_beginning_is_not_divided_by_one_since_a_year() -> None:
    rows = """
        indicator    | period    | value | unit
        investment   | 2016      | 100   | RUB
        jobs_created | 2016/2016 | 10    | JOB
    """
    assert _divided(rows, "investment", "jobs_created").collect().to_native().is_empty()


def test_money_for_one_scope_is_lent_to_no_other() -> None:
    rows = """
        indicator             | scope     | period | value
        investment            | members   | 2016   | 100
        investment            | residents | 2016   | 50
        budget_infrastructure | residents | 2016   | 10
    """
    found = _divided(rows, "investment", "budget_infrastructure", "RATIO")
    assert_same(found, "scope | value\n residents | 5")
