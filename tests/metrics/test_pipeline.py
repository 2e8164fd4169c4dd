"""Is a project followed through its stages as people report them: late, imprecisely, in part?"""

import narwhals.stable.v2 as nw
import polars as pl

from metrics.pipeline import amounts, moves
from tests.metrics.conftest import assert_same, tables


def _moves(text: str) -> pl.DataFrame:
    known = tables("entity | period | value", stage=text)
    return nw.to_native(moves(nw.from_native(known("stage")), nw.from_native(known("pipeline_stage")))).collect()


def _amounts(text: str) -> pl.DataFrame:
    known = tables(text, stage="project | stage | entered\n P | application | 2020\n Q | application | 2020")
    frames = [nw.from_native(known(name)) for name in ("observation", "indicator", "stage")]
    return nw.to_native(amounts(*frames)).collect()


def test_a_project_that_entered_the_next_stage_has_left_the_one_before_also_where_nobody_says_so() -> None:
    found = _moves("""
        project | stage       | entered    | left
        P       | agreement   | 2020-05-01 |
        P       | application | 2020-03-01 |
    """)
    assert_same(
        found,
        """
        project | stage       | left_month | is_there | is_first
        P       | application | 24244      | false    | true
        P       | agreement   |            | true     | false
        """,
    )


def test_a_project_that_left_for_nowhere_stands_in_no_stage() -> None:
    assert not _moves("project | stage | entered | left\n P | application | 2020 | 2021-02").row(0, named=True)[
        "is_there"
    ]


def test_of_two_stages_of_one_day_the_lower_rank_came_first() -> None:
    found = _moves("project | stage | entered\n P | agreement | 2020-03-01\n P | application | 2020-03-01")
    assert_same(found, "stage | is_there\n agreement | true\n application | false")


def test_where_a_month_or_year_is_all_that_is_told_the_rank_says_what_came_first() -> None:
    for dates in (("2020-03", "2020-03-01"), ("2020", "2020-01-15"), ("2020-12-30", "2020"), ("2020-03-09", "2020-03")):
        first, second = dates
        found = _moves(f"project | stage | entered\n P | agreement | {first}\n P | construction | {second}")
        assert found.filter("is_there")["stage"].to_list() == ["construction"]


def test_a_project_may_go_back_to_an_earlier_stage() -> None:
    found = _moves("""
        project | stage        | entered
        P       | construction | 2020-03-01
        P       | agreement    | 2020-03-20
        Q       | construction | 2020
        Q       | agreement    | 2021
    """)
    assert found.filter("is_there")["stage"].to_list() == ["agreement", "agreement"]


def test_what_is_agreed_goes_before_what_is_planned_and_the_last_due_counts() -> None:
    found = _amounts("""
        entity | scenario   | period | value
        P      | target     | 2030   | 900
        P      | commitment | 2022   | 60
        P      | commitment | 2024   | 100
        Q      | forecast   | 2024   | >70
    """)
    assert_same(
        found,
        "project | amount | amount_lower | amount_upper | due\n P | 100 | 100 | 100 | 24299\n Q | 70 | 70 | | 24299",
    )


def test_figures_of_single_years_and_of_no_project_are_no_amount() -> None:
    found = _amounts("""
        entity | scenario   | basis      | period | value
        P      | commitment | period     | 2022   | 60
        OTHER  | commitment | cumulative | 2022   | 60
        P      | actual     | cumulative | 2022   | 60
    """)
    assert found.is_empty()
