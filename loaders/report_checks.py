"""Do the figures of one report agree: is no part greater than its whole, has nobody jobs without investment?"""

import polars as pl

from data import codelist
from data.schema import KEY
from loaders.compared import Figures
from loaders.raw import ROW, RawTable
from loaders.warned import Found, each

_INVESTMENT = "investment"
_JOBS = ("jobs_created", "jobs")
#: What a sum of binary fractions may be off by.
_ROUNDING = 1e-9
_PLACE = [name for name in KEY if name != "indicator"]


def parts(raw: RawTable, figures: Figures) -> Found:
    """Figures that are part of another, as `data/codelists/part.csv` has it, and surely greater than it."""
    pairs = codelist.codes("part").select(indicator="id", whole="whole")
    named = {*pairs["indicator"], *pairs["whole"]}
    if not figures.own["indicator"].is_in(named).any():
        return []
    told = figures.together.filter(pl.col("indicator").is_in(named))
    wholes = told.group_by("indicator", *_PLACE).agg(pl.col(ROW).min(), pl.col("upper", "value").max())
    wholes = wholes.rename({"indicator": "whole", ROW: "whole_row", "upper": "most", "value": "other"})
    beside = told.join(pairs, on="indicator").join(wholes, on=["whole", *_PLACE])
    greater = beside.filter(
        pl.col("lower") > pl.col("most") + _ROUNDING * pl.col("most").abs(),
        pl.col(ROW).is_not_null() | pl.col("whole_row").is_not_null(),
    )
    rows = greater.select(
        pl.coalesce(ROW, "whole_row").alias(ROW),
        *("entity", "indicator", "period", "whole"),
        found=pl.coalesce("value", "lower"),
        other=pl.coalesce("other", "most"),
    )
    return each(raw, rows, _GREATER)


_GREATER = "{row}: {indicator} of {entity} in {period} is {found}, more than {whole} as a whole: {other}"


def jobs(raw: RawTable, figures: Figures) -> Found:
    """Entities that report jobs while all they and earlier loads say of their investment is zero or nothing, in a file
    that tells of investments."""
    if not (figures.own["indicator"] == _INVESTMENT).any():
        return []
    hired = figures.own.filter(pl.col("indicator").is_in(_JOBS), pl.col("lower") > 0)
    invested = figures.together.filter(
        pl.col("indicator") == _INVESTMENT, (pl.col("upper") > 0) | pl.col("upper").is_null()
    )
    told = (
        hired.join(invested, on=["entity", "scenario"], how="anti")
        .sort(ROW)
        .unique(["entity", "scenario"], keep="first", maintain_order=True)
    )
    return each(raw, told.select(ROW, "entity", "indicator", "period", found=pl.coalesce("value", "lower")), _HIRED)


_HIRED = "{row}: {entity} has {found} as {indicator} in {period}, but no investment is reported of it"
