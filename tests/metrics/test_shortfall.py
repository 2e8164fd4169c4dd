"""Is what is missing told in its unit, and made up for by nobody else?"""

from tests.metrics.conftest import Computed, assert_same

_MEMBERS = "member | of | role\n A | ZONE | resident\n B | ZONE | resident\n C | ZONE | resident"


def test_who_has_not_reported_may_lack_any_amount(compute: Computed) -> None:
    rows = """
        entity | scope | scenario   | period | value
        A      | all   | commitment | 2017   | 100
        A      | all   | actual     | 2017   | 70
        B      | all   | commitment | 2017   | 100
    """
    assert_same(
        compute("shortfall", rows, membership=_MEMBERS),
        """
        entity | role     | value | lower | upper | reason    | coverage
        A      |          | 30    | 30    | 30    |           | 100
        B      |          |       |       |       | no_actual | 0
        ZONE   | resident | 30    | 30    |       |           | 50
        """,
    )


def test_what_one_has_done_beyond_its_promise_makes_up_for_nobody_else(compute: Computed) -> None:
    rows = """
        entity | scope | scenario   | period | value
        A      | all   | commitment | 2017   | 100
        A      | all   | actual     | 2017   | 70
        B      | all   | commitment | 2017   | 100
        B      | all   | actual     | 2017   | 900
    """
    found = compute("shortfall", rows, membership=_MEMBERS)
    assert_same(found, "entity | value | upper\n A | 30 | 30\n B | 0 | 0\n ZONE | 30 | 30")


def test_bounds_are_cut_at_zero(compute: Computed) -> None:
    rows = """
        entity | scope | scenario   | period | value
        A      | all   | commitment | 2017   | 100
        A      | all   | actual     | 2017   | >70
        B      | all   | commitment | 2017   | 100
        B      | all   | actual     | 2017   | 90..120
        C      | all   | commitment | 2017   | 0
        C      | all   | actual     | 2017   | 5
    """
    found = compute("shortfall", rows)
    assert_same(
        found, "entity | value | lower | upper | reason\n A | 30 | 0 | 30 |\n B | | 0 | 10 | bounds\n C | 0 | 0 | 0 |"
    )


def test_where_lower_is_better_the_excess_is_missing(compute: Computed) -> None:
    rows = """
        indicator | basis | scope | scenario   | period | value
        vacancies | stock | all   | commitment | 2017   | 10
        vacancies | stock | all   | actual     | 2017   | 14
    """
    assert_same(compute("shortfall", rows), "value\n 4")
