"""Attainment: how much of its target an entity has reached."""

from metrics.interval import percentage
from metrics.judgement import comparable, doubted
from metrics.pairing import DIMENSIONS
from metrics.registry import Frame, metric


@metric(
    title={"en": "Target attainment", "ru": "Выполнение плана"},
    unit="PT",
    better="higher",
    reference="Order of the Ministry of Economic Development No. 502 of 4 August 2016, items а-г",
    dimensions=DIMENSIONS,
)
def attainment(pairing: Frame) -> Frame:
    """Actual as a percentage of the target it is paired with, one row per target.

    value = 100 × actual / target; the bounds of both carry over. Nothing is clipped. Null, with its reason, when the
    target is not above zero, is a ceiling or a range, no actual is paired, or the indicator is a published ratio: an
    entity that has not reported has neither met nor missed its target. `low_reliability` stands beside the value where
    either figure has status U.
    """
    return doubted(percentage(comparable(pairing), "actual", of="target"))
