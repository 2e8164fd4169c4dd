"""What do a scorecard, a zone and its laggards say, asked of the product and written by hand in other engines?

Each function answers from a folder: `version-*` is a snapshot, `load-*` are the Parquet files of the loads. All
answers to one question have the same columns and rows, so that they can be checked equal before any is timed.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import narwhals.stable.v2 as nw
import polars as pl

from metrics.coverage import _belonging, _figures

ZONE = "Z00007"
_PLACE = ["entity", "indicator", "scope", "unit"]
_PART = ["value", "lower", "upper"]
SCORECARD = ["entity", "indicator", "value", "lower", "upper", "actual", "reported", "expected"]
TRAJECTORY = ["indicator", "period", "value", "lower", "upper", "reported"]
LAGGING = ["member", "value"]


def product(folder: Path) -> dict[str, Callable[[], pl.DataFrame]]:
    """The answers out of the snapshot with the parts that metrics are made of: no metric rolls members up yet."""
    snapshot = _At(folder)

    def table(name: str) -> Any:
        return nw.from_native(snapshot.table(name)).lazy()

    def rolled(zone: str | None) -> Any:
        membership = table("membership")
        membership = membership.filter(nw.col("of") == zone) if zone else membership
        belonging = _belonging(membership, table("entity"), table("role"))
        return _figures(table("observation"), table("indicator"), belonging)

    raise NotImplementedError
