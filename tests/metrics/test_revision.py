"""Is a revision one publisher's own, from the first release to the newest?"""

from tests.metrics.conftest import Computed, assert_same

_HEAD = "period | publisher | source | published | value\n"


def test_another_publisher_s_figure_is_no_revision(compute: Computed) -> None:
    rows = _HEAD + "2020 | MINISTRY | M | 2021-03 | 100\n 2020 | PRESS | P | 2021-04 | 130"
    assert compute("revision", rows).is_empty()


def test_from_zero_there_is_no_percentage(compute: Computed) -> None:
    rows = _HEAD + "2020 | MINISTRY | M-2 | 2022-03 | 100\n 2020 | MINISTRY | M-1 | 2021-03 | 0"
    assert_same(compute("revision", rows), "value | first | newest | reason\n | 0 | 100 | zero_before")


def test_what_was_published_between_counts_and_is_not_compared(compute: Computed) -> None:
    rows = (
        _HEAD
        + """
        2020 | MINISTRY | M-3 | 2023-03 | 90
        2020 | MINISTRY | M-2 | 2022-03 | 150
        2020 | MINISTRY | M-1 | 2021-03 | 100
        2021 | MINISTRY | M-3 | 2023-03 | 7
    """
    )
    assert_same(
        compute("revision", rows.replace("\n\n", "\n")),
        "period | value | releases | first_source | newest_source\n 2020 | -10 | 3 | M-1 | M-3",
    )


def test_more_than_a_hundred_made_ninety_fell_by_at_least_a_tenth(compute: Computed) -> None:
    rows = _HEAD + "2020 | MINISTRY | M-2 | 2022-03 | 90\n 2020 | MINISTRY | M-1 | 2021-03 | >100"
    assert_same(compute("revision", rows), "value | lower | upper\n -10 | | -10")
