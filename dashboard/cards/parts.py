"""Which parts has a card, and which indicators tell each?"""

from functools import cache

import polars as pl

from data import codelist

#: The parts of a card, in its order, and the indicators that tell each, the foremost first.
PARTS = {
    "investment": ("investment",),
    "jobs": ("jobs_created", "jobs"),
    "residents": ("residents", "members"),
    "enterprises": ("enterprises",),
    "revenue": ("revenue", "output"),
    "taxes": ("taxes_paid", "taxes_and_contributions_paid"),
    "relief": ("tax_relief",),
    "public_money": ("budget_infrastructure", "public_aid"),
    "new_residents": ("residents_new",),
    "occupancy": ("occupancy",),
}
#: The part for a target of any other indicator: the one that speaks for the entity before the rest.
OTHER = "other"
#: What makes a series, with where it starts from.
SERIES = ["entity", "indicator", "scope", "basis", "unit", "since"]
#: A figure, its bounds and its sign: the endings of their columns.
ENDS = ("", "_lower", "_upper", "_comparator")


@cache
def of_indicators() -> pl.DataFrame:
    """Which part an indicator tells, and which of the part's indicators it is."""
    told = [
        {"indicator": name, "part": part, "place": place}
        for part, names in PARTS.items()
        for place, name in enumerate(names)
        if name in codelist.ids("indicator")
    ]
    return pl.DataFrame(told)
