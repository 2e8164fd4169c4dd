"""What does a constant or a column of a mapping say for each row?"""

import polars as pl

from loaders import clean
from loaders.mapping import Mapping
from loaders.said import Said


def cells_of(table: pl.DataFrame, said: Said | None) -> pl.Series:
    """What a constant or a column says for each row; null where nothing is said."""
    if said is None or said.column is None:
        return constant(said.value if said else None, table.height)
    words = {word.casefold(): code for word, code in said.codes.items()}
    cells = table[said.column]
    if not words:
        return cells
    return (
        cells.to_frame("cell")
        .select(pl.col("cell").str.to_lowercase().replace_strict(words, default=pl.col("cell"), return_dtype=pl.String))
        .to_series()
    )


def constant(value: str | None, height: int) -> pl.Series:
    """The same text, or null, for every row."""
    return pl.Series([value], dtype=pl.String).new_from_index(0, height)


def missing(mapping: Mapping) -> tuple[str, ...]:
    """The words that mean "not reported" in this kind of file."""
    return clean.not_reported() if mapping.read.missing is None else tuple(mapping.read.missing)
