"""How sure is a figure that is told in words: "more than 150", "около 18,5", "150 и более", "10–12 млрд"?

The words are data: words/qualifiers.csv, with the place where each may stand: before the figure, after it, between the
two ends of a range, before the first end (range), or between two ends that such a word opens (and).
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import polars as pl

_WORDS = Path(__file__).parent.with_name("words") / "qualifiers.csv"
ALMOST = "almost"
RANGE = ".."


def readings(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each way to take a text as a qualified figure: the comparator (or `almost`) and the text of its figure, or
    `..` and the texts of both ends of a range. Whether those are figures is for the caller to see."""
    for place in ("before", "after"):
        found = _pattern(place).search(text, _after_digits(text) if place == "after" else 0)
        if found:
            meaning = _meanings(place)[" ".join(found["word"].casefold().split())]
            yield meaning, (" ".join(f"{text[: found.start()]} {text[found.end() :]}".split()),)
    yield from _ranges(text)


def _after_digits(text: str) -> int:
    return next((place for place in range(len(text), 0, -1) if text[place - 1].isdigit()), 0)


def _ranges(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    opened = _pattern("range").search(text)
    rest = text[opened.end() :] if opened else text
    for place in ("between", "and") if opened else ("between",):
        for found in _pattern(place).finditer(rest):
            yield RANGE, (rest[: found.start()].strip(), rest[found.end() :].strip())


@cache
def _meanings(place: str) -> dict[str, str]:
    table = pl.read_csv(_WORDS, infer_schema=False).filter(pl.col("place") == place)
    return {word.casefold(): meaning for word, meaning in table.select("word", "comparator").iter_rows()}


@cache
def _pattern(place: str) -> re.Pattern[str]:
    longest_first = sorted(_meanings(place), key=len, reverse=True)
    word = f"(?P<word>{'|'.join(map(_spelled, longest_first))})"
    around = {"before": rf"^\s*{word}\s*", "range": rf"^\s*{word}\s+", "after": rf"(?<=\S)\s*{word}(?=\D*$)"}
    return re.compile(around.get(place, rf"\s*{word}\s*"), re.IGNORECASE)


def _spelled(word: str) -> str:
    """A word as a pattern: any white space inside; no letter or digit glued to a letter at its ends."""
    pattern = re.escape(word).replace(r"\ ", r"\s+")
    first = r"(?<!\w)" if word[0].isalpha() else ""
    last = r"(?!\w)" if word[-1].isalpha() else ""
    return f"{first}{pattern}{last}"
