"""Cost per job: how much public money was spent for each job created?"""

from metrics.public_money import DIMENSIONS, public_money_per
from metrics.registry import OF_SERIES, Frame, metric


@metric(
    title={"en": "Public money per job created", "ru": "Бюджетные средства на одно рабочее место"},
    unit=OF_SERIES,
    better="lower",
    reference="Government Decree 1240 of 23 September 2019, second criterion (cost of a new job to the federal budget; "
    "its threshold was not read)",
    dimensions=DIMENSIONS,
)
def cost_per_job(observation: Frame, indicator: Frame) -> Frame:
    """Public money for infrastructure divided by the jobs created in the same time, in the currency of the money.

    value = public money / jobs created, of all budgets and of the federal one (`public_money` says which). Both actual,
    of the same basis and beginning; public money of the zone goes with jobs of any scope. Jobs there are (a level) are
    not jobs created. The bounds of both carry over.

    Null: zero_denominator where no job was created, bounds where a figure is only a range. Where one of the two is not
    known there is no row. `low_reliability` stands beside a value where a figure has status U.
    """
    return public_money_per(observation, indicator, "jobs_created")
