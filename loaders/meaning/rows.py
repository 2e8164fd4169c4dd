"""What does a constant or a column of a mapping say for each row?"""

from typing import Any

import polars as pl

from loaders import clean
from loaders.mapping import Mapping
from loaders.meaning.said import Said, folded


def cells_of(table: pl.DataFrame, said: Said | None) -> pl.Series:
    """What a constant or a column says for each row; null where nothing is said."""
    if said is None or said.column is None:
        return constant(said.value if said else None, table.height)
    return meant(table[said.column], said)


def meant(cells: pl.Series, said: Said) -> pl.Series:
    """The codes for the words of the cells, as the mapping gives them; a word it does not hold stays as it is."""
    words = said.words
    told = cells
    if words:
        # A list of aliases is whole: what it lacks is unknown, never "otherwise".
        rest = None if said.aliases else said.otherwise

        def read(word: str) -> dict[str, Any]:
            return {"code": words.get(folded(word), rest or word)}

        told = clean.by_spelling(cells, read, {"code": pl.String})["code"]
    return told if said.otherwise is None else told.fill_null(said.otherwise)


def constant(value: str | None, height: int) -> pl.Series:
    """The same text, or null, for every row."""
    return pl.Series([value], dtype=pl.String).new_from_index(0, height)


def missing(mapping: Mapping) -> tuple[str, ...]:
    """The words that mean "not reported" in this kind of file."""
    return clean.not_reported() if mapping.read.missing is None else tuple(mapping.read.missing)
