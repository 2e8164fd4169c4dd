"""Does anything end before it begins: a membership, a stage, an agreement?"""

from collections.abc import Mapping

import polars as pl

from loaders.checking.warned import Found, each
from loaders.raw import ROW, RawTable

#: Of each table: what is told of, of whom, from when, to when.
_SPANS = {
    "membership": ("of", "member", "from", "to"),
    "stage": ("stage", "project", "entered", "left"),
    "agreement": ("kind", "code", "signed", "due"),
}
_ENDS_FIRST = "{row}: {entity}, {what}: the end {when} lies before the beginning {other}"


def backwards(raw: RawTable, frames: Mapping[str, pl.DataFrame]) -> Found:
    """Rows whose last day comes before their first; of dates of unlike precision only what both tell is compared."""
    told: Found = []
    for table, (what, entity, begin, end) in _SPANS.items():
        if table in frames:
            columns = {"what": what, "entity": entity, "when": end, "other": begin}
            wrong = frames[table].filter(_ends_first(begin, end))
            told += each(
                raw, wrong.select(ROW, **{name: pl.col(column) for name, column in columns.items()}), _ENDS_FIRST
            )
    return told


def _ends_first(begin: str, end: str) -> pl.Expr:
    length = pl.min_horizontal(pl.col(begin, end).str.len_chars())
    return pl.col(end).str.head(length) < pl.col(begin).str.head(length)
