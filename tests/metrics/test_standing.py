"""Is nobody called behind, or ahead, without a published figure that says so?"""

import pytest

from tests.metrics.conftest import Computed, assert_same


def verdict(compute: Computed, rows: str, today: str = "2025-12") -> list[tuple[str, str | None]]:
    found = compute("standing", rows, today=today).sort("entity", "target_end")
    return found.select("standing", "reason").rows()


def test_a_target_without_an_actual_is_not_assessable_and_never_zero(compute: Computed) -> None:
    found = compute("standing", "entity | scenario | period | value\n ZELENOGRAD | target | 2017 | 153")
    assert_same(found, "standing | reason | value\n not_assessable | no_actual |")


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ("target | <=500 | investment | A | residents \n actual | 400 | investment | A | residents", "ceiling"),
        ("target | 500 | area_ha | A | residents \n actual | 400 | area_ha | A | residents", "no_direction"),
        ("target | 500 | score | A | residents \n actual | 400 | score | A | residents", "reported_ratio"),
        ("target | 500 | investment | U | residents \n actual | 600 | investment | A | residents", "low_reliability"),
        ("target | 500 | investment | A | residents \n actual | 600 | investment | U | residents", "low_reliability"),
        ("target | 0 | investment | A | residents \n actual | 600 | investment | U | residents", "low_reliability"),
        ("target | 500 | investment | A | residents \n actual | 600 | investment | A | all", "scope_differs"),
    ],
)
def test_what_cannot_be_judged_is_not_assessable(compute: Computed, rows: str, reason: str) -> None:
    lines = "\n".join(f"2017 | {line}" for line in rows.splitlines())
    found = verdict(compute, f"period | scenario | value | indicator | status | scope\n{lines}")
    assert found == [("not_assessable", reason)]


@pytest.mark.parametrize(
    ("target", "actual", "expected"),
    [
        ("150", "150", ("met", None)),
        ("150", ">150", ("met", None)),
        ("150", "149", ("missed", None)),
        (">150", "149", ("missed", None)),
        ("150", ">140", ("undetermined", "bounds")),
        ("150", "~150", ("undetermined", "bounds")),
        ("150", "<150", ("undetermined", "bounds")),
        ("150", "<=149", ("missed", None)),
        ("140..160", "150", ("undetermined", "bounds")),
        ("140..160", "130", ("missed", None)),
        ("140..160", "160", ("met", None)),
        ("0", "0", ("met", "zero_target")),
        ("0", "-1", ("missed", "zero_target")),
    ],
)
def test_a_final_figure_decides_unless_its_bounds_straddle_the_target(
    compute: Computed, target: str, actual: str, expected: tuple[str, str | None]
) -> None:
    assert verdict(compute, f"scenario | period | value\n target | 2017 | {target}\n actual | 2017 | {actual}") == [
        expected
    ]


@pytest.mark.parametrize(("actual", "standing"), [("90", "met"), ("100", "met"), ("110", "missed")])
def test_where_lower_is_better_less_is_met(compute: Computed, actual: str, standing: str) -> None:
    rows = f"""
        indicator | basis | scenario | period | value
        vacancies | stock | target   | 2017   | 100
        vacancies | stock | actual   | 2017   | {actual}
    """
    assert verdict(compute, rows) == [(standing, None)]


def test_due_without_a_figure_of_the_due_date_is_no_final_report_and_not_missed(compute: Computed) -> None:
    rows = "scenario | period | value\n target | 2017 | 150\n actual | 2016 | 30"
    assert verdict(compute, rows, today="2018-01") == [("no_final_report", None)]


def test_a_cumulative_target_reached_early_is_met_but_a_level_may_have_fallen_since(compute: Computed) -> None:
    rows = """
        entity | basis      | scenario | period | value
        A      | cumulative | target   | 2017   | 150
        A      | cumulative | actual   | 2016   | 160
        B      | stock      | target   | 2017   | 150
        B      | stock      | actual   | 2016   | 160
    """
    assert verdict(compute, rows, today="2018-01") == [("met", None), ("no_final_report", None)]
    assert verdict(compute, rows, today="2017-01") == [("met", None), ("met", None)]


def test_a_final_figure_settles_the_matter_before_the_calendar_does(compute: Computed) -> None:
    rows = "scenario | period | value\n target | 2017 | 150\n actual | 2017 | 149"
    assert verdict(compute, rows, today="2017-11") == [("missed", None)]


def test_not_yet_due_without_a_published_point_is_open_however_slow_it_looks(compute: Computed) -> None:
    rows = "scenario | period | value\n target | 2030 | 90000\n actual | 2025 | 5"
    assert verdict(compute, rows) == [("open", "no_point")]


_PLAN = """
    basis | scenario | period | value
    stock | target   | 2020   | 100
    stock | target   | 2024   | 500
    stock | actual   | 2022   | {}
"""


@pytest.mark.parametrize(
    ("actual", "expected"),
    [
        ("300", ("on_track", None)),
        ("315", ("on_track", None)),
        ("316", ("ahead", None)),
        ("285", ("on_track", None)),
        ("284", ("behind", None)),
        (">316", ("ahead", None)),
        (">290", ("undetermined", "bounds")),
        ("~300", ("undetermined", "bounds")),
        ("500", ("met", None)),
    ],
)
def test_between_published_points_the_plan_is_a_straight_line_give_or_take_5_per_cent(
    compute: Computed, actual: str, expected: tuple[str, str | None]
) -> None:
    found = compute("standing", _PLAN.format(actual), today="2023-06")
    assert_same(found.filter(found["period"] == "2024"), "expected\n 300")
    assert verdict(compute, _PLAN.format(actual), today="2023-06")[1] == expected


def test_a_published_point_at_the_very_date_is_what_was_expected(compute: Computed) -> None:
    rows = """
        scenario | period | value
        target   | 2020   | 100
        target   | 2024   | 500
        actual   | 2020   | 80
    """
    assert verdict(compute, rows, today="2021-06") == [("missed", None), ("behind", None)]


@pytest.mark.parametrize(
    "points",
    [
        "period | target | 2020 | 100 | A\n period | target | 2024 | 500 | A\n period | actual | 2022 | 10 | A",
        "stock | target | 2020 | 100 | U\n stock | target | 2024 | 500 | A\n stock | actual | 2022 | 10 | A",
        "stock | target | 2020 | <=100 | A\n stock | target | 2024 | 500 | A\n stock | actual | 2022 | 10 | A",
        "stock | target | 2020 | 100 | A\n stock | target | 2020-12 | 90 | A\n stock | target | 2024 | 500 | A\n"
        "stock | actual | 2022 | 10 | A",
    ],
)
def test_no_point_is_made_up_from_what_is_no_published_point(compute: Computed, points: str) -> None:
    found = compute("standing", f"basis | scenario | period | value | status\n {points}", today="2023-06")
    assert found["expected"].null_count() == found.height


@pytest.mark.parametrize(
    ("actual", "standing"), [("-100", "on_track"), ("-90", "ahead"), ("-110", "behind"), ("0", "ahead")]
)
def test_a_plan_below_zero_has_a_margin_too(compute: Computed, actual: str, standing: str) -> None:
    rows = f"""
        scenario | period | value
        target   | 2020   | -100
        target   | 2024   | -100
        target   | 2025   | 10
        actual   | 2022   | {actual}
    """
    found = compute("standing", rows, today="2023-06")
    assert_same(found.filter(found["period"] == "2024"), "expected\n -100")
    by_period = {row["period"]: row["standing"] for row in found.to_dicts()}
    assert by_period["2024"] == ("met" if float(actual) >= -100 else standing)


def test_where_lower_is_better_less_than_expected_is_ahead(compute: Computed) -> None:
    rows = """
        indicator | basis | scenario | period | value
        vacancies | stock | target   | 2020   | 500
        vacancies | stock | target   | 2024   | 100
        vacancies | stock | actual   | 2022   | 200
    """
    assert verdict(compute, rows, today="2023-06")[1] == ("ahead", None)


_TOLD = """
    scenario | period | value | publisher | status
    target   | 2017   | 500   | CITY      | A
"""


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("actual | 2017 | 510 | CITY | A \n actual | 2017 | 490 | PRESS | A", ("undetermined", "disputed")),
        ("actual | 2017 | 490 | CITY | A \n actual | 2017 | 510 | PRESS | A", ("undetermined", "disputed")),
        ("actual | 2017 | 510 | CITY | A \n actual | 2017 | 490 | PRESS | U", ("met", None)),
        ("actual | 2017 | 510 | CITY | A \n actual | 2017 | 600 | PRESS | A", ("met", None)),
        ("actual | 2017 | 510 | CITY | A \n actual | 2017 | >400 | PRESS | A", ("met", None)),
        ("actual | 2017 | 510 | CITY | A \n target | 2017 | 600 | PRESS | A", ("undetermined", "disputed")),
        ("actual | 2017 | 510 | CITY | A \n target | 2017 | >600 | PRESS | A", ("undetermined", "disputed")),
        ("actual | 2017 | 490 | CITY | A \n target | 2017 | 400 | PRESS | A", ("undetermined", "disputed")),
        ("actual | 2017 | 510 | CITY | A \n target | 2017 | <=600 | PRESS | A", ("met", None)),
        ("actual | 2017 | 510 | CITY | A \n actual | 2016 | 490 | PRESS | A", ("met", None)),
    ],
)
def test_a_verdict_that_another_publisher_turns_round_is_disputed(
    compute: Computed, told: str, expected: tuple[str, str | None]
) -> None:
    assert verdict(compute, _TOLD + told) == [expected]


def test_a_revision_by_the_same_publisher_is_no_dispute(compute: Computed) -> None:
    rows = _TOLD.replace("status", "status | published | source") + "actual | 2017 | {} | CITY | A | {} | {}"
    lines = rows.format(510, "2018-05", "SECOND").replace("CITY      | A\n", "CITY | A | 2014-01 | PLAN\n")
    found = verdict(compute, lines + "\n actual | 2017 | 490 | CITY | A | 2018-01 | FIRST")
    assert found == [("met", None)]


def test_a_sum_of_which_less_is_better_is_not_met_before_its_date(compute: Computed) -> None:
    rows = """
        entity | indicator | basis      | scenario | period | value
        EARLY  | vacancies | cumulative | target   | 2030   | 100
        EARLY  | vacancies | cumulative | actual   | 2024   | 10
        STALE  | vacancies | cumulative | target   | 2025   | 100
        STALE  | vacancies | cumulative | actual   | 2024   | 10
        KEPT   | vacancies | cumulative | target   | 2024   | 100
        KEPT   | vacancies | cumulative | actual   | 2024   | 90
        OVER   | vacancies | cumulative | target   | 2025   | 100
        OVER   | vacancies | cumulative | actual   | 2025   | 110
    """
    assert_same(
        compute("standing", rows),
        "entity | standing\n EARLY | open\n STALE | no_final_report\n KEPT | met\n OVER | missed",
    )


def test_what_is_due_is_held_against_the_target_and_no_longer_against_the_way_there(compute: Computed) -> None:
    rows = "scenario | period | value\n target | 2014 | 10\n target | 2016 | 30\n actual | 2015 | 5"
    assert_same(compute("standing", rows).filter(period="2016"), "expected | standing\n | no_final_report")
