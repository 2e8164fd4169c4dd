"""Projects per member: how much do the members of a cluster do together?"""

from metrics.quotient import DIMENSIONS, quotient
from metrics.registry import Frame, metric


@metric(
    title={"en": "Projects per member", "ru": "Проектов на участника"},
    unit="RATIO",
    better="higher",
    reference="Cluster cohesion: Government Decree 779 of 31 July 2015 counts members and their co-operation; the "
    "ratio of projects to members is the product's convention",
    dimensions=DIMENSIONS,
)
def projects_per_member(observation: Frame, indicator: Frame) -> Frame:
    """How many projects there are for each member at the end of the projects' period.

    value = projects / members, with the members of the day on which the period of the projects ends. Projects of one
    year and projects since the start are two rows, by `basis`. A member takes part in several projects, so the number
    says how lively a cluster is and not how many members work together.

    Null, with its reason: zero_denominator, bounds. Where one of the two was not reported of that time there is no row.
    """
    return quotient(observation, indicator, ["projects"], of=["members"], unit="RATIO")
