"""Are the draws those of the projects' chances, and quick enough for a page?"""

import time

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from metrics.draws import band, totals

_NONE = np.zeros(0)


def test_of_no_projects_every_draw_is_nothing() -> None:
    assert not totals(_NONE, _NONE, _NONE).any()


def test_what_is_certain_comes_in_every_draw_and_what_is_impossible_in_none() -> None:
    sums = totals(np.array([5.0, 7.0]), np.zeros(2), np.array([1.0, 0.0]))
    assert set(sums) == {5.0}


def test_the_same_projects_give_the_same_draws() -> None:
    fixed, chance = np.arange(300.0), np.linspace(0, 1, 300)
    assert (totals(fixed, fixed, chance) == totals(fixed, fixed, chance)).all()


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.floats(1, 1e9), st.floats(0, 1e9), st.floats(0, 1)), min_size=1, max_size=120))
def test_the_mean_and_the_spread_are_those_of_the_chances(projects: list[tuple[float, float, float]]) -> None:
    fixed, varying, chance = (np.array(column) for column in zip(*projects, strict=True))
    sums = totals(fixed, varying, chance)
    mean = (chance * (fixed + varying / 2)).sum()
    second = chance * (fixed**2 + fixed * varying + varying**2 / 3)
    deviation = np.sqrt(max((second - (chance * (fixed + varying / 2)) ** 2).sum(), 0.0))
    assert abs(sums.mean() - mean) <= 5 * deviation / np.sqrt(len(sums)) + 1e-4 * (fixed + varying).sum()
    assert sums.min() >= 0 and sums.max() <= (fixed + varying).sum() * 1.001
    low, high = band(sums, 0.8)
    assert low <= np.median(sums) <= high


def test_ten_thousand_draws_of_five_thousand_projects_take_less_than_half_a_second() -> None:
    random = np.random.default_rng(1)
    amount, chance = random.lognormal(19, 1, 5000), random.random(5000)
    is_building = random.random(5000) < 0.3
    started = time.process_time()
    totals(np.where(is_building, 0, amount), np.where(is_building, amount, 0), chance)
    assert time.process_time() - started < 0.5
