"""Which numbers has a spreadsheet rounded when it saved a table as text: 1,2E+09?

A cell that is too narrow, or formatted so, is saved as it is shown: the digits that are not shown are lost. 1,2E+09 may
be anything from 1 150 000 000 to 1 250 000 000, so it is no 1 200 000 000. It is refused, as the file it was saved from
still has the figure; where the mapping takes figures told in words (`qualified`), it is read as about so much, with
half of its last digit to either side. Programs that write a number of theirs in powers write it whole, with a small e
or without a sign (1.2e+09, 1.2E9): these stay what they say.
"""

import re
from decimal import Decimal

import polars as pl

CUT = (
    "{found} has lost its last digits in a spreadsheet: show the column as numbers there and save it anew, or say "
    "qualified = true of this column to read it as about so much"
)
_SHOWN = re.compile(
    r"[+−–-]?\d+(?:[.,](?P<decimals>\d*))?E\+(?P<power>\d{1,3})|[+−–-]?\d+,(?P<few>\d+)E(?P<bare>\d{1,3})"
)


def is_cut(texts: pl.Series) -> pl.Series:
    """Which texts are shown in powers of ten with fewer digits than they have before the decimal sign."""
    if not texts.str.contains("E", literal=True).any():
        return pl.Series([False], dtype=pl.Boolean).new_from_index(0, len(texts))
    spellings = texts.drop_nulls().unique()
    cut = [text for text in spellings if half_of_last(text)]
    return texts.is_in(cut).fill_null(False)


def half_of_last(text: str) -> Decimal | None:
    """Half of the last digit that is shown; None where nothing is cut."""
    found = _SHOWN.fullmatch(text.strip())
    if found is None:
        return None
    decimals, power = len(found["decimals"] or found["few"] or ""), int(found["power"] or found["bare"])
    return Decimal(5).scaleb(power - decimals - 1) if decimals < power < 40 else None
