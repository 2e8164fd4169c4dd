"""Uncapped composite: and if what lies beyond the plan counted?"""

from metrics.composite import DIMENSIONS, scored
from metrics.registry import Frame, metric


@metric(
    title={
        "en": "Composite without caps (unverified)",
        "ru": "Сводный показатель без ограничения (не проверено)",
    },
    unit="PT",
    better="higher",
    reference="By analogy with Government Decree 643 of 7 July 2016, clause 6 (formulae and weights were not read: "
    "unverified); without caps it is the product's own, to show what the caps hide",
    dimensions=DIMENSIONS,
)
def composite_uncapped(composite_part: Frame) -> Frame:
    """The weighted mean of the parts of a methodology, with what lies beyond the plan.

    value = Σ weight × attainment / Σ weight over the parts that can be told; coverage as for the composite. It may
    exceed 100, and one part may hide another's gap.

    Null: no_actual where no part can be told, bounds where a part is only a range.
    """
    return scored(composite_part, "uncapped")
