"""Which day, month, quarter or year does a text say?

`03/04/2019` is two days; which of them is decided over the whole column, or asked. The names of the months are data:
words/months.csv.
"""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl

from data import period
from data.errors import UserError
from loaders import clean
from loaders.text import numbers

_WORDS = Path(__file__).parent.with_name("words") / "months.csv"
_ISO_DAY = (
    r"^([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?$"
)
_TIME = re.compile(
    r"[T ,]+\d{1,2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?$", re.IGNORECASE
)
_OF_YEAR = re.compile(r"\s*(?:г\.?|год|года|р\.)$")
_YEAR_FIRST = re.compile(
    r"(\d{4})(?:([-/.])(\d{1,2})\2(\d{1,2})|-(\d{1,2})|\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일])?)?"
)
_COMPACT = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_YEAR_LAST = re.compile(r"(\d{1,2})([-/.])\s?(\d{1,2})\2\s?(\d{4}|\d{2})")
_MONTH_YEAR = re.compile(r"(\d{1,2})[./](\d{4})")
_QUARTER = re.compile(r"(\d{4})-?Q([1-4])", re.IGNORECASE)
_WHOLE_YEAR = re.compile(r"([12]\d{3})\.0")
_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")
_SHORT_YEAR = re.compile(r"\d{1,2}[-./ ]\s*\D+?[-./ ]\s*(\d{2})")
_EPOCHS = {1900: date(1899, 12, 30), 1904: date(1904, 1, 1)}
_YEARS = range(1800, 2200)
ACCEPTED = {
    "year": "2019, 2019-09-30 or 30.09.2019",
    "quarter": "2019-Q3, 2019-09-30 or 30.09.2019",
    "month": "2019-09, 2019-09-30 or 30.09.2019",
    "year_to": "2019-09, 2019-09-30 or 30.09.2019",
    "day": "2019-09-30 or 30.09.2019",
}


def days(
    cells: pl.Series, order: str | None = None, epoch: int | None = None, *, name: str = "", column: str = ""
) -> pl.Series:
    """The day of each text as 2019-09-30, or 2019-09 or 2019 where it says no more; null where it is no date.

    `order` (dmy, mdy, ymd) tells how dates in digits are written; without it the column shows it, and a date with
    dots is dmy. `epoch` (1900 or 1904): numbers of five digits are a spreadsheet's days. A year of two digits is read
    where the order is told or the month is a word, as long as its century is sure. Raises UserError with the question
    where the order cannot be told.
    """
    whole = cells.str.extract(_ISO_DAY).str.to_date("%Y-%m-%d", strict=False)
    others = cells.set(whole.is_not_null(), None)
    texts = {text: numbers.spelled_usually(text) for text in others.drop_nulls().unique()}
    decided = order or _order(texts.values(), name, column)

    def spelled(text: str) -> dict[str, Any]:
        return {"day": _day(texts[text], decided, order, epoch)}

    found = clean.by_spelling(others, spelled, {"day": pl.String})["day"]
    return whole.dt.to_string("%Y-%m-%d").zip_with(whole.is_not_null(), found).alias("day")


def periods(
    cells: pl.Series,
    unit: str,
    order: str | None = None,
    epoch: int | None = None,
    *,
    name: str = "",
    column: str = "",
) -> pl.Series:
    """The year, quarter or month in which each date lies, as the text of a period; null where it is no date.

    `year_to` is the twelve months that end with the month of the date, as fiscal years do: 2018-10/2019-09. The other
    arguments and the error are those of `days`.
    """
    quarters = cells.str.extract_groups(f"(?i)^{_QUARTER.pattern}$").struct.unnest()
    is_quarter = quarters["1"].is_not_null()
    bare = cells.str.replace(f"^{_WHOLE_YEAR.pattern}$", "$1")
    found = days(bare.set(is_quarter, None), order, epoch, name=name, column=column)
    year, month = found.str.slice(0, 4), found.str.slice(5, 2).cast(pl.Int8, strict=False)
    if unit == "year":
        return year.zip_with(~is_quarter, quarters["1"])
    if unit in ("month", "year_to"):
        months = found.str.slice(0, 7).set(month.is_null(), None)
        return months if unit == "month" else clean.by_spelling(months, _year_to, {"period": pl.String})["period"]
    told = quarters["1"] + "-Q" + quarters["2"]
    return told.zip_with(is_quarter, year + "-Q" + ((month + 2) // 3).cast(pl.String))


def _year_to(month: str) -> dict[str, Any]:
    end = period.parse(month).end_month
    return {"period": period.Period(end - 11, end).text}


def month_names() -> dict[str, int | None]:
    """The number of the month of each word, folded; None for words that stand beside months and years: года, of."""
    return _names()


@cache
def _names() -> dict[str, int | None]:
    rows = pl.read_csv(_WORDS, infer_schema=False).select("word", "month").iter_rows()
    return {fold(word): int(month) if month else None for word, month in rows}


def fold(text: str) -> str:
    """A text as words are compared: one form of each letter, no capitals."""
    return unicodedata.normalize("NFC", text).casefold()


def _order(texts: Iterable[str], name: str, column: str) -> str | None:
    """What dates such as 03/04/2019 show of their order; dots are dmy everywhere, so nothing is to be shown by them."""
    found = [(text, _YEAR_LAST.fullmatch(_bare(text))) for text in texts]
    doubtful = sorted((text, int(each[1]), int(each[3])) for text, each in found if each and each[2] != ".")
    shown = {
        "dmy": [text for text, first, _ in doubtful if first > 12],
        "mdy": [t for t, _, second in doubtful if second > 12],
    }
    certain = [order for order, some in shown.items() if some]
    unlike = [text for text, first, second in doubtful if first != second]
    if len(certain) == 1 or not unlike:
        return certain[0] if certain else None
    examples = [some[0] for some in shown.values() if some] or unlike[:3]
    raise UserError(
        "{name}, column {column}: does the day or the month come first? Found: {found}.\n"
        'Say dates = "dmy" or dates = "mdy" under [read] in the mapping.',
        name=name,
        column=column,
        found=", ".join(examples),
    )


def _bare(text: str) -> str:
    return _OF_YEAR.sub("", _TIME.sub("", text)).strip()


def _day(text: str, decided: str | None, told: str | None, epoch: int | None) -> str | None:
    bare = _bare(text)
    serial = _SERIAL.fullmatch(bare)
    if serial and epoch:
        return (_EPOCHS[epoch] + timedelta(days=int(serial[1]))).isoformat()
    first = _YEAR_FIRST.fullmatch(bare)
    if first:
        return _iso(first[1], first[3] or first[5] or first[6], first[4] or first[7])
    compact = _COMPACT.fullmatch(bare)
    if compact:
        return _iso(*compact.groups())
    last = _YEAR_LAST.fullmatch(bare)
    if last:
        return _in_digits(last, decided, told)
    month = _MONTH_YEAR.fullmatch(bare)
    return _iso(month[2], month[1], None) if month else _in_words(bare)


def _in_digits(found: re.Match[str], decided: str | None, told: str | None) -> str | None:
    first, _, second, last = found.groups()
    if len(last) == 2 and told == "ymd":
        return _iso(_century(first), second, last)
    year = last if len(last) == 4 else _century(last) if told else None
    order = decided if found[2] != "." else told or "dmy"
    if order == "ymd":
        return None
    return _iso(year, first, second) if order == "mdy" else _iso(year, second, first)


def _in_words(text: str) -> str | None:
    """30 сентября 2019 г., Sep 30, 2019, červenec 1998, 30-Sep-19: one month in words, the rest in digits."""
    if re.search(r"[^\w\s.,/'’()-]", text):
        return None
    words = re.findall(r"[^\W\d_]+", fold(text))
    digits = re.findall(r"\d+", text)
    known = month_names()
    months = [known[word] for word in words if known.get(word)]
    if len(months) != 1 or any(word not in known for word in words):
        return None
    years = [each for each in digits if len(each) == 4]
    short = _SHORT_YEAR.fullmatch(text)
    year = years[0] if len(years) == 1 else _century(short[1]) if short else None
    rest = [each for each in digits if len(each) < 4][: 1 if short else None]
    return _iso(year, str(months[0]), rest[0] if rest else None) if len(rest) <= 1 and len(years) <= 1 else None


def _century(short: str) -> str | None:
    """Zones have been reported on since the 1970s: 70-99 and 00-36 are sure, what lies between is not."""
    year = int(short)
    return f"20{year:02d}" if year <= 36 else f"19{year}" if year >= 70 else None


def _iso(year: str | None, month: str | None, day: str | None) -> str | None:
    """2019-09-30, 2019-09 or 2019; None where there is no such day."""
    if year is None or int(year) not in _YEARS:
        return None
    try:
        when = date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return None
    return when.isoformat()[: 10 if day else 7 if month else 4]
