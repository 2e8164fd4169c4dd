"""Do the figures of one report agree: is no part greater than its whole, has nobody jobs without investment?"""

from collections.abc import Mapping

import polars as pl

from data import codelist
from data.schema import KEY
from loaders.checking.compared import Figures
from loaders.checking.warned import Found, each
from loaders.raw import ROW, RawTable

_INVESTMENT = "investment"
_JOBS = ("jobs_created", "jobs")
_REPORT = ["entity", "scenario"]
#: What a sum of binary fractions may be off by.
_ROUNDING = 1e-9
_PLACE = [name for name in KEY if name != "indicator"]


def parts(raw: RawTable, figures: Figures) -> Found:
    """Figures that are part of another, as `data/codelists/part.csv` has it, and surely greater than it."""
    pairs = _there(figures)
    if pairs.is_empty():
        return []
    named = pl.concat([pairs["indicator"], pairs["whole"]]).unique()
    together = figures.together.lazy().filter(pl.col("indicator").is_in(named.implode()))
    told = together.select(
        *(ROW, "entity", "indicator", "period", "lower", "upper", "value"), place=pl.struct(_PLACE).hash()
    ).collect()
    wholes = told.filter(pl.col("indicator").is_in(pairs["whole"].implode())).select(
        "place", whole="indicator", whole_row=ROW, most="upper", other="value"
    )
    most = wholes.sort("most", nulls_last=True).unique(["place", "whole"], keep="last", maintain_order=True)
    beside = told.join(pairs, on="indicator").join(most, on=["place", "whole"])
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


def _there(figures: Figures) -> pl.DataFrame:
    """The parts and their wholes that are both told, one of them at least in the file."""
    pairs = codelist.codes("part").select(indicator="id", whole="whole").cast(pl.Categorical)
    own = figures.own["indicator"].unique()
    named = pl.any_horizontal(pl.col("indicator", "whole").is_in(own.implode()))
    pairs = pairs.filter(named)
    if pairs.is_empty():
        return pairs
    told = pl.concat([own, figures.earlier["indicator"].unique()])
    return pairs.filter(pl.all_horizontal(pl.col("indicator", "whole").is_in(told.implode())))


_GREATER = "{row}: {indicator} of {entity} in {period} is {found}, more than {whole} as a whole: {other}"


def jobs(raw: RawTable, frames: Mapping[str, pl.DataFrame], figures: Figures) -> Found:
    """Entities that report jobs while the investment that the file has a row for is zero or not reported, and no
    earlier load knows of any."""
    hired = figures.own.filter(pl.col("indicator").is_in(_JOBS), pl.col("lower") > 0)
    if hired.is_empty():
        return []
    asked = frames["observation"].filter(pl.col("indicator") == _INVESTMENT)
    asked = asked.select(pl.col(_REPORT).cast(pl.Categorical)).unique()
    invested = figures.together.filter(
        pl.col("indicator") == _INVESTMENT, (pl.col("upper") > 0) | pl.col("upper").is_null()
    )
    told = hired.join(asked, on=_REPORT, how="semi").join(invested, on=_REPORT, how="anti")
    first = told.sort(ROW).unique(_REPORT, keep="first", maintain_order=True)
    return each(raw, first.select(ROW, "entity", "indicator", "period", found=pl.coalesce("value", "lower")), _HIRED)


_HIRED = "{row}: {entity} has {found} as {indicator} in {period}, but no investment is reported of it"
