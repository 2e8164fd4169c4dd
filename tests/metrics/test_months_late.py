"""Is lateness counted from the due date to the report that shows it done, and left open where none does?"""

from tests.metrics.conftest import Computed, assert_same


def test_where_nothing_was_reported_since_nothing_is_known(compute: Computed) -> None:
    found = compute(
        "months_late",
        """
        entity | scenario   | period | value | status
        SILENT | commitment | 2016   | 100   | A
        OLD    | commitment | 2016   | 100   | A
        OLD    | actual     | 2015   | 90    | A
        OPEN   | commitment | 2016   | 100   | A
        OPEN   | actual     | 2017   | >90   | A
        LIMIT  | commitment | 2016   | <=100 | A
        LIMIT  | actual     | 2017   | 90    | A
        """,
        today="2018-12",
    )
    assert_same(
        found,
        """
        entity | value | lower | reason
        SILENT |       |       | no_actual
        OLD    |       |       | no_final_report
        OPEN   |       |       | bounds
        LIMIT  |       |       | ceiling
        """,
    )


def test_what_is_not_due_is_not_late_and_a_flow_of_a_period_cannot_be_made_up_for(compute: Computed) -> None:
    rows = """
        basis      | scenario   | period | value
        cumulative | commitment | 2019   | 100
        cumulative | actual     | 2018   | 90
        period     | commitment | 2017   | 100
        period     | actual     | 2018   | 900
    """
    assert compute("months_late", rows, today="2018-12").is_empty()


def test_months_run_from_the_due_date_to_the_report_that_shows_it(compute: Computed) -> None:
    found = compute(
        "months_late",
        """
        entity  | scenario   | period  | value
        EARLY   | commitment | 2016    | 100
        EARLY   | actual     | 2015    | 110
        ON_TIME | commitment | 2016    | 100
        ON_TIME | actual     | 2016    | 100
        LATE    | commitment | 2016    | 100
        LATE    | actual     | 2016    | 90
        LATE    | actual     | 2017-06 | 105
        STILL   | commitment | 2016    | 100
        STILL   | actual     | 2016    | 50
        STILL   | actual     | 2017-09 | 60
        """,
        today="2018-12",
    )
    assert_same(
        found,
        """
        entity  | value | lower | upper | reason
        EARLY   | 0     | 0     | 0     |
        ON_TIME | 0     | 0     | 0     |
        LATE    | 6     | 6     | 6     |
        STILL   | 9     | 9     |       |
        """,
    )


def test_a_sum_to_be_kept_low_is_not_in_time_before_its_date(compute: Computed) -> None:
    rows = """
        entity | indicator | basis      | scenario   | period | value
        EARLY  | vacancies | cumulative | commitment | 2017   | 100
        EARLY  | vacancies | cumulative | actual     | 2016   | 10
        KEPT   | vacancies | cumulative | commitment | 2017   | 100
        KEPT   | vacancies | cumulative | actual     | 2016   | 10
        KEPT   | vacancies | cumulative | actual     | 2017   | 90
        OVER   | vacancies | cumulative | commitment | 2017   | 100
        OVER   | vacancies | cumulative | actual     | 2016   | 10
        OVER   | vacancies | cumulative | actual     | 2018   | 120
    """
    found = compute("months_late", rows, today="2018-12")
    assert_same(
        found,
        "entity | value | lower | upper | reason\n EARLY | | | | no_final_report\n KEPT | 0 | 0 | 0 |\n OVER | 12 | 12 | |",
    )


def test_where_lower_is_better_a_range_around_the_promise_leaves_it_open(compute: Computed) -> None:
    rows = """
        entity | indicator | basis | scenario   | period | value
        OPEN   | vacancies | stock | commitment | 2016   | 100
        OPEN   | vacancies | stock | actual     | 2017   | 90..110
        SHORT  | vacancies | stock | commitment | 2016   | 100
        SHORT  | vacancies | stock | actual     | 2017   | 101..110
    """
    found = compute("months_late", rows, today="2018-12")
    assert_same(found, "entity | value | lower | upper | reason\n OPEN | | | | bounds\n SHORT | 12 | 12 | |")
