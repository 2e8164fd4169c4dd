"""Are figures in per cent told as per cent: 85, and not 0.85 or 8500?"""

import polars as pl

from loaders.checking import series_checks
from loaders.checking.compared import Figures
from loaders.checking.warned import Found, each
from loaders.raw import ROW, RawTable

_PER_CENT, _ENOUGH = "PT", 3
_SHARES = "{row}: all {count} figures of {indicator} lie within 1 per cent: are they shares that are shown as per cent?"
#: A jump by 50 to 200 times is nearer to a hundred than to a change.
_HUNDRED, _AROUND = 2.0, 0.3
#: What is told as a share is not above one, but for a plan that is exceeded; a hundredfold per cent is above a hundred.
_MOST_AS_SHARE, _LEAST_AS_HUNDREDFOLD = 2, 100
#: Figures of others say what is usual where most of them are alike.
_PEERS, _ALIKE, _MOST_ALIKE = ("indicator", "scope", "basis", "scenario"), 0.5, 0.6
_FEWEST_PEERS = 4


def shares(raw: RawTable, figures: Figures) -> Found:
    """Indicators in per cent of which the file tells nothing but shares of one: 0.85 as Excel keeps what it shows as
    85 %. Else single figures a hundred times off their series, or off what others report."""
    per_cent = _in_per_cent(figures.own)
    if per_cent.is_empty():
        return []
    size = pl.col("value").abs()
    told = per_cent.group_by("indicator", maintain_order=True).agg(
        pl.col(ROW).first(), count=pl.len(), most=size.max(), is_whole=(size == size.round()).all()
    )
    odd = told.filter(pl.col("count") >= _ENOUGH, pl.col("most") <= 1, ~pl.col("is_whole"))
    rest = per_cent.join(odd, on="indicator", how="anti", maintain_order="left")
    return each(raw, odd.select(ROW, "indicator", "count"), _SHARES) + _hundredfold(raw, rest, figures)


def _in_per_cent(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.filter(pl.col("unit") == _PER_CENT, pl.col("value") != 0)


def _hundredfold(raw: RawTable, own: pl.DataFrame, figures: Figures) -> Found:
    earlier = _in_per_cent(figures.earlier)
    in_series = series_checks.beside_usual(own.lazy(), earlier.lazy(), _HUNDRED - _AROUND)
    judged = pl.concat([own.filter(pl.len().over("series") >= _ENOUGH)["series"], earlier["series"]])
    odd = pl.concat([in_series, _beside_peers(own, judged).select(in_series.columns)])
    size, times = pl.col("value").abs(), pl.col("size") - pl.col("usual")
    is_told_so = pl.when(times < 0).then(size <= _MOST_AS_SHARE).otherwise(size > _LEAST_AS_HUNDREDFOLD)
    return series_checks.off(raw, odd.filter((times.abs() - _HUNDRED).abs() < _AROUND, is_told_so), pl.lit(100))


def _beside_peers(own: pl.DataFrame, judged: pl.Series) -> pl.DataFrame:
    """The figures of short series beside the median of what all report, where most report about as much."""
    sized = own.with_columns(size=pl.col("value").abs().log10())
    usual = pl.col("size").median().over(_PEERS)
    is_alike = ((pl.col("size") - pl.col("usual")).abs() < _ALIKE).mean().over(_PEERS) >= _MOST_ALIKE
    beside = sized.filter(pl.len().over(_PEERS) >= _FEWEST_PEERS).with_columns(usual=usual)
    return beside.filter(is_alike & ~pl.col("series").is_in(judged.implode()))
