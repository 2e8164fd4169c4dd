"""Is a date told only where the pace leads there?"""

from tests.metrics.conftest import Computed, assert_same


def _yearly(values: str, target: str, indicator: str = "jobs", first: int = 2019) -> str:
    rows = [f"{indicator} | stock | actual | {first + n} | {value}" for n, value in enumerate(values.split())]
    return "\n".join(
        ["indicator | basis | scenario | period | value", f"{indicator} | stock | target | {target}", *rows]
    )


def test_without_enough_figures_no_date_is_told(compute: Computed) -> None:
    found = compute("projected_date", _yearly("10 20 30", "2025 | 90"))
    assert_same(found, "value | projected_end | how | reason\n | | | few_points")


def test_without_any_actual_the_reason_says_so(compute: Computed) -> None:
    assert_same(compute("projected_date", _yearly("", "2025 | 90")), "value | reason\n | no_actual")


def test_a_pace_that_leads_away_or_takes_generations_never_reaches_it(compute: Computed) -> None:
    for values in ("40 30 20 10", "10 10 10 10", "10 10.1 10.2 10.3"):
        found = compute("projected_date", _yearly(values, "2025 | 90"))
        assert_same(found, "value | lower | upper | reason\n | | | not_at_this_pace")


def test_where_neither_way_is_better_nothing_is_to_be_reached(compute: Computed) -> None:
    found = compute("projected_date", _yearly("10 20 30 40", "2025 | 90", "area_ha"))
    assert_same(found, "value | reason\n | no_direction")


def test_a_range_is_reached_at_no_one_time(compute: Computed) -> None:
    assert_same(compute("projected_date", _yearly("10 20 30 40", "2025 | 80..90")), "value | reason\n | bounds")


def test_the_line_is_followed_to_the_month_it_meets_the_target(compute: Computed) -> None:
    found = compute("projected_date", _yearly("10 20 30 40", "2025 | 90"))
    assert_same(
        found,
        f"value | lower | upper | projected_end | points | pace | how\n 24 | 24 | 24 | {2027 * 12 + 11} | 4 | 10 | trend",
    )


def test_the_band_of_the_slope_gives_the_earliest_and_the_latest_month(compute: Computed) -> None:
    # By hand: 9.6 ± 1.8856 × √3.6 / √5 = 9.6 ± 1.6 a year from 25 in the middle of 2021: 65 more take 8.13, 6.77, 5.80.
    found = compute("projected_date", _yearly("10 22 28 40", "2025 | 90"))
    middle = 2020 * 12 + 11 + 6
    assert_same(found, f"lower | value | upper\n {middle + 70 - 24311} | {middle + 82 - 24311} | {middle + 98 - 24311}")


def test_where_lower_is_better_the_line_is_followed_down(compute: Computed) -> None:
    found = compute("projected_date", _yearly("90 80 70 60", "2025 | 40", "vacancies"))
    assert_same(found, "value | pace | how\n -12 | -10 | trend")


def test_a_target_that_is_nearly_reached_is_not_reached_in_the_past(compute: Computed) -> None:
    found = compute("projected_date", _yearly("10 20 30 31", "2020 | 32"))
    assert_same(found, f"value | projected_end\n 25 | {2023 * 12}")


def test_what_is_reached_says_when_even_where_no_actual_came_in_time(compute: Computed) -> None:
    found = compute("projected_date", _yearly("75 110 150", "2020 | 80", first=2021))
    assert_same(found, "value | how | points | reason\n 24 | reached | |")
    early = compute("projected_date", _yearly("75 110 150", "2030 | 80", first=2021))
    assert_same(early, "value | lower | upper | how\n -96 | -96 | -96 | reached")


def test_whether_a_sum_was_kept_low_shows_at_its_date_and_no_pace_leads_there(compute: Computed) -> None:
    rows = _yearly("10 20 30 40", "2025 | 90", "vacancies").replace("stock", "cumulative")
    assert_same(compute("projected_date", rows), "value | how | reason\n | | not_before_date")
    over = _yearly("10 20 30 40", "2025 | 35", "vacancies").replace("stock", "cumulative")
    assert_same(compute("projected_date", over), "value | how | reason\n | | not_at_this_pace")
    kept = _yearly("10 20 30 40", "2022 | 90", "vacancies").replace("stock", "cumulative")
    assert_same(compute("projected_date", kept), "value | how | reason\n 0 | reached |")
