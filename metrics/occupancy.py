"""Occupancy: how much of the land that may be let is taken?"""

import narwhals.stable.v2 as nw

from metrics.quotient import DIMENSIONS, quotient
from metrics.registry import Frame, metric

_PLACE = ["entity", "scope", "period"]


@metric(
    title={"en": "Occupancy of useful land", "ru": "Заполняемость полезной площади"},
    unit="PT",
    better="higher",
    reference="Order of the Ministry of Economic Development No. 502 of 4 August 2016, annex 5 (useful area, area "
    "leased to residents and other investors, area they own, share)",
    dimensions={"land": nw.String, **DIMENSIONS},
)
def occupancy(observation: Frame, indicator: Frame) -> Frame:
    """The land leased and owned by residents as a percentage of the useful land, one row per date that both are known.

    value = 100 × (leased + owned) / useful; where nobody has told what is owned, 100 × leased / useful: `land` says
    which. Areas are those of the same date. Nothing is clipped.

    Null: zero_denominator where there is no useful land, bounds where a figure is only a range. Where the useful or the
    leased area is not known there is no row. `low_reliability` stands beside a value where a figure has status U.
    """
    useful = ("area_useful_ha",)
    leased = quotient(observation, indicator, ("area_leased_ha",), useful, unit="PT")
    owned = quotient(observation, indicator, ("area_owned_ha",), useful, unit="PT").select(_PLACE)
    both = quotient(observation, indicator, ("area_leased_ha", "area_owned_ha"), useful, unit="PT")
    known = both.join(leased.select(_PLACE), on=_PLACE, how="semi").join(owned, on=_PLACE, how="semi")
    alone = leased.join(owned, on=_PLACE, how="anti")
    return nw.concat([_named(alone, "area_leased_ha"), _named(known, "area_leased_and_owned_ha")], how="vertical")


def _named(divided: Frame, land: str) -> Frame:
    return divided.with_columns(land=nw.lit(land)).select(sorted([*divided.collect_schema().names(), "land"]))
