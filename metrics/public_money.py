"""Whose public money is a figure divided by, or how much of it goes to one of something?"""

import narwhals.stable.v2 as nw

from metrics.quotient import DIMENSIONS as _PARTS
from metrics.quotient import quotient
from metrics.registry import OF_SERIES, Frame, Type

#: Public money for infrastructure: of all budgets as reported, and of the federal budget alone.
SOURCES = ("budget_infrastructure", "budget_infrastructure_federal")

DIMENSIONS: dict[str, Type] = {"public_money": nw.String, **_PARTS}


def per_public_rouble(observation: Frame, indicator: Frame, *gained: str) -> Frame:
    """The sum of these indicators per unit of public money, a row for each kind of it (`public_money`)."""
    told = [_named(quotient(observation, indicator, gained, (each,), unit="RATIO"), each) for each in SOURCES]
    return nw.concat(told, how="vertical")


def public_money_per(observation: Frame, indicator: Frame, one: str) -> Frame:
    """Public money per one of an indicator, a row for each kind of it (`public_money`)."""
    told = [_named(quotient(observation, indicator, (each,), (one,), unit=OF_SERIES), each) for each in SOURCES]
    return nw.concat(told, how="vertical").with_columns(indicator=nw.lit(one))


def _named(divided: Frame, source: str) -> Frame:
    return divided.with_columns(public_money=nw.lit(source))
