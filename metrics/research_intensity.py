"""Research intensity: how much of what is earned goes into research?"""

from metrics.quotient import DIMENSIONS, quotient
from metrics.registry import Frame, metric


@metric(
    title={"en": "Research intensity", "ru": "Наукоёмкость: затраты на НИОКР к выручке"},
    unit="PT",
    better="higher",
    reference="Frascati Manual, OECD 2015: R&D expenditure over turnover of a business (from memory, unverified)",
    dimensions=DIMENSIONS,
)
def research_intensity(observation: Frame, indicator: Frame) -> Frame:
    """R&D investment as a percentage of revenue, of the same organisations and the same time.

    value = 100 × rd_investment / revenue, where both have the scope, basis, period and currency in common.

    Null, with its reason: zero_denominator, bounds. Where one of the two was not reported there is no row.
    """
    return quotient(observation, indicator, ["rd_investment"], of=["revenue"], unit="PT")
