"""Which months does a shape of words mean: NQY is a quarter of a year, L-LY are months from one to another?

The letters: N number, Y year, D day in digits, Q quarter, H half, M months counted, L month's name, m the letter of
both months and of the Lithuanian year, A and O "on" a day, E end, S start, T since the start of the year, F fiscal,
G fiscal and named by the year in which it begins, V a year up to.
"""

from collections.abc import Callable
from datetime import date

import polars as pl

from data import period
from data.period import Period
from loaders.text import dates

Token = tuple[str, str]
Meaning = tuple[Period, str | None]
_BARE, _YTD, _STOCK = None, "ytd", "stock"
_SURE_SHORT_YEAR = 36
#: 2563 is a year of the Buddhist calendar, 1399 one of the Persian: neither is ours.
_YEARS = range(1800, 2200)


def meaning(tokens: list[Token]) -> Meaning | None:
    """The months of the words, and the basis (ytd, stock) where they say it; None where they name no period."""
    shape = shape_of(tokens)
    if "T" in shape:
        found = meaning(without(tokens, "T"))
        return (_to_date(found[0]), _YTD) if found and found[1] in (_BARE, _YTD) else None
    if "F" in shape:
        return meaning(without(tokens, "F"))
    if shape[:1] in ("A", "O"):
        return _at(tokens[1:]) or (meaning(tokens[1:]) if shape == "OY" else None)
    if shape[:1] in ("E", "S"):
        found = meaning(tokens[1:])
        return _stock(found, shape[0]) if found else None
    return _simple(tokens) or _simple(without(tokens, "m")) or _months_to(tokens) or _span(tokens)


def shape_of(tokens: list[Token]) -> str:
    """The letters of the words."""
    return "".join(kind for kind, _ in tokens)


def without(tokens: list[Token], kind: str) -> list[Token]:
    """The words that are not of this kind."""
    return [token for token in tokens if token[0] != kind]


def _to_date(found: Period) -> Period:
    """A quarter or a year to date keeps its name; of other periods the last month has it."""
    return found if found.frequency in (1, 3, 12) else Period(found.end_month, found.end_month)


def _stock(found: Meaning, side: str) -> Meaning | None:
    """What stands at the end of a period, or at its start: that is at the end of the month before."""
    if found[1] is not _BARE:
        return None
    before = found[0].start_month - 1
    return (found[0] if side == "E" else Period(before, before)), _STOCK


def _at(tokens: list[Token]) -> Meaning | None:
    """A stock on the first or the last day of a month: the first counts as the end of the month before."""
    if shape_of(tokens) not in ("NLY", "D"):
        return None
    words = [word for _, word in reversed(tokens)]
    text = words[0] if len(words) == 1 else f"{words[0]}-{int(words[1]):02d}-{int(words[2]):02d}"
    said = dates.days(pl.Series([text], dtype=pl.String))[0]
    if said is None or len(said) < 10:
        return None
    day = date.fromisoformat(said)
    month = period.month_index(day)
    if day.day == 1:
        return Period(month - 1, month - 1), _STOCK
    return (Period(month, month), _STOCK) if period.last_ended_month(day) == month else None


def _simple(tokens: list[Token]) -> Meaning | None:
    """A shape with one year, wherever it stands."""
    shape = shape_of(tokens)
    if (
        shape in ("NQN", "NHN", "NMN", "NmN") and len(tokens[2][1]) == 2 and int(tokens[2][1]) <= _SURE_SHORT_YEAR
    ):  # 3Q19
        return _simple([*tokens[:2], ("Y", f"20{tokens[2][1]}")])
    years = [int(word) for kind, word in tokens if kind == "Y"]
    key = shape.removeprefix("Y") if shape[:1] == "Y" else _YEAR_AFTER_SIGN.get(shape, shape.removesuffix("Y"))
    found = _SHAPES.get(key)
    if len(years) != 1 or found is None or years[0] not in _YEARS:
        return None
    return found(12 * years[0], *(int(word) for kind, word in tokens if kind in "NL"))


def _months_to(tokens: list[Token]) -> Meaning | None:
    """So many months, or a year (V), up to the month in which they end: 12 months to June 2019, year ended 31 March."""
    shape = shape_of(tokens)
    if shape not in ("NM-LY", "NM-NLY", "VLY", "VNLY", "VN/Y"):
        return None
    count = 12 if shape[0] == "V" else int(tokens[0][1])
    month = next(int(word) for kind, word in reversed(tokens) if kind in "LN")
    end = 12 * int(tokens[-1][1]) + month - 1
    is_whole = "NLY" not in shape or int(tokens[-3][1]) in (28, 29, 30, 31)
    return (Period(end - count + 1, end), _BARE) if 1 <= count <= 36 and 1 <= month <= 12 and is_whole else None


def _span(tokens: list[Token]) -> Meaning | None:
    """Two periods with a line between them: декабрь 2018 – март 2019, 2019-2021."""
    for place, (kind, _) in enumerate(tokens):
        if kind in "-/":
            first, last = _simple(tokens[:place]), _simple(tokens[place + 1 :])
            if first and last and first[1] is _BARE and last[1] is _BARE and first[0].end_month < last[0].start_month:
                return Period(first[0].start_month, last[0].end_month), _BARE
    return None


def _year(year: int) -> Meaning | None:
    return Period(year, year + 11), _BARE


def _parts(length: int) -> Callable[[int, int, int], Meaning | None]:
    """Parts of a year from one to another; from January on that is what was reached since the year began."""

    def parts(year: int, first: int, last: int) -> Meaning | None:
        start, end = year + (first - 1) * length, year + last * length - 1
        if not 1 <= first < last <= 12 // length:
            return None
        return (Period(end, end), _YTD) if first == 1 else (Period(start, end), _BARE)

    return parts


def _one(length: int) -> Callable[[int, int], Meaning | None]:
    def one(year: int, number: int) -> Meaning | None:
        is_there = 1 <= number <= 12 // length
        return (Period(year + (number - 1) * length, year + number * length - 1), _BARE) if is_there else None

    return one


def _since_january(year: int, count: int) -> Meaning | None:
    return (Period(year + count - 1, year + count - 1), _YTD) if 1 <= count <= 12 else None


#: What is left of a shape without its year, which is handed on as its January.
_SHAPES: dict[str, Callable[..., Meaning | None]] = {
    "": _year,
    **dict.fromkeys(("NQ", "QN", "-QN", "/QN", "-NQ", "/NQ"), _one(3)),
    **dict.fromkeys(("NH", "HN", "-HN", "/NH"), _one(6)),
    **dict.fromkeys(("L", "-L", "/L", "mN", "-mN", "-N", "N.", "N/"), _one(1)),
    **dict.fromkeys(("NM", "Nm", "-NM", "/NM"), _since_january),
    **dict.fromkeys(("L-L", "/L-L"), _parts(1)),
    "N-NQ": _parts(3),
}
_YEAR_AFTER_SIGN = {
    "N-Y": "-N",
    "L-Y": "L",
    "L/Y": "L",
    "NQ-Y": "NQ",
    "NQ/Y": "NQ",
    "QN-Y": "QN",
    "QN/Y": "QN",
    **dict.fromkeys(("-NY", "-QNY", "/QNY", "-NQY", "-HNY", "-LY", "mNY", "-mNY", "-NMY"), "?"),
}
