"""Which period do words name: "III кв. 2019", "9 мес. 2019", "H1 2019", "на 01.10.2019"?

A text becomes its shape, a letter for each kind of word, and each shape has one meaning (loaders/period_shapes.py).
The words are data: words/periods.csv and words/months.csv.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from data import period
from data.errors import UserError
from data.period import Period
from loaders import clean
from loaders.text import dates, numbers, period_spelling
from loaders.text.period_shapes import Token, meaning, shape_of, without

_WORDS = Path(__file__).parent.with_name("words") / "periods.csv"
_SCHEMA = {"period": pl.String, "basis": pl.String, "problem": pl.String}
FISCAL = "{found} may be a year that starts in another month than January: say fiscal_year_starts under [read]"
FISCAL_NAMED = "{found} may begin or end in that year: write it as 2018/19"
#: Words of languages that put no blanks between them.
_UNSPACED = "四半期|季度|半年|半期|年度|[年第季上下一二三四]|분기|반기|[년상하]"
_OWN_SPAN = re.compile(r"\d{4}(-Q\d|-\d\d)?/\d{4}(-Q\d|-\d\d)|\d{4}(-Q\d|-\d\d)/\d{4}", re.IGNORECASE)
_TOKEN = re.compile(
    _UNSPACED + r"|\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2}|\d+|[^\W\d_]+|(?<=\d)\.(?=\d)|[-–—−/]|[^\s.,'’()]"
)
_ORDINAL = re.compile(r"(?<=[0-9iv])-(?:й|ый|ой|ий|е|ое|го|м|ом)\b|(?<=[1-4])(?:do|da|ro|ra|to|ta|era?|ère|º|ª)(?!\w)")
#: A week of ISO 8601, which is no month and no period here: 2019-W05.
_WEEK = re.compile(r"\d{4}\s?-?\s?w\s?\d{1,2}(-\d)?|w\s?\d{1,2}[-\s]\d{4}", re.IGNORECASE)
#: A year whose figures are an estimate, 2020E: that is more than the year.
_ESTIMATE = re.compile(r"(19|20)\d\d\s?e", re.IGNORECASE)
#: A quarter under its year, as a heading of two rows has it: 2018 / III.
_ROMAN_UNDER_YEAR = re.compile(r"^((?:19|20)\d\d(?:\s*г(?:од|\.)?)?\s*/\s*(?:I{1,3}|IV))$", re.IGNORECASE)
_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_LETTERS = {
    "quarter": "Q",
    "half": "H",
    "months": "M",
    "at": "A",
    "on": "O",
    "end": "E",
    "start": "S",
    "ytd": "T",
    "fiscal": "F",
    "fiscal_first": "G",
    "span": "-",
    "year_to": "V",
}


def read(cells: pl.Series, year: pl.Series | None = None, *, fiscal_year_starts: int | None = None) -> pl.DataFrame:
    """`period` of each cell as 2019, 2019-Q3, 2019-01/2019-06; null where it names none, and for null.

    `basis` is ytd or stock where the words say so, else null. `year` (2019, "2019 г.") completes cells that name none.
    `problem`: why a cell that looks like a period is refused. A year such as 2018/19 needs the month in which such
    years start; 2011-12 is a month only where other cells of the column show months.
    """
    years = pl.lit("") if year is None else year.fill_null("")
    joined = pl.select(pl.concat_str([cells, years], separator="\x00")).to_series()
    has_months = any(map(_is_surely_month, cells.drop_nulls().unique()))

    def spelled(text: str) -> dict[str, Any]:
        said, _, told = text.partition("\x00")
        return _told(said, told, has_months, fiscal_year_starts)

    return clean.by_spelling(joined, spelled, _SCHEMA)


def kind_of(word: str) -> str | None:
    """What a single word says of a period: quarter, half, months, fiscal …; None where it is not known."""
    return _phrases().get((dates.fold(word),))


def _is_surely_month(text: str) -> bool:
    found = _MONTH.fullmatch(text)
    return bool(found and not _is_next(found[1], found[2]))


def _is_next(year: str, short: str) -> bool:
    return (int(year) + 1) % 100 == int(short)


def _told(text: str, year: str, has_months: bool, starts: int | None) -> dict[str, Any]:
    usual = _ROMAN_UNDER_YEAR.sub(r"\1 квартал", period_spelling.usual(numbers.spelled_usually(text).strip()))
    tokens = _tokens(usual)
    try:
        if _OWN_SPAN.fullmatch(usual):
            return {"period": period.parse(usual.upper()).text}
        if tokens is None or _WEEK.fullmatch(usual) or _ESTIMATE.fullmatch(usual):
            return {}
        part, rest = _part_of_fiscal(tokens)
        first = _fiscal(rest, has_months, starts)
        return _of_tokens(tokens, year) if first is None else _fiscal_year(first, starts, part)
    except UserError:
        return {}


def _of_tokens(tokens: list[Token], year: str) -> dict[str, Any]:
    is_complete = any(kind in "YD" for kind, _ in tokens)
    beside = [] if is_complete else _tokens(numbers.spelled_usually(year).strip()) or []
    found = meaning([*tokens, *beside] if shape_of(beside) == "Y" else tokens)
    return {"period": period.parse(found[0].text).text, "basis": found[1]} if found else {}


def _part_of_fiscal(tokens: list[Token]) -> tuple[tuple[int, int], list[Token]]:
    """Which part of a year is named beside FY, as its number and its months, and the words without it: Q1 FY2019-20."""
    shape = shape_of(tokens)
    for place, kinds in ((shape.find(kinds), kinds) for kinds in ("QN", "NQ", "HN", "NH")):
        months = 3 if "Q" in kinds else 6
        if ("F" in shape or "G" in shape) and place >= 0:
            number = int(next(word for kind, word in tokens[place : place + 2] if kind == "N"))
            if 1 <= number <= 12 // months:
                return (number, months), tokens[:place] + tokens[place + 2 :]
    return (1, 12), tokens


def _fiscal_year(first: int, starts: int | None, part: tuple[int, int]) -> dict[str, Any]:
    """The months of a fiscal year, or of that part of it."""
    if not starts or not first:
        return {"problem": FISCAL_NAMED if starts else FISCAL}
    number, months = part
    start = 12 * first + starts - 1 + (number - 1) * months
    return {"period": period.parse(Period(start, start + months - 1).text).text}


def _fiscal(tokens: list[Token], has_months: bool, starts: int | None) -> int | None:
    """The first calendar year of a year over two of them: 2018/19, 2018-2019, FY 2018/19; 0 where it is not told."""
    if "G" in shape_of(tokens) and shape_of(without(tokens, "G")) == "Y":
        return int(without(tokens, "G")[0][1])
    if "F" in shape_of(tokens) and shape_of(without(tokens, "F")) == "Y":
        return None if starts == 1 else 0
    bare = without(tokens, "F")
    if shape_of(bare) not in ("Y/N", "Y-N", "Y-Y", "Y/Y"):
        return None
    (_, first), (sign, _), (kind, last) = bare
    is_next = len(last) > 1 and (_is_next(first, last) if kind == "N" else int(last) == int(first) + 1)
    is_month = sign == "-" and kind == "N" and 1 <= int(last) <= 12 and has_months and not starts
    return int(first) if is_next and not is_month else None


def _tokens(text: str) -> list[Token] | None:
    """Kinds and words of a text, without those that say nothing; None where a word is not known."""
    words = _TOKEN.findall(_ORDINAL.sub("", dates.fold(text)).replace("п/г", "пг"))
    found: list[Token] = []
    while words:
        kind, count = _kind(words)
        if kind is None:
            return None
        if kind:
            found.append((kind[0], kind[1:] or words[0]))
        words = words[count:]
    return found


def _kind(words: list[str]) -> tuple[str | None, int]:
    """The letter of the first words, followed by their number where they say one; and how many words they are."""
    for count in range(min(4, len(words)), 0, -1):
        kind = _phrases().get(tuple(words[:count]))
        if kind is not None:
            return (f"N{kind}" if kind.isdigit() else _LETTERS.get(kind, "")), count
    return _kind_of_one(words[0]), 1


def _kind_of_one(word: str) -> str | None:
    if word[0].isdigit():
        return "D" if not word.isdigit() else {1: "N", 2: "N", 4: "Y"}.get(len(word))
    if word in "-–—−/.":
        return "-" if word in "–—−" else word
    if word == "m":
        return word
    month = dates.month_names().get(word, 0)
    return "" if month is None else f"L{month}" if month else None


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    rows = pl.read_csv(_WORDS, infer_schema=False).select("word", "kind").iter_rows()
    return {tuple(_TOKEN.findall(dates.fold(word))): kind for word, kind in rows}
