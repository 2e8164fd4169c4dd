"""How sure is a figure that is told in words: "more than 150", "около 18,5", "до 500"?"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from loaders import clean

_WORDS = Path(__file__).with_name("words") / "qualifiers.csv"
_ALMOST = "almost"


def split(cells: pl.Series) -> pl.DataFrame:
    """`comparator` and `number` (the rest of the text) of each cell, and whether it is said to be `almost` reached.

    A cell without such a word has comparator "=" and is its own number; null stays null.
    """
    return clean.by_spelling(cells, _split, {"comparator": pl.String, "number": pl.String, "is_almost": pl.Boolean})


def _split(text: str) -> dict[str, Any]:
    found = _pattern().match(text)
    if not found:
        return {"comparator": "=", "number": text, "is_almost": False}
    meaning = _meanings()[" ".join(found["word"].casefold().split())]
    is_almost = meaning == _ALMOST
    return {"comparator": "~" if is_almost else meaning, "number": found["number"], "is_almost": is_almost}


@cache
def _meanings() -> dict[str, str]:
    table = pl.read_csv(_WORDS, infer_schema=False)
    return dict(table.select("word", "comparator").iter_rows())


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_meanings(), key=len, reverse=True)
    words = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
    return re.compile(rf"\s*(?P<word>{words})\s*(?P<number>[\d(+−-].*)", re.IGNORECASE | re.DOTALL)
