"""How is one cell written: a number, a number with a footnote, a day, a period, a word?"""

import re
from functools import cache

import polars as pl

from loaders import clean
from loaders.text import dates, footnotes, numbers, period_words, qualified, units

NUMBER = "number"
_LONGEST = 60
_GAP = " \u00a0\u2000-\u200a\u202f"
_INDIAN = r"\d{1,2}(?:,\d{2})+,\d{3}"
_BARE = rf"[+−–-]?\s?(?:\d+|\d{{1,3}}(?:[{_GAP}.,'’]\d{{3}})+|{_INDIAN})(?:[.,](?:\d+|\s?[-–—]{{1,2}}))?|[.,]\d+"
_NUMBER = re.compile(rf"(?:{_BARE}|\(\s?(?:{_BARE})\s?\))\s?%?|[+-]?\d+(?:[.,]\d+)?[eE][+-]?\d+")
_DAY = re.compile(r"(\d{4}-\d{1,2}-\d{1,2}|\d{1,2}([./-])\d{1,2}\2(\d{4}|\d{2}))([ T]\d{1,2}:\d{2}.*)?(\s?г\.?)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
#: A year over two calendar years: 2018-19, 2018/2019.
_FISCAL_YEAR = re.compile(r"(?:19|20)\d\d\s?[-–/]\s?(?:\d\d|(?:19|20)\d\d)")
_WITH_SIGN = re.compile(rf"[-−]?\s?(?P<unit>[€$£₽₹₸₴₺₩]|[A-Z]{{3}})\s?(?:{_BARE})(?P<scale>\s?[^\W\d_]{{1,8}}\.?)?")
_WITH_UNIT = re.compile(rf"(?:{_BARE})\s?(?P<unit>\D.*)")
#: A formula without a result: #REF!, #ДЕЛ/0!, #NOT CALCULATED!
_FAULT = re.compile(r"#[\w /]{2,16}[!?]")
_DIGIT = re.compile(r"\d")


def shape(text: str) -> str:
    """What a cell looks like: year, number, footnote, date, period (of two years), qualified, unit, fault or word."""
    text = numbers.spelled_usually(text).replace(numbers.ARABIC_POINT, ".")
    if _YEAR.fullmatch(text):
        return "year"
    if _DAY.fullmatch(text):
        return "date"
    if _NUMBER.fullmatch(text):
        return NUMBER
    if _FAULT.fullmatch(text):
        return "fault"
    if not _DIGIT.search(text):
        return "word"
    if _FISCAL_YEAR.fullmatch(text):
        return "period"
    noted = footnotes.split(text)
    if (noted and _NUMBER.fullmatch(noted[0].strip())) or footnotes.is_unsure(text):
        return "footnote"
    if len(text) > _LONGEST:
        return "word"
    return _in_words(text)


def _in_words(text: str) -> str:
    if unit_of(text):
        return "unit"
    readings = (figures for _, figures in qualified.readings(text))
    is_qualified = any(all(_NUMBER.fullmatch(each) or unit_of(each) for each in figures) for figures in readings)
    return "qualified" if is_qualified else "word"


def unit_of(text: str) -> str | None:
    """The unit words after a number, `млн руб.` of `18,5 млн руб.`, or the sign before it: `€1,234.50`."""
    found = _WITH_UNIT.fullmatch(text) or _WITH_SIGN.fullmatch(text)
    words = found["unit"] + (found.groupdict().get("scale") or "") if found else ""
    return words if words and units.phrase_of(words) else None


def shapes(spellings: pl.Series) -> pl.Series:
    """The shape of each text: what `shape` says, and period."""
    found = pl.Series([shape(text) for text in spellings], dtype=pl.String)
    is_short = spellings.str.contains(r"\d") & (spellings.str.len_chars() <= _LONGEST)
    periods = period_words.read(spellings.set(~is_short, None))["period"]
    found = found.set((found == "word") & periods.is_not_null(), "period")
    is_day = dates.days(spellings, "dmy").str.len_chars() == len("2019-09-30")
    in_words = spellings.str.contains(r"\p{L}") & is_day.fill_null(False)
    return found.set(in_words, "date")


def order_of_days(texts: pl.Series) -> str:
    """ "ymd", "dmy" or "mdy" as the days of a column show; "?" where they could be either, or show both."""
    if texts.str.contains(r"^\d{4}-").all():
        return "ymd"
    parts = texts.str.extract_groups(r"^(\d{1,2})[./-](\d{1,2})[./-]").struct.unnest().cast(pl.Int32)
    first, second = (parts[column].max() for column in parts.columns)
    if texts.str.contains(r"^\d{1,2}\.\d{1,2}\.").any():
        return "dmy"
    if not isinstance(first, int) or not isinstance(second, int) or (first > 12) == (second > 12):
        return "?"
    return "dmy" if first > 12 else "mdy"


def grouping(texts: pl.Series) -> str | None:
    """What separates thousands in a column of numbers."""
    for name, pattern in (("space", rf"\d[{_GAP}]\d{{3}}"), ("'", r"\d['’]\d{3}")):
        if texts.str.contains(pattern).any():
            return name
    for sign in (",", "."):
        if texts.str.contains(rf"\d\{sign}\d{{3}}([.,]\d|\{sign}\d{{3}})").any():
            return sign
    return None


@cache
def not_reported() -> frozenset[str]:
    """The usual words for "not reported", folded."""
    return frozenset(word.casefold() for word in clean.not_reported())
