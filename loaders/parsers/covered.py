"""Which cells under a merged one hold something that nobody sees?

A program that merges cells keeps what stood in them; a reader of the sheet sees the first one alone.
"""

from itertools import islice

import polars as pl

from loaders.parsers.aside import MOST, Aside
from loaders.parsers.grid import Grid

_LOOKED_AT = 100_000


def covered(grid: Grid) -> tuple[Aside, ...]:
    """Those that hold anything but what the first one holds, as asides; of very many merged cells the first ones."""
    under = (
        (row, column, top, left)
        for top, left, bottom, right in grid.merged
        if left < grid.cells.width and right >= 0
        for row in range(top, min(bottom, grid.rows.len()) + 1)
        for column in range(max(left, 0), min(right, grid.cells.width - 1) + 1)
        if (row, column) != (top, left)
    )
    places = pl.DataFrame(list(islice(under, _LOOKED_AT)), schema=["row", "column", "top", "left"], orient="row")
    if places.is_empty():
        return ()
    told = places.with_columns(own=_texts(grid, places, "row", "column"), first=_texts(grid, places, "top", "left"))
    hidden = told.filter(pl.col("own").is_not_null() & pl.col("own").ne_missing(pl.col("first"))).head(MOST)
    rows = hidden.select("row", "column", "own").iter_rows()
    return tuple(Aside("covered", row, row, column, text[:100]) for row, column, text in rows)


def _texts(grid: Grid, places: pl.DataFrame, row: str, column: str) -> pl.Series:
    """The texts of the cells at some places, in their order."""
    found = [
        own.with_columns(text=grid.cells[str(place)].gather(own[row] - 1))
        for (place,), own in places.with_row_index("order").group_by(column)
    ]
    return pl.concat(found).sort("order")["text"]
