"""What does public money bring, told only where both parts are known of the same time?"""

import polars as pl
import pytest

from tests.metrics.conftest import Computed, assert_same

_ZONE = """
    entity | indicator                     | scope     | period | value  | unit
    ZONE   | investment                    | residents | 2018   | >370   | RUB
    ZONE   | jobs_created                  | residents | 2018   | 37     | JOB
    ZONE   | value_added                   | residents | 2018   | 68     | RUB
    ZONE   | taxes_paid                    | residents | 2018   | 102    | RUB
    ZONE   | customs_paid                  | residents | 2018   | 34     | RUB
    ZONE   | budget_infrastructure         | all       | 2018   | 200    | RUB
    ZONE   | budget_infrastructure_federal | all       | 2018   | 136    | RUB
"""
_RATIOS = ("leverage", "budget_return", "value_added_per_budget_rouble", "cost_per_job")


@pytest.mark.parametrize("name", _RATIOS)
def test_without_public_money_of_the_time_there_is_no_row_and_none_of_it_divides_nothing(
    compute: Computed, name: str
) -> None:
    assert compute(
        name, _ZONE.replace("| 2018   | 200", "| 2017   | 200").replace("| 2018   | 136", "| 2017 | 1")
    ).is_empty()
    if name != "cost_per_job":
        none = compute(name, _ZONE.replace("200 ", "0   "))
        assert_same(none.filter(public_money="budget_infrastructure"), "value | reason\n | zero_denominator")


def test_no_job_has_no_cost(compute: Computed) -> None:
    found = compute("cost_per_job", _ZONE.replace("| 37  ", "| 0   "))
    assert found["value"].null_count() == found.height == 2
    assert set(found["reason"]) == {"zero_denominator"}


def test_370_billion_on_136_of_the_federal_budget_are_at_least_2_7(compute: Computed) -> None:
    assert_same(
        compute("leverage", _ZONE),
        """
        indicator  | scope     | unit  | value | lower | upper | public_money                  | numerator | denominator
        investment | residents | RATIO | 1.85  | 1.85  |       | budget_infrastructure         | 370       | 200
        investment | residents | RATIO | 2.7206| 2.7206|       | budget_infrastructure_federal | 370       | 136
        """,
    )


def test_taxes_without_customs_are_a_lower_bound(compute: Computed) -> None:
    whole = "value | upper | public_money\n 0.68 | 0.68 | budget_infrastructure\n 1 | 1 | budget_infrastructure_federal"
    assert_same(compute("budget_return", _ZONE), whole)
    part = compute("budget_return", _ZONE.replace("customs_paid ", "exports      "))
    assert_same(part.filter(public_money="budget_infrastructure"), "value | lower | upper\n 0.51 | 0.51 |")


def test_the_other_two_are_told_of_both_kinds_of_money(compute: Computed) -> None:
    assert_same(compute("value_added_per_budget_rouble", _ZONE), "value\n 0.34\n 0.5")
    assert_same(
        compute("cost_per_job", _ZONE),
        "indicator | unit | value\n jobs_created | RUB | 5.405\n jobs_created | RUB | 3.676",
    )


def test_in_2015_a_job_had_cost_the_budgets_ten_million_as_the_press_wrote_in_2016(bundled_store: str) -> None:
    from dashboard.session import known

    told = known().metric("cost_per_job").filter(entity="RU-SEZ-ALL", period="2015").sort("value")
    assert_same(told.select((pl.col("value") / 1e6).alias("value")), "value\n 6.7722\n 10.3333")


def test_relief_that_works_worse_than_a_year_before_is_below_zero(compute: Computed) -> None:
    rows = """
        entity | indicator   | basis  | period | value
        WORSE  | value_added | period | 2015   | 100
        WORSE  | tax_relief  | period | 2015   | 20
        WORSE  | value_added | period | 2016   | 120
        WORSE  | tax_relief  | period | 2016   | >30
        GAP    | value_added | period | 2014   | 100
        GAP    | tax_relief  | period | 2014   | 20
        GAP    | value_added | period | 2016   | 120
        GAP    | tax_relief  | period | 2016   | 30
        NONE   | value_added | period | 2015   | 100
        NONE   | tax_relief  | period | 2015   | 0
        NONE   | value_added | period | 2016   | 120
        NONE   | tax_relief  | period | 2016   | 30
    """
    assert_same(
        compute("relief_efficiency_change", rows),
        """
        entity | period | value | lower | upper | now | before | reason
        WORSE  | 2016   | -1    |       | -1    | 4   | 5      |
        NONE   | 2016   |       |       |       | 4   |        | zero_denominator
        """,
    )


def test_relief_of_a_quarter_is_not_compared_with_that_of_a_year(compute: Computed) -> None:
    rows = """
        entity | indicator   | basis  | period  | value
        ZONE   | value_added | period | 2015    | 100
        ZONE   | tax_relief  | period | 2015    | 20
        ZONE   | value_added | period | 2016-Q4 | 30
        ZONE   | tax_relief  | period | 2016-Q4 | 3
    """
    assert compute("relief_efficiency_change", rows).is_empty()
