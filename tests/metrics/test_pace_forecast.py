"""Is a pace told only from enough exact figures, and is its band an honest one?"""

import random

from tests.metrics.conftest import Computed, assert_same, computed

_FOUR = """
    scenario | period | value
    actual   | 2019   | 10
    actual   | 2020   | 22
    actual   | 2021   | 28
    actual   | 2022   | 40
    target   | 2025   | 90
"""


def test_three_figures_make_no_pace(compute: Computed) -> None:
    rows = "\n".join(line for line in _FOUR.splitlines() if "2019" not in line)
    found = compute("pace_forecast", rows, today="2023-01")
    assert_same(found, "value | lower | upper | points | how | reason\n | | | | | few_points")


def test_open_ends_doubtful_and_unreported_figures_make_no_pace(compute: Computed) -> None:
    found = compute(
        "pace_forecast",
        """
        scenario | period | value | status
        actual   | 2018   | 5     | U
        actual   | 2019   | >10   | A
        actual   | 2020   | 22    | A
        actual   | 2021   |       | A
        actual   | 2022   | 40    | A
        actual   | 2023   | 44    | A
        target   | 2025   | 90    | A
        """,
        today="2024-01",
    )
    assert_same(found, "value | points | reason\n | | few_points")


def test_a_target_that_is_due_has_nothing_to_forecast(compute: Computed) -> None:
    assert compute("pace_forecast", _FOUR, today="2025-12").is_empty()


def test_a_line_that_ends_long_before_the_latest_figure_says_nothing_of_now(compute: Computed) -> None:
    rows = _FOUR + "    actual   | 2024-06 | >80\n"
    assert_same(compute("pace_forecast", rows, today="2025-01"), "value | reason\n | few_points")


def test_the_band_is_the_prediction_interval_of_eighty_per_cent(compute: Computed) -> None:
    # By hand: slope 48/5 = 9.6 a year, line 25 + 9.6 × 4.5, residuals −0.6, 1.8, −1.8, 0.6, s² = 7.2/2,
    # margin 1.8856 (Student, 2 degrees, 90 %) × √3.6 × √(1 + 1/4 + 4.5²/5) = 8.237.
    found = compute("pace_forecast", _FOUR, today="2023-01")
    assert_same(
        found,
        """
        period | value | lower  | upper  | points | pace | how   | actual | target | reason
        2025   | 68.2  | 59.963 | 76.437 | 4      | 9.6  | trend | 40     | 90     |
        """,
    )


def test_older_figures_than_the_last_four_and_three_years_do_not_slow_the_pace(compute: Computed) -> None:
    rows = "scenario | period | value\n actual | 2012 | 1\n actual | 2013 | 2\n target | 2025 | 90\n" + "\n".join(
        f"actual | {year} | {10 * (year - 2018)}" for year in range(2019, 2023)
    )
    found = compute("pace_forecast", rows, today="2023-01")
    assert_same(found, "value | lower | upper | points | pace\n 70 | 70 | 70 | 4 | 10")


def test_all_quarters_of_the_last_three_years_are_used(compute: Computed) -> None:
    rows = ["scenario | period | value", "target | 2025 | 90"]
    rows += [f"actual | {2020 + q // 4}-Q{q % 4 + 1} | {q + 1}" for q in range(16)]
    found = compute("pace_forecast", "\n".join(rows), today="2024-01")
    assert_same(found, "value | points | pace\n 24 | 12 | 4")


def test_eight_in_ten_figures_fall_into_the_band() -> None:
    draw = random.Random(5)
    rows = ["entity | scenario | period | value | unit"]
    for number in range(400):
        told = [100 + 10 * year + draw.gauss(0, 5) for year in range(6)]
        rows += [f"E-{number} | actual | {2010 + year} | {value} | RUB" for year, value in enumerate(told[:5])]
        rows += [f"E-{number} | target | 2015 | {told[5]} | RUB"]
    found = computed("pace_forecast", "\n".join(rows), today="2015-06")
    hits = ((found["lower"] <= found["target"]) & (found["target"] <= found["upper"])).mean()
    assert 0.74 < hits < 0.86
