"""Commitments: what was promised, and which actual figure is held against it?"""

from metrics.pairing import DIMENSIONS, held_against
from metrics.registry import OF_SERIES, Frame, metric


@metric(
    title={
        "en": "Commitments and the actual figures held against them",
        "ru": "Обязательства и сопоставленные с ними факты",
    },
    unit=OF_SERIES,
    better=OF_SERIES,
    reference="Federal Law 116-FZ of 22 July 2005, article 12 (investments in the amounts and at the times set by the "
    "agreement); which actual is held against which commitment is the product's convention",
    dimensions=DIMENSIONS,
)
def commitments(observation: Frame, indicator: Frame, today: Frame) -> Frame:
    """The actual figure held against each commitment, one row per commitment; `period` is when it falls due.

    Rows are paired as targets are (see the metric pairing): what is said there of a target holds here of a commitment.

    value = the actual. Null with a reason where there is none: scope_differs, basis_differs or unit_differs where the
    entity has one in another series only, else no_actual. `ceiling`: the figure is a limit, not a level to reach.
    """
    return held_against(observation, indicator, today, "commitment")
