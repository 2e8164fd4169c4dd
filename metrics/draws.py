"""What may the sum of many projects be, of which each comes about or does not?

Pseudo-random and repeatable: the same projects give the same answer on every machine.
"""

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]

DRAWS = 10_000
_SEED = 20_261
_STEPS = 2**16  # chances are told apart to one in 65,536
_AT_ONCE = 50


def totals(fixed: Numbers, varying: Numbers, chance: Numbers, draws: int = DRAWS) -> Numbers:
    """`draws` sums of the amounts of those projects that come about, each with its chance (0 to 1), independently.

    A project brings its fixed amount and of its varying amount any part, all equally likely.
    """
    random = np.random.default_rng(_SEED)
    whole, some = fixed.astype(np.float32), varying.astype(np.float32)
    sums = np.zeros(draws)
    for start in range(0, len(chance), _AT_ONCE):
        part = slice(start, start + _AT_ONCE)
        comes = _comes_about(random, chance[part], draws)
        sums += _weighted(whole[part], comes)
        open_ones = np.flatnonzero(some[part])
        if len(open_ones):
            brought = random.random((len(open_ones), draws), dtype=np.float32)
            brought *= comes[open_ones]
            sums += _weighted(some[part][open_ones], brought)
    return sums


def band(sums: Numbers, share: float) -> tuple[float, float]:
    """Between which two sums the middle share of the draws lies."""
    low, high = np.quantile(sums, [(1 - share) / 2, (1 + share) / 2])
    return float(low), float(high)


def _weighted(amounts: npt.NDArray[np.float32], rows: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    # Not `@`: its threads wait for one another where the machine is busy, and their rounding differs.
    summed: npt.NDArray[np.float32] = np.einsum("i,ij->j", amounts, rows)
    return summed


def _comes_about(random: np.random.Generator, chance: Numbers, draws: int) -> npt.NDArray[np.float32]:
    """1 where a project comes about and 0 where not, a row for each project."""
    thrown = random.integers(0, _STEPS, (len(chance), draws), dtype=np.uint16)
    least = np.minimum(np.round(chance * _STEPS), _STEPS - 1).astype(np.uint16)
    comes = thrown < least[:, None]
    comes[chance >= 1] = True  # what is certain must not fail by one in 65,536
    return comes.astype(np.float32)
