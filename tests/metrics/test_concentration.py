"""Is the largest share one of those who reported, and open where somebody is silent?"""

from tests.metrics.conftest import Computed, assert_same

_OF = "member | of | role\n A | ZONE | resident\n B | ZONE | resident\n C | ZONE | resident"
_HEAD = "entity | scope | period | value\n"


def test_while_one_is_silent_both_ends_are_open(compute: Computed) -> None:
    found = compute(
        "concentration", _HEAD + "A | all | 2020 | 75\n B | all | 2020 | 25\n C | all | 2020 |", membership=_OF
    )
    assert_same(
        found,
        """
        value | lower | upper | coverage | largest | hhi  | whole | without_largest | reported | expected
        75    |       |       | 66.667   | A       | 6250 | 100   | 25              | 2        | 3
        """,
    )


def test_a_loss_leaves_no_shares(compute: Computed) -> None:
    rows = _HEAD + "A | all | 2020 | 75\n B | all | 2020 | -25\n C | all | 2020 | 5"
    found = compute("concentration", rows, membership=_OF)
    assert_same(found, "value | hhi | largest | reason\n | | | below_zero")


def test_of_nothing_there_is_no_share(compute: Computed) -> None:
    rows = _HEAD + "A | all | 2020 | 0\n B | all | 2020 | 0\n C | all | 2020 | 0"
    assert_same(compute("concentration", rows, membership=_OF), "value | reason\n | zero_denominator")


def test_the_bounds_hold_whatever_the_figures_are(compute: Computed) -> None:
    rows = _HEAD + "A | all | 2020 | ~60\n B | all | 2020 | 20\n C | all | 2020 | 20"
    found = compute("concentration", rows, membership=_OF)
    assert_same(found, "value | lower | upper | coverage\n 60 | 57.895 | 61.905 | 100")


def test_where_one_share_is_open_upwards_so_is_the_largest(compute: Computed) -> None:
    found = compute(
        "concentration", _HEAD + "A | all | 2020 | >=90\n B | all | 2020 | 5\n C | all | 2020 | 5", membership=_OF
    )
    assert_same(found, "value | lower | upper | largest\n 90 | | | A")


def test_only_the_latest_period_counts(compute: Computed) -> None:
    rows = _HEAD + "A | all | 2019 | 90\n B | all | 2019 | 10\n C | all | 2019 | 10\n B | all | 2020 | 10"
    found = compute("concentration", rows, membership=_OF)
    assert_same(found, "period | value | largest | coverage\n 2020 | 100 | B | 33.333")
