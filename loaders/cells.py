"""What does one column of cells say: numbers, how sure they are, their units and notes?"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

import polars as pl

from loaders import clean, numbers
from loaders import qualified as qualifiers

_ALMOST = Decimal("0.9")
SCHEMA = {
    "number": pl.String,
    "comparator": pl.String,
    "lower": pl.String,
    "upper": pl.String,
    "unit": pl.String,
    "is_scaled": pl.Boolean,
    "note": pl.String,
    "problem": pl.String,
}


def figures(
    texts: pl.Series,
    is_own: pl.Series,
    *,
    name: str,
    column: str,
    decimal: str | None,
    missing: Sequence[str],
    qualified: bool,
    footnotes: Literal["refuse", "keep"],
    units: bool,
) -> pl.DataFrame:
    """The figures of one column."""
    reported = clean.without(texts, missing)
    told = (
        qualifiers.split(reported)
        if qualified
        else pl.DataFrame({"comparator": [None] * len(texts), "number": reported, "is_almost": [False] * len(texts)})
    )
    bare = told["number"].set(is_own, None)
    mark = numbers.decimal_mark(bare, column, name, decimal)
    plain = told["number"].zip_with(is_own, numbers.written_plainly(bare, mark))
    is_almost = told["is_almost"].fill_null(False)
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, len(texts))
    return pl.DataFrame(
        {
            "number": plain,
            "comparator": told["comparator"].cast(pl.String),
            "lower": numbers.scaled(plain, _ALMOST).zip_with(is_almost, nothing),
            "upper": plain.zip_with(is_almost, nothing),
            "unit": nothing,
            "is_scaled": pl.Series([False]).new_from_index(0, len(texts)),
            "note": nothing,
            "problem": nothing,
        },
        schema=SCHEMA,
    )
