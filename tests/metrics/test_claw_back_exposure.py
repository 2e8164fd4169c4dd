"""Is the support at stake the part that corresponds to what is missing?"""

from tests.metrics.conftest import Computed, assert_same

_MEMBERS = "member | of | role\n A | ZONE | resident\n B | ZONE | resident"
_SUPPORTED = """
    entity | scope | indicator  | basis      | scenario   | period | value
    A      | all   | public_aid | cumulative | actual     | 2017   | 40
    A      | all   | tax_relief | period     | actual     | 2016   | 25
    A      | all   | tax_relief | period     | actual     | 2017   | 35
    A      | all   | investment | cumulative | commitment | 2017   | 100
"""


def _with(*rows: str) -> str:
    return "\n".join([_SUPPORTED.rstrip(), *rows])


def test_without_a_report_or_without_known_support_nothing_is_said(compute: Computed) -> None:
    rows = _with(
        "B | all | investment | cumulative | commitment | 2017 | 100",
        "B | all | investment | cumulative | actual | 2017 | 50",
    )
    found = compute("claw_back_exposure", rows)
    assert_same(found, "entity | value | reason\n A | | no_actual\n B | | no_support")


def test_a_shortfall_of_ten_per_cent_exposes_ten_per_cent(compute: Computed) -> None:
    found = compute("claw_back_exposure", _with("A | all | investment | cumulative | actual | 2017 | 90"))
    assert_same(
        found,
        """
        entity | unit | value | upper | support | public_aid | tax_relief | attainment
        A      | RUB  | 10    | 10    | 100     | 40         | 60         | 90
        """,
    )


def test_more_than_promised_exposes_nothing_however_much_was_received(compute: Computed) -> None:
    rows = """
        entity | scope | indicator  | basis      | scenario   | period | value
        A      | all   | tax_relief | period     | actual     | 2016   | 25
        A      | all   | investment | cumulative | commitment | 2017   | 100
        A      | all   | investment | cumulative | actual     | 2017   | 130
    """
    assert_same(compute("claw_back_exposure", rows), "value | lower | upper\n 0 | 0 | 0")


def test_what_is_not_known_of_the_support_leaves_it_open_upwards(compute: Computed) -> None:
    aid_unknown = _SUPPORTED.replace("public_aid", "payments_in_lieu")
    actual = "A | all | investment | cumulative | actual | 2017 | 90"
    found = compute("claw_back_exposure", f"{aid_unknown.rstrip()}\n{actual}")
    assert_same(found, "value | lower | upper | support | public_aid\n 6 | 6 | | 60 |")
    gap = _with(actual, "A | all | tax_relief | period | actual | 2013 | 5")
    assert_same(compute("claw_back_exposure", gap), "value | lower | upper\n 10.5 | 10.5 |")


def test_quarters_beside_their_year_are_not_added_to_it(compute: Computed) -> None:
    rows = _with(
        "A | all | investment | cumulative | actual | 2017 | 90",
        "A | all | tax_relief | period | actual | 2017-Q4 | 9",
    )
    assert_same(compute("claw_back_exposure", rows), "value | tax_relief\n 10 | 60")


def test_members_are_added_and_investment_and_jobs_speak_of_the_same_support(compute: Computed) -> None:
    rows = _with(
        "A | all | investment | cumulative | actual | 2017 | 90",
        "B | all | investment | cumulative | commitment | 2017 | 10",
        "A | all | jobs_created | cumulative | commitment | 2017 | 10",
        "A | all | jobs_created | cumulative | actual | 2017 | 8",
    )
    found = compute("claw_back_exposure", rows, membership=_MEMBERS).filter(role="resident")
    assert_same(
        found,
        """
        entity | indicator    | value | lower | upper | coverage
        ZONE   | investment   | 10    | 10    |       | 50
        ZONE   | jobs_created | 20    | 20    | 20    | 100
        """,
    )


def test_periods_that_overlap_are_not_added_though_another_is_missing(compute: Computed) -> None:
    done = "A | all | investment | cumulative | actual | 2017 | 90"
    overlapping = _with(done, "A | all | tax_relief | period | actual | 2016-07/2017-06 | 35")
    assert_same(compute("claw_back_exposure", overlapping), "value | upper | support | tax_relief\n 4 | | 40 |")
    with_gap = f"{overlapping}\n A | all | tax_relief | period | actual | 2014-07/2015-06 | 35"
    assert_same(compute("claw_back_exposure", with_gap), "value | upper | support | tax_relief\n 4 | | 40 |")


def test_support_of_another_scope_is_not_that_of_who_promised(compute: Computed) -> None:
    rows = """
        entity | scope     | indicator  | basis      | scenario   | period | value
        A      | residents | public_aid | cumulative | actual     | 2017   | 40
        A      | all       | investment | cumulative | commitment | 2017   | 100
        A      | all       | investment | cumulative | actual     | 2017   | 90
    """
    assert_same(compute("claw_back_exposure", rows), "value | attainment | reason\n | 90 | no_support")
