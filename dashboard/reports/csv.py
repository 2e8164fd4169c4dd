"""How is a table written as CSV that no spreadsheet runs?"""

import polars as pl

#: What a spreadsheet takes as a formula: blanks or not, a sign (ASCII or full width), and more. A lone = is none.
_STARTS_FORMULA = r"^[\s\x{a0}]*[=+\-@＝＋－＠].|^[\t\r\n]"


def guarded(rows: pl.DataFrame) -> pl.DataFrame:
    """The same rows; a text that a spreadsheet would run gets an apostrophe before it. Numbers are left alone."""
    return rows.with_columns(_guarded(name) for name, kind in rows.schema.items() if kind == pl.String)


def _guarded(name: str) -> pl.Expr:
    runs = pl.col(name).str.contains(_STARTS_FORMULA)
    return pl.when(runs).then(pl.concat_str(pl.lit("'"), name)).otherwise(name).alias(name)
