"""Is the distance from the target right, and the impact named by direction?"""

import pytest

from metrics.variance import variance
from tests.metrics.conftest import Computed, assert_same, quantities


def test_without_an_actual_there_is_no_distance_and_no_impact(compute: Computed) -> None:
    found = compute("variance", "scenario | period | value\n target | 2017 | 153")
    assert_same(found, "value | lower | upper | reason | impact\n | | | no_actual | undetermined")


def test_a_zero_target_still_has_a_distance() -> None:
    assert_same(variance(quantities("actual | target\n 5 | 0")), "value | reason | impact\n 5 | | favourable")


@pytest.mark.parametrize(
    ("better", "actual", "lower", "upper", "impact"),
    [
        ("higher", "110", "110", "110", "favourable"),
        ("higher", "90", "90", "90", "adverse"),
        ("higher", "100", "100", "100", "none"),
        ("higher", "100", "100", "", "favourable"),
        ("higher", "100", "", "100", "adverse"),
        ("higher", "90", "90", "", "undetermined"),
        ("higher", "100", "95", "105", "undetermined"),
        ("lower", "110", "110", "110", "adverse"),
        ("lower", "90", "90", "90", "favourable"),
        ("neither", "90", "90", "90", "neutral"),
    ],
)
def test_the_impact_follows_the_direction_and_the_bounds(
    better: str, actual: str, lower: str, upper: str, impact: str
) -> None:
    table = quantities(
        f"better | actual | actual_lower | actual_upper | target\n {better} | {actual} | {lower} | {upper} | 100"
    )
    assert_same(variance(table), f"impact\n {impact}")


def test_the_distance_carries_the_bounds_of_both() -> None:
    table = quantities(
        "actual | actual_lower | actual_upper | target | target_lower | target_upper\n 9 | 8 | 10 | | 4 | 6"
    )
    assert_same(variance(table), "value | lower | upper | reason | impact\n | 2 | 6 | bounds | favourable")
