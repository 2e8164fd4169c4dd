"""Does a figure fit those of its own series, and do as many report as before?"""

import polars as pl

from data import codelist
from data.counting import since
from loaders.checking.compared import Figures
from loaders.checking.warned import Found, each
from loaders.raw import ROW, RawTable

#: A jump by 10^2.5 to 10^3.5 times is nearer to a thousand than to growth; likewise around a million.
_THOUSAND, _MILLION, _AROUND = 3.0, 6.0, 0.5
#: What logarithms may be off by.
_ROUNDING = 1e-9
#: A median over five neighbours stands firm where two of them are wrong.
_NEIGHBOURS, _FEWEST = 5, 3
#: A report in which less than half of those who reported before come back is another report, not a thinner one.
_SAME_REPORT = 0.5
#: One figure alone is a correction, not a report of all.
_FEWEST_THAT_REPORT = 2
_GROUP = ("indicator", "scope", "basis", "scenario", "unit", "frequency")
_ADDS_UP = ("cumulative", "ytd")


def magnitude(raw: RawTable, figures: Figures) -> Found:
    """Figures about a thousand or a million times off the nearest one of their series: what stands already, else the
    median of their neighbours in the file."""
    odd = beside_usual(_scaled(figures.own), _scaled(figures.earlier), _THOUSAND - _AROUND)
    odd = odd.filter(_is_off(pl.col("size") - pl.col("usual")))
    power = pl.when((pl.col("size") - pl.col("usual")).abs() < (_THOUSAND + _MILLION) / 2).then(1_000).otherwise(10**6)
    return off(raw, odd, power)


def off(raw: RawTable, odd: pl.DataFrame, power: pl.Expr) -> Found:
    """Warnings of figures (with `size` and `usual`, powers of ten) that are so many times what is usual."""
    told = odd.select(
        ROW,
        *("entity", "indicator", "period"),
        found="value",
        times=power.cast(pl.Int64),
        other=pl.lit(10.0).pow("usual").round_sig_figs(3),
        is_more=pl.col("size") > pl.col("usual"),
    )
    more, less = (told.filter(is_more=is_more).drop("is_more") for is_more in (True, False))
    return [*each(raw, more, _MORE), *each(raw, less, _LESS)]


_MORE = (
    "{row}: {indicator} of {entity} in {period} is {found}, about {times} times more than {other}, which is usual for "
    "it: is the unit right?"
)
_LESS = (
    "{row}: {indicator} of {entity} in {period} is {found}, about {times} times less than {other}, which is usual for "
    "it: is the unit right?"
)


def beside_usual(own: pl.LazyFrame, earlier: pl.LazyFrame, jump: float) -> pl.DataFrame:
    """The figures of a file in series that jump by so many powers of ten, with their `size` and what is `usual`: the
    nearest one that stands, else the median of their neighbours."""
    apart = _apart(pl.concat([own, earlier]), jump)
    sized, standing = _sized(own, apart), _sized(earlier, apart)
    among_themselves = _neighbours(sized.join(standing, on="series", how="anti"))
    return pl.concat([_nearest(sized, standing), among_themselves])


def _scaled(rows: pl.DataFrame) -> pl.LazyFrame:
    """The figures that can be mistaken for thousands."""
    scaled = codelist.codes("indicator").filter(pl.col("kind") != "ratio")["id"]
    return rows.lazy().filter(pl.col("indicator").is_in(scaled.implode()), pl.col("value") != 0)


def _apart(rows: pl.LazyFrame, least_jump: float) -> pl.DataFrame:
    """The series of which any two figures are as far apart as those of two units; most need no second look."""
    size = pl.col("value").abs()
    ends = rows.group_by("series").agg(least=size.min(), most=size.max())
    jump = pl.col("most").log10() - pl.col("least").log10()
    return ends.filter(jump > least_jump - _ROUNDING).select("series").collect()


def _sized(rows: pl.LazyFrame, apart: pl.DataFrame) -> pl.DataFrame:
    """The figures of some series with the power of ten they are of, in the order of time."""
    told = rows.select("series", ROW, "entity", "indicator", "period", "end_month", "value")
    some = told.join(apart.lazy(), on="series", how="semi", maintain_order="left").collect()
    return some.with_columns(size=pl.col("value").abs().log10()).sort("end_month", maintain_order=True)


def _nearest(sized: pl.DataFrame, earlier: pl.DataFrame) -> pl.DataFrame:
    usual = earlier.select("series", "end_month", usual="size")
    # Both are sorted by month; Polars cannot see that within a series.
    return sized.join_asof(usual, on="end_month", by="series", strategy="nearest", check_sortedness=False).filter(
        pl.col("usual").is_not_null()
    )


def _neighbours(sized: pl.DataFrame) -> pl.DataFrame:
    median = pl.col("size").rolling_median(_NEIGHBOURS, min_samples=_FEWEST, center=True)
    repeated = sized.filter(pl.len().over("series") >= _FEWEST)
    return repeated.with_columns(usual=median.over("series").fill_null(pl.col("size").median().over("series")))


def _is_off(powers: pl.Expr) -> pl.Expr:
    return pl.any_horizontal((powers.abs() - power).abs() < _AROUND for power in (_THOUSAND, _MILLION))


def falling(raw: RawTable, figures: Figures) -> Found:
    """Cumulative figures, and those since the start of a year, that are surely below the one before."""
    if not figures.own["basis"].is_in(_ADDS_UP).any():
        return []
    counted = figures.together.filter(pl.col("basis").is_in(_ADDS_UP)).with_row_index("place")
    # Only what decides is put in order. Of what several sources say of one month, the highest comes first and the
    # lowest stands before the next month.
    steps = counted.select("place", "series", "end_month", "lower", "upper", since=_begins(), is_own=_IS_OWN)
    steps = steps.sort("series", "since", "end_month", "lower", descending=[False, False, False, True])
    before = [pl.col(name).shift(1).alias(f"before_{name}") for name in ("place", "lower", "is_own")]
    is_next = pl.all_horizontal(pl.col(name) == pl.col(name).shift(1) for name in ("series", "since"))
    falls = steps.with_columns(*before, is_next=is_next & (pl.col("end_month") > pl.col("end_month").shift(1))).filter(
        "is_next", pl.col("upper") < pl.col("before_lower"), pl.col("is_own") | pl.col("before_is_own")
    )
    after = counted[falls["place"]]
    earlier = counted[falls["before_place"]].select(_BEFORE).rename(lambda name: f"before_{name}")
    told = after.hstack(earlier).select(
        pl.coalesce(ROW, f"before_{ROW}").alias(ROW),
        *("entity", "indicator", "period"),
        found=pl.coalesce("value", "upper"),
        other=pl.coalesce("before_value", "before_lower"),
        other_period="before_period",
    )
    return each(raw, told, _FALLS)


_IS_OWN = pl.col(ROW).is_not_null()
_BEFORE = (ROW, "lower", "value", "period")
_FALLS = "{row}: {indicator} of {entity} adds up over time, but is {found} by {period} after {other} by {other_period}"


def _begins() -> pl.Expr:
    """From when a figure adds up: the start of its year, of its span, or of everything."""
    return pl.when(pl.col("basis") == "ytd").then(pl.col("end_month") // 12).otherwise(since())


def coverage(raw: RawTable, figures: Figures) -> Found:
    """Indicators that fewer report for the last period of the file than did for the period before, where it is the
    same report: half of those who reported come back. Promises end with each agreement, so they are not looked at."""
    own = figures.own.filter(pl.col("scenario") != "commitment")
    told = _reporting(own)
    now = told.sort("end_month").group_by(_GROUP).last()
    now = now.filter(pl.col("entities").list.len() >= _FEWEST_THAT_REPORT)
    if now.is_empty():
        return []
    others = _same_loads(figures)
    told = _reporting(pl.concat([own, others])) if others.height else told
    before = told.select(*_GROUP, other_end="end_month", other_period="period", others="entities")
    pairs = now.join(before, on=_GROUP).filter(pl.col("other_end") < pl.col("end_month"))
    last = (
        pairs.sort("other_end")
        .group_by(_GROUP)
        .last()
        .with_columns(
            again=pl.col("entities").list.set_intersection("others").list.len(), earlier=pl.col("others").list.len()
        )
    )
    thinner = last.filter(
        pl.col("entities").list.len() < pl.col("earlier"), pl.col("again") >= _SAME_REPORT * pl.col("earlier")
    )
    missing = pl.col("others").list.set_difference("entities").list.sort()
    told = thinner.select(
        ROW,
        *("indicator", "period", "other_period"),
        found=pl.col("entities").list.len(),
        other="earlier",
        missing=missing.list.head(5).cast(pl.List(pl.String)).list.join(", "),
    )
    return each(raw, told, _THINNER)


_THINNER = (
    "{row}: {indicator} is reported by {found} for {period}, by {other} for {other_period}; missing, among others: "
    "{missing}"
)


def _reporting(rows: pl.DataFrame) -> pl.DataFrame:
    """Who reports each indicator for each period, and the first row that does."""
    # One number stands for the words of a group: as they are they would take a hundred bytes of each row.
    lengths = rows.select(
        *("entity", "period", ROW, "end_month", *(name for name in _GROUP if name in rows.columns)),
        frequency=pl.col("end_month") - pl.col("start_month"),
    )
    grouped = lengths.with_columns(group=pl.struct(_GROUP).hash()).group_by("group", "end_month")
    said = [pl.col(name).first() for name in (*_GROUP, "period")]
    return grouped.agg(*said, pl.col(ROW).min(), entities=pl.col("entity").unique())


def _same_loads(figures: Figures) -> pl.DataFrame:
    """The figures of the loads that told of the same entities: an earlier report of the same kind."""
    series = figures.own["series"].unique()
    loads = figures.earlier.filter(pl.col("series").is_in(series.implode()))["load"].unique()
    indicators = figures.own["indicator"].unique()
    if loads.is_empty():
        return figures.own.clear()
    return figures.where(pl.col("load").is_in(loads.implode()) & pl.col("indicator").is_in(indicators.implode()))
