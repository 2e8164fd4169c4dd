"""How is a table written as CSV that no spreadsheet runs?"""

import polars as pl

#: What a spreadsheet takes as the start of a formula, blanks before it or not, ASCII or full width.
_STARTS_FORMULA = r"^[\s\u00a0]*[=+\-@＝＋－＠]|^[\t\r\n]"


def guarded(rows: pl.DataFrame) -> pl.DataFrame:
    """The same rows; a text that a spreadsheet would run gets an apostrophe before it. Numbers are left alone."""
    texts = pl.col(pl.String)
    return rows.with_columns(
        pl.when(texts.str.contains(_STARTS_FORMULA)).then(pl.concat_str(pl.lit("'"), texts)).otherwise(texts).name.keep()
    )
