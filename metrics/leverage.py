"""Leverage: how much private money does a unit of public money bring?"""

from metrics.public_money import DIMENSIONS, per_public_rouble
from metrics.registry import Frame, metric


@metric(
    title={"en": "Investment per unit of public money", "ru": "Инвестиции на рубль бюджетных средств"},
    unit="RATIO",
    better="higher",
    reference="Government Decree 1240 of 23 September 2019, first criterion; five to one is the criterion for creating "
    "a zone (amended Decree 398 of 26 April 2012, read in the news only: unverified)",
    dimensions=DIMENSIONS,
)
def leverage(observation: Frame, indicator: Frame) -> Frame:
    """Investment by residents divided by public money for infrastructure of the same time, one row per time known.

    value = investment / public money, of all budgets and of the federal one (`public_money` says which). Both actual,
    of the same basis, beginning and currency; public money of the zone goes with investment of any scope. 5.0 is what
    a new zone is asked for. The bounds of both carry over.

    Null: zero_denominator where no public money was spent, bounds where a figure is only a range. Where one of the two
    is not known there is no row. `low_reliability` stands beside a value where a figure has status U.
    """
    return per_public_rouble(observation, indicator, "investment")
