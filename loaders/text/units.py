"""Which unit and scale do words name: "млн руб.", "тыс. долларов США", "EUR thousand", "га"?

The words are data: words/units.csv. A text is known when nothing but such words is in it, and they name one unit and
one scale at most; "kr" or "¥", which can mean several, are in no row of it. People and pieces ("чел.", "ед.") are
jobs of an indicator of jobs and a number of any other: such a word has both units, the likelier first.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from data import codelist
from loaders import clean

_WORDS = Path(__file__).parent.with_name("words") / "units.csv"
_TOKEN = re.compile(r"[^\W\d_](?:[^\W_]*[^\W\d_])?[23]?\.?|\d+|\S")
_LIST_MARKS = frozenset(",;:()[]/'’\"-–—.（）【】「」：，、；／")
#: What stands before a unit in a title: a sign, the word for "in", or nothing but a blank before a currency's sign.
_BEFORE = re.compile(r"[,;:()\[\]/\n（）【】「」：，、；／]|\b(?:в|у|w|v|in|en|em)\s|\s(?=[€$£₽₹₸₴₺₩])", re.IGNORECASE)
_ABBREVIATION = re.compile(r"\s*[^\W\d_]{1,4}\.\s*")
_SCHEMA = {"unit": pl.String, "also": pl.String, "scale": pl.String, "is_known": pl.Boolean}


@dataclass(frozen=True)
class Phrase:
    """What unit words say: a code of the list of units, or None, and what a figure is multiplied by.

    `also`: the unit they are where the indicator is not measured in the first.
    """

    unit: str | None
    scale: Decimal
    has_scale: bool
    also: str | None = None


def read(words: pl.Series) -> pl.DataFrame:
    """`unit` (null where none is named), `also` as in Phrase, `scale` as text ("1000") and `is_known` of each text;
    null for null."""
    return clean.by_spelling(words, _read, _SCHEMA)


def fitting(unit: pl.Series, also: pl.Series, indicator: pl.Series) -> pl.Series:
    """The unit, or `also` where that alone measures the indicator; one that measures it in no way stays, to be told."""
    if also.null_count() == len(also):
        return unit
    told = pl.DataFrame({"unit": unit, "also": also, "indicator": indicator})
    cases = told.filter(pl.col("also").is_not_null()).unique()
    quantities = dict(codelist.codes("indicator").select("id", "quantity").iter_rows())
    meant = [_fitting(first, other, quantities.get(name)) for first, other, name in cases.iter_rows()]
    found = told.join(
        cases.with_columns(meant=pl.Series(meant, dtype=pl.String)),
        on=told.columns,
        how="left",
        maintain_order="left",
        nulls_equal=True,
    )
    return found.select(pl.coalesce("meant", "unit").alias(unit.name)).to_series()


def _fitting(unit: str | None, also: str, quantity: str | None) -> str | None:
    takes_first = unit is not None and quantity in codelist.quantities(unit)
    return also if not takes_first and quantity in codelist.quantities(also) else unit


def in_title(title: str) -> Phrase | None:
    """The unit that a title or a heading names in brackets, after a comma or after the word "in"; None where there
    is none, or more than one. Unit and scale may stand apart: "рублей (тыс.)"; None too where what may be the scale is
    not understood: "рублей, т."."""
    texts = _BEFORE.split(title)[1:]
    told = {text: phrase_of(text) for text in texts}
    found = {phrase for phrase in told.values() if phrase}
    if len(found) == 2:
        return _together(found)
    is_open = any(phrase is None and _ABBREVIATION.fullmatch(text) for text, phrase in told.items())
    return next((phrase for phrase in found if phrase.has_scale or not is_open), None) if len(found) == 1 else None


def _together(found: set[Phrase]) -> Phrase | None:
    """Unit and scale as one, where one text names the unit alone and the other the scale alone."""
    alone = [phrase for phrase in found if phrase.unit and not phrase.has_scale]
    scales = [phrase for phrase in found if not phrase.unit]
    return replace(alone[0], scale=scales[0].scale, has_scale=True) if alone and scales else None


def after_name(text: str) -> Phrase | None:
    """The unit that stands after the name of what is measured, "Инвестиции, млн руб."; None where the name itself
    holds the word of another, "тыс. долл., руб."."""
    found = in_title(text)
    if found is None or found.unit is None:
        return None
    first = _BEFORE.split(text)[0]
    within = (_meanings().get((token.rstrip("."),)) or _meanings().get((token,)) for token in _tokens(first))
    others = {meaning for meaning in within if meaning and (meaning[0] or meaning[1] != 1)}
    return None if others else found


def phrase_of(text: str) -> Phrase | None:
    """What a text says that is made of unit words alone; None for any other text, and for two units or scales."""
    found = _words(_tokens(text)) if text.strip() else None
    if not found:
        return None
    named = {unit for unit, _ in found if unit}
    scales = [scale for _, scale in found if scale != 1]
    if len(named) > 1 or len(scales) > 1 or not (named or scales):
        return None
    unit, *also = next(iter(named)).split("|") if named else [None]
    return Phrase(unit, scales[0] if scales else Decimal(1), bool(scales), next(iter(also), None))


def _read(text: str) -> dict[str, Any]:
    phrase = phrase_of(text) or after_name(text)
    if phrase is None:
        return {"unit": None, "also": None, "scale": "1", "is_known": False}
    return {"unit": phrase.unit, "also": phrase.also, "scale": f"{phrase.scale:f}", "is_known": True}


def _words(tokens: list[str]) -> list[tuple[str | None, Decimal]] | None:
    """The meaning of each word or group of words, the longest first; None where one is not known."""
    found, place = [], 0
    while place < len(tokens):
        meaning = next(iter(_longest(tokens, place)), None)
        if meaning is None:
            return None
        found.append(meaning[:2])
        place += meaning[2]
    return found


def _longest(tokens: list[str], place: int) -> Iterator[tuple[str | None, Decimal, int]]:
    for count in range(min(_most_words(), len(tokens) - place), 0, -1):
        some = tokens[place : place + count]
        for spelling in (tuple(some), tuple(token.rstrip(".") or token for token in some)):
            if spelling in _meanings():
                yield (*_meanings()[spelling], count)


def _tokens(text: str) -> list[str]:
    folded = unicodedata.normalize("NFC", text).casefold()
    return [token for token in _TOKEN.findall(folded) if token not in _LIST_MARKS]


@cache
def _meanings() -> dict[tuple[str, ...], tuple[str | None, Decimal]]:
    table = pl.read_csv(_WORDS, infer_schema=False)
    rows = table.select("word", "unit", "scale").iter_rows()
    return {tuple(_tokens(word)): (unit, Decimal(scale)) for word, unit, scale in rows}


@cache
def _most_words() -> int:
    return max(map(len, _meanings()))
