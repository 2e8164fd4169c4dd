"""Which cells of a text have swallowed lines, because a quotation mark is missing or one is too many?"""

import polars as pl

from loaders.parsers.aside import Aside
from loaders.raw import ROW

_MOST, _SHOWN = 1_000, 100


def swallowed(cells: pl.DataFrame, names: list[str], delimiter: str) -> tuple[Aside, ...]:
    """Records over several lines of which each line has as many cells as the heading, as asides at the first cell that
    holds a line's end. A text over several lines hardly ever looks so."""
    ended = [name for name in names if _holds_ends(cells[name])] if len(names) > 1 else []
    if not ended:
        return ()
    texts = [pl.col(name).cast(pl.String).fill_null("") for name in names]
    has_end = [text.str.contains("\n", literal=True) for text in texts]
    several = cells.filter(
        pl.any_horizontal(pl.col(name).cast(pl.String).str.contains("\n", literal=True) for name in ended)
    )
    lines = pl.concat_str(texts, separator=delimiter).str.split("\n")
    counts = lines.list.eval(pl.element().str.count_matches(delimiter, literal=True))
    is_row = counts.list.eval(pl.element() == len(names) - 1).list.all()
    place = pl.concat_list(has_end).list.arg_max()
    found = (
        several.filter(is_row).head(_MOST).select(pl.col(ROW), place.alias("place"), lines.list.get(0).alias("text"))
    )
    return tuple(Aside("lines", row, row, column, text[:_SHOWN]) for row, column, text in found.iter_rows())


def _holds_ends(cells: pl.Series) -> bool:
    """Whether any cell goes on in another line; of a column of few spellings only these are looked at."""
    texts = cells if cells.dtype == pl.String else cells.unique().cast(pl.String)
    return bool(texts.str.contains("\n", literal=True).any())
