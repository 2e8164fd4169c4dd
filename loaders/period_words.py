"""Which period do words name: "III кв. 2019", "9 мес. 2019", "H1 2019", "на 01.10.2019"?"""

from typing import Any

import polars as pl

from loaders import clean

SCHEMA = {"period": pl.String, "basis": pl.String, "problem": pl.String}


def read(cells: pl.Series, year: pl.Series | None = None, *, fiscal_year_starts: int | None = None) -> pl.DataFrame:
    """`period` (2019, 2019-Q3, 2019-01/2019-06), `basis` where the words say it (ytd, stock), and `problem`."""
    return clean.by_spelling(cells, _read, SCHEMA)


def _read(text: str) -> dict[str, Any]:
    bare = text.removesuffix("г.").removesuffix("год").strip()
    return {"period": bare} if bare.isdigit() and len(bare) == 4 else {}
