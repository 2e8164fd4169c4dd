"""Are bounds carried through as they must be?"""

import math
from collections.abc import Callable
from typing import Any

import narwhals.stable.v2 as nw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UserError
from metrics.interval import apart, around, difference, on_line, percentage, ratio, total, total_of
from tests.metrics.conftest import assert_same, quantities

Frame = Callable[[str], Any]


def test_nothing_is_divided_by_zero_or_by_less(frame: Frame) -> None:
    found = ratio(frame("entity | actual | target\n A | 5 | 0\n B | 0 | 0\n C | 5 | -2"), "actual", "target")
    assert_same(
        found,
        """
        entity | value | lower | upper | reason
        A      |       |       |       | zero_target
        B      |       |       |       | zero_target
        C      |       |       |       | zero_target
        """,
    )


def test_a_denominator_that_may_be_zero_leaves_no_answer(frame: Frame) -> None:
    found = ratio(frame("actual | target | target_lower | target_upper\n 5 | 2 | 0 | 4"), "actual", "target")
    assert_same(found, "value | lower | upper | reason\n | | | bounds")


def test_what_is_unknown_stays_unknown_and_says_why(frame: Frame) -> None:
    table = frame("entity | actual | target\n A | | 80\n B | 80 |\n C | |")
    expected = """
        entity | value | lower | upper | reason
        A      |       |       |       | no_actual
        B      |       |       |       | no_target
        C      |       |       |       | no_actual
    """
    assert_same(percentage(table, "actual", of="target"), expected)
    assert_same(difference(table, "actual", "target"), expected)


def test_a_row_that_comes_with_a_reason_keeps_it_and_gets_no_result(frame: Frame) -> None:
    table = frame("actual | target | reason\n 80 | 100 | ceiling")
    assert_same(percentage(table, "actual", of="target"), "value | lower | upper | reason\n | | | ceiling")


def test_one_open_side_stays_open_and_the_published_number_is_kept(frame: Frame) -> None:
    table = frame("actual | actual_lower | actual_upper | target\n 37.5 | 37.5 | | 38.7")
    assert_same(percentage(table, "actual", of="target"), "value | lower | upper | reason\n 96.899 | 96.899 | |")
    assert_same(difference(table, "actual", "target"), "value | lower | upper | reason\n -1.2 | -1.2 | |")


def test_two_open_sides_are_no_answer(frame: Frame) -> None:
    table = frame("actual | actual_lower | actual_upper | target | target_lower | target_upper\n 5 | 5 | | 4 | 4 |")
    assert_same(difference(table, "actual", "target"), "value | lower | upper | reason\n | | | bounds")


def test_a_range_has_bounds_and_no_number(frame: Frame) -> None:
    table = frame("actual | target | target_lower | target_upper\n 6000 | | 11000 | 12000")
    assert_same(percentage(table, "actual", of="target"), "value | lower | upper | reason\n | 50 | 54.545 | bounds")


def test_a_negative_numerator_is_divided_by_the_other_end(frame: Frame) -> None:
    table = frame(
        "actual | actual_lower | actual_upper | target | target_lower | target_upper\n -4 | -6 | -2 | 3 | 2 | 4"
    )
    assert_same(ratio(table, "actual", "target"), "value | lower | upper\n -1.3333 | -3 | -0.5")


def test_numbers_too_large_for_an_answer_give_none(frame: Frame) -> None:
    table = frame("actual | target\n 1e308 | 1e-300")
    assert_same(percentage(table, "actual", of="target"), "value | lower | upper | reason\n | | | bounds")


def test_the_sum_of_nothing_is_null(frame: Frame) -> None:
    found = total(_parts(frame("entity | actual\n A |\n A |\n B | 0\n B |")), "actual", by=["entity"])
    assert_same(
        found,
        """
        entity | value | lower | upper | reason    | coverage | reported | expected
        A      |       |       |       | no_actual | 0        | 0        | 2
        B      | 0     | 0     | 0     |           | 50       | 1        | 2
        """,
    )


def test_a_sum_adds_ends_and_keeps_an_open_one_open(frame: Frame) -> None:
    table = frame(
        """
        entity | actual | actual_lower | actual_upper
        A      | 10     | 10           |
        A      | 20     | 19           | 21
        B      | 10     | 10           |
        B      | 20     |              | 20
        C      | 10     | 10           | 10
        C      |        | 1            | 2
        """
    )
    assert_same(
        total(_parts(table), "actual", by=["entity"]),
        """
        entity | value | lower | upper | reason
        A      | 30    | 29    |       |
        B      |       |       |       | bounds
        C      |       | 11    | 12    | bounds
        """,
    )


def test_a_sum_of_fewer_than_were_due_is_a_lower_bound(frame: Frame) -> None:
    parts = _parts(frame("entity | actual\n A | 10\n A | 20\n B | 10\n C | 10\n C | -1\n D | 5"))
    due = frame("entity | expected\n A | 2\n B | 3\n C | 3\n D | 1").select("entity", "expected")
    assert_same(
        total_of(parts, "actual", by=["entity"], members=due),
        """
        entity | value | lower | upper | reason | coverage | reported | expected
        A      | 30    | 30    | 30    |        | 100      | 2        | 2
        B      | 10    | 10    |       |        | 33.333   | 1        | 3
        C      |       |       |       | bounds | 66.667   | 2        | 3
        D      | 5     | 5     | 5     |        | 100      | 1        | 1
        """,
    )


def test_two_scopes_are_never_added_nor_a_level_over_time(frame: Frame) -> None:
    table = frame("entity | scope | period | actual\n A | all | 2016 | 1\n A | residents | 2017 | 2")
    with pytest.raises(
        UserError, match="by entity, indicator would add figures that differ in scope, basis, unit, period"
    ):
        total(table, "actual", by=["entity", "indicator"])


def test_a_margin_around_zero_or_less_is_still_a_margin(frame: Frame) -> None:
    found = around(frame("entity | x\n A | 100\n B | 0\n C | -100\n D |"), "x", 0.05)
    assert_same(found, "entity | x_lower | x_upper\n A | 95 | 105\n B | 0 | 0\n C | -105 | -95\n D | |")


@pytest.mark.parametrize(
    ("points", "height"),
    [("6 | 0 | 0 | 12 | 100", 50), ("0 | 0 | 7 | 12 | 100", 7), ("5 | 5 | 7 | 5 | 7", 7), ("5 | | | 12 | 9", None)],
)
def test_a_line_between_two_points_is_as_high_as_they_are(frame: Frame, points: str, height: float | None) -> None:
    table = frame(f"at | from | low | to | high\n {points}")
    line = on_line(nw.col("at"), (nw.col("from"), nw.col("low")), (nw.col("to"), nw.col("high")))
    assert table.select(x=line).collect().item() == height


@pytest.mark.parametrize(("number", "is_apart"), [(100, False), (101, False), (101.1, True), (98.9, True)])
def test_more_than_a_share_apart_is_apart(frame: Frame, number: float, is_apart: bool) -> None:
    found = frame(f"x | y\n {number} | 100").select(z=apart(nw.col("x"), nw.col("y"), 0.01))
    assert found.collect().item() is is_apart


def _parts(table: Any) -> Any:
    return table.select("entity", "actual", "actual_lower", "actual_upper")


@st.composite
def _interval(draw: st.DrawFn, least: float = -1e12) -> tuple[float | None, float | None, float]:
    """Lower, upper (either may be open) and a number within."""
    number = st.floats(least, 1e12, allow_nan=False).map(lambda x: round(x, 3))
    low, inside, high = sorted((draw(number), draw(number), draw(number)))
    return draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None])), inside


@settings(max_examples=120, deadline=None)
@given(_interval(), _interval(least=0.001))
def test_the_result_holds_the_result_of_any_numbers_within_the_bounds(
    one: tuple[float | None, float | None, float], other: tuple[float | None, float | None, float]
) -> None:
    row = {"actual": one[2], "actual_lower": one[0], "actual_upper": one[1]}
    row |= {"target": other[2], "target_lower": other[0], "target_upper": other[1]}
    cells = " | ".join("" if each is None else repr(each) for each in row.values())
    table = quantities(f"{' | '.join(row)}\n{cells}")
    for found, point in (
        (difference(table, "actual", "target"), one[2] - other[2]),
        (ratio(table, "actual", "target"), one[2] / other[2]),
        (percentage(table, "actual", of="target"), 100 * one[2] / other[2]),
    ):
        lower, upper, value, reason = found.select("lower", "upper", "value", "reason").collect().row(0)
        assert lower is None or lower <= point
        assert upper is None or upper >= point
        assert (value is None) == (reason == "bounds")
        assert value is None or math.isclose(value, point)
        assert value is not None or (lower is None and upper is None)
