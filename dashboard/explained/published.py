"""What is known of one published figure: who told it, which of them counts and why, and what counted before?"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from dashboard.explained.lost import lost
from dashboard.session import Known
from data.schema import KEY
from data.winner import judge

_SAME = ("load", "source", "source_row")


@dataclass(frozen=True)
class Published:
    """A figure as published: everything that is told of its key, and what counted from which day on.

    `rows` are rows of `history`, the one that counts first, with `lost`: why another one counts, null for the one that
    does. `known` are those that counted one after another, each with `from_day`, on which it became known.
    """

    rows: pl.DataFrame
    known: pl.DataFrame

    @property
    def row(self) -> dict[str, Any]:
        """The figure that counts."""
        return self.rows.row(0, named=True)


def published(known: Known, key: Mapping[str, str]) -> Published | None:
    """What is known of the figure at a key, every column of which is said; none where nothing is."""
    own = known.rows_of(key["entity"], "history").filter(*[pl.col(name) == key[name] for name in KEY])
    if own.is_empty():
        return None
    rows = own.sort(~pl.col("is_current"), "source", "load", "source_row")
    return Published(rows.with_columns(lost=pl.Series(lost(rows), dtype=pl.String)), _one_after_another(own))


def key_of(entity: str, code: str) -> dict[str, str]:
    """The key that an address names as `published_code` writes it; a part that is missing is empty."""
    names = ("indicator", "scope", "basis", "unit", "period", "scenario")
    parts = code.split("~")
    return {"entity": entity, **dict(zip(names, [*parts, *[""] * len(names)], strict=False))}


def _one_after_another(rows: pl.DataFrame) -> pl.DataFrame:
    """Which of the rows counted as known on each day on which one of them became known, where that was another one."""
    days = rows["known_on"].unique().sort()
    told = pl.concat(_counting(rows, day).with_columns(from_day=pl.lit(day)) for day in days)
    is_another = pl.any_horizontal(pl.col(name).ne_missing(pl.col(name).shift()) for name in _SAME)
    return told.filter(is_another)


def _counting(rows: pl.DataFrame, day: date) -> pl.DataFrame:
    known = rows.filter(pl.col("known_on") <= day).drop("is_current")
    return judge(known.lazy()).filter("is_current").collect()
