"""How are the rows of cards narrowed, and when does a period end?"""

from collections.abc import Callable

import polars as pl

from dashboard.reports.pairs import LISTED
from dashboard.session import Known
from data import period

#: Leaves out the rows that a page does not show.
Within = Callable[[pl.DataFrame], pl.DataFrame]


def listed(known: Known, rows: pl.DataFrame) -> pl.DataFrame:
    """The rows of those that have a card."""
    whom = known.table("entity").filter(pl.col("kind").is_in(LISTED)).select(entity="code")
    return rows.join(whom, on="entity", how="semi")


def dated(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with `end_month` and `frequency` of their period, each text of a period read once."""
    texts = rows["period"].unique().drop_nulls()
    read = [period.parse(text) for text in texts]
    months = {"end_month": [each.end_month for each in read], "frequency": [each.frequency for each in read]}
    found = pl.DataFrame({"period": texts, **months}, schema_overrides=dict.fromkeys(months, pl.Int32))
    return rows.join(found, on="period", how="left", maintain_order="left")


def has_figure() -> pl.Expr:
    """Whether a row has a number or an end of one."""
    return pl.any_horizontal(pl.col("value", "lower", "upper").is_not_null())
