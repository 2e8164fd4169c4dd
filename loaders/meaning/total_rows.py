"""Do the totals that stand among the rows of a file add up?"""

import re
from decimal import Decimal

import polars as pl

from data.batch import Warning
from loaders.raw import ROW, RawTable

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


def differing(raw: RawTable, totals: pl.DataFrame, parts: pl.Series, column: str) -> list[tuple[int, Warning]]:
    """A warning for each total (ROW, `total` as plain text) that is not the sum of the parts, to half its last digit.

    What is no number is left out; a total of which no part is reported is told too.
    """
    told = [Decimal(text) for text in parts.drop_nulls() if _PLAIN.fullmatch(text)]
    found = []
    for row in totals.with_columns(raw.source_row().alias("at")).iter_rows(named=True):
        text = row["total"]
        if text is None or not _PLAIN.fullmatch(text):
            continue
        total, added = Decimal(text), sum(told, Decimal(0))
        if abs(total - added) > _half_of_last_digit(total):
            details = {"row": row["at"], "column": column, "found": text, "sum": f"{added.normalize():f}"}
            template = "{row}: the total of {column} is {found}, but the rows that count add up to {sum}"
            found.append((row[ROW], Warning(template, details, row["at"])))
    return found


def _half_of_last_digit(number: Decimal) -> Decimal:
    exponent = number.as_tuple().exponent
    return Decimal(5).scaleb(min(int(exponent), 0) - 1)
