"""Is money told in another currency and in the prices of a year by rules a person can name, and by nothing else?"""

from functools import cache
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from data import codelist
from data.errors import UserError
from metrics.money import TOLD, told
from metrics.registry import METRICS, run
from tests.conftest import text_table
from tests.metrics.conftest import assert_same, tables
from tests.metrics.invented import Tables
from tests.metrics.invented import known as invented
from tests.metrics.test_engines import DuckDB, Engine, Pandas

RATES = """
    currency_base | currency_quote | period  | kind    | rate
    USD           | RUB            | 2015    | average | 60
    USD           | RUB            | 2016    | average | 67
    USD           | RUB            | 2016-Q1 | average | 74
    USD           | RUB            | 2016-Q2 | average | 66
    USD           | RUB            | 2016-Q3 | average | 65
    USD           | RUB            | 2016-12 | end     | 61
    EUR           | USD            | 2016    | average | 1.1
    EUR           | USD            | 2016-12 | end     | 1.05
"""

ENTITY = """
    code | kind | country
    ZONE | zone | RUS
    POLE | zone | FRA
    ISLE | zone |
"""

DEFLATOR = """
    country | year | index | kind         | source
    RUS     | 2015 | 100   | gdp_deflator | BANK
    RUS     | 2016 | 104   | gdp_deflator | BANK
    RUS     | 2016 | 999   | cpi          | BANK
    FRA     | 2015 | 100   | gdp_deflator | BANK
"""

AGREEMENT = """
    code | amount | currency | signed_month
    ONE  | 740    | RUB      | 24194
    TWO  | 5      | USD      |
    SIX  | 6      | RUB      |
"""


def world(observations: str, rate: str = RATES, source: str = "code | kind") -> Tables:
    return referenced(tables(observations, rate=rate, entity=ENTITY), source)


def referenced(known: Tables, source: str = "code | kind") -> Tables:
    """The tables with those that money is converted by."""
    numbers = {"year": pl.Int32, "index": pl.Float64, "amount": pl.Float64, "signed_month": pl.Int32}

    def typed(text: str) -> pl.LazyFrame:
        rows = text_table(text)
        return rows.with_columns(pl.col(name).cast(numbers[name]) for name in rows.columns if name in numbers).lazy()

    entity = known("entity").collect()
    if "country" not in entity.columns:
        entity = entity.with_columns(country=pl.lit("RUS"))
    others = {
        "entity": entity.lazy(),
        "deflator": typed(DEFLATOR),
        "source": typed(source),
        "agreement": typed(AGREEMENT),
    }
    others["country"] = codelist.codes("country").select(country="id", currency="currency").lazy()
    return lambda name: others[name] if name in others else known(name)


def figures(observations: str, currency: str | None = None, prices: int | None = None, **others: str) -> pl.DataFrame:
    return told(world(observations, **others), currency, prices)("observation").collect()


def kept(given: Tables, currency: str | None, prices: int | None) -> Tables:
    """The converted tables in memory, as pages keep them: a metric reads them many times over."""
    table = told(given, currency, prices)
    read = {name: table(name).collect() for name in ("observation", "history", "agreement")}
    return lambda name: read[name].lazy() if name in read else given(name)


def refused(*terms: Any) -> str:
    with pytest.raises(UserError) as caught:
        told(world("period | value\n 2016 | 1"), *terms)
    return str(caught.value)


def test_what_is_no_currency_and_a_year_without_a_price_level_are_refused() -> None:
    assert refused("JOB", None).startswith("JOB is no currency. Known: RUB, USD")
    assert refused(None, 1913) == "No price level of 1913 is known. Known: 2015–2016."


def test_nothing_asked_changes_nothing() -> None:
    table = world("period | value\n 2016 | 1")
    assert told(table, None, None) is table


def test_without_a_rate_of_its_own_months_there_is_no_figure_and_the_last_rate_is_not_carried_on() -> None:
    found = figures(
        """
        basis  | period  | scenario   | published | value
        period | 2017    | actual     | 2018-01   | 670
        period | 2016-Q4 | actual     | 2018-01   | 670
        stock  | 2017    | actual     | 2018-01   | 670
        period | 2016    | target     | 2017-01   | 670
        period | 2016    | commitment |           | 670
        """,
        "USD",
    )
    assert_same(
        found,
        """
        scenario   | period  | unit | value | lower | upper | own_value | own_unit | rate | reason
        actual     | 2017    | USD  |       |       |       | 670       | RUB      |      | no_rate
        actual     | 2016-Q4 | USD  |       |       |       | 670       | RUB      |      | no_rate
        actual     | 2017    | USD  |       |       |       | 670       | RUB      |      | no_rate
        target     | 2016    | USD  |       |       |       | 670       | RUB      |      | no_rate
        commitment | 2016    | USD  |       |       |       | 670       | RUB      |      | no_rate
        """,
    )


def test_a_flow_takes_the_average_of_its_period_a_level_the_end_rate_a_plan_the_rate_of_its_publication() -> None:
    found = figures(
        """
        indicator | basis  | period  | scenario | published | value
        investment| period | 2016    | actual   | 2018-01   | >670
        investment| ytd    | 2016-Q2 | actual   | 2018-01   | 700
        revenue   | stock  | 2016-12 | actual   | 2018-01   | 610..1220
        investment| period | 2025    | target   | 2016-08   | 650
        """,
        "USD",
    )
    assert_same(
        found,
        """
        scenario | period  | basis  | value | lower | upper | comparator | rate   | rate_how
        actual   | 2016    | period | 10    | 10    |       | >          | 0.0149 | average
        actual   | 2016-Q2 | ytd    | 10    | 10    | 10    | =          | 0.0143 | average
        actual   | 2016-12 | stock  |       | 10    | 20    | ..         | 0.0164 | end
        target   | 2025    | period | 10    | 10    | 10    | =          | 0.0154 | published
        """.replace("0.0149", str(1 / 67))
        .replace("0.0143", str(1 / 70))
        .replace("0.0164", str(1 / 61))
        .replace("0.0154", str(1 / 65)),
    )


def test_a_year_to_date_takes_the_mean_of_its_quarters_and_says_their_months() -> None:
    row = figures("basis | period | value\n ytd | 2016-Q3 | 100", "USD").row(0, named=True)
    assert row["rate"] == pytest.approx(3 / (74 + 66 + 65))
    assert (row["rate_start"], row["rate_end"]) == (2016 * 12, 2016 * 12 + 8)


def test_a_cumulative_amount_goes_through_its_yearly_flows_or_not_at_all() -> None:
    flows = """
        entity | basis      | period    | value
        ZONE   | cumulative | 2016      | 1270
        ZONE   | period     | 2015      | 600
        ZONE   | period     | 2016      | 670
        GAP    | cumulative | 2016      | 1270
        GAP    | period     | 2016      | 670
        MORE   | cumulative | 2016      | >2000
        MORE   | period     | 2015      | 600
        MORE   | period     | 2016      | 670
        SPAN   | cumulative | 2016/2016 | >670
        SPAN   | period     | 2015      | 600
        SPAN   | period     | 2016      | 670
    """
    found = figures(flows, "USD").filter(basis="cumulative")
    assert_same(
        found,
        """
        entity | value | lower | upper | rate_how | reason
        ZONE   | 20    | 20    | 20    | flows    |
        GAP    |       |       |       |          | no_flows
        MORE   |       |       |       |          | no_flows
        SPAN   | 10    | 10    |       | flows    |
        """,
    )


def test_a_rate_may_be_turned_round_and_go_through_a_named_third_currency() -> None:
    found = figures(
        """
        basis  | period | unit | value
        period | 2015   | RUB  | 600
        period | 2016   | USD  | 11
        stock  | 2016   | RUB  | 64.05
        period | 2016   | RUB  | 73.7
        period | 2015   | EUR  | 7
        period | 2015   | JOB  | 9
        """,
        "EUR",
    )
    assert_same(
        found,
        """
        basis  | period | unit | value | rate_way | rate_pivot | own_unit | reason
        period | 2015   | JOB  | 9     |          |            |          |
        period | 2015   | EUR  | 7     |          |            | EUR      |
        stock  | 2016   | EUR  | 1     | 2        | USD        | RUB      |
        period | 2016   | EUR  | 10    | 1        |            | USD      |
        """,
    )


def test_of_two_sources_of_a_rate_the_one_of_the_first_kind_counts() -> None:
    rate = """
        currency_base | currency_quote | period | kind    | rate | source
        USD           | RUB            | 2016   | average | 50   | A-PAPER
        USD           | RUB            | 2016   | average | 67   | BANK
        USD           | RUB            | 2016   | average | 80   | NOBODY
    """
    source = "code | kind\n A-PAPER | press\n BANK | government"
    row = figures("basis | period | value\n period | 2016 | 670", "USD", rate=rate, source=source).row(0, named=True)
    assert (row["value"], row["rate_source"]) == (10, "BANK")


def test_a_figure_published_in_the_currency_asked_for_counts_and_the_converted_one_is_left_out() -> None:
    rows = """
        basis  | period | unit | value | publisher
        period | 2016   | RUB  | 670   | MINISTRY
        period | 2016   | USD  | 11    | PRESS
        period | 2016   | USD  | 12    | PAPER
        period | 2015   | RUB  | 600   | PRESS
    """
    assert figures(rows, "USD").sort("period")["value"].to_list() == [10, 11]
    history = told(world(rows), "USD", None)("history").collect()
    assert sorted(history["value"]) == [10, 11, 12]
    assert figures(rows, "RUB").sort("period")["value"].to_list() == [600, 670]


def test_prices_of_a_year_are_those_of_the_country_and_its_money_is_told_at_that_years_rate() -> None:
    rows = """
        entity | basis  | period | unit | scenario | published | value
        ZONE   | period | 2016   | RUB  | actual   | 2017      | 104
        ZONE   | period | 2015   | RUB  | actual   | 2017      | 60
        ZONE   | period | 2020   | RUB  | target   | 2016-05   | 208
        ISLE   | period | 2016   | RUB  | actual   | 2017      | 104
        POLE   | period | 2016   | EUR  | actual   | 2017      | 5
        ZONE   | period | 2016   | JOB  | actual   | 2017      | 8
    """
    assert_same(
        figures(rows, None, 2015),
        """
        entity | unit | value | price_index | reason
        ZONE   | RUB  | 100   | 0.961538461 |
        ZONE   | RUB  | 60    | 1           |
        ZONE   | RUB  | 200   | 0.961538461 |
        ISLE   | RUB  |       |             | no_deflator
        POLE   | EUR  |       |             | no_deflator
        ZONE   | JOB  | 8     |             |
        """,
    )
    assert figures(rows, "USD", 2015).filter(entity="ZONE", period="2016", unit="USD")["value"].item() == (
        pytest.approx(100 / 60)
    )


def test_a_cumulative_amount_in_prices_of_a_year_is_the_sum_of_its_years_in_them() -> None:
    rows = "basis | period | value\n cumulative | 2016 | 164\n period | 2015 | 60\n period | 2016 | 104"
    assert figures(rows, None, 2015).filter(basis="cumulative")["value"].to_list() == [160]


def test_an_agreement_is_told_at_the_rate_of_the_month_it_was_signed_in() -> None:
    found = (
        told(world("period | value"), "USD", None)("agreement").collect().sort("signed_month", "code", nulls_last=True)
    )
    assert found.select("code", "amount", "own_amount", "currency").rows() == [
        ("ONE", 10, 740, "USD"),
        ("SIX", None, 6, "USD"),
        ("TWO", 5, 5, "USD"),
    ]


def test_a_target_and_an_actual_without_a_rate_are_told_with_that_reason() -> None:
    rows = """
        entity | basis | period | scenario | published | value
        ZONE   | stock | 2016   | target   | 2016-02   | 740
        ZONE   | stock | 2015   | actual   | 2016-02   | 600
        POLE   | stock | 2016   | target   | 2014-02   | 740
        POLE   | stock | 2016   | actual   | 2017-02   | 610
        ISLE   | stock | 2016   | target   | 2016-02   | 740
        ISLE   | stock | 2016   | actual   | 2017-02   | 610
    """
    found = run("standing", kept(world(rows), "USD", None)).collect()
    assert_same(
        found,
        """
        entity | unit | target | actual | actual_period | value | reason  | standing
        ZONE   | USD  | 10     |        | 2015          |       | no_rate | not_assessable
        POLE   | USD  |        | 10     | 2016          |       | no_rate | not_assessable
        ISLE   | USD  | 10     | 10     | 2016          | 100   |         | met
        """,
    )


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.tuples(st.integers(1, 999), st.integers(1, 999)), min_size=1, max_size=6),
    st.sampled_from([0.5, 2.0, 64.0]),
    st.sampled_from(["", ">", "~"]),
)
def test_attainment_does_not_change_with_the_currency_where_one_rate_holds_all_the_time(
    pairs: list[tuple[int, int]], rate: float, sign: str
) -> None:
    """Where the rate moves it does change: a plan is told at the rate of its day, an actual at that of its period."""
    rows = ["entity | basis | period | scenario | published | value"]
    for number, (actual, target) in enumerate(pairs):
        rows.append(f"Z{number} | period | 2016 | target | 2016-02 | {target}")
        rows.append(f"Z{number} | period | 2016 | actual | 2017-02 | {sign}{actual}")
    steady = f"currency_base | currency_quote | period | kind | rate\n USD | RUB | 2016 | average | {rate}"
    steady += f"\n USD | RUB | 2016-Q1 | average | {rate}"
    table = world("\n".join(rows), rate=steady)
    columns = ["entity", "value", "lower", "upper", "reason"]
    own = run("attainment", table).select(columns).sort("entity").collect()
    other = run("attainment", kept(table, "USD", None)).select(columns).sort("entity").collect()
    assert_same(own, other)


def test_where_the_rate_moves_attainment_differs_by_the_two_rates() -> None:
    rows = "basis | period | scenario | published | value\n period | 2016 | target | 2016-02 | 740\n period | 2016 | actual | 2017-02 | 670"
    own, other = (run("attainment", kept(world(rows), code, None)).collect()["value"].item() for code in ("RUB", "USD"))
    assert own == pytest.approx(100 * 670 / 740)
    assert other == pytest.approx(100)


def test_every_row_says_what_was_published() -> None:
    found = figures("basis | period | value\n period | 2016 | 670", "USD")
    assert set(TOLD) <= set(found.columns)
    assert found.select("own_value", "own_unit").row(0) == (670, "RUB")


_TERMS: tuple[tuple[str | None, int | None], ...] = (("USD", None), ("USD", 2015), (None, 2016))


@cache
def _converted(currency: str | None, prices: int | None) -> Tables:
    return kept(referenced(invented(1, 150)), currency, prices)


@cache
def _answered(name: str, currency: str | None, prices: int | None) -> pl.DataFrame:
    """A metric, computed once for those too that are computed from it."""
    return run(name, _converted(currency, prices), lambda other: _answered(other, currency, prices)).collect()


@pytest.mark.parametrize("name", METRICS)
def test_every_metric_holds_its_promise_in_another_currency_and_in_prices_of_a_year(name: str) -> None:
    for terms in _TERMS:
        found = _answered(name, *terms)
        assert found.columns == list(METRICS[name].columns)
        assert found.n_unique() == found.height


@pytest.mark.parametrize("engine", [DuckDB, Pandas])
@pytest.mark.parametrize("name", ["observation", "history", "agreement"])
@pytest.mark.parametrize("terms", [("USD", None), ("RUB", 2015)])
def test_every_engine_converts_alike(name: str, engine: type[Engine], terms: tuple[str, int | None]) -> None:
    given = referenced(invented(0, 100))
    columns = [*_COMPARED, "own_unit"] if name != "agreement" else ["code", "amount", "currency", "own_amount"]
    expected = told(given, *terms)(name).select(columns).collect()
    on = engine()
    found = on.collected(told(lambda each: on.given(given(each).collect()), *terms)(name))
    found = found.select(columns).cast(expected.schema)
    assert_frame_equal(found.sort(columns), expected.sort(columns), rel_tol=1e-12)


_COMPARED = [
    *("entity", "indicator", "scope", "basis", "scenario", "period", "unit", "value", "lower", "upper", "reason"),
    *("rate", "rate_how", "rate_start", "rate_end", "rate_way", "rate_pivot", "price_index", "own_value", "source"),
]


def test_the_invented_panel_is_told_in_dollars_as_far_as_there_are_rates_and_invents_none(panel_store: str) -> None:
    from dashboard.session import known

    table = known(currency="USD").table("observation").filter(pl.col("entity").str.starts_with("INV-"))
    money = table.filter(pl.col("own_unit").is_not_null(), pl.col("own_value").is_not_null())
    assert set(money["rate_how"].drop_nulls()) == {"average", "flows", "published"}
    assert set(money["reason"].drop_nulls()) == {"no_rate", "no_flows"}
    # A rate belongs to no entity: an invented one would tell real figures.
    assert not known().table("rate")["source"].str.starts_with("INV-").any()
