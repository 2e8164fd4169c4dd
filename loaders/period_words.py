"""Which period do words name: "III кв. 2019", "9 мес. 2019", "H1 2019", "на 01.10.2019"?

A text becomes its shape, a letter for each kind of word (N number, Y year, Q quarter, L month's name …), and each
shape has one meaning. The words are data: words/periods.csv and words/months.csv.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from data import period
from data.errors import UserError
from data.period import Period
from loaders import clean, dates, numbers

_WORDS = Path(__file__).with_name("words") / "periods.csv"
_SCHEMA = {"period": pl.String, "basis": pl.String, "problem": pl.String}
FISCAL = "{found} may be a year that starts in another month than January: say fiscal_year_starts under [read]"
FISCAL_NAMED = "{found} may begin or end in that year: write it as 2018/19"
_OWN_SPAN = re.compile(r"\d{4}(-Q\d|-\d\d)?/\d{4}(-Q\d|-\d\d)|\d{4}(-Q\d|-\d\d)/\d{4}", re.IGNORECASE)
_TOKEN = re.compile(r"\d{1,2}\.\d{1,2}\.\d{4}|\d{4}-\d{2}-\d{2}|\d+|[^\W\d_]+|(?<=\d)\.(?=\d)|[-–—−/]|[^\s.,'’()]")
_YEAR_PAIR = re.compile(r"(\d{4})\s*[-–—/]\s*(\d{2})(?!\d)")
_KINDS = {
    "quarter": "Q",
    "half": "H",
    "months": "M",
    "at": "A",
    "on": "O",
    "end": "E",
    "start": "S",
    "ytd": "T",
    "fiscal": "F",
    "span": "-",
}
_BARE, _YTD, _STOCK = None, "ytd", "stock"

Token = tuple[str, str]
Meaning = tuple[Period, str | None]


def read(cells: pl.Series, year: pl.Series | None = None, *, fiscal_year_starts: int | None = None) -> pl.DataFrame:
    """`period` of each cell as 2019, 2019-Q3, 2019-01/2019-06; null where it names none, and for null.

    `basis` is ytd or stock where the words say so, else null. `year` completes cells that name none ("I квартал").
    `problem`: why a cell that looks like a period is refused. A year such as 2018/19 needs the month in which such
    years start; 2011-12 is a month only where other cells of the column show months.
    """
    years = pl.lit("") if year is None else year.fill_null("")
    joined = pl.select(pl.concat_str([cells, years], separator="\x00")).to_series()
    has_months = any(_is_surely_month(text) for text in cells.drop_nulls().unique())

    def spelled(text: str) -> dict[str, Any]:
        said, _, told = text.partition("\x00")
        return _told(said, told, has_months, fiscal_year_starts)

    return clean.by_spelling(joined, spelled, _SCHEMA)


def _is_surely_month(text: str) -> bool:
    pair = _YEAR_PAIR.fullmatch(text)
    return bool(pair and "-" in text and 1 <= int(pair[2]) <= 12 and not _is_next(pair[1], pair[2]))


def _is_next(year: str, short: str) -> bool:
    return (int(year) + 1) % 100 == int(short)


def _told(text: str, year: str, has_months: bool, starts: int | None) -> dict[str, Any]:
    usual = numbers.spelled_usually(text).strip()
    if _OWN_SPAN.fullmatch(usual):
        return _own(usual.upper())
    tokens = _tokens(usual)
    if tokens is None:
        return {}
    pair = _fiscal(tokens, has_months, starts)
    if pair is not None:
        start = _months(pair, starts) if starts else None
        return {"period": start.text} if start else {"problem": FISCAL_NAMED if starts else FISCAL}
    if year and not any(kind in "YD" for kind, _ in tokens):
        tokens = [*tokens, ("Y", year)]
    try:
        found = _meaning(tokens)
    except (ValueError, UserError):
        return {}
    return {"period": found[0].text, "basis": found[1]} if found else {}


def _own(text: str) -> dict[str, Any]:
    try:
        return {"period": period.parse(text).text}
    except UserError:
        return {}


def _tokens(text: str) -> list[Token] | None:
    """Kinds and words of a text, without those that say nothing; None where a word is not known."""
    words = _TOKEN.findall(dates.fold(text).replace("п/г", "пг"))
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
    """The kind of the first words, followed by their number where they say one; and how many words they are."""
    for count in range(min(4, len(words)), 0, -1):
        kind = _phrases().get(tuple(words[:count]))
        if kind is not None:
            return ("N" + kind if kind.isdigit() else _KINDS.get(kind, "")), count
    word = words[0]
    if word[0].isdigit():
        return ("D" if len(word) > 4 and not word.isdigit() else {1: "N", 2: "N", 4: "Y"}.get(len(word))), 1
    if word in "-–—−/.":
        return ("-" if word in "–—−" else word), 1
    if word == "m":
        return "m", 1
    month = dates.month_names().get(word, -1)
    return (None if month == -1 else f"L{month}" if month else ""), 1


def _fiscal(tokens: list[Token], has_months: bool, starts: int | None) -> int | None:
    """The first calendar year of a year over two of them: 2018/19, 2018-2019, FY 2018/19; 0 where it is not told."""
    shape = "".join(kind for kind, _ in tokens)
    if "F" in shape and re.sub("[F]", "", shape) == "Y":
        return None if starts == 1 else 0
    bare = [token for token in tokens if token[0] != "F"]
    if [kind for kind, _ in bare] not in (["Y", "/", "N"], ["Y", "-", "N"], ["Y", "-", "Y"], ["Y", "/", "Y"]):
        return None
    first, last = bare[0][1], bare[2][1]
    if len(last) < 2 or not _is_next(first, last[-2:]) or (len(last) == 4 and int(last) != int(first) + 1):
        return None
    is_month = bare[1][0] == "-" and bare[2][0] == "N" and 1 <= int(last) <= 12 and has_months and not starts
    return None if is_month else int(first)


def _months(year: int, starts: int) -> Period | None:
    """The twelve months of a year that starts in another month than January, or in it."""
    first = 12 * year + starts - 1
    return Period(first, first + 11) if year and 1 <= starts <= 12 else None


def _meaning(tokens: list[Token]) -> Meaning | None:
    shape = "".join(kind for kind, _ in tokens)
    if "T" in shape:
        found = _meaning([token for token in tokens if token[0] != "T"])
        return (_last_month(found[0]), _YTD) if found and found[1] in (_BARE, _YTD) else None
    if "F" in shape:
        return _meaning([token for token in tokens if token[0] != "F"])
    if shape[:1] in ("A", "O"):
        return _at(tokens[1:]) or (_meaning(tokens[1:]) if shape == "OY" else None)
    if shape[:1] in ("E", "S"):
        found = _meaning(tokens[1:])
        return _stock(found, shape[0]) if found else None
    return _simple(tokens) or _simple([token for token in tokens if token[0] != "m"]) or _span(tokens)


def _stock(found: Meaning, side: str) -> Meaning | None:
    """What stands at the end of a period, or at its start: that is at the end of the month before."""
    if found[1] is not _BARE:
        return None
    before = found[0].start_month - 1
    return (found[0] if side == "E" else Period(before, before)), _STOCK


def _at(tokens: list[Token]) -> Meaning | None:
    """A stock on the first or the last day of a month: the first counts as the end of the month before."""
    text = " ".join(word for _, word in tokens)
    if [kind for kind, _ in tokens] == ["N", "L", "Y"]:
        text = f"{int(tokens[2][1]):04d}-{int(tokens[1][1]):02d}-{int(tokens[0][1]):02d}"
    elif [kind for kind, _ in tokens] != ["D"]:
        return None
    said = dates.days(pl.Series([text], dtype=pl.String))[0]
    if said is None:
        return None
    day = date.fromisoformat(said)
    month = period.month_index(day)
    if day.day == 1:
        return Period(month - 1, month - 1), _STOCK
    return (Period(month, month), _STOCK) if period.last_ended_month(day) == month else None


def _simple(tokens: list[Token]) -> Meaning | None:
    """A shape with one year, wherever it stands."""
    years = [int(word) for kind, word in tokens if kind == "Y"]
    shape = "".join(kind for kind, _ in tokens)
    if shape == "NQN" and len(tokens[2][1]) == 2 and int(tokens[2][1]) <= 36:  # 3Q19
        years, shape, tokens = [2000 + int(tokens[2][1])], "NQ", tokens[:2]
    meaning = _SHAPES.get(
        shape.replace("Y", "", 1) if shape[:1] == "Y" else _SUFFIXED.get(shape, shape.replace("Y", ""))
    )
    if len(years) != 1 or meaning is None or not 1000 <= years[0] <= 2999:
        return None
    return meaning(12 * years[0], *(int(word) for kind, word in tokens if kind in "NL"))


def _span(tokens: list[Token]) -> Meaning | None:
    """Two periods with a line between them: декабрь 2018 – март 2019, 2019-2021."""
    for place, (kind, _) in enumerate(tokens):
        if kind in "-/":
            first, last = _simple(tokens[:place]), _simple(tokens[place + 1 :])
            if first and last and first[1] is _BARE and last[1] is _BARE and first[0].end_month < last[0].start_month:
                return Period(first[0].start_month, last[0].end_month), _BARE
    return None


def _last_month(found: Period) -> Period:
    return found if period.parse(found.text).frequency in (1, 3, 12) else Period(found.end_month, found.end_month)


def _part(year: int, first: int, last: int, length: int) -> Meaning | None:
    """Parts of a year from one to another, counted from 1; from January on it is told from the start of the year."""
    start, end = year + (first - 1) * length, year + last * length - 1
    if not 1 <= first <= last <= 12 // length:
        return None
    return (Period(end, end), _YTD) if first == 1 and last > 1 else (Period(start, end), _BARE)


def _one(length: int) -> Callable[[int, int], Meaning | None]:
    def one(year: int, number: int) -> Meaning | None:
        is_there = 1 <= number <= 12 // length
        return (Period(year + (number - 1) * length, year + number * length - 1), _BARE) if is_there else None

    return one


def _since_january(year: int, count: int) -> Meaning | None:
    return (Period(year + count - 1, year + count - 1), _YTD) if 1 <= count <= 12 else None


_SHAPES: dict[str, Callable[..., Meaning | None]] = {
    "": lambda year: (Period(year, year + 11), _BARE),
    **dict.fromkeys(("NQ", "QN", "-QN", "/QN", "-NQ"), _one(3)),
    **dict.fromkeys(("NH", "HN", "-HN"), _one(6)),
    **dict.fromkeys(("L", "-L", "mN", "-mN", "-N", "<month>"), _one(1)),
    **dict.fromkeys(("NM", "Nm", "-NM"), _since_january),
    "L-L": lambda year, first, last: _part(year, first, last, 1),
    "N-NQ": lambda year, first, last: _part(year, first, last, 3),
}
#: Shapes in which the year stands last and a sign before it.
_SUFFIXED = {
    "N.Y": "<month>",
    "N/Y": "<month>",
    "N-Y": "<month>",
    "L-Y": "L",
    "L/Y": "L",
    "mNY": "",
    "-NY": "?",
    "NQ-Y": "NQ",
    "NQ/Y": "NQ",
    "QN/Y": "QN",
    "QN-Y": "QN",
}


@cache
def _phrases() -> dict[tuple[str, ...], str]:
    rows = pl.read_csv(_WORDS, infer_schema=False).select("word", "kind").iter_rows()
    return {tuple(_TOKEN.findall(dates.fold(word))): kind for word, kind in rows}
