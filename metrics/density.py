"""How much of something is there on a hectare, and on a hectare of what?"""

import narwhals.stable.v2 as nw

from metrics.quotient import DIMENSIONS as _PARTS
from metrics.quotient import quotient
from metrics.registry import Frame, Type

#: The land a figure may be divided by: what is leased, what may be leased, everything.
LAND = ("area_leased_ha", "area_useful_ha", "area_ha")

DIMENSIONS: dict[str, Type] = {"land": nw.String, **_PARTS}


def per_hectare(observation: Frame, indicator: Frame, name: str) -> Frame:
    """An indicator per hectare, a row for each kind of land whose area at the period's end is known (`land`)."""
    told = [quotient(observation, indicator, (name,), (each,)).with_columns(land=nw.lit(each)) for each in LAND]
    return nw.concat(told, how="vertical")
