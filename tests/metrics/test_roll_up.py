"""Do the parts add up to a figure of their own, and to no more than they say?"""

from tests.metrics.conftest import Computed, assert_same

_MEMBERS = "member | of | role\n R-1 | ZONE | resident\n R-2 | ZONE | resident\n R-3 | ZONE | resident"


def test_a_resident_that_has_not_reported_makes_the_sum_a_lower_bound(compute: Computed) -> None:
    found = compute(
        "roll_up",
        "entity | scope | period | value\n R-1 | all | 2017 | 10\n R-2 | all | 2017 | 20\n R-3 | all | 2017 |",
        membership=_MEMBERS,
    )
    assert_same(
        found,
        """
        entity | role     | scope     | value | lower | upper | coverage | reported | expected | reason
        ZONE   | resident | residents | 30    | 30    |       | 66.667   | 2        | 3        |
        """,
    )


def test_what_nobody_reported_has_no_sum(compute: Computed) -> None:
    assert compute("roll_up", "entity | scope | value | period\n R-1 | all | | 2017", membership=_MEMBERS).is_empty()


def test_a_total_that_the_zone_reports_is_another_figure(compute: Computed) -> None:
    figures = """
        entity | scope     | period | value
        R-1    | all       | 2017   | 10
        R-2    | all       | 2017   | 20
        R-3    | all       | 2017   | 5
        ZONE   | residents | 2017   | 40
    """
    assert_same(compute("roll_up", figures, membership=_MEMBERS), "entity | value | upper\n ZONE | 35 | 35")


def test_scopes_units_bases_periods_and_scenarios_are_never_added_together(compute: Computed) -> None:
    figures = """
        entity | scope     | basis      | scenario   | period | unit | value
        R-1    | all       | cumulative | actual     | 2017   | RUB  | 1
        R-2    | all       | cumulative | actual     | 2017   | USD  | 2
        R-2    | all       | period     | actual     | 2017   | RUB  | 4
        R-2    | all       | cumulative | actual     | 2016   | RUB  | 8
        R-3    | all       | cumulative | commitment | 2017   | RUB  | 16
        R-3    | residents | cumulative | actual     | 2017   | RUB  | 32
    """
    found = compute("roll_up", figures, membership=_MEMBERS)
    assert sorted(found["value"]) == [1, 2, 4, 8, 16]
    assert set(found["scope"]) == {"residents"}


def test_a_ratio_is_never_added(compute: Computed) -> None:
    figures = "entity | indicator | scope | period | value\n R-1 | occupancy | all | 2017 | 50"
    assert compute("roll_up", figures, membership=_MEMBERS).is_empty()


def test_a_level_counts_those_there_at_the_end_and_a_flow_those_there_at_any_time(compute: Computed) -> None:
    figures = """
        entity | indicator  | scope | basis  | period | value
        R-1    | jobs       | all   | stock  | 2017   | 10
        R-2    | jobs       | all   | stock  | 2017   | 20
        R-1    | investment | all   | period | 2017   | 1
        R-2    | investment | all   | period | 2017   | 2
    """
    members = "member | of | role | from | to\n R-1 | ZONE | resident | 2015 |\n R-2 | ZONE | resident | 2015 | 2017-06"
    assert_same(
        compute("roll_up", figures, membership=members),
        "indicator | value | upper | expected\n jobs | 10 | 10 | 1\n investment | 3 | 3 | 2",
    )


def test_a_member_that_left_and_came_back_is_added_once(compute: Computed) -> None:
    members = "member | of | role | from | to\n R-1 | ZONE | resident | | 2017-03\n R-1 | ZONE | resident | 2017-09 |"
    found = compute(
        "roll_up", "entity | scope | basis | period | value\n R-1 | all | period | 2017 | 7", membership=members
    )
    assert_same(found, "value | upper | reported | expected\n 7 | 7 | 1 | 1")


def test_spells_that_overlap_or_came_in_two_files_count_once(compute: Computed) -> None:
    spells = ["2010 | 2017-02", "2010 | 2017-02", "2012 | 2014", "2016 | 2017-11", "2017-11 | "]
    members = "\n".join(["member | of | role | from | to", *(f"R-1 | ZONE | resident | {each}" for each in spells)])
    figures = "entity | scope | basis | period | value\n R-1 | all | period | 2011 | 5\n R-1 | all | period | 2017 | 7"
    expected = "period | value | upper | reported | expected\n 2011 | 5 | 5 | 1 | 1\n 2017 | 7 | 7 | 1 | 1"
    assert_same(compute("roll_up", figures, membership=members), expected)
    open_ones = members.replace("2012 | 2014", " | ")
    assert_same(compute("roll_up", figures, membership=open_ones), expected)


_TWO = "member | of | role\n R-1 | ZONE | resident\n R-2 | ZONE | resident"


def test_levels_of_one_month_meet_whether_they_are_told_of_the_month_or_the_year(compute: Computed) -> None:
    figures = """
        entity | indicator | scope | basis | period  | value
        R-1    | jobs      | all   | stock | 2017    | 10
        R-1    | jobs      | all   | stock | 2017-12 | 11
        R-2    | jobs      | all   | stock | 2017-12 | 20
    """
    expected = "period | value | upper | reported | expected\n 2017 | 30 | 30 | 2 | 2"
    assert_same(compute("roll_up", figures, membership=_TWO), expected)
    whole = "period | value | reported | expected\n 2017 | 100 | 2 | 2"
    assert_same(compute("coverage", figures, membership=_TWO), whole)
    largest = "period | value | largest | whole | coverage\n 2017 | 66.667 | R-2 | 30 | 100"
    assert_same(compute("concentration", figures, membership=_TWO), largest)


def test_a_month_and_the_year_it_ends_are_two_flows(compute: Computed) -> None:
    rows = "R-1 | all | period | 2017 | 10\n R-2 | all | period | 2017-12 | 20"
    found = compute("roll_up", f"entity | scope | basis | period | value\n {rows}", membership=_TWO)
    assert_same(found, "period | value | upper | reported\n 2017 | 10 | | 1\n 2017-12 | 20 | | 1")


def test_a_sum_since_a_year_is_not_one_since_the_beginning(compute: Computed) -> None:
    rows = "R-1 | all | 2017 | 10\n R-2 | all | 2017/2017 | 20"
    found = compute("roll_up", f"entity | scope | period | value\n {rows}", membership=_TWO)
    assert_same(found, "period | value | reported\n 2017 | 10 | 1\n 2017/2017 | 20 | 1")


def test_a_group_and_one_that_is_not_counted_are_left_out(compute: Computed) -> None:
    members = "member | of | role | counted\n R-1 | ZONE | member | true\n R-2 | ZONE | member | false\n G | ZONE | member | true"
    figures = "entity | scope | period | value\n R-1 | all | 2017 | 1\n R-2 | all | 2017 | 2\n G | all | 2017 | 4"
    found = compute("roll_up", figures, membership=members, entity="code | kind\n G | group")
    assert_same(found, "scope | value | expected\n members | 1 | 1")


def test_more_than_and_a_range_keep_their_ends(compute: Computed) -> None:
    figures = (
        "entity | scope | period | value\n R-1 | all | 2017 | >10\n R-2 | all | 2017 | 20\n R-3 | all | 2017 | 1..2"
    )
    found = compute("roll_up", figures, membership=_MEMBERS)
    assert_same(found, "value | lower | upper | reason\n | 31 | | bounds")


def test_who_left_in_the_first_month_of_a_flow_was_there(compute: Computed) -> None:
    members = (
        "member | of | role | from | to\n R-1 | ZONE | resident | 2015 | 2017-01\n R-2 | ZONE | resident | 2017-12 |"
    )
    figures = "entity | scope | basis | period | value\n R-1 | all | period | 2017 | 1\n R-2 | all | period | 2017 | 2"
    assert_same(compute("roll_up", figures, membership=members), "value | reported | expected\n 3 | 2 | 2")
