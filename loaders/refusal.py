"""How is a cell that cannot be read set aside: where, what was found, why not, what is accepted?"""

from collections.abc import Iterable

import polars as pl
from rapidfuzz import process

from loaders.raw import ROW

#: Refused cells: the row of the file, the column as the file calls it, the text found, an English template (the key of
#: its translation, with {found} and {column}), and what is accepted.
SCHEMA = {ROW: pl.UInt32, "column": pl.String, "found": pl.String, "problem": pl.String, "accepted": pl.String}
#: A longer text is cut where it is told.
LONGEST_FOUND = 200


def none() -> pl.DataFrame:
    """No refused cell."""
    return pl.DataFrame(schema=SCHEMA)


def where(
    frame: pl.DataFrame, wrong: pl.Expr, column: str, found: pl.Expr, problem: str, accepted: str | pl.Expr = ""
) -> pl.DataFrame:
    """One refused cell for each row of the frame (which has ROW) in which `wrong` holds."""
    accepted_expression = pl.lit(accepted) if isinstance(accepted, str) else accepted
    is_wrong = frame.select(wrong.fill_null(False)).to_series()
    if not is_wrong.any():
        return none()
    return frame.filter(is_wrong).select(
        pl.col(ROW).cast(pl.UInt32),
        pl.lit(column).alias("column"),
        found.cast(pl.String).fill_null("").str.slice(0, LONGEST_FOUND).alias("found"),
        pl.lit(problem).alias("problem"),
        accepted_expression.cast(pl.String).fill_null("").alias("accepted"),
    )


def together(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """All refused cells in the order of the file."""
    return pl.concat([none(), *parts]).unique(maintain_order=True).sort(ROW, maintain_order=True)


def without(rows: pl.DataFrame, refused: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """The rows (with ROW) of which no cell is refused; the same frame, and no copy, where none is."""
    lost = together(refused)[ROW]
    return rows.filter(~pl.col(ROW).is_in(lost.implode())) if len(lost) else rows


def nearest(found: str | None, known: Iterable[str], count: int = 3) -> str:
    """The codes that look most like what was found, to choose from; it suggests and never decides."""
    choices = sorted(known)
    if len(choices) <= 12:
        return ", ".join(choices)
    similar = process.extract(found or "", choices, limit=count, processor=str.casefold)
    return ", ".join(choice for choice, _, _ in similar) + ", …"
