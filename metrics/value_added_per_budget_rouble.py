"""Value added per budget rouble: what does the economy get for the public money?"""

from metrics.public_money import DIMENSIONS, per_public_rouble
from metrics.registry import Frame, metric


@metric(
    title={"en": "Value added per unit of public money", "ru": "Добавленная стоимость на рубль бюджетных средств"},
    unit="RATIO",
    better="higher",
    reference="Government Decree 1240 of 23 September 2019, fourth criterion (value added by residents to public money "
    "for infrastructure; its threshold was not read)",
    dimensions=DIMENSIONS,
)
def value_added_per_budget_rouble(observation: Frame, indicator: Frame) -> Frame:
    """Value added by residents divided by public money for infrastructure of the same time.

    value = value added / public money, of all budgets and of the federal one (`public_money` says which). Both actual,
    of the same basis, beginning and currency. The bounds of both carry over.

    Null: zero_denominator where no public money was spent, bounds where a figure is only a range. Where one of the two
    is not known there is no row. `low_reliability` stands beside a value where a figure has status U.
    """
    return per_public_rouble(observation, indicator, "value_added")
