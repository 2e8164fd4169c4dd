"""Which texts of a table repeat so often that a number stands for each of them?

Each cell of text takes 16 bytes beside its letters; one of 200 words takes one.
"""

import polars as pl
import polars.selectors as cs

_FEWEST_ROWS = 2_000  # smaller tables stay as they are
_REPEATED = 4  # times each spelling, on an average


def repeating(cells: pl.DataFrame) -> list[str]:
    """The columns of text that are worth it."""
    if cells.height < _FEWEST_ROWS:
        return []
    texts = cells.select(cs.string())  # none, where a long text was read with numbers for all its columns
    counts = texts.select(pl.all().n_unique()).row(0, named=True) if texts.width else {}
    return [name for name, count in counts.items() if count * _REPEATED <= cells.height]


def enums(cells: pl.DataFrame) -> pl.DataFrame:
    """The table with numbers for such texts; the words lie beside them, so that they go when the table goes."""
    wanted = [*repeating(cells), *(name for name, kind in cells.schema.items() if kind == pl.Categorical)]
    return cells.with_columns(_enum(cells[name]) for name in wanted)


def texts(cells: pl.DataFrame) -> pl.DataFrame:
    """The table with all its texts spelled out."""
    return cells.with_columns((cs.categorical() | cs.enum()).cast(pl.String))


def _enum(column: pl.Series) -> pl.Series:
    return column.cast(pl.Enum(column.unique().cast(pl.String).drop_nulls()))
