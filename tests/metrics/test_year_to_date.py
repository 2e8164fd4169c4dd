"""Is the year so far told only where nothing of it is missing?"""

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.metrics.conftest import Computed, assert_same, computed


def test_a_quarter_that_is_missing_leaves_the_year_so_far_untold(compute: Computed) -> None:
    rows = """
        basis  | scenario | period  | value
        period | actual   | 2021-Q1 | 10
        period | actual   | 2021-Q2 |
        period | actual   | 2021-Q3 | 30
    """
    assert_same(compute("year_to_date", rows), "period | value | how\n 2021-Q1 | 10 | reported")


def test_quarters_are_summed_and_a_new_year_begins_at_nothing(compute: Computed) -> None:
    rows = """
        basis  | scenario | period  | value
        period | actual   | 2020-Q4 | 99
        period | actual   | 2021-Q1 | 10
        period | actual   | 2021-Q2 | >20
        period | actual   | 2021-Q3 | 30
    """
    assert_same(
        compute("year_to_date", rows),
        """
        period  | basis | value | lower | upper | how
        2021-Q1 | ytd   | 10    | 10    | 10    | reported
        2021-Q2 | ytd   | 30    | 30    |       | summed
        2021-Q3 | ytd   | 60    | 60    |       | summed
        """,
    )


def test_what_was_reported_comes_before_what_can_be_summed_or_subtracted(compute: Computed) -> None:
    rows = """
        basis      | scenario | period  | value
        ytd        | actual   | 2021-Q2 | 31
        period     | actual   | 2021-Q1 | 10
        period     | actual   | 2021-Q2 | 20
        period     | actual   | 2021-Q3 | 5
        cumulative | actual   | 2020    | 100
        cumulative | actual   | 2021-Q1 | 111
        cumulative | actual   | 2021    | 150
    """
    assert_same(
        compute("year_to_date", rows),
        """
        period  | value | how
        2021-Q1 | 10    | reported
        2021-Q2 | 31    | reported
        2021-Q3 | 35    | summed
        2021    | 50    | difference
        """,
    )


def test_two_scopes_and_two_currencies_are_never_summed(compute: Computed) -> None:
    rows = """
        scope     | unit | basis  | scenario | period  | value
        residents | RUB  | period | actual   | 2021-Q1 | 10
        all       | RUB  | period | actual   | 2021-Q2 | 20
        residents | USD  | period | actual   | 2021-Q2 | 20
    """
    assert_same(compute("year_to_date", rows), "period | value\n 2021-Q1 | 10")


def test_sums_since_different_starts_are_never_subtracted(compute: Computed) -> None:
    rows = "scenario | period | value\n actual | 2020 | 100\n actual | 2016/2021 | 150"
    assert compute("year_to_date", rows).is_empty()


def test_levels_and_ratios_have_no_year_to_date(compute: Computed) -> None:
    rows = "indicator | basis | scenario | period | value\n jobs | stock | actual | 2021 | 9\n score | period | actual | 2021 | 9"
    assert compute("year_to_date", rows).is_empty()


def test_a_range_has_ends_and_no_number_and_a_doubtful_part_is_named(compute: Computed) -> None:
    rows = """
        entity | basis  | scenario | period  | value  | status
        A      | period | actual   | 2021-Q1 | 10..12 | A
        A      | period | actual   | 2021-Q2 | 20     | A
        B      | period | actual   | 2021-Q1 | 10     | U
        B      | period | actual   | 2021-Q2 | 20     | A
    """
    found = compute("year_to_date", rows).filter(period="2021-Q2")
    assert_same(
        found, "entity | value | lower | upper | reason\n A | | 30 | 32 | bounds\n B | 30 | 30 | 30 | low_reliability"
    )


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**9), min_size=4, max_size=4))
def test_the_flows_of_a_year_add_up_to_the_difference_of_the_cumulative_figures(start: int, flows: list[int]) -> None:
    rows = ["entity | basis | scenario | period | value", f"CUM | cumulative | actual | 2020 | {start}"]
    for number, flow in enumerate(flows, start=1):
        rows.append(f"FLOW | period | actual | 2021-Q{number} | {flow}")
        rows.append(f"CUM | cumulative | actual | 2021-Q{number} | {start + sum(flows[:number])}")
    found = computed("year_to_date", "\n".join(rows)).select("entity", "period", "value", "lower", "upper")
    by = {name: found.filter(entity=name).drop("entity").sort("period") for name in ("FLOW", "CUM")}
    assert by["FLOW"].height == 4
    assert by["FLOW"].equals(by["CUM"])


def test_a_difference_from_a_doubtful_figure_is_doubtful(compute: Computed) -> None:
    rows = """
        entity | scenario | period  | value | status
        START  | actual   | 2020    | 100   | U
        START  | actual   | 2021-Q2 | 150   | A
        END    | actual   | 2020    | 100   | A
        END    | actual   | 2021-Q2 | 150   | U
    """
    found = compute("year_to_date", rows).filter(period="2021-Q2")
    assert_same(
        found,
        "entity | value | how | reason\n START | 50 | difference | low_reliability\n END | 50 | difference | low_reliability",
    )
