"""Which rows the choice of years and of the kind of figure lets through."""

import pytest

from dashboard.narrow import narrowed
from data.period import parse
from tests.conftest import observations, text_table

ROWS = observations("""
    entity | source | period          | scenario   | value
    A      | S      | 2015            | actual     | 1
    B      | S      | 2016-09/2019-03 | actual     | 2
    C      | S      | 2018-Q3         | target     | 3
    D      | S      | 2025            | target     | 4
    E      | S      | 2020-12         | commitment | 5
    F      | S      | 2021            | forecast   | 6
""")


def left(rows) -> str:
    return "".join(rows["entity"])


@pytest.mark.parametrize(
    ("years", "found"),
    [
        (None, "ABCDEF"),
        ((2016, 2016), "B"),
        ((2015, 2018), "ABC"),
        ((2019, 2019), "B"),
        ((2020, 2020), "E"),
        ((2030, 2040), ""),
    ],
)
def test_a_period_stays_that_has_a_month_within_the_years(years, found):
    assert left(narrowed(ROWS, years, None)) == found
    # A metric's rows have the text of the period alone.
    assert left(narrowed(ROWS.drop("start_month", "end_month"), years, None)) == found
    assert [row["entity"] for row in narrowed(ROWS.to_dicts(), years, None)] == list(found)


def test_the_months_and_the_text_of_a_period_say_the_same():
    assert [parse(text).start_month for text in ROWS["period"]] == ROWS["start_month"].to_list()


@pytest.mark.parametrize(("scenario", "found"), [("target", "ABCD"), ("forecast", "ABF"), ("actual", "AB")])
def test_actual_figures_stay_beside_a_chosen_plan(scenario, found):
    assert left(narrowed(ROWS, None, scenario)) == found


def test_a_row_without_a_period_and_a_table_without_one_stay():
    rows = text_table("entity | period | scenario\nA | | target\nB | 2015 |\nC | 2015 | target")
    assert left(narrowed(rows, (2020, 2021), None)) == "A"
    assert left(narrowed(rows, None, "forecast")) == "B"
    assert left(narrowed(rows.select("entity"), (2020, 2021), "forecast")) == "ABC"
    assert narrowed([], (2020, 2021), None) == []
    assert narrowed([{"entity": "A"}], (2020, 2021), None) == [{"entity": "A"}]


def test_no_figure_is_changed():
    kept = narrowed(ROWS, (2015, 2018), "target")
    assert kept.equals(ROWS.filter(ROWS["entity"].is_in(["A", "B", "C"])))
