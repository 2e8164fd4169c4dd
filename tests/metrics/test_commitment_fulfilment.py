"""Is the fulfilment of members the sum of theirs, said with who is missing?"""

from tests.metrics.conftest import Computed, assert_same

MEMBERS = """
    member | of   | role     | from | to
    A      | ZONE | resident |      |
    B      | ZONE | resident |      |
    C      | ZONE | resident |      |
    GONE   | ZONE | resident |      | 2015
"""

ROWS = """
    entity | scope | scenario   | period | value
    A      | all   | commitment | 2016   | 100
    A      | all   | actual     | 2017   | 150
    B      | all   | commitment | 2017   | 100
    B      | all   | actual     | 2017   | 30
"""


def test_where_nobody_has_reported_nothing_is_known(compute: Computed) -> None:
    rows = "entity | scope | scenario | period | value\n A | all | commitment | 2017 | 100"
    found = compute("commitment_fulfilment", rows, membership=MEMBERS)
    assert_same(found, "entity | value | coverage | reason | standing\n ZONE | | 0 | no_actual | no_final_report")


def test_a_silent_resident_lowers_coverage_and_changes_nothing_else(compute: Computed) -> None:
    silent = f"{ROWS.rstrip()}\n    C | all | commitment | 2015 | 1000"
    expected = """
        entity | role     | scope     | period | value | lower | upper | committed | actual | coverage | expected
        ZONE   | resident | residents | 2017   | 90    | 90    | 90    | 200       | 180    | {}    | {}
    """
    assert_same(compute("commitment_fulfilment", ROWS, membership=MEMBERS), expected.format(100, 2))
    assert_same(compute("commitment_fulfilment", silent, membership=MEMBERS), expected.format(66.6667, 3))


def test_who_had_left_when_it_fell_due_is_not_counted(compute: Computed) -> None:
    rows = f"{ROWS.rstrip()}\n GONE | all | commitment | 2016 | 500\n GONE | all | actual | 2016 | 500"
    assert_same(compute("commitment_fulfilment", rows, membership=MEMBERS), "value | expected\n 90 | 2")


def test_bases_units_and_indicators_are_never_added(compute: Computed) -> None:
    rows = """
        entity | scope | indicator    | basis      | unit | scenario   | period | value
        A      | all   | investment   | cumulative | RUB  | commitment | 2017   | 100
        A      | all   | investment   | cumulative | RUB  | actual     | 2017   | 50
        B      | all   | investment   | cumulative | USD  | commitment | 2017   | 100
        B      | all   | investment   | cumulative | USD  | actual     | 2017   | 60
        B      | all   | investment   | period     | RUB  | commitment | 2017   | 100
        B      | all   | investment   | period     | RUB  | actual     | 2017   | 70
        A      | all   | jobs_created | cumulative | JOB  | commitment | 2017   | 10
        A      | all   | jobs_created | cumulative | JOB  | actual     | 2017   | 8
    """
    assert_same(
        compute("commitment_fulfilment", rows, membership=MEMBERS),
        """
        indicator    | basis      | unit | value | expected
        investment   | cumulative | RUB  | 50    | 1
        investment   | cumulative | USD  | 60    | 1
        investment   | period     | RUB  | 70    | 1
        jobs_created | cumulative | JOB  | 80    | 1
        """,
    )


def test_bounds_carry_over_and_a_doubt_shows(compute: Computed) -> None:
    rows = ROWS.replace("150", ">150")
    found = compute("commitment_fulfilment", rows, membership=MEMBERS)
    assert_same(found, "value | lower | upper | standing\n 90 | 90 | | undetermined")
    doubtful = "\n".join(line + (" | U" if "30" in line else " | A") for line in ROWS.strip().splitlines())
    found = compute("commitment_fulfilment", doubtful.replace("value | A", "value | status", 1), membership=MEMBERS)
    assert_same(found, "value | reason | standing\n 90 | low_reliability | not_assessable")


def test_the_zone_of_the_invented_panel_does_what_it_promised_though_half_of_its_residents_do_not(
    panel_store: str,
) -> None:
    from dashboard.session import known

    now = known()
    told = {name: now.metric(name).filter(entity="INV-ZONE", role="resident", indicator="investment") for name in _TOLD}
    assert_same(told["commitment_fulfilment"], "value | reported | expected\n 101.52 | 59 | 59")
    assert_same(told["commitments_met_share"], "value | met | missed | undetermined\n 52.542 | 31 | 28 | 0")
    assert_same(told["shortfall"], "value | unit\n 5383200000 | RUB")


_TOLD = ("commitment_fulfilment", "commitments_met_share", "shortfall")


def test_a_report_older_than_the_due_date_says_nothing_of_what_was_due(compute: Computed) -> None:
    stale = f"{ROWS.rstrip()}\n    C | all | commitment | 2017 | 1000\n    C | all | actual | 2015 | 10"
    found = compute("commitment_fulfilment", stale, membership=MEMBERS)
    assert_same(found, "entity | value | committed | reported | expected\n ZONE | 90 | 200 | 2 | 3")
