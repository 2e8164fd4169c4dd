"""Are three of four criteria told only as far as the figures tell?"""

from tests.metrics.conftest import Computed, assert_same

_ZONE = """
    entity | indicator                     | scope     | scenario   | period | value | unit | status
    ZONE   | investment                    | residents | actual     | 2019   | {}    | RUB  | A
    ZONE   | jobs_created                  | residents | actual     | 2019   | {}    | JOB  | A
    ZONE   | value_added                   | residents | actual     | 2019   | {}    | RUB  | A
    ZONE   | budget_infrastructure         | all       | actual     | 2019   | 100   | RUB  | A
    ZONE   | budget_infrastructure_federal | all       | actual     | 2019   | 80    | RUB  | A
    R      | investment                    | all       | commitment | 2019   | 50    | RUB  | A
    R      | investment                    | all       | actual     | 2019   | {}    | RUB  | A
"""
_MEMBERS = "member | of | role\n R | ZONE | resident"


def _told(compute: Computed, *numbers: str, rows: str = _ZONE) -> str:
    return compute("criteria_met", rows.format(*numbers), membership=_MEMBERS)


def test_without_any_figure_there_is_no_row_and_one_figure_leaves_the_rest_open(compute: Computed) -> None:
    assert compute("criteria_met", "scenario | period | value\n actual | 2017 | 5").is_empty()
    rows = "\n".join(line for line in _ZONE.splitlines() if "jobs" not in line and "value_added" not in line)
    found = _told(compute, "500", "50", rows=rows)
    assert_same(
        found,
        """
        value | lower | upper | reason | met | missed | undetermined | verdict      | coverage
              | 2     | 4     | bounds | 2   | 0      | 2            | undetermined | 50
        """,
    )


def test_criteria_of_a_country_judge_nobody_elsewhere(compute: Computed) -> None:
    zone = "code | kind | country\n ZONE | zone | {}\n R | organisation |"
    for country, judging in (("FRA", {"criteria", "in_france"}), ("RUS", {"criteria"})):
        rows = _ZONE.format("500", "8", "99", "50")
        found = compute("criteria_met", rows, membership=_MEMBERS, entity=zone.format(country))
        assert set(found.filter(entity="ZONE")["methodology"]) == judging


def test_three_of_four_are_enough(compute: Computed) -> None:
    found = _told(compute, "500", "8", "99", "50")
    assert_same(found, "value | met | missed | verdict | needed | period\n 3 | 3 | 1 | effective | 3 | 2019")


def test_two_that_fail_are_too_many_whatever_the_others_are(compute: Computed) -> None:
    found = _told(compute, "400", "4", ">200", ">40")
    assert_same(found, "lower | upper | met | missed | undetermined | verdict\n 1 | 2 | 1 | 2 | 1 | ineffective")


def test_a_doubtful_figure_and_another_currency_hold_and_fail_nothing(compute: Computed) -> None:
    doubtful = _ZONE.replace("| {}    | RUB  | A", "| {}    | RUB  | U", 1).replace("80    | RUB", "80    | USD")
    found = _told(compute, "500", "8", "150", "50", rows=doubtful)
    assert_same(found, "met | missed | undetermined | verdict\n 2 | 0 | 2 | undetermined")


def test_a_cost_that_may_be_above_the_number_neither_holds_nor_fails(compute: Computed) -> None:
    # 80 per job of 7 to 9 jobs: between 8.9 and 11.4, where 10 is the most.
    found = _told(compute, "500", "7..9", "150", "50")
    assert_same(found, "met | missed | undetermined | verdict\n 3 | 0 | 1 | effective")
