"""Budget return: how much of the public money has come back as taxes and customs?"""

from metrics.public_money import DIMENSIONS, per_public_rouble
from metrics.registry import Frame, metric


@metric(
    title={"en": "Taxes and customs per unit of public money", "ru": "Налоги и таможенные платежи на рубль бюджета"},
    unit="RATIO",
    better="higher",
    reference="After Government Decree 643 of 7 July 2016, clause 6 (return on public money for infrastructure); its "
    "formula was not read, this one is the product's own: unverified",
    dimensions=DIMENSIONS,
)
def budget_return(observation: Frame, indicator: Frame) -> Frame:
    """Taxes and customs duties paid divided by public money for infrastructure of the same time.

    value = (taxes + customs) / public money, of all budgets and of the federal one (`public_money` says which). 1.0 is
    paid back, not discounted. Where only one of taxes and customs is known the value is that of the one known and its
    upper end is open.

    Null: zero_denominator where no public money was spent, bounds where a figure is only a range. Without public money
    of the same basis and time there is no row. `low_reliability` stands beside a value where a figure has status U.
    """
    return per_public_rouble(observation, indicator, "taxes_paid", "customs_paid")
