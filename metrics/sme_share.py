"""SME share: how many of the members are small or medium-sized?"""

from metrics.quotient import DIMENSIONS, quotient
from metrics.registry import Frame, metric


@metric(
    title={"en": "Share of SMEs among members", "ru": "Доля малых и средних предприятий среди участников"},
    unit="PT",
    better="higher",
    reference="French poles of competitiveness, dashboard of the Directorate General for Enterprise (members, SMEs)",
    dimensions=DIMENSIONS,
)
def sme_share(observation: Frame, indicator: Frame) -> Frame:
    """The share of small and medium-sized enterprises among the members, as both were reported of one day.

    value = 100 × members_sme / members. A share that a source publishes itself is another figure (members_sme_share).

    Null, with its reason: zero_denominator, bounds. Where one of the two was not reported of that day there is no row.
    """
    return quotient(observation, indicator, ["members_sme"], of=["members"], unit="PT")
