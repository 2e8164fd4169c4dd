"""Which figures stand at a data version, which of them win, and what is worked out of each?"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import polars as pl

from data import marks, period
from data.counting import since
from data.schema import KEY, frame_schema
from data.winner import RETRACTED, verdicts

#: The columns of `history`, in order, but for what follows from them: `is_current`, `is_contested` and the marks.
HISTORY = (
    *KEY,
    "comparator",
    "value",
    "lower",
    "upper",
    "status",
    "source",
    "publisher",
    "published",
    "published_month",
    "published_on",
    "source_kind",
    "known_on",
    "start_month",
    "end_month",
    "frequency",
    "since",
    "load",
    "source_row",
    "locator",
    "note",
)


def standing_figures(
    parts: Mapping[int, Path], sources: pl.DataFrame, recorded: Mapping[int, date]
) -> tuple[pl.LazyFrame, pl.LazyFrame]:
    """The winner of each key, and the other rows that stand, each sorted by key."""
    told = _history(parts, sources, recorded).collect()
    kept = verdicts(told)
    columns = [*told.iter_columns(), marks.series(told)]
    del told
    chosen = [kept.filter(pl.col("is_current") == is_current) for is_current in (True, False)]
    winners, others = _taken(columns, chosen)
    marked = (marks.with_ends(winners), marks.without_ends(others))
    return marked[0].lazy().with_columns(_words()), marked[1].lazy().with_columns(_words())


def _taken(columns: list[pl.Series], chosen: list[pl.DataFrame]) -> list[pl.DataFrame]:
    """The rows that are chosen, by frame. Taken out of one piece they take a fourth of the time; one column is so at a
    time, and then given up: all of them twice would be the most memory that a load takes. `columns` is left empty."""
    taken: list[list[pl.Series]] = [[] for _ in chosen]
    while columns:
        column = columns.pop(0).rechunk()
        for found, rows in zip(taken, chosen, strict=True):
            found.append(column.gather(rows["row"]))
    return [pl.DataFrame([*found, rows["is_contested"]]) for found, rows in zip(taken, chosen, strict=True)]


def coded(rows: pl.LazyFrame) -> pl.LazyFrame:
    """Columns of few words as numbers: a quarter of the memory, and no text is compared where keys are."""
    return rows.with_columns(pl.col(*KEY, "comparator", "status", "source").cast(pl.Categorical))


def _words() -> pl.Expr:
    return pl.col(pl.Categorical).cast(pl.String)


def _history(parts: Mapping[int, Path], sources: pl.DataFrame, recorded: Mapping[int, date]) -> pl.LazyFrame:
    rows = [
        coded(pl.scan_parquet(folder / "observation.parquet")).with_columns(
            pl.lit(load, pl.Int64).alias("load"), pl.lit(recorded[load]).alias("recorded_on")
        )
        for load, folder in parts.items()
    ]
    start = coded(pl.LazyFrame(schema=frame_schema("observation")))
    start = start.with_columns(pl.lit(0, pl.Int64).alias("load"), pl.lit(date.min).alias("recorded_on"))
    return (
        pl.concat([start, *rows])
        .join(_publication(sources).lazy(), on="source", how="left")
        .with_columns(known_on=_known_on(), publisher=pl.coalesce("publisher", "source"))
        .with_columns(frequency=pl.col("end_month") - pl.col("start_month") + 1, since=since())
        .select(*HISTORY)
    )


def _known_on() -> pl.Expr:
    """When a figure became known: with its source, or with its load where the source has no date.

    A figure is taken back on the day the retraction is recorded, however old its source.
    """
    published = pl.when(pl.col("status") != RETRACTED).then(pl.col("published_on"))
    return pl.coalesce(published, pl.col("recorded_on"))


def _publication(sources: pl.DataFrame) -> pl.DataFrame:
    """One row per source: publisher, when it was published as text, as last possible day and as month, and its kind."""
    days = [period.last_day(text) if text else None for text in sources["published"]]
    return sources.select(
        pl.col("code").cast(pl.Categorical).alias("source"),
        pl.col("publisher", "published").cast(pl.Categorical),
        pl.col("kind").cast(pl.Categorical).alias("source_kind"),
        published_on=pl.Series(days, dtype=pl.Date),
        published_month=pl.Series([day and period.month_index(day) for day in days], dtype=pl.Int32),
    )
