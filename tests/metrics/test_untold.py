"""Does what cannot be told in the money asked for keep its row, with the reason in it, whatever the metric?"""

from functools import cache
from typing import Any

import polars as pl
import pytest

from metrics.money import told
from metrics.registry import METRICS, run
from metrics.untold import with_untold
from tests.metrics.conftest import assert_same, tables
from tests.metrics.invented import Tables
from tests.metrics.invented import known as invented
from tests.metrics.test_money import RATES, kept, referenced, world


def in_money(name: str, given: Tables, converted: Tables, currency: str) -> pl.DataFrame:
    """A metric over converted tables as a page asks for it; those it is computed from are told so too."""

    @cache
    def told_of(each: str) -> pl.DataFrame:
        found = run(each, converted, lambda inner: told_of(inner).lazy()).collect()
        return with_untold(found, lambda: run(each, given).collect(), converted("observation").collect(), currency)

    return told_of(name)


def without_rates(given: Tables) -> Tables:
    return lambda name: given(name).filter(pl.lit(False)) if name == "rate" else given(name)


@pytest.fixture(scope="module")
def given() -> Tables:
    return without_rates(referenced(invented(0, 200)))


@pytest.fixture(scope="module")
def converted(given: Tables) -> Tables:
    return kept(given, "JPY", None)


def only_of_figures(metric: Any) -> bool:
    """A metric that compares the currencies themselves reads the rates and is never converted."""
    return "rate" not in METRICS[metric].inputs


@pytest.mark.parametrize("name", [name for name in METRICS if only_of_figures(name)])
def test_without_any_rate_no_row_is_lost_and_no_amount_is_told(name: str, given: Tables, converted: Tables) -> None:
    plain, found = run(name, given).collect(), in_money(name, given, converted, "JPY")
    assert found.columns == plain.columns
    key = [each for each in ("entity", "indicator", "basis", "period", "role", "project", "stage") if each in plain]
    if "largest" in plain.columns:  # of the newest figures of a series, which in one currency are of one period
        key.remove("period")
    assert plain.join(found, on=key, how="anti", nulls_equal=True).is_empty()
    amounts = found.filter(pl.col("unit") == "JPY")
    if METRICS[name].unit == "series":
        assert amounts["value"].null_count() == amounts.height
        assert found.filter(pl.col("unit") == "RUB").is_empty()


def test_a_share_of_public_money_says_why_it_cannot_be_told() -> None:
    rows = """
        indicator             | scope     | basis  | period | value
        investment            | residents | period | 2016   | 670
        budget_infrastructure | all       | period | 2016   | 67
        investment            | residents | period | 2018   | 670
        budget_infrastructure | all       | period | 2018   | 67
        investment            | residents | period | 2019   | 670
    """
    given = world(rows)
    expected = """
        period | value | numerator | unit  | public_money          | reason
        2016   | 10    | 10        | RATIO | budget_infrastructure |
        2018   |       |           | RATIO | budget_infrastructure | no_rate
    """
    assert_same(in_money("leverage", given, kept(given, "USD", None), "USD"), expected)


def test_an_older_figure_does_not_stand_in_for_one_without_a_rate() -> None:
    rows = """
        scope | basis | period  | scenario   | published | value
        all   | stock | 2016-12 | commitment | 2016-05   | 660
        all   | stock | 2016-12 | actual     | 2017-02   | 610
        all   | stock | 2017    | actual     | 2018-02   | 900
    """
    found = in_money("commitments_due", world(rows), kept(world(rows), "USD", None), "USD")
    assert_same(found, "period | unit | value | standing | reason\n 2016-12 | USD | | not_assessable | no_rate")


def test_who_reported_an_amount_without_a_rate_has_reported() -> None:
    rows = """
        entity | scope | basis  | period | value
        A      | all   | period | 2018   | 10
        B      | all   | period | 2018   |
    """
    belong = "member | of | role\n A | ZONE | resident\n B | ZONE | resident"
    given = referenced(tables(rows, membership=belong))
    found = in_money("coverage", given, kept(given, "USD", None), "USD")
    assert_same(found, "entity | period | unit | value | reported | expected\n ZONE | 2018 | USD | 50 | 1 | 2")


def test_a_bridge_does_not_leave_out_a_project_whose_amount_cannot_be_told() -> None:
    rows = """
        entity | scope | basis      | period | scenario   | published | value
        ZONE   | all   | cumulative | 2016   | actual     | 2017-02   | 670
        ZONE   | all   | period     | 2016   | actual     | 2017-02   | 670
        ZONE   | all   | cumulative | 2030   | target     | 2016-02   | 7400
        P1     | all   | cumulative | 2027   | commitment | 2016-02   | 740
        P2     | all   | cumulative | 2027   | commitment | 2019-02   | 740
    """
    belong = "member | of | role\n P1 | ZONE | project\n P2 | ZONE | project"
    stage = "project | stage | entered\n P1 | agreement | 2016-01-10\n P2 | agreement | 2019-01-10"
    given = referenced(tables(rows, rate=RATES, membership=belong, stage=stage))
    found = in_money("pipeline_bridge", given, kept(given, "USD", None), "USD")
    expected = """
        bridge     | unit | value | reason
        actual     | USD  | 10    |
        contracted | USD  |       | no_rate
        expected   | USD  |       | no_rate
        target     | USD  | 100   |
        gap        | USD  |       | no_rate
    """
    assert_same(found, expected)


def test_where_every_amount_has_its_rate_nothing_is_added() -> None:
    rows = "basis | period | value\n period | 2016 | 670"
    found = pl.DataFrame({"value": [1.0]})
    figures = told(world(rows), "USD", None)("observation").collect()
    assert with_untold(found, lambda: pytest.fail("asked for nothing"), figures, "USD") is found


def test_a_starting_point_without_a_rate_is_no_start_from_zero() -> None:
    rows = """
        indicator     | basis  | period | scenario | published | value
        investment    | stock  | 2014   | baseline | 2015-02   | 600
        investment    | stock  | 2016   | actual   | 2017-02   | 610
        investment    | stock  | 2016   | target   | 2016-02   | 740
        taxes_paid    | stock  | 2014   | baseline | 2015-02   | 600
        taxes_paid    | stock  | 2016   | actual   | 2017-02   | 549
        taxes_paid    | stock  | 2016   | target   | 2016-02   | 740
    """
    given = world(rows)
    converted = kept(given, "USD", None)
    paired = in_money("pairing", given, converted, "USD")
    assert_same(
        paired.filter(indicator="investment"),
        """
        value | target | baseline | baseline_period | baseline_reason | reason
        10    | 10     |          | 2014            | no_rate         |
        """,
    )
    assert_same(
        in_money("attainment", given, converted, "USD"),
        """
        indicator  | actual | target | value | reason
        investment | 10     | 10     |       | no_rate
        taxes_paid | 9      | 10     |       | no_rate
        """,
    )
    # Whether the target is reached needs no start.
    assert_same(
        in_money("standing", given, converted, "USD"),
        """
        indicator  | value | standing | reason
        investment |       | met      | no_rate
        taxes_paid |       | missed   | no_rate
        """,
    )
    assert_same(
        in_money("variance", given, converted, "USD"),
        "indicator | value | reason\n investment | 0 | \n taxes_paid | -1 |",
    )


def test_no_line_is_drawn_past_a_point_or_from_a_start_without_a_rate() -> None:
    rows = """
        entity | basis | period  | scenario | published | value
        POINT  | stock | 2015    | target   | 2016-05   | 660
        POINT  | stock | 2016    | target   |           | 700
        POINT  | stock | 2030    | target   | 2016-05   | 1320
        POINT  | stock | 2016-12 | actual   | 2017-02   | 610
        START  | stock | 2013    | baseline | 2015-02   | 100
        START  | stock | 2018    | target   |           | 700
        START  | stock | 2018-12 | target   | 2016-05   | 1320
        START  | stock | 2016-12 | actual   | 2017-02   | 610
        FIRST  | stock | 2015    | actual   | 2016-01   | 700
        FIRST  | stock | 2014    | actual   | 2015-01   | 600
        FIRST  | stock | 2018    | target   | 2016-05   | 1320
        FIRST  | stock | 2016-12 | actual   | 2017-02   | 610
    """
    given = world(rows)
    converted = kept(given, "USD", None)
    expected = """
        entity | period  | value | how | reason
        POINT  | 2015    |       |     | no_actual
        POINT  | 2016    |       |     | no_rate
        POINT  | 2030    |       |     | no_rate
        START  | 2018    |       |     | no_rate
        START  | 2018-12 |       |     | no_rate
        FIRST  | 2018    |       |     | no_rate
    """
    assert_same(in_money("expected_to_date", given, converted, "USD"), expected)
    found = run("standing", converted).collect().filter(entity="POINT", period="2030")
    assert_same(found, "standing | reason\n open | no_rate")
    late = {"indicator": "investment", "basis": "stock"}
    assert in_money("schedule_index", given, converted, "USD").filter(**late)["value"].null_count() == 6


_TWO = "member | of | role\n A | ZONE | resident\n B | ZONE | resident"


def in_dollars(name: str, rows: str, **others: str) -> pl.DataFrame:
    given = referenced(tables(rows, rate=RATES, membership=_TWO, **others))
    return in_money(name, given, kept(given, "USD", None), "USD")


def test_a_sum_with_a_part_that_has_no_rate_is_no_sum_of_the_others() -> None:
    rows = """
        entity | scope | basis | period | unit | value
        A      | all   | stock | 2016   | RUB  | 610
        B      | all   | stock | 2016   | CNY  | 70
        A      | all   | stock | 2015   | USD  | 5
        B      | all   | stock | 2015   | USD  | 5
    """
    assert_same(
        in_dollars("roll_up", rows),
        """
        period | unit | value | lower | upper | reported | expected | coverage | reason
        2016   | USD  |       |       |       | 2        | 2        | 100      | no_rate
        2015   | USD  | 10    | 10    | 10    | 2        | 2        | 100      |
        """,
    )
    assert_same(
        in_dollars("concentration", rows).filter(period="2016"),
        "period | value | hhi | largest | whole | reported | expected | reason\n 2016 | | | | | 2 | 2 | no_rate",
    )


def test_a_share_among_sectors_is_not_that_of_the_sectors_with_a_rate() -> None:
    rows = """
        entity | scope | basis | period | unit | value
        A      | all   | stock | 2016   | USD  | 5
        B      | all   | stock | 2016   | CNY  | 5
        C      | all   | stock | 2016   | USD  | 5
    """
    entity = (
        "code | kind | sector\n A | organisation | optics\n B | organisation | software\n C | organisation | optics"
    )
    given = referenced(tables(rows, rate=RATES, membership=f"{_TWO}\n C | PARK | resident", entity=entity))
    found = in_money("location_quotient", given, kept(given, "USD", None), "USD")
    assert found["value"].null_count() == found.height == 3
    assert set(found["reason"]) == {"no_rate"}


def test_what_members_owe_is_not_divided_by_what_those_with_a_rate_have_done() -> None:
    rows = """
        entity | scope | basis | period  | scenario   | unit | published | value
        A      | all   | stock | 2016-12 | commitment | USD  | 2016-05   | 10
        A      | all   | stock | 2016-12 | actual     | USD  | 2017-02   | 5
        B      | all   | stock | 2016-12 | commitment | USD  | 2016-05   | 10
        B      | all   | stock | 2016-12 | actual     | CNY  | 2017-02   | 99
    """
    assert_same(
        in_dollars("commitments_due", rows),
        "entity | target | actual | value | reason\n A | 10 | 5 | 50 |\n B | 10 | | | no_rate",
    )
    assert_same(
        in_dollars("commitment_fulfilment", rows),
        "entity | value | lower | upper | reported | expected | standing | reason\n"
        "ZONE | | | | 2 | 2 | not_assessable | no_rate",
    )
    assert_same(
        in_dollars("shortfall", rows),
        """
        entity | role     | value | lower | reported | expected | reason
        A      |          | 5     | 5     | 1        | 1        |
        B      |          |       |       | 1        | 1        | no_rate
        ZONE   | resident |       |       | 2        | 2        | no_rate
        """,
    )


def test_a_promise_without_a_rate_is_said_to_be_one() -> None:
    rows = """
        entity | scope | basis | period  | scenario   | published | value
        A      | all   | stock | 2016-12 | commitment |           | 610
        A      | all   | stock | 2016-12 | actual     | 2017-02   | 610
    """
    found = in_dollars("commitments_due", rows)
    assert_same(found, "entity | target | actual | value | standing | reason\n A | | 10 | | not_assessable | no_rate")


def test_taxes_without_the_customs_that_have_no_rate_are_no_return() -> None:
    rows = """
        indicator             | scope | basis  | period | unit | value
        taxes_paid            | all   | period | 2016   | USD  | 5
        customs_paid          | all   | period | 2016   | CNY  | 5
        budget_infrastructure | all   | period | 2016   | USD  | 5
        value_added           | all   | period | 2016   | USD  | 9
        tax_relief            | all   | period | 2016   | USD  | 3
        value_added           | all   | period | 2015   | CNY  | 9
        tax_relief            | all   | period | 2015   | CNY  | 3
    """
    given = world(rows)
    converted = kept(given, "USD", None)
    found = in_money("budget_return", given, converted, "USD")
    assert_same(found, "period | value | lower | upper | reason\n 2016 | | | | no_rate")
    change = in_money("relief_efficiency_change", given, converted, "USD")
    assert_same(change, "period | now | before | value | reason\n 2016 | 3 | | | no_rate")


def test_support_of_a_year_without_a_rate_is_not_left_out_of_the_support() -> None:
    rows = """
        entity | indicator  | scope | basis      | period | scenario   | unit | value
        A      | jobs       | all   | stock      | 2016   | commitment | JOB  | 10
        A      | jobs       | all   | stock      | 2016   | actual     | JOB  | 5
        A      | tax_relief | all   | period     | 2016   | actual     | RUB  | 670
        A      | tax_relief | all   | period     | 2017   | actual     | RUB  | 670
        A      | public_aid | all   | cumulative | 2016   | actual     | USD  | 10
    """
    found = in_dollars("claw_back_exposure", rows)
    assert found["support"].null_count() == found["value"].null_count() == found.height
    assert set(found["reason"]) == {"no_rate"}


def test_a_forecast_does_not_stand_in_for_an_agreed_amount_without_a_rate_nor_nothing_for_what_was_done() -> None:
    rows = """
        entity | scope | basis      | period | scenario   | published | value
        ZONE   | all   | cumulative | 2016   | actual     | 2017-02   | 670
        ZONE   | all   | period     | 2016   | actual     | 2017-02   | 670
        ZONE   | all   | cumulative | 2030   | target     | 2016-02   | 7400
        P1     | all   | cumulative | 2027   | commitment |           | 740
        P1     | all   | cumulative | 2027   | forecast   | 2016-02   | 7400
        P2     | all   | cumulative | 2027   | commitment | 2016-02   | 740
        P2     | all   | cumulative | 2016   | actual     | 2017-02   | 370
    """
    belong = "member | of | role\n P1 | ZONE | project\n P2 | ZONE | project"
    stage = "project | stage | entered\n P1 | application | 2016-01-10\n P2 | agreement | 2016-01-10"
    given = referenced(tables(rows, rate=RATES, membership=belong, stage=stage))
    converted = kept(given, "USD", None)
    found = in_money("open_projects", given, converted, "USD").filter(indicator="investment")
    assert_same(
        found,
        "project | amount | value | done | reason\n P1 | | | | no_rate\n P2 | 10 | 5 | | no_flows",
    )
    for name in ("weighted_pipeline", "pipeline_stages"):
        money = in_money(name, given, converted, "USD").filter(pl.col("value").is_null())
        assert set(money["reason"]) == {"no_rate"}
        assert set(money["lower"]) == {None}
    assert_same(
        in_money("pipeline_bridge", given, converted, "USD"),
        """
        bridge     | unit | value | reason
        actual     | USD  | 10    |
        pipeline   | USD  |       | no_flows
        contracted | USD  |       | no_flows
        expected   | USD  |       | no_flows
        target     | USD  | 100   |
        gap        | USD  |       | no_flows
        """,
    )


def test_a_gap_is_not_explained_by_members_whose_figures_have_no_rate() -> None:
    rows = """
        entity | scope     | basis | period  | scenario   | unit | published | value
        ZONE   | residents | stock | 2016-12 | target     | USD  | 2016-05   | 100
        ZONE   | residents | stock | 2016-12 | actual     | USD  | 2017-02   | 60
        A      | all       | stock | 2016-12 | commitment | USD  | 2016-05   | 50
        A      | all       | stock | 2016-12 | actual     | USD  | 2017-02   | 20
        B      | all       | stock | 2016-12 | commitment | USD  | 2016-05   | 50
        B      | all       | stock | 2016-12 | actual     | CNY  | 2017-02   | 99
        B      | all       | stock | 2015-12 | actual     | USD  | 2017-02   | 49
    """
    assert_same(
        in_dollars("gap_decomposition", rows),
        """
        contributor | value | actual | members | reason
        whole       | 40    | 60     | 2       |
        A           | 30    | 20     | 1       |
        B           |       |        | 1       | no_rate
        rest        |       |        | 1       | no_rate
        unexplained |       |        | 0       | no_rate
        """,
    )


def test_the_first_release_without_a_rate_is_not_replaced_by_the_second() -> None:
    rows = """
        basis | period | scenario | published | publisher | source | value
        stock | 2016   | target   | 2016-08   | ZONE      | THIRD  | 650
        stock | 2016   | target   | 2016-05   | ZONE      | SECOND | 660
        stock | 2016   | target   | 2014-05   | ZONE      | FIRST  | 999
        stock | 2016   | actual   | 2017-02   | ZONE      | THIRD  | 610
    """
    given = world(rows)
    converted = kept(given, "USD", None)
    found = in_money("first_plan_attainment", given, converted, "USD")
    assert_same(
        found,
        """
        target | first_target | first_target_source | value | revised_by | current_attainment | reason
        10     |              | FIRST               |       |            | 100                | no_rate
        """,
    )
    found = in_money("revision", given, converted, "USD")
    assert_same(
        found,
        "scenario | releases | first | newest | first_source | value | reason\n target | 3 | | 10 | FIRST | | no_rate",
    )


def test_who_may_have_reached_it_earlier_in_a_figure_without_a_rate_is_not_said_to_be_late() -> None:
    rows = """
        entity | scope | basis | period  | scenario   | published | unit | value
        MAYBE  | all   | stock | 2014    | commitment | 2016-05   | USD  | 10
        MAYBE  | all   | stock | 2015    | actual     | 2016-02   | USD  | 5
        MAYBE  | all   | stock | 2018    | actual     | 2019-02   | RUB  | 900
        MAYBE  | all   | stock | 2019    | actual     | 2020-02   | USD  | 12
        SURE   | all   | stock | 2014    | commitment | 2016-05   | USD  | 10
        SURE   | all   | stock | 2015    | actual     | 2016-02   | USD  | 11
        SURE   | all   | stock | 2018    | actual     | 2019-02   | RUB  | 900
        WAITS  | all   | stock | 2014    | commitment | 2016-05   | USD  | 10
        WAITS  | all   | stock | 2018    | actual     | 2019-02   | RUB  | 900
        WAITS  | all   | stock | 2019    | actual     | 2020-02   | USD  | 5
    """
    expected = "entity | value | reason\n MAYBE | | no_rate\n SURE | 12 |\n WAITS | | no_rate"
    assert_same(in_dollars("months_late", rows), expected)
    dated = in_dollars("projected_date", rows.replace("commitment", "target"))
    assert_same(
        dated, "entity | value | how | reason\n MAYBE | | | no_rate\n SURE | 12 | reached |\n WAITS | | | no_actual"
    )


def test_where_points_of_a_line_have_no_rate_that_is_why_they_are_few() -> None:
    years = [f"A | all | stock | {year} | actual | 2020-02 | {unit} | 5" for year, unit in enumerate(["RUB"] * 4, 2017)]
    head = "entity | scope | basis | period | scenario | published | unit | value\n"
    rows = head + "\n".join([*years, "A | all | stock | 2021 | actual | 2022-02 | USD | 5"])
    rows += "\nA | all | stock | 2030 | target | 2016-05 | USD | 50"
    for name in ("pace_forecast", "projected_date"):
        assert_same(in_dollars(name, rows), "value | reason\n | no_rate")


def test_who_changed_the_currency_of_reporting_has_no_row_of_the_older_figure() -> None:
    rows = """
        entity | scope | basis | period | unit | value
        A      | all   | stock | 2015   | RUB  | 610
        B      | all   | stock | 2015   | RUB  | 610
        A      | all   | stock | 2018   | USD  | 5
        B      | all   | stock | 2018   | USD  | 5
    """
    assert_same(in_dollars("concentration", rows), "period | unit | value | reason\n 2018 | USD | 50 |")
    summed = in_dollars("roll_up", rows)
    assert_same(summed, "period | value | reason\n 2015 | | no_rate\n 2018 | 10 |")
