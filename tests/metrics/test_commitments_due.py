"""Does each entity show what it has done of what it owes by now, and is silence never taken for nothing?"""

import polars as pl

from tests.metrics.conftest import Computed, assert_same


def _due(compute: Computed, rows: str, today: str = "2018-12") -> pl.DataFrame:
    """The metric over rows of scope all."""
    lines = [line.strip() for line in rows.strip().splitlines()]
    told = "\n".join([f"{lines[0]} | scope", *(f"{line} | all" for line in lines[1:])])
    return compute("commitments_due", told, today)


def test_who_has_not_reported_has_done_neither_all_nor_nothing(compute: Computed) -> None:
    found = _due(
        compute,
        """
        entity | scenario   | period  | value
        SILENT | commitment | 2017    | 100
        EMPTY  | commitment | 2017    | 100
        EMPTY  | actual     | 2017    |
        OLD    | commitment | 2017    | 100
        OLD    | actual     | 2016    | 40
        """,
    )
    assert_same(
        found,
        """
        entity | value | reason          | standing        | actual
        SILENT |       | no_actual       | no_final_report |
        EMPTY  |       | no_actual       | no_final_report |
        OLD    |       | no_final_report | no_final_report | 40
        """,
    )


def test_what_is_not_due_owes_nothing(compute: Computed) -> None:
    assert _due(compute, "scenario | period | value\n commitment | 2019 | 100\n actual | 2018 | 40").is_empty()


def test_a_total_of_what_others_promised_years_ago_is_not_held_against_what_others_do_now(compute: Computed) -> None:
    rows = """
        scope     | scenario   | period  | value
        residents | commitment | 2012-01 | 80
        residents | actual     | 2025-09 | 538
    """
    assert compute("commitments_due", rows).is_empty()


def test_a_limit_a_doubt_and_no_direction_give_no_verdict(compute: Computed) -> None:
    found = _due(
        compute,
        """
        entity | indicator             | scenario   | period | value | status
        LIMIT  | investment            | commitment | 2017   | <=100 | A
        LIMIT  | investment            | actual     | 2017   | 90    | A
        DOUBT  | investment            | commitment | 2017   | 100   | A
        DOUBT  | investment            | actual     | 2017   | 90    | U
        SPENT  | budget_infrastructure | commitment | 2017   | 100   | A
        SPENT  | budget_infrastructure | actual     | 2017   | 90    | A
        """,
    )
    assert_same(
        found,
        """
        entity | value | reason          | standing
        LIMIT  |       | ceiling         | not_assessable
        DOUBT  | 90    | low_reliability | not_assessable
        SPENT  | 90    |                 | not_assessable
        """,
    )


def test_what_fell_due_last_meets_the_latest_figure(compute: Computed) -> None:
    found = _due(
        compute,
        """
        scenario   | period  | value
        commitment | 2014    | 60
        commitment | 2017    | 100
        commitment | 2020    | 300
        actual     | 2014    | 50
        actual     | 2017    | 80
        actual     | 2018-06 | 120
        """,
    )
    assert_same(found, "period | value | actual | target | standing\n 2017 | 120 | 120 | 100 | met")


def test_of_a_period_only_the_same_period_counts(compute: Computed) -> None:
    found = _due(
        compute,
        """
        basis  | scenario   | period | value
        period | commitment | 2016   | 100
        period | actual     | 2016   | 80
        period | actual     | 2017   | 500
        """,
    )
    assert_same(found, "period | value | standing\n 2016 | 80 | missed")


def test_the_bounds_may_leave_the_verdict_open_and_done_early_needs_no_report(compute: Computed) -> None:
    found = _due(
        compute,
        """
        entity | scenario   | period | value
        OPEN   | commitment | 2017   | 150
        OPEN   | actual     | 2017   | >140
        SURE   | commitment | 2017   | 150
        SURE   | actual     | 2017   | >150
        EARLY  | commitment | 2017   | 150
        EARLY  | actual     | 2015   | 170
        """,
    )
    assert_same(
        found,
        """
        entity | value   | lower   | upper   | standing
        OPEN   | 93.333  | 93.333  |         | undetermined
        SURE   | 100     | 100     |         | met
        EARLY  | 113.333 | 113.333 | 113.333 | met
        """,
    )


def test_where_lower_is_better_less_is_more_and_a_baseline_changes_nothing(compute: Computed) -> None:
    found = _due(
        compute,
        """
        indicator | basis | scenario   | period | value
        vacancies | stock | baseline   | 2012   | 500
        vacancies | stock | commitment | 2017   | 100
        vacancies | stock | actual     | 2017   | 125
        """,
    )
    assert_same(found, "value | standing\n 80 | missed")
