"""How is a line of a printed table written with delimiters?"""

import re
from collections.abc import Sequence

import polars as pl

#: What stands between the cells of a printed table that was written anew; no text has it.
PARTED = "\x1f"
#: A figure at the end of a text, which may be a cell that touches the one before it.
FIGURE_AT_END = r"\s[+(−–-]?\d[\d.,'’]*[)%]?$"


def quoted(cells: pl.Expr) -> pl.Expr:
    """Cells as a reader of delimited text takes them."""
    plain = cells.str.strip_chars()
    return (
        pl.when(plain.str.contains(f'["\\r{PARTED}]'))
        .then(pl.format('"{}"', plain.str.replace_all('"', '""')))
        .otherwise(plain)
    )


def quoted_text(text: str) -> str:
    """One text as a cell that a reader of delimited text takes."""
    plain = text.strip()
    return '"' + plain.replace('"', '""') + '"' if re.search(f'["\\r{PARTED}]', plain) else plain


def row(cells: Sequence[pl.Expr]) -> pl.Expr:
    """A row of cells."""
    return pl.concat_str([quoted(cell) for cell in cells], separator=PARTED)


def beside(text: pl.Expr, width: int) -> pl.Expr:
    """A line that is no row of the table: a text alone in its row, unless a figure ends it, which may belong to the
    table: then it fits no heading, and is refused."""
    alone = quoted(text) + pl.lit(PARTED * (width - 1))
    return pl.when(text.str.contains(FIGURE_AT_END)).then(quoted(text)).otherwise(alone)
